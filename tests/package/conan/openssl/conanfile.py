from conan import ConanFile


class StandIn(ConanFile):
    """The machine's OpenSSL as a package with the components of Conan's."""
    name = "openssl"
    settings = "os", "arch", "compiler", "build_type"

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "OpenSSL")
        for component, library in (("ssl", "SSL"), ("crypto", "Crypto")):
            info = self.cpp_info.components[component]
            info.set_property("cmake_target_name", f"OpenSSL::{library}")
            info.includedirs = []
            info.system_libs = [component]
        self.cpp_info.components["ssl"].requires = ["crypto"]

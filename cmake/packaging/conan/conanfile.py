import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout
from conan.tools.scm import Version

required_conan_version = ">=2.0"


class ApideckConan(ConanFile):
    name = "apideck"
    description = "Asynchronous C++20 client of Apideck Vault over Boost.Asio"
    license = "BSL-1.0"
    url = "https://github.com/conan-io/conan-center-index"
    homepage = "https://developers.apideck.com"
    topics = ("api-client", "asio", "vault", "integrations", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    # Targets that are built in the project that links them: their modules, and what those compile.
    _modules = ("boost_json.cmake", "compiled.cmake")
    _sources = ("sources/apideck.cpp", "sources/testing.cpp", "sources/boost_json.cpp")

    # The recipe packs the checkout that it lies in. In a registry's copy the version comes from config.yml,
    # and in place of these three there is
    #   def source(self):
    #       get(self, **self.conan_data["sources"][self.version], strip_root=True)
    @property
    def _checkout(self):
        return os.path.normpath(os.path.join(self.recipe_folder, "..", "..", ".."))

    def set_version(self):
        header = load(self, os.path.join(self._checkout, "include", "apideck", "version.hpp"))
        self.version = re.search(r'#define APIDECK_VERSION "(.*)"', header).group(1)

    def export_sources(self):
        built = tuple(f"cmake/{file}" for file in self._modules + self._sources)
        for pattern in ("LICENSE", "include/*") + built:
            copy(self, pattern, self._checkout, os.path.join(self.export_sources_folder, "src"))

    def layout(self):
        basic_layout(self, src_folder="src")
        # An editable package is used from the checkout as it is.
        for component in ("models", "client"):
            self.cpp.source.components[component].includedirs = [os.path.join(self._checkout, "include")]
        self.cpp.source.set_property("cmake_build_modules", [
            os.path.join(self._checkout, "cmake", file) for file in self._modules])

    def requirements(self):
        # Both are included by public headers; of Boost all is headers but Boost.JSON. The last of each that
        # was tried are 1.92 and 4.0.
        self.requires("boost/[>=1.81.0 <1.93]", transitive_headers=True, transitive_libs=True)
        self.requires("openssl/[>=3 <5]", transitive_headers=True, transitive_libs=True)

    def package_id(self):
        self.info.clear()

    @property
    def _min_compilers(self):
        return {"gcc": "12", "clang": "14", "apple-clang": "15", "msvc": "193"}

    def validate(self):
        check_min_cppstd(self, 20)
        # Older ones have coroutines that the headers do not compile with.
        floor = self._min_compilers.get(str(self.settings.compiler))
        if floor and Version(self.settings.compiler.version) < floor:
            raise ConanInvalidConfiguration(
                f"{self.ref} needs {self.settings.compiler} {floor} or newer")
        if self.dependencies["boost"].options.get_safe("without_json"):
            raise ConanInvalidConfiguration(
                f"{self.ref} needs Boost.JSON: -o 'boost/*:without_json=False'")

    def build(self):
        pass

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*.?pp", os.path.join(self.source_folder, "include"),
             os.path.join(self.package_folder, "include"))
        for file in self._modules + self._sources:
            copy(self, file, os.path.join(self.source_folder, "cmake"),
                 os.path.join(self.package_folder, "lib", "cmake", "apideck"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "apideck")
        self.cpp_info.set_property("cmake_target_name", "apideck::apideck")
        self.cpp_info.set_property("pkg_config_name", "apideck")
        modules = os.path.join("lib", "cmake", "apideck")
        self.cpp_info.builddirs = [modules]
        self.cpp_info.set_property("cmake_build_modules", [
            os.path.join(modules, file) for file in self._modules])

        models = self.cpp_info.components["models"]
        models.set_property("cmake_target_name", "apideck::models")
        models.set_property("pkg_config_name", "apideck-models")
        models.requires = ["boost::headers"]
        if not self.dependencies["boost"].options.get_safe("header_only"):
            models.requires.append("boost::json")

        client = self.cpp_info.components["client"]
        client.set_property("cmake_target_name", "apideck::client")
        client.set_property("pkg_config_name", "apideck-client")
        client.requires = ["models", "openssl::ssl", "openssl::crypto"]
        if self.settings.os in ("Linux", "FreeBSD"):
            client.system_libs = ["pthread"]
        elif self.settings.os == "Windows":
            client.system_libs = ["crypt32", "ws2_32", "mswsock"]
        elif self.settings.os == "Macos":
            client.frameworks = ["Security", "CoreFoundation"]

        for info in (self.cpp_info, models, client):
            info.bindirs = []
            info.libdirs = []

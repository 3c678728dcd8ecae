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
    homepage = "https://developers.apideck.com/apis/vault/reference"
    topics = ("api-client", "asio", "vault", "integrations", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    @property
    def _checkout(self):
        return os.path.normpath(os.path.join(self.recipe_folder, "..", "..", ".."))

    @property
    def _min_compilers(self):
        return {"gcc": "12", "clang": "14", "apple-clang": "15", "msvc": "193"}

    def set_version(self):
        header = load(self, os.path.join(self._checkout, "include", "apideck", "version.hpp"))
        self.version = re.search(r'#define APIDECK_VERSION "(.*)"', header).group(1)

    def export_sources(self):
        # The recipe is part of what it packs. A registry's has source() with get() instead.
        for pattern in ("LICENSE", "include/*", "cmake/compiled.cmake",
                        "cmake/sources/apideck.cpp", "cmake/sources/testing.cpp"):
            copy(self, pattern, self._checkout, self.export_sources_folder)

    def layout(self):
        basic_layout(self)

    def requirements(self):
        # Both are included by public headers; of Boost all is headers but Boost.JSON.
        self.requires("boost/[>=1.81.0 <2]", transitive_headers=True, transitive_libs=True)
        self.requires("openssl/[>=3 <4]", transitive_headers=True, transitive_libs=True)

    def package_id(self):
        self.info.clear()

    def validate(self):
        check_min_cppstd(self, 20)
        floor = self._min_compilers.get(str(self.settings.compiler))
        if floor and Version(self.settings.compiler.version) < floor:
            raise ConanInvalidConfiguration(
                f"{self.ref} needs {self.settings.compiler} {floor} or newer")
        boost = self.dependencies["boost"].options
        if boost.get_safe("header_only") or boost.get_safe("without_json"):
            raise ConanInvalidConfiguration(
                f"{self.ref} needs Boost.JSON: -o 'boost/*:header_only=False' "
                "-o 'boost/*:without_json=False'")

    def build(self):
        pass

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*.?pp", os.path.join(self.source_folder, "include"),
             os.path.join(self.package_folder, "include"))
        # The targets apideck::compiled and apideck::testing, which are built in the project that links them.
        modules = os.path.join(self.package_folder, "lib", "cmake", "apideck")
        copy(self, "compiled.cmake", os.path.join(self.source_folder, "cmake"), modules)
        copy(self, "sources/*", os.path.join(self.source_folder, "cmake"), modules)

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "apideck")
        self.cpp_info.set_property("cmake_target_name", "apideck::apideck")
        self.cpp_info.set_property("pkg_config_name", "apideck")
        self.cpp_info.set_property(
            "cmake_build_modules", [os.path.join("lib", "cmake", "apideck", "compiled.cmake")])

        models = self.cpp_info.components["models"]
        models.set_property("cmake_target_name", "apideck::models")
        models.set_property("pkg_config_name", "apideck-models")
        models.requires = ["boost::headers", "boost::json"]

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

        for component in (models, client):
            component.bindirs = []
            component.libdirs = []

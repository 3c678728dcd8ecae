import glob
import os
import shutil

from conan import ConanFile


class StandIn(ConanFile):
    """The machine's Boost as a package with the options and the components of Conan's."""
    name = "boost"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "header_only": [True, False], "without_json": [True, False]}
    default_options = {"shared": False, "header_only": False, "without_json": False}

    def package(self):
        if not self.options.header_only:
            suffix = "so*" if self.options.shared else "a"
            folder = os.path.join(self.package_folder, "lib")
            os.makedirs(folder)
            for library in glob.glob(os.path.join(os.environ["BOOST_LIBRARIES"], f"libboost_json.{suffix}")):
                shutil.copy(library, folder, follow_symlinks=False)

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "Boost")
        headers = self.cpp_info.components["headers"]
        headers.set_property("cmake_target_name", "Boost::headers")
        headers.includedirs = [os.environ["BOOST_HEADERS"]]
        headers.libdirs = []
        if not self.options.header_only:
            json = self.cpp_info.components["json"]
            json.set_property("cmake_target_name", "Boost::json")
            json.requires = ["headers"]
            json.includedirs = []
            json.libs = ["boost_json"]
            if self.options.shared:
                json.defines = ["BOOST_JSON_DYN_LINK"]

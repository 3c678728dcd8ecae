"""Takes the steps of the Conan recipe with a stand-in for Conan: check.py <checkout> <version> <scratch>.

The stand-in has the functions that the recipe imports and does what Conan's documentation says of them.
Fails by an exception.
"""
import fnmatch
import importlib.util
import os
import py_compile
import shutil
import sys
import types
from types import SimpleNamespace

checkout, version, scratch = (os.path.abspath(sys.argv[1]), sys.argv[2], os.path.abspath(sys.argv[3]))
packaging = os.path.join(checkout, "cmake", "packaging", "conan")
shutil.rmtree(scratch, ignore_errors=True)
os.makedirs(scratch)


class InvalidConfiguration(Exception):
    pass


class Info:
    """cpp_info, and a component of it."""

    def __init__(self):
        self.properties = {}
        self.components = {}

    def set_property(self, name, value):
        self.properties[name] = value


class Components(dict):
    def __missing__(self, name):
        self[name] = Info()
        return self[name]


def copy(conanfile, pattern, src, dst):
    copied = []
    for folder, _, files in os.walk(src):
        for file in files:
            path = os.path.relpath(os.path.join(folder, file), src)
            if fnmatch.fnmatch(path, pattern):
                os.makedirs(os.path.dirname(os.path.join(dst, path)), exist_ok=True)
                shutil.copy(os.path.join(src, path), os.path.join(dst, path))
                copied.append(path)
    assert copied, f"nothing in {src} is {pattern}"


def load(conanfile, path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def check_min_cppstd(conanfile, floor):
    if int(str(conanfile.settings.compiler.cppstd).removeprefix("gnu")) < floor:
        raise InvalidConfiguration(f"C++{floor} is needed")


class Version:
    def __init__(self, text):
        self.parts = [int(part) for part in str(text).split(".")]

    def __lt__(self, other):
        return self.parts < Version(other).parts


class Text(SimpleNamespace):
    """A setting with settings of its own."""

    def __str__(self):
        return self.name


def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)


sources = []  # the folder that layout() gives to them
module("conan", ConanFile=object)
module("conan.errors", ConanInvalidConfiguration=InvalidConfiguration)
module("conan.tools")
module("conan.tools.build", check_min_cppstd=check_min_cppstd, can_run=None)
module("conan.tools.cmake", CMake=None, cmake_layout=None)
module("conan.tools.files", copy=copy, load=load)
module("conan.tools.layout", basic_layout=lambda conanfile, src_folder: sources.append(src_folder))
module("conan.tools.scm", Version=Version)


def recipe(path):
    source = os.path.join(packaging, path)
    py_compile.compile(source, cfile=os.path.join(scratch, "compiled.pyc"), doraise=True)
    spec = importlib.util.spec_from_file_location("recipe", source)
    loaded = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(loaded)
    return loaded


def make(os_name="Linux", compiler="gcc", compiler_version="12", cppstd="20", **boost):
    made = recipe("conanfile.py").ApideckConan()
    made.recipe_folder = packaging
    made.ref = "apideck/" + version
    made.settings = SimpleNamespace(
        os=os_name, compiler=Text(name=compiler, version=compiler_version, cppstd=cppstd))
    made.required = {}
    made.requires = lambda reference, **traits: made.required.update({reference.split("/")[0]: traits})
    options = SimpleNamespace(get_safe=lambda name: boost.get(name, False))
    made.dependencies = {"boost": SimpleNamespace(options=options)}
    made.cpp_info = Info()
    made.cpp_info.components = Components()
    made.cpp = SimpleNamespace(source=Info())
    made.cpp.source.components = Components()
    return made


def files(folder):
    return sorted(os.path.relpath(os.path.join(at, name), folder)
                  for at, _, names in os.walk(folder) for name in names)


# Export and package.
it = make()
it.set_version()
assert it.version == version, it.version
assert it.name == "apideck" and it.license == "BSL-1.0" and it.package_type == "header-library"
it.layout()
it.export_sources_folder = os.path.join(scratch, "source")
it.source_folder = os.path.join(it.export_sources_folder, *sources)
it.package_folder = os.path.join(scratch, "package")
it.export_sources()
it.requirements()
assert sorted(it.required) == ["boost", "openssl"]
assert all(traits["transitive_headers"] for traits in it.required.values())
it.build()
it.package()
wanted = sorted([os.path.join("include", file) for file in files(os.path.join(checkout, "include"))] + [
    "lib/cmake/apideck/boost_json.cmake", "lib/cmake/apideck/compiled.cmake",
    "lib/cmake/apideck/sources/apideck.cpp", "lib/cmake/apideck/sources/boost_json.cpp",
    "lib/cmake/apideck/sources/testing.cpp", "licenses/LICENSE"])
assert files(it.package_folder) == wanted, files(it.package_folder)

# As an editable package it is the checkout itself.
editable = it.cpp.source
for component in ("models", "client"):
    assert editable.components[component].includedirs == [os.path.join(checkout, "include")]
assert all(map(os.path.isfile, editable.properties["cmake_build_modules"]))

# One package for all settings.
cleared = []
it.info = SimpleNamespace(clear=lambda: cleared.append(True))
it.package_id()
assert cleared

# The targets' names are those of our own CMake package, and build modules are files of the package.
for system, libraries in {"Linux": ["pthread"], "Windows": ["crypt32", "ws2_32", "mswsock"]}.items():
    it = make(os_name=system)
    it.package_info()
    assert it.cpp_info.properties["cmake_target_name"] == "apideck::apideck"
    assert it.cpp_info.components["models"].properties["cmake_target_name"] == "apideck::models"
    assert it.cpp_info.components["client"].system_libs == libraries
    for info in (it.cpp_info, *it.cpp_info.components.values()):
        assert info.libdirs == [] and info.bindirs == []
    for file in it.cpp_info.properties["cmake_build_modules"]:
        assert file in wanted, file
    assert it.cpp_info.components["models"].requires == ["boost::headers", "boost::json"]

# Boost of headers alone has no library to link: a build module compiles it.
it = make(header_only=True)
it.package_info()
assert it.cpp_info.components["models"].requires == ["boost::headers"]

# What is accepted, and what is refused.
make().validate()
make(compiler="clang", compiler_version="14", cppstd="gnu20").validate()
make(compiler="msvc", compiler_version="193", cppstd="23").validate()
make(header_only=True).validate()
for refused in ({"cppstd": "17"}, {"compiler_version": "11"}, {"compiler": "clang", "compiler_version": "13"},
                {"without_json": True}):
    try:
        make(**refused).validate()
    except InvalidConfiguration:
        continue
    raise AssertionError(f"accepted: {refused}")

assert recipe("test_package/conanfile.py").TestPackageConan
print(f"{len(wanted)} files")

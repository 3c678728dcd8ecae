#ifndef APIDECK_VERSION_HPP
#define APIDECK_VERSION_HPP

/// The version of this SDK, by semver.org. CMake and the packages read it from here.
#define APIDECK_VERSION_MAJOR 0
#define APIDECK_VERSION_MINOR 1
#define APIDECK_VERSION_PATCH 0
#define APIDECK_VERSION "0.1.0"

#endif

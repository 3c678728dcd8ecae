#ifndef APIDECK_VERSION_HPP
#define APIDECK_VERSION_HPP

/** @file
    The version of this SDK, by Semantic Versioning. CMake and the packages read it from here. */

/// A change that breaks programs, from 1.0 on.
#define APIDECK_VERSION_MAJOR 0
/// An addition; before 1.0 a change that breaks programs, too.
#define APIDECK_VERSION_MINOR 1
/// A correction.
#define APIDECK_VERSION_PATCH 0
/// The three as one number, to compare with: 1.2.3 is 100203.
#define APIDECK_VERSION_NUMBER                                                                     \
    (APIDECK_VERSION_MAJOR * 100000 + APIDECK_VERSION_MINOR * 100 + APIDECK_VERSION_PATCH)
/// The inline namespace that all of `apideck` is in, so that two versions in one process, each in a shared
/// library say, don't take each other's functions. Never named by a program.
#define APIDECK_VERSION_NAMESPACE v0_1_0
/// The three as text; sent in `User-Agent`.
#define APIDECK_VERSION "0.1.0"

#endif

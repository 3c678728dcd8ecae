#ifndef APIDECK_TESTS_SUPPORT_TEMPORARY_FILE_HPP
#define APIDECK_TESTS_SUPPORT_TEMPORARY_FILE_HPP

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace apideck::tests {

/// A file that is gone at the end of the test.
struct temporary_file {
    explicit temporary_file(std::string const& text)
    {
        static int count = 0;
        static auto const process = std::to_string(std::random_device()());
        auto const name = "apideck_test_" + process + '_' + std::to_string(++count);
        auto const utf8 = (std::filesystem::temp_directory_path() / name).u8string();
        path.assign(utf8.begin(), utf8.end());
        std::ofstream(path) << text;
    }
    ~temporary_file()
    {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    std::string path;
};

} // namespace apideck::tests

#endif

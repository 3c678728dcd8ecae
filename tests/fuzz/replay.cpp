// Gives every file of the folders that are named to a fuzz target, for compilers without libFuzzer.

#include "fuzz.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

int main(int count, char** arguments)
{
    std::size_t files = 0;
    for (int i = 1; i < count; ++i) {
        std::vector<std::filesystem::path> paths;
        for (auto const& entry : std::filesystem::recursive_directory_iterator(arguments[i]))
            if (entry.is_regular_file())
                paths.push_back(entry.path());
        std::ranges::sort(paths);
        for (auto const& path : paths) {
            std::printf("%s\n", reinterpret_cast<char const*>(path.filename().u8string().c_str()));
            std::fflush(stdout); // the last is the one that fails
            std::ifstream file(path, std::ios::binary);
            std::string const bytes(std::istreambuf_iterator<char>(file), {});
            LLVMFuzzerTestOneInput(
                reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
            ++files;
        }
    }
    std::printf("%zu inputs\n", files);
    return files == 0;
}

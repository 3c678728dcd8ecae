// Keeps the README's code the same as the examples that it is cut from. Below a line
//     <!-- examples/01_create_session.cpp [create_session] -->
// stands the block between two lines `//! [create_session]` of that file, without its indentation.
// Doxygen cuts out the same blocks for its pages (\snippet).
//     snippets check ROOT    fails where one differs
//     snippets write ROOT    writes the examples' text into the README

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace {

std::string read(std::string const& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw std::runtime_error("can't read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The lines between two markers, each without the first marker's indentation.
std::string cut(std::string const& path, std::string const& name)
{
    std::istringstream lines(read(path));
    std::string const marker = "//! [" + name + ']';
    std::optional<std::size_t> indent;
    std::string out;
    for (std::string line; std::getline(lines, line);) {
        auto const first = line.find_first_not_of(' ');
        std::string const text = first == std::string::npos ? "" : line.substr(first);
        if (text == marker && indent)
            return out;
        if (text == marker)
            indent = first;
        else if (indent)
            out += (text.empty() ? text : line.substr(std::min(*indent, first))) + '\n';
    }
    throw std::runtime_error(path + " has no snippet " + name);
}

/// The README with each block as its example has it.
std::string renew(std::string const& root, std::string const& readme, int& count)
{
    std::istringstream lines(readme);
    std::string out;
    for (std::string line; std::getline(lines, line);) {
        out += line + '\n';
        auto const open = line.find(" [");
        auto const close = line.find("] -->");
        if (!line.starts_with("<!-- ") || open == std::string::npos || close == std::string::npos)
            continue;
        ++count;
        out += "```cpp\n" + cut(root + '/' + line.substr(5, open - 5),
                   line.substr(open + 2, close - open - 2))
            + "```\n";
        while (std::getline(lines, line) && line != "```")
            ;
    }
    return out;
}

} // namespace

int main(int count, char** values)
try {
    if (count != 3)
        throw std::runtime_error("usage: snippets check|write ROOT");
    std::string const path = std::string(values[2]) + "/README.md";
    std::string const readme = read(path);
    int snippets = 0;
    std::string const renewed = renew(values[2], readme, snippets);
    if (snippets == 0)
        throw std::runtime_error("README.md has no snippet");
    if (std::string(values[1]) == "write")
        std::ofstream(path, std::ios::binary) << renewed;
    else if (renewed != readme)
        throw std::runtime_error("README.md differs from the examples: build/tests/tests/snippets "
                                 "write . brings it up to date");
    std::cout << snippets << " snippets are as in the examples\n";
} catch (std::exception const& e) {
    std::cerr << e.what() << '\n';
    return 1;
}

#ifndef APIDECK_TESTS_SUPPORT_SEEN_HPP
#define APIDECK_TESTS_SUPPORT_SEEN_HPP

#include "loopback_fixture.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace apideck::tests {

/// What a client's observer is told.
struct seen {
    std::vector<attempt> attempts;
    std::vector<std::string> operations;
    std::vector<std::string> lines;
    std::vector<log_level> levels;

    loopback::adjust watch()
    {
        return [this](client_options& o) {
            o.observer.on_attempt = [this](attempt_event const& e) {
                attempts.push_back(e.attempt);
                operations.emplace_back(e.operation);
            };
            o.observer.on_log = [this](log_level level, std::string_view line) {
                levels.push_back(level);
                lines.emplace_back(line);
            };
        };
    }
};

} // namespace apideck::tests

#endif

#ifndef APIDECK_HTTP_HEADERS_HPP
#define APIDECK_HTTP_HEADERS_HPP

#include <apideck/detail/config.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::http {

/// Whether two names of headers are the same: ASCII letters count in either case (RFC 9110 5.1).
[[nodiscard]] inline bool same_name(std::string_view a, std::string_view b) noexcept
{
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [&](char x, char y) { return lower(x) == lower(y); });
}

/** Header fields in the order they were added, several of one name allowed.

    They are kept as they go on the wire (`Name: value` CR LF, ...) in one string, so that sending
    is a copy and reading needs one allocation. A CR or LF in what is added becomes a space: it
    can't begin another field. (What callers may send is checked before it gets here.)
*/
class headers {
public:
    struct field {
        std::string_view name;
        std::string_view value;
    };

    class const_iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = field;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = field;

        const_iterator() = default;
        explicit const_iterator(std::string_view rest) : rest_(rest) {}

        field operator*() const
        {
            auto const line = rest_.substr(0, rest_.find("\r\n"));
            auto const colon = line.find(": ");
            return {line.substr(0, colon), line.substr(colon + 2)};
        }
        const_iterator& operator++()
        {
            rest_.remove_prefix(rest_.find("\r\n") + 2);
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const_iterator const& a, const_iterator const& b)
        {
            return a.rest_.size() == b.rest_.size();
        }

    private:
        std::string_view rest_;
    };

    headers() = default;
    headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields)
    {
        for (auto const& [name, value] : fields)
            add(name, value);
    }

    void add(std::string_view name, std::string_view value)
    {
        std::size_t const begin = text_.size();
        text_.append(name).append(": ", 2).append(value);
        std::string_view const line = std::string_view(text_).substr(begin);
        if (line.find('\r') != std::string_view::npos || line.find('\n') != std::string_view::npos)
            for (std::size_t i = begin; i != text_.size(); ++i)
                if (text_[i] == '\r' || text_[i] == '\n')
                    text_[i] = ' ';
        text_.append("\r\n", 2);
    }

    /// The value of the first field of this name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const
    {
        for (field const f : *this)
            if (same_name(f.name, name))
                return f.value;
        return std::nullopt;
    }

    /// Replace each occurrence of `secret`, in names and values.
    void redact(std::string_view secret, std::string_view replacement = "<redacted>")
    {
        if (secret.empty() || text_.find(secret) == std::string::npos)
            return;
        headers clean;
        for (field const f : *this)
            clean.add(
                replaced(f.name, secret, replacement), replaced(f.value, secret, replacement));
        *this = std::move(clean);
    }

    void reserve(std::size_t bytes) { text_.reserve(bytes); }

    /// Drop what was added since `wire()` had this size.
    void truncate(std::size_t wire_size) { text_.resize(wire_size); }

    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    [[nodiscard]] const_iterator begin() const { return const_iterator(text_); }
    [[nodiscard]] const_iterator end() const { return const_iterator(); }

    /// All fields as they stand on the wire, each line ended by CR LF.
    [[nodiscard]] std::string const& wire() const noexcept { return text_; }

    friend bool operator==(headers const&, headers const&) = default;

private:
    static std::string replaced(
        std::string_view part, std::string_view secret, std::string_view replacement)
    {
        std::string out(part);
        for (auto at = out.find(secret); at != std::string::npos;
             at = out.find(secret, at + replacement.size()))
            out.replace(at, secret.size(), replacement);
        return out;
    }

    std::string text_;
};

} // namespace apideck::http

#endif

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

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

/// Whether two names of headers are the same: ASCII letters count in either case (RFC 9110 5.1).
[[nodiscard]] inline bool same_name(std::string_view a, std::string_view b) noexcept
{
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
    auto const alike = [&](char x, char y) { return x == y || lower(x) == lower(y); };
    return a.size() == b.size()
        && (a == b || std::equal(a.begin(), a.end(), b.begin(), alike)); // most are written alike
}

/** Header fields in the order they were added, several of one name allowed.

    They are kept as they go on the wire (`Name: value` CR LF, ...) in one string, so that sending
    is a copy and reading needs one allocation. A CR or LF in what is added becomes a space: it
    can't begin another field. (What callers may send is checked before it gets here.)

    Names and values that are handed out are views into the object: valid until it is changed.
*/
class headers {
public:
    /// One field, a view into the object.
    struct field {
        /// As it was added: in the case in which the server wrote it.
        std::string_view name;
        /// Without the white space around it.
        std::string_view value;
    };

    /// Goes from field to field: an input iterator, for it makes each `field` when it is asked.
    class const_iterator {
    public:
        /// What `std::iterator_traits` asks for.
        /// @{
        using iterator_concept = std::input_iterator_tag;
        using value_type = field;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = field;
        /// @}

        /// The end.
        const_iterator() = default;
        /// At the first field of this text, which is as `wire()` gives it.
        explicit const_iterator(std::string_view rest) : rest_(rest) {}

        /// The field it stands at; it must not stand at the end.
        field operator*() const
        {
            auto const line = rest_.substr(0, rest_.find("\r\n"));
            auto const colon = line.find(": ");
            return {line.substr(0, colon), line.substr(colon + 2)};
        }
        /// On to the next field; it must not stand at the end.
        /// @{
        const_iterator& operator++()
        {
            rest_.remove_prefix(rest_.find("\r\n") + 2);
            return *this;
        }
        void operator++(int) { ++*this; }
        /// @}
        /// Whether both have as many fields before them; for iterators of one object.
        friend bool operator==(const_iterator const& a, const_iterator const& b)
        {
            return a.rest_.size() == b.rest_.size();
        }

    private:
        std::string_view rest_;
    };

    /// No field.
    headers() = default;
    /// Names and values.
    headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields)
    {
        for (auto const& [name, value] : fields)
            add(name, value);
    }

    /// Append a field. `name` must be a token (RFC 9110 section 5.6.2), which is not checked.
    void add(std::string_view name, std::string_view value)
    {
        std::size_t const begin = text_.size();
        text_.resize(begin + name.size() + value.size() + 4); // once, for an answer has many
        char* to = text_.data() + begin;
        auto const put = [&](std::string_view part) { to = std::copy(part.begin(), part.end(), to); };
        put(name);
        put(": ");
        put(value);
        std::string_view const line(text_.data() + begin, to);
        if (line.find('\r') != std::string_view::npos || line.find('\n') != std::string_view::npos)
            std::replace_if(
                text_.data() + begin, to, [](char c) { return c == '\r' || c == '\n'; }, ' ');
        put("\r\n");
    }

    /// The value of the first field of this name (in any case), or nothing.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const
    {
        // Not through the iterator, which cuts out each value to step over it.
        std::string_view const text = text_;
        for (std::size_t begin = 0, end = 0; begin != text.size(); begin = end + 1) {
            end = text.find('\n', begin); // there is one a line: add() lets no other in
            auto const value = begin + name.size() + 2;
            if (value < end && text[value - 2] == ':' && text[value - 1] == ' '
                && same_name(text.substr(begin, name.size()), name))
                return text.substr(value, end - 1 - value);
        }
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

    /// Make room for fields of so many bytes on the wire.
    void reserve(std::size_t bytes) { text_.reserve(bytes); }

    /// Whether there is no field.
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    /// The first field.
    [[nodiscard]] const_iterator begin() const { return const_iterator(text_); }
    /// Behind the last field.
    [[nodiscard]] const_iterator end() const { return const_iterator(); }

    /// All fields as they stand on the wire, each line ended by CR LF.
    [[nodiscard]] std::string const& wire() const noexcept { return text_; }

    /// Whether both have the same fields in the same order, names in the same case.
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

#ifndef APIDECK_JSON_DETAIL_READER_HPP
#define APIDECK_JSON_DETAIL_READER_HPP

#include <apideck/json/detail/layout.hpp>
#include <apideck/json/text.hpp>

#include <boost/json/string_view.hpp>
#include <boost/json/value_stack.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json::detail {

/** Stores what Boost.JSON's parser reads where a layout says.

    The parser reads on after a value that does not fit: an error of syntax takes precedence, and the
    member may come again.
*/
class reader {
public:
    reader(layout const& what, void* out, reading how) : root_(what), out_(out), how_(how) {}

    /// What did not fit, in the order of the text.
    std::vector<decode_error> errors{};

    // What the parser calls. All return true: to go on.
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;

    using error_code = boost::system::error_code;
    using string_view = boost::json::string_view;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open(json_kind::object); }
    APIDECK_DECL bool on_object_end(std::size_t size, error_code&);
    bool on_array_begin(error_code&) { return open(json_kind::array); }
    APIDECK_DECL bool on_array_end(std::size_t size, error_code&);
    bool on_key_part(string_view part, std::size_t, error_code&) { return keep(part); }
    APIDECK_DECL bool on_key(string_view last, std::size_t, error_code&);
    bool on_string_part(string_view part, std::size_t, error_code&) { return keep(part); }
    APIDECK_DECL bool on_string(string_view last, std::size_t, error_code&);
    bool on_number_part(string_view, error_code&) { return true; }
    APIDECK_DECL bool on_int64(std::int64_t number, string_view, error_code&);
    APIDECK_DECL bool on_uint64(std::uint64_t number, string_view, error_code&);
    APIDECK_DECL bool on_double(double number, string_view, error_code&);
    APIDECK_DECL bool on_bool(bool value, error_code&);
    APIDECK_DECL bool on_null(error_code&);
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

private:
    enum class json_kind : std::uint8_t { null, boolean, number, string, array, object };

    enum class goes : std::uint8_t {
        into_model,
        into_dom, ///< it is a Boost.JSON value of the model
        nowhere,  ///< it does not fit, or nobody asked for it
    };

    /// A model or an array that is being read.
    struct frame {
        layout const* what;
        void* value;
        layout::member const* current; // of a model; null: the name is unknown
        std::uint64_t seen;            // bits of the members of a model that were there
        std::size_t index;             // of the current item of an array
        std::size_t errors;            // how many there were before the current value
        bool unknown;                  // an unknown name was an error
    };

    [[nodiscard]] frame& top() noexcept { return frames_[depth_ - 1]; }

    bool keep(string_view part)
    {
        text_.append(part.data(), part.size());
        return true;
    }

    /// The text, once the parser has given all its parts.
    std::string_view whole(string_view last)
    {
        if (text_.empty())
            return {last.data(), last.size()};
        keep(last);
        return text_;
    }

    /// A value begins. Inside a value that goes elsewhere, everything goes with it.
    goes begin(json_kind kind)
    {
        if (inner_ == 0)
            goes_ = locate(kind);
        return goes_;
    }

    /// A value is over.
    bool end()
    {
        if (inner_ != 0)
            return true;
        if (goes_ == goes::into_dom)
            end_of_dom();
        if (depth_ != 0 && errors.size() != top().errors)
            end_of_misfit();
        return true;
    }

    APIDECK_DECL goes locate(json_kind kind);
    APIDECK_DECL bool open(json_kind kind);
    APIDECK_DECL bool close();
    APIDECK_DECL void end_of_dom();
    APIDECK_DECL void end_of_misfit();
    APIDECK_DECL void find_member(std::string_view name);
    APIDECK_DECL void forget_errors();
    APIDECK_DECL void refuse(char const* expected, json_kind found);
    APIDECK_DECL void refuse(char const* expected, char const* found);
    APIDECK_DECL std::string pointer() const;

    layout const& root_;
    void* out_;
    reading how_;
    goes goes_ = goes::into_model; // the current value
    std::size_t inner_ = 0;        // arrays and objects open in a value that does not go into a model
    layout const* what_ = nullptr; // of the current value, if it goes into a model
    void* value_ = nullptr;
    std::size_t depth_ = 0;
    std::string text_;    // of a string or a name that comes in parts
    std::string unknown_; // the current name, if no member has it
    boost::json::value_stack dom_;
    bool dom_refused_ = false; // reported once: a value may be full of such numbers
    std::array<frame, max_depth> frames_; // the parser goes no deeper
};

} // namespace apideck::json::detail

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/json/impl/reader.ipp>
#endif

#endif

#ifndef APIDECK_JSON_IMPL_READER_IPP
#define APIDECK_JSON_IMPL_READER_IPP

#include <apideck/json/detail/reader.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json::detail {

/// Where the value that begins goes.
APIDECK_DECL reader::goes reader::locate(json_kind kind)
{
    layout const* what = &root_;
    layout::member const* member = nullptr;
    bool const item = depth_ != 0 && top().what->item;
    if (item) {
        what = top().what->item;
        ++top().index;
    } else if (depth_ != 0) {
        member = top().current;
        if (!member) {
            if (how_ == reading::document && !std::exchange(top().unknown, true))
                refuse("no member of this name", kind);
            return goes::nowhere;
        }
        what = member->value;
    }

    using wanted = layout::kind;
    bool fits = false;
    switch (what->what) {
    case wanted::boolean: fits = kind == json_kind::boolean; break;
    case wanted::integer: fits = kind == json_kind::number; break;
    case wanted::text: fits = kind == json_kind::string; break;
    case wanted::array: fits = kind == json_kind::array; break;
    case wanted::model:
    case wanted::object: fits = kind == json_kind::object; break;
    case wanted::any: fits = true; break;
    }
    if (!fits) {
        if (kind != json_kind::null || !member || !member->optional)
            refuse(what->name, kind);
        return goes::nowhere;
    }

    what_ = what;
    value_ = item ? top().what->append(top().value) : member ? member->open(top().value) : out_;
    if (what->what != wanted::any && what->what != wanted::object)
        return goes::into_model;
    dom_.reset();
    dom_refused_ = false;
    return goes::into_dom;
}

APIDECK_DECL bool reader::open(json_kind kind)
{
    if (begin(kind) == goes::into_model)
        frames_[depth_++] = {what_, value_, nullptr, 0, static_cast<std::size_t>(-1), errors.size(), false};
    else
        ++inner_;
    return true;
}

APIDECK_DECL void reader::end_of_dom()
{
    if (what_->what == layout::kind::any)
        *static_cast<boost::json::value*>(value_) = dom_.release();
    else
        *static_cast<boost::json::object*>(value_) = std::move(dom_.release().get_object());
}

APIDECK_DECL void reader::end_of_misfit()
{
    frame& in = top();
    if (in.what->item) {
        // What an array holds besides makes no difference.
        --depth_;
        goes_ = goes::nowhere;
        inner_ = 1;
    } else if (how_ == reading::lenient && in.current && in.current->optional) {
        in.current->reset(in.value);
        errors.resize(in.errors);
    }
}

/// The end of a model or an array.
APIDECK_DECL bool reader::close()
{
    --depth_;
    goes_ = goes::into_model;
    return end();
}

APIDECK_DECL bool reader::on_object_end(std::size_t size, error_code&)
{
    if (inner_ != 0) {
        if (goes_ == goes::into_dom)
            dom_.push_object(size);
        --inner_;
        return end();
    }
    frame& in = top();
    for (std::size_t i = 0; i != in.what->members.size(); ++i) {
        auto const& member = in.what->members[i];
        if (member.optional || (in.seen >> i & 1) != 0)
            continue;
        in.current = &member;
        refuse(member.value->name, "nothing");
        break;
    }
    return close();
}

APIDECK_DECL bool reader::on_array_end(std::size_t size, error_code&)
{
    if (inner_ == 0)
        return close();
    if (goes_ == goes::into_dom)
        dom_.push_array(size);
    --inner_;
    return end();
}

APIDECK_DECL bool reader::on_key(string_view last, std::size_t, error_code&)
{
    auto const name = whole(last);
    if (inner_ == 0)
        find_member(name);
    else if (goes_ == goes::into_dom)
        dom_.push_key({name.data(), name.size()});
    text_.clear();
    return true;
}

APIDECK_DECL void reader::find_member(std::string_view name)
{
    frame& in = top();
    auto const members = in.what->members;
    std::size_t i = 0;
    while (i != members.size() && members[i].name != name)
        ++i;
    in.current = nullptr;
    if (i != members.size()) {
        in.current = &members[i];
        auto const bit = std::uint64_t{1} << i;
        if ((in.seen & bit) != 0) {
            forget_errors();
            in.current->reset(in.value);
        }
        in.seen |= bit;
    } else if (how_ == reading::document) {
        unknown_ = name;
    }
    in.errors = errors.size();
}

/// Drop the errors of the current value, which stands in the text before.
APIDECK_DECL void reader::forget_errors()
{
    if (errors.empty())
        return;
    std::string const place = pointer();
    std::erase_if(errors, [&](decode_error const& e) {
        return e.pointer == place || e.pointer.starts_with(place + '/');
    });
}

APIDECK_DECL void reader::refuse(char const* expected, json_kind found)
{
    constexpr char const* names[] = {"null", "boolean", "number", "string", "array", "object"};
    refuse(expected, names[static_cast<std::uint8_t>(found)]);
}

APIDECK_DECL void reader::refuse(char const* expected, char const* found)
{
    errors.push_back({pointer(), expected, found});
}

/// Of the current value.
APIDECK_DECL std::string reader::pointer() const
{
    std::string out;
    for (std::size_t i = 0; i != depth_; ++i) {
        frame const& in = frames_[i];
        path const here;
        if (in.what->item)
            out += (here / in.index).pointer();
        else
            out += (here / (in.current ? in.current->name : unknown_)).pointer();
    }
    return out;
}

} // namespace apideck::json::detail

#endif

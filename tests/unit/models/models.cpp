#include <apideck/models/session.hpp>

#include <apideck/json/decode.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/models/error_responses.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/catch.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/mp11/list.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace json = apideck::json;
using apideck::Session;
using apideck::SessionSettings;

namespace {

using names = std::vector<std::string>;

/// Set a value, and all members of a model, to something that is not the default.
template <class T>
void fill(T& value)
{
    if constexpr (json::is_optional<T>) {
        if constexpr (json::open_enumeration<typename T::value_type>)
            value.emplace("text");
        else
            fill(value.emplace());
    } else if constexpr (json::is_vector<T>) {
        if constexpr (json::open_enumeration<typename T::value_type>)
            value.emplace_back("text");
        else
            fill(value.emplace_back());
    } else if constexpr (std::is_same_v<T, bool>) {
        value = true;
    } else if constexpr (std::is_integral_v<T>) {
        value = -42;
    } else if constexpr (std::is_same_v<T, std::string>) {
        value = "text";
    } else if constexpr (std::is_same_v<T, boost::json::object>) {
        value = {{"name", {1, nullptr, "text"}}};
    } else if constexpr (std::is_same_v<T, boost::json::value>) {
        value = {{"name", {true}}};
    } else {
        json::for_each_member<T>([&](auto member) { fill(value.*member.pointer); });
    }
}

template <class T>
T full()
{
    T model{};
    fill(model);
    return model;
}

/// The names in JSON of a model with all members set, in order.
template <class T>
names names_of()
{
    auto const text = json::encode(full<T>());
    REQUIRE(text);
    names out;
    auto const value = boost::json::parse(*text);
    for (auto const& item : value.as_object())
        out.emplace_back(item.key());
    return out;
}

using all_models = boost::mp11::mp_list<Session, apideck::ConsumerMetadata, SessionSettings,
    apideck::Theme, apideck::CreateSessionResponse, apideck::CreateSessionData,
    apideck::UnexpectedErrorResponse, apideck::BadRequestResponse, apideck::UnauthorizedResponse,
    apideck::PaymentRequiredResponse, apideck::NotFoundResponse, apideck::UnprocessableResponse,
    apideck::DownstreamError>;

} // namespace

TEMPLATE_LIST_TEST_CASE(
    "a model with all members set is the same after JSON", "[models]", all_models)
{
    auto const model = full<TestType>();
    auto const text = json::encode(model);
    REQUIRE(text);
    auto const again = json::decode_text<TestType>(*text, json::reading::document);
    REQUIRE(again);
    CHECK(*again == model);
}

TEMPLATE_LIST_TEST_CASE("models differ when one member does", "[models]", all_models)
{
    auto const model = full<TestType>();
    json::for_each_member<TestType>([&](auto member) {
        CAPTURE(member.name);
        auto other = model;
        other.*member.pointer = std::remove_cvref_t<decltype(other.*member.pointer)>{};
        CHECK(other != model);
    });
}

TEST_CASE("members have the names and the order of the API's schema", "[models]")
{
    CHECK(names_of<Session>()
        == names{"consumer_metadata", "redirect_uri", "settings", "theme",
            "custom_consumer_settings"});
    CHECK(names_of<apideck::ConsumerMetadata>()
        == names{"account_name", "user_name", "email", "image"});
    CHECK(names_of<SessionSettings>()
        == names{"unified_apis", "hide_resource_settings", "sandbox_mode", "isolation_mode",
            "session_length", "show_logs", "show_suggestions", "show_sidebar", "auto_redirect",
            "hide_guides", "allow_actions"});
    CHECK(names_of<apideck::Theme>()
        == names{"favicon", "logo", "primary_color", "sidepanel_background_color",
            "sidepanel_text_color", "vault_name", "privacy_url", "terms_url"});
    CHECK(names_of<apideck::CreateSessionResponse>()
        == names{"status_code", "status", "data", "_raw"});
    CHECK(names_of<apideck::CreateSessionData>() == names{"session_uri", "session_token"});
    CHECK(names_of<apideck::BadRequestResponse>()
        == names{"status_code", "error", "type_name", "message", "detail", "ref",
            "downstream_errors"});
    CHECK(names_of<apideck::DownstreamError>() == names{"message", "detail", "code"});
}

TEST_CASE("an empty session is an empty object", "[models]")
{
    CHECK(json::encode(Session{}).value() == "{}");
    CHECK(json::encode(SessionSettings{}).value() == "{}");
    CHECK(json::decode_text<Session>("{}", json::reading::document).value() == Session{});
}

TEST_CASE("the defaults are the nine that the other SDKs send", "[models]")
{
    CHECK(json::encode(SessionSettings::with_defaults()).value()
        == R"({"hide_resource_settings":false,"sandbox_mode":false,"isolation_mode":false,)"
           R"("session_length":"1h","show_logs":true,"show_suggestions":false,)"
           R"("show_sidebar":true,"auto_redirect":false,"hide_guides":false})");
}

TEST_CASE("no actions at all and no word about actions differ in JSON", "[models]")
{
    SessionSettings settings;
    CHECK(json::encode(settings).value() == "{}");
    settings.allow_actions.emplace();
    CHECK(json::encode(settings).value() == R"({"allow_actions":[]})");

    auto const none = json::decode_text<SessionSettings>(R"({"allow_actions":[]})");
    REQUIRE(none);
    REQUIRE(none->allow_actions);
    CHECK(none->allow_actions->empty());
    CHECK_FALSE(json::decode_text<SessionSettings>("{}").value().allow_actions);
    CHECK(*none != SessionSettings{});
}

TEST_CASE("a name that is no C++ identifier has its own spelling in JSON", "[models]")
{
    SessionSettings settings;
    settings.allow_actions = {{apideck::AllowActions::delete_}};
    CHECK(json::encode(settings).value() == R"({"allow_actions":["delete"]})");

    constexpr std::string_view answer
        = R"({"status_code":200,"status":"OK","data":{"session_uri":"u","session_token":"t"},)"
          R"("_raw":{"id":7}})";
    auto const read = json::decode_text<apideck::CreateSessionResponse>(answer);
    REQUIRE(read);
    REQUIRE(read->raw);
    CHECK(read->raw->at("id") == 7);
    CHECK(json::encode(*read).value() == answer);
}

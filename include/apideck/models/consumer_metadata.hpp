#ifndef APIDECK_MODELS_CONSUMER_METADATA_HPP
#define APIDECK_MODELS_CONSUMER_METADATA_HPP

#include <apideck/json/print.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** Who the consumer is, as Vault's sidebar shows it (OpenAPI schema `ConsumerMetadata`).

    Personal data: printing a value shows which members are set, not what they hold.
    An unset member is not sent.
*/
struct ConsumerMetadata {
    /// The consumer's account: a company, mostly.
    std::optional<std::string> account_name{};
    /// The person's name.
    std::optional<std::string> user_name{};
    /// The person's e-mail address.
    std::optional<std::string> email{};
    /// Address of the person's picture. The API asks for a valid URL.
    std::optional<std::string> image{};

    /// Compares member by member.
    friend bool operator==(ConsumerMetadata const&, ConsumerMetadata const&) = default;
};
BOOST_DESCRIBE_STRUCT(ConsumerMetadata, (), (account_name, user_name, email, image))
template <>
inline constexpr bool detail::is_model<ConsumerMetadata> = true;

} // namespace apideck

#endif

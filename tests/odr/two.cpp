#include "create.hpp"

namespace two {
std::string create_there() { return create(); }

message_of_error address_of_message() { return &apideck::error::message; }

} // namespace two

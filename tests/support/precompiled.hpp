// Precompiled for all tests that link apideck_runtime. It holds what is slow to read and never
// changes, so nothing of apideck. Each test includes what it uses all the same.

#include "catch.hpp"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/json.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

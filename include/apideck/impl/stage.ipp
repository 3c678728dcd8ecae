#ifndef APIDECK_IMPL_STAGE_IPP
#define APIDECK_IMPL_STAGE_IPP

#include <apideck/stage.hpp>

#include <ostream>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

APIDECK_DECL std::ostream& operator<<(std::ostream& out, stage s) { return out << to_string(s); }
APIDECK_DECL std::ostream& operator<<(std::ostream& out, delivery d) { return out << to_string(d); }

} // namespace apideck

#endif

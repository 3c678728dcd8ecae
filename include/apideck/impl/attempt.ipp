#ifndef APIDECK_IMPL_ATTEMPT_IPP
#define APIDECK_IMPL_ATTEMPT_IPP

#include <apideck/attempt.hpp>

#include <chrono>
#include <ostream>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

APIDECK_DECL std::ostream& operator<<(std::ostream& out, stage s) { return out << to_string(s); }
APIDECK_DECL std::ostream& operator<<(std::ostream& out, delivery d) { return out << to_string(d); }

APIDECK_DECL std::ostream& operator<<(std::ostream& out, attempt const& a)
{
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    out << "attempt " << a.number << ": ";
    if (a.error)
        out << a.error.message() << " (" << a.stage << ", delivered: " << a.delivery << ')';
    else if (a.status)
        out << *a.status;
    out << ", " << duration_cast<milliseconds>(a.total).count() << " ms";
    if (a.reused_connection)
        out << ", reused connection";
    if (!a.request_id.empty())
        out << ", request id " << a.request_id;
    if (a.next != retry_reason::none)
        out << ", then " << to_string(a.next);
    if (a.wait != duration::zero())
        out << " of " << duration_cast<milliseconds>(a.wait).count() << " ms";
    return out;
}

} // namespace apideck

#endif

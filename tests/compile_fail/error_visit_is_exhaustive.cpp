// expect: every alternative of apideck::error needs a function
#include <apideck/error.hpp>

int status(apideck::error const& e)
{
    return e.visit(
#ifdef CONTROL
        [](auto const&) { return 0; },
#endif
        [](apideck::BadRequestResponse const&) { return 400; });
}

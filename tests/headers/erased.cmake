# A unit that awaits a call, compiled apart, leaves to apideck/src.hpp what erases a coroutine's handler.
execute_process(COMMAND ${NM} -C ${OBJECT} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
if(symbols MATCHES "any_completion_handler_impl<[^\n]*awaitable_async_op_handler[^\n]*")
    message(FATAL_ERROR "The unit compiles it by itself: ${CMAKE_MATCH_0}")
endif()
if(NOT symbols MATCHES " U [^\n]*apideck::detail::erase<")
    message(FATAL_ERROR "The unit does not ask for apideck::detail::erase.")
endif()

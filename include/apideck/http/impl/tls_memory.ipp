#ifndef APIDECK_HTTP_IMPL_TLS_MEMORY_IPP
#define APIDECK_HTTP_IMPL_TLS_MEMORY_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/tls_memory.hpp>

#include <algorithm>
#include <cstring>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL BIO_METHOD const* tls_memory::methods()
{
    // Never freed: a connection may outlive the end of main.
    static BIO_METHOD const* const made = [] {
        BIO_METHOD* const out = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "apideck");
        if (out) {
            BIO_meth_set_read_ex(out, &tls_memory::read);
            BIO_meth_set_write_ex(out, &tls_memory::write);
            BIO_meth_set_ctrl(out, &tls_memory::control);
        }
        return out;
    }();
    return made;
}

APIDECK_DECL BIO* tls_memory::make_bio()
{
    BIO* const bio = methods() ? BIO_new(methods()) : nullptr;
    if (bio) {
        BIO_set_data(bio, this);
        BIO_set_init(bio, 1);
    }
    return bio;
}

APIDECK_DECL void tls_memory::put(asio::const_buffer bytes)
{
    if (!has_unread()) {
        input_.clear();
        read_ = 0;
    }
    input_.append(static_cast<char const*>(bytes.data()), bytes.size());
}

APIDECK_DECL void tls_memory::consume(std::size_t sent) noexcept
{
    sent_ += sent;
    if (sent_ == output_.size()) {
        output_.clear();
        sent_ = 0;
    }
}

APIDECK_DECL int tls_memory::read(BIO* bio, char* to, std::size_t size, std::size_t* taken) noexcept
{
    auto& self = *static_cast<tls_memory*>(BIO_get_data(bio));
    *taken = (std::min)(size, self.input_.size() - self.read_);
    BIO_clear_retry_flags(bio);
    if (*taken == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    std::memcpy(to, self.input_.data() + self.read_, *taken);
    self.read_ += *taken;
    return 1;
}

APIDECK_DECL int tls_memory::write(
    BIO* bio, char const* from, std::size_t size, std::size_t* taken) noexcept
try {
    auto& self = *static_cast<tls_memory*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    self.output_.append(from, size);
    *taken = size;
    return 1;
} catch (...) { // no memory: an error of the connection's, as any that a BIO reports
    *taken = 0;
    return -1; // not 0, which OpenSSL 3.2 takes for a success
}

APIDECK_DECL long tls_memory::control(BIO*, int command, long, void*) noexcept
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

} // namespace apideck::http::detail

#endif

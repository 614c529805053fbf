#ifndef CROSSFOOT_CMICROHTTPD_SHIM_H
#define CROSSFOOT_CMICROHTTPD_SHIM_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

// Swift cannot call variadic functions: what takes options has a typed form here.

typedef void *(*microhttpd_target_callback)(void *context, const char *target, struct MHD_Connection *connection);

// One thread a connection. `address` is IPv4, and it and the port are in host byte order. Null on failure, with errno.
static inline struct MHD_Daemon *microhttpd_start(
    uint32_t address, uint16_t port, size_t connection_memory, microhttpd_target_callback on_target,
    MHD_AccessHandlerCallback on_data, MHD_RequestCompletedCallback on_completed, void *context) {
    struct sockaddr_in socket_address;
    memset(&socket_address, 0, sizeof(socket_address));
    socket_address.sin_family = AF_INET;
    socket_address.sin_port = htons(port);
    socket_address.sin_addr.s_addr = htonl(address);
    return MHD_start_daemon(
        MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_THREAD_PER_CONNECTION, port, NULL, NULL, on_data, context,
        MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)&socket_address,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
        MHD_OPTION_END);
}

// The port that the daemon listens on; 0 when it has none.
static inline uint16_t microhttpd_bound_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info == NULL ? 0 : info->port;
}

// A response that is made while it is sent. Its length may be unknown before it ends.
static const uint64_t microhttpd_unknown_size = MHD_SIZE_UNKNOWN;

static inline struct MHD_Response *microhttpd_stream(
    uint64_t size, size_t block, MHD_ContentReaderCallback reader, void *context, MHD_ContentReaderFreeCallback release) {
    return MHD_create_response_from_callback(size, block, reader, context, release);
}

// What a content reader returns when the body is complete, and when it cannot be completed.
static const ssize_t microhttpd_end_of_stream = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t microhttpd_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;

#endif

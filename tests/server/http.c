#include "tests/server/http.h"

#include "tests/server/exchange.h"
#include "tests/server/must.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BLOCK ((size_t)64 * 1024)
#define CONNECTIONS 4000U

struct http {
    struct MHD_Daemon *daemon;
    char *certificate; /* the contents of the two files; NULL without TLS */
    char *key;
    char url[256];
};

static void *take_uri(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)connection;
    return exchange_new(context, uri);
}

static ssize_t read_body(void *context, uint64_t position, char *out, size_t room)
{
    ssize_t length = exchange_read(context, out, room);

    (void)position;
    if (length < 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    return length == 0 ? MHD_CONTENT_READER_END_OF_STREAM : length;
}

static void add_headers(struct MHD_Response *response, const struct exchange *exchange)
{
    const struct reply *reply = &exchange->reply;
    const struct fault_effect *fault = &exchange->plan.effects[FAULT_TYPE];
    const char *type = reply->type == NULL ? "application/json; charset=utf-8" : reply->type;
    char text[TICKS_HTTP_SIZE];

    ticks_http(ticks_now(&exchange->server->clock), text);
    MHD_add_response_header(response, "Date", text);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    if (reply->status != 204)
        MHD_add_response_header(response, "Content-Type", fault->on ? fault->text : type);
    if (reply->location[0] != '\0')
        MHD_add_response_header(response, "Location", reply->location);
    if (reply->content_range[0] != '\0')
        MHD_add_response_header(response, "Content-Range", reply->content_range);
    if (reply->accepts_ranges)
        MHD_add_response_header(response, "Accept-Ranges", "bytes");
    if (reply->retry_after >= 0) {
        snprintf(text, sizeof text, "%lld", (long long)reply->retry_after);
        MHD_add_response_header(response, "Retry-After", text);
    }
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, struct exchange *exchange)
{
    int64_t length = exchange->reply.body->length;
    uint64_t size = length < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)length;
    struct MHD_Response *response = MHD_create_response_from_callback(size, BLOCK, read_body, exchange, NULL);

    if (response == NULL)
        must_die("out of memory");
    add_headers(response, exchange);
    enum MHD_Result result = MHD_queue_response(connection, exchange->reply.status, response);
    MHD_destroy_response(response);
    return result;
}

static bool is_local(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    if (info == NULL || info->client_addr->sa_family != AF_INET)
        return false;
    const struct sockaddr_in *address = (const struct sockaddr_in *)(const void *)info->client_addr;
    return ntohl(address->sin_addr.s_addr) >> 24 == 127;
}

/* What is counted as sent has left, or nearly: on loopback the system would take on megabytes that nobody
 * reads. */
static void limit_sending(int connection)
{
    int most = BLOCK;

    setsockopt(connection, SOL_SOCKET, SO_SNDBUF, &most, sizeof most);
}

/* Called once with the headers, once for each piece of a body that the client sends, and once after. */
static enum MHD_Result take_request(void *context, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *upload,
                                    size_t *upload_size, void **state)
{
    struct exchange *exchange = *state;

    (void)context;
    (void)url;
    (void)version;
    (void)upload;
    if (!exchange->begun || *upload_size > 0) {
        exchange->begun = true;
        *upload_size = 0;
        return MHD_YES;
    }
    exchange->socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    limit_sending(exchange->socket);
    exchange->request.range = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Range");
    const char *secret = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-Miralix-Shared-Secret");
    if (!exchange_answer(exchange, method, secret, is_local(connection)))
        return MHD_NO;
    return send_reply(connection, exchange);
}

static void end_request(void *context, struct MHD_Connection *connection, void **state,
                        enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    if (*state != NULL)
        exchange_free((struct exchange **)(void *)state, code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
}

/* The contents of a file as a string. */
static char *read_file(const char *path)
{
    FILE *file = fopen(path, "re");
    struct text text = {0};
    size_t length;

    if (file == NULL)
        must_die("%s: %s", path, strerror(errno));
    do {
        length = fread(text_reserve(&text, 4096), 1, 4095, file);
        text.length += length;
    } while (length > 0);
    fclose(file);
    text.bytes[text.length] = '\0';
    return text.bytes;
}

static struct MHD_Daemon *start_daemon(const struct http *http, struct server *server,
                                       const struct sockaddr_in *address)
{
    struct MHD_OptionItem tls[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, http->certificate},
                                   {MHD_OPTION_HTTPS_MEM_KEY, 0, http->key},
                                   {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;

    if (http->key != NULL)
        flags |= MHD_USE_TLS;
    return MHD_start_daemon(flags, 0, NULL, NULL, take_request, server, MHD_OPTION_SOCK_ADDR, address,
                            MHD_OPTION_URI_LOG_CALLBACK, take_uri, server, MHD_OPTION_NOTIFY_COMPLETED,
                            end_request, NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT, BLOCK + (size_t)32768,
                            MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS, MHD_OPTION_THREAD_STACK_SIZE,
                            (size_t)1 << 20, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U, MHD_OPTION_ARRAY,
                            http->key != NULL ? tls : none, MHD_OPTION_END);
}

struct http *http_start(struct server *server)
{
    const struct options *options = &server->options;
    struct http *http = must_alloc(1, sizeof *http);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options->port)};

    if (inet_pton(AF_INET, options->bind, &address.sin_addr) != 1)
        must_die("--bind: not an IPv4 address: %s", options->bind);
    if (options->key != NULL) {
        if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
            must_die("--tls: libmicrohttpd was built without it");
        http->certificate = read_file(options->certificate);
        http->key = read_file(options->key);
    }
    http->daemon = start_daemon(http, server, &address);
    if (http->daemon == NULL)
        must_die("cannot listen on %s port %lld: %s", options->bind, (long long)options->port,
                 strerror(errno));
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    const char *host = strcmp(options->bind, "0.0.0.0") == 0 ? "127.0.0.1" : options->bind;
    snprintf(http->url, sizeof http->url, "%s://%s:%u/mot/%s", options->key != NULL ? "https" : "http", host,
             (unsigned)info->port, options->account);
    return http;
}

void http_stop(struct http **http)
{
    if (*http == NULL)
        return;
    MHD_stop_daemon((*http)->daemon);
    free((*http)->certificate);
    free((*http)->key);
    free(*http);
    *http = NULL;
}

const char *http_url(const struct http *http)
{
    return http->url;
}

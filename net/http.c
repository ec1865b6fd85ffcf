#include "net/http.h"

#include "net/http_explain.h"
#include "net/http_loop.h"
#include "net/log.h"
#include "net/memory.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECRET_HEADER "X-Miralix-Shared-Secret: "
#define PIN_PREFIX "sha256//"
#define USER_AGENT "tapedeck/" TAPEDECK_VERSION

enum {
    BUFFER_BYTES = 128 * 1024,
    ERROR_BODY_LIMIT = 64 * 1024, /* so much of an error's page is read to keep the connection */
    SUBJECT_SIZE = 96,
    LOGGED_URL = 200,
};

/* Everything that user callbacks may ask for is noted here and done in the next turn of the loop, where
 * curl is not in the middle of something. */
struct http_transfer {
    struct http *http;
    CURL *easy; /* NULL while queued */
    char *url;
    char subject[SUBJECT_SIZE];
    struct http_callbacks callbacks;
    void *context;
    struct http_head head;
    uint64_t number;
    uint64_t started_ns;
    uint64_t wire_bytes;
    size_t error_bytes;
    CURLcode code;
    bool has_head;
    bool ended; /* curl is done with it, `code` says how */
    bool cancelled;
    bool stopped;     /* by HTTP_STOP */
    bool paused;      /* the user wants no data */
    bool curl_paused; /* curl knows */
    char error[CURL_ERROR_SIZE];
    struct http_transfer *previous;
    struct http_transfer *next;
};

struct transfer_list {
    struct http_transfer *first;
    struct http_transfer *last;
    unsigned count;
};

struct http {
    struct http_loop *loop;
    struct http_options options; /* texts are owned, but for the secret, which is in secret_header */
    struct curl_slist *secret_header;
    struct transfer_list queued;
    struct transfer_list running;
    uint64_t bytes;
    uint64_t requests;
    bool closing;
    void (*closed)(void *context);
    void *closed_context;
};

static void list_append(struct transfer_list *list, struct http_transfer *transfer)
{
    transfer->previous = list->last;
    transfer->next = NULL;
    if (list->last)
        list->last->next = transfer;
    else
        list->first = transfer;
    list->last = transfer;
    list->count++;
}

static void list_remove(struct transfer_list *list, struct http_transfer *transfer)
{
    if (transfer->previous)
        transfer->previous->next = transfer->next;
    else
        list->first = transfer->next;
    if (transfer->next)
        transfer->next->previous = transfer->previous;
    else
        list->last = transfer->previous;
    list->count--;
}

static void count_bytes(struct http_transfer *transfer)
{
    curl_off_t bytes = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
    transfer->http->bytes += (uint64_t)bytes - transfer->wire_bytes;
    transfer->wire_bytes = (uint64_t)bytes;
}

static bool is_good(const struct http_head *head)
{
    return head->status >= 200 && head->status < 300;
}

/* Takes a block of an error's page. Returns false when enough of it was read. */
static bool skip_error_page(struct http_transfer *transfer, size_t length)
{
    transfer->error_bytes += length;
    return transfer->error_bytes <= ERROR_BODY_LIMIT;
}

/* curl's. Returning another number than `length` ends the transfer. */
static size_t on_body(char *bytes, size_t size, size_t length, void *context)
{
    struct http_transfer *transfer = context;
    const size_t refuse = length && size ? 0 : 1;
    if (transfer->cancelled || transfer->stopped)
        return refuse;
    if (transfer->paused) {
        transfer->curl_paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (!transfer->has_head)
        http_explain_head(transfer->easy, &transfer->head);
    transfer->has_head = true;
    count_bytes(transfer);
    if (!is_good(&transfer->head))
        return skip_error_page(transfer, length) ? length : refuse;
    if (transfer->head.is_html)
        return refuse;
    switch (transfer->callbacks.on_data(transfer->context, &transfer->head, bytes, length)) {
    case HTTP_CONTINUE:
        break;
    case HTTP_PAUSE:
        transfer->paused = true;
        break;
    case HTTP_STOP:
        transfer->stopped = true;
        break;
    }
    return transfer->cancelled || transfer->stopped ? refuse : length;
}

/* Sets what is the same for every request. */
static void set_rules(CURL *easy, const struct http_options *options)
{
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)BUFFER_BYTES);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, USER_AGENT);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)options->stall_timeout_s);
    /* Ending a transfer must not wait for the thread that asks the name service. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (options->ca_file)
        curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file);
    if (options->pin)
        curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, options->pin);
}

/* Does the address lie below the configured server's? Both are plain prefixes of each other up to a
 * slash, so scheme, host and port are the same too. */
static bool is_ours(const struct http *http, const char *url)
{
    size_t length = http->options.server ? strlen(http->options.server) : 0;
    return length && strncmp(url, http->options.server, length) == 0 && url[length] == '/';
}

static void start(struct http_transfer *transfer)
{
    struct http *http = transfer->http;
    CURL *easy = curl_easy_init();
    if (!easy)
        die("out of memory (transfer)");
    transfer->easy = easy;
    transfer->started_ns = uv_hrtime();
    set_rules(easy, &http->options);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    if (http->secret_header && is_ours(http, transfer->url))
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, http->secret_header);
    CURLcode code = curl_easy_setopt(easy, CURLOPT_URL, transfer->url);
    CURLMcode added = curl_multi_add_handle(http_loop_multi(http->loop), easy);
    if (code != CURLE_OK || added != CURLM_OK)
        die("cannot start a transfer: %s", added ? curl_multi_strerror(added) : curl_easy_strerror(code));
    list_append(&http->running, transfer);
    http->requests++;
    log_line("http %llu: GET %.*s", (unsigned long long)transfer->number,
             (int)failure_fit(transfer->url, LOGGED_URL), transfer->url);
}

/* Takes it away from curl and frees it. Not inside a callback of curl. */
static void transfer_free(struct http_transfer *transfer)
{
    if (transfer->easy) {
        count_bytes(transfer);
        curl_multi_remove_handle(http_loop_multi(transfer->http->loop), transfer->easy);
        curl_easy_cleanup(transfer->easy);
    }
    free(transfer->url);
    free(transfer);
}

static void log_end(const struct http_transfer *transfer, const char *how)
{
    unsigned long long milliseconds = (uv_hrtime() - transfer->started_ns) / 1000000;
    log_line("http %llu: %s, status %d, %llu bytes, %llu ms", (unsigned long long)transfer->number, how,
             transfer->head.status, (unsigned long long)transfer->wire_bytes, milliseconds);
}

static enum http_outcome outcome(struct http_transfer *transfer, struct failure *failure)
{
    *failure = (struct failure){.kind = FAILURE_NONE};
    if (transfer->stopped)
        return HTTP_STOPPED;
    if (transfer->head.status >= 200 && !is_good(&transfer->head))
        http_explain_status(transfer->easy, &transfer->head, transfer->subject, failure);
    else if (is_good(&transfer->head) && transfer->head.is_html)
        http_explain_page(transfer->easy, transfer->subject, failure);
    else if (transfer->code == CURLE_OK)
        return HTTP_COMPLETE;
    else
        http_explain_code(transfer->easy, transfer->code, transfer->error, transfer->subject,
                          &transfer->http->options, failure);
    return HTTP_FAILED;
}

static void finish(struct http_transfer *transfer)
{
    struct failure failure;
    http_explain_head(transfer->easy, &transfer->head);
    count_bytes(transfer);
    enum http_outcome how = outcome(transfer, &failure);
    list_remove(&transfer->http->running, transfer);
    log_end(transfer, how == HTTP_COMPLETE ? "complete" : how == HTTP_STOPPED ? "stopped" : failure.what);
    /* From here a cancel by the callback only sets a mark. */
    transfer->ended = true;
    transfer->callbacks.on_end(transfer->context, how, &transfer->head, &failure);
    transfer_free(transfer);
}

/* Tells curl about a pause or its end. When a pause ends curl calls on_body with what it kept. */
static void apply_pause(struct http_transfer *transfer)
{
    transfer->curl_paused = transfer->paused;
    CURLcode code = curl_easy_pause(transfer->easy, transfer->paused ? CURLPAUSE_RECV : CURLPAUSE_CONT);
    if (code != CURLE_OK) {
        transfer->ended = true;
        transfer->code = code;
    }
}

/* Does what is noted for a running transfer. Returns true if there was something; the transfer may then
 * be gone, and others too. */
static bool settle(struct http_transfer *transfer)
{
    if (transfer->cancelled) {
        log_end(transfer, "cancelled");
        list_remove(&transfer->http->running, transfer);
        transfer_free(transfer);
    } else if (transfer->stopped || (transfer->ended && !transfer->paused)) {
        finish(transfer);
    } else if (!transfer->ended && transfer->paused != transfer->curl_paused) {
        apply_pause(transfer);
    } else {
        return false;
    }
    return true;
}

static bool settle_any(struct http *http)
{
    for (struct http_transfer *transfer = http->running.first; transfer; transfer = transfer->next) {
        if (settle(transfer))
            return true;
    }
    return false;
}

static void take_results(struct http *http)
{
    CURLMsg *message = NULL;
    int left = 0;
    while ((message = curl_multi_info_read(http_loop_multi(http->loop), &left))) {
        struct http_transfer *transfer = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        transfer->ended = true;
        transfer->code = message->data.result;
    }
}

static bool start_queued(struct http *http)
{
    bool started = false;
    while (http->queued.first && http->running.count < http->options.connections) {
        struct http_transfer *transfer = http->queued.first;
        list_remove(&http->queued, transfer);
        start(transfer);
        started = true;
    }
    return started;
}

static void free_texts(struct http *http)
{
    for (struct curl_slist *line = http->secret_header; line; line = line->next)
        explicit_bzero(line->data, strlen(line->data));
    curl_slist_free_all(http->secret_header);
    free((char *)http->options.server);
    free((char *)http->options.ca_file);
    free((char *)http->options.pin);
}

static void on_loop_closed(void *context)
{
    struct http *http = context;
    void (*closed)(void *context) = http->closed;
    void *closed_context = http->closed_context;
    free(http);
    curl_global_cleanup();
    if (closed)
        closed(closed_context);
}

static void tear_down(struct http *http)
{
    struct http_transfer *transfer;
    while ((transfer = http->running.first)) {
        log_end(transfer, "cancelled");
        list_remove(&http->running, transfer); /* NOLINT: it is out of the list when freed */
        transfer_free(transfer);
    }
    free_texts(http);
    http_loop_close(&http->loop, on_loop_closed, http);
}

/* The loop's: everything is done here, outside of curl. */
static void on_turn(void *context)
{
    struct http *http = context;
    bool changed = true;
    while (changed && !http->closing) {
        take_results(http);
        changed = false;
        while (!http->closing && settle_any(http))
            changed = true;
        if (!http->closing && start_queued(http))
            changed = true;
        if (!http->closing && changed)
            http_loop_run(http->loop);
    }
    if (http->closing)
        tear_down(http);
}

static bool check_secret(const struct http_options *options, struct failure *failure)
{
    if (!options->secret)
        return true;
    bool is_sound = *options->secret;
    for (const char *byte = options->secret; *byte; byte++)
        is_sound = is_sound && (unsigned char)*byte >= 0x20 && *byte != 0x7f;
    if (!is_sound)
        failure_set(failure, FAILURE_USAGE, "give it on one line, as the server's administrator wrote it",
                    "the shared secret is empty or has a line break or control character in it");
    else if (!options->server || !strstr(options->server, "://"))
        failure_set(failure, FAILURE_USAGE, "give the address of the server",
                    "the shared secret has no server that it is for");
    else
        return true;
    return false;
}

static bool check_options(const struct http_options *options, struct failure *failure)
{
    if (!check_secret(options, failure))
        return false;
    if (options->ca_file && access(options->ca_file, R_OK) != 0)
        failure_set(failure, FAILURE_USAGE, "--ca takes a file of certificates in PEM format",
                    "cannot read the CA file %.120s", options->ca_file);
    else if (options->pin && strncmp(options->pin, PIN_PREFIX, strlen(PIN_PREFIX)) != 0)
        failure_set(failure, FAILURE_USAGE, "it looks like " PIN_PREFIX "YhKJKSzoTt2b5FP18fvpHo7fJYqQCjA=",
                    "the pin of the server's key does not begin with " PIN_PREFIX);
    else
        return true;
    return false;
}

static struct curl_slist *secret_header(const char *secret)
{
    char *line = memory_format(SECRET_HEADER "%s", secret);
    struct curl_slist *header = curl_slist_append(NULL, line);
    if (!header)
        die("out of memory (header)");
    explicit_bzero(line, strlen(line));
    free(line);
    return header;
}

/* A connection that the other side closed must not end the program; a handler of the program's stays. */
static void ignore_broken_pipes(void)
{
    struct sigaction action;
    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
}

struct http *http_open(uv_loop_t *loop, const struct http_options *options, struct failure *failure)
{
    if (!check_options(options, failure))
        return NULL;
    ignore_broken_pipes();
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        die("cannot start libcurl");
    struct http *http = memory_new(sizeof *http);
    http->options = *options;
    http->options.secret = NULL;
    http->options.server = memory_text(options->server);
    http->options.ca_file = memory_text(options->ca_file);
    http->options.pin = memory_text(options->pin);
    if (!options->connect_timeout_ms)
        http->options.connect_timeout_ms = 10000;
    if (!options->stall_timeout_s)
        http->options.stall_timeout_s = 30;
    if (!options->connections)
        http->options.connections = 4;
    if (options->secret)
        http->secret_header = secret_header(options->secret);
    http->loop = http_loop_new(loop, on_turn, http);
    curl_multi_setopt(http_loop_multi(http->loop), CURLMOPT_MAXCONNECTS, (long)http->options.connections);
    return http;
}

void http_close(struct http **http_pointer, void (*closed)(void *context), void *context)
{
    struct http *http = *http_pointer;
    *http_pointer = NULL;
    http->closing = true;
    http->closed = closed;
    http->closed_context = context;
    for (struct http_transfer *transfer = http->running.first; transfer; transfer = transfer->next)
        transfer->cancelled = true;
    struct http_transfer *transfer;
    while ((transfer = http->queued.first)) {
        list_remove(&http->queued, transfer); /* NOLINT: it is out of the list when freed */
        transfer_free(transfer);
    }
    http_loop_wake(http->loop);
}

struct http_transfer *http_get(struct http *http, const char *url, const char *subject,
                               const struct http_callbacks *callbacks, void *context)
{
    static uint64_t last_number;
    struct http_transfer *transfer = memory_new(sizeof *transfer);
    transfer->http = http;
    transfer->url = memory_text(url);
    transfer->callbacks = *callbacks;
    transfer->context = context;
    transfer->number = ++last_number;
    memcpy(transfer->subject, subject, failure_fit(subject, sizeof transfer->subject));
    list_append(&http->queued, transfer);
    http_loop_wake(http->loop);
    return transfer;
}

void http_resume(struct http_transfer *transfer)
{
    transfer->paused = false;
    http_loop_wake(transfer->http->loop);
}

void http_cancel(struct http_transfer **transfer_pointer)
{
    struct http_transfer *transfer = *transfer_pointer;
    *transfer_pointer = NULL;
    if (!transfer)
        return;
    transfer->cancelled = true;
    if (transfer->easy) {
        http_loop_wake(transfer->http->loop);
        return;
    }
    list_remove(&transfer->http->queued, transfer);
    transfer_free(transfer);
}

uint64_t http_bytes_received(const struct http *http)
{
    return http->bytes;
}

uint64_t http_requests_made(const struct http *http)
{
    return http->requests;
}

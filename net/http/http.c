#include "net/http/http.h"

#include "net/base/log.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/http/charset.h"
#include "net/http/http_bounds.h"
#include "net/http/http_explain.h"
#include "net/http/http_loop.h"
#include "net/http/http_rules.h"
#include "net/http/server_words.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

enum {
    ERROR_BODY_LIMIT =
        64 * 1024, /* bytes of an error's body that are read so that the connection can be reused */
    PACKED_MOST =
        32, /* highest compression ratio at which a transfer is paused: a pause decompresses all received bytes into memory */
};
enum { SUBJECT_SIZE = 96, LOGGED_URL = 200 };

/* Requests made by user callbacks (cancel, pause, stop) are recorded here and carried out in the next turn, outside
 * of curl's callbacks. */
struct http_transfer {
    struct http *http;
    CURL *easy;                  /* NULL while queued */
    struct http_request request; /* url is owned; subject points to the copy below */
    char subject[SUBJECT_SIZE];
    struct http_callbacks callbacks;
    void *context;
    struct http_head head;
    uint64_t number;
    uint64_t started_ns;
    uint64_t wire_bytes;
    size_t error_bytes;
    struct server_words words; /* text of an error's body */
    struct charset *charset;   /* NULL: UTF-8 */
    CURLcode code;
    struct http_bounds bounds;
    enum http_excess excess; /* the limit that ended it */
    bool has_head;
    bool is_no_page; /* the body is no HTML, whatever the Content-Type says */
    bool ended;      /* curl has finished it with `code` */
    bool cancelled;
    bool stopped;     /* by HTTP_STOP */
    bool paused;      /* by HTTP_PAUSE */
    bool curl_paused; /* as set in curl; also while the loop serves others */
    char error[CURL_ERROR_SIZE];
    TAILQ_ENTRY(http_transfer) next;
};

TAILQ_HEAD(transfer_list, http_transfer);

struct http {
    struct http_loop *loop;
    struct http_rules *rules;
    struct transfer_list queued;
    struct transfer_list running;
    unsigned running_count;
    uint64_t bytes;
    uint64_t requests;
    bool closing;
    void (*closed)(void *context);
    void *closed_context;
};

static void stop_running(struct http_transfer *transfer)
{
    TAILQ_REMOVE(&transfer->http->running, transfer, next);
    transfer->http->running_count--;
}

static void add_bytes(struct http_transfer *transfer, uint64_t bytes)
{
    transfer->http->bytes += bytes;
    transfer->wire_bytes += bytes;
}

/* Bytes received since they were last counted; none while one received buffer is decompressed in several blocks. */
static uint64_t uncounted_bytes(const struct http_transfer *transfer)
{
    curl_off_t bytes = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
    return (uint64_t)bytes > transfer->wire_bytes ? (uint64_t)bytes - transfer->wire_bytes : 0;
}

static bool is_good(const struct http_head *head)
{
    return head->status >= 200 && head->status < 300;
}

/* Takes a block of an error's body. False when enough was read. */
static bool skip_error_page(struct http_transfer *transfer, const char *bytes, size_t length)
{
    server_words_take(&transfer->words, bytes, length);
    return (transfer->error_bytes += length) <= ERROR_BODY_LIMIT;
}

/* The time limit in seconds for a complete entry; in a binary body every byte counts as one. */
static unsigned wait_limit(const struct http_transfer *transfer)
{
    const struct http_options *options = http_rules_options(transfer->http->rules);
    unsigned of_bytes = transfer->has_head ? options->stall_timeout_s : HTTP_BYTES_BEGIN_S;
    return transfer->request.is_bytes ? of_bytes : options->wait_timeout_s;
}

/* CURLOPT_HEADERFUNCTION. Another result than `length` ends the transfer. */
static size_t on_header(const void *bytes, size_t size, size_t length, void *context)
{
    (void)bytes;
    (void)size; /* is 1 */
    struct http_transfer *transfer = context;
    transfer->excess = http_bounds_head(&transfer->bounds, length);
    return transfer->excess ? 0 : length;
}

/* CURLOPT_XFERINFOFUNCTION, about once a second and whenever bytes arrive. A result other than 0 ends the transfer. */
static int on_progress(void *context, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up)
{
    (void)total;
    (void)now;
    (void)up_total;
    (void)up;
    struct http_transfer *transfer = context;
    if (!transfer->paused && !transfer->excess)
        transfer->excess = http_bounds_time(&transfer->bounds, uv_hrtime(), wait_limit(transfer));
    return transfer->excess != HTTP_EXCESS_NONE;
}

/* Accounts for a block of the body; false if a limit is exceeded. */
static bool is_within_bounds(struct http_transfer *transfer, size_t length)
{
    transfer->excess = http_bounds_body(&transfer->bounds, length, transfer->wire_bytes + HTTP_RULES_BUFFER);
    return transfer->excess == HTTP_EXCESS_NONE;
}

/* Delivers a block. Returns whether more is wanted. */
static bool hand_on(struct http_transfer *transfer, const char *bytes, size_t length)
{
    enum http_flow flow = transfer->callbacks.on_data(transfer->context, &transfer->head, bytes, length);
    if (flow != HTTP_UNFINISHED)
        transfer->bounds.complete_ns = uv_hrtime();
    transfer->paused = flow == HTTP_PAUSE;
    transfer->stopped = flow == HTTP_STOP;
    if (transfer->stopped) /* curl does not count a block that is refused */
        add_bytes(transfer, length);
    return !transfer->cancelled && !transfer->stopped;
}

/* Some servers send everything as text/html: a body that does not start like HTML is no web page. */
static bool is_page(struct http_transfer *transfer, const char *bytes, size_t length)
{
    transfer->is_no_page =
        transfer->is_no_page || (transfer->head.is_html && http_explain_is_data(bytes, length));
    transfer->head.is_html = transfer->head.is_html && !transfer->is_no_page;
    return transfer->head.is_html;
}

/* CURLOPT_WRITEFUNCTION. Another result than `length` ends the transfer. */
static size_t on_body(char *bytes, size_t size, size_t length, void *context)
{
    (void)size; /* is 1 */
    struct http_transfer *transfer = context;
    size_t refuse = length ? 0 : 1, units = length;
    if (transfer->cancelled || transfer->stopped)
        return refuse;
    uint64_t wire_bytes = uncounted_bytes(transfer);
    bool is_next = wire_bytes && transfer->bounds.body / PACKED_MOST < transfer->wire_bytes;
    if (transfer->paused || (is_next && http_loop_gives_way(transfer->http->loop))) {
        transfer->curl_paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (!transfer->has_head && transfer->request.is_bytes)
        http_explain_head(transfer->easy, &transfer->head);
    else if (!transfer->has_head)
        transfer->charset = http_rules_charset(transfer->http->rules, transfer->easy, &transfer->head);
    transfer->has_head = true;
    add_bytes(transfer, wire_bytes);
    const char *text = transfer->charset ? charset_convert(transfer->charset, bytes, &units) : bytes;
    if (!is_good(&transfer->head))
        return skip_error_page(transfer, text, units) ? length : refuse;
    if (is_page(transfer, text, units) || !is_within_bounds(transfer, length))
        return refuse;
    return hand_on(transfer, text, units) ? length : refuse;
}

static void start(struct http_transfer *transfer)
{
    struct http *http = transfer->http;
    CURL *easy = curl_easy_init();
    if (!easy)
        die("out of memory (transfer)");
    transfer->easy = easy;
    transfer->started_ns = transfer->bounds.complete_ns = uv_hrtime();
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, transfer);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    http_rules_apply(http->rules, easy, &transfer->request);
    CURLMcode added = curl_multi_add_handle(http_loop_multi(http->loop), easy);
    if (added != CURLM_OK)
        die("cannot start a transfer: %s", curl_multi_strerror(added));
    TAILQ_INSERT_TAIL(&http->running, transfer, next);
    http->running_count++;
    transfer->number = ++http->requests;
    log_line("http %llu: GET %.*s", (unsigned long long)transfer->number,
             (int)failure_fit(transfer->request.url, LOGGED_URL), transfer->request.url);
}

/* Removes it from curl and frees it. Not inside a curl callback. */
static void transfer_free(struct http_transfer *transfer)
{
    if (transfer->easy) {
        add_bytes(transfer, uncounted_bytes(transfer));
        curl_multi_remove_handle(http_loop_multi(transfer->http->loop), transfer->easy);
        curl_easy_cleanup(transfer->easy);
    }
    server_words_clear(&transfer->words);
    charset_free(&transfer->charset);
    free((char *)transfer->request.url);
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
    if (transfer->head.status >= 200 && !is_good(&transfer->head)) {
        http_explain_status(transfer->easy, &transfer->head, transfer->subject, failure);
        server_words_tell(&transfer->words, http_rules_secret(transfer->http->rules), failure);
    } else if (is_good(&transfer->head) && transfer->head.is_html)
        http_explain_page(transfer->easy, transfer->subject, failure);
    else if (transfer->excess)
        http_bounds_explain(transfer->excess, transfer->subject, wait_limit(transfer), failure);
    else if (transfer->code == CURLE_OK)
        return HTTP_COMPLETE;
    else
        http_explain_code(transfer->easy, transfer->code, transfer->error, transfer->subject,
                          http_rules_options(transfer->http->rules), failure);
    return HTTP_FAILED;
}

/* A body that decompresses to nothing was truncated: curl does not report a compressed body that ends early. */
static bool is_cut_within_packing(const struct http_transfer *transfer)
{
    return transfer->code == CURLE_OK && is_good(&transfer->head) && transfer->wire_bytes > 0 &&
           transfer->bounds.body == 0;
}

static void finish(struct http_transfer *transfer)
{
    struct failure failure;
    http_explain_head(transfer->easy, &transfer->head);
    transfer->head.is_html = transfer->head.is_html && !transfer->is_no_page;
    add_bytes(transfer, uncounted_bytes(transfer));
    if (is_cut_within_packing(transfer))
        transfer->code = CURLE_BAD_CONTENT_ENCODING;
    enum http_outcome how = outcome(transfer, &failure);
    stop_running(transfer);
    log_end(transfer, how == HTTP_COMPLETE ? "complete" : how == HTTP_STOPPED ? "stopped" : failure.what);
    /* A cancel from inside on_end only sets a flag. */
    transfer->ended = true;
    transfer->callbacks.on_end(transfer->context, how, &transfer->head, &failure);
    transfer_free(transfer);
}

/* Pauses or resumes the transfer in curl, which calls on_body with buffered data, and lets others be next. */
static void apply_pause(struct http_transfer *transfer)
{
    TAILQ_REMOVE(&transfer->http->running, transfer, next);
    TAILQ_INSERT_TAIL(&transfer->http->running, transfer, next);
    transfer->curl_paused = transfer->paused;
    CURLcode code = curl_easy_pause(transfer->easy, transfer->paused ? CURLPAUSE_RECV : CURLPAUSE_CONT);
    if (code != CURLE_OK) {
        transfer->ended = true;
        transfer->code = code;
    }
}

/* Carries out what is recorded for a running transfer. True if there was something; this transfer and others may be
 * freed then. */
static bool settle(struct http_transfer *transfer)
{
    if (transfer->cancelled) {
        log_end(transfer, "cancelled");
        stop_running(transfer);
        transfer_free(transfer);
    } else if (transfer->stopped || (transfer->ended && !transfer->paused)) {
        finish(transfer);
    } else if (!transfer->ended && transfer->paused != transfer->curl_paused &&
               !http_loop_gives_way(transfer->http->loop)) {
        apply_pause(transfer);
    } else {
        return false;
    }
    return true;
}

static bool settle_any(struct http *http)
{
    struct http_transfer *transfer;
    for (transfer = TAILQ_FIRST(&http->running); transfer; transfer = TAILQ_NEXT(transfer, next)) {
        if (settle(transfer)) /* NOLINT: what was freed is out of the list */
            return true;
    }
    return false;
}

static void take_results(struct http *http)
{
    CURLMsg *message = NULL;
    int left = 0;
    if (!TAILQ_FIRST(&http->running))
        return;
    while ((message = curl_multi_info_read(http_loop_multi(http->loop), &left))) {
        struct http_transfer *transfer = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        transfer->ended = true;
        transfer->code = message->data.result;
    }
}

/* Fails a queued transfer because libcurl cannot be loaded. */
static void refuse(struct http_transfer *transfer)
{
    struct failure failure;
    failure_set(&failure, FAILURE_NETWORK, tr("install libcurl, or use --offline"),
                tr("cannot load libcurl: %s"), curl_library_error());
    failure.is_lasting = true;
    TAILQ_REMOVE(&transfer->http->queued, transfer, next);
    transfer->ended = true;
    transfer->callbacks.on_end(transfer->context, HTTP_FAILED, &transfer->head, &failure);
    transfer_free(transfer);
}

static bool start_queued(struct http *http)
{
    bool failed = false;
    const unsigned connections = http_rules_options(http->rules)->connections;
    struct http_transfer *first = TAILQ_FIRST(&http->queued), *next = first;
    if (!first || !http_loop_is_ready(http->loop, &failed)) {
        if (failed)
            refuse(first);
        return failed;
    }
    for (; next && (next->request.is_urgent || http->running_count < connections);
         next = TAILQ_FIRST(&http->queued)) {
        TAILQ_REMOVE(&http->queued, next, next);
        start(next);
    }
    return next != first;
}

static void on_loop_closed(void *context)
{
    struct http *http = context;
    void (*closed)(void *context) = http->closed;
    void *closed_context = http->closed_context;
    free(http);
    if (closed)
        closed(closed_context);
}

static void tear_down(struct http *http)
{
    struct http_transfer *transfer;
    while ((transfer = TAILQ_FIRST(&http->running))) {
        log_end(transfer, "cancelled"); /* NOLINT: what was freed before is out of the list */
        stop_running(transfer);
        transfer_free(transfer);
    }
    http_rules_free(&http->rules);
    http_loop_close(&http->loop, on_loop_closed, http);
}

/* The turn of the http_loop: all work on transfers is done here, outside of curl's callbacks. */
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

struct http *http_open(uv_loop_t *loop, const struct http_options *options, struct failure *failure)
{
    struct http_rules *rules = http_rules_new(options, failure);
    if (!rules)
        return NULL;
    struct http *http = memory_new(sizeof *http);
    http->rules = rules;
    TAILQ_INIT(&http->queued);
    TAILQ_INIT(&http->running);
    http->loop = http_loop_new(loop, http_rules_options(rules)->connections, on_turn, http);
    return http;
}

void http_close(struct http **http_pointer, void (*closed)(void *context), void *context)
{
    struct http *http = *http_pointer;
    *http_pointer = NULL;
    http->closing = true;
    http->closed = closed;
    http->closed_context = context;
    struct http_transfer *transfer;
    for (transfer = TAILQ_FIRST(&http->running); transfer; transfer = TAILQ_NEXT(transfer, next))
        transfer->cancelled = true;
    while ((transfer = TAILQ_FIRST(&http->queued))) {
        TAILQ_REMOVE(&http->queued, transfer, next); /* NOLINT: it is out of the list when freed */
        transfer_free(transfer);
    }
    http_loop_wake(http->loop);
}

struct http_transfer *http_ask(struct http *http, const struct http_request *request,
                               const struct http_callbacks *callbacks, void *context)
{
    struct http_transfer *transfer = memory_new(sizeof *transfer);
    transfer->http = http;
    transfer->request = *request;
    transfer->request.url = memory_text(request->url);
    transfer->request.subject = transfer->subject;
    transfer->callbacks = *callbacks;
    transfer->context = context;
    memcpy(transfer->subject, request->subject, failure_fit(request->subject, sizeof transfer->subject));
    if (request->is_urgent)
        TAILQ_INSERT_HEAD(&http->queued, transfer, next);
    else
        TAILQ_INSERT_TAIL(&http->queued, transfer, next);
    http_loop_wake(http->loop);
    return transfer;
}

void http_tell_words(const struct http *http, const char *body, size_t length, struct failure *failure)
{
    struct server_words words = {0};
    server_words_take(&words, body, length);
    server_words_tell(&words, http_rules_secret(http->rules), failure);
    server_words_clear(&words);
}

void http_resume(struct http_transfer *transfer)
{
    transfer->paused = false;
    transfer->bounds.complete_ns = uv_hrtime();
    http_loop_wake(transfer->http->loop);
}

void http_cancel(struct http_transfer **transfer_pointer)
{
    struct http_transfer *transfer = *transfer_pointer;
    *transfer_pointer = NULL;
    if (!transfer)
        return;
    transfer->cancelled = true;
    if (transfer->easy || transfer->ended) {
        http_loop_wake(transfer->http->loop);
        return;
    }
    TAILQ_REMOVE(&transfer->http->queued, transfer, next);
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

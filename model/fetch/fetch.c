#include "model/fetch/fetch.h"

#include "model/archive/writer_data.h"
#include "model/archive/writer_report.h"
#include "model/archive/writer_thread.h"
#include "model/fetch/answer_reading.h"
#include "model/time/timestamp.h"
#include "net/api/api.h"
#include "net/api/framer.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 400 /* how long a sample of FETCH_SAMPLE_LEAST elements waits for more */
#define NANOSECONDS_PER_MS 1000000

struct fetch {
    struct fetch_options options;
    char *subject;
    struct fetch_job *job;
    uv_timer_t *timer; /* limits the wait for a sample; owned until uv_close, then freed by its callback */
    struct http_transfer *transfer;
    struct framer *framer;
    struct answer_reading reading;
    uint64_t waiting_since; /* ns: time of the request; 0 once its answer has begun */
    uint64_t read_since;    /* ns: start of the answer */
    uint64_t waited;        /* ns: longest time from a request to its answer */
    uint64_t read;          /* ns: time spent receiving, all answers */
    uint64_t answer;        /* number of the answer that the writer is given; 0: none */
    bool filed_one;         /* the writer was given an answer of this fetch before */
    bool held_back;
    bool paused;
    struct failure failure;
    uint64_t rows; /* of the answers that have ended */
    uint64_t answer_rows;
    uint64_t bytes;
    struct writer_unread unread;
    struct moment reached;
};

static void send_request(struct fetch *fetch);

static void on_timer_closed(uv_handle_t *handle)
{
    free(handle);
}

static void fetch_free(struct fetch *fetch)
{
    uv_close((uv_handle_t *)fetch->timer, on_timer_closed);
    answer_reading_clear(&fetch->reading);
    framer_free(&fetch->framer);
    fetch_job_free(&fetch->job);
    free(fetch->subject);
    free(fetch);
}

static void finish(struct fetch *fetch)
{
    struct failure failure = fetch->failure;
    fetch->options.ended(fetch->options.context, fetch, &failure);
    fetch_free(fetch);
}

static void ask_next(struct fetch *fetch)
{
    if (answer_reading_ask(&fetch->reading, timestamp_now()))
        send_request(fetch);
    else
        finish(fetch);
}

static void begin_writing(struct fetch *fetch)
{
    const struct writer_question question = {
        .fetch = fetch->options.number,
        .first = !fetch->filed_one,
        .accept_losses = fetch->options.accept_losses,
        .keeps_head = fetch->options.order.keeps_head,
        .agent = fetch->options.agent,
        .from = fetch->reading.question.from,
        .stop_at = fetch->reading.question.stop_at,
        .asked_at = fetch->reading.asked_at,
        .kept_since = fetch->options.kept_since,
    };
    fetch->filed_one = true;
    fetch->answer = writer_thread_begin(fetch->options.writer_thread, &question);
}

static void put(void *context, const char *text, size_t length)
{
    struct fetch *fetch = context;
    if (!fetch->answer)
        begin_writing(fetch);
    writer_thread_put(fetch->options.writer_thread, fetch->answer, text, length);
}

/* On a slow line the job decides with the elements that have arrived. */
static void on_patience_over(uv_timer_t *timer)
{
    struct fetch *fetch = timer->data;
    answer_reading_decide(&fetch->reading);
    if (fetch->reading.is_enough) {
        http_cancel(&fetch->transfer);
        ask_next(fetch);
    } else {
        writer_thread_flush_if_idle(fetch->options.writer_thread);
    }
}

static void take_element(void *context, const char *text, size_t length)
{
    struct fetch *fetch = context;
    bool is_looked_at = fetch->reading.sample != NULL;
    answer_reading_take(&fetch->reading, text, length);
    if (is_looked_at && !fetch->reading.sample)
        uv_timer_stop(fetch->timer);
    else if (is_looked_at && fetch_sample_count(fetch->reading.sample) == FETCH_SAMPLE_LEAST)
        uv_timer_start(fetch->timer, on_patience_over, PATIENCE_MS, 0);
}

/* `bytes`: the block in which the framer found the fault; it describes an answer that is no list. */
static void structure_failure(struct fetch *fetch, enum framer_status status, const char *bytes,
                              size_t length)
{
    char what[FRAMER_WHAT_SIZE];
    if (status == FRAMER_NOT_ARRAY)
        failure_set(&fetch->failure, FAILURE_ANSWER,
                    tr("check the address: another program may have answered"),
                    tr("the answer for %s is no list of recordings but %s"), fetch->subject,
                    framer_describe(what, bytes, length));
    else
        failure_set(&fetch->failure, FAILURE_ANSWER, tr("what came before is kept; refresh to ask again"),
                    tr("the answer for %s %s"), fetch->subject, framer_status_text(status));
}

static bool is_fault(enum framer_status status)
{
    return status != FRAMER_MORE && status != FRAMER_CLOSED && status != FRAMER_NONE;
}

/* Measures the wait for an answer: at its first block, or at its end if there was none. */
static void note_beginning(struct fetch *fetch)
{
    uint64_t now = uv_hrtime();
    if (!fetch->waiting_since)
        return;
    uint64_t waited = now - fetch->waiting_since;
    fetch->waited = waited > fetch->waited ? waited : fetch->waited;
    fetch->waiting_since = 0;
    fetch->read_since = now;
}

static enum http_flow on_data(void *context, const struct http_head *head, const char *bytes, size_t length)
{
    struct fetch *fetch = context;
    fetch->reading.asked_at = timestamp_of_answer(fetch->reading.asked_at, head->server_time);
    fetch->bytes += length;
    uint64_t before = framer_count(fetch->framer);
    note_beginning(fetch);
    enum framer_status status = framer_feed(fetch->framer, bytes, length);
    if (!fetch->reading.is_enough && is_fault(status))
        structure_failure(fetch, status, bytes, length);
    if (fetch->reading.is_enough || is_fault(status))
        return HTTP_STOP;
    writer_thread_flush_if_idle(fetch->options.writer_thread);
    fetch->paused = writer_thread_is_full(fetch->options.writer_thread) || fetch->held_back;
    if (fetch->paused)
        return HTTP_PAUSE;
    return framer_count(fetch->framer) > before ? HTTP_CONTINUE : HTTP_UNFINISHED;
}

static void on_end(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure)
{
    struct fetch *fetch = context;
    fetch->transfer = NULL;
    fetch->reading.asked_at = timestamp_of_answer(fetch->reading.asked_at, head->server_time);
    if (outcome == HTTP_FAILED)
        fetch->failure = *failure;
    note_beginning(fetch);
    fetch->read += uv_hrtime() - fetch->read_since;
    enum framer_status status = framer_finish(fetch->framer);
    bool whole = outcome == HTTP_COMPLETE && (status == FRAMER_CLOSED || status == FRAMER_NONE);
    if (outcome == HTTP_COMPLETE && !whole && !fetch->reading.is_enough)
        structure_failure(fetch, status, "", 0);
    uv_timer_stop(fetch->timer);
    enum answer_end end = answer_reading_end(&fetch->reading, whole, status != FRAMER_NONE);
    if (end == ANSWER_LACKS)
        failure_set(&fetch->failure, FAILURE_ANSWER, tr("refresh to ask again"),
                    tr("the answer for %s lacks what the server gave a moment before"), fetch->subject);
    if (end == ANSWER_WHOLE && !fetch->answer && !fetch->reading.is_enough)
        begin_writing(fetch);
    if (fetch->answer) /* after_answer goes on when the writer has reported its end */
        writer_thread_end(fetch->options.writer_thread, fetch->answer, end == ANSWER_WHOLE);
    else if (fetch->failure.kind != FAILURE_NONE)
        finish(fetch);
    else
        ask_next(fetch);
}

static void send_request(struct fetch *fetch)
{
    static const struct http_callbacks callbacks = {.on_data = on_data, .on_end = on_end};
    const struct fetch_options *options = &fetch->options;
    framer_free(&fetch->framer);
    fetch->framer = framer_new(take_element, fetch);
    fetch->paused = false;
    fetch->answer = 0;
    fetch->waiting_since = uv_hrtime();
    char *url = api_recordings_url(options->base, options->reference.type, options->reference.identification,
                                   fetch->reading.question.from);
    fetch->transfer = http_get(options->http, url, fetch->subject, &callbacks, fetch);
    free(url);
}

struct fetch *fetch_start(const struct fetch_options *options)
{
    struct fetch *fetch = memory_new(sizeof *fetch);
    fetch->options = *options;
    fetch->subject = memory_text(options->subject);
    fetch->job = fetch_job_new(&options->order);
    fetch->options.order.chronology = NULL;
    fetch->options.order.coverage = NULL;
    fetch->reached.time = TIMESTAMP_NONE;
    fetch->timer = memory_new(sizeof *fetch->timer);
    uv_timer_init(options->loop, fetch->timer);
    fetch->timer->data = fetch;
    fetch->reading = (struct answer_reading){
        .job = fetch->job,
        .file = put,
        .context = fetch,
        .clock = uv_hrtime,
    };
    answer_reading_ask(&fetch->reading, timestamp_now());
    send_request(fetch);
    return fetch;
}

void fetch_cancel(struct fetch **fetch)
{
    if (!*fetch)
        return;
    if ((*fetch)->transfer) {
        http_cancel(&(*fetch)->transfer);
        if ((*fetch)->answer)
            writer_thread_end((*fetch)->options.writer_thread, (*fetch)->answer, false);
    }
    fetch_free(*fetch);
    *fetch = NULL;
}

/* The counts add up; each text stays that of the first answer that had one. */
static void add_unread(struct writer_unread *sum, const struct writer_unread *answer)
{
    if (!sum->elements)
        memcpy(sum->reason, answer->reason, sizeof sum->reason);
    if (!sum->starts)
        memcpy(sum->start, answer->start, sizeof sum->start);
    if (!sum->ends)
        memcpy(sum->end, answer->end, sizeof sum->end);
    sum->elements += answer->elements;
    sum->starts += answer->starts;
    sum->ends += answer->ends;
}

static void after_answer(struct fetch *fetch, const struct writer_report *report)
{
    const struct fetch_job_answer answer = {
        .judgement = report->judgement,
        .traits = report->traits,
        .cut = fetch->reading.is_enough,
        .last = report->reached,
    };
    fetch->rows += fetch->answer_rows;
    fetch->answer_rows = 0;
    fetch->answer = 0;
    add_unread(&fetch->unread, &report->unread);
    if (fetch->failure.kind != FAILURE_NONE) {
        finish(fetch);
        return;
    }
    fetch_job_take(fetch->job, &answer);
    ask_next(fetch);
}

bool fetch_take_report(struct fetch *fetch, const struct writer_report *report)
{
    if (!fetch->answer || report->answer != fetch->answer)
        return false;
    fetch->answer_rows = report->rows;
    if (report->reached.time != TIMESTAMP_NONE)
        fetch->reached = report->reached;
    if (report->ended)
        after_answer(fetch, report);
    return true;
}

void fetch_fail(struct fetch *fetch, const struct failure *failure)
{
    if (fetch->transfer)
        http_cancel(&fetch->transfer);
    fetch->failure = *failure;
    finish(fetch);
}

void fetch_resume(struct fetch *fetch)
{
    if (!fetch->paused || !fetch->transfer || fetch->held_back)
        return;
    fetch->paused = false;
    http_resume(fetch->transfer);
}

void fetch_hold_back(struct fetch *fetch, bool held_back)
{
    fetch->held_back = held_back;
    if (!held_back && !writer_thread_is_full(fetch->options.writer_thread))
        fetch_resume(fetch);
}

int64_t fetch_agent(const struct fetch *fetch)
{
    return fetch->options.agent;
}

const struct fetch_job *fetch_current_job(const struct fetch *fetch)
{
    return fetch->job;
}

const struct fetch_job_spec *fetch_spec(const struct fetch *fetch)
{
    return &fetch->options.order;
}

uint64_t fetch_rows(const struct fetch *fetch)
{
    return fetch->rows + fetch->answer_rows;
}

uint64_t fetch_bytes(const struct fetch *fetch)
{
    return fetch->bytes;
}

uint64_t fetch_waited_ms(const struct fetch *fetch)
{
    return fetch->waited / NANOSECONDS_PER_MS;
}

uint64_t fetch_reading_ms(const struct fetch *fetch)
{
    return fetch->read / NANOSECONDS_PER_MS;
}

const struct writer_unread *fetch_unread(const struct fetch *fetch)
{
    return &fetch->unread;
}

struct moment fetch_reached(const struct fetch *fetch)
{
    return fetch->reached;
}

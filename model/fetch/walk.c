#include "model/fetch/walk.h"

#include "model/fetch/walk_look.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/api/api.h"
#include "net/api/framer.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_LOOK 8    /* recordings that are looked at however slowly they come */
#define PATIENCE_MS 400 /* more are waited for so long */
#define NANOSECONDS_PER_MS 1000000

struct walk {
    struct walk_options options;
    char *subject;
    struct errand *errand;
    uv_timer_t *timer; /* of a look; lives on until it is closed */
    struct http_transfer *transfer;
    struct framer *framer;
    struct errand_question question;
    struct walk_look *look; /* what of the answer is only looked at as yet; NULL: it is filed */
    int64_t asked_at;
    uint64_t begun;   /* ns: when it was asked; 0 once the answer has begun */
    uint64_t reading; /* ns: since when that is read */
    uint64_t waited;  /* ns, the longest time */
    uint64_t read;    /* ns, in all */
    uint64_t answer;  /* that is filed; 0: none is */
    uint64_t taken;   /* of it */
    bool filed_one;   /* an answer of this walk has been filed before */
    bool enough;      /* nothing more of this answer is wanted */
    bool doubted;     /* the answer before had nothing in it */
    bool held_back;
    bool paused;
    struct failure failure;
    uint64_t rows; /* of the answers before */
    uint64_t answer_rows;
    uint64_t bytes;
    struct filer_unread unread;
    struct moment reached;
};

static void ask(struct walk *walk);

static void on_timer_closed(uv_handle_t *handle)
{
    free(handle);
}

static void walk_free(struct walk *walk)
{
    uv_close((uv_handle_t *)walk->timer, on_timer_closed);
    walk_look_free(&walk->look);
    framer_free(&walk->framer);
    errand_free(&walk->errand);
    free(walk->subject);
    free(walk);
}

static void finish(struct walk *walk)
{
    struct failure failure = walk->failure;
    walk->options.ended(walk->options.context, walk, &failure);
    walk_free(walk);
}

static void ask_on(struct walk *walk)
{
    if (errand_ask(walk->errand, &walk->question))
        ask(walk);
    else
        finish(walk);
}

static void begin_filing(struct walk *walk)
{
    const struct filer_question question = {
        .walk = walk->options.number,
        .first = !walk->filed_one,
        .accept_losses = walk->options.accept_losses,
        .keeps_tail = walk->options.order.keeps_tail,
        .agent = walk->options.agent,
        .from = walk->question.from,
        .stop_at = walk->question.stop_at,
        .asked_at = walk->asked_at,
        .kept_since = walk->options.kept_since,
    };
    walk->filed_one = true;
    walk->answer = filing_begin(walk->options.filing, &question);
}

static void put(void *context, const char *text, size_t length)
{
    struct walk *walk = context;
    int64_t stop_at = walk->question.stop_at;
    if (!walk->answer)
        begin_filing(walk);
    filing_put(walk->options.filing, walk->answer, text, length);
    walk->taken++;
    walk->enough = walk->enough || walk->taken >= walk->question.most ||
                   (stop_at != INT64_MAX && walk->taken > (uint64_t)2 * ANSWER_EVIDENCE &&
                    recording_glance_id(text, length) > stop_at);
}

/* Files what has been held for the look, all of it. */
static void file_look(struct walk *walk)
{
    struct walk_look *look = walk->look;
    walk->look = NULL;
    walk_look_each(look, put, walk);
    walk_look_free(&look);
}

/* Shows the errand what came first. */
static void show_look(struct walk *walk, bool all)
{
    size_t count;
    const struct moment *moments = walk_look_moments(walk->look, &count);
    uv_timer_stop(walk->timer);
    if (count >= LEAST_LOOK)
        errand_set_pace(walk->errand, walk_look_pace(walk->look));
    if (errand_look(walk->errand, moments, count, all) == ERRAND_CUT) {
        walk_look_free(&walk->look);
        walk->enough = true;
        return;
    }
    struct errand_question question;
    errand_ask(walk->errand, &question);
    walk->question.most = question.most;
    walk->question.stop_at = question.stop_at;
    file_look(walk);
}

/* On a slow line what has come has to do. */
static void on_patience_over(uv_timer_t *timer)
{
    struct walk *walk = timer->data;
    show_look(walk, false);
    if (walk->enough) {
        http_cancel(&walk->transfer);
        ask_on(walk);
    } else {
        filing_flush_if_idle(walk->options.filing);
    }
}

static void take_element(void *context, const char *text, size_t length)
{
    struct walk *walk = context;
    if (walk->enough)
        return;
    if (!walk->look)
        put(walk, text, length);
    else if (walk_look_take(walk->look, text, length) == walk->question.look)
        show_look(walk, false);
    else if (walk_look_count(walk->look) == LEAST_LOOK)
        uv_timer_start(walk->timer, on_patience_over, PATIENCE_MS, 0);
}

/* `bytes`: the last of the answer, its first ones if it is no list. */
static void structure_failure(struct walk *walk, enum framer_status status, const char *bytes, size_t length)
{
    char what[FRAMER_WHAT_SIZE];
    if (status == FRAMER_NOT_ARRAY)
        failure_set(&walk->failure, FAILURE_ANSWER, "check the address: another program may have answered",
                    "the answer for %s is no list of recordings but %s", walk->subject,
                    framer_describe(what, bytes, length));
    else
        failure_set(&walk->failure, FAILURE_ANSWER, "what came before is kept; refresh to ask again",
                    "the answer for %s %s", walk->subject, framer_status_text(status));
}

static bool is_fault(enum framer_status status)
{
    return status != FRAMER_MORE && status != FRAMER_CLOSED && status != FRAMER_NONE;
}

/* The answer has begun, or is over before. */
static void note_beginning(struct walk *walk)
{
    uint64_t now = uv_hrtime();
    if (!walk->begun)
        return;
    walk->waited = now - walk->begun > walk->waited ? now - walk->begun : walk->waited;
    walk->begun = 0;
    walk->reading = now;
}

static enum http_flow on_data(void *context, const struct http_head *head, const char *bytes, size_t length)
{
    struct walk *walk = context;
    walk->asked_at = timestamp_of_answer(walk->asked_at, head->server_time);
    walk->bytes += length;
    uint64_t before = framer_count(walk->framer);
    note_beginning(walk);
    enum framer_status status = framer_feed(walk->framer, bytes, length);
    if (!walk->enough && is_fault(status))
        structure_failure(walk, status, bytes, length);
    if (walk->enough || is_fault(status))
        return HTTP_STOP;
    filing_flush_if_idle(walk->options.filing);
    walk->paused = filing_is_full(walk->options.filing) || walk->held_back;
    if (walk->paused)
        return HTTP_PAUSE;
    return framer_count(walk->framer) > before ? HTTP_CONTINUE : HTTP_UNFINISHED;
}

/* An answer without anything is the word of a server that has nothing, or of a proxy that lost what there
 * was: without even a list in it, or where there was something, or if there is to be nothing at all, it is
 * asked for once more. False if it cannot be believed. */
static bool believe_nothing(struct walk *walk, enum framer_status status)
{
    bool is_doubtful =
        status == FRAMER_NONE || walk->question.from <= 0 || errand_expects_known(walk->errand);
    if (is_doubtful && !walk->doubted) {
        walk->doubted = true;
        return false;
    }
    if (errand_doubt(walk->errand))
        return false;
    if (!errand_repeats(walk->errand))
        return true;
    failure_set(&walk->failure, FAILURE_ANSWER, "refresh to ask again",
                "the answer for %s lacks what the server gave a moment before", walk->subject);
    return false;
}

/* The answer is over before enough of it came to be looked at. */
static void end_look(struct walk *walk, bool whole)
{
    uv_timer_stop(walk->timer);
    if (whole)
        show_look(walk, true);
    else if (walk_look_count(walk->look))
        file_look(walk);
    else
        walk_look_free(&walk->look);
}

static void on_end(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure)
{
    struct walk *walk = context;
    walk->transfer = NULL;
    walk->asked_at = timestamp_of_answer(walk->asked_at, head->server_time);
    if (outcome == HTTP_FAILED)
        walk->failure = *failure;
    note_beginning(walk);
    walk->read += uv_hrtime() - walk->reading;
    enum framer_status status = framer_finish(walk->framer);
    bool whole = outcome == HTTP_COMPLETE && (status == FRAMER_CLOSED || status == FRAMER_NONE);
    if (outcome == HTTP_COMPLETE && !whole && !walk->enough)
        structure_failure(walk, status, "", 0);
    if (whole && walk->taken + (walk->look ? walk_look_count(walk->look) : 0) == 0)
        whole = believe_nothing(walk, status);
    else
        walk->doubted = false;
    if (walk->look)
        end_look(walk, whole);
    if (whole && !walk->answer && !walk->enough)
        begin_filing(walk);
    if (walk->answer)
        filing_end(walk->options.filing, walk->answer, whole); /* goes on when it is filed */
    else if (walk->failure.kind != FAILURE_NONE)
        finish(walk);
    else
        ask_on(walk);
}

static void ask(struct walk *walk)
{
    static const struct http_callbacks callbacks = {.on_data = on_data, .on_end = on_end};
    const struct walk_options *options = &walk->options;
    bool looks = walk->question.look > 0;
    framer_free(&walk->framer);
    walk->framer = framer_new(take_element, walk);
    walk->enough = walk->paused = false;
    walk->answer = walk->taken = 0;
    walk->asked_at = timestamp_now();
    walk->begun = uv_hrtime();
    if (looks)
        walk->look = walk_look_new();
    char *url = api_recordings_url(options->base, options->reference.type, options->reference.identification,
                                   walk->question.from);
    walk->transfer = http_get(options->http, url, walk->subject, &callbacks, walk);
    free(url);
}

struct walk *walk_start(const struct walk_options *options)
{
    struct walk *walk = memory_new(sizeof *walk);
    walk->options = *options;
    walk->subject = memory_text(options->subject);
    walk->errand = errand_new(&options->order);
    walk->options.order.chronology = NULL;
    walk->options.order.coverage = NULL;
    walk->reached.time = TIMESTAMP_NONE;
    walk->timer = memory_new(sizeof *walk->timer);
    uv_timer_init(options->loop, walk->timer);
    walk->timer->data = walk;
    errand_ask(walk->errand, &walk->question);
    ask(walk);
    return walk;
}

void walk_cancel(struct walk **walk)
{
    if (!*walk)
        return;
    if ((*walk)->transfer) {
        http_cancel(&(*walk)->transfer);
        if ((*walk)->answer)
            filing_end((*walk)->options.filing, (*walk)->answer, false);
    }
    walk_free(*walk);
    *walk = NULL;
}

/* What the first answer told of stays told. */
static void add_unread(struct filer_unread *sum, const struct filer_unread *answer)
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

static void after_answer(struct walk *walk, const struct filing_report *report)
{
    const struct errand_answer answer = {
        .judgement = report->judgement,
        .traits = report->traits,
        .cut = walk->enough,
        .last = report->reached,
    };
    walk->rows += walk->answer_rows;
    walk->answer_rows = 0;
    walk->answer = 0;
    add_unread(&walk->unread, &report->unread);
    if (walk->failure.kind != FAILURE_NONE) {
        finish(walk);
        return;
    }
    errand_take(walk->errand, &answer);
    ask_on(walk);
}

bool walk_take_report(struct walk *walk, const struct filing_report *report)
{
    if (!walk->answer || report->answer != walk->answer)
        return false;
    walk->answer_rows = report->rows;
    if (report->reached.time != TIMESTAMP_NONE)
        walk->reached = report->reached;
    if (report->ended)
        after_answer(walk, report);
    return true;
}

void walk_fail(struct walk *walk, const struct failure *failure)
{
    if (walk->transfer)
        http_cancel(&walk->transfer);
    walk->failure = *failure;
    finish(walk);
}

void walk_resume(struct walk *walk)
{
    if (!walk->paused || !walk->transfer || walk->held_back)
        return;
    walk->paused = false;
    http_resume(walk->transfer);
}

void walk_hold_back(struct walk *walk, bool held_back)
{
    walk->held_back = held_back;
    if (!held_back && !filing_is_full(walk->options.filing))
        walk_resume(walk);
}

int64_t walk_agent(const struct walk *walk)
{
    return walk->options.agent;
}

const struct errand *walk_errand(const struct walk *walk)
{
    return walk->errand;
}

const struct errand_order *walk_order(const struct walk *walk)
{
    return &walk->options.order;
}

uint64_t walk_rows(const struct walk *walk)
{
    return walk->rows + walk->answer_rows;
}

uint64_t walk_bytes(const struct walk *walk)
{
    return walk->bytes;
}

uint64_t walk_waited_ms(const struct walk *walk)
{
    return walk->waited / NANOSECONDS_PER_MS;
}

uint64_t walk_reading_ms(const struct walk *walk)
{
    return walk->read / NANOSECONDS_PER_MS;
}

const struct filer_unread *walk_unread(const struct walk *walk)
{
    return &walk->unread;
}

struct moment walk_reached(const struct walk *walk)
{
    return walk->reached;
}

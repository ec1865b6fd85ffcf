#include "model/walk.h"

#include "model/timestamp.h"
#include "net/api.h"
#include "net/framer.h"
#include "net/log.h"
#include "net/memory.h"

#include <stdio.h>
#include <stdlib.h>

struct walk {
    struct walk_options options;
    char *subject;
    struct http_transfer *transfer;
    struct framer *framer;
    uint64_t answer; /* being filed */
    int64_t from;
    bool first;
    bool paused;
    bool ended; /* the transfer; the answer's report is still to come */
    struct failure failure;
    uint64_t rows; /* of the answers before */
    uint64_t answer_rows;
    uint64_t bytes;
    uint64_t unreadable;
    int64_t reached;
};

static void walk_free(struct walk *walk)
{
    framer_free(&walk->framer);
    free(walk->subject);
    free(walk);
}

static void finish(struct walk *walk)
{
    struct failure failure = walk->failure;
    walk->options.ended(walk->options.context, walk, &failure);
    walk_free(walk);
}

static void take_element(void *context, const char *text, size_t length)
{
    struct walk *walk = context;
    filing_put(walk->options.filing, walk->answer, text, length);
}

static void structure_failure(struct walk *walk, enum framer_status status)
{
    if (status == FRAMER_NOT_ARRAY)
        failure_set(&walk->failure, FAILURE_ANSWER,
                    "check the address: it may lead to a login page or another program",
                    "the answer for %s is no list of recordings", walk->subject);
    else
        failure_set(&walk->failure, FAILURE_ANSWER, "what came before is kept; refresh to ask again",
                    "the answer for %s %s", walk->subject, framer_status_text(status));
}

static bool is_fault(enum framer_status status)
{
    return status != FRAMER_MORE && status != FRAMER_CLOSED && status != FRAMER_NONE;
}

static enum http_flow on_data(void *context, const struct http_head *head, const char *bytes, size_t length)
{
    (void)head;
    struct walk *walk = context;
    walk->bytes += length;
    enum framer_status status = framer_feed(walk->framer, bytes, length);
    if (is_fault(status)) {
        structure_failure(walk, status);
        return HTTP_STOP;
    }
    filing_flush_if_idle(walk->options.filing);
    walk->paused = filing_is_full(walk->options.filing);
    return walk->paused ? HTTP_PAUSE : HTTP_CONTINUE;
}

static void on_end(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure)
{
    (void)head;
    struct walk *walk = context;
    walk->transfer = NULL;
    walk->ended = true;
    if (outcome == HTTP_FAILED)
        walk->failure = *failure;
    enum framer_status status = framer_finish(walk->framer);
    bool whole = outcome == HTTP_COMPLETE && (status == FRAMER_CLOSED || status == FRAMER_NONE);
    if (outcome == HTTP_COMPLETE && !whole)
        structure_failure(walk, status);
    filing_end(walk->options.filing, walk->answer, whole);
}

static void ask(struct walk *walk)
{
    static const struct http_callbacks callbacks = {.on_data = on_data, .on_end = on_end};
    const struct walk_options *options = &walk->options;
    framer_free(&walk->framer);
    walk->framer = framer_new(take_element, walk);
    walk->ended = false;
    walk->paused = false;
    walk->answer =
        filing_begin(options->filing, options->agent, walk->from, walk->first, options->accept_losses);
    walk->first = false;
    char *url = api_recordings_url(options->base, options->reference.type, options->reference.identification,
                                   walk->from);
    walk->transfer = http_get(options->http, url, walk->subject, &callbacks, walk);
    free(url);
}

struct walk *walk_start(const struct walk_options *options)
{
    struct walk *walk = memory_new(sizeof *walk);
    walk->options = *options;
    walk->subject = memory_text(options->subject);
    walk->from = options->from;
    walk->first = true;
    walk->reached = TIMESTAMP_NONE;
    ask(walk);
    return walk;
}

void walk_cancel(struct walk **walk)
{
    if (!*walk)
        return;
    if ((*walk)->transfer) {
        http_cancel(&(*walk)->transfer);
        filing_end((*walk)->options.filing, (*walk)->answer, false);
    }
    walk_free(*walk);
    *walk = NULL;
}

static void after_answer(struct walk *walk, const struct filing_report *report)
{
    walk->rows += walk->answer_rows;
    walk->answer_rows = 0;
    walk->unreadable += report->unreadable;
    if (walk->failure.kind != FAILURE_NONE) {
        finish(walk);
        return;
    }
    walk->from = answer_next_from(&report->judgement, &report->traits);
    if (walk->from < 0)
        finish(walk);
    else
        ask(walk);
}

bool walk_take_report(struct walk *walk, const struct filing_report *report)
{
    if (report->answer != walk->answer)
        return false;
    walk->answer_rows = report->rows;
    if (report->reached != TIMESTAMP_NONE)
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
    if (!walk->paused || !walk->transfer)
        return;
    walk->paused = false;
    http_resume(walk->transfer);
}

int64_t walk_agent(const struct walk *walk)
{
    return walk->options.agent;
}

uint64_t walk_rows(const struct walk *walk)
{
    return walk->rows + walk->answer_rows;
}

uint64_t walk_bytes(const struct walk *walk)
{
    return walk->bytes;
}

uint64_t walk_unreadable(const struct walk *walk)
{
    return walk->unreadable;
}

int64_t walk_reached(const struct walk *walk)
{
    return walk->reached;
}

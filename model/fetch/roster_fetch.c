#include "model/fetch/roster_fetch.h"

#include "model/time/timestamp.h"
#include "net/api/api.h"
#include "net/api/framer.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>

struct roster_fetch {
    roster_done *done;
    void *context;
    struct http_transfer *transfer;
    struct framer *framer;
    struct roster_listing listing;
    size_t capacity;
    uint64_t bytes;
    char what[FRAMER_WHAT_SIZE]; /* description of what came instead of a list; empty: nothing did */
};

static void take_entry(void *context, const char *text, size_t length)
{
    struct roster_fetch *fetch = context;
    struct roster_listing *listing = &fetch->listing;
    listing->is_too_long = listing->is_too_long || listing->count + listing->unreadable == ROSTER_LIMIT;
    if (listing->is_too_long)
        return;
    listing->entries =
        memory_grow(listing->entries, &fetch->capacity, listing->count + 1, sizeof *listing->entries);
    if (agent_entry_decode(&listing->entries[listing->count], text, length))
        listing->shortened += listing->entries[listing->count++].is_shortened;
    else
        listing->unreadable++;
}

static enum http_flow on_data(void *context, const struct http_head *head, const char *bytes, size_t length)
{
    (void)head;
    struct roster_fetch *fetch = context;
    uint64_t before = framer_count(fetch->framer);
    enum framer_status status = framer_feed(fetch->framer, bytes, length);
    if (status == FRAMER_NOT_ARRAY)
        framer_describe(fetch->what, bytes, length);
    fetch->bytes += length;
    fetch->listing.is_too_long = fetch->listing.is_too_long || fetch->bytes > ROSTER_BYTES;
    if (fetch->listing.is_too_long || (status != FRAMER_MORE && status != FRAMER_CLOSED))
        return HTTP_STOP;
    return framer_count(fetch->framer) > before ? HTTP_CONTINUE : HTTP_UNFINISHED;
}

static void fetch_free(struct roster_fetch *fetch)
{
    for (size_t i = 0; i < fetch->listing.count; i++)
        agent_entry_clear(&fetch->listing.entries[i]);
    free(fetch->listing.entries);
    framer_free(&fetch->framer);
    free(fetch);
}

static void on_end(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure)
{
    struct roster_fetch *fetch = context;
    fetch->transfer = NULL;
    fetch->listing.asked_at = timestamp_of_answer(fetch->listing.asked_at, head->server_time);
    fetch->listing.head = *head;
    struct failure own = {.kind = FAILURE_NONE};
    enum framer_status status = framer_finish(fetch->framer);
    if (outcome == HTTP_FAILED)
        own = *failure;
    else if (status == FRAMER_NOT_ARRAY && *fetch->what)
        failure_set(&own, FAILURE_ANSWER, tr("check the address: another program may have answered"),
                    tr("the answer for the list of agents is no list of agents but %s"), fetch->what);
    else if (status != FRAMER_CLOSED && status != FRAMER_NONE && !fetch->listing.is_too_long)
        failure_set(&own, FAILURE_ANSWER, tr("check the address, then refresh"),
                    tr("the answer for the list of agents %s"), framer_status_text(status));
    if (own.kind == FAILURE_NONE) {
        fetch->listing.is_whole =
            fetch->listing.count > 0 && fetch->listing.unreadable == 0 && !fetch->listing.is_too_long;
        fetch->done(fetch->context, &fetch->listing, NULL);
        fetch->listing = (struct roster_listing){0};
    } else {
        fetch->done(fetch->context, &(struct roster_listing){.head = *head}, &own);
    }
    fetch_free(fetch);
}

struct roster_fetch *roster_fetch_start(struct http *http, const char *base, roster_done *done, void *context)
{
    static const struct http_callbacks callbacks = {.on_data = on_data, .on_end = on_end};
    struct roster_fetch *fetch = memory_new(sizeof *fetch);
    fetch->done = done;
    fetch->context = context;
    fetch->listing.asked_at = timestamp_now();
    fetch->framer = framer_new(take_entry, fetch);
    char *url = api_agents_url(base);
    fetch->transfer = http_get(http, url, tr("the list of agents"), &callbacks, fetch);
    free(url);
    return fetch;
}

void roster_fetch_cancel(struct roster_fetch **fetch)
{
    if (!*fetch)
        return;
    if ((*fetch)->transfer)
        http_cancel(&(*fetch)->transfer);
    fetch_free(*fetch);
    *fetch = NULL;
}

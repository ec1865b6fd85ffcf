#include "model/account/listing.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>

#define AGE (INT64_C(600) * TIMESTAMP_SECOND) /* then the agents are listed again */

/* What could not be read is said once. */
static void say_unreadable(struct listing *listing, size_t unreadable)
{
    if (unreadable && unreadable != listing->unreadable)
        report_say(listing->connection->report, ACCOUNT_WARNING,
                   tr("The server's list of agents has %zu that cannot be read: there may be others."),
                   unreadable);
    listing->unreadable = unreadable;
}

/* What of a list was left out is said once. */
static void say_bounds(struct listing *listing, const struct roster_listing *listed)
{
    struct report *report = listing->connection->report;
    if (listed->is_too_long && !listing->is_too_long)
        report_say(
            report, ACCOUNT_WARNING,
            tr("The server's list of agents is too long: the first %zu are taken, the others left out."),
            listed->count);
    if (listed->shortened && !listing->is_shortened)
        report_say(report, ACCOUNT_WARNING,
                   tr("The server's list of agents has names of more than %d bytes, which are cut: %zu."),
                   AGENT_TEXT_LIMIT, listed->shortened);
    listing->is_too_long = listed->is_too_long;
    listing->is_shortened = listed->shortened > 0;
}

/* Files agents; takes them and the array. `listed_at`: these are the server's, TIMESTAMP_NONE: some. */
static void file(struct listing *listing, struct agent_entry *entries, size_t count, int64_t listed_at,
                 bool replaces)
{
    listing->filing++;
    writer_thread_put_agents(listing->archive->writer_thread, entries, count, listed_at, replaces);
}

static void heard(struct listing *listing, const struct failure *failure)
{
    connection_heard(listing->connection, failure, roster_has_halted(listing->roster));
}

/* A list that is not whole adds to what is known, no more. */
static void take_list(struct listing *listing, const struct roster_listing *listed)
{
    bool replaces = listed->is_whole && listing->config->agent_count == 0;
    listing->is_wanted = listing->is_none_given = listing->has_refresh_failed = false;
    file(listing, listed->entries, listed->count, listed->is_whole ? listed->asked_at : TIMESTAMP_NONE,
         replaces);
    heard(listing, NULL);
    say_unreadable(listing, listed->unreadable);
    say_bounds(listing, listed);
}

static void take_failure(struct listing *listing, const struct failure *failure)
{
    struct connection *connection = listing->connection;
    bool unsupported = failure->status == 403 || failure->status == 404;
    if (unsupported && listing->config->agent_count) {
        listing->is_wanted = false;
        listing->is_none_given = true;
        report_say(connection->report, ACCOUNT_INFORMATION,
                   tr("The server gives no list of agents (%d); those of the configuration are shown."),
                   failure->status);
        heard(listing, NULL);
        return;
    }
    if (!listing->is_wanted && !connection->is_refused) { /* only a refresh */
        if (!listing->has_refresh_failed)
            connection_say_failure(connection, failure);
        listing->has_refresh_failed = true;
        return;
    }
    connection_say_failure(connection, failure);
    heard(listing, failure);
    if (failure->kind == FAILURE_NOT_FOUND) {
        connection->report->status.connection = CONNECTION_ERROR;
        connection->report->status.failure = *failure;
        report_changed(connection->report, ACCOUNT_CONNECTION);
    }
}

/* Something was listed, and nothing of it is an agent: that says nothing of whether there are any. */
static bool has_none_read(const struct listing *listing, const struct roster_listing *listed,
                          struct failure *failure)
{
    if (listed->count || listing->config->agent_count || (!listed->unreadable && !listed->is_too_long))
        return false;
    failure_set(failure, FAILURE_ANSWER, tr("name them in [agents] of the configuration"), "%s",
                tr("the server's list of agents has none that can be read"));
    return true;
}

/* A list that is given, or forbidden (403), says nothing of the recordings: they need a licence of their own. */
static void on_listed(void *context, const struct roster_listing *listed, const struct failure *failure)
{
    struct listing *listing = context;
    struct failure none_read;
    listing->fetch = NULL;
    if (!failure && has_none_read(listing, listed, &none_read)) {
        free(listed->entries);
        failure = &none_read;
    }
    if (failure && failure->status != 403)
        connection_mind_refusal(listing->connection, failure);
    if (failure)
        take_failure(listing, failure);
    else
        take_list(listing, listed);
    report_due(listing->connection->report, 0);
}

static void start(struct listing *listing)
{
    if (listing->fetch)
        return;
    listing->fetch = roster_fetch_start(listing->http, listing->base, on_listed, listing);
    report_changed(listing->connection->report, ACCOUNT_CONNECTION);
}

void listing_fetch(struct listing *listing)
{
    struct account_status *status = &listing->connection->report->status;
    if (!listing->http)
        return;
    listing->is_wanted = true;
    connection_ask_anew(listing->connection);
    if (status->connection == CONNECTION_STOPPED)
        status->connection = CONNECTION_STARTING;
    start(listing);
}

void listing_refresh(struct listing *listing)
{
    bool is_old = listing->listed_at < timestamp_now() - AGE, is_back = listing->connection->was_away;
    listing->connection->was_away = false;
    if (!listing->is_none_given && (is_old || is_back))
        start(listing);
}

void listing_try_again(struct listing *listing)
{
    if (listing->is_wanted)
        listing_fetch(listing);
}

void listing_cancel(struct listing *listing)
{
    roster_fetch_cancel(&listing->fetch);
    listing->is_wanted = false;
}

void listing_add(struct listing *listing, const struct agent_reference *reference)
{
    struct agent_entry *entry = memory_new(sizeof *entry);
    entry->reference = *reference;
    entry->name = memory_text("");
    entry->is_named = true;
    file(listing, entry, 1, TIMESTAMP_NONE, false);
}

void listing_add_configured(struct listing *listing)
{
    size_t count = listing->config->agent_count;
    if (!count)
        return;
    struct agent_entry *entries = memory_array(count, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        const char *name = listing->config->agent_names[i];
        entries[i].reference = listing->config->agents[i];
        entries[i].name = memory_text(name ? name : "");
    }
    file(listing, entries, count, TIMESTAMP_NONE, false);
}

void listing_filed(struct listing *listing, const struct writer_agents *agents)
{
    if (agents->put && listing->filing)
        listing->filing--;
    listing->listed_at = agents->listed_at;
}

bool listing_awaits_retry(const struct listing *listing)
{
    return listing->is_wanted && !listing->fetch;
}

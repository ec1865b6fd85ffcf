/* The list of agents, from the server, from the configuration, or both. */
#include "model/account/account_state.h"
#include "model/archive/writer_thread.h"
#include "model/time/timestamp.h"

/* What could not be read is told once. */
static void say_unreadable(struct account *account, size_t unreadable)
{
    if (unreadable && unreadable != account->unreadable_agents)
        report_say(&account->report, ACCOUNT_WARNING,
                   "The server's list of agents has %zu that cannot be read: there may be others.",
                   unreadable);
    account->unreadable_agents = unreadable;
}

/* What of a list was left out is told once. */
static void say_bounds(struct account *account, const struct roster_listing *listing)
{
    if (listing->is_too_long && !account->is_list_too_long)
        report_say(&account->report, ACCOUNT_WARNING,
                   "The server's list of agents is too long: the first %zu are taken, the others left out.",
                   listing->count);
    if (listing->shortened && !account->is_list_shortened)
        report_say(&account->report, ACCOUNT_WARNING,
                   "The server's list of agents has names of more than %d bytes, which are cut: %zu.",
                   AGENT_TEXT_LIMIT, listing->shortened);
    account->is_list_too_long = listing->is_too_long;
    account->is_list_shortened = listing->shortened > 0;
}

/* A list that is not whole adds to what is known, no more. */
static void take_list(struct account *account, const struct roster_listing *listing)
{
    bool replaces = listing->is_whole && account->config->agent_count == 0;
    account->roster_is_wanted = account->gives_no_list = account->relisting_failed = false;
    account->agents_filed_pending++;
    writer_thread_put_agents(account->writer_thread, listing->entries, listing->count,
                             listing->is_whole ? listing->asked_at : TIMESTAMP_NONE, replaces);
    account_heard(account, NULL);
    say_unreadable(account, listing->unreadable);
    say_bounds(account, listing);
}

static void take_failure(struct account *account, const struct failure *failure)
{
    bool unsupported = failure->status == 403 || failure->status == 404;
    if (unsupported && account->config->agent_count) {
        account->roster_is_wanted = false;
        account->gives_no_list = true;
        report_say(&account->report, ACCOUNT_INFORMATION,
                   "The server gives no list of agents (%d); those of the configuration are shown.",
                   failure->status);
        account_heard(account, NULL);
        return;
    }
    if (!account->roster_is_wanted &&
        !account->is_refused) { /* only a refresh: the agents that are known have to do */
        if (!account->relisting_failed)
            account_say_failure(account, failure);
        account->relisting_failed = true;
        return;
    }
    account_say_failure(account, failure);
    account_heard(account, failure);
    if (failure->kind == FAILURE_NOT_FOUND) {
        account->report.status.connection = CONNECTION_ERROR;
        account->report.status.failure = *failure;
        report_changed(&account->report, ACCOUNT_CONNECTION);
    }
}

/* A list that is given, or forbidden (403), says nothing of the recordings: they need a licence of their own.
 */
static void on_roster(void *context, const struct roster_listing *listing, const struct failure *failure)
{
    struct account *account = context;
    account->roster_fetch = NULL;
    if (failure && failure->status != 403)
        account_mind_refusal(account, failure);
    if (failure)
        take_failure(account, failure);
    else
        take_list(account, listing);
    report_due(&account->report, 0);
}

void account_fetch_roster(struct account *account)
{
    if (account->offline)
        return;
    account->roster_is_wanted = true;
    account->is_refused = false;
    if (account->report.status.connection == CONNECTION_STOPPED)
        account->report.status.connection = CONNECTION_STARTING;
    account_refresh_roster(account);
}

void account_refresh_roster(struct account *account)
{
    if (account->roster_fetch)
        return;
    account->roster_fetch = roster_fetch_start(account->http, account->base, on_roster, account);
    report_changed(&account->report, ACCOUNT_CONNECTION);
}

/* What an account fetches: the roster, and agents one after the other, a few at a time. */
#include "model/account_state.h"
#include "model/timestamp.h"
#include "net/log.h"
#include "net/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct walk *walk_of_agent(const struct account *account, int64_t agent)
{
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i] && walk_agent(account->walks[i]) == agent)
            return account->walks[i];
    }
    return NULL;
}

/* The agent opened last is the one whose progress is shown. */
static void update_progress(struct account *account)
{
    struct account_status *status = &account->status;
    const struct walk *shown = walk_of_agent(account, status->fetching_agent);
    status->fetching = 0;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (!account->walks[i])
            continue;
        status->fetching++;
        if (!shown)
            shown = account->walks[i];
    }
    status->waiting = (unsigned)account->waiting_count;
    status->fetching_agent = shown ? walk_agent(shown) : 0;
    status->fetched_rows = shown ? walk_rows(shown) : 0;
    status->fetched_bytes = shown ? walk_bytes(shown) : 0;
    status->reached = shown ? walk_reached(shown) : TIMESTAMP_NONE;
}

static void forget_walk(struct account *account, const struct walk *walk)
{
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i] == walk)
            account->walks[i] = NULL;
    }
}

static void tell_outcome(struct account *account, const struct roster_agent *agent, const struct walk *walk,
                         const struct failure *failure)
{
    char name[100];
    failure_quote(name, sizeof name, agent->label);
    if (failure->kind != FAILURE_NONE)
        account_say(account, ACCOUNT_ERROR, "%s: %s", failure->what, failure->advice);
    if (walk_unreadable(walk))
        account_say(account, ACCOUNT_WARNING,
                    "%s: %llu recordings of the answer could not be read (broken JSON) and are left out.",
                    name, (unsigned long long)walk_unreadable(walk));
    if (agent->filed.lost)
        account_say(
            account, ACCOUNT_WARNING,
            "%s: the server no longer gives %llu recordings, too many to believe; they are kept. R fetches"
            " everything anew and accepts the loss.",
            name, (unsigned long long)agent->filed.lost);
}

static void on_walk_ended(void *context, struct walk *walk, const struct failure *failure)
{
    struct account *account = context;
    forget_walk(account, walk);
    struct roster_agent *agent = roster_find(&account->roster, walk_agent(walk));
    if (agent) {
        agent->summary.fetching = false;
        agent->summary.failure = *failure;
        tell_outcome(account, agent, walk, failure);
    }
    account_heard(account, failure);
    account_schedule(account);
    account_changed(account, ACCOUNT_ROSTER | ACCOUNT_CONNECTION | ACCOUNT_ROWS);
}

static struct walk *start_walk(struct account *account, struct roster_agent *agent)
{
    char quoted[200];
    char subject[240];
    snprintf(subject, sizeof subject, "the recordings of %s",
             failure_quote(quoted, sizeof quoted, agent->label));
    int64_t from = agent->anew ? 0 : coverage_reaches_up(&agent->filed.coverage, 0);
    const struct walk_options options = {
        .http = account->http,
        .filing = account->filing,
        .base = account->base,
        .agent = agent->filed.agent,
        .reference = agent->filed.reference,
        .subject = subject,
        .from = from,
        .accept_losses = agent->anew,
        .ended = on_walk_ended,
        .context = account,
    };
    if (agent->anew)
        filing_forget_coverage(account->filing, agent->filed.agent);
    agent->anew = false;
    agent->waiting = false;
    agent->summary.waiting = false;
    agent->summary.fetching = true;
    return walk_start(&options);
}

void account_schedule(struct account *account)
{
    for (size_t i = 0; i < ACCOUNT_WALKS && account->waiting_count && !account->closed; i++) {
        if (account->walks[i])
            continue;
        struct roster_agent *agent =
            roster_find(&account->roster, account->waiting[--account->waiting_count]);
        if (agent)
            account->walks[i] = start_walk(account, agent);
    }
    update_progress(account);
}

static void put_in_line(struct account *account, struct roster_agent *agent)
{
    size_t kept = 0;
    for (size_t i = 0; i < account->waiting_count; i++) {
        if (account->waiting[i] != agent->filed.agent)
            account->waiting[kept++] = account->waiting[i];
    }
    account->waiting_count = kept;
    account->waiting = memory_grow(account->waiting, &account->waiting_capacity, account->waiting_count + 1,
                                   sizeof *account->waiting);
    account->waiting[account->waiting_count++] = agent->filed.agent;
    agent->waiting = true;
    agent->summary.waiting = true;
}

static void fetch(struct account *account, int64_t number, bool anew)
{
    struct roster_agent *agent = roster_find(&account->roster, number);
    if (!agent || account->offline)
        return;
    account->status.fetching_agent = number;
    struct walk *running = walk_of_agent(account, number);
    if (running && !anew) {
        update_progress(account);
        return;
    }
    if (running) {
        forget_walk(account, running);
        walk_cancel(&running);
        agent->summary.fetching = false;
    }
    agent->anew = agent->anew || anew;
    memset(&agent->summary.failure, 0, sizeof agent->summary.failure);
    put_in_line(account, agent);
    account_schedule(account);
    account_changed(account, ACCOUNT_ROSTER | ACCOUNT_CONNECTION);
}

void account_fetch(struct account *account, int64_t agent)
{
    fetch(account, agent, false);
}

void account_fetch_anew(struct account *account, int64_t agent)
{
    fetch(account, agent, true);
}

static void on_roster(void *context, struct agent_entry *entries, size_t count, const struct failure *failure)
{
    struct account *account = context;
    account->roster_fetch = NULL;
    if (!failure) {
        account->agents_filed_pending++;
        filing_put_agents(account->filing, entries, count, account->config->agent_count == 0);
        account_heard(account, NULL);
        return;
    }
    bool unsupported = failure->status == 403 || failure->status == 404;
    if (unsupported && account->config->agent_count) {
        account_say(account, ACCOUNT_INFORMATION,
                    "The server gives no list of agents (%d); those of the configuration are shown.",
                    failure->status);
        account_heard(account, NULL);
        return;
    }
    account_say(account, ACCOUNT_ERROR, "%s: %s", failure->what, failure->advice);
    account_heard(account, failure);
    if (failure->kind == FAILURE_NOT_FOUND) {
        account->status.connection = CONNECTION_ERROR;
        account->status.failure = *failure;
        account_changed(account, ACCOUNT_CONNECTION);
    }
}

void account_fetch_roster(struct account *account)
{
    if (account->offline || account->roster_fetch)
        return;
    account->roster_fetch = roster_fetch_start(account->http, account->base, on_roster, account);
    account_changed(account, ACCOUNT_CONNECTION);
}

void account_cancel_fetches(struct account *account)
{
    roster_fetch_cancel(&account->roster_fetch);
    for (size_t i = 0; i < ACCOUNT_WALKS; i++)
        walk_cancel(&account->walks[i]);
    account->waiting_count = 0;
    for (size_t i = 0; i < account->roster.count; i++) {
        account->roster.agents[i]->waiting = false;
        account->roster.agents[i]->summary.waiting = false;
        account->roster.agents[i]->summary.fetching = false;
    }
    update_progress(account);
}

void account_stop_fetching(struct account *account)
{
    account_cancel_fetches(account);
    account_changed(account, ACCOUNT_ROSTER | ACCOUNT_CONNECTION);
}

bool account_is_busy(const struct account *account)
{
    bool walking = false;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++)
        walking = walking || account->walks[i];
    return walking || account->roster_fetch || account->waiting_count || account->agents_filed_pending;
}

void account_on_filed(void *context, const struct filing_report *report)
{
    struct account *account = context;
    bool rows = report->rows_changed;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i] && walk_take_report(account->walks[i], report))
            break;
    }
    update_progress(account);
    account_changed(account, ACCOUNT_CONNECTION | (rows ? ACCOUNT_ROWS : 0));
}

void account_on_filing_failed(void *context, const struct failure *failure)
{
    struct account *account = context;
    account->agents_filed_pending = 0;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i])
            walk_fail(account->walks[i], failure);
    }
    account_say(account, ACCOUNT_ERROR, "%s: %s", failure->what, failure->advice);
}

void account_on_drained(void *context)
{
    struct account *account = context;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i])
            walk_resume(account->walks[i]);
    }
}

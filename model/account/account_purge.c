/* What an account does not keep: recordings older than the configuration's retention, and what the user wants
 * to be rid of. */
#include "model/account/account_state.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_thread.h"
#include "model/time/timestamp.h"
#include "net/base/log.h"

#include <stdio.h>

#define HOUR_MS 3600000
#define TICKS_PER_MS (TIMESTAMP_SECOND / 1000)
#define SHARE 100 /* of the time: at most one part of so many for purging */

int64_t account_kept_since(const struct account *account)
{
    int64_t seconds = account->config->retention_seconds;
    return seconds ? timestamp_now() - seconds * TIMESTAMP_SECOND : TIMESTAMP_NONE;
}

static void want(struct account *account, int64_t before)
{
    account->purge_taken = 0;
    account->oldest = INT64_MAX;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        if (agent->filed.recordings && agent->purge_before == TIMESTAMP_NONE) {
            agent->purge_before = before;
            agent->purge_dry_run = false;
        }
    }
}

static void on_due(uv_timer_t *timer);

/* The next time is when the oldest one is too old, as soon as that costs no more than a hundredth of the time;
 * or in an hour, for the clock on the wall may be set, and a machine may sleep. */
static void plan_purge(struct account *account)
{
    int64_t kept = account_kept_since(account);
    if (kept == TIMESTAMP_NONE || account->keep_old || account->is_read_only || account->report.is_closed)
        return;
    int64_t pause = (int64_t)account->purge_taken * SHARE;
    int64_t rest = account->oldest > kept ? (account->oldest - kept) / TICKS_PER_MS + 1 : 0;
    int64_t delay = rest > pause ? rest : pause;
    uv_timer_start(&account->purge, on_due, delay < HOUR_MS ? (uint64_t)delay : HOUR_MS, 0);
}

static void on_due(uv_timer_t *timer)
{
    struct account *account = timer->data;
    want(account, account_kept_since(account));
    plan_purge(account); /* should it fail */
    report_due(&account->report, 0);
}

void account_purge_note(struct account *account, int64_t started)
{
    if (!started || started >= account->oldest)
        return;
    account->oldest = started;
    plan_purge(account);
}

void account_purge_open(struct account *account)
{
    int64_t before = account_kept_since(account);
    account->oldest = INT64_MAX;
    if (before == TIMESTAMP_NONE || account->keep_old || account->is_read_only)
        return;
    want(account, before);
    plan_purge(account);
    report_due(&account->report, 0);
}

void account_purge(struct account *account, int64_t number, int64_t before, bool dry_run)
{
    struct roster_agent *agent = roster_find(&account->roster, number);
    if (!agent)
        return;
    agent->purge_before = before;
    agent->purge_dry_run = dry_run;
    agent->summary.purged = agent->summary.unjudged = 0;
    report_due(&account->report, 0);
}

void account_purge_after(struct account *account, struct roster_agent *agent, enum fetch_job_kind kind)
{
    int64_t since = account_kept_since(account);
    bool is_back = agent->filed.fetched_from != TIMESTAMP_NONE && agent->filed.fetched_from < since &&
                   time_coverage_since(&agent->filed.times, since);
    if (account->keep_old || kind == FETCH_JOB_FORWARD || !is_back || agent->purge_before != TIMESTAMP_NONE)
        return;
    agent->purge_before = since;
    agent->purge_dry_run = false;
}

/* The one asked for last: it may be waited for. */
static struct roster_agent *next_agent(const struct account *account)
{
    struct roster_agent *next = NULL;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        if (agent->purge_before == TIMESTAMP_NONE || agent->forgetting ||
            fetch_slots_has(&account->slots, agent->filed.agent))
            continue;
        if (!next || agent->asked > next->asked)
            next = agent;
    }
    return next;
}

void account_purge_go_on(struct account *account)
{
    if (account->purging)
        return;
    const struct roster_agent *agent = next_agent(account);
    if (!agent)
        return;
    const struct writer_purge purge = {
        .agent = agent->filed.agent,
        .before = agent->purge_before,
        .dry_run = agent->purge_dry_run,
    };
    account->purging = purge.agent;
    account->purge_begun = uv_now(account->loop);
    writer_thread_purge(account->writer_thread, &purge);
}

bool account_is_purging(const struct account *account)
{
    for (size_t i = 0; i < account->roster.count; i++) {
        if (account->roster.agents[i]->purge_before != TIMESTAMP_NONE)
            return true;
    }
    return account->purging != 0;
}

/* What is gone is not wanted any more. */
static void take_result(struct account *account, struct roster_agent *agent, const struct writer_purge *purge)
{
    agent->summary.purged = purge->expired;
    agent->summary.unjudged = purge->unread;
    account->unjudged += purge->unread;
    account_purge_note(account, purge->oldest);
    if (agent->purge_before == purge->before)
        agent->purge_before = TIMESTAMP_NONE;
    if (purge->dry_run || !purge->expired)
        return;
    plan_let_go(&agent->plan, purge->before);
    account->purged += purge->expired;
    log_line("%llu recordings of %s were purged", (unsigned long long)purge->expired, agent->label);
}

static void tell(struct account *account)
{
    bool is_reported = account->purge_is_told || account->keep_old;
    account->purge_is_told = true;
    if (account->purged && !is_reported)
        report_say(&account->report, ACCOUNT_INFORMATION,
                   "%llu recordings older than the retention were deleted from the archive.",
                   (unsigned long long)account->purged);
    if (account->unjudged && !is_reported)
        report_say(&account->report, ACCOUNT_WARNING,
                   "%llu recordings may be older than the retention: their start cannot be read, so they are"
                   " kept.",
                   (unsigned long long)account->unjudged);
    account->purged = account->unjudged = 0;
    plan_purge(account);
}

void account_on_purged(void *context, const struct writer_purge *purge)
{
    struct account *account = context;
    if (!purge->done) {
        writer_thread_purge(account->writer_thread, purge);
        return;
    }
    struct roster_agent *agent = roster_find(&account->roster, purge->agent);
    account->purging = 0;
    account->purge_taken += uv_now(account->loop) - account->purge_begun;
    if (agent)
        take_result(account, agent, purge);
    if (!account_is_purging(account))
        tell(account);
    report_due(&account->report, ACCOUNT_ROSTER | (purge->expired && !purge->dry_run ? ACCOUNT_ROWS : 0));
}

void account_purge_failed(struct account *account, const struct failure *failure)
{
    account->purging = 0;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        if (agent->purge_before == TIMESTAMP_NONE)
            continue;
        agent->purge_before = TIMESTAMP_NONE;
        agent->summary.failure = *failure;
    }
}

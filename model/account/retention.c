#include "model/account/retention.h"

#include "model/time/timestamp.h"
#include "net/base/log.h"
#include "net/base/translate.h"

#define HOUR_MS 3600000
#define TICKS_PER_MS (TIMESTAMP_SECOND / 1000)
#define SHARE 100 /* of the time: at most one part of so many for purging */

int64_t retention_since(const struct config *config)
{
    int64_t seconds = config->retention_seconds;
    return seconds ? timestamp_now() - seconds * TIMESTAMP_SECOND : TIMESTAMP_NONE;
}

static void want(struct roster_agent *agent, int64_t before, bool dry_run)
{
    agent->purge_before = before;
    agent->purge_dry_run = dry_run;
}

static void want_all(struct retention *retention)
{
    int64_t before = retention_since(retention->config);
    retention->taken = 0;
    retention->oldest = INT64_MAX;
    for (size_t i = 0; i < retention->roster->count; i++) {
        struct roster_agent *agent = retention->roster->agents[i];
        if (agent->filed.recordings && agent->purge_before == TIMESTAMP_NONE)
            want(agent, before, false);
    }
    report_due(retention->report, 0);
}

static void on_due(uv_timer_t *timer);

/* The next time is when the oldest one is too old, as soon as that costs no more than a hundredth of the time;
 * or in an hour, for the clock on the wall may be set, and a machine may sleep. */
static void plan(struct retention *retention)
{
    int64_t kept = retention_since(retention->config);
    if (kept == TIMESTAMP_NONE || retention->is_off || retention->report->is_closed)
        return;
    int64_t pause = (int64_t)retention->taken * SHARE;
    int64_t rest = retention->oldest > kept ? retention->oldest / TICKS_PER_MS - kept / TICKS_PER_MS + 1 : 0;
    int64_t delay = rest > pause ? rest : pause;
    uv_timer_start(&retention->timer, on_due, delay < HOUR_MS ? (uint64_t)delay : HOUR_MS, 0);
}

static void on_due(uv_timer_t *timer)
{
    struct retention *retention = timer->data;
    want_all(retention);
    plan(retention); /* should it fail */
}

void retention_note(struct retention *retention, int64_t started)
{
    if (!started || started >= retention->oldest)
        return;
    retention->oldest = started;
    plan(retention);
}

void retention_open(struct retention *retention, uv_loop_t *loop)
{
    uv_timer_init(loop, &retention->timer);
    retention->timer.data = retention;
    retention->oldest = INT64_MAX;
    if (retention_since(retention->config) != TIMESTAMP_NONE && !retention->is_off)
        on_due(&retention->timer);
}

void retention_purge(struct retention *retention, int64_t number, int64_t before, bool dry_run)
{
    struct roster_agent *agent = roster_find(retention->roster, number);
    if (!agent)
        return;
    want(agent, before, dry_run);
    agent->summary.purged = agent->summary.unjudged = agent->summary.held = 0;
    report_due(retention->report, 0);
}

void retention_after_job(const struct retention *retention, struct roster_agent *agent,
                         enum fetch_job_kind kind)
{
    int64_t since = retention_since(retention->config);
    bool is_back = agent->filed.fetched_from != TIMESTAMP_NONE && agent->filed.fetched_from < since &&
                   time_coverage_since(&agent->filed.times, since);
    if (!retention->is_off && kind != FETCH_JOB_FORWARD && is_back && agent->purge_before == TIMESTAMP_NONE)
        want(agent, since, false);
}

/* The one asked for last: it may be waited for. */
static struct roster_agent *next_agent(const struct retention *retention)
{
    struct roster_agent *next = NULL;
    for (size_t i = 0; i < retention->roster->count; i++) {
        struct roster_agent *agent = retention->roster->agents[i];
        if (agent->purge_before == TIMESTAMP_NONE || agent->forgetting ||
            fetch_slots_has(retention->slots, agent->filed.agent))
            continue;
        if (!next || agent->asked > next->asked)
            next = agent;
    }
    return next;
}

void retention_go_on(struct retention *retention)
{
    const struct roster_agent *agent = retention->agent ? NULL : next_agent(retention);
    if (!agent)
        return;
    const struct writer_purge purge = {
        .agent = agent->filed.agent,
        .before = agent->purge_before,
        .dry_run = agent->purge_dry_run,
    };
    retention->agent = purge.agent;
    retention->started = uv_now(retention->timer.loop);
    writer_thread_purge(retention->archive->writer_thread, &purge);
}

bool retention_is_purging(const struct retention *retention)
{
    for (size_t i = 0; i < retention->roster->count; i++) {
        if (retention->roster->agents[i]->purge_before != TIMESTAMP_NONE)
            return true;
    }
    return retention->agent != 0;
}

/* What is gone is not wanted any more. */
static void take_result(struct retention *retention, struct roster_agent *agent,
                        const struct writer_purge *purge)
{
    agent->summary.purged = purge->expired;
    agent->summary.unjudged = purge->unread;
    agent->summary.held = purge->held;
    retention->unjudged += purge->unread;
    retention_note(retention, purge->oldest);
    if (agent->purge_before == purge->before)
        agent->purge_before = TIMESTAMP_NONE;
    if (purge->dry_run || !purge->expired)
        return;
    plan_let_go(&agent->plan, purge->before);
    retention->purged += purge->expired;
    log_line("%llu recordings of %s were purged", (unsigned long long)purge->expired, agent->label);
}

static void say(struct retention *retention)
{
    bool is_said = retention->is_said || retention->is_off;
    retention->is_said = true;
    if (retention->purged && !is_said)
        report_say(retention->report, ACCOUNT_INFORMATION,
                   tr_count("%llu recording older than the retention was deleted from the archive.",
                            "%llu recordings older than the retention were deleted from the archive.",
                            retention->purged),
                   (unsigned long long)retention->purged);
    if (retention->unjudged && !is_said)
        report_say(
            retention->report, ACCOUNT_WARNING,
            tr("%llu recordings may be older than the retention: their start cannot be read, so they are"
               " kept."),
            (unsigned long long)retention->unjudged);
    retention->purged = retention->unjudged = 0;
    plan(retention);
}

void retention_purged(struct retention *retention, const struct writer_purge *purge)
{
    if (!purge->done) {
        writer_thread_purge(retention->archive->writer_thread, purge);
        return;
    }
    struct roster_agent *agent = roster_find(retention->roster, purge->agent);
    retention->agent = 0;
    retention->taken += uv_now(retention->timer.loop) - retention->started;
    if (agent)
        take_result(retention, agent, purge);
    if (!retention_is_purging(retention))
        say(retention);
    report_due(retention->report, ACCOUNT_ROSTER | (purge->expired && !purge->dry_run ? ACCOUNT_ROWS : 0));
}

void retention_failed(struct retention *retention, const struct failure *failure)
{
    retention->agent = 0;
    for (size_t i = 0; i < retention->roster->count; i++) {
        struct roster_agent *agent = retention->roster->agents[i];
        if (agent->purge_before == TIMESTAMP_NONE)
            continue;
        agent->purge_before = TIMESTAMP_NONE;
        agent->summary.failure = *failure;
    }
}

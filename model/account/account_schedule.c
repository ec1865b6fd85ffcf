/* Which job runs when: what somebody waits for first, then news, then history, a few at a time. */
#include "model/account/account_state.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_report.h"
#include "model/time/timestamp.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double spacing_of_others(const struct account *account)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < account->roster.count; i++) {
        double spacing = account->roster.agents[i]->plan.spacing;
        sum += spacing;
        count += spacing > 0;
    }
    return count ? sum / (double)count : 0;
}

struct plan_known account_known(const struct account *account, const struct roster_agent *agent)
{
    return (struct plan_known){
        .coverage = &agent->filed.coverage,
        .times = &agent->filed.times,
        .seen = &agent->filed.seen,
        .recordings = agent->filed.recordings,
        .head_from = agent->filed.head_from,
        .as_of = agent->filed.as_of,
        .newest_final = agent->filed.newest_final,
        .newest = agent->filed.newest,
        .has_lost = agent->filed.lost > 0,
        .traits = account->traits,
        .chronology = &account->chronology,
        .now = timestamp_now(),
        .settle = account->config->settle_seconds * TIMESTAMP_SECOND,
        .verify = account->config->verify_seconds * TIMESTAMP_SECOND,
        .opened = account->opened_at,
    };
}

/* What is fetched in long stretches goes on beside what is not, of the same agent, too. */
static bool is_long(enum plan_urgency urgency)
{
    return urgency == PLAN_WANTED || urgency == PLAN_HISTORY || urgency == PLAN_LOOK;
}

/* What goes on by itself, and whose end nobody waits for. */
static bool is_quiet(enum plan_urgency urgency)
{
    return urgency == PLAN_REFRESH || urgency == PLAN_LOOK;
}

static bool is_walking(const struct account *account, int64_t agent, bool in_length)
{
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        const struct account_fetch *fetch = &account->fetches[i];
        if (fetch->fetch && fetch->agent == agent && is_long(fetch->urgency) == in_length)
            return true;
    }
    return false;
}

static unsigned fetches_of_urgency(const struct account *account, enum plan_urgency urgency)
{
    unsigned count = 0;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++)
        count += account->fetches[i].fetch && account->fetches[i].urgency == urgency;
    return count;
}

/* What the agent could go on with now: PLAN_NOTHING also while it is being done. */
static enum plan_urgency urgency_of(const struct account *account, const struct roster_agent *agent)
{
    if (account->is_refused || agent->halted || agent->forgetting || agent->purge_before != TIMESTAMP_NONE)
        return PLAN_NOTHING;
    struct plan_known known = account_known(account, agent);
    enum plan_urgency urgency = plan_urgency(&agent->plan, &known);
    if (urgency == PLAN_NOTHING || is_walking(account, agent->filed.agent, is_long(urgency)))
        return PLAN_NOTHING;
    return urgency;
}

/* Whether another job of that urgency may begin: some are left for histories, beside a refresh, too. */
static bool has_room(const struct account *account, enum plan_urgency urgency)
{
    unsigned wanted = fetches_of_urgency(account, PLAN_WANTED);
    switch (urgency) {
    case PLAN_WANTED:
        return wanted < ACCOUNT_WANTED;
    case PLAN_HISTORY:
        return wanted + fetches_of_urgency(account, PLAN_HISTORY) < ACCOUNT_HISTORY;
    case PLAN_REFRESH:
        return fetches_of_urgency(account, PLAN_REFRESH) < ACCOUNT_REFRESHES;
    default:
        return true;
    }
}

/* Whose turn comes first of two that are as urgent: by a command that of whom the last days were seen longest
 * ago, since not all may have room. */
static bool goes_before(const struct account *account, const struct roster_agent *agent,
                        const struct roster_agent *other)
{
    if (account->live)
        return agent->asked > other->asked;
    const struct plan_known known = account_known(account, agent), of_other = account_known(account, other);
    int64_t seen = plan_days_seen(&known), other_seen = plan_days_seen(&of_other);
    return seen < other_seen || (seen == other_seen && agent->asked > other->asked);
}

/* The agent whose turn it is, NULL if nobody's. Counts those that could go on. */
static struct roster_agent *next_agent(struct account *account, enum plan_urgency *urgency)
{
    struct roster_agent *next = NULL;
    *urgency = PLAN_NOTHING;
    account->waiting = 0;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        enum plan_urgency own = urgency_of(account, agent);
        agent->summary.waiting = own != PLAN_NOTHING && !is_quiet(own);
        account->waiting += agent->summary.waiting;
        if (own == PLAN_NOTHING || !has_room(account, own))
            continue;
        if (!next || own < *urgency || (own == *urgency && goes_before(account, agent, next))) {
            next = agent;
            *urgency = own;
        }
    }
    if (*urgency == PLAN_LOOK && !account_may_look(account))
        next = NULL;
    return next;
}

/* What was left out of the answers, or is kept as text. */
static void tell_unread(struct account *account, const char *name, const struct writer_unread *unread)
{
    if (unread->elements)
        report_say(&account->report, ACCOUNT_WARNING, "%s: %llu of the answer's recordings left out: %s %s",
                   name, (unsigned long long)unread->elements, unread->elements == 1 ? "it" : "the first",
                   unread->reason);
    if (unread->starts)
        report_say(&account->report, ACCOUNT_WARNING, "%s: %llu %s cannot be read: %s", name,
                   (unsigned long long)unread->starts, unread->starts == 1 ? "start" : "starts",
                   unread->start);
    if (unread->ends)
        report_say(&account->report, ACCOUNT_WARNING, "%s: %llu %s cannot be read: %s", name,
                   (unsigned long long)unread->ends, unread->ends == 1 ? "end" : "ends", unread->end);
}

static void tell_outcome(struct account *account, struct roster_agent *agent, const struct fetch *fetch,
                         const struct failure *failure)
{
    char name[100];
    failure_quote(name, sizeof name, agent->label);
    if (failure->kind != FAILURE_NONE)
        account_say_failure(account, failure);
    tell_unread(account, name, fetch_unread(fetch));
    bool is_reported = agent->reported_lost == agent->filed.lost;
    agent->reported_lost = agent->filed.lost;
    if (agent->filed.lost > agent->summary.lost)
        agent->summary.lost = agent->filed.lost;
    if (!is_reported && agent->filed.lost && account->live)
        report_say(
            &account->report, ACCOUNT_WARNING,
            "%s: the server no longer gives %llu recordings, too many to believe; they are kept. R fetches"
            " everything anew and accepts the loss.",
            name, (unsigned long long)agent->filed.lost);
}

static void learn(struct account *account, const struct fetch *fetch)
{
    const struct chronology *learnt = fetch_job_chronology(fetch_current_job(fetch));
    for (size_t i = 0; i < learnt->count; i++)
        chronology_add(&account->chronology, learnt->moments[i].id, learnt->moments[i].time);
    struct moment reached = fetch_reached(fetch);
    chronology_add(&account->chronology, reached.id, reached.time);
    if (!fetch_job_gave_up_order(fetch_current_job(fetch)) || account->traits.unordered)
        return;
    account->traits.unordered = true;
    log_line("the server's answers are not in the order of their ids: whole answers are read instead");
}

static void on_fetch_ended(void *context, struct fetch *fetch, const struct failure *failure)
{
    struct account *account = context;
    bool failed = failure->kind != FAILURE_NONE, is_news = failed || fetch_rows(fetch) > 0;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        if (account->fetches[i].fetch != fetch)
            continue;
        account->fetches[i].fetch = NULL;
        account_looked(account, fetch, account->fetches[i].urgency);
        is_news = is_news || !is_quiet(account->fetches[i].urgency);
    }
    struct roster_agent *agent = roster_find(&account->roster, fetch_agent(fetch));
    learn(account, fetch);
    if (agent) {
        plan_done(&agent->plan, fetch_spec(fetch), fetch_current_job(fetch), failed);
        agent->halted = failed;
        agent->failures = failed && fetch_rows(fetch) == 0 ? agent->failures + 1 : failed;
        agent->summary.failure = *failure;
        tell_outcome(account, agent, fetch, failure);
        account_purge_after(account, agent, fetch_spec(fetch)->kind);
    }
    if (fetch_rows(fetch) && !account->live)
        account->failures = 0;
    account_mind_refusal(account, failure);
    account_heard(account, failure);
    report_due(&account->report, is_news ? ACCOUNT_ROSTER | ACCOUNT_CONNECTION | ACCOUNT_ROWS : 0);
}

void account_mind_refusal(struct account *account, const struct failure *failure)
{
    if (!refusal_take(&account->refusal, failure))
        return;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        if (urgency_of(account, agent) == PLAN_NOTHING)
            continue;
        agent->halted = true;
        agent->summary.failure = *failure;
    }
    account->is_refused = true;
}

static bool may_ask(const struct account *account)
{
    bool under_way = account->roster_fetch != NULL;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++)
        under_way = under_way || account->fetches[i].fetch;
    bool is_left_alone = !account->live && account_awaits_retry(account);
    return !is_left_alone && refusal_may_ask(&account->refusal, under_way);
}

/* Histories wait while somebody does; what is looked at again waits for them, too. */
static void hold_back_histories(struct account *account)
{
    bool hurried = fetches_of_urgency(account, PLAN_AWAITED) || fetches_of_urgency(account, PLAN_NEWS) ||
                   fetches_of_urgency(account, PLAN_WANTED);
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        const struct account_fetch *fetch = &account->fetches[i];
        if (fetch->fetch && fetch->urgency == PLAN_HISTORY)
            fetch_hold_back(fetch->fetch, hurried);
        if (fetch->fetch && fetch->urgency == PLAN_LOOK)
            fetch_hold_back(fetch->fetch, hurried || account->waiting);
    }
}

static void start_fetch(struct account *account, size_t slot, struct roster_agent *agent,
                        enum plan_urgency urgency)
{
    char quoted[200];
    char subject[240];
    int64_t kept_since = account_kept_since(account);
    snprintf(subject, sizeof subject, "the recordings of %s",
             failure_quote(quoted, sizeof quoted, agent->label));
    struct fetch_options options = {
        .loop = account->loop,
        .http = account->http,
        .writer_thread = account->writer_thread,
        .base = account->base,
        .number = (unsigned)slot,
        .agent = agent->filed.agent,
        .reference = agent->filed.reference,
        .subject = subject,
        .accept_losses = agent->accept_losses,
        .kept_since = kept_since > 0 && !account->keep_old ? kept_since : 0,
        .ended = on_fetch_ended,
        .context = account,
    };
    account_spare_look(account, agent);
    struct plan_known known = account_known(account, agent);
    known.spacing = spacing_of_others(account);
    plan_next(&agent->plan, &known, &options.order);
    account->fetches[slot] =
        (struct account_fetch){.fetch = fetch_start(&options), .agent = options.agent, .urgency = urgency};
}

/* What was asked for anew is over when everything has been read, a period when it is there. */
static void settle(struct account *account)
{
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        struct plan_known known = account_known(account, agent);
        plan_let_go(&agent->plan, agent->filed.purged);
        plan_settle(&agent->plan, &known);
        if (agent->accept_losses && plan_urgency(&agent->plan, &known) == PLAN_NOTHING)
            agent->accept_losses = false;
    }
}

static void schedule(struct account *account)
{
    enum plan_urgency urgency;
    settle(account);
    account_purge_go_on(account);
    for (size_t i = 0; i < ACCOUNT_FETCHES && !account->offline; i++) {
        if (account->fetches[i].fetch || !may_ask(account))
            continue;
        struct roster_agent *agent = next_agent(account, &urgency);
        if (agent)
            start_fetch(account, i, agent, urgency);
    }
    next_agent(account, &urgency);
    hold_back_histories(account);
    account_live_go_on(account);
    account_progress(account);
}

void account_go_on(uv_timer_t *turn)
{
    struct account *account = turn->data;
    unsigned changes = account->report.changes;
    account->report.changes = 0;
    schedule(account);
    if (changes)
        report_changed(&account->report, changes);
}

/* Estimated by ids: which part of those from the server's first known one up to the tail is covered. */
static double share_of(const struct account *account, const struct roster_agent *agent,
                       const struct fetch *fetch)
{
    const struct archive_agent *filed = &agent->filed;
    if (account->chronology.count < 2 || filed->as_of == TIMESTAMP_NONE)
        return -1;
    int64_t first = account->chronology.moments[0].id;
    int64_t covered = 0;
    for (size_t i = 0; i < filed->coverage.count; i++) {
        const struct coverage_range *range = &filed->coverage.ranges[i];
        if (range->hi > first)
            covered += range->hi - (range->lo > first ? range->lo : first);
    }
    int64_t from = fetch_spec(fetch)->from;
    int64_t reached = fetch_reached(fetch).time == TIMESTAMP_NONE ? from : fetch_reached(fetch).id;
    if (reached < first)
        reached = first;
    if (fetch_spec(fetch)->kind == FETCH_JOB_STRETCH && reached < filed->head_from && reached > from &&
        !coverage_contains(&filed->coverage, reached))
        covered += reached - (from > first ? from : first);
    double share = filed->head_from > first ? (double)covered / (double)(filed->head_from - first) : -1;
    return share > 1 ? 1 : share;
}

/* The fetch whose progress is shown: one of the agent asked for last, if there is any. */
static const struct account_fetch *shown_fetch(const struct account *account)
{
    const struct account_fetch *shown = NULL;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        const struct account_fetch *fetch = &account->fetches[i];
        if (fetch->fetch && !is_quiet(fetch->urgency) && (!shown || fetch->agent == account->opened))
            shown = fetch;
    }
    return shown;
}

void account_progress(struct account *account)
{
    struct account_status *status = &account->report.status;
    const struct account_fetch *shown = shown_fetch(account);
    status->fetching = 0;
    for (size_t i = 0; i < account->roster.count; i++)
        account->roster.agents[i]->summary.fetching = false;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        bool is_shown = account->fetches[i].fetch && !is_quiet(account->fetches[i].urgency);
        struct roster_agent *agent =
            is_shown ? roster_find(&account->roster, account->fetches[i].agent) : NULL;
        if (agent && !agent->summary.fetching)
            status->fetching++;
        if (agent)
            agent->summary.fetching = true;
    }
    status->waiting = account->waiting;
    status->fetching_agent = shown ? shown->agent : 0;
    status->fetched_rows = shown ? fetch_rows(shown->fetch) : 0;
    status->fetched_bytes = shown ? fetch_bytes(shown->fetch) : 0;
    status->reached = shown ? fetch_reached(shown->fetch).time : TIMESTAMP_NONE;
    const struct roster_agent *agent = shown ? roster_find(&account->roster, shown->agent) : NULL;
    status->fetched_share = agent ? share_of(account, agent, shown->fetch) : -1;
}

void account_cancel_fetches(struct account *account, int64_t agent)
{
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        if (account->fetches[i].fetch && (agent == 0 || account->fetches[i].agent == agent))
            fetch_cancel(&account->fetches[i].fetch);
    }
}

void account_on_filed(void *context, const struct writer_report *report)
{
    struct account *account = context;
    bool rows = report->rows_changed;
    account_archive_went_well(account);
    account_purge_note(account, report->oldest);
    bool unordered = account->traits.unordered;
    account->traits = report->traits;
    account->traits.unordered = account->traits.unordered || unordered;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        if (account->fetches[i].fetch && fetch_take_report(account->fetches[i].fetch, report))
            break;
    }
    account_progress(account);
    if (!account->refusal.accepted) { /* what is filed was no refusal: others need not wait any more */
        account_mind_refusal(account, NULL);
        report_due(&account->report, 0);
    }
    report_changed(&account->report, ACCOUNT_CONNECTION | (rows ? ACCOUNT_ROWS : 0));
}

void account_on_writing_failed(void *context, const struct failure *failure)
{
    struct account *account = context;
    account->agents_filed_pending = 0;
    for (size_t i = 0; i < account->roster.count; i++)
        account->roster.agents[i]->forgetting = false;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        if (account->fetches[i].fetch)
            fetch_fail(account->fetches[i].fetch, failure);
    }
    account_purge_failed(account, failure);
    account_archive_failed(account, failure);
}

void account_on_drained(void *context)
{
    struct account *account = context;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++) {
        if (account->fetches[i].fetch)
            fetch_resume(account->fetches[i].fetch);
    }
}

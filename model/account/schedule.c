#include "model/account/schedule.h"

#include "model/account/account_state.h"
#include "model/account/fetch_progress.h"
#include "model/archive/writer_data.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"

#include <stdio.h>

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

/* What the agent could go on with now: PLAN_NOTHING also while it is being done. */
static enum plan_urgency urgency_of(const struct account *account, const struct roster_agent *agent)
{
    if (agent->halted || agent->forgetting || agent->purge_before != TIMESTAMP_NONE)
        return PLAN_NOTHING;
    struct plan_known known = account_known_of(&account->known, agent);
    enum plan_urgency urgency = plan_urgency(&agent->plan, &known);
    if (urgency == PLAN_NOTHING || fetch_slots_is_in_the_way(&account->slots, agent->filed.agent, urgency))
        return PLAN_NOTHING;
    return urgency;
}

/* Whose turn comes first of two that are as urgent: by a command that of whom the last days were seen longest
 * ago, since not all may have room. */
static bool goes_before(const struct account *account, const struct roster_agent *agent,
                        const struct roster_agent *other)
{
    if (account->options.live)
        return agent->asked > other->asked;
    const struct plan_known known = account_known_of(&account->known, agent),
                            of_other = account_known_of(&account->known, other);
    int64_t seen = plan_days_seen(&known), other_seen = plan_days_seen(&of_other);
    return seen < other_seen || (seen == other_seen && agent->asked > other->asked);
}

/* While nothing else is under way, or waits. */
static bool may_look(const struct account *account)
{
    return look_budget_allows(&account->looks) && !connection_awaits_retry(&account->connection) &&
           !account->report.status.waiting && !fetch_slots_any(&account->slots);
}

/* Histories wait while audio arrives, which somebody waits to hear. */
static bool may_start(const struct account *account, enum plan_urgency urgency)
{
    bool waits = urgency == PLAN_HISTORY || urgency == PLAN_LOOK;
    return urgency != PLAN_NOTHING && !(waits && account->audio_arrives) &&
           fetch_slots_have_room(&account->slots, urgency);
}

/* The agent whose turn it is, NULL if nobody's. Counts those that could go on. */
static struct roster_agent *next_agent(struct account *account, enum plan_urgency *urgency)
{
    struct roster_agent *next = NULL;
    *urgency = PLAN_NOTHING;
    account->report.status.waiting = 0;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        enum plan_urgency own = account->connection.is_refused ? PLAN_NOTHING : urgency_of(account, agent);
        agent->summary.waiting = own != PLAN_NOTHING && !fetch_slots_is_quiet(own);
        account->report.status.waiting += agent->summary.waiting;
        if (!may_start(account, own))
            continue;
        if (!next || own < *urgency || (own == *urgency && goes_before(account, agent, next))) {
            next = agent;
            *urgency = own;
        }
    }
    if (*urgency == PLAN_LOOK && !may_look(account))
        next = NULL;
    return next;
}

/* What was left out of the answers, or is kept as text. */
static void tell_unread(struct account *account, const char *name, const struct writer_unread *unread)
{
    if (unread->elements)
        report_say(&account->report, ACCOUNT_WARNING,
                   tr_count("%s: %llu of the answer's recordings left out: it %s",
                            "%s: %llu of the answer's recordings left out: the first %s", unread->elements),
                   name, (unsigned long long)unread->elements, unread->reason);
    if (unread->starts)
        report_say(&account->report, ACCOUNT_WARNING,
                   tr_count("%s: %llu start cannot be read: %s", "%s: %llu starts cannot be read: %s",
                            unread->starts),
                   name, (unsigned long long)unread->starts, unread->start);
    if (unread->ends)
        report_say(
            &account->report, ACCOUNT_WARNING,
            tr_count("%s: %llu end cannot be read: %s", "%s: %llu ends cannot be read: %s", unread->ends),
            name, (unsigned long long)unread->ends, unread->end);
}

static void tell_outcome(struct account *account, struct roster_agent *agent, const struct fetch *fetch,
                         const struct failure *failure)
{
    char name[100];
    failure_quote(name, sizeof name, agent->label);
    if (failure->kind != FAILURE_NONE)
        connection_say_failure(&account->connection, failure);
    tell_unread(account, name, fetch_unread(fetch));
    bool is_reported = agent->reported_lost == agent->filed.lost;
    agent->reported_lost = agent->filed.lost;
    if (!is_reported && agent->filed.lost && account->options.live)
        report_say(
            &account->report, ACCOUNT_WARNING,
            tr_count(
                "%s: the server no longer gives %llu recording, too many to believe; it is kept. R fetches"
                " everything anew and accepts the loss.",
                "%s: the server no longer gives %llu recordings, too many to believe; they are kept. R "
                "fetches"
                " everything anew and accepts the loss.",
                agent->filed.lost),
            name, (unsigned long long)agent->filed.lost);
}

/* Nothing that comes by itself can mend that: it is not tried again. */
static void tell_contradiction(struct account *account, struct roster_agent *agent)
{
    char name[100];
    failure_set(
        &agent->summary.failure, FAILURE_ANSWER, tr("tell the server's administrator"),
        tr("the server gives the recordings of %s neither in order nor all at once: some may be missing"),
        failure_quote(name, sizeof name, agent->label));
    connection_say_failure(&account->connection, &agent->summary.failure);
}

static void on_fetch_ended(void *context, struct fetch *fetch, const struct failure *failure)
{
    struct account *account = context;
    bool failed = failure->kind != FAILURE_NONE;
    enum plan_urgency urgency = fetch_slots_free(&account->slots, fetch);
    bool is_news = failed || fetch_rows(fetch) > 0 || !fetch_slots_is_quiet(urgency);
    struct roster_agent *agent = roster_find(&account->roster, fetch_agent(fetch));
    look_budget_take(&account->looks, fetch, urgency);
    account_known_learn(&account->known, fetch);
    if (agent) {
        plan_done(&agent->plan, fetch_spec(fetch), fetch_current_job(fetch), failed);
        agent->halted = failed;
        agent->failures = failed && fetch_rows(fetch) == 0 ? agent->failures + 1 : failed;
        agent->summary.failure = *failure;
        tell_outcome(account, agent, fetch, failure);
        if (!failed && fetch_job_met_contradiction(fetch_current_job(fetch)))
            tell_contradiction(account, agent);
        retention_after_job(&account->retention, agent, fetch_spec(fetch)->kind);
    }
    if (fetch_rows(fetch) && !account->options.live)
        account->connection.failures = 0;
    connection_mind_refusal(&account->connection, failure);
    connection_heard(&account->connection, failure,
                     listing_awaits_retry(&account->listing) || roster_has_halted(&account->roster));
    report_due(&account->report, is_news ? ACCOUNT_ROSTER | ACCOUNT_CONNECTION | ACCOUNT_ROWS : 0);
}

static void start_fetch(struct account *account, size_t slot, struct roster_agent *agent,
                        enum plan_urgency urgency)
{
    char quoted[200];
    char subject[240];
    int64_t kept_since = retention_since(account->config);
    snprintf(subject, sizeof subject, tr("the recordings of %s"),
             failure_quote(quoted, sizeof quoted, agent->label));
    struct fetch_options options = {
        .loop = account->loop,
        .http = account->http,
        .writer_thread = account->archive.writer_thread,
        .base = account->base,
        .number = (unsigned)slot,
        .agent = agent->filed.agent,
        .reference = agent->filed.reference,
        .subject = subject,
        .accept_losses = agent->accept_losses,
        .kept_since = kept_since > 0 && !account->retention.is_off ? kept_since : 0,
        .ended = on_fetch_ended,
        .context = account,
    };
    struct plan_known known = account_known_of(&account->known, agent);
    look_budget_spare(&account->looks, &agent->plan, &known);
    known.spacing = spacing_of_others(account);
    plan_next(&agent->plan, &known, &options.order);
    account->slots.slots[slot] =
        (struct fetch_slot){.fetch = fetch_start(&options), .agent = options.agent, .urgency = urgency};
}

/* What was asked for anew is over when everything has been read, a period when it is there. */
static void settle(struct account *account)
{
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        struct plan_known known = account_known_of(&account->known, agent);
        plan_let_go(&agent->plan, agent->filed.purged);
        plan_settle(&agent->plan, &known);
        if (agent->accept_losses && plan_urgency(&agent->plan, &known) == PLAN_NOTHING)
            agent->accept_losses = false;
    }
}

static bool may_ask(const struct account *account)
{
    bool under_way = account->listing.fetch || fetch_slots_any(&account->slots);
    return connection_may_ask(&account->connection, under_way);
}

/* A command gives up an agent that has failed too often in a row. */
static bool is_given_up(const struct account *account, const struct roster_agent *agent)
{
    return !account->options.live && agent->failures > account->options.retries;
}

/* Everything that failed may be tried again. */
static void try_again(struct account *account)
{
    account->connection.is_retry_due = false;
    for (size_t i = 0; i < account->roster.count; i++)
        account->roster.agents[i]->halted = is_given_up(account, account->roster.agents[i]);
    listing_try_again(&account->listing);
}

/* The secret is refused: nobody gets what is waited for. */
static void give_up(struct account *account)
{
    account->connection.gives_up = false;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        if (urgency_of(account, agent) == PLAN_NOTHING)
            continue;
        agent->halted = true;
        agent->summary.failure = account->report.status.failure;
    }
}

void schedule_hold_back(struct account *account)
{
    fetch_slots_hold_back(&account->slots, account->audio_arrives || account->gives_way,
                          account->report.status.waiting > 0);
}

static void schedule(struct account *account)
{
    enum plan_urgency urgency;
    if (account->connection.is_retry_due)
        try_again(account);
    if (account->connection.gives_up)
        give_up(account);
    account->audio_arrives = account->audio && audio_is_arriving(account->audio);
    settle(account);
    retention_go_on(&account->retention);
    for (size_t i = 0; i < FETCH_SLOTS && !account->options.offline; i++) {
        if (account->slots.slots[i].fetch || !may_ask(account))
            continue;
        struct roster_agent *agent = next_agent(account, &urgency);
        if (agent)
            start_fetch(account, i, agent, urgency);
    }
    next_agent(account, &urgency);
    schedule_hold_back(account);
    refresh_go_on(&account->refresh);
    fetch_progress_show(&account->report.status, &account->roster, &account->slots,
                        &account->known.chronology, account->opened);
}

void schedule_turn(uv_timer_t *turn)
{
    struct account *account = turn->data;
    if (!account->is_started)
        return;
    unsigned changes = account->report.changes;
    account->report.changes = 0;
    schedule(account);
    if (changes)
        report_changed(&account->report, changes);
}

#include "model/account/account_fetch.h"

#include "model/account/account_state.h"
#include "model/archive/writer_thread.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"

#include <string.h>

/* The agent, put first in line and cleared of its last failure; NULL if it cannot be fetched. */
static struct roster_agent *put_first(struct account *account, int64_t number)
{
    struct roster_agent *agent = roster_find(&account->roster, number);
    if (!agent || account->options.offline)
        return NULL;
    agent->asked = ++account->asked;
    agent->halted = false;
    agent->failures = 0;
    memset(&agent->summary.failure, 0, sizeof agent->summary.failure);
    return agent;
}

/* The same where the user asks, who may have seen to the secret. */
static struct roster_agent *ask_for(struct account *account, int64_t number)
{
    connection_ask_anew(&account->connection);
    return put_first(account, number);
}

static void go_on(struct account *account)
{
    report_due(&account->report, ACCOUNT_ROSTER | ACCOUNT_CONNECTION);
}

void account_fetch_roster(struct account *account)
{
    report_forget(&account->report);
    listing_fetch(&account->listing);
}

/* How far back the configuration wants histories by themselves. */
static int64_t configured_reach(const struct account *account)
{
    int64_t seconds = account->config->history_seconds;
    return seconds ? timestamp_now() - seconds * TIMESTAMP_SECOND : TIMESTAMP_NONE;
}

static void say_not_kept(struct account *account)
{
    report_say(&account->report, ACCOUNT_INFORMATION,
               tr("Recordings of that time are not kept: see retention in the configuration."));
}

static int64_t later_of(int64_t time, int64_t other)
{
    return time > other ? time : other; /* TIMESTAMP_NONE is the least */
}

/* With the news that a command asks for: a screen looks back by itself. */
static void want_days(const struct account *account, struct plan *plan)
{
    if (plan->newest && !account->options.live)
        plan->days = LOOK_START_PAUSE;
}

/* What was purged is not fetched again. A history that is not wanted in full is read from its end on. */
static void want_history(struct account *account, struct roster_agent *agent, int64_t back_to)
{
    int64_t kept = later_of(retention_since(account->config), agent->filed.purged);
    int64_t reach = back_to == TIMESTAMP_NONE ? configured_reach(account) : back_to;
    plan_want_all(&agent->plan, later_of(reach, kept));
    want_days(account, &agent->plan);
    agent->plan.reach = later_of(agent->plan.reach, kept);
    agent->plan.forward = account->options.in_order && agent->plan.reach == TIMESTAMP_NONE;
}

void account_fetch(struct account *account, int64_t number, int64_t back_to)
{
    struct roster_agent *agent = ask_for(account, number);
    if (!agent)
        return;
    account->opened = number;
    want_history(account, agent, back_to);
    go_on(account);
}

/* Once each: what the user stops stays stopped. The last one first, so that the first one's turn comes first.
 */
void account_fetch_all(struct account *account)
{
    account->fetches_all = true;
    for (size_t i = account->roster.count; i-- > 0;) {
        struct roster_agent *agent = account->roster.agents[i];
        if (agent->welcomed || !agent->filed.listed || !put_first(account, agent->filed.agent))
            continue;
        agent->welcomed = true;
        want_history(account, agent, TIMESTAMP_NONE);
    }
    go_on(account);
}

/* How urgent what is fetched in long stretches is, once nobody waits for anything else. */
static enum plan_urgency urgency_in_length(const struct plan *wanted, const struct plan_known *known)
{
    struct plan plan = *wanted;
    plan.newest = false;
    plan.older = 0;
    plan.date = TIMESTAMP_NONE;
    return plan_urgency(&plan, known);
}

/* False if nothing of it is kept. */
static bool want_period(struct account *account, struct roster_agent *agent, int64_t begin, int64_t end)
{
    int64_t kept = later_of(retention_since(account->config), agent->filed.purged);
    struct plan_known known = account_known_of(&account->known, agent);
    if (end <= kept)
        return false;
    plan_want_period(&agent->plan, &known, later_of(begin, kept), end);
    want_days(account, &agent->plan);
    /* It is not to wait for minutes. */
    if (urgency_in_length(&agent->plan, &known) == PLAN_WANTED)
        fetch_slots_cancel_stretch(&account->slots, agent->filed.agent);
    return true;
}

void account_fetch_period(struct account *account, int64_t number, int64_t begin, int64_t end)
{
    struct roster_agent *agent = ask_for(account, number);
    if (!agent)
        return;
    if (!want_period(account, agent, begin, end)) {
        say_not_kept(account);
        return;
    }
    account->opened = number;
    go_on(account);
}

void account_prefer(struct account *account, int64_t number, int64_t begin, int64_t end)
{
    struct roster_agent *agent = roster_find(&account->roster, number);
    if (!agent || agent->halted)
        return;
    struct plan_known known = account_known_of(&account->known, agent);
    bool is_wanted = urgency_in_length(&agent->plan, &known) != PLAN_NOTHING ||
                     (agent->plan.newest && agent->plan.history);
    if (!is_wanted)
        return;
    agent->asked = ++account->asked;
    if (begin != INT64_MIN || end != INT64_MAX)
        want_period(account, agent, begin, end);
    go_on(account);
}

void account_fetch_older(struct account *account, int64_t number)
{
    struct roster_agent *agent = roster_find(&account->roster, number);
    if (!agent || agent->plan.older || agent->halted || account->options.offline)
        return;
    int64_t kept = retention_since(account->config);
    if (kept != TIMESTAMP_NONE && time_coverage_since(&agent->filed.times, kept))
        return;
    agent->plan.older = PLAN_PAGE;
    go_on(account);
}

void account_fetch_around(struct account *account, int64_t number, int64_t time)
{
    struct roster_agent *agent = ask_for(account, number);
    if (!agent)
        return;
    if (time < retention_since(account->config)) {
        say_not_kept(account);
        return;
    }
    account->opened = number;
    agent->plan.date = time;
    go_on(account);
}

static void forget(struct account *account, struct roster_agent *agent)
{
    writer_thread_forget_coverage(account->archive.writer_thread, agent->filed.agent);
    coverage_clear(&agent->filed.coverage);
    time_coverage_clear(&agent->filed.times);
    agent->filed.head_from = 0;
    agent->filed.as_of = agent->filed.purged = TIMESTAMP_NONE;
    agent->plan = (struct plan)PLAN_NONE;
    agent->forgetting = agent->accept_losses = true;
}

void account_fetch_anew(struct account *account, int64_t number)
{
    struct roster_agent *agent = ask_for(account, number);
    if (!agent)
        return;
    account->opened = number;
    fetch_slots_cancel(&account->slots, number);
    forget(account, agent);
    want_history(account, agent, TIMESTAMP_NONE);
    go_on(account);
}

void account_verify(struct account *account, int64_t number)
{
    struct roster_agent *agent = ask_for(account, number);
    if (!agent)
        return;
    account->opened = number;
    writer_thread_forget_seen(account->archive.writer_thread, number);
    for (size_t i = 0; i < agent->filed.seen.count; i++)
        agent->filed.seen.ranges[i].at = SEEN_UNKNOWN;
    plan_want_verified(&agent->plan);
    want_history(account, agent, TIMESTAMP_NONE);
    go_on(account);
}

void account_stop_fetching(struct account *account)
{
    listing_cancel(&account->listing);
    if (!account->options.live)
        connection_forget_retry(&account->connection);
    fetch_slots_cancel(&account->slots, 0);
    if (account->report.status.connection == CONNECTION_STARTING)
        account->report.status.connection = CONNECTION_STOPPED;
    look_budget_stop(&account->looks);
    for (size_t i = 0; i < account->roster.count; i++) {
        struct plan *plan = &account->roster.agents[i]->plan;
        plan->newest = plan->refresh = plan->verify = plan->history = plan->period.wanted = false;
        plan->older = 0;
        plan->days = 0;
        plan->date = TIMESTAMP_NONE;
    }
    go_on(account);
}

bool account_is_asking(const struct account *account)
{
    return report_is_due(&account->report) || account->listing.fetch || account->report.status.fetching ||
           account->report.status.waiting;
}

bool account_is_busy(const struct account *account)
{
    bool busy = report_is_due(&account->report) || fetch_slots_any(&account->slots);
    for (size_t i = 0; i < account->roster.count; i++)
        busy = busy || account->roster.agents[i]->forgetting;
    busy = busy || retention_is_purging(&account->retention) ||
           (!account->options.live && connection_awaits_retry(&account->connection));
    return busy || account->listing.fetch || account->report.status.waiting || account->listing.filing;
}

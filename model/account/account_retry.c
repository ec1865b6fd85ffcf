/* The connection's state, and trying again what failed. */
#include "model/account/account_state.h"
#include "model/fetch/patience.h"
#include "model/time/timestamp.h"

#include <string.h>

#define SECOND_MS 1000

/* A command waits for a server that fails now and then: so often, and later no more often than for one
 * request of so many. */
#define FREE_WAITS 10
#define RARE 4

/* A command gives up an agent that has failed too often in a row. */
static bool is_given_up(const struct account *account, const struct roster_agent *agent)
{
    return !account->live && agent->failures > account->retries;
}

/* Everything that failed may be tried again. */
static void on_retry(uv_timer_t *timer)
{
    struct account *account = timer->data;
    account->report.status.retry_at = TIMESTAMP_NONE;
    for (size_t i = 0; i < account->roster.count; i++)
        account->roster.agents[i]->halted = is_given_up(account, account->roster.agents[i]);
    if (account->roster_is_wanted)
        account_fetch_roster(account);
    report_due(&account->report, ACCOUNT_CONNECTION | ACCOUNT_ROSTER);
}

/* Milliseconds until what failed is tried again after so many failures in a row; 0 if it is not. */
static uint64_t patience(const struct account *account, const struct failure *failure, unsigned failures)
{
    if (account->live)
        return patience_of_screen(failure, failures);
    uint64_t requests = http_requests_made(account->http);
    bool is_rare = account->waits < FREE_WAITS || (uint64_t)account->waits * RARE <= requests;
    bool is_worth_it = patience_helps(failure) && failures <= account->retries && is_rare;
    return is_worth_it ? patience_of_command(failure, failures) : 0;
}

static bool awaits_retry(const struct account *account)
{
    return uv_is_active((const uv_handle_t *)&account->retry) != 0;
}

/* A command says what it waits for. */
static void say_patience(struct account *account, const struct failure *failure, uint64_t delay)
{
    if (!account->live)
        report_say(&account->report, ACCOUNT_PATIENCE, "%s; waiting %llu s, then trying again (%u of %u)",
                   failure->what, (unsigned long long)(delay + SECOND_MS - 1) / SECOND_MS, account->failures,
                   account->retries);
}

static void plan_retry(struct account *account, const struct failure *failure)
{
    if (account->is_refused)
        account_forget_retry(account);
    if (account->is_refused || awaits_retry(account) || (!account->live && !patience_helps(failure)))
        return;
    account->failures++;
    uint64_t delay = patience(account, failure, account->failures);
    account->report.status.is_hopeless = !delay;
    if (!delay)
        return;
    account->waits++;
    say_patience(account, failure, delay);
    uv_timer_start(&account->retry, on_retry, delay, 0);
    account->report.status.retry_at = timestamp_now() + (int64_t)delay * (TIMESTAMP_SECOND / SECOND_MS);
}

void account_forget_retry(struct account *account)
{
    uv_timer_stop(&account->retry);
    account->report.status.retry_at = TIMESTAMP_NONE;
}

bool account_awaits_retry(const struct account *account)
{
    return awaits_retry(account);
}

/* Whether something has failed that is to be tried again. */
static bool has_halted(const struct account *account)
{
    bool halted = account->roster_is_wanted && !account->roster_fetch;
    for (size_t i = 0; i < account->roster.count; i++)
        halted = halted || account->roster.agents[i]->halted;
    return halted;
}

static void heard_well(struct account *account)
{
    struct account_status *status = &account->report.status;
    account->was_away = account->was_away || status->connection == CONNECTION_OFFLINE;
    status->connection = CONNECTION_LIVE;
    status->last_success = timestamp_now();
    memset(&status->failure, 0, sizeof status->failure);
    if (!account->live)
        account->failures = 0; /* of an agent that goes on failing there is a count of its own */
    if (has_halted(account))
        return; /* one success is not all: the retry stays */
    account_forget_retry(account);
    memset(&account->report.said, 0, sizeof account->report.said);
    account->failures = 0;
}

/* Whether the user has to act, rather than wait. */
static bool is_for_the_user(const struct failure *failure)
{
    bool elsewhere = failure->status >= 300 && failure->status < 400;
    return failure->kind == FAILURE_REFUSED || failure->kind == FAILURE_ANSWER ||
           failure->kind == FAILURE_USAGE || failure->status == 400 || elsewhere;
}

void account_heard(struct account *account, const struct failure *failure)
{
    struct account_status *status = &account->report.status;
    if (!failure || failure->kind == FAILURE_NONE || failure->kind == FAILURE_NOT_FOUND) {
        heard_well(account);
    } else if (failure->kind != FAILURE_DISK && failure->kind != FAILURE_FULL &&
               failure->kind != FAILURE_DAMAGED) {
        status->connection = is_for_the_user(failure) ? CONNECTION_ERROR : CONNECTION_OFFLINE;
        status->failure = *failure;
        plan_retry(account, failure);
    }
    report_changed(&account->report, ACCOUNT_CONNECTION);
}

void account_say_failure(struct account *account, const struct failure *failure)
{
    bool comes_again = !account->live && patience_helps(failure) &&
                       (awaits_retry(account) || patience(account, failure, account->failures + 1));
    if (!comes_again)
        report_say_failure(&account->report, failure);
}

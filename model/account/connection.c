#include "model/account/connection.h"

#include "model/fetch/patience.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"

#include <string.h>

#define SECOND_MS 1000

/* A command waits for a server that fails now and then: so often, and later no more often than for one
 * request of so many. */
#define FREE_WAITS 10
#define RARE 4

static void on_retry(uv_timer_t *timer)
{
    struct connection *connection = timer->data;
    connection->report->status.retry_at = TIMESTAMP_NONE;
    connection->is_retry_due = true;
    report_due(connection->report, ACCOUNT_CONNECTION | ACCOUNT_ROSTER);
}

void connection_open(struct connection *connection, uv_loop_t *loop)
{
    uv_timer_init(loop, &connection->retry);
    connection->retry.data = connection;
}

/* Milliseconds until what failed is tried again after so many failures in a row; 0 if it is not. */
static uint64_t patience(const struct connection *connection, const struct failure *failure,
                         unsigned failures)
{
    if (connection->options->live)
        return patience_of_screen(failure, failures);
    uint64_t requests = http_requests_made(connection->http);
    bool is_rare = connection->waits < FREE_WAITS || (uint64_t)connection->waits * RARE <= requests;
    bool is_worth_it = patience_helps(failure) && failures <= connection->options->retries && is_rare;
    return is_worth_it ? patience_of_command(failure, failures) : 0;
}

bool connection_awaits_retry(const struct connection *connection)
{
    return uv_is_active((const uv_handle_t *)&connection->retry) != 0;
}

void connection_forget_retry(struct connection *connection)
{
    uv_timer_stop(&connection->retry);
    connection->report->status.retry_at = TIMESTAMP_NONE;
}

/* A command says what it waits for. */
static void say_patience(const struct connection *connection, const struct failure *failure, uint64_t delay)
{
    if (!connection->options->live)
        report_say(connection->report, ACCOUNT_PATIENCE,
                   tr("%s; waiting %llu s, then trying again (%u of %u)"), failure->what,
                   (unsigned long long)(delay + SECOND_MS - 1) / SECOND_MS, connection->failures,
                   connection->options->retries);
}

static void plan_retry(struct connection *connection, const struct failure *failure)
{
    struct account_status *status = &connection->report->status;
    if (connection->is_refused)
        connection_forget_retry(connection);
    if (connection->is_refused || connection_awaits_retry(connection) ||
        (!connection->options->live && !patience_helps(failure)))
        return;
    connection->failures++;
    uint64_t delay = patience(connection, failure, connection->failures);
    status->is_hopeless = !delay;
    if (!delay)
        return;
    connection->waits++;
    say_patience(connection, failure, delay);
    uv_timer_start(&connection->retry, on_retry, delay, 0);
    status->retry_at = timestamp_now() + (int64_t)delay * (TIMESTAMP_SECOND / SECOND_MS);
}

static void heard_well(struct connection *connection, bool has_failed)
{
    struct account_status *status = &connection->report->status;
    connection->was_away = connection->was_away || status->connection == CONNECTION_OFFLINE;
    status->connection = CONNECTION_LIVE;
    status->last_success = timestamp_now();
    memset(&status->failure, 0, sizeof status->failure);
    if (!connection->options->live)
        connection->failures = 0; /* of an agent that goes on failing there is a count of its own */
    if (has_failed)
        return; /* one success is not all: the retry stays */
    connection_forget_retry(connection);
    report_forget(connection->report);
    connection->failures = 0;
}

/* Whether the user has to act, rather than wait. */
static bool is_for_the_user(const struct failure *failure)
{
    bool elsewhere = failure->status >= 300 && failure->status < 400;
    return failure->kind == FAILURE_REFUSED || failure->kind == FAILURE_ANSWER ||
           failure->kind == FAILURE_USAGE || failure->status == 400 || elsewhere;
}

void connection_heard(struct connection *connection, const struct failure *failure, bool has_failed)
{
    struct account_status *status = &connection->report->status;
    if (!failure || failure->kind == FAILURE_NONE || failure->kind == FAILURE_NOT_FOUND) {
        heard_well(connection, has_failed);
    } else if (failure->kind != FAILURE_DISK && failure->kind != FAILURE_FULL &&
               failure->kind != FAILURE_DAMAGED) {
        status->connection = is_for_the_user(failure) ? CONNECTION_ERROR : CONNECTION_OFFLINE;
        status->failure = *failure;
        plan_retry(connection, failure);
    }
    report_changed(connection->report, ACCOUNT_CONNECTION);
}

void connection_mind_refusal(struct connection *connection, const struct failure *failure)
{
    if (refusal_take(&connection->refusal, failure))
        connection->is_refused = connection->gives_up = true;
}

void connection_ask_anew(struct connection *connection)
{
    connection->is_refused = connection->gives_up = false;
}

bool connection_may_ask(const struct connection *connection, bool others_under_way)
{
    bool is_left_alone = !connection->options->live && connection_awaits_retry(connection);
    return !is_left_alone && refusal_may_ask(&connection->refusal, others_under_way);
}

void connection_say_failure(struct connection *connection, const struct failure *failure)
{
    bool comes_again =
        !connection->options->live && patience_helps(failure) &&
        (connection_awaits_retry(connection) || patience(connection, failure, connection->failures + 1));
    if (!comes_again)
        report_say_failure(connection->report, failure);
}

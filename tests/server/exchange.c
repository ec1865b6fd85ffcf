#include "tests/server/exchange.h"

#include "tests/server/control.h"
#include "tests/server/must.h"
#include "tests/server/routes.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define TURNS_PER_SECOND 20

static const char login_page[] =
    "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form method=\"post\" action=\"/login\">"
    "<input name=\"user\"><input name=\"password\" type=\"password\"><button>Sign "
    "in</button></form></body></html>\n";

struct exchange *exchange_new(struct server *server, const char *uri)
{
    struct exchange *exchange = must_alloc(1, sizeof *exchange);

    exchange->server = server;
    exchange->reply.retry_after = -1;
    request_read(&exchange->request, uri);
    return exchange;
}

static void note(struct exchange *exchange, enum journal_end end)
{
    size_t rows = exchange->reply.body == NULL ? 0 : exchange->reply.body->rows;

    exchange->end = end;
    if (exchange->number > 0)
        journal_note(exchange->server->journal, exchange->number, exchange->reply.status, rows,
                     exchange->sent, end);
}

void exchange_free(struct exchange **exchange, bool completed)
{
    if ((*exchange)->end != END_CUT && !completed)
        note(*exchange, END_ABORTED);
    else if ((*exchange)->end == END_ACTIVE)
        note(*exchange, END_FINISHED);
    body_free(&(*exchange)->reply.body);
    request_free(&(*exchange)->request);
    free(*exchange);
    *exchange = NULL;
}

/* Waits; false if the client went away or the server ends. Negative: for ever. */
static bool wait_ms(const struct exchange *exchange, int64_t ms)
{
    struct pollfd watched[2] = {{exchange->socket, POLLRDHUP, 0}, {exchange->server->stopping, POLLIN, 0}};

    return poll(watched, 2, ms < 0 ? -1 : (int)(ms < INT32_MAX ? ms : INT32_MAX)) == 0;
}

static const struct fault_effect *effect(const struct exchange *exchange, enum fault_kind kind)
{
    const struct fault_effect *found = &exchange->plan.effects[kind];

    return found->on ? found : NULL;
}

/* The faults that answer in the place of the API, as a proxy would. */
static bool answer_instead(struct exchange *exchange)
{
    struct reply *reply = &exchange->reply;
    const struct fault_effect *status = effect(exchange, FAULT_STATUS);
    const struct fault_effect *redirect = effect(exchange, FAULT_REDIRECT);

    if (status != NULL) {
        reply->retry_after = status->extra;
        reply_error(reply, (unsigned)status->amount,
                    *status->text ? status->text : "This is a fault that was asked for.");
    } else if (redirect != NULL) {
        snprintf(reply->location, sizeof reply->location, "%s", redirect->text);
        reply_error(reply, (unsigned)redirect->amount, "Look elsewhere.");
    } else if (effect(exchange, FAULT_HTML) != NULL) {
        reply->status = 200;
        reply->type = "text/html; charset=utf-8";
        reply->body = body_of_string(login_page);
    }
    return reply->body != NULL;
}

/* The faults that change what the API answered. */
static void spoil(struct exchange *exchange)
{
    static const struct {
        enum fault_kind kind;
        const char *body;
    } bodies[] = {{FAULT_NULL, "null"},
                  {FAULT_EMPTY, ""},
                  {FAULT_EMPTY_LIST, "[]"},
                  {FAULT_ERROR_LIST, "[{\"Message\":\"busy\",\"Code\":503}]"},
                  {FAULT_204, ""},
                  {FAULT_NOT_ARRAY, "{\"Recordings\":[],\"Count\":0,\"Message\":\"This is no array.\"}"}};
    struct reply *reply = &exchange->reply;

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        if (effect(exchange, bodies[i].kind) == NULL)
            continue;
        body_free(&reply->body);
        reply->body = body_of_string(bodies[i].body);
        reply->status = bodies[i].kind == FAULT_204 ? 204 : 200;
        reply->content_range[0] = '\0';
        if (bodies[i].body[0] != '\0')
            reply->type = NULL;
    }
    if (effect(exchange, FAULT_TRAILING) != NULL)
        reply->body = body_with_tail(reply->body, effect(exchange, FAULT_TRAILING)->text);
}

static void answer_api(struct exchange *exchange, const char *method, enum journal_secret secret)
{
    struct reply *reply = &exchange->reply;

    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        reply_error(reply, 405, "Only GET is possible.");
    else if (secret != SECRET_RIGHT)
        reply_error(reply, 401, "The shared secret is missing or wrong.");
    else
        routes_answer(exchange->server, &exchange->request, &exchange->plan, reply);
    if (reply->status == 200 || reply->status == 206)
        spoil(exchange);
    if (effect(exchange, FAULT_CONTENT_LENGTH) != NULL)
        reply->body = body_measured(reply->body);
}

bool exchange_answer(struct exchange *exchange, const char *method, const char *secret, bool local_client)
{
    struct server *server = exchange->server;
    const char *uri = exchange->request.uri;
    enum journal_secret known = SECRET_WRONG;

    if (control_is(&exchange->request)) {
        exchange->control = true;
        if (local_client)
            control_answer(server, &exchange->request, &exchange->reply);
        else
            reply_error(&exchange->reply, 403, "Control is for the same machine only.");
        return true;
    }
    if (secret == NULL)
        known = SECRET_MISSING;
    else if (strcmp(secret, server->options.secret) == 0)
        known = SECRET_RIGHT;
    exchange->number = journal_begin(server->journal, method, uri, known, exchange->request.range);
    faults_plan(server->faults, uri, &exchange->plan);
    if (effect(exchange, FAULT_DELAY) != NULL && !wait_ms(exchange, effect(exchange, FAULT_DELAY)->amount))
        return false;
    if (effect(exchange, FAULT_CLOSE) != NULL) {
        note(exchange, END_CUT);
        return false;
    }
    if (!answer_instead(exchange))
        answer_api(exchange, method, known);
    note(exchange, END_ACTIVE);
    return true;
}

/* A reset is what the client sees when it is asked for, else an early end. */
static ssize_t cut(struct exchange *exchange)
{
    if (strcmp(effect(exchange, FAULT_CUT)->text, "reset") == 0) {
        struct linger at_once = {1, 0};

        setsockopt(exchange->socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    note(exchange, END_CUT);
    return -1;
}

/* No more than is left until the fault acts. */
static size_t up_to(const struct exchange *exchange, enum fault_kind kind, size_t room)
{
    const struct fault_effect *fault = effect(exchange, kind);

    if (fault == NULL || (uint64_t)fault->amount - exchange->sent > room)
        return room;
    return (size_t)((uint64_t)fault->amount - exchange->sent);
}

ssize_t exchange_read(struct exchange *exchange, char *out, size_t room)
{
    const struct fault_effect *drip = effect(exchange, FAULT_DRIP);
    struct body *body = exchange->reply.body;

    room = up_to(exchange, FAULT_STALL, up_to(exchange, FAULT_CUT, room));
    if (room == 0) {
        if (up_to(exchange, FAULT_CUT, 1) == 0)
            return cut(exchange);
        wait_ms(exchange, -1);
        return -1;
    }
    if (drip != NULL) {
        size_t turn = (size_t)(drip->amount / TURNS_PER_SECOND) + 1;
        int64_t pause = (int64_t)turn * 1000 / drip->amount;

        room = turn < room ? turn : room;
        if (!wait_ms(exchange, pause))
            return -1;
    }
    size_t length = body->read(body, out, room);
    exchange->sent += length;
    bool done = length == 0 || (body->length >= 0 && exchange->sent == (uint64_t)body->length);
    if (!exchange->control)
        note(exchange, done ? END_FINISHED : END_ACTIVE);
    return (ssize_t)length;
}

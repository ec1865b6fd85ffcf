#include "tests/server/routes.h"

#include "tests/server/audio/answer.h"
#include "tests/server/lists.h"
#include "tests/server/rows.h"

#include <string.h>

/* What every route is given. Segment 0 is `mot`, 1 the account. */
struct visit {
    const struct server *server;
    const struct request *request;
    const struct plan *plan;
    struct reply *reply;
};

static void answer_agents(const struct visit *visit)
{
    visit->reply->body = lists_agents(visit->server, visit->request->query, visit->plan);
    if (visit->reply->body == NULL)
        reply_error(visit->reply, 400, "The parameter state or filter is not valid.");
}

static void answer_queues(const struct visit *visit)
{
    visit->reply->body = lists_queues(visit->server, visit->plan);
}

/* Reads the cursor; replies and returns false if it is not valid. */
static bool read_wish(const struct visit *visit, const char *cursor, struct rows_wish *wish)
{
    wish->plan = visit->plan;
    wish->after = INT64_MIN;
    if (query_number(visit->request->query, cursor, &wish->after))
        return true;
    reply_error(visit->reply, 400, "The parameter fromQueueCallId or fromCallId is not a number.");
    return false;
}

/* The agent of segments 3 and 4; replies and returns NULL if there is none. */
static const struct agent *read_agent(const struct visit *visit)
{
    static const char *const types[] = {"id", "email", "syncId", "sipUri"};
    const char *type = visit->request->segments[3];
    bool known = false;

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        known = known || strcmp(type, types[i]) == 0;
    const struct agent *agent = people_find(visit->server->people, type, visit->request->segments[4]);
    if (!known)
        reply_error(visit->reply, 400, "The identificationType is not valid.");
    else if (agent == NULL)
        reply_error(visit->reply, 404, "There is no agent with that identification.");
    return agent;
}

static void answer_agent_rows(const struct visit *visit)
{
    const struct agent *agent = read_agent(visit);
    struct rows_wish wish = {.form = RENDER_RECORDING};

    if (agent != NULL && read_wish(visit, "fromQueueCallId", &wish))
        visit->reply->body = rows_of_agent(visit->server, people_index(visit->server->people, agent), &wish);
}

static void answer_user_rows(const struct visit *visit)
{
    const struct agent *agent = read_agent(visit);
    struct rows_wish wish = {.form = RENDER_DIRECT};

    if (agent != NULL && read_wish(visit, "fromCallId", &wish))
        visit->reply->body = rows_of_user(visit->server, people_index(visit->server->people, agent), &wish);
}

static void answer_queue_rows(const struct visit *visit)
{
    const struct people *people = visit->server->people;
    struct rows_wish wish = {.form = RENDER_RECORDING};
    int64_t id = 0;
    bool valid = query_read_number(visit->request->segments[3], &id);
    const struct queue *queue = people_queue_by_id(people, id);

    if (!valid)
        reply_error(visit->reply, 400, "The id of the queue is not a number.");
    else if (queue == NULL)
        reply_error(visit->reply, 404, "There is no queue with that id.");
    else if (read_wish(visit, "fromQueueCallId", &wish))
        visit->reply->body = rows_of_queue(visit->server, (size_t)(queue - people->queues), &wish);
}

static void answer_audio(const struct visit *visit)
{
    audio_answer(visit->server, visit->request, visit->plan, visit->reply);
}

static const struct {
    const char *pattern; /* behind the account */
    void (*answer)(const struct visit *visit);
} routes[] = {
    {"agents", answer_agents},
    {"agents/*/*/recordings", answer_agent_rows},
    {"queues", answer_queues},
    {"queues/calls/recordings/*", answer_audio},
    {"queues/*/calls/recordings", answer_queue_rows},
    {"users/*/*/recordings", answer_user_rows},
};

void routes_answer(const struct server *server, const struct request *request, const struct plan *plan,
                   struct reply *reply)
{
    struct visit visit = {server, request, plan, reply};

    reply->status = 200;
    if (request->segment_count >= 2 && strcmp(request->segments[0], "mot") == 0 &&
        strcmp(request->segments[1], server->options.account) == 0) {
        for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
            if (request_is(request, 2, routes[i].pattern)) {
                routes[i].answer(&visit);
                return;
            }
        }
    }
    reply_error(reply, 404, "There is nothing at this address.");
}

#include "tests/server/control.h"

#include "tests/server/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Of a call that is added. */
#define MOST_SECONDS 86400

/* One control request; the text becomes the body if none is set. */
struct order {
    struct server *server;
    const struct query *query;
    struct reply *reply;
    struct text text;
    size_t agent; /* index, when the row of the table says so */
};

static void refuse(struct order *order, unsigned status, const char *reason)
{
    order->reply->status = status;
    order->text.length = 0;
    text_format(&order->text, "%s\n", reason);
}

/* A number of the query; refuses and returns false if it is given and none. */
static bool read_number(struct order *order, const char *name, int64_t *value)
{
    if (query_number(order->query, name, value))
        return true;
    refuse(order, 400, "a parameter is not a number");
    return false;
}

static void add_line(struct order *order, const struct recording *row)
{
    struct renderer renderer = {.people = order->server->people,
                                .callers = callers_table(order->server->callers),
                                .seed = (uint64_t)order->server->options.seed,
                                .form = RENDER_LINE};
    char *begin = text_reserve(&order->text, RENDER_ROW);

    order->text.length += (size_t)(render_row(&renderer, row, begin) - begin);
}

static void do_fault(struct order *order)
{
    const char *wrong = faults_add(order->server->faults, order->query);

    if (wrong != NULL)
        refuse(order, 400, wrong);
    else
        faults_list(order->server->faults, &order->text);
}

static void do_faults(struct order *order)
{
    faults_list(order->server->faults, &order->text);
}

static void do_clear_faults(struct order *order)
{
    faults_clear(order->server->faults);
}

static void do_add(struct order *order)
{
    int64_t count = 1;
    int64_t seconds = -1;
    struct changes_wish wish = {-1, -1};

    if (!read_number(order, "count", &count) || !read_number(order, "seconds", &seconds) ||
        !read_number(order, "digit", &wish.digit))
        return;
    if (seconds > MOST_SECONDS || wish.digit > 9) {
        refuse(order, 400, "seconds or digit is too large");
        return;
    }
    wish.ticks = seconds < 0 ? -1 : seconds * TICKS_PER_SECOND;
    for (; count > 0; count--) {
        struct recording row = changes_add(order->server->changes, order->agent, &wish);

        add_line(order, &row);
    }
}

static void do_grow(struct order *order)
{
    const char *string = query_get(order->query, "per-second");
    char *end = NULL;
    double rate = string == NULL ? -1 : strtod(string, &end);

    if (string == NULL || *end != '\0' || !(rate >= 0 && rate <= 1e6))
        refuse(order, 400, "per-second is not a rate");
    else
        changes_grow(order->server->changes, order->agent, rate);
}

static void do_late(struct order *order)
{
    struct server *server = order->server;
    const char *string = query_get(order->query, "hours");
    char *end = NULL;
    double hours = string == NULL ? 0 : strtod(string, &end);
    int64_t below = 0;
    struct recording row;

    if (!read_number(order, "below", &below))
        return;
    if (string != NULL) {
        if (*end != '\0' || !(hours >= 0 && hours <= 1e6)) {
            refuse(order, 400, "hours is not a number of hours");
            return;
        }
        int64_t time = ticks_now(&server->clock) - (int64_t)(hours * (double)TICKS_PER_HOUR);
        below = history_id_at(server->history, time);
    }
    if (changes_late(server->changes, order->agent, below, &row))
        text_format(&order->text, "%lld\n", (long long)row.id);
    else
        refuse(order, 400, "give below=ID or hours=H; there must be a free id below");
}

static void do_delete(struct order *order)
{
    struct changes *changes = order->server->changes;
    int64_t id = 0;
    size_t deleted;

    if (query_get(order->query, "id") != NULL) {
        if (!read_number(order, "id", &id))
            return;
        deleted = changes_delete_id(changes, order->agent, id);
    } else if (query_get(order->query, "before") != NULL) {
        if (!read_number(order, "before", &id))
            return;
        deleted = changes_delete_before(changes, order->agent, id);
    } else if (query_get(order->query, "count") != NULL) {
        if (!read_number(order, "count", &id))
            return;
        deleted = changes_delete_some(changes, order->agent, id > 0 ? (size_t)id : 0);
    } else if (query_get(order->query, "all") != NULL) {
        deleted = changes_delete_before(changes, order->agent, INT64_MAX);
    } else {
        refuse(order, 400, "give id=ID, before=ID, count=N or all=1");
        return;
    }
    text_format(&order->text, "%zu\n", deleted);
}

static void do_list(struct order *order)
{
    static const struct plan no_plan;
    struct rows_wish wish = {.form = RENDER_LINE, .after = INT64_MIN, .whole = true, .plan = &no_plan};

    order->reply->body = rows_of_agent(order->server, order->agent, &wish);
}

static void do_objects(struct order *order)
{
    static const struct plan no_plan;
    struct rows_wish wish = {.form = RENDER_RECORDING, .after = INT64_MIN, .whole = true, .plan = &no_plan};

    order->reply->body = rows_of_agent(order->server, order->agent, &wish);
}

static void do_restore(struct order *order)
{
    int64_t id = 0;

    if (query_get(order->query, "id") == NULL)
        refuse(order, 400, "give id=ID, the greatest that the backup has");
    else if (read_number(order, "id", &id))
        text_format(&order->text, "%zu\n", changes_restore(order->server->changes, id));
}

static void do_agents(struct order *order)
{
    const struct people *people = order->server->people;

    for (size_t i = 0; i < people->agent_count; i++) {
        const struct agent *agent = &people->agents[i];

        text_format(&order->text, "%d %zu %s %s %s %s %s\n", agent->id,
                    history_count(order->server->history, i), people_status_name(agent->status), agent->email,
                    agent->sync_id, agent->sip_uri, agent->name);
    }
}

static void do_state(struct order *order)
{
    const char *name = query_get(order->query, "status");
    int status = name == NULL ? -1 : people_status_named(name);

    if (status < 0)
        refuse(order, 400, "give status=LoggedOut|Ready|Busy|Paused");
    else
        order->server->people->agents[order->agent].status = status;
}

static void do_requests(struct order *order)
{
    int64_t after = 0;

    if (read_number(order, "after", &after))
        journal_list(order->server->journal, after > 0 ? (uint64_t)after : 0, &order->text);
}

static void do_clear_requests(struct order *order)
{
    journal_clear(order->server->journal);
}

static void do_stats(struct order *order)
{
    struct server *server = order->server;

    text_format(&order->text, "recordings %zu\nagents %zu\nqueues %zu\nmax-id %lld\n",
                history_total(server->history), server->people->agent_count, server->people->queue_count,
                (long long)history_greatest(server->history));
}

static void do_clock(struct order *order)
{
    int64_t offset = 0;

    if (!read_number(order, "offset", &offset))
        return;
    if (offset > INT64_C(1000000000) || offset < INT64_C(-1000000000))
        refuse(order, 400, "the offset is too large");
    else
        atomic_store(&order->server->clock.shift, offset * TICKS_PER_SECOND);
}

static const struct {
    const char *name;
    bool of_agent; /* needs agent=ID */
    void (*run)(struct order *order);
} orders[] = {
    {"add", true, do_add},
    {"agents", false, do_agents},
    {"clear-faults", false, do_clear_faults},
    {"clear-requests", false, do_clear_requests},
    {"clock", false, do_clock},
    {"delete", true, do_delete},
    {"fault", false, do_fault},
    {"faults", false, do_faults},
    {"grow", true, do_grow},
    {"late", true, do_late},
    {"list", true, do_list},
    {"objects", true, do_objects},
    {"requests", false, do_requests},
    {"restore", false, do_restore},
    {"state", true, do_state},
    {"stats", false, do_stats},
};

/* Sets the agent's index; refuses and returns false if there is no such agent. */
static bool read_agent(struct order *order)
{
    const struct people *people = order->server->people;
    int64_t id = 0;

    if (!read_number(order, "agent", &id))
        return false;
    const struct agent *agent = people_by_id(people, id);
    if (agent == NULL)
        refuse(order, 404, "there is no such agent");
    else
        order->agent = people_index(people, agent);
    return agent != NULL;
}

bool control_is(const struct request *request)
{
    return request->segment_count > 0 && strcmp(request->segments[0], "_control") == 0;
}

void control_answer(struct server *server, const struct request *request, struct reply *reply)
{
    struct order order = {.server = server, .query = request->query, .reply = reply};
    size_t count = sizeof orders / sizeof orders[0];
    size_t i = 0;

    reply->status = 200;
    reply->type = "text/plain; charset=utf-8";
    while (i < count && !request_is(request, 1, orders[i].name))
        i++;
    if (i == count)
        refuse(&order, 404, "there is no such control");
    else if (!orders[i].of_agent || read_agent(&order))
        orders[i].run(&order);
    if (reply->body == NULL)
        reply->body = body_of_text(&order.text);
    else
        text_free(&order.text);
}

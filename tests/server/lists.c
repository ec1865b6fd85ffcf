#include "tests/server/lists.h"

#include "tests/server/must.h"
#include "tests/server/odd.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum wanted_state { WANT_ANY, WANT_LOGGED_IN, WANT_LOGGED_OUT };
enum wanted_filter { FILTER_NONE, FILTER_TAGS_OR, FILTER_TAGS_AND, FILTER_IDS, FILTER_IN_QUEUE };

/* The position of the name in a list that ends with NULL; -1 if it is not there. */
static int named(const char *name, const char *const *names)
{
    for (int i = 0; names[i] != NULL; i++) {
        if (strcasecmp(names[i], name) == 0)
            return i;
    }
    return -1;
}

static bool in_queue(const struct server *server, const struct agent *agent, int64_t id)
{
    for (size_t i = 0; i < PEOPLE_AGENT_QUEUES; i++) {
        if (server->people->queues[agent->queues[i]].id == id)
            return true;
    }
    return false;
}

static bool has_value(const struct server *server, const struct agent *agent, int filter, const char *value)
{
    int64_t id;

    if (filter == FILTER_TAGS_OR || filter == FILTER_TAGS_AND)
        return people_has_tag(agent, value);
    if (!query_read_number(value, &id))
        return false;
    return filter == FILTER_IDS ? agent->id == id : in_queue(server, agent, id);
}

static bool passes(const struct server *server, const struct agent *agent, int filter, const char *values)
{
    bool all = filter == FILTER_TAGS_AND;
    bool result = all;

    if (filter == FILTER_NONE)
        return true;
    char *copy = must_copy(values);
    char *rest = copy;
    while (rest != NULL) {
        bool has = has_value(server, agent, filter, strsep(&rest, ","));

        result = all ? result && has : result || has;
    }
    free(copy);
    return result;
}

static void add_agent(struct text *text, const struct agent *agent, int style, const char *name)
{
    const char *status = people_status_name(agent->status);

    if (style == STYLE_API)
        text_format(text, "{\"Id\":%d,\"Name\":\"%s\",\"Status\":\"%s\"}", agent->id, name, status);
    else if (style == STYLE_QUEUE)
        text_format(text, "{\"AgentId\":%d,\"AgentName\":\"%s\",\"AgentEmail\":\"%s\",\"Status\":\"%s\"}",
                    agent->id, name, agent->email, status);
    else
        text_format(text,
                    "{\"AgentId\":%d,\"AgentForename\":\"%s\",\"AgentSurname\":\"%s\",\"AgentEmail\":\"%s\","
                    "\"AgentDepartmentName\":\"%s\",\"AgentDepartmentId\":%d,\"AgentCompanyName\":\"Demo\","
                    "\"Status\":\"%s\"}",
                    agent->id, agent->forename, agent->surname, agent->email, people_department(agent),
                    agent->department + 1, status);
}

/* The name that is shown: an odd one for every n-th entry when the plan says so. */
static const char *shown_name(const struct plan *plan, size_t index, const char *name)
{
    const struct fault_effect *odd = &plan->effects[FAULT_ODD];

    if (!odd->on || odd->amount == 0 || index % (size_t)odd->amount != (size_t)odd->amount - 1)
        return name;
    return odd_name((unsigned)(index / (size_t)odd->amount));
}

/* Whether the plan leaves this agent out of the list. */
static bool is_unlisted(const struct plan *plan, const struct agent *agent)
{
    const struct fault_effect *unlisted = &plan->effects[FAULT_UNLISTED];
    return unlisted->on && unlisted->amount == agent->id;
}

/* Whether the plan wants this entry to be no JSON. */
static bool is_broken(const struct plan *plan, size_t index)
{
    const struct fault_effect *broken = &plan->effects[FAULT_BROKEN];
    return broken->on && index == (size_t)broken->amount;
}

struct body *lists_agents(const struct server *server, const struct query *query, const struct plan *plan)
{
    static const char *const states[] = {"any", "loggedIn", "loggedOut", NULL};
    static const char *const filters[] = {"", "tagsOr", "tagsAnd", "ids", "inQueue", NULL};
    const char *state_name = query_get(query, "state");
    const char *filter_name = query_get(query, "filter");
    const char *values = query_get(query, "values");
    int state = named(state_name == NULL ? "loggedIn" : state_name, states);
    int filter = named(filter_name == NULL ? "" : filter_name, filters);
    struct text text = {0};

    if (state < 0 || filter < 0)
        return NULL;
    text_puts(&text, "[");
    for (size_t i = 0; i < server->people->agent_count; i++) {
        const struct agent *agent = &server->people->agents[i];
        bool logged_in = agent->status != PEOPLE_LOGGED_OUT;
        int style = server->options.style == STYLE_MIXED ? (int)(i % 3) : server->options.style;

        if ((state != WANT_ANY && logged_in != (state == WANT_LOGGED_IN)) || is_unlisted(plan, agent) ||
            !passes(server, agent, filter, values == NULL ? "" : values))
            continue;
        if (text.length > 1)
            text_puts(&text, ",");
        if (is_broken(plan, i))
            text_format(&text, "{\"AgentId\":%d,\"AgentName\":,}", agent->id);
        else
            add_agent(&text, agent, style, shown_name(plan, i, agent->name));
    }
    text_puts(&text, "]");
    return body_of_text(&text);
}

struct body *lists_queues(const struct server *server, const struct plan *plan)
{
    struct text text = {0};

    text_puts(&text, "[");
    for (size_t i = 0; i < server->people->queue_count; i++) {
        const struct queue *queue = &server->people->queues[i];

        text_format(&text, "%s{\"Id\":%d,\"Name\":\"%s\"}", i > 0 ? "," : "", queue->id,
                    shown_name(plan, i, queue->name));
    }
    text_puts(&text, "]");
    return body_of_text(&text);
}

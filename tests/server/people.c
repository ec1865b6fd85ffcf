#include "tests/server/people.h"

#include "tests/server/dice.h"
#include "tests/server/must.h"
#include "tests/server/names.h"
#include "tests/server/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const tags[] = {"dansk", "engelsk", "tysk", "erhverv", "borger", "vagt"};
static const char *const departments[] = {"Borgerservice", "Teknik og Miljø", "Skat", "Løn og personale"};
static const char *const statuses[PEOPLE_STATUSES] = {"LoggedOut", "Ready", "Busy", "Paused"};

static void make_guid(struct dice *dice, char *guid, size_t size)
{
    uint64_t high = dice_next(dice);
    uint64_t low = dice_next(dice);

    snprintf(guid, size, "%08x-%04x-4%03x-a%03x-%012llx", (unsigned)(high >> 32),
             (unsigned)(high >> 16 & 0xffff), (unsigned)(high & 0xfff), (unsigned)(low >> 52),
             (unsigned long long)(low & 0xffffffffffff));
}

/* What renders a recording needs to copy only this. */
static void set_agent_json(struct agent *agent)
{
    int length =
        snprintf(agent->json, sizeof agent->json,
                 "\",\"AgentName\":\"%s\",\"AgentId\":%d,\"RecordingFileName\":\"", agent->name, agent->id);

    agent->json_length = (size_t)length;
}

static void make_agent(struct people *people, size_t index, int id, struct dice *dice)
{
    struct agent *agent = &people->agents[index];

    agent->id = id;
    snprintf(agent->name, sizeof agent->name, "%s %s", agent->forename, agent->surname);
    make_guid(dice, agent->sync_id, sizeof agent->sync_id);
    snprintf(agent->sip_uri, sizeof agent->sip_uri, "sip:lp%d@demo.local", id);
    agent->department = (int)dice_below(dice, sizeof departments / sizeof departments[0]);
    uint64_t roll = dice_next(dice);
    agent->tags = 1U | (unsigned)(roll & roll >> 32 & 0x3e);
    for (size_t i = 0; i < PEOPLE_AGENT_QUEUES; i++)
        agent->queues[i] = dice_below(dice, (uint32_t)people->queue_count);
    agent->status = index % 4 == 3 ? PEOPLE_LOGGED_OUT : PEOPLE_READY + (int)dice_below(dice, 3);
    set_agent_json(agent);
}

static void make_queues(struct people *people)
{
    for (size_t i = 0; i < people->queue_count; i++) {
        struct queue *queue = &people->queues[i];

        queue->id = PEOPLE_FIRST_QUEUE + (int)i;
        names_queue(i, queue->name, sizeof queue->name);
        int length =
            snprintf(queue->json, sizeof queue->json,
                     "{\"QueueId\":%d,\"QueueName\":\"%s\",\"QueueCallId\":", queue->id, queue->name);
        queue->json_length = (size_t)length;
    }
}

struct people *people_new(size_t agents, size_t queues, uint64_t seed, bool sample)
{
    struct people *people = must_alloc(1, sizeof *people);
    struct dice dice = {dice_mix(seed ^ 0x9e091e)};
    struct names *names = names_new(seed);

    people->agent_count = agents + sample;
    people->agents = must_alloc(people->agent_count, sizeof *people->agents);
    people->queue_count = queues;
    people->queues = must_alloc(queues, sizeof *people->queues);
    make_queues(people);
    if (sample) {
        struct agent *claus = &people->agents[0];

        snprintf(claus->forename, sizeof claus->forename, "Claus");
        snprintf(claus->surname, sizeof claus->surname, "Clausen");
        snprintf(claus->email, sizeof claus->email, "claus.c@demo.local");
        make_agent(people, 0, 1, &dice);
        claus->status = PEOPLE_READY;
    }
    for (size_t i = sample; i < people->agent_count; i++) {
        struct agent *agent = &people->agents[i];

        names_person(names, i - sample, agent->forename, sizeof agent->forename, agent->surname,
                     sizeof agent->surname);
        names_email(names, agent->forename, agent->surname, agent->email, sizeof agent->email);
        make_agent(people, i, PEOPLE_FIRST_AGENT + (int)(i - sample), &dice);
    }
    names_free(&names);
    return people;
}

void people_free(struct people **people)
{
    if (*people == NULL)
        return;
    free((*people)->agents);
    free((*people)->queues);
    free(*people);
    *people = NULL;
}

const struct agent *people_by_id(const struct people *people, int64_t id)
{
    for (size_t i = 0; i < people->agent_count; i++) {
        if (people->agents[i].id == id)
            return &people->agents[i];
    }
    return NULL;
}

const struct agent *people_find(const struct people *people, const char *type, const char *identification)
{
    int64_t id;

    if (strcmp(type, "id") == 0)
        return query_read_number(identification, &id) ? people_by_id(people, id) : NULL;
    for (size_t i = 0; i < people->agent_count; i++) {
        const struct agent *agent = &people->agents[i];

        if ((strcmp(type, "email") == 0 && strcasecmp(agent->email, identification) == 0) ||
            (strcmp(type, "syncId") == 0 && strcasecmp(agent->sync_id, identification) == 0) ||
            (strcmp(type, "sipUri") == 0 && strcasecmp(agent->sip_uri, identification) == 0))
            return agent;
    }
    return NULL;
}

const struct queue *people_queue_by_id(const struct people *people, int64_t id)
{
    int64_t index = id - PEOPLE_FIRST_QUEUE;

    return index >= 0 && (uint64_t)index < people->queue_count ? &people->queues[index] : NULL;
}

size_t people_index(const struct people *people, const struct agent *agent)
{
    return (size_t)(agent - people->agents);
}

bool people_has_tag(const struct agent *agent, const char *tag)
{
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if ((agent->tags >> i & 1) != 0 && strcasecmp(tags[i], tag) == 0)
            return true;
    }
    return false;
}

const char *people_department(const struct agent *agent)
{
    return departments[agent->department];
}

const char *people_status_name(int status)
{
    return statuses[status];
}

int people_status_named(const char *name)
{
    if (strcasecmp(name, "loggedIn") == 0)
        return PEOPLE_READY;
    for (int i = 0; i < PEOPLE_STATUSES; i++) {
        if (strcasecmp(statuses[i], name) == 0)
            return i;
    }
    return -1;
}

/* The directory of the made-up contact centre: its agents and its queues. */
#ifndef TESTS_SERVER_PEOPLE_H
#define TESTS_SERVER_PEOPLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PEOPLE_AGENT_QUEUES 4
#define PEOPLE_FIRST_AGENT 101
#define PEOPLE_FIRST_QUEUE 301

enum people_status { PEOPLE_LOGGED_OUT, PEOPLE_READY, PEOPLE_BUSY, PEOPLE_PAUSED, PEOPLE_STATUSES };

struct agent {
    int id;
    char forename[40];
    char surname[40];
    char name[96];
    char email[64];
    char sync_id[40];
    char sip_uri[40];
    int department;
    unsigned tags;                      /* bit n: has the tag n */
    size_t queues[PEOPLE_AGENT_QUEUES]; /* indexes; the first is where most calls come from */
    _Atomic int status;                 /* enum people_status */
    char json[224];                     /* from AgentName to the opening quote of the file name */
    size_t json_length;
};

struct queue {
    int id;
    char name[64];
    char json[160]; /* from the opening brace to the number of QueueCallId */
    size_t json_length;
};

struct people {
    size_t agent_count;
    struct agent *agents;
    size_t queue_count;
    struct queue *queues;
};

/* With `sample` the documented agent 1, Claus Clausen, comes before the others. */
struct people *people_new(size_t agents, size_t queues, uint64_t seed, bool sample);
void people_free(struct people **people);

/* `type` is id, email, syncId or sipUri. NULL if there is nobody. */
const struct agent *people_find(const struct people *people, const char *type, const char *identification);
const struct agent *people_by_id(const struct people *people, int64_t id);
const struct queue *people_queue_by_id(const struct people *people, int64_t id);
size_t people_index(const struct people *people, const struct agent *agent);

bool people_has_tag(const struct agent *agent, const char *tag);
const char *people_department(const struct agent *agent);
const char *people_status_name(int status);

/* The status of that name (also loggedIn and loggedOut); -1 if it is none. */
int people_status_named(const char *name);

#endif

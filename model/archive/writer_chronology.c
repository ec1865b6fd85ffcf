#include "model/archive/writer_chronology.h"

#include "model/archive/database.h"
#include "model/archive/row_order.h"
#include "model/archive/writer_state.h"
#include "model/coverage/chronology.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"

#include <stdlib.h>

#define SAMPLES 12 /* of each agent, evenly over its ids */

/* The last days are sampled more densely: what is looked at again begins there (look.h), and the rate of ids changes
 * with the hour of the day. */
#define STEP (INT64_C(3) * 3600 * TIMESTAMP_SECOND)
#define STEPS 44 /* more than five days */
#define TRIES 3  /* agents that are tried for a recording within a step */

struct agent_list {
    int64_t *agents; /* owned */
    size_t count;
    size_t capacity;
};

/* The recording of an agent that a statement of writer_read_chronology finds at `place`, an id or a time. */
static bool read_moment(sqlite3_stmt *statement, int64_t agent, int64_t place, struct moment *moment)
{
    database_bind_numbers(statement, DATABASE_NUMBERS(agent, place));
    bool found = sqlite3_step(statement) == SQLITE_ROW;
    if (found)
        *moment = (struct moment){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    sqlite3_reset(statement);
    return found;
}

static void sample_agent(sqlite3_stmt *up, sqlite3_stmt *down, int64_t agent, struct chronology *chronology)
{
    struct moment first;
    struct moment last;
    struct moment moment;
    if (!read_moment(up, agent, 1, &first) || !read_moment(down, agent, INT64_MAX, &last))
        return;
    chronology_add(chronology, last.id, last.time);
    for (int64_t i = 0; i < SAMPLES; i++) {
        if (read_moment(up, agent, first.id + (last.id - first.id) / SAMPLES * i, &moment))
            chronology_add(chronology, moment.id, moment.time);
    }
}

/* Adds for each step the last recording of one agent within it, trying other agents in turn. */
static void sample_days(sqlite3_stmt *before, const struct agent_list *list, int64_t now,
                        struct chronology *chronology)
{
    size_t next = 0;
    for (int64_t step = 0; step < STEPS; step++) {
        bool is_found = false;
        for (int tries = 0; !is_found && tries < TRIES; tries++, next++) {
            struct moment moment;
            int64_t time = now - step * STEP;
            is_found = read_moment(before, list->agents[next % list->count], time, &moment) &&
                       moment.time > time - STEP;
            if (is_found)
                chronology_add(chronology, moment.id, moment.time);
        }
    }
}

static bool list_agents(struct writer *writer, struct agent_list *list, struct failure *failure)
{
    sqlite3_stmt *agents = database_prepare(writer->database, "SELECT agent FROM agents", failure);
    if (!agents)
        return false;
    int code;
    while ((code = sqlite3_step(agents)) == SQLITE_ROW) {
        list->agents = memory_grow(list->agents, &list->capacity, list->count + 1, sizeof *list->agents);
        list->agents[list->count++] = sqlite3_column_int64(agents, 0);
    }
    sqlite3_finalize(agents);
    return code == SQLITE_DONE || database_failed(writer->database, "read", failure);
}

#define WITH_START                                                                                           \
    "SELECT call, started FROM recordings WHERE typeof(started) = 'integer' AND agent = ?1 AND "

bool writer_read_chronology(struct writer *writer, int64_t now, struct chronology *chronology,
                            struct failure *failure)
{
    static const char *const sql[] = {WITH_START "call >= ?2 ORDER BY call, file LIMIT 1",
                                      WITH_START "call <= ?2 ORDER BY call DESC, file DESC LIMIT 1",
                                      WITH_START ROW_ORDER_PLACE " <= ?2 ORDER BY " ROW_ORDER_PLACE
                                                                 " DESC LIMIT 1"};
    sqlite3_stmt *statements[] = {NULL, NULL, NULL};
    struct agent_list list = {0};
    bool read = list_agents(writer, &list, failure);
    for (size_t i = 0; read && i < 3; i++)
        read = (statements[i] = database_prepare(writer->database, sql[i], failure)) != NULL;
    for (size_t i = 0; read && i < list.count; i++)
        sample_agent(statements[0], statements[1], list.agents[i], chronology);
    if (read && list.count)
        sample_days(statements[2], &list, now, chronology);
    for (size_t i = 0; i < 3; i++)
        sqlite3_finalize(statements[i]);
    free(list.agents);
    return read;
}

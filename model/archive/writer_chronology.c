/* Ids and times of recordings all over the archive: what they tell about the server's ids. */
#include "model/archive/writer_chronology.h"

#include "model/archive/database.h"
#include "model/archive/writer_state.h"
#include "model/coverage/chronology.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"

#define SAMPLES 12 /* of each agent, evenly over its ids */

/* The first recording with a time at or above an id, or the last one at or below it. */
static bool read_moment(sqlite3_stmt *statement, int64_t agent, int64_t id, struct moment *moment)
{
    sqlite3_bind_int64(statement, 1, agent);
    sqlite3_bind_int64(statement, 2, id);
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

static bool sample_agents(struct writer *writer, sqlite3_stmt *up, sqlite3_stmt *down,
                          struct chronology *chronology, struct failure *failure)
{
    sqlite3_stmt *agents = database_prepare(writer->database, "SELECT agent FROM agents", failure);
    if (!agents)
        return false;
    int code;
    while ((code = sqlite3_step(agents)) == SQLITE_ROW)
        sample_agent(up, down, sqlite3_column_int64(agents, 0), chronology);
    sqlite3_finalize(agents);
    return code == SQLITE_DONE || database_failed(writer->database, "read", failure);
}

bool writer_read_chronology(struct writer *writer, struct chronology *chronology, struct failure *failure)
{
    sqlite3_stmt *up = database_prepare(writer->database,
                                        "SELECT call, started FROM recordings WHERE agent = ?1 AND call >= ?2"
                                        " AND typeof(started) = 'integer' ORDER BY call, file LIMIT 1",
                                        failure);
    sqlite3_stmt *down =
        up ? database_prepare(writer->database,
                              "SELECT call, started FROM recordings WHERE agent = ?1 AND call <= ?2"
                              " AND typeof(started) = 'integer' ORDER BY call DESC, file DESC LIMIT 1",
                              failure)
           : NULL;
    bool read = down && sample_agents(writer, up, down, chronology, failure);
    sqlite3_finalize(up);
    sqlite3_finalize(down);
    return read;
}

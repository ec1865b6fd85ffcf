#include "model/archive/writer_settled.h"

#include "model/archive/database.h"
#include "model/archive/writer_coverage.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/archive/writer_transaction.h"
#include "model/coverage/chronology.h"
#include "model/coverage/coverage.h"
#include "model/coverage/id_jump.h"
#include "model/coverage/seen.h"
#include "model/coverage/settling.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"

#define USUAL_SETTLE (INT64_C(24) * 3600 * TIMESTAMP_SECOND) /* of archives that do not record theirs */

/* Walks down from the newest recording to the first that is old enough, and as far as is needed to notice a jump of the
 * ids (id_jump.h), above which nothing counts. */
static void find_newest(struct writer *writer, int64_t agent, int64_t limit, int64_t *newest,
                        int64_t *settled)
{
    sqlite3_stmt *statement = writer_bound(writer, WRITER_NEWEST_ROWS, DATABASE_NUMBERS(agent, INT64_MAX));
    struct id_jump_down down = {INT64_MAX, 0};
    struct settling settling;
    bool is_row = true;
    settling_begin(&settling, limit);
    *newest = *settled = 0;
    while (is_row && (!*settled || down.count <= ID_JUMP_RECORDINGS)) {
        is_row = writer_step(writer, statement) && sqlite3_column_int64(statement, 0) > 0;
        int64_t id = is_row ? sqlite3_column_int64(statement, 0) : 0;
        int64_t started = is_row ? database_column_integer(statement, 1, TIMESTAMP_NONE) : TIMESTAMP_NONE;
        if (!is_row && !*settled)
            *settled = settling_end(&settling);
        if (id_jump_down_take(&down, id, NULL)) {
            *newest = *settled = 0;
            settling_begin(&settling, limit);
        }
        if (!*newest)
            *newest = id;
        if (!*settled && started >= TIMESTAMP_EARLIEST)
            *settled = settling_take(&settling, (struct moment){id, started});
    }
    sqlite3_reset(statement);
}

int64_t writer_settled_id(struct writer *writer, int64_t agent, int64_t limit)
{
    int64_t newest, settled;
    find_newest(writer, agent, limit, &newest, &settled);
    return settled;
}

int64_t writer_newest_id(struct writer *writer, int64_t agent)
{
    int64_t newest, settled;
    find_newest(writer, agent, INT64_MAX, &newest, &settled);
    return newest;
}

void writer_begin_settling(struct writer *writer, struct response_ingest *answer)
{
    sqlite3_stmt *statement =
        writer_bound(writer, WRITER_NEWEST_ROWS, DATABASE_NUMBERS(answer->agent, answer->judgement.from));
    struct moment below[SETTLING_BESIDE];
    size_t count = 0;
    settling_begin(&answer->settling, answer->asked_at - writer->settle);
    while (count < SETTLING_BESIDE && writer_step(writer, statement) &&
           sqlite3_column_int64(statement, 0) > 0) {
        int64_t started = database_column_integer(statement, 1, TIMESTAMP_NONE);
        if (started >= TIMESTAMP_EARLIEST)
            below[count++] = (struct moment){.time = started}; /* id 0: only ids of the answer may be found */
    }
    sqlite3_reset(statement);
    while (count > 0)
        settling_take(&answer->settling, below[--count]);
}

/* Notes an id around which all is old enough; 0: there is none. */
static void see_settled(struct writer_fetch *fetch, int64_t id)
{
    if (id > fetch->seen)
        fetch->seen = id;
    if (id > fetch->settled)
        fetch->settled = id;
}

void writer_see(struct writer *writer, struct response_ingest *answer, const struct recording *recording)
{
    struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    int64_t id = recording->queue_call_id;
    bool is_in_line = id_jump_take(&answer->jump, id);
    if (fetch->distrusts && id >= fetch->newest) {
        fetch->distrusts = false;
        fetch->settled = fetch->known;
    }
    if (is_in_line && id > 0 && recording->started >= TIMESTAMP_EARLIEST)
        see_settled(fetch, settling_take(&answer->settling, (struct moment){id, recording->started}));
}

void writer_end_settling(struct writer *writer, struct response_ingest *answer)
{
    see_settled(&writer->fetches[answer->fetch], settling_end(&answer->settling));
}

/* The tail of an agent, as stored with a shorter settle time. */
struct claim {
    int64_t agent;
    int64_t head_from;
    int64_t as_of;
};

/* Lowers the tail to where recordings are final by the new settle time, as of when all above that was seen. */
static bool settle_agent(struct writer *writer, const struct claim *claim, struct failure *failure)
{
    struct seen seen = {0};
    int64_t settled = writer_settled_id(writer, claim->agent, claim->as_of - writer->settle);
    int64_t as_of = claim->as_of;
    bool done = writer_read_all_seen(writer, claim->agent, &seen, failure);
    struct coverage coverage = {0};
    seen_cover(&seen, &coverage);
    int64_t times_from = coverage_reaches_down(&coverage, claim->head_from);
    int64_t lower = settled > times_from ? settled : times_from;
    int64_t head_from = lower < claim->head_from ? lower : claim->head_from;
    coverage_clear(&coverage);
    for (size_t i = 0; i < seen.count; i++) {
        if (seen.ranges[i].hi > head_from && seen.ranges[i].at < as_of)
            as_of = seen.ranges[i].at;
    }
    seen_clear(&seen);
    if (!done)
        return false;
    return writer_run(writer, WRITER_SET_HEAD, DATABASE_NUMBERS(claim->agent, head_from, as_of), failure) &&
           writer_uncover(writer, claim->agent, settled, INT64_MAX, failure);
}

static bool settle_agents(struct writer *writer, struct failure *failure)
{
    sqlite3_stmt *agents = database_prepare(
        writer->database, "SELECT agent, tail, as_of FROM agents WHERE as_of IS NOT NULL", failure);
    bool settled = agents != NULL;
    int code = SQLITE_DONE;
    while (settled && (code = sqlite3_step(agents)) == SQLITE_ROW) {
        const struct claim claim = {sqlite3_column_int64(agents, 0), sqlite3_column_int64(agents, 1),
                                    sqlite3_column_int64(agents, 2)};
        settled = settle_agent(writer, &claim, failure);
    }
    sqlite3_finalize(agents);
    return settled && (code == SQLITE_DONE || database_failed(writer->database, "read", failure));
}

static int64_t settled_before(const struct writer *writer)
{
    return database_integer(writer->database, "SELECT value FROM account WHERE name = 'settle'",
                            USUAL_SETTLE);
}

bool writer_is_settled(const struct writer *writer)
{
    return settled_before(writer) == writer->settle;
}

bool writer_settle_anew(struct writer *writer, struct failure *failure)
{
    int64_t before = settled_before(writer);
    if (before == writer->settle)
        return true;
    if (!writer_begin_transaction(writer, failure) ||
        (writer->settle > before && !settle_agents(writer, failure)))
        return false;
    return writer_set_value(writer, "settle", writer->settle, failure) && writer_commit(writer, failure);
}

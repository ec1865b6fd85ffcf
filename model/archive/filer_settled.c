/* What is settled of an agent: so old that nothing more comes beside it, until it is looked at again. */
#include "model/archive/database.h"
#include "model/archive/filer_state.h"
#include "model/time/timestamp.h"

#define USUAL_SETTLE (INT64_C(24) * 3600 * TIMESTAMP_SECOND) /* of archives that do not say theirs */

/* Walks down from the newest recording to the first that is old enough, and so far that a leap would show. */
static void find_newest(struct filer *filer, int64_t agent, int64_t limit, int64_t *newest, int64_t *settled)
{
    sqlite3_stmt *statement = filer->statements[FILER_NEWEST_ROWS];
    struct leap_down down = {INT64_MAX, 0};
    struct settling settling;
    bool is_row = true;
    settling_begin(&settling, limit);
    *newest = *settled = 0;
    sqlite3_bind_int64(statement, 1, agent);
    sqlite3_bind_int64(statement, 2, INT64_MAX);
    while (is_row && (!*settled || down.count <= LEAP_RECORDINGS)) {
        is_row = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int64(statement, 0) > 0;
        int64_t id = is_row ? sqlite3_column_int64(statement, 0) : 0;
        int64_t started = is_row ? database_column_integer(statement, 1, TIMESTAMP_NONE) : TIMESTAMP_NONE;
        if (!is_row && !*settled)
            *settled = settling_end(&settling);
        if (leap_down_take(&down, id, NULL)) {
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

int64_t filer_settled_id(struct filer *filer, int64_t agent, int64_t limit)
{
    int64_t newest, settled;
    find_newest(filer, agent, limit, &newest, &settled);
    return settled;
}

int64_t filer_newest_id(struct filer *filer, int64_t agent)
{
    int64_t newest, settled;
    find_newest(filer, agent, INT64_MAX, &newest, &settled);
    return newest;
}

void filer_begin_settling(struct filer *filer, struct filed_answer *answer)
{
    sqlite3_stmt *statement = filer->statements[FILER_NEWEST_ROWS];
    struct moment below[SETTLING_BESIDE];
    size_t count = 0;
    settling_begin(&answer->settling, answer->asked_at - filer->settle);
    sqlite3_bind_int64(statement, 1, answer->agent);
    sqlite3_bind_int64(statement, 2, answer->judgement.from);
    while (count < SETTLING_BESIDE && sqlite3_step(statement) == SQLITE_ROW &&
           sqlite3_column_int64(statement, 0) > 0) {
        int64_t started = database_column_integer(statement, 1, TIMESTAMP_NONE);
        if (started >= TIMESTAMP_EARLIEST)
            below[count++] = (struct moment){.time = started}; /* not in the answer: no id of it */
    }
    sqlite3_reset(statement);
    while (count > 0)
        settling_take(&answer->settling, below[--count]);
}

/* All around an id is old enough; 0: around none. */
static void see_settled(struct filer_walk *walk, int64_t id)
{
    if (id > walk->seen)
        walk->seen = id;
    if (id > walk->settled)
        walk->settled = id;
}

void filer_see(struct filer *filer, struct filed_answer *answer, const struct recording *recording)
{
    struct filer_walk *walk = &filer->walks[answer->walk];
    int64_t id = recording->queue_call_id;
    bool is_in_line = leap_take(&answer->leap, id);
    if (walk->distrusts && id >= walk->newest) {
        walk->distrusts = false;
        walk->settled = walk->known;
    }
    if (is_in_line && id > 0 && recording->started >= TIMESTAMP_EARLIEST)
        see_settled(walk, settling_take(&answer->settling, (struct moment){id, recording->started}));
}

void filer_end_settling(struct filer *filer, struct filed_answer *answer)
{
    see_settled(&filer->walks[answer->walk], settling_end(&answer->settling));
}

/* What was claimed of an agent with a shorter settle time. */
struct claim {
    int64_t agent;
    int64_t tail;
    int64_t as_of;
};

/* The end is claimed from where it is final now, as of when all above was seen. */
static bool settle_agent(struct filer *filer, const struct claim *claim, struct failure *failure)
{
    struct seen seen = {0};
    int64_t settled = filer_settled_id(filer, claim->agent, claim->as_of - filer->settle);
    int64_t as_of = claim->as_of;
    sqlite3_stmt *statement = filer->statements[FILER_SET_TAIL];
    bool done = filer_read_all_seen(filer, claim->agent, &seen, failure);
    struct coverage coverage = {0};
    seen_cover(&seen, &coverage);
    int64_t held_from = coverage_reaches_down(&coverage, claim->tail);
    int64_t lower = settled > held_from ? settled : held_from;
    int64_t tail = lower < claim->tail ? lower : claim->tail;
    coverage_clear(&coverage);
    for (size_t i = 0; i < seen.count; i++) {
        if (seen.ranges[i].hi > tail && seen.ranges[i].at < as_of)
            as_of = seen.ranges[i].at;
    }
    seen_clear(&seen);
    if (!done)
        return false;
    sqlite3_bind_int64(statement, 1, claim->agent);
    sqlite3_bind_int64(statement, 2, tail);
    sqlite3_bind_int64(statement, 3, as_of);
    return database_run(filer->database, statement, "write to", failure) &&
           filer_uncover(filer, claim->agent, settled, INT64_MAX, failure);
}

static bool settle_agents(struct filer *filer, struct failure *failure)
{
    sqlite3_stmt *agents = database_prepare(
        filer->database, "SELECT agent, tail, as_of FROM agents WHERE as_of IS NOT NULL", failure);
    bool settled = agents != NULL;
    while (settled && sqlite3_step(agents) == SQLITE_ROW) {
        const struct claim claim = {sqlite3_column_int64(agents, 0), sqlite3_column_int64(agents, 1),
                                    sqlite3_column_int64(agents, 2)};
        settled = settle_agent(filer, &claim, failure);
    }
    sqlite3_finalize(agents);
    return settled;
}

bool filer_settle_anew(struct filer *filer, struct failure *failure)
{
    static const char last[] = "SELECT value FROM account WHERE name = 'settle'";
    int64_t before = database_integer(filer->database, last, USUAL_SETTLE);
    if (before == filer->settle)
        return true;
    if (!filer_begin_transaction(filer, failure) ||
        (filer->settle > before && !settle_agents(filer, failure)))
        return false;
    return filer_set_value(filer, "settle", filer->settle, failure) && filer_commit(filer, failure);
}

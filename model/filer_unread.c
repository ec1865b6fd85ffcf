/* What of the server's answers could not be read, as long as it is missing. */
#include "model/database.h"
#include "model/filer_state.h"

/* Runs a statement with up to three numbers. */
static bool run(struct filer *filer, const char *sql, const int64_t numbers[], int count,
                struct failure *failure)
{
    sqlite3_stmt *statement = database_prepare(filer->database, sql, failure);
    if (!statement)
        return false;
    for (int i = 0; i < count; i++)
        sqlite3_bind_int64(statement, i + 1, numbers[i]);
    bool done = database_run(filer->database, statement, "write to", failure);
    sqlite3_finalize(statement);
    return done;
}

void filer_leave_out(struct filer *filer, struct filed_answer *answer)
{
    struct filer_walk *walk = &filer->walks[answer->walk];
    int64_t place = answer->judgement.with_id ? answer->judgement.last : answer->judgement.from + 1;
    if (answer->repeats && place <= answer->repeated_up_to)
        return; /* it came at the end of the answer before, too */
    if (!answer->unread.elements++)
        recording_explain(filer->decoder, answer->unread.reason);
    walk->left_out++;
    walk->left_out_at = place;
}

/* The id at which something was left out is held only when that has come after all. */
static bool forget_if_it_came(struct filer *filer, const struct filed_answer *answer, struct failure *failure)
{
    return run(filer,
               "DELETE FROM unreadable WHERE agent = ?1 AND (EXISTS(SELECT 1 FROM coverage"
               " WHERE coverage.agent = ?1 AND lo < place AND hi >= place) OR EXISTS(SELECT 1 FROM agents"
               " WHERE agents.agent = ?1 AND as_of IS NOT NULL AND tail < place))",
               &answer->agent, 1, failure);
}

bool filer_write_left_out(struct filer *filer, const struct filed_answer *answer, struct failure *failure)
{
    const struct filer_walk *walk = &filer->walks[answer->walk];
    const int64_t numbers[] = {answer->agent, (int64_t)walk->left_out, walk->left_out_at};
    if (answer->unread.elements)
        return run(filer, "INSERT OR REPLACE INTO unreadable(agent, elements, place) VALUES(?1, ?2, ?3)",
                   numbers, 3, failure);
    return forget_if_it_came(filer, answer, failure);
}

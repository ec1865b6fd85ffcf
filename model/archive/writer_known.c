#include "model/archive/writer_known.h"

#include "model/archive/database.h"
#include "model/archive/writer_coverage.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/coverage/answer.h"
#include "net/base/failure.h"

/* The first id of the agent above one; INT64_MAX if there is none. */
static int64_t next_id(struct writer *writer, int64_t agent, int64_t above)
{
    sqlite3_stmt *statement = writer_bound(writer, WRITER_NEXT_ROW, DATABASE_NUMBERS(agent, above));
    int64_t next =
        writer_step(writer, statement) ? database_column_integer(statement, 0, INT64_MAX) : INT64_MAX;
    sqlite3_reset(statement);
    return next;
}

void writer_begin_known(struct writer *writer, struct response_ingest *answer, int64_t stop_at)
{
    struct failure unread;
    bool is_covered = false;
    int64_t from = answer->judgement.from;
    answer->known_above = next_id(writer, answer->agent, from > 0 ? from : 0);
    answer->stop_at = stop_at > 0 ? stop_at : INT64_MAX;
    answer->goes_on_at = INT64_MAX;
    if (answer->stop_at != INT64_MAX &&
        writer_is_covered(writer, answer->agent, stop_at + 1, &is_covered, &unread) && is_covered)
        answer->goes_on_at = next_id(writer, answer->agent, stop_at);
}

void writer_know(struct response_ingest *answer, int64_t id, bool is_new)
{
    answer->met_known = answer->met_known || (!is_new && id > answer->judgement.from);
    if (answer->is_across || id <= answer->stop_at || answer->goes_on_at == INT64_MAX)
        return;
    answer->is_across = true;
    answer->is_astray = is_new || id != answer->goes_on_at;
}

bool writer_is_estranged(const struct response_ingest *answer)
{
    const struct answer *judgement = &answer->judgement;
    return !answer->met_known && !judgement->below && judgement->from > 0 && judgement->with_id &&
           judgement->greatest >= answer->known_above;
}

/* Uncovers ANSWER_DOUBT ids below the question, too, so that they are asked for again even if this fetch ends before it
 * has done so. */
bool writer_forget_estranged(struct writer *writer, const struct response_ingest *answer,
                             struct failure *failure)
{
    int64_t from = answer->judgement.from;
    sqlite3_stmt *statement = writer_bound(writer, WRITER_SET_HEAD, DATABASE_NUMBERS(answer->agent, 0));
    sqlite3_bind_null(statement, 3);
    return database_run(writer->database, statement, "write to", failure) &&
           writer_uncover(writer, answer->agent, from > ANSWER_DOUBT ? from - ANSWER_DOUBT : 0, INT64_MAX,
                          failure);
}

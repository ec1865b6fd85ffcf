#include "model/archive/writer_place.h"

#include "model/archive/database.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/archive/writer_transaction.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"

/* The place of the neighbour in the archive, before all others if there is none. Never NULL: in the expression of the
 * index (row_order.h) a start that cannot be read, which is a blob, would follow. */
static int64_t place_beside(struct writer *writer, int64_t agent, int64_t call)
{
    sqlite3_stmt *beside = writer_bound(writer, WRITER_PLACE_BESIDE, DATABASE_NUMBERS(agent, call));
    int64_t place = INT64_MIN + 1;
    if (writer_step(writer, beside))
        place = database_column_integer(beside, 0, place);
    sqlite3_reset(beside);
    return place;
}

int64_t writer_place_of(struct writer *writer, const struct response_ingest *answer,
                        const struct recording *recording)
{
    if (recording->started != TIMESTAMP_NONE)
        return TIMESTAMP_NONE;
    if (answer->reached.time != TIMESTAMP_NONE)
        return answer->reached.time;
    return place_beside(writer, answer->agent, recording->queue_call_id);
}

void writer_placed(struct writer *writer, struct response_ingest *answer, const struct recording *recording)
{
    int64_t call = recording->queue_call_id;
    if (recording->started == TIMESTAMP_NONE) {
        if (answer->reached.time == TIMESTAMP_NONE && call < answer->unplaced)
            answer->unplaced = call;
        return;
    }
    if (answer->unplaced == INT64_MAX)
        return;
    sqlite3_stmt *place =
        writer_bound(writer, WRITER_PLACE_ROWS,
                     DATABASE_NUMBERS(answer->agent, answer->unplaced, call, recording->started));
    writer_step(writer, place);
    sqlite3_reset(place);
    if (sqlite3_changes(writer->database) > 0) {
        writer_note_change(writer, answer, answer->unplaced);
        writer_note_change(writer, answer, call);
    }
    answer->unplaced = INT64_MAX;
}

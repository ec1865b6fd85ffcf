#include "model/archive/writer_expiry.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/writer_coverage.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_settled.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/coverage/coverage.h"
#include "model/coverage/time_coverage.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"

#define WITNESSES 7 /* first recordings of an answer, which tell its time; fewer than half may be wrong */

bool writer_is_expired(const struct response_ingest *answer, const struct recording *recording)
{
    return answer->kept_since > 0 && recording->started != TIMESTAMP_NONE && !recording->unread_start &&
           recording->started < answer->kept_since;
}

void writer_note_age(struct response_ingest *answer, const struct recording *recording)
{
    if (answer->kept_since <= 0 || recording->started < TIMESTAMP_EARLIEST || recording->unread_start)
        return;
    bool is_kept = recording->started >= answer->kept_since;
    if (is_kept && (!answer->oldest || recording->started < answer->oldest))
        answer->oldest = recording->started;
    if (answer->witnesses == WITNESSES)
        return;
    answer->witnesses++;
    answer->old_witnesses += recording->started <= answer->kept_since - LONGEST_WAIT;
}

bool writer_is_filed(struct writer *writer, const struct response_ingest *answer,
                     const struct writer_row *row)
{
    sqlite3_stmt *find = writer_statement(writer, WRITER_FIND_ROW);
    if (file_key_is_nameless(&row->file)) {
        find = writer_statement(writer, WRITER_COUNT_RANGE); /* its key would need values to be interned */
        sqlite3_bind_int64(find, 3, row->recording.queue_call_id);
    } else {
        file_key_bind(find, 3, &row->file);
    }
    database_bind_numbers(find, DATABASE_NUMBERS(answer->agent, row->recording.queue_call_id));
    bool is_filed = writer_step(writer, find) && sqlite3_column_int64(find, 0) > 0;
    sqlite3_reset(find);
    return is_filed;
}

/* Uncovers the first id, so that the history does not count as complete any more. */
static bool unclaim_first(struct writer *writer, const struct response_ingest *answer,
                          struct failure *failure)
{
    return writer_run(writer, WRITER_RAISE_HEAD, DATABASE_NUMBERS(answer->agent, 1), failure) &&
           writer_uncover(writer, answer->agent, INT64_MIN, 1, failure);
}

bool writer_leave_expired(struct writer *writer, struct response_ingest *answer,
                          const struct recording *recording, struct failure *failure)
{
    struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    answer_take(&answer->judgement, recording->queue_call_id);
    writer_note_age(answer, recording);
    writer->uncommitted++;
    writer_see(writer, answer, recording);
    answer->reached = (struct moment){recording->queue_call_id, recording->started};
    answer->expired++;
    if (fetch->has_expired)
        return true;
    fetch->has_expired = true;
    fetch->witness += fetch->witness == 1; /* id 1 is not covered any more */
    answer->witness += answer->witness == 1;
    return unclaim_first(writer, answer, failure);
}

int64_t writer_least_claim(const struct writer *writer, const struct response_ingest *answer, int64_t lo)
{
    return writer->fetches[answer->fetch].has_expired && lo < 1 ? 1 : lo;
}

/* Whether all retained recordings lie above the start of the proved range: it begins at the first id, or most of the
 * answer's first recordings started LONGEST_WAIT before the retention begins. */
static bool is_below_kept(const struct response_ingest *answer, struct coverage_range truth)
{
    if (truth.lo <= 0)
        return true;
    return truth.lo == answer->judgement.from && !answer->judgement.fell && answer->witnesses == WITNESSES &&
           answer->old_witnesses > WITNESSES / 2;
}

bool writer_claim_kept(struct writer *writer, struct response_ingest *answer, struct coverage_range truth,
                       struct failure *failure)
{
    if (!answer->expired || answer->has_claimed || truth.hi <= truth.lo || !is_below_kept(answer, truth))
        return true;
    static const char claim[] =
        "INSERT INTO purges(agent, before, call) VALUES(?1, ?2, ?3) ON CONFLICT(agent) DO UPDATE SET"
        " call = CASE WHEN excluded.before >= before THEN max(call, excluded.call) ELSE excluded.call END,"
        " before = excluded.before";
    return answer->has_claimed =
               database_run_with(writer->database, claim,
                                 DATABASE_NUMBERS(answer->agent, answer->kept_since,
                                                  writer_least_claim(writer, answer, truth.lo)),
                                 failure);
}

/* The rows of an answer: decoded, interned, filed. */
#include "model/database.h"
#include "model/file_key.h"
#include "model/filer.h"
#include "model/filer_state.h"
#include "model/timestamp.h"
#include "net/memory.h"

#include <stdlib.h>
#include <string.h>

struct row_numbers {
    int64_t caller;
    int64_t person;
    int64_t queue;
    int64_t kind;
};

static bool intern_row(struct filer *filer, const struct recording *recording, struct row_numbers *numbers,
                       struct failure *failure)
{
    return interning_get(filer->callers, RECORDING_NO_NUMBER, recording->caller, NULL, &numbers->caller,
                         failure) &&
           interning_get(filer->people, recording->agent_id, recording->agent_name, NULL, &numbers->person,
                         failure) &&
           interning_get(filer->queues, recording->queue_id, recording->queue_name, NULL, &numbers->queue,
                         failure) &&
           interning_get(filer->kinds, RECORDING_NO_NUMBER, recording->type, recording->culture,
                         &numbers->kind, failure);
}

/* What cannot be read is kept as a blob, which is no time to any query. */
static void bind_time(sqlite3_stmt *statement, int index, int64_t ticks, const char *unread)
{
    if (unread)
        sqlite3_bind_blob(statement, index, unread, (int)failure_fit(unread, RECORDING_UNREAD_LIMIT + 1),
                          SQLITE_STATIC);
    else
        database_bind_integer(statement, index, ticks, TIMESTAMP_NONE);
}

static void bind_row(sqlite3_stmt *statement, int64_t agent, const struct recording *recording,
                     const struct file_key *file, const struct row_numbers *numbers)
{
    sqlite3_bind_int64(statement, 1, agent);
    sqlite3_bind_int64(statement, 2, recording->queue_call_id);
    file_key_bind(statement, 3, file);
    bind_time(statement, 4, recording->started, recording->unread_start);
    bind_time(statement, 5, recording->ended, recording->unread_end);
    database_bind_integer(statement, 6, numbers->caller, 0);
    database_bind_integer(statement, 7, numbers->person, 0);
    database_bind_integer(statement, 8, numbers->queue, 0);
    database_bind_integer(statement, 9, numbers->kind, 0);
}

void filer_note_change(struct filer *filer, struct filed_answer *answer, int64_t id)
{
    answer->changed = true;
    change_log_note_call(&filer->changes, &answer->changes, answer->agent, id);
}

/* Brings a row that is there already up to date. */
static bool renew_row(struct filer *filer, struct filed_answer *answer, const struct recording *recording,
                      const struct file_key *file, const struct row_numbers *numbers, struct failure *failure)
{
    sqlite3_stmt *compare = filer->statements[FILER_COMPARE_ROW];
    bind_row(compare, answer->agent, recording, file, numbers);
    int code = sqlite3_step(compare);
    bool leaves_values = code == SQLITE_ROW && sqlite3_column_int(compare, 0) != 0;
    bool read =
        code == SQLITE_ROW || code == SQLITE_DONE || database_failed(filer->database, "read", failure);
    sqlite3_reset(compare);
    if (code != SQLITE_ROW)
        return read;
    filer_note_change(filer, answer, recording->queue_call_id);
    sqlite3_stmt *update = filer->statements[FILER_UPDATE_ROW];
    bind_row(update, answer->agent, recording, file, numbers);
    return database_run(filer->database, update, "write to", failure) &&
           (!leaves_values || filer_note_traces(filer, failure));
}

static bool put_row(struct filer *filer, struct filed_answer *answer, const struct recording *recording,
                    const struct file_key *file, struct failure *failure)
{
    struct row_numbers numbers;
    if (!intern_row(filer, recording, &numbers, failure))
        return false;
    sqlite3_stmt *add = filer->statements[FILER_ADD_ROW];
    bind_row(add, answer->agent, recording, file, &numbers);
    if (!database_run(filer->database, add, "write to", failure))
        return false;
    if (sqlite3_changes(filer->database) == 0)
        return renew_row(filer, answer, recording, file, &numbers, failure);
    answer->added++;
    filer_note_change(filer, answer, recording->queue_call_id);
    return true;
}

static void remember_seen(struct filed_answer *answer, int64_t id, const struct file_key *file)
{
    answer->seen =
        memory_grow(answer->seen, &answer->seen_capacity, answer->seen_count + 1, sizeof *answer->seen);
    if (answer->seen_count && answer->seen[answer->seen_count - 1].id >= id)
        answer->seen_sorted = false;
    answer->seen[answer->seen_count++] = (struct seen_key){id, file_key_hash(file)};
}

bool filer_take(struct filer *filer, struct filed_answer *answer, const char *text, size_t length,
                struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    struct recording recording;
    if (!recording_decode(filer->decoder, text, length, &recording) || recording_is_none(&recording)) {
        bool proved = filer_prove(filer, answer, failure); /* what comes before it stands by itself */
        filer_leave_out(filer, answer);
        answer_take_unreadable(&answer->judgement);
        return proved;
    }
    if (recording.unread_start && !answer->unread.starts++)
        failure_quote(answer->unread.start, sizeof answer->unread.start, recording.unread_start);
    struct file_key file;
    file_key_make(&file, recording.file_name);
    if (!put_row(filer, answer, &recording, &file, failure))
        return false;
    answer_take(&answer->judgement, recording.queue_call_id);
    remember_seen(answer, recording.queue_call_id, &file);
    filer->uncommitted++;
    struct filer_walk *walk = &filer->walks[answer->walk];
    bool is_in_line = leap_take(&answer->leap, recording.queue_call_id);
    bool is_settled =
        recording.started >= TIMESTAMP_EARLIEST && recording.started <= answer->asked_at - filer->settle;
    filer_see(walk, recording.queue_call_id, is_settled && is_in_line);
    if (recording.started != TIMESTAMP_NONE)
        answer->reached = (struct moment){recording.queue_call_id, recording.started};
    return true;
}

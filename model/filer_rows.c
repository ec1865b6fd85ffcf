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

/* Where the values of the rows of a group begin, and how many a row has besides its agent. */
enum { FIRST_VALUE = 2, ROW_VALUES = 8 };

/* The statement that adds so many rows: one, or a group. */
static sqlite3_stmt *statement_for(struct filer *filer, size_t count, struct failure *failure)
{
    if (count == 1)
        return filer->statements[FILER_ADD_ROW];
    if (filer->add_group)
        return filer->add_group;
    struct sqlite3_str *sql = sqlite3_str_new(filer->database);
    sqlite3_str_appendall(sql, "INSERT OR IGNORE INTO recordings(agent, call, file, started, ended, caller,"
                               " person, queue, kind) VALUES");
    for (int row = 0; row < FILER_GROUP; row++) {
        sqlite3_str_appendall(sql, row ? ",(?1" : "(?1");
        for (int value = 0; value < ROW_VALUES; value++)
            sqlite3_str_appendf(sql, ",?%d", FIRST_VALUE + row * ROW_VALUES + value);
        sqlite3_str_appendall(sql, ")");
    }
    char *text = sqlite3_str_finish(sql);
    if (!text)
        die("out of memory (statement)");
    filer->add_group = database_prepare(filer->database, text, failure);
    sqlite3_free(text);
    return filer->add_group;
}

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

/* The values of a row, from the parameter `first` on. */
static void bind_values(sqlite3_stmt *statement, int first, const struct filer_row *row,
                        const struct row_numbers *numbers)
{
    sqlite3_bind_int64(statement, first, row->recording.queue_call_id);
    file_key_bind(statement, first + 1, &row->file);
    bind_time(statement, first + 2, row->recording.started, row->recording.unread_start);
    bind_time(statement, first + 3, row->recording.ended, row->recording.unread_end);
    database_bind_integer(statement, first + 4, numbers->caller, 0);
    database_bind_integer(statement, first + 5, numbers->person, 0);
    database_bind_integer(statement, first + 6, numbers->queue, 0);
    database_bind_integer(statement, first + 7, numbers->kind, 0);
}

static void bind_row(sqlite3_stmt *statement, int64_t agent, const struct filer_row *row,
                     const struct row_numbers *numbers)
{
    sqlite3_bind_int64(statement, 1, agent);
    bind_values(statement, FIRST_VALUE, row, numbers);
}

void filer_note_change(struct filer *filer, struct filed_answer *answer, int64_t id)
{
    answer->changed = true;
    change_log_note_call(&filer->changes, &answer->changes, answer->agent, id);
}

/* Brings a row that is there already up to date. */
static bool renew_row(struct filer *filer, struct filed_answer *answer, const struct filer_row *row,
                      const struct row_numbers *numbers, struct failure *failure)
{
    sqlite3_stmt *compare = filer->statements[FILER_COMPARE_ROW];
    bind_row(compare, answer->agent, row, numbers);
    int code = sqlite3_step(compare);
    bool leaves_values = code == SQLITE_ROW && sqlite3_column_int(compare, 0) != 0;
    bool read =
        code == SQLITE_ROW || code == SQLITE_DONE || database_failed(filer->database, "read", failure);
    sqlite3_reset(compare);
    if (code != SQLITE_ROW)
        return read;
    filer_note_change(filer, answer, row->recording.queue_call_id);
    sqlite3_stmt *update = filer->statements[FILER_UPDATE_ROW];
    bind_row(update, answer->agent, row, numbers);
    return database_run(filer->database, update, "write to", failure) &&
           (!leaves_values || filer_note_traces(filer, failure));
}

/* Adds one row, or a group. If some were there already, all are looked at, and noted as
 * changed if one is new. */
static bool put_rows(struct filer *filer, struct filed_answer *answer, const struct filer_row *rows,
                     size_t count, struct failure *failure)
{
    struct row_numbers numbers[FILER_GROUP];
    sqlite3_stmt *add = statement_for(filer, count, failure);
    if (!add)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!intern_row(filer, &rows[i].recording, &numbers[i], failure))
            return false;
        bind_values(add, FIRST_VALUE + (int)i * ROW_VALUES, &rows[i], &numbers[i]);
    }
    sqlite3_bind_int64(add, 1, answer->agent);
    if (!database_run(filer->database, add, "write to", failure))
        return false;
    int added = sqlite3_changes(filer->database);
    answer->added += added;
    for (size_t i = 0; added && i < count; i++)
        filer_note_change(filer, answer, rows[i].recording.queue_call_id);
    for (size_t i = 0; added < (int)count && i < count; i++) {
        if (!renew_row(filer, answer, &rows[i], &numbers[i], failure))
            return false;
    }
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

/* What a recording that was filed tells of its answer. */
static void judge_row(struct filer *filer, struct filed_answer *answer, const struct filer_row *row)
{
    const struct recording *recording = &row->recording;
    answer_take(&answer->judgement, recording->queue_call_id);
    remember_seen(answer, recording->queue_call_id, &row->file);
    filer->uncommitted++;
    struct filer_walk *walk = &filer->walks[answer->walk];
    bool is_in_line = leap_take(&answer->leap, recording->queue_call_id);
    bool is_settled =
        recording->started >= TIMESTAMP_EARLIEST && recording->started <= answer->asked_at - filer->settle;
    filer_see(walk, recording->queue_call_id, is_settled && is_in_line);
    if (recording->started != TIMESTAMP_NONE)
        answer->reached = (struct moment){recording->queue_call_id, recording->started};
}

bool filer_take_rows(struct filer *filer, struct filed_answer *answer, const struct filer_row *rows,
                     size_t count, struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    while (count) {
        size_t group = count < FILER_GROUP ? 1 : FILER_GROUP;
        if (!put_rows(filer, answer, rows, group, failure))
            return false;
        for (size_t i = 0; i < group; i++)
            judge_row(filer, answer, &rows[i]);
        rows += group;
        count -= group;
    }
    return true;
}

bool filer_take(struct filer *filer, struct filed_answer *answer, const char *text, size_t length,
                struct failure *failure)
{
    struct filer_row row;
    if (!filer_begin_transaction(filer, failure))
        return false;
    if (!recording_decode(filer->decoder, text, length, &row.recording) ||
        recording_is_none(&row.recording)) {
        bool proved = filer_prove(filer, answer, failure); /* what comes before it stands by itself */
        filer_leave_out(filer, answer);
        answer_take_unreadable(&answer->judgement);
        return proved;
    }
    if (row.recording.unread_start && !answer->unread.starts++)
        failure_quote(answer->unread.start, sizeof answer->unread.start, row.recording.unread_start);
    file_key_make(&row.file, row.recording.file_name);
    return filer_take_rows(filer, answer, &row, 1, failure);
}

#include "model/archive/writer_rows.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/interning.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_expiry.h"
#include "model/archive/writer_known.h"
#include "model/archive/writer_merge.h"
#include "model/archive/writer_place.h"
#include "model/archive/writer_settled.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/archive/writer_traces.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/archive/writer_unread.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/recording/recording.h"
#include "model/recording/recording_decode.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A recording on its way into the archive. */
struct row {
    const struct recording *recording;
    struct file_key file;
    int64_t caller; /* keys of interned values, 0: none */
    int64_t person;
    int64_t queue;
    int64_t kind;
    int64_t place; /* ticks, see row_order.h; TIMESTAMP_NONE: its start */
    unsigned char distinction[RECORDING_DISTINCTION_SIZE];
    bool is_new;
};

static bool intern_row(struct writer *writer, struct row *row, struct failure *failure)
{
    const struct recording *recording = row->recording;
    return interning_get(writer->callers, RECORDING_NO_NUMBER, recording->caller, NULL, &row->caller,
                         failure) &&
           interning_get(writer->people, recording->agent_id, recording->agent_name, NULL, &row->person,
                         failure) &&
           interning_get(writer->queues, recording->queue_id, recording->queue_name, NULL, &row->queue,
                         failure) &&
           interning_get(writer->kinds, RECORDING_NO_NUMBER, recording->type, recording->culture, &row->kind,
                         failure);
}

/* Makes all values of the recording part of its key. */
static void distinguish(struct row *row)
{
    const char *start = row->recording->unread_start;
    const char *end = row->recording->unread_end;
    const int64_t values[FILE_KEY_VALUES] = {
        start ? file_key_number(start) : row->recording->started,
        end ? file_key_number(end) : row->recording->ended,
        row->caller,
        row->person,
        row->queue,
        row->kind,
    };
    file_key_distinguish(row->distinction, values);
    row->file.distinction = row->distinction;
}

/* Parameters of the statements that add rows: ?1 is the agent, then come ROW_VALUES for each row. */
enum { FIRST_VALUE = 2, ROW_VALUES = 8 };

/* The statement that adds `count` rows: 1 or WRITER_GROUP. */
static sqlite3_stmt *statement_for(struct writer *writer, size_t count, struct failure *failure)
{
    if (count == 1)
        return writer_statement(writer, WRITER_ADD_ROW);
    if (writer->add_group)
        return writer->add_group;
    struct sqlite3_str *sql = sqlite3_str_new(writer->database);
    sqlite3_str_appendall(sql, "INSERT OR IGNORE INTO recordings(agent, call, file, started, ended, caller,"
                               " person, queue, kind) VALUES");
    for (int row = 0; row < WRITER_GROUP; row++) {
        sqlite3_str_appendall(sql, row ? ",(?1" : "(?1");
        for (int value = 0; value < ROW_VALUES; value++)
            sqlite3_str_appendf(sql, ",?%d", FIRST_VALUE + row * ROW_VALUES + value);
        sqlite3_str_appendall(sql, ")");
    }
    char *text = sqlite3_str_finish(sql);
    if (!text)
        die("out of memory (statement)");
    writer->add_group = database_prepare(writer->database, text, failure);
    sqlite3_free(text);
    return writer->add_group;
}

/* A time that cannot be parsed is stored as a blob, which no query takes for a time. */
static void bind_time(sqlite3_stmt *statement, int index, int64_t ticks, const char *unread)
{
    if (unread)
        sqlite3_bind_blob(statement, index, unread, (int)failure_fit(unread, RECORDING_UNREAD_LIMIT + 1),
                          SQLITE_STATIC);
    else
        database_bind_integer(statement, index, ticks, TIMESTAMP_NONE);
}

static void bind_key(sqlite3_stmt *statement, int first, const struct row *row)
{
    sqlite3_bind_int64(statement, first, row->recording->queue_call_id);
    file_key_bind(statement, first + 1, &row->file);
}

/* Binds the values of a row except its place, from the parameter `first` on. */
static void bind_values(sqlite3_stmt *statement, int first, const struct row *row)
{
    const struct recording *recording = row->recording;
    bind_key(statement, first, row);
    bind_time(statement, first + 2, recording->started, recording->unread_start);
    bind_time(statement, first + 3, recording->ended, recording->unread_end);
    database_bind_integer(statement, first + 4, row->caller, 0);
    database_bind_integer(statement, first + 5, row->person, 0);
    database_bind_integer(statement, first + 6, row->queue, 0);
    database_bind_integer(statement, first + 7, row->kind, 0);
}

static void bind_row(sqlite3_stmt *statement, int64_t agent, const struct row *row)
{
    sqlite3_bind_int64(statement, 1, agent);
    bind_values(statement, FIRST_VALUE, row);
    database_bind_integer(statement, FIRST_VALUE + ROW_VALUES, row->place, TIMESTAMP_NONE);
}

/* As in struct seen_key, of 63 bits. */
static uint64_t hash_of(const struct row *row)
{
    return file_key_hash(&row->file) >> 1;
}

/* Whether the answer has had a recording with the row's key before. `group`: the rows that are filed with it. */
static bool has_come(const struct response_ingest *answer, const struct row *group, const struct row *row)
{
    int64_t id = row->recording->queue_call_id;
    uint64_t hash = hash_of(row);
    for (const struct row *other = row; other-- > group;) {
        if (other->recording->queue_call_id == id && hash_of(other) == hash)
            return true;
    }
    for (size_t i = answer->seen_count; i-- > 0;) {
        const struct seen_key *seen = &answer->seen[i];
        if (seen->id == id && seen->file == hash)
            return true;
        if (seen->id < id && !answer->judgement.fell)
            return false;
    }
    return false;
}

/* Whether the row is another recording than the one of the archive with its name: that came in this answer, too, or the
 * archive has it beside that one. Its key then includes all its values. */
static bool is_another(struct writer *writer, const struct response_ingest *answer, const struct row *group,
                       struct row *row)
{
    sqlite3_stmt *find = writer_statement(writer, WRITER_FIND_ROW);
    bool is_another = has_come(answer, group, row);
    distinguish(row);
    sqlite3_bind_int64(find, 1, answer->agent);
    bind_key(find, FIRST_VALUE, row);
    is_another = writer_step(writer, find) || is_another;
    sqlite3_reset(find);
    if (!is_another)
        row->file.distinction = NULL;
    return is_another;
}

/* Adds the rows whose keys are new; returns their number, -1 on failure. */
static int add_rows(struct writer *writer, struct response_ingest *answer, const struct row *rows,
                    size_t count, struct failure *failure)
{
    sqlite3_stmt *add = statement_for(writer, count, failure);
    if (!add)
        return -1;
    for (size_t i = 0; i < count && count > 1; i++)
        bind_values(add, FIRST_VALUE + (int)i * ROW_VALUES, &rows[i]);
    sqlite3_bind_int64(add, 1, answer->agent);
    if (count == 1)
        bind_row(add, answer->agent, rows);
    if (!database_run(writer->database, add, "write to", failure))
        return -1;
    int added = sqlite3_changes(writer->database);
    answer->added += added;
    for (size_t i = 0; added && i < count; i++)
        writer_note_change(writer, answer, rows[i].recording->queue_call_id);
    return added;
}

static bool update_row(struct writer *writer, struct response_ingest *answer, const struct row *row,
                       bool leaves_values, struct failure *failure)
{
    sqlite3_stmt *update = writer_statement(writer, WRITER_UPDATE_ROW);
    writer_note_change(writer, answer, row->recording->queue_call_id);
    bind_row(update, answer->agent, row);
    return database_run(writer->database, update, "write to", failure) &&
           (!leaves_values || writer_note_traces(writer, failure));
}

/* Updates a row that may have been there before; another recording with the same name is added instead. */
static bool renew_row(struct writer *writer, struct response_ingest *answer, const struct row *group,
                      struct row *row, struct failure *failure)
{
    sqlite3_stmt *compare = writer_statement(writer, WRITER_COMPARE_ROW);
    bind_row(compare, answer->agent, row);
    int code = sqlite3_step(compare);
    bool leaves_values = code == SQLITE_ROW && sqlite3_column_int(compare, 0) != 0;
    bool read = database_done(writer->database, compare, code, failure);
    if (code != SQLITE_ROW)
        return read;
    if (!is_another(writer, answer, group, row))
        return update_row(writer, answer, row, leaves_values, failure);
    int added = add_rows(writer, answer, row, 1, failure);
    row->is_new = added > 0;
    return added >= 0;
}

static void remember_seen(struct response_ingest *answer, int64_t id, const struct row *row)
{
    answer->seen =
        memory_grow(answer->seen, &answer->seen_capacity, answer->seen_count + 1, sizeof *answer->seen);
    if (answer->seen_count && answer->seen[answer->seen_count - 1].id >= id)
        answer->seen_sorted = false;
    answer->seen[answer->seen_count++] =
        (struct seen_key){id, hash_of(row), row->is_new && row->file.distinction != NULL};
}

/* Passes a recording that was filed to all that judges its answer. */
static void judge_row(struct writer *writer, struct response_ingest *answer, const struct row *row)
{
    const struct recording *recording = row->recording;
    answer_take(&answer->judgement, recording->queue_call_id);
    remember_seen(answer, recording->queue_call_id, row);
    writer_know(answer, recording->queue_call_id, row->is_new);
    writer->uncommitted++;
    writer_note_age(answer, recording);
    writer_note_named(writer, answer, recording);
    writer_see(writer, answer, recording);
    writer_placed(writer, answer, recording);
    if (recording->started != TIMESTAMP_NONE)
        answer->reached = (struct moment){recording->queue_call_id, recording->started};
}

/* Files one row, or a group. A recording is identified by its file name, whatever else of it changes; without a name,
 * and if several in an answer have the same one, by all its values. If some rows of a group were there before, each is
 * compared, and if any is new, all count as changed. */
static bool put_rows(struct writer *writer, struct response_ingest *answer, const struct writer_row *filed,
                     size_t count, struct failure *failure)
{
    struct row rows[WRITER_GROUP];
    rows[0] = (struct row){0};
    for (size_t i = 0; i < count; i++) {
        rows[i].recording = &filed[i].recording;
        rows[i].file = filed[i].file;
        if (!intern_row(writer, &rows[i], failure))
            return false;
        rows[i].place = writer_place_of(writer, answer, &filed[i].recording);
        if (file_key_is_nameless(&rows[i].file))
            distinguish(&rows[i]);
    }
    int added = add_rows(writer, answer, rows, count, failure);
    if (added < 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        rows[i].is_new = added == (int)count;
        if (!rows[i].is_new && !rows[i].file.distinction &&
            !renew_row(writer, answer, rows, &rows[i], failure))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        judge_row(writer, answer, &rows[i]);
    return true;
}

/* How many of the next rows are filed by one statement. Nameless rows are filed alone, as it has to be known which of
 * them is new; rows without a start, since their place depends on the one before; expired ones are not in a group. */
static size_t group_of(const struct response_ingest *answer, const struct writer_row *rows, size_t count)
{
    if (count < WRITER_GROUP)
        return 1;
    for (size_t i = 0; i < WRITER_GROUP; i++) {
        if (file_key_is_nameless(&rows[i].file) || rows[i].recording.started == TIMESTAMP_NONE ||
            writer_is_expired(answer, &rows[i].recording))
            return 1;
    }
    return WRITER_GROUP;
}

/* Whether an expired row is not to be filed. One that the archive has is kept up to date until it is purged. */
static bool is_left_out(struct writer *writer, const struct response_ingest *answer,
                        const struct writer_row *row)
{
    return writer_is_expired(answer, &row->recording) && !writer_is_filed(writer, answer, row);
}

bool writer_take_rows(struct writer *writer, struct response_ingest *answer, const struct writer_row *rows,
                      size_t count, struct failure *failure)
{
    if (!writer_begin_transaction(writer, failure))
        return false;
    answer->agent = writer_merged_agent(writer, answer->agent);
    while (count) {
        if (is_left_out(writer, answer, rows)) {
            if (!writer_leave_expired(writer, answer, &rows->recording, failure))
                return false;
            rows++;
            count--;
            continue;
        }
        size_t group = group_of(answer, rows, count);
        if (!put_rows(writer, answer, rows, group, failure))
            return false;
        rows += group;
        count -= group;
    }
    return true;
}

bool writer_take(struct writer *writer, struct response_ingest *answer, const char *text, size_t length,
                 struct failure *failure)
{
    struct writer_row row;
    if (!writer_begin_transaction(writer, failure))
        return false;
    if (!recording_decode(writer->decoder, text, length, &row.recording) ||
        recording_is_none(&row.recording)) {
        bool proved = writer_prove(writer, answer, failure); /* of the elements before it */
        writer_leave_out(writer, answer, text, length);
        answer_take_unreadable(&answer->judgement);
        return proved;
    }
    writer_note_unread(writer, answer, &row.recording, text, length);
    file_key_make(&row.file, row.recording.file_name);
    return writer_take_rows(writer, answer, &row, 1, failure);
}

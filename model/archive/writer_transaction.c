#include "model/archive/writer_transaction.h"

#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/interning.h"
#include "model/archive/writer_check.h"
#include "model/archive/writer_gone.h"
#include "model/archive/writer_held.h"
#include "model/archive/writer_merge.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/coverage/answer.h"
#include "net/base/failure.h"

bool writer_is_changing(const struct writer *writer)
{
    return writer->in_transaction;
}

uint64_t writer_uncommitted(const struct writer *writer)
{
    return writer->uncommitted;
}

void writer_forget_values(struct writer *writer)
{
    interning_forget(writer->callers);
    interning_forget(writer->people);
    interning_forget(writer->queues);
    interning_forget(writer->kinds);
}

/* Opens the caches of interned values before the first write. */
static bool open_values(struct writer *writer, struct failure *failure)
{
    if (writer->kinds)
        return true;
    interning_close(&writer->callers); /* left by an attempt that failed */
    interning_close(&writer->people);
    interning_close(&writer->queues);
    writer->callers = interning_open(writer->database, INTERNING_CALLERS, failure);
    writer->people = writer->callers ? interning_open(writer->database, INTERNING_PEOPLE, failure) : NULL;
    writer->queues = writer->people ? interning_open(writer->database, INTERNING_QUEUES, failure) : NULL;
    writer->kinds = writer->queues ? interning_open(writer->database, INTERNING_KINDS, failure) : NULL;
    return writer->kinds != NULL;
}

bool writer_begin_transaction(struct writer *writer, struct failure *failure)
{
    if (writer->in_transaction)
        return true;
    if (!open_values(writer, failure) ||
        !database_run(writer->database, writer_statement(writer, WRITER_BEGIN), "write to", failure))
        return false;
    writer->in_transaction = true;
    sqlite3_stmt *version = writer_statement(writer, WRITER_DATA_VERSION);
    int64_t now = sqlite3_step(version) == SQLITE_ROW ? sqlite3_column_int64(version, 0) : -1;
    sqlite3_reset(version);
    if (now != writer->data_version) /* another program has written: its interned values may be new */
        writer_forget_values(writer);
    bool is_known = now == writer->data_version;
    writer->data_version = now;
    return is_known || writer_read_merged(writer, failure);
}

bool writer_set_value(struct writer *writer, const char *name, int64_t value, struct failure *failure)
{
    sqlite3_stmt *statement = writer_statement(writer, WRITER_SET_VALUE);
    database_bind_text(statement, 1, name);
    sqlite3_bind_int64(statement, 2, value);
    return database_run(writer->database, statement, "write to", failure);
}

static bool write_traits(struct writer *writer, struct failure *failure)
{
    const struct server_traits *now = &writer->traits;
    const struct server_traits *then = &writer->committed_traits;
    if (now->unordered != then->unordered && !writer_set_value(writer, "unordered", now->unordered, failure))
        return false;
    if (now->ignores_cursor != then->ignores_cursor &&
        !writer_set_value(writer, "ignores_cursor", now->ignores_cursor, failure))
        return false;
    if (now->mixes_agents != then->mixes_agents &&
        !writer_set_value(writer, "mixes_agents", now->mixes_agents, failure))
        return false;
    return now->order_evidence == then->order_evidence ||
           writer_set_value(writer, "rises", (int64_t)now->order_evidence, failure);
}

/* Reports the deletions before the commit, and stores the receiver's number with them (struct writer_gone_events). */
static bool tell_going(struct writer *writer, struct failure *failure)
{
    int64_t number;
    return writer_tell_going(writer, &number, failure) &&
           (!number || writer_set_value(writer, "gone", number, failure));
}

bool writer_commit(struct writer *writer, struct failure *failure)
{
    if (!writer->in_transaction)
        return true;
    if (writer->unread.kind != FAILURE_NONE) {
        *failure = writer->unread;
        return false;
    }
    if (!write_traits(writer, failure) || !tell_going(writer, failure) ||
        !change_log_write(&writer->changes, writer->database, failure) ||
        !database_run(writer->database, writer_statement(writer, WRITER_COMMIT), "write to", failure))
        return false;
    writer->committed_traits = writer->traits;
    writer->in_transaction = writer->traces_noted = false;
    writer->uncommitted = 0;
    change_log_forget(&writer->changes);
    writer_tell_gone(writer);
    writer_tell_kept(writer);
    return true;
}

void writer_rollback(struct writer *writer)
{
    writer->unread = (struct failure){0};
    if (!writer->in_transaction)
        return;
    sqlite3_exec(writer->database, "ROLLBACK", NULL, NULL, NULL);
    writer->traits = writer->committed_traits;
    writer->in_transaction = writer->traces_noted = false;
    writer->uncommitted = 0;
    change_log_forget(&writer->changes);
    writer_forget_gone(writer);
    writer_forget_kept(writer);
    writer_forget_values(writer);
    for (size_t i = 0; i < WRITER_FETCHES; i++)
        writer_check_drop(&writer->fetches[i]);
    writer->data_version = -1; /* the next transaction reads the merges again */
}

void writer_note_change(struct writer *writer, struct response_ingest *answer, int64_t id)
{
    answer->changed = true;
    change_log_note_call(&writer->changes, &answer->changes, answer->agent, id);
}

#include "model/archive/writer.h"

#include "model/archive/archive.h"
#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/interning.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_check.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_gone.h"
#include "model/archive/writer_held.h"
#include "model/archive/writer_merge.h"
#include "model/archive/writer_settled.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_transaction.h"
#include "model/coverage/answer.h"
#include "model/recording/recording_decode.h"
#include "net/base/failure.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"

#include <stdlib.h>
#include <string.h>

/* One statement for all values, since each statement would wait for a lock. */
static bool read_account(struct writer *writer, struct failure *failure)
{
    struct server_traits *traits = &writer->traits;
    sqlite3_stmt *statement = database_prepare(writer->database, "SELECT name, value FROM account", failure);
    int code = SQLITE_ERROR;
    while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        int64_t value = sqlite3_column_int64(statement, 1);
        if (strcmp(name, "unordered") == 0)
            traits->unordered = value != 0;
        else if (strcmp(name, "ignores_cursor") == 0)
            traits->ignores_cursor = value != 0;
        else if (strcmp(name, "mixes_agents") == 0)
            traits->mixes_agents = value != 0;
        else if (strcmp(name, "rises") == 0)
            traits->order_evidence = (uint64_t)value;
        else if (strcmp(name, "traces") == 0)
            writer->has_traces = !writer_is_read_only(writer) && value != 0;
    }
    bool read = statement && (code == SQLITE_DONE || database_failed(writer->database, "read", failure));
    sqlite3_finalize(statement);
    writer->committed_traits = writer->traits;
    return read;
}

struct writer *writer_open(const struct writer_options *options, char *set_aside, size_t set_aside_size,
                           struct failure *failure)
{
    struct writer *writer = memory_new(sizeof *writer);
    writer->settle = options->settle;
    writer->decoder = recording_decoder_new();
    writer->database = set_aside ? archive_open(options->path, options->base, options->wait, set_aside,
                                                set_aside_size, failure)
                                 : archive_open_again(options->path, options->base, options->wait, failure);
    writer->statements.database = writer->database;
    if (!writer->database || !writer_define_held(writer, failure) || !read_account(writer, failure) ||
        !writer_read_merged(writer, failure) ||
        (!writer_is_read_only(writer) && !writer_settle_anew(writer, failure)))
        writer_close(&writer);
    return writer;
}

struct writer *writer_open_to_read(const struct writer_options *options, struct failure *failure)
{
    struct writer *writer = memory_new(sizeof *writer);
    writer->settle = options->settle;
    writer->database = archive_open_to_read(options->path, options->base, options->wait, failure);
    writer->statements.database = writer->database;
    if (!writer->database || !read_account(writer, failure) || !writer_read_merged(writer, failure) ||
        !writer_is_settled(writer))
        writer_close(&writer);
    return writer;
}

/* Rolls back, and frees everything but the connection. */
static void clear(struct writer *closing)
{
    writer_rollback(closing);
    writer_drop_named(closing);
    interning_close(&closing->callers);
    interning_close(&closing->people);
    interning_close(&closing->queues);
    interning_close(&closing->kinds);
    change_log_clear(&closing->changes);
    writer_forget_gone(closing);
    writer_forget_kept(closing);
    for (size_t i = 0; i < WRITER_FETCHES; i++) {
        number_map_clear(&closing->fetches[i].unread);
        writer_check_drop(&closing->fetches[i]);
    }
    free(closing->merged);
    free(closing->named);
    statements_clear(&closing->statements);
    recording_decoder_free(&closing->decoder);
}

void writer_close(struct writer **writer)
{
    struct writer *closing = *writer;
    if (!closing)
        return;
    clear(closing);
    database_close(&closing->database);
    free(closing);
    *writer = NULL;
}

sqlite3 *writer_leave(struct writer **writer)
{
    struct writer *leaving = *writer;
    sqlite3 *database = leaving->database;
    clear(leaving);
    writer_forget_held(leaving);
    free(leaving);
    *writer = NULL;
    return database;
}

void writer_on_wait(struct writer *writer, void (*waiting)(void *context), void *context)
{
    writer->wait = (struct database_wait){.waiting = waiting, .context = context};
    database_wait_by(writer->database, &writer->wait);
}

bool writer_is_read_only(const struct writer *writer)
{
    return database_is_read_only(writer->database);
}

const struct server_traits *writer_traits(const struct writer *writer)
{
    return &writer->traits;
}

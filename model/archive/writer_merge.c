#include "model/archive/writer_merge.h"

#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "net/base/failure.h"
#include "net/base/memory.h"

#include <string.h>

bool writer_read_merged(struct writer *writer, struct failure *failure)
{
    sqlite3_stmt *statement = writer_statement(writer, WRITER_READ_MERGED);
    int code;
    writer->merged_count = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        writer->merged = memory_grow(writer->merged, &writer->merged_capacity, writer->merged_count + 1,
                                     sizeof *writer->merged);
        writer->merged[writer->merged_count++] =
            (struct writer_merged){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    }
    return database_done(writer->database, statement, code, failure);
}

int64_t writer_merged_agent(const struct writer *writer, int64_t agent)
{
    for (size_t i = 0; i < writer->merged_count; i++) {
        if (writer->merged[i].agent == agent)
            return writer->merged[i].other;
    }
    return agent;
}

bool writer_note_merge(struct writer *writer, struct failure *failure)
{
    writer->others_changed = true;
    if (!writer_read_merged(writer, failure))
        return false;
    for (size_t i = 0; i < writer->merged_count; i++) {
        change_log_note(&writer->changes, writer->merged[i].agent, INT64_MIN, INT64_MAX);
        change_log_note(&writer->changes, writer->merged[i].other, INT64_MIN, INT64_MAX);
    }
    for (size_t i = 0; i < WRITER_FETCHES; i++)
        writer->fetches[i].agent = writer_merged_agent(writer, writer->fetches[i].agent);
    return true;
}

bool writer_take_others(struct writer *writer)
{
    bool others_changed = writer->others_changed;
    writer->others_changed = false;
    return others_changed;
}

struct writer_merged *writer_merged(const struct writer *writer, size_t *count)
{
    *count = writer->merged_count;
    struct writer_merged *merged = memory_array(*count + 1, sizeof *merged);
    if (*count)
        memcpy(merged, writer->merged, *count * sizeof *merged);
    return merged;
}

/* The names of queues that the archive has. */
#include "model/archive/database.h"
#include "model/query/reader_state.h"

bool reader_queue_names(struct reader *reader, struct name_list *names, struct failure *failure)
{
    *names = (struct name_list){NULL, 0, 0};
    if (reader->interrupted)
        return reader_failed(reader, failure);
    sqlite3_stmt *statement = database_prepare(
        reader->database, "SELECT DISTINCT name FROM queues WHERE name <> '' ORDER BY name", failure);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        name_list_add(names, (const char *)sqlite3_column_text(statement, 0));
    bool done = code == SQLITE_DONE || reader_failed(reader, failure);
    sqlite3_finalize(statement);
    if (!done)
        name_list_clear(names);
    return done;
}

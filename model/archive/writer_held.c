#include "model/archive/writer_held.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/writer_state.h"
#include "net/base/failure.h"
#include "net/base/memory.h"

#include <stdlib.h>

void writer_on_held(struct writer *writer, const struct writer_holder *holder)
{
    writer->holder = *holder;
}

static void is_held(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    char buffer[FILE_KEY_NAME_SIZE];
    const struct writer_holder *holder = &((struct writer *)sqlite3_user_data(context))->holder;
    const char *name = holder->has ? file_key_value(arguments[1], buffer) : NULL;
    bool is_so =
        holder->has && holder->has(holder->context, sqlite3_value_int64(arguments[0]), name ? name : "");
    sqlite3_result_int(context, is_so);
}

bool writer_define_held(struct writer *writer, struct failure *failure)
{
    return sqlite3_create_function(writer->database, "is_held", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, writer,
                                   is_held, NULL, NULL) == SQLITE_OK ||
           database_failed(writer->database, "use", failure);
}

void writer_forget_held(struct writer *writer)
{
    sqlite3_create_function(writer->database, "is_held", 2, SQLITE_UTF8, NULL, NULL, NULL, NULL);
}

bool writer_holds(struct writer *writer, int64_t call, sqlite3_stmt *row, int file)
{
    char buffer[FILE_KEY_NAME_SIZE];
    const struct writer_holder *holder = &writer->holder;
    const char *name = holder->has ? file_key_column(row, file, buffer) : NULL;
    return holder->has && holder->has(holder->context, call, name ? name : "");
}

void writer_note_kept(struct writer *writer, int64_t call, sqlite3_stmt *row, int file)
{
    char buffer[FILE_KEY_NAME_SIZE];
    struct writer_kept_list *kept = &writer->kept;
    const char *name = file_key_column(row, file, buffer);
    kept->calls = memory_grow(kept->calls, &kept->capacity, kept->files.count + 1, sizeof *kept->calls);
    kept->calls[kept->files.count] = call;
    name_list_add(&kept->files, name ? name : "");
}

void writer_tell_kept(struct writer *writer)
{
    const struct writer_kept_list *kept = &writer->kept;
    for (size_t i = 0; i < kept->files.count; i++)
        writer->holder.kept(writer->holder.context, kept->calls[i], kept->files.names[i]);
    writer_forget_kept(writer);
}

void writer_forget_kept(struct writer *writer)
{
    name_list_clear(&writer->kept.files);
    free(writer->kept.calls);
    writer->kept = (struct writer_kept_list){.calls = NULL};
}

#include "model/archive/archive_files.h"

#include "net/base/damaged_name.h"
#include "net/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MENDED(part) ".notes.mending" part /* the notes while they are being repaired */

static bool is_file(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static void add_file(struct name_list *paths, const char *path)
{
    if (is_file(path))
        name_list_add(paths, path);
}

static void add_set_aside(struct name_list *paths, const char *path)
{
    struct name_list names = {NULL, 0, 0};
    damaged_name_list(path, &names);
    for (size_t i = 0; i < names.count; i++)
        add_file(paths, names.names[i]);
    name_list_clear(&names);
}

void archive_files_list(const char *path, struct name_list *paths)
{
    static const char *const suffixes[] = {
        "",           "-wal",       "-shm",           "-journal", "-seal",        "-suspect",    ".notes",
        ".notes-wal", ".notes-shm", ".notes-journal", MENDED(""), MENDED("-wal"), MENDED("-shm")};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *name = memory_format("%s%s", path, suffixes[i]);
        add_file(paths, name);
        free(name);
    }
    char *notes = memory_format("%s.notes", path);
    add_set_aside(paths, path);
    add_set_aside(paths, notes);
    free(notes);
}

int64_t archive_files_size(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISREG(status.st_mode) ? status.st_size : 0;
}

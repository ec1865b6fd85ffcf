#include "model/archive/archive_files.h"

#include "net/base/folders.h"
#include "net/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DIGITS "0123456789"
#define MENDED(part) ".notes.mending" part /* notes_place.h */

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

/* "-1717171717-042", perhaps with the suffix of a log, behind ".damaged": as archive_open names them. */
static bool is_mark_of_damage(const char *text)
{
    size_t seconds = *text == '-' ? strspn(text + 1, DIGITS) : 0;
    const char *rest = text + 1 + seconds;
    if (seconds == 0 || *rest != '-' || strspn(rest + 1, DIGITS) != 3)
        return false;
    rest += 4;
    return *rest == '\0' || strcmp(rest, "-wal") == 0 || strcmp(rest, "-shm") == 0;
}

static void add_set_aside(struct name_list *paths, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *folder = slash ? memory_text_part(path, (size_t)(slash - path + 1)) : memory_text("./");
    char *begin = memory_format("%s.damaged", name);
    struct name_list names = {NULL, 0, 0};
    folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        bool is_ours = strncmp(names.names[i], begin, strlen(begin)) == 0 &&
                       is_mark_of_damage(names.names[i] + strlen(begin));
        char *found = memory_format("%s%s", slash ? folder : "", names.names[i]);
        if (is_ours)
            add_file(paths, found);
        free(found);
    }
    name_list_clear(&names);
    free(begin);
    free(folder);
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

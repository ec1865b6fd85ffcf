#include "tui/browse/last_visit.h"

#include "model/time/timestamp.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/state_file.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The time of a line "TIME ACCOUNT"; TIMESTAMP_NONE if it is of another account, or no such line. */
static int64_t time_in(const char *line, const char *account)
{
    size_t length = strcspn(line, " ");
    bool is_ours = line[length] == ' ' && strcmp(line + length + 1, account) == 0;
    return is_ours ? timestamp_parse(line, length) : TIMESTAMP_NONE;
}

/* The latest of the account; adds the lines of others. */
static int64_t read_file(const char *path, const char *account, struct name_list *others)
{
    int64_t visited = TIMESTAMP_NONE;
    struct name_list lines = {NULL, 0, 0};
    state_file_lines(path, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        int64_t time = time_in(lines.names[i], account);
        if (time == TIMESTAMP_NONE)
            name_list_add(others, lines.names[i]);
        visited = time > visited ? time : visited;
    }
    name_list_clear(&lines);
    return visited;
}

int64_t last_visit_read(const char *account)
{
    struct name_list others = {NULL, 0, 0};
    char *path = folders_path(FOLDERS_STATE, "visits");
    int64_t visited = path != NULL ? read_file(path, account, &others) : TIMESTAMP_NONE;
    name_list_clear(&others);
    free(path);
    return visited;
}

static void write_lines(FILE *file, const void *context)
{
    const struct name_list *lines = context;
    for (size_t i = 0; i < lines->count; i++)
        fprintf(file, "%s\n", lines->names[i]);
}

bool last_visit_write(const char *account, int64_t time, struct failure *failure)
{
    char text[TIMESTAMP_TEXT_SIZE];
    struct name_list lines = {NULL, 0, 0};
    char *path = folders_path(FOLDERS_STATE, "visits");
    if (path == NULL)
        return true;
    int lock = state_file_lock(path);
    bool written = true;
    if (read_file(path, account, &lines) < time) {
        char *line = memory_format("%s %s", timestamp_utc_text(text, time), account);
        name_list_add(&lines, line);
        free(line);
        written = state_file_replace(path, tr("the time of this visit"), write_lines, &lines, failure);
    }
    state_file_unlock(lock);
    name_list_clear(&lines);
    free(path);
    return written;
}

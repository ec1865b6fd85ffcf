#include "tui/input/filter_history_file.h"

#include "net/base/memory.h"
#include "net/base/state_file.h"
#include "net/base/translate.h"
#include "net/base/utf8.h"
#include "tui/input/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 2 * FILTER_HISTORY_MOST * PROMPT_SIZE }; /* more is not ours */

bool filter_history_file_holds(const char *line, size_t length)
{
    for (size_t at = 0; at < length;) {
        bool valid;
        unsigned char byte = (unsigned char)line[at];
        at += utf8_sequence(line + at, length - at, &valid);
        if (!valid || byte < 0x20 || byte == 0x7f)
            return false;
    }
    return length > 0 && length < PROMPT_SIZE;
}

void filter_history_file_read(const char *path, struct name_list *lines)
{
    FILE *file = state_file_open(path);
    if (!file)
        return;
    char *text = memory_array(FILE_LIMIT, 1);
    const char *end = text + fread(text, 1, FILE_LIMIT, file), *next;
    for (const char *line = text; line < end; line = next + 1) {
        next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next : end;
        if (filter_history_file_holds(line, (size_t)(next - line))) {
            char *filter = memory_text_part(line, (size_t)(next - line));
            name_list_add(lines, filter);
            free(filter);
        }
    }
    free(text);
    fclose(file);
}

static bool is_among(const struct name_list *lines, size_t from, const char *line)
{
    for (size_t i = from; i < lines->count; i++)
        if (strcmp(lines->names[i], line) == 0)
            return true;
    return false;
}

/* The last lines, each only where it stands last. */
static void write_lines(FILE *file, const void *context)
{
    const struct name_list *lines = context;
    size_t first = lines->count;
    for (size_t kept = 0; first > 0 && kept < FILTER_HISTORY_MOST; first--)
        kept += !is_among(lines, first, lines->names[first - 1]);
    for (size_t i = first; i < lines->count; i++)
        if (!is_among(lines, i + 1, lines->names[i]))
            fprintf(file, "%s\n", lines->names[i]);
}

bool filter_history_file_add(const char *path, const struct name_list *added, struct failure *failure)
{
    struct name_list lines = {NULL, 0, 0};
    filter_history_file_read(path, &lines);
    for (size_t i = 0; i < added->count; i++)
        name_list_add(&lines, added->names[i]);
    bool done = state_file_replace(path, tr("the filters"), write_lines, &lines, failure);
    name_list_clear(&lines);
    return done;
}

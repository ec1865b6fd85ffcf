#include "tui/filter_history_file.h"

#include "model/utf8.h"
#include "net/memory.h"
#include "tui/filter_history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_LIMIT = 2 * FILTER_HISTORY_MOST * PROMPT_SIZE }; /* more is not ours */

char *filter_history_file_path(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && state[0] == '/')
        return memory_format("%s/tapedeck/filters", state);
    return home && home[0] == '/' ? memory_format("%s/.local/state/tapedeck/filters", home) : NULL;
}

/* A line as the prompt can hold it. */
static bool is_filter(const char *line, size_t length)
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

/* Nothing that never ends, as a pipe without a writer. */
static FILE *open_regular(const char *path)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    bool regular = descriptor >= 0 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    FILE *file = regular ? fdopen(descriptor, "r") : NULL;
    if (!file && descriptor >= 0)
        close(descriptor);
    return file;
}

void filter_history_file_read(const char *path, struct name_list *lines)
{
    FILE *file = open_regular(path);
    if (!file)
        return;
    char *text = memory_array(FILE_LIMIT, 1);
    const char *end = text + fread(text, 1, FILE_LIMIT, file), *next;
    for (const char *line = text; line < end; line = next + 1) {
        next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next : end;
        if (is_filter(line, (size_t)(next - line))) {
            char *filter = memory_text_part(line, (size_t)(next - line));
            name_list_add(lines, filter);
            free(filter);
        }
    }
    free(text);
    fclose(file);
}

static bool make_folders(const char *path)
{
    char *part = memory_text(path);
    bool made = true;
    for (char *slash = strchr(part + 1, '/'); slash && made; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        made = mkdir(part, 0700) == 0 || errno == EEXIST;
        *slash = '/';
    }
    free(part);
    return made;
}

static bool is_among(const struct name_list *lines, size_t from, const char *line)
{
    for (size_t i = from; i < lines->count; i++)
        if (strcmp(lines->names[i], line) == 0)
            return true;
    return false;
}

/* The last lines, each only where it stands last. */
static void write_lines(FILE *file, const struct name_list *lines)
{
    size_t first = lines->count;
    for (size_t kept = 0; first > 0 && kept < FILTER_HISTORY_MOST; first--)
        kept += !is_among(lines, first, lines->names[first - 1]);
    for (size_t i = first; i < lines->count; i++)
        if (!is_among(lines, i + 1, lines->names[i]))
            fprintf(file, "%s\n", lines->names[i]);
}

/* True unless something stands there that would be lost: a link, which somebody has made on purpose, for one.
 */
static bool is_replaceable(const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT;
    if (S_ISREG(status.st_mode))
        return true;
    errno = S_ISLNK(status.st_mode) ? ELOOP : EEXIST;
    return false;
}

/* Writes a file of another name and puts it in place. */
static bool replace(const char *path, const struct name_list *lines)
{
    char *temporary = memory_format("%s.XXXXXX", path);
    int descriptor = mkostemp(temporary, O_CLOEXEC); /* only the owner can read it */
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    bool written = file != NULL;
    if (written) {
        write_lines(file, lines);
        written = fflush(file) == 0 && !ferror(file) && fsync(descriptor) == 0;
        written = fclose(file) == 0 && written;
    } else if (descriptor >= 0) {
        close(descriptor);
    }
    written = written && rename(temporary, path) == 0;
    int error = errno;
    if (!written && descriptor >= 0)
        unlink(temporary);
    free(temporary);
    errno = error;
    return written;
}

bool filter_history_file_add(const char *path, const struct name_list *added, struct failure *failure)
{
    struct name_list lines = {NULL, 0, 0};
    filter_history_file_read(path, &lines);
    for (size_t i = 0; i < added->count; i++)
        name_list_add(&lines, added->names[i]);
    bool done = make_folders(path) && is_replaceable(path) && replace(path, &lines);
    if (!done && errno == ELOOP)
        failure_set(failure, FAILURE_DISK, "put a file there, or nothing",
                    "the filters are not kept: %s is a link", path);
    else if (!done)
        failure_set(failure, FAILURE_DISK, "check the folder and its permissions",
                    "the filters cannot be kept in %s: %s", path, strerror(errno));
    name_list_clear(&lines);
    return done;
}

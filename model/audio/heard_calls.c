#include "model/audio/heard_calls.h"

#include "net/base/hash.h"
#include "net/base/memory.h"
#include "net/base/name_list.h"
#include "net/base/state_file.h"
#include "net/base/translate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_SIZE = 8192,
    MOST_SPANS = 200,       /* written of one recording */
    MOST_COLUMNS = 1 << 30, /* a span that ends behind is not read */
};

#define HASHES INT64_C(999999999999999) /* greatest number that read_number reads */

struct heard_calls {
    char *path;
    char *account;
    struct heard_call *calls[HEARD_CALLS]; /* owned; the one played most recently is the last */
    size_t count;
};

/* Reads a number of at most 15 digits and the character that has to follow it. */
static bool read_number(const char **text, char behind, int64_t *number)
{
    size_t length = strspn(*text, "0123456789");
    bool is_number = length > 0 && length < 16 && (*text)[length] == behind;
    if (!is_number)
        return false;
    *number = strtoll(*text, NULL, 10);
    *text += length + (behind != '\0');
    return true;
}

/* The rest of a line that belongs to the account; NULL if it belongs to another one. */
static const char *behind_account(const struct heard_calls *calls, const char *line)
{
    size_t length = strlen(calls->account);
    return strncmp(line, calls->account, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

static void free_call(struct heard_call *call)
{
    heard_clear(&call->heard);
    free(call);
}

/* The index of an entry; `count` if there is none. */
static size_t place_of(const struct heard_calls *calls, int64_t call, int64_t file)
{
    size_t place = 0;
    while (place < calls->count && (calls->calls[place]->call != call || calls->calls[place]->file != file))
        place++;
    return place;
}

static void take_out(struct heard_calls *calls, size_t place)
{
    calls->count--;
    memmove(calls->calls + place, calls->calls + place + 1, (calls->count - place) * sizeof *calls->calls);
}

/* Moves an entry to the end, or adds it there; drops the first one if there are too many. */
static struct heard_call *put_last(struct heard_calls *calls, int64_t number, int64_t file)
{
    size_t place = place_of(calls, number, file);
    struct heard_call *call = NULL;
    if (place < calls->count) {
        call = calls->calls[place];
        take_out(calls, place);
    } else {
        call = memory_new(sizeof *call);
        call->call = number;
        call->file = file;
    }
    if (calls->count == HEARD_CALLS) {
        free_call(calls->calls[0]);
        take_out(calls, 0);
    }
    calls->calls[calls->count++] = call;
    return call;
}

/* Reads "CALL/FILE", or "CALL" as earlier versions wrote it. */
static bool read_recording(const char **text, int64_t *number, int64_t *file)
{
    *file = 0;
    return read_number(text, ' ', number) || (read_number(text, '/', number) && read_number(text, ' ', file));
}

/* Reads "CALL/FILE POSITION BEGIN-END BEGIN-END ", up to the first part that is invalid. */
static void read_call(struct heard_calls *calls, const char *text)
{
    int64_t number, file, position, begin, end;
    if (!read_recording(&text, &number, &file) || !read_number(&text, ' ', &position))
        return;
    struct heard_call *call = put_last(calls, number, file);
    call->position_ms = position;
    while (read_number(&text, '-', &begin) && read_number(&text, ' ', &end) && end < MOST_COLUMNS)
        heard_add(&call->heard, (size_t)begin, (size_t)end);
}

/* Reads a line with its newline. Longer ones, which are not ours, are skipped. */
static bool next_line(FILE *file, char line[LINE_SIZE])
{
    while (fgets(line, LINE_SIZE, file)) {
        if (strchr(line, '\n'))
            return true;
    }
    return false;
}

struct heard_calls *heard_calls_open(const char *path, const char *account)
{
    char line[LINE_SIZE];
    struct heard_calls *calls = memory_new(sizeof *calls);
    calls->path = memory_text(path);
    calls->account = memory_text(account);
    FILE *file = path ? state_file_open(path) : NULL;
    while (file && next_line(file, line)) {
        const char *text = behind_account(calls, line);
        if (text)
            read_call(calls, text);
    }
    if (file)
        fclose(file);
    return calls;
}

/* Takes over the position and what was heard. */
static void copy(struct heard_call *to, const struct heard_call *from)
{
    to->position_ms = from->position_ms;
    for (size_t i = 0; i < from->heard.count; i++)
        heard_add(&to->heard, from->heard.spans[i].begin, from->heard.spans[i].end);
}

struct heard_call *heard_calls_find(struct heard_calls *calls, int64_t number, const char *file)
{
    int64_t hash = 1 + (int64_t)(hash_on(HASH_BEGIN, file, strlen(file)) % HASHES);
    bool is_new = place_of(calls, number, hash) == calls->count;
    size_t before = place_of(calls, number, 0);
    const struct heard_call *of_call = is_new && before < calls->count ? put_last(calls, number, 0) : NULL;
    struct heard_call *call = put_last(calls, number, hash);
    if (of_call)
        copy(call, of_call);
    call->is_touched = true;
    return call;
}

/* Whether a line of the file is kept as it is: it is of another account, or of a recording not played in this run. */
static bool stays(const struct heard_calls *calls, const char *line)
{
    int64_t number, file;
    const char *text = behind_account(calls, line);
    if (!text || !read_recording(&text, &number, &file))
        return !text;
    size_t place = place_of(calls, number, file);
    return place == calls->count || !calls->calls[place]->is_touched;
}

static char *line_of(const struct heard_calls *calls, const struct heard_call *call)
{
    char *line = memory_format("%s %" PRId64 "/%" PRId64 " %" PRId64 " ", calls->account, call->call,
                               call->file, call->position_ms);
    for (size_t i = 0; i < call->heard.count && i < MOST_SPANS; i++) {
        const struct audio_span *span = &call->heard.spans[i];
        char *longer = memory_format("%s%zu-%zu ", line, span->begin, span->end);
        free(line);
        line = longer;
    }
    return line;
}

static void write_lines(FILE *file, const void *context)
{
    const struct name_list *lines = context;
    size_t first = lines->count > HEARD_CALLS ? lines->count - HEARD_CALLS : 0;
    for (size_t i = first; i < lines->count; i++)
        fprintf(file, "%s\n", lines->names[i]);
}

/* The lines of the file that are kept, followed by what was played in this run. */
static struct name_list all_lines(const struct heard_calls *calls)
{
    struct name_list lines = {NULL, 0, 0};
    char line[LINE_SIZE];
    FILE *file = state_file_open(calls->path);
    while (file && next_line(file, line)) {
        line[strcspn(line, "\n")] = '\0';
        if (stays(calls, line))
            name_list_add(&lines, line);
    }
    if (file)
        fclose(file);
    for (size_t i = 0; i < calls->count; i++) {
        if (!calls->calls[i]->is_touched)
            continue;
        char *ours = line_of(calls, calls->calls[i]);
        name_list_add(&lines, ours);
        free(ours);
    }
    return lines;
}

/* False with *failure filled. */
static bool write_file(const struct heard_calls *calls, struct failure *failure)
{
    int lock = state_file_lock(calls->path);
    struct name_list lines = all_lines(calls);
    bool is_kept = state_file_replace(calls->path, tr("what was heard"), write_lines, &lines, failure);
    name_list_clear(&lines);
    state_file_unlock(lock);
    return is_kept;
}

bool heard_calls_close(struct heard_calls **calls_pointer, struct failure *failure)
{
    struct heard_calls *calls = *calls_pointer;
    bool is_kept = true;
    *calls_pointer = NULL;
    if (!calls)
        return true;
    if (calls->path && calls->count && calls->calls[calls->count - 1]->is_touched)
        is_kept = write_file(calls, failure);
    for (size_t i = 0; i < calls->count; i++)
        free_call(calls->calls[i]);
    free(calls->path);
    free(calls->account);
    free(calls);
    return is_kept;
}

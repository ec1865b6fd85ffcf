#include "model/recording/recording_name.h"

#include "model/time/timestamp.h"
#include "net/base/letter_case.h"
#include "net/base/letter_marks.h"
#include "net/base/memory.h"
#include "net/base/unicode.h"
#include "net/base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { VALUE_SIZE = 1024, FORMAT_SIZE = 64, LAST_DIGITS = 4, LONGEST_TEMPLATE = 1000 };

#define UNKNOWN "unknown"

/* The path as it grows. */
struct path {
    char *text; /* owned */
    size_t length, capacity;
    size_t name; /* where the last name in it begins */
};

static void append(struct path *path, const char *bytes, size_t length)
{
    path->text = memory_grow(path->text, &path->capacity, path->length + length + 1, 1);
    memcpy(path->text + path->length, bytes, length);
    path->length += length;
    path->text[path->length] = '\0';
}

/* A whole character, unless the name has no room for it. */
static void append_character(struct path *path, const char *bytes, size_t length)
{
    if (path->length - path->name + length <= RECORDING_NAME_MOST)
        append(path, bytes, length);
}

static void append_separator(struct path *path)
{
    append(path, "/", 1);
    path->name = path->length;
}

/* A template in its parts. */
struct part {
    const char *text; /* as it stands there, or the name in braces */
    size_t length;
    const char *format; /* behind its colon; NULL: there is none */
    size_t format_length;
    bool is_value;
};

/* Takes the next part off the template. False if it is none. */
static bool next_part(const char **name_template, struct part *part)
{
    const char *at = *name_template;
    *part = (struct part){.text = at, .length = 1};
    *name_template = at + 1;
    if (*at != '{' && *at != '}')
        return true;
    if (at[1] == *at) {
        *name_template = at + 2;
        return true;
    }
    size_t length = strcspn(at + 1, "{}");
    if (*at == '}' || at[1 + length] != '}')
        return false;
    const char *colon = memchr(at + 1, ':', length);
    *part = (struct part){.text = at + 1, .length = length, .is_value = true};
    if (colon) {
        part->format = colon + 1;
        part->format_length = length - (size_t)(colon + 1 - part->text);
        part->length = (size_t)(colon - part->text);
    }
    *name_template = at + length + 2;
    return true;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* a wrong format gives a wrong name, no more */
static void write_time(char value[VALUE_SIZE], const char *format, int64_t ticks, bool utc)
{
    time_t seconds = (time_t)(ticks / TIMESTAMP_SECOND - (ticks % TIMESTAMP_SECOND < 0));
    struct tm date = {0};
    bool is_date = utc ? gmtime_r(&seconds, &date) : localtime_r(&seconds, &date);
    if (!is_date || !strftime(value, VALUE_SIZE, format, &date))
        value[0] = '\0';
}
#pragma GCC diagnostic pop

static void put_time(char value[VALUE_SIZE], const struct part *part, int64_t ticks, bool utc)
{
    char format[FORMAT_SIZE] = "%Y-%m-%d_%H%M%S";
    if (part->format)
        snprintf(format, sizeof format, "%.*s", (int)part->format_length, part->format);
    if (ticks != TIMESTAMP_NONE)
        write_time(value, format, ticks, utc);
}

static void put_text(char value[VALUE_SIZE], const char *text)
{
    snprintf(value, VALUE_SIZE, "%s", text ? text : "");
}

static void put_number(char value[VALUE_SIZE], int64_t number)
{
    if (number != RECORDING_NO_NUMBER)
        snprintf(value, VALUE_SIZE, "%" PRId64, number);
}

/* The last digits of a number, or of what stands before the host of an address. */
static void put_last_digits(char value[VALUE_SIZE], const char *caller)
{
    size_t count = 0, end = caller ? strcspn(caller, "@;") : 0;
    while (end > 0 && count < LAST_DIGITS)
        if (caller[--end] >= '0' && caller[end] <= '9')
            count++;
    size_t length = 0;
    for (; caller && caller[end] && length < count; end++)
        if (caller[end] >= '0' && caller[end] <= '9')
            value[length++] = caller[end];
    value[length] = '\0';
}

/* Without the ending that tells what the server takes it for. */
static size_t stem_length(const char *name)
{
    static const char *const endings[] = {".mp3", ".wav", ".ogg", ".flac"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strcasecmp(name + length - ending, endings[i]) == 0)
            return length - ending;
    }
    return length;
}

static void put_file(char value[VALUE_SIZE], const char *file)
{
    put_text(value, file);
    value[stem_length(value)] = '\0';
}

enum value { START, END, AGENT, AGENT_ID, CALLER, CALLER_DIGITS, CALL, FILE_NAME, QUEUE, TYPE, VALUES };

static const char *const value_names[VALUES] = {
    [START] = "start",      [END] = "end",        [AGENT] = "agent",
    [AGENT_ID] = "agentid", [CALLER] = "caller",  [CALLER_DIGITS] = "caller4",
    [CALL] = "call",        [FILE_NAME] = "file", [QUEUE] = "queue",
    [TYPE] = "type",
};

static enum value find_value(const struct part *part)
{
    unsigned value = 0;
    while (value < VALUES && (strlen(value_names[value]) != part->length ||
                              memcmp(value_names[value], part->text, part->length) != 0))
        value++;
    return (enum value)value;
}

static void put_value(char value[VALUE_SIZE], const struct part *part, const struct recording *recording,
                      bool utc)
{
    value[0] = '\0';
    switch (find_value(part)) {
    case START:
        put_time(value, part, recording->started, utc);
        break;
    case END:
        put_time(value, part, recording->ended, utc);
        break;
    case AGENT:
        put_text(value, recording->agent_name);
        break;
    case AGENT_ID:
        put_number(value, recording->agent_id);
        break;
    case CALLER:
        put_text(value, recording->caller);
        break;
    case CALLER_DIGITS:
        put_last_digits(value, recording->caller);
        break;
    case CALL:
        put_number(value, recording->queue_call_id);
        break;
    case FILE_NAME:
        put_file(value, recording->file_name);
        break;
    case QUEUE:
        put_text(value, recording->queue_name);
        break;
    default:
        put_text(value, recording->type);
    }
}

/* What no name may hold here or on a system to which it is copied. */
static bool is_unfit(uint32_t character)
{
    return character == UNICODE_NONE || !unicode_is_printable(character) ||
           (character < 0x80 && strchr("/\\:*?\"<>|", (int)character));
}

/* The capital letter of a small one that is `composed`, 0 if none is found beside it. */
static uint32_t capital_of(uint32_t composed)
{
    static const uint32_t distances[] = {0x20, 1};
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++)
        if (composed > distances[i] && letter_case_fold(composed - distances[i]) == composed)
            return composed - distances[i];
    return 0;
}

/* The one character that a letter and a mark are; 0 if there is none. */
static uint32_t composed_of(uint32_t letter, uint32_t mark)
{
    uint32_t small = letter_case_fold(letter), composed = letter_marks_compose(small, mark);
    if (composed == UNICODE_NONE)
        return 0;
    return small == letter ? composed : capital_of(composed);
}

/* Reads a character with the marks behind it that become one with it. */
static size_t read_composed(const char *text, size_t length, uint32_t *character)
{
    uint32_t mark, composed;
    size_t taken = unicode_read(text, length, character);
    while (taken < length && *character != UNICODE_NONE) {
        size_t more = unicode_read(text + taken, length - taken, &mark);
        if (mark == UNICODE_NONE || (composed = composed_of(*character, mark)) == 0)
            break;
        *character = composed;
        taken += more;
    }
    return taken;
}

/* Without blanks and dots at its end, which some systems drop. */
static size_t trimmed_length(const char *value)
{
    size_t length = strlen(value);
    while (length > 0 && strchr(" .", value[length - 1]))
        length--;
    return length;
}

static void append_value(struct path *path, const char *value)
{
    char bytes[4];
    size_t length = trimmed_length(value);
    if (length == 0) {
        value = UNKNOWN;
        length = strlen(UNKNOWN);
    }
    for (size_t at = 0; at < length;) {
        uint32_t character;
        bool is_first = at == 0;
        at += read_composed(value + at, length - at, &character);
        if (is_unfit(character) || (is_first && character < 0x80 && strchr(".-~ ", (int)character)))
            character = '_';
        append_character(path, bytes, unicode_write(bytes, character));
    }
}

static void append_home(struct path *path, const char **name_template)
{
    const char *home = getenv("HOME");
    if (strncmp(*name_template, "~/", 2) != 0 || !home || !*home)
        return;
    append(path, home, strlen(home));
    append_separator(path);
    *name_template += 2;
}

char *recording_name_path(const char *name_template, const struct recording *recording, bool utc,
                          const char *ending)
{
    struct path path = {0};
    struct part part;
    char value[VALUE_SIZE];
    const char *end = name_template + stem_length(name_template);
    append(&path, "", 0);
    append_home(&path, &name_template);
    while (name_template < end && next_part(&name_template, &part)) {
        if (part.is_value) {
            put_value(value, &part, recording, utc);
            append_value(&path, value);
        } else if (*part.text == '/') {
            append_separator(&path);
        } else {
            append_character(&path, part.text, 1);
        }
    }
    append(&path, ending, strlen(ending));
    return path.text;
}

char *recording_name_folder(const char *name_template)
{
    struct path path = {0};
    struct part part;
    append(&path, "", 0);
    append_home(&path, &name_template);
    while (*name_template && next_part(&name_template, &part) && !part.is_value)
        if (*part.text == '/')
            append_separator(&path);
        else
            append_character(&path, part.text, 1);
    path.text[path.name > 1 ? path.name - 1 : path.name] = '\0';
    return path.text;
}

static bool is_known(const struct part *part)
{
    enum value value = find_value(part);
    if (!part->format)
        return value != VALUES;
    return (value == START || value == END) && part->format_length > 0 && part->format_length < FORMAT_SIZE;
}

bool recording_name_is_template(const char *name_template)
{
    struct part part;
    size_t length = strlen(name_template);
    if (length == 0 || length > LONGEST_TEMPLATE || utf8_has_controls(name_template) ||
        name_template[length - 1] == '/')
        return false;
    while (*name_template)
        if (!next_part(&name_template, &part) || (part.is_value && !is_known(&part)))
            return false;
    return true;
}

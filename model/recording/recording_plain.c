#include "model/recording/recording_plain.h"

#include "model/time/timestamp.h"
#include "net/base/utf8.h"

#include <string.h>

/* Digits that every double holds exactly. */
enum { MOST_DIGITS = 15 };

#define FIELD(name, kind, member)                                                                            \
    {                                                                                                        \
        name, sizeof(name) - 1, kind, offsetof(struct recording, member)                                     \
    }

const struct recording_field recording_fields[RECORDING_FIELDS] = {
    FIELD("QueueId", RECORDING_INTEGER, queue_id),
    FIELD("QueueName", RECORDING_TEXT, queue_name),
    FIELD("QueueCallId", RECORDING_INTEGER, queue_call_id),
    FIELD("QueueCallType", RECORDING_TEXT, type),
    FIELD("Culture", RECORDING_TEXT, culture),
    FIELD("ConversationStartedUtc", RECORDING_TIME, started),
    FIELD("ConversationEndedUtc", RECORDING_TIME, ended),
    FIELD("AgentName", RECORDING_TEXT, agent_name),
    FIELD("AgentId", RECORDING_INTEGER, agent_id),
    FIELD("RecordingFileName", RECORDING_TEXT, file_name),
    FIELD("Caller", RECORDING_TEXT, caller),
};

/* What is left of the element. A NULL `at` says that it is not plain. */
struct reading {
    char *at;
    char *end;
    char *ends[RECORDING_FIELDS]; /* where the texts end */
    size_t texts;
};

static bool word_has(uint64_t word, char byte)
{
    const uint64_t ones = UINT64_MAX / 255;
    uint64_t differs = word ^ (ones * (unsigned char)byte);
    return ((differs - ones) & ~differs & (ones << 7)) != 0;
}

static bool word_is_plain(uint64_t word)
{
    return (word & (UINT64_MAX / 255 << 7)) == 0 && !word_has(word, '\0') && !word_has(word, '\\');
}

/* No escapes, no NUL, nothing but UTF-8. */
static bool is_plain_text(const char *at, const char *end)
{
    while (at < end) {
        uint64_t word = 0;
        while (end - at >= 8 && (memcpy(&word, at, 8), word_is_plain(word)))
            at += 8;
        if (at == end)
            break;
        bool valid = false;
        if (*at == '\0' || *at == '\\')
            return false;
        at += (unsigned char)*at < 0x80 ? (valid = true, 1) : utf8_sequence(at, (size_t)(end - at), &valid);
        if (!valid)
            return false;
    }
    return true;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/* Skips white space; then the byte that comes next, '\0' at the end. */
static char next(struct reading *reading)
{
    while (reading->at < reading->end && is_space(*reading->at))
        reading->at++;
    return reading->at < reading->end ? *reading->at : '\0';
}

/* White space and one byte. */
static bool skip(struct reading *reading, char byte)
{
    bool is_there = next(reading) == byte;
    reading->at += is_there;
    return is_there;
}

/* A string; *text gets its contents, which are not terminated yet. */
static bool read_string(struct reading *reading, char **text, size_t *length)
{
    if (!skip(reading, '"'))
        return false;
    char *quote = memchr(reading->at, '"', (size_t)(reading->end - reading->at));
    if (!quote)
        return false;
    *text = reading->at;
    *length = (size_t)(quote - reading->at);
    reading->at = quote + 1;
    return true;
}

static bool read_integer(struct reading *reading, int64_t *value)
{
    next(reading);
    const char *begin = reading->at;
    for (*value = 0; reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9';
         reading->at++) {
        if (reading->at - begin == MOST_DIGITS)
            return false;
        *value = *value * 10 + (*reading->at - '0');
    }
    return reading->at > begin && (*begin != '0' || reading->at == begin + 1);
}

static bool skip_null(struct reading *reading)
{
    bool is_null =
        next(reading) == 'n' && reading->end - reading->at >= 4 && memcmp(reading->at, "null", 4) == 0;
    if (is_null)
        reading->at += 4;
    return is_null;
}

static bool read_value(struct reading *reading, const struct recording_field *field,
                       struct recording *recording)
{
    char *target = (char *)recording + field->offset;
    int64_t number = 0;
    char *text = NULL;
    size_t length = 0;
    if (skip_null(reading))
        return true;
    if (field->kind == RECORDING_INTEGER ? !read_integer(reading, &number)
                                         : !read_string(reading, &text, &length))
        return false;
    if (field->kind == RECORDING_TEXT) {
        memcpy(target, &text, sizeof text);
        reading->ends[reading->texts++] = text + length;
        return true;
    }
    if (field->kind == RECORDING_TIME && timestamp_read(text, length, &number) == TIMESTAMP_UNREADABLE)
        return false;
    memcpy(target, &number, sizeof number);
    return true;
}

/* The field of a member's name; looks from `start` on, where it mostly is. RECORDING_FIELDS if there is none.
 */
static size_t find_field(const char *name, size_t length, size_t start)
{
    for (size_t i = 0; i < RECORDING_FIELDS; i++) {
        size_t index = start + i < RECORDING_FIELDS ? start + i : start + i - RECORDING_FIELDS;
        const struct recording_field *field = &recording_fields[index];
        if (field->name_length == length && memcmp(field->name, name, length) == 0)
            return index;
    }
    return RECORDING_FIELDS;
}

static bool read_members(struct reading *reading, struct recording *recording)
{
    unsigned seen = 0;
    size_t field = 0;
    if (!skip(reading, '{'))
        return false;
    do {
        char *name = NULL;
        size_t length = 0;
        if (!read_string(reading, &name, &length))
            return false;
        field = find_field(name, length, field);
        if (field == RECORDING_FIELDS || (seen & (1U << field)) || !skip(reading, ':') ||
            !read_value(reading, &recording_fields[field], recording))
            return false;
        seen |= 1U << field;
        field = (field + 1) % RECORDING_FIELDS;
    } while (skip(reading, ','));
    return skip(reading, '}') && next(reading) == '\0';
}

bool recording_read_plain(char *text, size_t length, struct recording *recording)
{
    struct reading reading = {.at = text, .end = text + length};
    *recording = recording_unknown;
    if (!is_plain_text(text, text + length) || !read_members(&reading, recording))
        return false;
    for (size_t i = 0; i < reading.texts; i++)
        *reading.ends[i] = '\0';
    return true;
}

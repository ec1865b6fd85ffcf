#include "model/recording.h"

#include "model/json_element.h"
#include "model/recording_plain.h"
#include "model/timestamp.h"
#include "net/memory.h"

#include <stdlib.h>
#include <string.h>

struct recording_decoder {
    struct json_element *element;
    char *plain; /* owned: a copy of a plain element */
    size_t plain_capacity;
};

struct recording_decoder *recording_decoder_new(void)
{
    struct recording_decoder *decoder = memory_new(sizeof *decoder);
    decoder->element = json_element_new();
    return decoder;
}

void recording_decoder_free(struct recording_decoder **decoder)
{
    if (!*decoder)
        return;
    json_element_free(&(*decoder)->element);
    free((*decoder)->plain);
    free(*decoder);
    *decoder = NULL;
}

/* Looks from `start` on, where the next field of an answer mostly is; RECORDING_FIELDS if there is no such
 * field.
 */
static size_t find_field(const char *name, size_t start)
{
    for (size_t i = 0; i < RECORDING_FIELDS; i++) {
        size_t field = (start + i) % RECORDING_FIELDS;
        if (strcmp(recording_fields[field].name, name) == 0)
            return field;
    }
    return RECORDING_FIELDS;
}

static int64_t time_of(const cJSON *member)
{
    const char *text = json_element_text(member);
    return text ? timestamp_parse(text, strlen(text)) : TIMESTAMP_NONE;
}

static void set_field(struct recording *recording, const struct recording_field *field,
                      const struct json_element *element, const cJSON *member, size_t index)
{
    char *target = (char *)recording + field->offset;
    if (field->kind == RECORDING_TEXT) {
        const char *text = json_element_text(member);
        memcpy(target, &text, sizeof text);
        return;
    }
    int64_t number =
        field->kind == RECORDING_TIME ? time_of(member) : json_element_integer(element, member, index);
    memcpy(target, &number, sizeof number);
}

static bool read_plain(struct recording_decoder *decoder, const char *text, size_t length,
                       struct recording *recording)
{
    decoder->plain = memory_grow(decoder->plain, &decoder->plain_capacity, length + 1, 1);
    memcpy(decoder->plain, text, length);
    return recording_read_plain(decoder->plain, length, recording);
}

bool recording_decode(struct recording_decoder *decoder, const char *text, size_t length,
                      struct recording *recording)
{
    return read_plain(decoder, text, length, recording) ||
           recording_decode_any(decoder, text, length, recording);
}

bool recording_decode_any(struct recording_decoder *decoder, const char *text, size_t length,
                          struct recording *recording)
{
    *recording = recording_unknown;
    if (!json_element_parse(decoder->element, text, length))
        return false;
    unsigned seen = 0;
    size_t next = 0;
    size_t index = 0;
    for (const cJSON *member = json_element_members(decoder->element); member;
         member = member->next, index++) {
        size_t field = find_field(member->string, next);
        if (field == RECORDING_FIELDS || (seen & (1U << field)))
            continue;
        seen |= 1U << field;
        next = field + 1;
        set_field(recording, &recording_fields[field], decoder->element, member, index);
    }
    return true;
}

int64_t recording_glance_id(const char *text, size_t length)
{
    static const char name[] = "\"QueueCallId\"";
    const char *end = text + length;
    const char *at = memmem(text, length, name, sizeof name - 1);
    if (!at)
        return RECORDING_NO_NUMBER;
    at += sizeof name - 1;
    while (at < end && (*at == ' ' || *at == ':' || *at == '"'))
        at++;
    int64_t id = 0;
    unsigned digits = 0;
    for (; at < end && *at >= '0' && *at <= '9' && digits < 18; digits++)
        id = id * 10 + (*at++ - '0');
    return digits ? id : RECORDING_NO_NUMBER;
}

int64_t recording_duration(const struct recording *recording)
{
    if (recording->started == TIMESTAMP_NONE || recording->ended == TIMESTAMP_NONE)
        return TIMESTAMP_NONE;
    int64_t duration = 0;
    if (__builtin_sub_overflow(recording->ended, recording->started, &duration) || duration < 0)
        return TIMESTAMP_NONE;
    return duration;
}

#include "model/recording/recording_decode.h"

#include "model/recording/json_element.h"
#include "model/recording/recording_plain.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct recording_decoder {
    struct json_element *element;
    char *plain; /* owned: a copy of a plain element */
    size_t plain_capacity;
    bool is_plain; /* the element decoded last, and the next */
    bool is_object;
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

/* Looks from `start` on, where the next field of an answer mostly is, for a field of exactly this name, then
 * in any case of letters; RECORDING_FIELDS if there is no such field. */
static size_t find_field(const cJSON *member, size_t start)
{
    for (size_t i = 0; i < RECORDING_FIELDS; i++) {
        size_t field = (start + i) % RECORDING_FIELDS;
        if (strcmp(recording_fields[field].name, member->string) == 0)
            return field;
    }
    for (size_t field = 0; field < RECORDING_FIELDS; field++) {
        if (json_element_is_named(member, recording_fields[field].name))
            return field;
    }
    return RECORDING_FIELDS;
}

/* A member that is decoded. */
struct found {
    struct json_element *element;
    const cJSON *member;
    size_t index; /* in its object */
};

/* NULL where it is null. */
static const char *text_of(const struct found *found)
{
    if (cJSON_IsString(found->member))
        return json_element_text(found->member);
    return cJSON_IsNull(found->member) ? NULL : json_element_literal(found->element, found->index);
}

static void set_time(struct recording *recording, size_t offset, const struct found *found)
{
    int64_t ticks = TIMESTAMP_NONE;
    const char *text = text_of(found);
    bool is_unread = text && (!cJSON_IsString(found->member) ||
                              timestamp_read(text, strlen(text), &ticks) == TIMESTAMP_UNREADABLE);
    memcpy((char *)recording + offset, &ticks, sizeof ticks);
    if (is_unread && offset == offsetof(struct recording, started))
        recording->unread_start = text;
    else if (is_unread)
        recording->unread_end = text;
}

static void set_field(struct recording *recording, const struct recording_field *field,
                      const struct found *found)
{
    char *target = (char *)recording + field->offset;
    if (field->kind == RECORDING_TIME) {
        set_time(recording, field->offset, found);
    } else if (field->kind == RECORDING_TEXT) {
        const char *text = text_of(found);
        memcpy(target, &text, sizeof text);
    } else {
        int64_t number = json_element_integer(found->element, found->member, found->index);
        memcpy(target, &number, sizeof number);
    }
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
    decoder->is_plain = read_plain(decoder, text, length, recording);
    return decoder->is_plain || recording_decode_any(decoder, text, length, recording);
}

bool recording_decode_any(struct recording_decoder *decoder, const char *text, size_t length,
                          struct recording *recording)
{
    *recording = recording_unknown;
    decoder->is_plain = false;
    decoder->is_object = json_element_parse(decoder->element, text, length);
    if (!decoder->is_object)
        return false;
    unsigned seen = 0;
    size_t next = 0;
    size_t index = 0;
    for (const cJSON *member = json_element_members(decoder->element); member;
         member = member->next, index++) {
        size_t field = find_field(member, next);
        if (field == RECORDING_FIELDS || (seen & (1U << field)))
            continue;
        seen |= 1U << field;
        next = field + 1;
        set_field(recording, &recording_fields[field], &(struct found){decoder->element, member, index});
    }
    return true;
}

/* The names of its members that are no fields of a recording. */
static void list_unknown(const struct recording_decoder *decoder, char *names, size_t size)
{
    size_t used = 0;
    const cJSON *member = decoder->is_plain ? NULL : json_element_members(decoder->element);
    names[0] = '\0';
    for (; member && used < size; member = member->next) {
        if (find_field(member, 0) == RECORDING_FIELDS)
            used += (size_t)snprintf(names + used, size - used, "%s\"%s\"", used ? ", " : "", member->string);
    }
}

const char *recording_explain(const struct recording_decoder *decoder, char buffer[RECORDING_REASON_SIZE])
{
    char names[80];
    char quoted[80];
    const char *what = N_("has nothing in its fields");
    list_unknown(decoder, names, sizeof names);
    if (!decoder->is_plain && !decoder->is_object)
        what = json_element_is_other(decoder->element) ? tr("is no object") : tr("is broken JSON");
    if (*names)
        snprintf(buffer, RECORDING_REASON_SIZE, tr("has none of a recording's fields, but %s"),
                 failure_quote(quoted, sizeof quoted, names));
    else
        snprintf(buffer, RECORDING_REASON_SIZE, "%s", what);
    return buffer;
}

int64_t recording_peek_id(const char *text, size_t length)
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

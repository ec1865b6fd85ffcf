#include "model/recording.h"

#include "model/json_element.h"
#include "model/timestamp.h"
#include "net/memory.h"

#include <stdlib.h>
#include <string.h>

enum field_kind { FIELD_INTEGER, FIELD_TIME, FIELD_TEXT };

/* A field of the API and where it goes. In the order of the API's table, in which servers send them. */
static const struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
} fields[] = {
    {"QueueId", FIELD_INTEGER, offsetof(struct recording, queue_id)},
    {"QueueName", FIELD_TEXT, offsetof(struct recording, queue_name)},
    {"QueueCallId", FIELD_INTEGER, offsetof(struct recording, queue_call_id)},
    {"QueueCallType", FIELD_TEXT, offsetof(struct recording, type)},
    {"Culture", FIELD_TEXT, offsetof(struct recording, culture)},
    {"ConversationStartedUtc", FIELD_TIME, offsetof(struct recording, started)},
    {"ConversationEndedUtc", FIELD_TIME, offsetof(struct recording, ended)},
    {"AgentName", FIELD_TEXT, offsetof(struct recording, agent_name)},
    {"AgentId", FIELD_INTEGER, offsetof(struct recording, agent_id)},
    {"RecordingFileName", FIELD_TEXT, offsetof(struct recording, file_name)},
    {"Caller", FIELD_TEXT, offsetof(struct recording, caller)},
};

#define FIELD_COUNT (sizeof fields / sizeof *fields)

struct recording_decoder {
    struct json_element *element;
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
    free(*decoder);
    *decoder = NULL;
}

/* Looks from `start` on, where the next field of an answer mostly is; FIELD_COUNT if there is no such field.
 */
static size_t find_field(const char *name, size_t start)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        size_t field = (start + i) % FIELD_COUNT;
        if (strcmp(fields[field].name, name) == 0)
            return field;
    }
    return FIELD_COUNT;
}

static int64_t time_of(const cJSON *member)
{
    const char *text = json_element_text(member);
    return text ? timestamp_parse(text, strlen(text)) : TIMESTAMP_NONE;
}

static void set_field(struct recording *recording, const struct field *field,
                      const struct json_element *element, const cJSON *member, size_t index)
{
    char *target = (char *)recording + field->offset;
    if (field->kind == FIELD_TEXT) {
        const char *text = json_element_text(member);
        memcpy(target, &text, sizeof text);
        return;
    }
    int64_t number =
        field->kind == FIELD_TIME ? time_of(member) : json_element_integer(element, member, index);
    memcpy(target, &number, sizeof number);
}

bool recording_decode(struct recording_decoder *decoder, const char *text, size_t length,
                      struct recording *recording)
{
    *recording = (struct recording){
        .queue_call_id = RECORDING_NO_NUMBER,
        .queue_id = RECORDING_NO_NUMBER,
        .agent_id = RECORDING_NO_NUMBER,
        .started = TIMESTAMP_NONE,
        .ended = TIMESTAMP_NONE,
    };
    if (!json_element_parse(decoder->element, text, length))
        return false;
    unsigned seen = 0;
    size_t next = 0;
    size_t index = 0;
    for (const cJSON *member = json_element_members(decoder->element); member;
         member = member->next, index++) {
        size_t field = find_field(member->string, next);
        if (field == FIELD_COUNT || (seen & (1U << field)))
            continue;
        seen |= 1U << field;
        next = field + 1;
        set_field(recording, &fields[field], decoder->element, member, index);
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

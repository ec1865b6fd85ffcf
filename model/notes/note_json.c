#include "model/notes/note_json.h"

#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/utf8.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_LIMIT (INT64_C(1) << 53) /* cJSON has numbers as doubles, which hold all integers up to this */

void note_json_write(struct record_writer *writer, const struct note *note)
{
    char call[24], changed[TIMESTAMP_TEXT_SIZE];
    snprintf(call, sizeof call, "%" PRId64, note->call);
    const struct record_value values[] = {
        {.name = "Agent", .text = note->agent},
        {.name = "QueueCallId",
         .plain = note->call == RECORDING_NO_NUMBER ? NULL : call,
         .is_quoted = note->call >= EXACT_LIMIT || note->call <= -EXACT_LIMIT},
        {.name = "RecordingFileName", .text = note->file},
        {.name = "Marked", .plain = note->is_marked ? "true" : "false"},
        {.name = "Tags", .text = note->tags},
        {.name = "Note", .text = note->text},
        {.name = "ChangedUtc", .plain = timestamp_utc_text(changed, note->changed), .is_quoted = true},
    };
    record_write(writer, values, sizeof values / sizeof *values);
}

static char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static bool read_call(const cJSON *object, int64_t *call)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, "QueueCallId");
    char *end = NULL;
    *call = RECORDING_NO_NUMBER;
    if (cJSON_IsString(item)) {
        errno = 0;
        *call = strtoll(item->valuestring, &end, 10);
        return end != item->valuestring && *end == '\0' && errno == 0;
    }
    if (!cJSON_IsNumber(item) || item->valuedouble <= -(double)EXACT_LIMIT ||
        item->valuedouble >= (double)EXACT_LIMIT)
        return cJSON_IsNull(item);
    *call = (int64_t)item->valuedouble;
    return (double)*call == item->valuedouble;
}

static bool is_utf8(const char *text)
{
    bool valid = true;
    for (size_t left = strlen(text), length; left && valid; text += length, left -= length)
        length = utf8_sequence(text, left, &valid);
    return valid;
}

bool note_json_read(struct note_table *table, const char *line)
{
    cJSON *object = is_utf8(line) ? cJSON_Parse(line) : NULL;
    const cJSON *marked = cJSON_GetObjectItemCaseSensitive(object, "Marked");
    const char *changed = text_of(object, "ChangedUtc");
    struct note note = {
        .agent = text_of(object, "Agent"),
        .file = text_of(object, "RecordingFileName"),
        .tags = text_of(object, "Tags"),
        .text = text_of(object, "Note"),
        .is_marked = cJSON_IsTrue(marked),
        .changed = changed ? timestamp_parse(changed, strlen(changed)) : TIMESTAMP_NONE,
    };
    bool is_note = note.agent && note.file && note.tags && note.text && cJSON_IsBool(marked) &&
                   note.changed != TIMESTAMP_NONE && read_call(object, &note.call);
    if (is_note)
        note_table_add(table, &note);
    cJSON_Delete(object);
    return is_note;
}

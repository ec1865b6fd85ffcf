#include "model/hold/hold_json.h"

#include "model/hold/hold_names.h"
#include "model/recording/export.h"
#include "model/recording/recording_decode.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = 11, NUMBER_SIZE = 24 };

/* The columns of a hold, with room for the texts of numbers and times. */
struct row {
    struct record_value values[VALUES];
    char held_at[TIMESTAMP_TEXT_SIZE], until[TIMESTAMP_TEXT_SIZE], audio[NUMBER_SIZE];
};

static void fill(struct row *row, const struct hold *hold)
{
    bool has_end = hold->until != TIMESTAMP_NONE;
    const char *slash = hold->audio ? strrchr(hold->audio, '/') : NULL;
    bool is_recorded = hold->audio && hold->audio_is_recorded;
    snprintf(row->audio, sizeof row->audio, "%" PRId64, hold->audio_size);
    const struct record_value values[VALUES] = {
        {.name = "HeldAgent", .text = hold->agent},
        {.name = "HeldReason", .text = hold->reason},
        {.name = "HeldBy", .text = hold->by},
        {.name = "HeldUtc", .plain = timestamp_utc_text(row->held_at, hold->held_at), .is_quoted = true},
        {.name = "HeldUntilUtc",
         .plain = has_end ? timestamp_utc_text(row->until, hold->until) : NULL,
         .is_quoted = true},
        {.name = "IsGoneFromServer", .plain = hold->is_gone ? "true" : "false"},
        {.name = "AudioBytes", .plain = hold->audio ? row->audio : NULL},
        {.name = "AudioFile", .text = is_recorded ? slash ? slash + 1 : hold->audio : NULL},
        {.name = "AudioSha512", .text = is_recorded && *hold->audio_digest ? hold->audio_digest : NULL},
        {.name = "AudioIsProved", .plain = is_recorded ? hold->audio_is_proved ? "true" : "false" : NULL},
        {.name = "AudioIsDamaged", .plain = is_recorded ? hold->audio_is_damaged ? "true" : "false" : NULL},
    };
    memcpy(row->values, values, sizeof values);
}

void hold_json_begin(struct record_writer *writer, FILE *stream, const struct record_style *style)
{
    static const struct hold nothing = {.agent = "", .reason = "", .by = ""};
    struct row row;
    fill(&row, &nothing);
    export_begin_with(writer, stream, style, row.values, VALUES);
}

void hold_json_write(struct record_writer *writer, const struct hold *hold)
{
    struct row row;
    fill(&row, hold);
    export_recording_with(writer, hold->recording, row.values, VALUES);
}

static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static int64_t time_of(const cJSON *object, const char *name)
{
    const char *text = text_of(object, name);
    return text ? timestamp_parse(text, strlen(text)) : TIMESTAMP_NONE;
}

/* Reads what is recorded of the copy, which early versions did not write. False if the name is not that of an audio
 * file: it must not lead out of the folder. */
static bool read_audio(struct hold *hold, const cJSON *object)
{
    int64_t call;
    const cJSON *size = cJSON_GetObjectItemCaseSensitive(object, "AudioBytes"),
                *proved = cJSON_GetObjectItemCaseSensitive(object, "AudioIsProved");
    const char *file = text_of(object, "AudioFile"), *digest = text_of(object, "AudioSha512");
    hold->audio_is_recorded = file && cJSON_IsNumber(size) && cJSON_IsBool(proved);
    if (!hold->audio_is_recorded)
        return true;
    hold->audio = (char *)file;
    hold->audio_size = (int64_t)size->valuedouble;
    hold->audio_is_proved = cJSON_IsTrue(proved);
    hold->audio_is_damaged = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "AudioIsDamaged"));
    snprintf(hold->audio_digest, sizeof hold->audio_digest, "%s", digest ? digest : "");
    return hold_names_kind(file, &call) == HOLD_AUDIO;
}

/* False if a required field is missing or invalid. An end that cannot be parsed is not taken for "until released". */
static bool read_hold(struct hold *hold, const cJSON *object)
{
    const char *by = text_of(object, "HeldBy");
    const cJSON *gone = cJSON_GetObjectItemCaseSensitive(object, "IsGoneFromServer");
    *hold = (struct hold){
        .agent = text_of(object, "HeldAgent"),
        .reason = text_of(object, "HeldReason"),
        .by = by ? by : "",
        .held_at = time_of(object, "HeldUtc"),
        .until = time_of(object, "HeldUntilUtc"),
        .is_gone = cJSON_IsTrue(gone),
    };
    bool has_end = !cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(object, "HeldUntilUtc"));
    return read_audio(hold, object) && hold->agent && hold->reason && cJSON_IsBool(gone) &&
           hold->held_at != TIMESTAMP_NONE && has_end == (hold->until != TIMESTAMP_NONE);
}

bool hold_json_read(struct hold_table *table, const char *text, size_t length)
{
    struct hold hold;
    struct recording recording;
    struct recording_decoder *decoder = recording_decoder_new();
    cJSON *object = cJSON_ParseWithLength(text, length);
    bool is_hold = object && read_hold(&hold, object) &&
                   recording_decode(decoder, text, length, &recording) &&
                   recording.queue_call_id != RECORDING_NO_NUMBER;
    if (is_hold) {
        hold.recording = &recording;
        hold_table_add(table, &hold);
    }
    cJSON_Delete(object);
    recording_decoder_free(&decoder);
    return is_hold;
}

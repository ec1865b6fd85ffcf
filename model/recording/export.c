#include "model/recording/export.h"

#include "model/time/timestamp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define VALUE_COUNT 12

/* The values of a recording, with the space that the numbers and times among them need. */
struct row {
    struct record_value values[VALUE_COUNT];
    char queue_id[EXPORT_NUMBER_SIZE], queue_call_id[EXPORT_NUMBER_SIZE], agent_id[EXPORT_NUMBER_SIZE],
        duration[EXPORT_NUMBER_SIZE];
    char started[TIMESTAMP_TEXT_SIZE], ended[TIMESTAMP_TEXT_SIZE];
};

static struct record_value text_value(const char *name, const char *text)
{
    return (struct record_value){.name = name, .text = text};
}

static struct record_value number_value(const char *name, char buffer[EXPORT_NUMBER_SIZE], int64_t number)
{
    if (number == RECORDING_NO_NUMBER)
        return (struct record_value){.name = name};
    snprintf(buffer, EXPORT_NUMBER_SIZE, "%" PRId64, number);
    return (struct record_value){.name = name, .plain = buffer};
}

/* A moment: its names where it is in UTC, and where it is local. What could not be read is written as it came. */
static struct record_value time_value(const char *const names[2], char buffer[TIMESTAMP_TEXT_SIZE],
                                      int64_t ticks, const char *unread, bool is_local)
{
    const char *name = names[is_local];
    if (ticks == TIMESTAMP_NONE)
        return text_value(name, unread);
    const char *text =
        is_local ? timestamp_short_text(buffer, ticks, false) : timestamp_utc_text(buffer, ticks);
    return (struct record_value){.name = name, .plain = text, .is_quoted = true};
}

const char *export_seconds(char buffer[EXPORT_NUMBER_SIZE], int64_t ticks)
{
    if (ticks == TIMESTAMP_NONE)
        return NULL;
    int64_t seconds = ticks / TIMESTAMP_SECOND;
    int64_t fraction = ticks % TIMESTAMP_SECOND;
    int length = snprintf(buffer, EXPORT_NUMBER_SIZE, "%" PRId64 ".%07" PRId64, seconds, fraction);
    while (buffer[length - 1] == '0')
        length--;
    if (buffer[length - 1] == '.')
        length--;
    buffer[length] = '\0';
    return buffer;
}

/* In the order of the API's table. */
static void fill_row(struct row *row, const struct recording *recording, const struct record_style *style)
{
    static const char *const starts[] = {"ConversationStartedUtc", "ConversationStarted"};
    static const char *const ends[] = {"ConversationEndedUtc", "ConversationEnded"};
    struct record_value *value = row->values;
    *value++ = number_value("QueueId", row->queue_id, recording->queue_id);
    *value++ = text_value("QueueName", recording->queue_name);
    *value++ = number_value("QueueCallId", row->queue_call_id, recording->queue_call_id);
    *value++ = text_value("QueueCallType", recording->type);
    *value++ = text_value("Culture", recording->culture);
    *value++ = time_value(starts, row->started, recording->started, recording->unread_start, style->is_local);
    *value++ = time_value(ends, row->ended, recording->ended, recording->unread_end, style->is_local);
    *value++ = text_value("AgentName", recording->agent_name);
    *value++ = number_value("AgentId", row->agent_id, recording->agent_id);
    *value++ = text_value("RecordingFileName", recording->file_name);
    *value++ = text_value("Caller", recording->caller);
    *value = (struct record_value){.name = "DurationSeconds",
                                   .plain = export_seconds(row->duration, recording_duration(recording))};
}

/* The values of a recording, and others behind them. */
static size_t join(struct record_value values[VALUE_COUNT + EXPORT_MORE], const struct row *row,
                   const struct record_value *more, size_t count)
{
    memcpy(values, row->values, sizeof row->values);
    memcpy(values + VALUE_COUNT, more, count * sizeof *more);
    return VALUE_COUNT + count;
}

void export_begin(struct record_writer *writer, FILE *stream, const struct record_style *style)
{
    struct row row;
    fill_row(&row, &recording_unknown, style);
    record_begin(writer, stream, style, row.values, VALUE_COUNT);
}

void export_begin_with(struct record_writer *writer, FILE *stream, const struct record_style *style,
                       const struct record_value *more, size_t count)
{
    struct record_value values[VALUE_COUNT + EXPORT_MORE];
    struct row row;
    fill_row(&row, &recording_unknown, style);
    record_begin(writer, stream, style, values, join(values, &row, more, count));
}

void export_recording_with(struct record_writer *writer, const struct recording *recording,
                           const struct record_value *more, size_t count)
{
    struct record_value values[VALUE_COUNT + EXPORT_MORE];
    struct row row;
    fill_row(&row, recording, &writer->style);
    record_write(writer, values, join(values, &row, more, count));
}

void export_recording(struct record_writer *writer, const struct recording *recording)
{
    struct row row;
    fill_row(&row, recording, &writer->style);
    record_write(writer, row.values, VALUE_COUNT);
}

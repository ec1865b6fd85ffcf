#include "model/recording/export.h"

#include "model/time/timestamp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MOST_VALUES = 14, NAME_WIDTH = 24, CALLER_WIDTH = 18, TIME_WIDTH = 25, FILE_WIDTH = 42 };

/* The values of a recording, with the space that the numbers among them need. */
struct row {
    struct record_value values[MOST_VALUES + EXPORT_MORE];
    size_t count;
    char queue_id[EXPORT_NUMBER_SIZE], queue_call_id[EXPORT_NUMBER_SIZE], agent_id[EXPORT_NUMBER_SIZE],
        duration[EXPORT_NUMBER_SIZE];
};

static void add_text(struct row *row, const char *name, const char *text, unsigned width)
{
    row->values[row->count++] = (struct record_value){.name = name, .text = text, .width = width};
}

/* The digits of a number, within the buffer; NULL for RECORDING_NO_NUMBER. */
static const char *digits_of(char buffer[EXPORT_NUMBER_SIZE], int64_t number)
{
    char *at = buffer + EXPORT_NUMBER_SIZE - 1;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    if (number == RECORDING_NO_NUMBER)
        return NULL;
    *at = '\0';
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (number < 0)
        *--at = '-';
    return at;
}

static void add_number(struct row *row, const char *name, char buffer[EXPORT_NUMBER_SIZE], int64_t number)
{
    row->values[row->count++] = (struct record_value){.name = name, .plain = digits_of(buffer, number)};
}

static void add_moment(struct row *row, const char *name, int64_t ticks, const char *unread, bool is_local)
{
    row->values[row->count++] = (struct record_value){.name = name,
                                                      .time = ticks == TIMESTAMP_NONE ? 0 : ticks,
                                                      .text = ticks == TIMESTAMP_NONE ? unread : NULL,
                                                      .is_local = is_local,
                                                      .width = TIME_WIDTH};
}

/* `names`: where it is in UTC, and where it is local. What could not be read is written as it came. */
static void add_time(struct row *row, const char *const names[2], int64_t ticks, const char *unread,
                     enum record_times times)
{
    if (times != RECORD_LOCAL)
        add_moment(row, names[0], ticks, unread, false);
    if (times != RECORD_UTC)
        add_moment(row, names[1], ticks, unread, true);
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
    row->count = 0;
    add_number(row, "QueueId", row->queue_id, recording->queue_id);
    add_text(row, "QueueName", recording->queue_name, NAME_WIDTH);
    add_number(row, "QueueCallId", row->queue_call_id, recording->queue_call_id);
    add_text(row, "QueueCallType", recording->type, 0);
    add_text(row, "Culture", recording->culture, 0);
    add_time(row, starts, recording->started, recording->unread_start, style->times);
    add_time(row, ends, recording->ended, recording->unread_end, style->times);
    add_text(row, "AgentName", recording->agent_name, NAME_WIDTH);
    add_number(row, "AgentId", row->agent_id, recording->agent_id);
    add_text(row, "RecordingFileName", recording->file_name, FILE_WIDTH);
    add_text(row, "Caller", recording->caller, CALLER_WIDTH);
    row->values[row->count++] = (struct record_value){
        .name = "DurationSeconds", .plain = export_seconds(row->duration, recording_duration(recording))};
}

static void add_more(struct row *row, const struct record_value *more, size_t count)
{
    memcpy(row->values + row->count, more, count * sizeof *more);
    row->count += count;
}

void export_begin(struct record_writer *writer, FILE *stream, const struct record_style *style)
{
    struct row row;
    fill_row(&row, &recording_unknown, style);
    record_begin(writer, stream, style, row.values, row.count);
}

void export_begin_with(struct record_writer *writer, FILE *stream, const struct record_style *style,
                       const struct record_value *more, size_t count)
{
    struct row row;
    fill_row(&row, &recording_unknown, style);
    add_more(&row, more, count);
    record_begin(writer, stream, style, row.values, row.count);
}

void export_recording_with(struct record_writer *writer, const struct recording *recording,
                           const struct record_value *more, size_t count)
{
    struct row row;
    fill_row(&row, recording, &writer->style);
    add_more(&row, more, count);
    record_write(writer, row.values, row.count);
}

void export_recording(struct record_writer *writer, const struct recording *recording)
{
    struct row row;
    fill_row(&row, recording, &writer->style);
    record_write(writer, row.values, row.count);
}

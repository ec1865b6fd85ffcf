#include "model/export.h"

#include "model/timestamp.h"
#include "model/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define NUMBER_SIZE 32

/* One value as it is written: a text (quoted and escaped), or a number or time (as it is), or neither. */
struct value {
    const char *name;
    const char *text;  /* NULL: absent, or see plain */
    const char *plain; /* NULL: absent, or see text */
    bool quoted;       /* plain is a string in JSON */
};

#define VALUE_COUNT 12

/* The values of a recording, with the space that the numbers and times among them need. */
struct row {
    struct value values[VALUE_COUNT];
    char queue_id[NUMBER_SIZE], queue_call_id[NUMBER_SIZE], agent_id[NUMBER_SIZE], duration[NUMBER_SIZE];
    char started[TIMESTAMP_TEXT_SIZE], ended[TIMESTAMP_TEXT_SIZE];
};

static struct value text_value(const char *name, const char *text)
{
    return (struct value){.name = name, .text = text};
}

static struct value number_value(const char *name, char buffer[NUMBER_SIZE], int64_t number)
{
    if (number == RECORDING_NO_NUMBER)
        return (struct value){.name = name};
    snprintf(buffer, NUMBER_SIZE, "%" PRId64, number);
    return (struct value){.name = name, .plain = buffer};
}

/* What could not be read is written as it came. */
static struct value time_value(const char *name, char buffer[TIMESTAMP_TEXT_SIZE], int64_t ticks,
                               const char *unread)
{
    if (ticks == TIMESTAMP_NONE)
        return text_value(name, unread);
    return (struct value){.name = name, .plain = timestamp_utc_text(buffer, ticks), .quoted = true};
}

/* Seconds with as many of seven decimals as are needed. */
static struct value duration_value(const char *name, char buffer[NUMBER_SIZE], int64_t ticks)
{
    if (ticks == TIMESTAMP_NONE)
        return (struct value){.name = name};
    int64_t seconds = ticks / TIMESTAMP_SECOND;
    int64_t fraction = ticks % TIMESTAMP_SECOND;
    int length = snprintf(buffer, NUMBER_SIZE, "%" PRId64 ".%07" PRId64, seconds, fraction);
    while (buffer[length - 1] == '0')
        length--;
    if (buffer[length - 1] == '.')
        length--;
    buffer[length] = '\0';
    return (struct value){.name = name, .plain = buffer};
}

/* In the order of the API's table. */
static void fill_row(struct row *row, const struct recording *recording)
{
    struct value *value = row->values;
    *value++ = number_value("QueueId", row->queue_id, recording->queue_id);
    *value++ = text_value("QueueName", recording->queue_name);
    *value++ = number_value("QueueCallId", row->queue_call_id, recording->queue_call_id);
    *value++ = text_value("QueueCallType", recording->type);
    *value++ = text_value("Culture", recording->culture);
    *value++ =
        time_value("ConversationStartedUtc", row->started, recording->started, recording->unread_start);
    *value++ = time_value("ConversationEndedUtc", row->ended, recording->ended, recording->unread_end);
    *value++ = text_value("AgentName", recording->agent_name);
    *value++ = number_value("AgentId", row->agent_id, recording->agent_id);
    *value++ = text_value("RecordingFileName", recording->file_name);
    *value++ = text_value("Caller", recording->caller);
    *value = duration_value("DurationSeconds", row->duration, recording_duration(recording));
}

/* The code point of a well-formed sequence of one or two bytes. Longer ones never need an escape. */
static unsigned code_point_of(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    return size == 1 ? bytes[0] : (bytes[0] & 0x1fU) << 6 | (bytes[1] & 0x3fU);
}

static bool is_control(unsigned code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
}

static void put_run(FILE *stream, const char *from, const char *to)
{
    if (to > from)
        fwrite(from, 1, (size_t)(to - from), stream);
}

static void put_json_escape(FILE *stream, unsigned code_point)
{
    static const char short_forms[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    for (const char *form = short_forms; *form; form += 2) {
        if ((unsigned char)*form == code_point) {
            fputc('\\', stream);
            fputc(form[1], stream);
            return;
        }
    }
    fprintf(stream, "\\u%04x", code_point);
}

static void put_json_text(FILE *stream, const char *text)
{
    const char *run = text; /* not yet written, needs no escape */
    fputc('"', stream);
    for (size_t left = strlen(text); left;) {
        bool valid = false;
        size_t size = utf8_sequence(text, left, &valid);
        unsigned code_point = valid && size <= 2 ? code_point_of(text, size) : 'a';
        bool escaped = is_control(code_point) || code_point == '"' || code_point == '\\';
        if (escaped || !valid) {
            put_run(stream, run, text);
            run = text + size;
        }
        if (escaped)
            put_json_escape(stream, code_point);
        else if (!valid)
            fputs(UTF8_REPLACEMENT, stream);
        text += size;
        left -= size;
    }
    put_run(stream, run, text);
    fputc('"', stream);
}

static void put_json_row(FILE *stream, const struct row *row)
{
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        const struct value *value = &row->values[i];
        fprintf(stream, "%s\"%s\":", i ? "," : "{", value->name);
        if (value->text)
            put_json_text(stream, value->text);
        else if (value->plain)
            fprintf(stream, value->quoted ? "\"%s\"" : "%s", value->plain);
        else
            fputs("null", stream);
    }
    fputc('}', stream);
}

/* Digits with an optional sign: a spreadsheet shows them, it runs nothing. */
static bool is_plain_number(const char *text)
{
    text += *text == '+' || *text == '-';
    size_t count = strspn(text, "0123456789");
    return count && text[count] == '\0';
}

static bool is_formula(const char *text)
{
    return *text && strchr("=+-@\t\r\n", *text) && !is_plain_number(text);
}

/* Whether a sequence cannot stand in a CSV file. */
static bool is_unfit(const char *text, size_t size, bool valid)
{
    return !valid || (size <= 2 && is_control(code_point_of(text, size)) && !strchr("\t\r\n", *text));
}

static void put_csv_text(FILE *stream, const char *text)
{
    size_t left = strlen(text);
    bool formula = is_formula(text);
    bool quoted =
        formula || text[strcspn(text, ",\"\r\n")] || (left && (*text == ' ' || text[left - 1] == ' '));
    const char *run = text; /* not yet written */
    if (quoted)
        fputc('"', stream);
    if (formula)
        fputc('\'', stream);
    while (left) {
        bool valid = false;
        size_t size = utf8_sequence(text, left, &valid);
        bool unfit = is_unfit(text, size, valid);
        if (unfit || *text == '"') {
            put_run(stream, run, text);
            fputs(unfit ? UTF8_REPLACEMENT : "\"", stream);
            run = unfit ? text + size : text;
        }
        text += size;
        left -= size;
    }
    put_run(stream, run, text);
    if (quoted)
        fputc('"', stream);
}

static void put_csv_row(FILE *stream, const struct row *row)
{
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        const struct value *value = &row->values[i];
        if (i)
            fputc(',', stream);
        if (value->text)
            put_csv_text(stream, value->text);
        else if (value->plain)
            fputs(value->plain, stream);
    }
    fputs("\r\n", stream);
}

static void put_csv_header(FILE *stream)
{
    struct row row;
    fill_row(&row, &(struct recording){0});
    for (size_t i = 0; i < VALUE_COUNT; i++)
        fprintf(stream, "%s%s", i ? "," : "", row.values[i].name);
    fputs("\r\n", stream);
}

/* Keeps why the first write that failed did so. */
static void note_error(struct export_writer *writer)
{
    if (!writer->error && ferror(writer->stream))
        writer->error = errno ? errno : EIO;
}

void export_begin(struct export_writer *writer, FILE *stream, enum export_format format)
{
    *writer = (struct export_writer){.stream = stream, .format = format};
    if (format == EXPORT_JSON)
        fputc('[', stream);
    else if (format == EXPORT_CSV)
        put_csv_header(stream);
    note_error(writer);
}

void export_recording(struct export_writer *writer, const struct recording *recording)
{
    struct row row;
    fill_row(&row, recording);
    if (writer->format == EXPORT_JSON)
        fputs(writer->written ? ",\n" : "\n", writer->stream);
    if (writer->format == EXPORT_CSV)
        put_csv_row(writer->stream, &row);
    else
        put_json_row(writer->stream, &row);
    if (writer->format == EXPORT_JSONL)
        fputc('\n', writer->stream);
    writer->written++;
    note_error(writer);
}

bool export_end(struct export_writer *writer)
{
    if (writer->format == EXPORT_JSON)
        fputs("\n]\n", writer->stream);
    if (fflush(writer->stream) != 0)
        note_error(writer);
    note_error(writer);
    if (writer->error)
        errno = writer->error;
    return writer->error == 0;
}

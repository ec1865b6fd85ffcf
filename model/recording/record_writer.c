#include "model/recording/record_writer.h"

#include "net/base/utf8.h"

#include <errno.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct record_style record_style_plain(enum record_format format)
{
    return (struct record_style){.format = format, .separator = ',', .decimal = '.'};
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

static void put_json_record(FILE *stream, const struct record_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct record_value *value = &values[i];
        fprintf(stream, "%s\"%s\":", i ? "," : "{", value->name);
        if (value->text)
            put_json_text(stream, value->text);
        else if (value->plain)
            fprintf(stream, value->is_quoted ? "\"%s\"" : "%s", value->plain);
        else
            fputs("null", stream);
    }
    fputc('}', stream);
}

/* Whether a sequence cannot stand in a CSV file. */
static bool is_unfit(const char *text, size_t size, bool valid)
{
    return !valid || (size <= 2 && is_control(code_point_of(text, size)) && !strchr("\t\r\n", *text));
}

/* Whether what stands here, at the beginning of a cell, may be taken for a formula: blanks and quotes before it
 * are passed over by some programs. */
static bool is_formula(const char *text)
{
    text += strspn(text, " \"'");
    return *text && strchr("=+-@\t\r\n", *text);
}

/* Whether some program begins a cell behind this character. */
static bool parts_cells(char character)
{
    return strchr(",;\t\r\n", character) != NULL;
}

static bool needs_quotes(const struct record_style *style, const char *text)
{
    size_t length = strlen(text);
    const char special[] = {style->separator, '"', '\r', '\n', style->has_mark ? '\t' : '"', '\0'};
    return text[strcspn(text, special)] || (length && (*text == ' ' || text[length - 1] == ' '));
}

static void put_csv_text(FILE *stream, const struct record_style *style, const char *text)
{
    bool quoted = needs_quotes(style, text), begins_cell = true;
    if (quoted)
        fputc('"', stream);
    for (size_t left = strlen(text); left;) {
        bool valid = false;
        size_t size = utf8_sequence(text, left, &valid);
        if (style->is_safe && begins_cell && is_formula(text))
            fputc('\'', stream);
        begins_cell = parts_cells(*text);
        if (is_unfit(text, size, valid))
            fputs(UTF8_REPLACEMENT, stream);
        else if (*text == '"')
            fputs("\"\"", stream);
        else
            fwrite(text, 1, size, stream);
        text += size;
        left -= size;
    }
    if (quoted)
        fputc('"', stream);
}

/* A number has the decimal sign of the style. */
static void put_csv_plain(FILE *stream, const struct record_style *style, const struct record_value *value)
{
    for (const char *at = value->plain; *at; at++)
        fputc(*at == '.' && !value->is_quoted ? style->decimal : *at, stream);
}

static void put_csv_record(FILE *stream, const struct record_style *style, const struct record_value *values,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            fputc(style->separator, stream);
        if (values[i].text)
            put_csv_text(stream, style, values[i].text);
        else if (values[i].plain)
            put_csv_plain(stream, style, &values[i]);
    }
    fputs("\r\n", stream);
}

static void put_csv_header(FILE *stream, const struct record_style *style, const struct record_value *values,
                           size_t count)
{
    if (style->has_mark)
        fputs(BYTE_ORDER_MARK, stream);
    for (size_t i = 0; i < count; i++) {
        if (i)
            fputc(style->separator, stream);
        fputs(values[i].name, stream);
    }
    fputs("\r\n", stream);
}

/* Keeps why the first write that failed did so. */
static void note_error(struct record_writer *writer)
{
    if (!writer->error && ferror(writer->stream))
        writer->error = errno ? errno : EIO;
}

void record_begin(struct record_writer *writer, FILE *stream, const struct record_style *style,
                  const struct record_value *values, size_t count)
{
    *writer = (struct record_writer){.stream = stream, .style = *style};
    if (style->format == RECORD_JSON)
        fputc('[', stream);
    else if (style->format == RECORD_CSV)
        put_csv_header(stream, style, values, count);
    note_error(writer);
}

void record_write(struct record_writer *writer, const struct record_value *values, size_t count)
{
    if (writer->style.format == RECORD_JSON)
        fputs(writer->written ? ",\n" : "\n", writer->stream);
    if (writer->style.format == RECORD_CSV)
        put_csv_record(writer->stream, &writer->style, values, count);
    else
        put_json_record(writer->stream, values, count);
    if (writer->style.format == RECORD_JSONL)
        fputc('\n', writer->stream);
    writer->written++;
    note_error(writer);
}

bool record_end(struct record_writer *writer)
{
    if (writer->style.format == RECORD_JSON)
        fputs("\n]\n", writer->stream);
    if (fflush(writer->stream) != 0)
        note_error(writer);
    note_error(writer);
    if (writer->error)
        errno = writer->error;
    return writer->error == 0;
}

#include "model/recording/xlsx_text.h"

#include "model/recording/zip_writer.h"
#include "model/time/timestamp.h"
#include "net/base/unicode.h"
#include "net/base/utf8.h"

#include <ctype.h>
#include <string.h>

enum { LETTERS = 26, MOST_CELL = 64, DAY_MILLISECONDS = 86400000, FRACTION_DIGITS = 9 };

#define FIRST_DAY 25569               /* days from that of spreadsheets, 1899-12-30, to 1970-01-01 */
#define FRACTIONS INT64_C(1000000000) /* in a day: a tenth of a millisecond */

void xlsx_text_open(struct xlsx_text *text, FILE *stream)
{
    text->zip = zip_writer_open(stream);
    text->used = 0;
}

static void flush(struct xlsx_text *text)
{
    zip_writer_put(text->zip, text->bytes, text->used);
    text->used = 0;
}

void xlsx_text_entry(struct xlsx_text *text, const char *name)
{
    if (text->used)
        flush(text);
    zip_writer_entry(text->zip, name);
}

void xlsx_text_put(struct xlsx_text *text, const char *bytes, size_t count)
{
    if (count < sizeof text->bytes - text->used) { /* as nearly always */
        memcpy(text->bytes + text->used, bytes, count);
        text->used += count;
        return;
    }
    while (count > 0) {
        size_t part = sizeof text->bytes - text->used;
        if (part > count)
            part = count;
        memcpy(text->bytes + text->used, bytes, part);
        text->used += part;
        bytes += part;
        count -= part;
        if (text->used == sizeof text->bytes)
            flush(text);
    }
}

#define PUT(text, literal) xlsx_text_put(text, literal, sizeof(literal) - 1)

/* The decimal digits of a number, at least `least`; returns their count. */
static size_t write_digits(char *digits, uint64_t number, size_t least)
{
    char reversed[20];
    size_t count = 0;
    while (number || count < least) {
        reversed[count++] = (char)('0' + number % 10);
        number /= 10;
    }
    for (size_t i = 0; i < count; i++)
        digits[i] = reversed[count - 1 - i];
    return count;
}

void xlsx_text_row(struct xlsx_text *text, unsigned row)
{
    text->row_length = write_digits(text->row, row, 1);
    PUT(text, "<row r=\"");
    xlsx_text_put(text, text->row, text->row_length);
    PUT(text, "\">");
}

void xlsx_column_name(char name[XLSX_COLUMN_SIZE], size_t column)
{
    char reversed[XLSX_COLUMN_SIZE];
    size_t count = 0;
    for (column++; column > 0 && count + 1 < XLSX_COLUMN_SIZE; column = (column - 1) / LETTERS)
        reversed[count++] = (char)('A' + (column - 1) % LETTERS);
    for (size_t i = 0; i < count; i++)
        name[i] = reversed[count - 1 - i];
    name[count] = '\0';
}

void xlsx_text_cell(struct xlsx_text *text, size_t column, unsigned style)
{
    static const char begin[] = "<c r=\"", middle[] = "\" s=\"";
    char cell[MOST_CELL], *at = cell;
    memcpy(at, begin, sizeof begin - 1);
    at += sizeof begin - 1;
    if (column < LETTERS) {
        *at++ = (char)('A' + column);
    } else {
        xlsx_column_name(at, column);
        at += strlen(at);
    }
    memcpy(at, text->row, sizeof text->row);
    at += text->row_length;
    memcpy(at, middle, sizeof middle - 1);
    at += sizeof middle - 1;
    *at++ = (char)('0' + style);
    *at++ = '"';
    xlsx_text_put(text, cell, (size_t)(at - cell));
}

/* Whether it begins like an escape, and would be read as one. */
static bool is_like_escape(const char *string)
{
    static const char form[] = "_xhhhh_";
    size_t i = 0;
    for (; form[i]; i++)
        if (form[i] == 'h' ? !isxdigit((unsigned char)string[i]) : string[i] != form[i])
            break;
    return form[i] == '\0';
}

/* What stands as it is, but for the mark of an escape. */
static bool is_plain(char character)
{
    return character >= ' ' && character < 0x7f && character != '<' && character != '>' && character != '&' &&
           character != '_';
}

static void put_escape(struct xlsx_text *text, uint32_t character)
{
    char escape[] = "_x0000_";
    for (int i = 0; i < 4; i++)
        escape[5 - i] = "0123456789ABCDEF"[character >> (4 * i) & 0xf];
    xlsx_text_put(text, escape, sizeof escape - 1);
}

static bool is_unfit(uint32_t character)
{
    return (unicode_is_control(character) && character != '\t' && character != '\n') || character == 0xfffe ||
           character == 0xffff;
}

static void put_encoded(struct xlsx_text *text, uint32_t character, const char *string, size_t size)
{
    if (character == UNICODE_NONE)
        PUT(text, UTF8_REPLACEMENT);
    else if (character == '<')
        PUT(text, "&lt;");
    else if (character == '>')
        PUT(text, "&gt;");
    else if (character == '&')
        PUT(text, "&amp;");
    else if (is_unfit(character) || (character == '_' && is_like_escape(string)))
        put_escape(text, character);
    else
        xlsx_text_put(text, string, size);
}

/* Returns where it ended: at the end of the string, or where it would have become too long. */
static const char *put_escaped(struct xlsx_text *text, const char *string, size_t length, size_t most)
{
    const char *end = string + length;
    while (string < end && most > 0) {
        size_t run = 0;
        while (run < most && is_plain(string[run]))
            run++;
        xlsx_text_put(text, string, run);
        string += run;
        most -= run;
        if (string == end || most == 0)
            break;
        uint32_t character;
        size_t size = unicode_read(string, (size_t)(end - string), &character);
        size_t units = character != UNICODE_NONE && character > 0xffff ? 2 : 1; /* of UTF-16 */
        if (units > most)
            break;
        put_encoded(text, character, string, size);
        string += size;
        most -= units;
    }
    return string;
}

bool xlsx_text_string(struct xlsx_text *text, const char *string, size_t most)
{
    size_t length = strlen(string);
    bool has_blanks = length > 0 && (string[0] <= ' ' || string[length - 1] <= ' '); /* at an end */
    PUT(text, " t=\"inlineStr\"><is><t");
    if (has_blanks)
        PUT(text, " xml:space=\"preserve\"");
    PUT(text, ">");
    const char *end = put_escaped(text, string, length, most);
    PUT(text, "</t></is></c>");
    return *end == '\0';
}

void xlsx_text_number(struct xlsx_text *text, const char *digits)
{
    PUT(text, "><v>");
    xlsx_text_put(text, digits, strlen(digits));
    PUT(text, "</v></c>");
}

/* Rounded up, by less than a tenth of a millisecond: some programs cut what they show, others round it. */
void xlsx_text_time(struct xlsx_text *text, int64_t ticks)
{
    char digits[MOST_CELL];
    int64_t milliseconds = ticks / (TIMESTAMP_SECOND / 1000) + (int64_t)FIRST_DAY * DAY_MILLISECONDS;
    int64_t of_day = milliseconds % DAY_MILLISECONDS;
    size_t length = write_digits(digits, (uint64_t)(milliseconds / DAY_MILLISECONDS), 1);
    digits[length++] = '.';
    length += write_digits(digits + length,
                           (uint64_t)((of_day * FRACTIONS + DAY_MILLISECONDS - 1) / DAY_MILLISECONDS),
                           FRACTION_DIGITS);
    digits[length] = '\0';
    xlsx_text_number(text, digits);
}

void xlsx_text_finish(struct xlsx_text *text)
{
    flush(text);
    zip_writer_finish(text->zip);
}

int xlsx_text_error(const struct xlsx_text *text)
{
    return zip_writer_error(text->zip);
}

void xlsx_text_close(struct xlsx_text *text)
{
    zip_writer_free(&text->zip);
}

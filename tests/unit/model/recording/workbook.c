#include "tests/unit/model/recording/workbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include <cmocka.h>

enum { MOST_PARTS = 32, NAME_SIZE = 64, END_SIZE = 22, CENTRAL_SIZE = 46, LOCAL_SIZE = 30, TIME_STYLE = '2' };

struct part {
    char name[NAME_SIZE];
    char *text;
};

struct workbook {
    struct part parts[MOST_PARTS];
    size_t count;
};

static uint32_t number_at(const char *bytes, int width)
{
    uint32_t number = 0;
    for (int i = width - 1; i >= 0; i--)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

static char *inflated(const char *packed, size_t packed_size, size_t size)
{
    char *text = calloc(1, size + 1);
    z_stream stream = {.next_in = (z_const Bytef *)packed,
                       .avail_in = (uInt)packed_size,
                       .next_out = (Bytef *)text,
                       .avail_out = (uInt)size};
    assert_non_null(text);
    assert_int_equal(inflateInit2(&stream, -15), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, size);
    assert_int_equal(stream.avail_in, 0);
    inflateEnd(&stream);
    return text;
}

/* An entry of the directory, whose end is returned. */
static const char *read_part(struct workbook *workbook, const char *bytes, const char *entry)
{
    assert_int_equal(number_at(entry, 4), 0x02014b50);
    struct part *part = &workbook->parts[workbook->count++];
    size_t packed = number_at(entry + 20, 4), size = number_at(entry + 24, 4),
           length = number_at(entry + 28, 2);
    const char *local = bytes + number_at(entry + 42, 4);
    assert_true(workbook->count < MOST_PARTS && length < NAME_SIZE);
    memcpy(part->name, entry + CENTRAL_SIZE, length);
    assert_int_equal(number_at(local, 4), 0x04034b50);
    assert_memory_equal(local + LOCAL_SIZE, part->name, length);
    const char *data = local + LOCAL_SIZE + length + number_at(local + 28, 2);
    part->text = inflated(data, packed, size);
    assert_int_equal(crc32(0, (const Bytef *)part->text, (uInt)size), number_at(entry + 16, 4));
    assert_int_equal(number_at(data + packed, 4), 0x08074b50); /* the descriptor says the same */
    assert_memory_equal(data + packed + 4, entry + 16, 12);
    return entry + CENTRAL_SIZE + length + number_at(entry + 30, 2) + number_at(entry + 32, 2);
}

struct workbook *workbook_read(const char *bytes, size_t size)
{
    struct workbook *workbook = calloc(1, sizeof *workbook);
    assert_non_null(workbook);
    assert_true(size > END_SIZE);
    const char *end = bytes + size - END_SIZE;
    assert_int_equal(number_at(end, 4), 0x06054b50);
    const char *entry = bytes + number_at(end + 16, 4);
    for (size_t left = number_at(end + 10, 2); left > 0; left--)
        entry = read_part(workbook, bytes, entry);
    assert_ptr_equal(entry, end);
    return workbook;
}

struct workbook *workbook_open(const char *path)
{
    struct stat status;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &status), 0);
    char *bytes = malloc((size_t)status.st_size);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)status.st_size, file), status.st_size);
    fclose(file);
    struct workbook *workbook = workbook_read(bytes, (size_t)status.st_size);
    free(bytes);
    return workbook;
}

void workbook_free(struct workbook **workbook)
{
    for (size_t i = 0; i < (*workbook)->count; i++)
        free((*workbook)->parts[i].text);
    free(*workbook);
    *workbook = NULL;
}

const char *workbook_part(const struct workbook *workbook, const char *name)
{
    for (size_t i = 0; i < workbook->count; i++)
        if (strcmp(workbook->parts[i].name, name) == 0)
            return workbook->parts[i].text;
    return NULL;
}

static const char *sheet_of(const struct workbook *workbook, unsigned sheet)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "xl/worksheets/sheet%u.xml", sheet);
    const char *text = workbook_part(workbook, name);
    assert_non_null(text);
    return text;
}

/* As UTF-8; returns its length. */
static size_t put_code_point(char *at, unsigned long code_point)
{
    size_t size = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : 3;
    static const unsigned char begins[] = {0, 0, 0xc0, 0xe0};
    for (size_t i = size - 1; i > 0; i--) {
        at[i] = (char)(0x80 | (code_point & 0x3f));
        code_point >>= 6;
    }
    at[0] = (char)(begins[size] | code_point);
    return size;
}

/* An entity, or an escape, whose code point *code_point gets; the number of bytes that it takes, 0: it is none. */
static size_t read_escape(const char *text, unsigned long *code_point)
{
    static const char *const entities[] = {"&lt;", "<", "&gt;", ">", "&amp;", "&"};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i += 2)
        if (strncmp(text, entities[i], strlen(entities[i])) == 0) {
            *code_point = (unsigned char)entities[i + 1][0];
            return strlen(entities[i]);
        }
    bool is_form = text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789ABCDEFabcdef") >= 4;
    if (!is_form || text[6] != '_')
        return 0;
    const char digits[] = {text[2], text[3], text[4], text[5], '\0'};
    *code_point = strtoul(digits, NULL, 16);
    return strlen("_xHHHH_");
}

static char *unescaped(const char *text, const char *end)
{
    char *string = calloc(1, (size_t)(end - text) + 1), *at = string;
    unsigned long code_point;
    assert_non_null(string);
    while (text < end) {
        size_t taken = read_escape(text, &code_point);
        if (taken)
            at += put_code_point(at, code_point);
        else
            *at++ = *text;
        text += taken ? taken : 1;
    }
    return string;
}

char *workbook_cell(const struct workbook *workbook, unsigned sheet, const char *cell, char *kind)
{
    char begin[NAME_SIZE];
    snprintf(begin, sizeof begin, "<c r=\"%s\"", cell);
    const char *at = strstr(sheet_of(workbook, sheet), begin);
    if (!at)
        return NULL;
    const char *tag = strchr(at, '>'), *end = strstr(at, "</c>");
    assert_true(tag && end);
    const char *style = at + strlen(begin);
    assert_memory_equal(style, " s=\"", 4);
    const char *type = strstr(at, " t=\"inlineStr\"");
    bool is_text = type && type < tag;
    *kind = is_text ? 's' : style[4] == TIME_STYLE ? 't' : 'n';
    const char *value = strstr(tag, is_text ? "<t" : "<v"), *over = strstr(tag, is_text ? "</t>" : "</v>");
    assert_true(value && over && value < end && over < end);
    return unescaped(strchr(value, '>') + 1, over);
}

size_t workbook_rows(const struct workbook *workbook, unsigned sheet)
{
    size_t count = 0;
    for (const char *at = sheet_of(workbook, sheet); (at = strchr(at, '<')); at++)
        count += strncmp(at, "<row ", 5) == 0;
    return count;
}

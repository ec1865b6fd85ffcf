/* Records as a workbook, read back as a program that opens it would. */
#include "model/recording/export.h"
#include "model/recording/xlsx_writer.h"
#include "model/time/timestamp.h"
#include "net/base/name_list.h"
#include "tests/unit/model/recording/workbook.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define BAD "\xef\xbf\xbd"
#define GRIN "\xf0\x9f\x98\x80" /* two units of UTF-16 */

enum { BIG = 33000 };

struct written {
    char *bytes;
    size_t size;
    FILE *stream;
    struct record_writer writer;
};

static void begin(struct written *written, const struct record_value *values, size_t count)
{
    struct record_style style = record_style_plain(RECORD_XLSX);
    written->stream = open_memstream(&written->bytes, &written->size);
    assert_non_null(written->stream);
    if (values)
        record_begin(&written->writer, written->stream, &style, values, count);
    else
        export_begin(&written->writer, written->stream, &style);
}

static struct workbook *end(struct written *written)
{
    assert_true(record_end(&written->writer));
    assert_int_equal(fclose(written->stream), 0);
    struct workbook *workbook = workbook_read(written->bytes, written->size);
    free(written->bytes);
    return workbook;
}

static void add_notes(struct written *written, const char *name, const char *text)
{
    char *names[] = {strdup(name), strdup(text)};
    record_notes(&written->writer, &(struct name_list){.names = names, .count = 2});
    free(names[0]);
    free(names[1]);
}

static void assert_cell(const struct workbook *workbook, unsigned sheet, const char *cell, char kind,
                        const char *expected)
{
    char found = ' ';
    char *text = workbook_cell(workbook, sheet, cell, &found);
    if (!text || found != kind || strcmp(text, expected) != 0)
        fail_msg("%s is '%s' (%c), not '%s' (%c)", cell, text ? text : "", found, expected, kind);
    free(text);
}

static void assert_empty(const struct workbook *workbook, const char *cell)
{
    char kind;
    assert_null(workbook_cell(workbook, 1, cell, &kind));
}

static void a_recording_is_a_row(void **state)
{
    (void)state;
    struct written written;
    struct recording recording = recording_unknown;
    recording.queue_id = 301;
    recording.queue_name = "\xc3\x98konomi";
    recording.queue_call_id = INT64_C(9007199254740993);
    recording.started = timestamp_parse("2024-07-01T12:00:00.0000000Z", 28);
    recording.ended = timestamp_parse("2024-07-01T12:00:07.0761822Z", 28);
    recording.caller = "+4583123456";
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    begin(&written, NULL, 0);
    export_recording(&written.writer, &recording);
    struct workbook *workbook = end(&written);
    assert_cell(workbook, 1, "A1", 's', "QueueId");
    assert_cell(workbook, 1, "A2", 'n', "301");
    assert_cell(workbook, 1, "B2", 's', "\xc3\x98konomi");
    assert_cell(workbook, 1, "C2", 's', "9007199254740993"); /* a number there has 15 digits */
    assert_empty(workbook, "D2");
    assert_cell(workbook, 1, "F1", 's', "ConversationStartedUtc");
    assert_cell(workbook, 1, "F2", 't', "45474.500000000");
    assert_cell(workbook, 1, "G1", 's', "ConversationStarted");
    assert_cell(workbook, 1, "G2", 't', "45474.583333334"); /* two hours later */
    assert_cell(workbook, 1, "H2", 't', "45474.500081899"); /* 7.076 s */
    assert_cell(workbook, 1, "M2", 's', "+4583123456");
    assert_cell(workbook, 1, "N2", 'n', "7.0761822");
    assert_int_equal(workbook_rows(workbook, 1), 2);
    workbook_free(&workbook);
}

static void a_time_that_cannot_be_read_is_a_text(void **state)
{
    (void)state;
    struct written written;
    struct recording recording = recording_unknown;
    recording.unread_start = "31/12/2024";
    begin(&written, NULL, 0);
    export_recording(&written.writer, &recording);
    struct workbook *workbook = end(&written);
    assert_cell(workbook, 1, "F2", 's', "31/12/2024");
    assert_cell(workbook, 1, "G2", 's', "31/12/2024");
    assert_empty(workbook, "H2");
    workbook_free(&workbook);
}

/* Whatever they look like. */
static void texts_are_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "=cmd|' /C calc'!A0",
        "+4583123456",
        "-1",
        "@SUM(A1)",
        "0045831234",
        "1e5",
        "https://example.com",
        "TRUE",
        "",
        " a ",
        "a\nb",
        "a\r\nb",
        "\tx",
        "<&>\"'",
        "]]>",
        "_x0041_",
        "_x004_",
        "__x0041__",
        "\x01\x1b[31m",
        "s\xc3\xb8",
        GRIN,
        "mailto:a",
        "2024-05-03",
        "{=1}",
    };
    struct written written;
    struct record_value value = {.name = "Text"};
    begin(&written, &value, 1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        value.text = texts[i];
        record_write(&written.writer, &value, 1);
    }
    struct workbook *workbook = end(&written);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char cell[16];
        snprintf(cell, sizeof cell, "A%zu", i + 2);
        assert_cell(workbook, 1, cell, 's', texts[i]);
    }
    const char *sheet = workbook_part(workbook, "xl/worksheets/sheet1.xml");
    assert_null(strstr(sheet, "<f"));
    assert_non_null(strstr(sheet, "<t xml:space=\"preserve\"> a </t>"));
    workbook_free(&workbook);
}

static void what_xml_cannot_hold_is_escaped(void **state)
{
    (void)state;
    struct written written;
    struct record_value value = {.name = "Text", .text = "a\xff\x1f\x7f\xc2\x9b\xef\xbf\xbe\xef\xbf\xbfz"};
    begin(&written, &value, 1);
    record_write(&written.writer, &value, 1);
    struct workbook *workbook = end(&written);
    assert_non_null(strstr(workbook_part(workbook, "xl/worksheets/sheet1.xml"),
                           "<t>a" BAD "_x001F__x007F__x009B__xFFFE__xFFFF_z</t>"));
    workbook_free(&workbook);
}

static void numbers_are_numbers_where_they_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *plain;
        char kind;
    } cases[] = {
        {"0", 'n'},     {"-17", 'n'},  {"123456789012345", 'n'}, {"1234567890123456", 's'},
        {"0.125", 'n'}, {"true", 's'}, {"0.0000001", 'n'},       {"1000000000.0000001", 's'},
    };
    struct written written;
    struct record_value value = {.name = "Number"};
    begin(&written, &value, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        value.plain = cases[i].plain;
        record_write(&written.writer, &value, 1);
    }
    struct workbook *workbook = end(&written);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char cell[16];
        snprintf(cell, sizeof cell, "A%zu", i + 2);
        assert_cell(workbook, 1, cell, cases[i].kind, cases[i].plain);
    }
    workbook_free(&workbook);
}

static void the_header_stays_and_filters(void **state)
{
    (void)state;
    struct written written;
    begin(&written, NULL, 0);
    export_recording(&written.writer, &recording_unknown);
    struct workbook *workbook = end(&written);
    const char *sheet = workbook_part(workbook, "xl/worksheets/sheet1.xml");
    assert_non_null(
        strstr(sheet, "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"));
    assert_non_null(strstr(sheet, "</sheetData><autoFilter ref=\"A1:N2\"/>"));
    assert_non_null(strstr(
        sheet, "<col min=\"12\" max=\"12\" width=\"42\" customWidth=\"1\"/>")); /* of the file's name */
    assert_non_null(strstr(workbook_part(workbook, "xl/workbook.xml"), ">'List'!$A$1:$N$2</definedName>"));
    assert_null(workbook_part(workbook, "xl/worksheets/sheet2.xml"));
    workbook_free(&workbook);
}

static void notes_are_on_a_sheet_of_their_own(void **state)
{
    (void)state;
    struct written written;
    begin(&written, NULL, 0);
    add_notes(&written, "Filter", "=8312 <b>");
    add_notes(&written, "Complete", "for 12 of 40 agents");
    struct workbook *workbook = end(&written);
    assert_cell(workbook, 2, "A1", 's', "Filter");
    assert_cell(workbook, 2, "B1", 's', "=8312 <b>");
    assert_cell(workbook, 2, "B2", 's', "for 12 of 40 agents");
    assert_non_null(strstr(workbook_part(workbook, "xl/workbook.xml"),
                           "<sheet name=\"About\" sheetId=\"2\" r:id=\"rId2\"/>"));
    assert_non_null(strstr(workbook_part(workbook, "[Content_Types].xml"), "/xl/worksheets/sheet2.xml"));
    workbook_free(&workbook);
}

/* Of an emoji not half. */
static void too_long_texts_are_told(void **state)
{
    (void)state;
    struct written written;
    char *text = calloc(1, BIG + 1);
    assert_non_null(text);
    memset(text, 'a', BIG);
    struct record_value value = {.name = "Text", .text = text};
    begin(&written, &value, 1);
    record_write(&written.writer, &value, 1);
    assert_int_equal(record_cut(&written.writer), 1);
    memcpy(text + XLSX_MOST_UNITS - 1, GRIN, strlen(GRIN));
    record_write(&written.writer, &value, 1);
    text[XLSX_MOST_UNITS - 1] = '\0';
    record_write(&written.writer, &value, 1); /* it just fits */
    assert_int_equal(record_cut(&written.writer), 2);
    struct workbook *workbook = end(&written);
    char kind, *first = workbook_cell(workbook, 1, "A2", &kind),
               *second = workbook_cell(workbook, 1, "A3", &kind);
    assert_int_equal(strlen(first), XLSX_MOST_UNITS);
    assert_string_equal(second, text);
    assert_cell(workbook, 2, "A1", 's', "Cut");
    assert_cell(workbook, 2, "B1", 's',
                "texts that are longer than the 32767 characters that a cell can hold, and end there: 2");
    workbook_free(&workbook);
    free(first);
    free(second);
    free(text);
}

static void more_rows_than_a_sheet_has_go_on_another(void **state)
{
    (void)state;
    struct written written;
    struct record_value value = {.name = "Number", .plain = "7"};
    begin(&written, &value, 1);
    for (int i = 0; i < XLSX_MOST_ROWS + 1; i++)
        record_write(&written.writer, &value, 1);
    add_notes(&written, "Filter", "none");
    struct workbook *workbook = end(&written);
    assert_int_equal(workbook_rows(workbook, 1), XLSX_MOST_ROWS);
    assert_int_equal(workbook_rows(workbook, 2), 3); /* the header again and what was left */
    assert_cell(workbook, 2, "A1", 's', "Number");
    assert_cell(workbook, 2, "A3", 'n', "7");
    assert_cell(workbook, 3, "A1", 's', "Filter");
    const char *book = workbook_part(workbook, "xl/workbook.xml");
    assert_non_null(strstr(book, "<sheet name=\"List 2\" sheetId=\"2\" r:id=\"rId2\"/>"));
    assert_non_null(strstr(book, ">'List'!$A$1:$A$1048576<"));
    assert_non_null(strstr(book, ">'List 2'!$A$1:$A$3<"));
    workbook_free(&workbook);
}

static void many_columns_have_their_letters(void **state)
{
    (void)state;
    struct written written;
    struct record_value values[30];
    for (size_t i = 0; i < 30; i++)
        values[i] = (struct record_value){.name = "N", .plain = "1"};
    begin(&written, values, 30);
    record_write(&written.writer, values, 30);
    struct workbook *workbook = end(&written);
    assert_cell(workbook, 1, "Z2", 'n', "1");
    assert_cell(workbook, 1, "AA2", 'n', "1");
    assert_cell(workbook, 1, "AD2", 'n', "1");
    assert_non_null(
        strstr(workbook_part(workbook, "xl/worksheets/sheet1.xml"), "<autoFilter ref=\"A1:AD2\"/>"));
    workbook_free(&workbook);
}

static void what_is_dropped_leaves_nothing(void **state)
{
    (void)state;
    struct written written;
    begin(&written, NULL, 0);
    export_recording(&written.writer, &recording_unknown);
    record_drop(&written.writer);
    assert_null(written.writer.xlsx);
    fclose(written.stream);
    free(written.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recording_is_a_row),
        cmocka_unit_test(a_time_that_cannot_be_read_is_a_text),
        cmocka_unit_test(texts_are_texts),
        cmocka_unit_test(what_xml_cannot_hold_is_escaped),
        cmocka_unit_test(numbers_are_numbers_where_they_are_exact),
        cmocka_unit_test(the_header_stays_and_filters),
        cmocka_unit_test(notes_are_on_a_sheet_of_their_own),
        cmocka_unit_test(too_long_texts_are_told),
        cmocka_unit_test(more_rows_than_a_sheet_has_go_on_another),
        cmocka_unit_test(many_columns_have_their_letters),
        cmocka_unit_test(what_is_dropped_leaves_nothing),
    };
    return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}

/* Recordings as other programs get them. */
#include "model/recording/export.h"
#include "model/recording/spreadsheet.h"
#include "model/time/timestamp.h"

#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define BAD "\xef\xbf\xbd"
#define HEADER                                                                                               \
    "QueueId,QueueName,QueueCallId,QueueCallType,Culture,ConversationStartedUtc,ConversationEndedUtc,"       \
    "AgentName,"                                                                                             \
    "AgentId,RecordingFileName,Caller,DurationSeconds\r\n"

static const struct recording nothing = {
    .queue_call_id = RECORDING_NO_NUMBER,
    .queue_id = RECORDING_NO_NUMBER,
    .agent_id = RECORDING_NO_NUMBER,
    .started = TIMESTAMP_NONE,
    .ended = TIMESTAMP_NONE,
};

static const struct recording full = {
    .queue_call_id = INT64_C(9007199254740993),
    .queue_id = 301,
    .agent_id = 1,
    .started = INT64_C(16033625931696606),
    .ended = INT64_C(16033626002458428),
    .queue_name = "Main",
    .type = "QueueCall",
    .culture = "da-DK",
    .agent_name = "S\xc3\xb8ren",
    .file_name = "a.mp3",
    .caller = "+4583123456",
};

/* What is written for `count` recordings; the caller frees. */
static char *written_in(const struct record_style *style, const struct recording *recordings, size_t count)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    struct record_writer writer;
    export_begin(&writer, stream, style);
    for (size_t i = 0; i < count; i++)
        export_recording(&writer, &recordings[i]);
    assert_true(record_end(&writer));
    assert_int_equal(writer.written, count);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static char *written(enum record_format format, const struct recording *recordings, size_t count)
{
    struct record_style style = record_style_plain(format);
    return written_in(&style, recordings, count);
}

static void assert_written(enum record_format format, const struct recording *recordings, size_t count,
                           const char *expected)
{
    char *text = written(format, recordings, count);
    assert_string_equal(text, expected);
    free(text);
}

#define FULL_JSON                                                                                            \
    "{\"QueueId\":301,\"QueueName\":\"Main\",\"QueueCallId\":9007199254740993,\"QueueCallType\":"            \
    "\"QueueCall\","                                                                                         \
    "\"Culture\":\"da-DK\",\"ConversationStartedUtc\":\"2020-10-22T10:29:53.1696606Z\","                     \
    "\"ConversationEndedUtc\":\"2020-10-22T10:30:00.2458428Z\",\"AgentName\":\"S\xc3\xb8ren\",\"AgentId\":"  \
    "1,"                                                                                                     \
    "\"RecordingFileName\":\"a.mp3\",\"Caller\":\"+4583123456\",\"DurationSeconds\":7.0761822}"
#define NOTHING_JSON                                                                                         \
    "{\"QueueId\":null,\"QueueName\":null,\"QueueCallId\":null,\"QueueCallType\":null,\"Culture\":null,"     \
    "\"ConversationStartedUtc\":null,\"ConversationEndedUtc\":null,\"AgentName\":null,\"AgentId\":null,"     \
    "\"RecordingFileName\":null,\"Caller\":null,\"DurationSeconds\":null}"

static void json_is_an_array_with_a_line_for_each(void **state)
{
    (void)state;
    const struct recording both[] = {full, nothing};
    assert_written(RECORD_JSON, both, 2, "[\n" FULL_JSON ",\n" NOTHING_JSON "\n]\n");
    assert_written(RECORD_JSON, both, 0, "[\n]\n");
    assert_written(RECORD_JSONL, both, 2, FULL_JSON "\n" NOTHING_JSON "\n");
    assert_written(RECORD_JSONL, both, 0, "");
}

static void json_texts_are_escaped(void **state)
{
    (void)state;
    struct recording odd = nothing;
    odd.caller = "a\"b\\c/\b\f\n\r\t\x01\x1b[31m\x7f\xc2\x9b\xc2\xa0\xff\xe2\x82\xac"
                 "\xe2\x80\xae|\xe2\x80\xac" /* U+202E turns what follows */
                 "\xf0\x9f\x98\x80\xf3\xa0\x81\x81";
    char *text = written(RECORD_JSONL, &odd, 1);
    const char *caller = strstr(text, "\"Caller\":");
    assert_non_null(caller);
    static const char expected[] =
        "\"Caller\":\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001b[31m\\u007f\\u009b\\u00a0" BAD
        "\xe2\x82\xac\\u202e|\\u202c\xf0\x9f\x98\x80\\udb40\\udc41\",";
    assert_memory_equal(caller, expected, sizeof expected - 1);
    free(text);
}

static void assert_duration(int64_t started, int64_t ended, const char *expected)
{
    struct recording recording = nothing;
    recording.started = started;
    recording.ended = ended;
    char *text = written(RECORD_JSONL, &recording, 1);
    const char *duration = strstr(text, "\"DurationSeconds\":");
    assert_non_null(duration);
    char tail[64];
    snprintf(tail, sizeof tail, "\"DurationSeconds\":%s}\n", expected);
    assert_string_equal(duration, tail);
    free(text);
}

static void lengths_are_exact_and_short(void **state)
{
    (void)state;
    int64_t start = full.started;
    assert_duration(start, start, "0");
    assert_duration(start, start + 1, "0.0000001");
    assert_duration(start, start + 10 * TIMESTAMP_SECOND, "10");
    assert_duration(start, start + 5000000, "0.5");
    assert_duration(start, start + 100 * TIMESTAMP_SECOND + 10, "100.000001");
    assert_duration(start, start - 1, "null");
    assert_duration(start, TIMESTAMP_NONE, "null");
    assert_duration(TIMESTAMP_NONE, start, "null");
}

static void csv_has_a_header_and_rows(void **state)
{
    (void)state;
    const struct recording both[] = {full, nothing};
    assert_written(RECORD_CSV, both, 0, HEADER);
    assert_written(RECORD_CSV, both, 2,
                   HEADER "301,Main,9007199254740993,QueueCall,da-DK,2020-10-22T10:29:53.1696606Z,"
                          "2020-10-22T10:30:00.2458428Z,S\xc3\xb8ren,1,a.mp3,+4583123456,7.0761822\r\n"
                          ",,,,,,,,,,,\r\n");
}

/* A caller in CSV. */
static void assert_field_in(const struct record_style *style, const char *caller, const char *expected)
{
    struct recording recording = nothing;
    recording.caller = caller;
    char *text = written_in(style, &recording, 1);
    char row[256], separators[12] = "";
    memset(separators, style->separator, 10);
    snprintf(row, sizeof row, "%s%s%c\r\n", separators, expected, style->separator);
    assert_string_equal(strstr(text, "DurationSeconds\r\n") + strlen("DurationSeconds\r\n"), row);
    free(text);
}

static void assert_field(const char *caller, const char *expected)
{
    const struct record_style style = record_style_plain(RECORD_CSV);
    assert_field_in(&style, caller, expected);
}

static void csv_fields_are_quoted_when_they_must(void **state)
{
    (void)state;
    assert_field("", "");
    assert_field("Ida Holm", "Ida Holm");
    assert_field("Holm, Ida", "\"Holm, Ida\"");
    assert_field("\"Ida\"", "\"\"\"Ida\"\"\"");
    assert_field("a\"", "\"a\"\"\"");
    assert_field("a\nb", "\"a\nb\"");
    assert_field("a\r", "\"a\r\"");
    assert_field(" a", "\" a\"");
    assert_field("a ", "\"a \"");
}

static void plain_csv_changes_nothing(void **state)
{
    (void)state;
    assert_field("+4583123456", "+4583123456");
    assert_field("+45 83 12 34 56", "+45 83 12 34 56");
    assert_field("=1+1", "=1+1");
    assert_field("@x", "@x");
    assert_field("-5", "-5");
    assert_field("a;=cmd|' /C calc'!A0", "a;=cmd|' /C calc'!A0");
    assert_field("\t=1", "\t=1");
}

static void formulas_are_defused_if_asked(void **state)
{
    (void)state;
    struct record_style style = record_style_plain(RECORD_CSV);
    style.is_safe = true;
    static const char *const cases[][2] = {
        {"+4583123456", "'+4583123456"}, /* one shape for all callers */
        {"+45 83 12 34 56", "'+45 83 12 34 56"},
        {"83123456", "83123456"},
        {"=1+1", "'=1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"-1-1", "'-1-1"},
        {"\t=1", "'\t'=1"},
        {" =1", "\"' =1\""},
        {"\"=1", "\"'\"\"=1\""},
        {"a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"},
        {"a,=1", "\"a,'=1\""},
        {"a\t+1", "a\t'+1"},
        {"a\n-1", "\"a\n'-1\""},
        {"a; @x", "a;' @x"},
        {"a-b;c+d", "a-b;c+d"},
        {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_field_in(&style, cases[i][0], cases[i][1]);
}

static void spreadsheets_have_their_separator(void **state)
{
    (void)state;
    setenv("LC_ALL", "da_DK.UTF-8", 1); /* installed or not */
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    struct record_style style = spreadsheet_style();
    assert_field_in(&style, "a;=1", "\"a;=1\"");
    assert_field_in(&style, "a,b", "a,b");
    assert_field_in(&style, "a\tb", "\"a\tb\"");
    char *text = written_in(&style, &full, 1);
    assert_memory_equal(text, "\xef\xbb\xbfQueueId;QueueName;", 21);
    assert_non_null(strstr(text, ";+4583123456;7,0761822\r\n"));
    assert_non_null(strstr(text, ";ConversationStarted;ConversationEnded;"));
    assert_non_null(strstr(text, ";2020-10-22 12:29:53;")); /* as it was there and then */
    free(text);
    setenv("LC_ALL", "en_GB.UTF-8", 1);
    style = spreadsheet_style();
    text = written_in(&style, &full, 1);
    assert_memory_equal(text, "\xef\xbb\xbfQueueId,QueueName,", 21);
    assert_non_null(strstr(text, ",7.0761822\r\n"));
    free(text);
    unsetenv("LC_ALL");
}

static void csv_holds_no_control_characters(void **state)
{
    (void)state;
    assert_field("a\x1b]0;x\x07z", "a" BAD "]0;x" BAD "z");
    assert_field("a\xc2\x9bz\xffz", "a" BAD "z" BAD "z");
    assert_field("a\tb", "a\tb");
}

/* In a process of its own, which ends at once: the C library leaks where it reads a locale of another folder.
 */
static void the_locale_does_not_matter(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const char *locales = getenv("TEST_LOCALES");
        if (locales)
            setenv("LOCPATH", locales, 1);
        bool commas = setlocale(LC_ALL, "da_DK.UTF-8") && strcmp(localeconv()->decimal_point, ",") == 0;
        if (!commas)
            _exit(2);
        assert_written(RECORD_JSONL, &full, 1, FULL_JSON "\n");
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 2)
        skip(); /* no such locale: tests/run makes one where it can */
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void what_cannot_be_written_is_told(void **state)
{
    static const enum record_format formats[] = {RECORD_CSV, RECORD_JSON, RECORD_XLSX};
    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        FILE *stream = fopen("/dev/full", "w");
        if (!stream)
            skip();
        struct record_writer writer;
        struct record_style style = record_style_plain(formats[i]);
        export_begin(&writer, stream, &style);
        for (int row = 0; row < 20000; row++)
            export_recording(&writer, &full);
        errno = 0;
        assert_false(record_end(&writer));
        assert_int_equal(errno, ENOSPC);
        fclose(stream);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_an_array_with_a_line_for_each),
        cmocka_unit_test(json_texts_are_escaped),
        cmocka_unit_test(lengths_are_exact_and_short),
        cmocka_unit_test(csv_has_a_header_and_rows),
        cmocka_unit_test(csv_fields_are_quoted_when_they_must),
        cmocka_unit_test(plain_csv_changes_nothing),
        cmocka_unit_test(formulas_are_defused_if_asked),
        cmocka_unit_test(spreadsheets_have_their_separator),
        cmocka_unit_test(csv_holds_no_control_characters),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(what_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}

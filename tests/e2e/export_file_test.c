/* Lists in files, as other programs read them: CSV and workbooks of a history that was chosen to hurt have what JSON
 * has, each file is there in whole or not at all, and none takes another's place. */
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/saved.h"
#include "tests/e2e/synced.h"
#include "tests/unit/model/recording/workbook.h"

#define ODD_HISTORY "--agents 2 --recordings 300 --seed 3 --until 2024-05-17 --fault kind=odd"
#define BAD "\xef\xbf\xbd"

enum { NAME_SIZE = 64, MOST_COLUMNS = 20, LIBRE_LIMIT = 300000, MOST_BYTES = 65536 };

static const char *out(struct fixture *fixture, const char *name)
{
    char path[2 * NAME_SIZE];
    snprintf(path, sizeof path, "out/%s", name);
    return workspace_path(fixture->workspace, path);
}

/* Everything there is, fetched, and as JSON; the caller deletes it. */
static cJSON *fetch_odd(struct fixture *fixture)
{
    fixture_serve(fixture, ODD_HISTORY);
    fixture_run(fixture, "sync");
    cJSON *records =
        cJSON_Parse(command_output(fixture_run(fixture, "list", "--offline", "--format", "json"), NULL));
    assert_true(cJSON_GetArraySize(records) > 250);
    return records;
}

/* Without what CSV cannot hold. The caller frees. */
static char *csv_form(const char *text)
{
    struct buffer form = {0};
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        bool is_wide = at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0;
        if (is_wide || *at == 0x7f || (*at < ' ' && !strchr("\t\r\n", *at)))
            buffer_format(&form, "%s", BAD);
        else
            buffer_format(&form, "%c", *at);
        at += is_wide;
    }
    return form.data ? form.data : strdup("");
}

/* The next field of CSV (RFC 4180), the caller's to free; *at is behind what ends it, *ends_row says whether that is a row. */
static char *next_field(const char **at, bool *ends_row)
{
    struct buffer field = {0};
    const char *text = *at;
    bool is_quoted = *text == '"', is_open = is_quoted;
    for (text += is_quoted; *text && (is_open || !strchr(",\r\n", *text)); text++) {
        bool is_pair = is_open && text[0] == '"' && text[1] == '"';
        if (is_open && *text == '"' && !is_pair) {
            is_open = false;
            continue;
        }
        text += is_pair;
        buffer_format(&field, "%c", *text);
    }
    *ends_row = *text != ',';
    *at = text + (text[0] == '\r' && text[1] == '\n' ? 2 : *text != '\0');
    return field.data ? field.data : strdup("");
}

struct header {
    char names[MOST_COLUMNS][NAME_SIZE];
    size_t count;
};

static void read_header(struct header *header, const char **at)
{
    bool ends_row = false;
    for (header->count = 0; !ends_row; header->count++) {
        char *name = next_field(at, &ends_row);
        assert_true(header->count < MOST_COLUMNS && strlen(name) < NAME_SIZE);
        snprintf(header->names[header->count], NAME_SIZE, "%s", name);
        free(name);
    }
}

static void assert_number(double number, const char *text, const char *name)
{
    char *end;
    if (fabs(strtod(text, &end) - number) > 1e-6 * (1 + fabs(number)) || *end)
        fail_msg("%s is %s, not %.17g", name, text, number);
}

static void assert_field(const cJSON *record, const char *name, const char *field)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(record, name);
    if (cJSON_IsNumber(value)) {
        assert_number(value->valuedouble, field, name);
        return;
    }
    char *expected = csv_form(cJSON_IsString(value) ? value->valuestring : "");
    assert_string_equal(field, expected);
    free(expected);
}

static void csv_has_what_json_has(void **state)
{
    struct fixture *fixture = *state;
    struct header header;
    cJSON *records = fetch_odd(fixture), *record;
    fixture_run(fixture, "list", "--offline", "--format", "csv", "-o", out(fixture, "list.csv"));
    char *text = workspace_read(fixture->workspace, "out/list.csv");
    assert_non_null(text);
    const char *at = text;
    read_header(&header, &at);
    cJSON_ArrayForEach(record, records)
    {
        for (size_t i = 0; i < header.count; i++) {
            bool ends_row;
            char *field = next_field(&at, &ends_row);
            assert_field(record, header.names[i], field);
            assert_int_equal(ends_row, i + 1 == header.count);
            free(field);
        }
    }
    assert_int_equal(*at, '\0');
    free(text);
    cJSON_Delete(records);
}

static bool has_program(struct fixture *fixture, const char *test)
{
    const char *const arguments[] = {"sh", "-c", test, NULL};
    const struct command_options options = {
        .arguments = arguments, .environment = environment_list(workspace_environment(fixture->workspace))};
    struct command *command = command_run(&options);
    bool has = command_status(command) == 0;
    command_free(&command);
    return has;
}

/* Runs it in the folder of the files. */
static void run_program(struct fixture *fixture, const char *const *arguments, int limit)
{
    const struct command_options options = {
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .directory = out(fixture, ""),
    };
    struct command *command = command_start(&options);
    bool is_over = command_finish(command, limit);
    if (!is_over || command_status(command) != 0)
        fail_msg("%s: %s%s", arguments[0], command_output(command, NULL), command_errors(command, NULL));
    command_free(&command);
}

/* Python's csv and json. */
static void python_reads_the_same(void **state)
{
    static const char script[] =
        "import csv, json, re\n"
        "records = json.load(open('list.json', encoding='utf-8'))\n"
        "rows = list(csv.DictReader(open('list.csv', encoding='utf-8', newline='')))\n"
        "assert len(rows) == len(records) > 250\n"
        "for row, record in zip(rows, records):\n"
        "    for name, value in record.items():\n"
        "        text = '' if value is None else str(value)\n"
        "        if isinstance(value, float):\n"
        "            assert float(row[name]) == value, (name, row[name], value)\n"
        "        else:\n"
        "            text = re.sub('[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]', '\\ufffd', text)\n"
        "            assert row[name] == text, (name, row[name], text)\n";
    static const char *const arguments[] = {"python3", "-c", script, NULL};
    struct fixture *fixture = *state;
    if (!has_program(fixture, "python3 -c pass")) {
        print_message("# python3 is not installed: its csv module has not been asked\n");
        skip();
    }
    cJSON_Delete(fetch_odd(fixture));
    fixture_run(fixture, "list", "--offline", "--format", "csv", "-o", out(fixture, "list.csv"));
    fixture_run(fixture, "list", "--offline", "-o", out(fixture, "list.json"));
    run_program(fixture, arguments, COMMAND_LIMIT);
}

/* "2024-05-03T14:02:11.1234567Z" as a spreadsheet counts: days since 1899-12-30. */
static double serial_of(const char *text)
{
    struct tm parts = {.tm_isdst = 0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
    assert_non_null(rest);
    return ((double)timegm(&parts) + strtod(rest, NULL)) / 86400 + 25569;
}

static void assert_cell(const cJSON *record, const char *name, const char *text, char kind)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(record, name);
    if (!text)
        assert_true(cJSON_IsNull(value));
    else if (kind == 't' && fabs(strtod(text, NULL) - serial_of(value->valuestring)) * 86400 > 0.002)
        fail_msg("%s is %s, not %s", name, text, value->valuestring);
    else if (cJSON_IsNumber(value))
        assert_number(value->valuedouble, text, name);
    else if (kind == 's')
        assert_string_equal(text, value->valuestring);
}

static struct workbook *open_workbook(struct fixture *fixture, const char *name)
{
    return workbook_open(out(fixture, name));
}

/* A record in a row; columns of local time are no part of it. */
static void assert_row(const struct workbook *workbook, const cJSON *record, unsigned row)
{
    char cell[NAME_SIZE], kind = ' ', *name;
    for (int column = 'A'; column <= 'N'; column++) {
        snprintf(cell, sizeof cell, "%c1", column);
        name = workbook_cell(workbook, 1, cell, &kind);
        assert_non_null(name);
        snprintf(cell, sizeof cell, "%c%u", column, row);
        char *text = workbook_cell(workbook, 1, cell, &kind);
        if (cJSON_GetObjectItemCaseSensitive(record, name))
            assert_cell(record, name, text, kind);
        free(text);
        free(name);
    }
}

static void a_workbook_has_what_json_has(void **state)
{
    struct fixture *fixture = *state;
    cJSON *records = fetch_odd(fixture), *record;
    unsigned row = 1;
    fixture_run(fixture, "list", "--offline", "-o", out(fixture, "list.xlsx"));
    struct workbook *workbook = open_workbook(fixture, "list.xlsx");
    cJSON_ArrayForEach(record, records) assert_row(workbook, record, ++row);
    assert_int_equal(workbook_rows(workbook, 1), row);
    workbook_free(&workbook);
    cJSON_Delete(records);
}

static bool has_odd_characters(const char *text)
{
    char *form = csv_form(text);
    bool is_odd =
        strcmp(form, text) != 0 || strchr(text, '\r') || strchr(text, '\n') || strstr(text, "\xe2\x80");
    free(form);
    return is_odd;
}

/* What LibreOffice shows of a cell. A time is shown as one, to the millisecond; characters that it leaves out or writes in
 * another way are none of ours. */
static void assert_shown(const cJSON *record, const char *name, const char *field)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(record, name);
    if (cJSON_IsNumber(value)) {
        assert_number(value->valuedouble, field, name);
    } else if (cJSON_IsString(value) && strstr(name, "edUtc") && strlen(value->valuestring) == 28) {
        assert_memory_equal(field, value->valuestring, 10);
        assert_memory_equal(field + 11, value->valuestring + 11, 12);
    } else if (cJSON_IsString(value) && !has_odd_characters(value->valuestring)) {
        assert_string_equal(field, value->valuestring);
    }
}

static void libreoffice_shows_the_same(void **state)
{
    struct fixture *fixture = *state;
    struct header header;
    if (!has_program(fixture, "command -v soffice")) {
        print_message("# LibreOffice is not installed: it has not been asked what it shows of a workbook\n");
        skip();
    }
    cJSON *records = fetch_odd(fixture), *record;
    fixture_run(fixture, "list", "--offline", "-o", out(fixture, "list.xlsx"));
    static const char *const arguments[] = {
        "soffice",      "--headless",
        "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
        "list.xlsx",    NULL};
    run_program(fixture, arguments, LIBRE_LIMIT);
    char *text = workspace_read(fixture->workspace, "out/list-List.csv");
    assert_non_null(text);
    const char *at = text;
    read_header(&header, &at);
    cJSON_ArrayForEach(record, records)
    {
        bool ends_row = false;
        for (size_t i = 0; !ends_row; i++) {
            assert_true(i < header.count);
            char *field = next_field(&at, &ends_row);
            assert_shown(record, header.names[i], field);
            free(field);
        }
    }
    free(text);
    cJSON_Delete(records);
}

static void assert_note(const struct workbook *workbook, const char *name, const char *part)
{
    char cell[NAME_SIZE], kind;
    for (size_t row = 1; row <= workbook_rows(workbook, 2); row++) {
        snprintf(cell, sizeof cell, "A%zu", row);
        char *found = workbook_cell(workbook, 2, cell, &kind);
        bool is_it = found && strcmp(found, name) == 0;
        free(found);
        if (!is_it)
            continue;
        cell[0] = 'B';
        char *text = workbook_cell(workbook, 2, cell, &kind);
        if (!text || !strstr(text, part))
            fail_msg("%s is '%s', without '%s'", name, text ? text : "", part);
        free(text);
        return;
    }
    fail_msg("there is no %s", name);
}

/* Of five years one day has been fetched of one agent. */
static void a_workbook_says_what_it_is(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    fixture_run(fixture, "list", "--agent", "103", "--since", "2026-05-01", "--limit", "1");
    fixture_run(fixture, "list", "--offline", "--filter", "longer:1m", "--oldest-first", "-o",
                out(fixture, "part.xlsx"));
    assert_non_null(strstr(command_errors(fixture->command, NULL), "part.xlsx"));
    struct workbook *workbook = open_workbook(fixture, "part.xlsx");
    assert_note(workbook, "Filter", "longer:1m");
    assert_note(workbook, "Order", "oldest first");
    assert_note(workbook, "Complete", "no: ");
    assert_note(workbook, "Coverage", "there may be others");
    assert_note(workbook, "Written", "by tapedeck");
    workbook_free(&workbook);
    fixture_run(fixture, "sync");
    fixture_run(fixture, "list", "--offline", "-o", out(fixture, "whole.xlsx"));
    workbook = open_workbook(fixture, "whole.xlsx");
    assert_note(workbook, "Filter", "none");
    assert_note(workbook, "Complete", "yes");
    assert_int_equal(workbook_rows(workbook, 1), 3001);
    workbook_free(&workbook);
}

static void nothing_is_overwritten(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    fixture_run(fixture, "sync");
    workspace_write(fixture->workspace, "out/list.csv", "mine", 0644);
    fixture_run(fixture, "list", "--offline", "--limit", "3", "-o", out(fixture, "list.csv"));
    assert_int_equal(command_status(fixture->command), 0);
    char *text = workspace_read(fixture->workspace, "out/list.csv");
    assert_string_equal(text, "mine");
    free(text);
    assert_non_null(strstr(command_errors(fixture->command, NULL), "wrote 3 recordings as "));
    assert_true(workspace_exists(fixture->workspace, "out/list (2).csv"));
    assert_int_equal(workspace_mode(fixture->workspace, "out/list (2).csv"), 0600);
}

/* Whether the program has a file open that lies in the folder, with or without a name. */
static bool is_writing(pid_t process, const char *folder)
{
    for (int file = 3; file < 64; file++) {
        char link[NAME_SIZE], path[4096];
        snprintf(link, sizeof link, "/proc/%ld/fd/%d", (long)process, file);
        ssize_t length = readlink(link, path, sizeof path - 1);
        if (length > 0 && strncmp(path, folder, strlen(folder)) == 0)
            return true;
    }
    return false;
}

static void a_kill_leaves_nothing_half(void **state)
{
    struct fixture *fixture = *state;
    if (geteuid() != 0) {
        print_message("# only root sees when a program that hides what it does has begun to write\n");
        skip();
    }
    fixture_serve(fixture, SYNCED_HISTORY);
    fixture_run(fixture, "sync");
    mkdir(out(fixture, ""), 0700);
    char *folder = strdup(out(fixture, ""));
    for (int i = 0; i < 10; i++) {
        struct command *command =
            fixture_start(fixture, "list", "--offline", "-o", out(fixture, "list.xlsx"));
        int64_t deadline = clock_deadline(COMMAND_LIMIT);
        while (!is_writing(command_process(command), folder) && command_status(command) < 0) {
            assert_true(clock_remaining(deadline) > 0);
            command_wait_for_output(command, "nothing is written there", 1);
        }
        command_signal(command, SIGKILL);
        assert_true(command_finish(command, COMMAND_LIMIT));
    }
    size_t count = saved_count(folder);
    for (size_t i = 1; i <= count; i++) { /* those that were faster */
        char name[NAME_SIZE] = "list.xlsx";
        if (i > 1)
            snprintf(name, sizeof name, "list (%zu).xlsx", i);
        struct workbook *workbook = open_workbook(fixture, name);
        assert_int_equal(workbook_rows(workbook, 1), 3001);
        workbook_free(&workbook);
    }
    free(folder);
}

/* Those that are written from now on, by programs that are started, too. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void what_does_not_fit_is_told(void **state)
{
    static const char *const names[] = {"list.xlsx", "list.csv"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    fixture_run(fixture, "sync");
    mkdir(out(fixture, ""), 0700);
    for (size_t i = 0; i < 2; i++) {
        limit_files(MOST_BYTES);
        fixture_run(fixture, "list", "--offline", "-o", out(fixture, names[i]));
        limit_files(RLIM_INFINITY);
        assert_true(command_status(fixture->command) > 0);
        assert_non_null(strstr(command_errors(fixture->command, NULL), "the list cannot be written"));
        assert_null(strstr(command_errors(fixture->command, NULL), "wrote "));
        assert_int_equal(saved_count(out(fixture, "")), 0);
    }
}

static void what_cannot_be_meant_is_refused(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    fixture_run(fixture, "list", "--offline", "-o", out(fixture, "list.xls"));
    assert_int_equal(command_status(fixture->command), 2);
    assert_non_null(strstr(command_errors(fixture->command, NULL), "does not say what it is to hold"));
    struct terminal *terminal = fixture_open_with(
        fixture, 10, 100, (const char *const[]){"list", "--offline", "--format", "xlsx", NULL});
    expect_text(terminal, "a workbook is nothing for a terminal");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(csv_has_what_json_has),           WITH_FIXTURE(python_reads_the_same),
        WITH_FIXTURE(a_workbook_has_what_json_has),    WITH_FIXTURE(libreoffice_shows_the_same),
        WITH_FIXTURE(a_workbook_says_what_it_is),      WITH_FIXTURE(nothing_is_overwritten),
        WITH_FIXTURE(a_kill_leaves_nothing_half),      WITH_FIXTURE(what_does_not_fit_is_told),
        WITH_FIXTURE(what_cannot_be_meant_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

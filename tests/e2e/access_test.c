/* The access log: what the screen and the commands write into it, and what `tapedeck log` tells of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 3 --recordings 60 --seed 5 --until 2026-03-02"
#define NUMBER "83123"

static void browse(struct fixture *fixture)
{
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, 40, 120);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "/");
    terminal_type(terminal, NUMBER);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "· /" NUMBER);
    terminal_keys(terminal, "Esc");
    expect_gone(terminal, "· /" NUMBER);
    terminal_keys(terminal, "j Enter");
    expect_text(terminal, "▸ Details");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* The only file of the log. */
static char *read_log(struct fixture *fixture, char name[64])
{
    char *text = NULL;
    for (int month = 1; month <= 12 && !text; month++)
        for (int year = 2024; year < 2100 && !text; year++) {
            snprintf(name, 64, "data/tapedeck/log/%04d-%02d.jsonl", year, month);
            text = workspace_read(fixture->workspace, name);
        }
    return text;
}

static const char *output_of(struct fixture *fixture, const char *argument, const char *value)
{
    const struct command *command = argument ? fixture_run(fixture, "log", "verify", argument, value)
                                             : fixture_run(fixture, "log", "verify");
    return command_output(command, NULL);
}

static void what_was_done_is_written(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    browse(fixture);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--filter", "queue:jobcenter")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "stats", "--filter", "queue:byggesager")), 0);
    char *log = read_log(fixture, name);
    assert_non_null(log);
    assert_non_null(strstr(log, "\"action\":\"search\""));
    assert_non_null(strstr(log, "\"action\":\"open\""));
    assert_non_null(strstr(log, "\"call\":"));
    assert_non_null(strstr(log, "\"filter\":\"queue:jobcenter\""));
    assert_non_null(strstr(log, "\"action\":\"stats\""));
    assert_non_null(strstr(log, "\"filter\":\"queue:byggesager\""));
    assert_non_null(strstr(log, "\"filter\":\"hmac:"));
    assert_null(strstr(log, NUMBER));
    assert_null(strstr(log, TAPEDECK_TEST_SECRET));
    assert_int_equal(workspace_mode(fixture->workspace, name), 0600);
    free(log);
    const struct command *command = fixture_run(fixture, "log");
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "  search    "));
    assert_non_null(strstr(command_output(command, NULL), "  open      "));
    log = read_log(fixture, name);
    assert_string_equal(command_output(fixture_run(fixture, "log", "--format", "jsonl"), NULL), log);
    free(log);
    assert_int_equal(command_status(fixture_run(fixture, "log", "--format", "csv")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "log", "verfy")), 2);
}

/* What was heard of a call, in the time of the recording. */
static void what_was_heard_is_written(void **state)
{
    struct fixture *fixture = *state;
    char name[64], entry[80];
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TONES);
    long call = hearing_add(fixture, 60, 5);
    struct terminal *terminal = hearing_open(fixture, 24, 100, "0:01:00");
    terminal_keys(terminal, "Tab m");
    expect_text(terminal, "marked");
    terminal_keys(terminal, "y");
    expect_text(terminal, "sent to the terminal's clipboard");
    terminal_keys(terminal, "e C-u");
    terminal_type(terminal, "~/all.csv");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "wrote 1 recording as ~/all.csv");
    terminal_keys(terminal, "s");
    expect_text(terminal, "saved as");
    terminal_keys(terminal, "p");
    hearing_expect_position(terminal, 2);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    char operand[24];
    snprintf(operand, sizeof operand, "%ld", call);
    char *log = read_log(fixture, name);
    assert_non_null(strstr(log, "\"action\":\"save\""));
    free(log);
    assert_int_equal(command_status(fixture_run(fixture, "audio", operand)), 0);
    assert_int_equal(command_status(fixture_run(fixture, "save", operand)), 0);
    assert_int_equal(command_status(fixture_run(fixture, "peaks", operand)), 0);
    log = read_log(fixture, name);
    assert_non_null(strstr(strstr(log, "\"action\":\"audio\""), "\"action\":\"save\""));
    static const char *const others[] = {"mark", "copy", "export", "audio", "peaks"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        snprintf(entry, sizeof entry, "\"action\":\"%s\"", others[i]);
        if (!strstr(log, entry))
            fail_msg("%s is not in %s", entry, log);
    }
    assert_non_null(strstr(log, "\"result\":\"done\""));
    assert_non_null(strstr(log, "\"recordings\":1,\"target\":\""));
    snprintf(entry, sizeof entry, "\"action\":\"play\",\"account\":");
    char *line = strstr(log, entry);
    assert_non_null(line);
    snprintf(entry, sizeof entry, "\"call\":%ld,", call);
    assert_non_null(strstr(line, entry));
    char *heard = strstr(line, "\"heard_ms\":");
    assert_non_null(heard);
    long heard_ms = strtol(strchr(heard, ':') + 1, NULL, 10);
    assert_true(heard_ms >= 1000 && heard_ms < 60000);
    free(log);
}

static void expect_line(const char *log, const char *start, const char *rest)
{
    const char *line = strstr(log, start);
    const char *found = line ? strstr(line, rest) : NULL;
    if (!found || found > strchr(line, '\n'))
        fail_msg("no line with %s and %s in %s", start, rest, log);
}

/* What is deleted by age, on request and altogether; the log itself stays, and is whole. */
static void what_was_deleted_is_written(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    fixture_run(fixture, "purge", "--before", "2001-01-01", "--dry-run");
    fixture_run(fixture, "purge", "--before", "2026-01-01", "--agent", "101", "--agent", "103");
    char *log = read_log(fixture, name);
    assert_null(strstr(log, "\"started_before\":\"2000"));
    expect_line(log, "\"action\":\"purge\"", "\"agent\":\"id:101, id:103\",\"started_before\":\"20");
    expect_line(log, "\"action\":\"purge\"", "\"result\":\"begun\"");
    expect_line(log, "\"agent\":\"id:101\",\"recordings\":", "\",\"result\":\"done\",");
    free(log);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nretention = 1d\n", 0600);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    log = read_log(fixture, name);
    expect_line(log, "\"agent\":\"id:102\",\"recordings\":", "\"result\":\"the retention was reached\",");
    free(log);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), 0);
    log = read_log(fixture, name);
    expect_line(log, "\"action\":\"wipe\",\"account\":\"greenbox@", "\"result\":\"done\",");
    free(log);
    assert_non_null(strstr(output_of(fixture, NULL, NULL), "intact: each of "));
}

enum { PROGRAMS = 4 };

/* A shell that runs the program for so long, with a filter of its own, and prints how often. */
static struct command *start_loop(struct fixture *fixture, int number, const char *seconds)
{
    static const char line[] = "end=$(($(date +%s) + $2)); runs=0; while [ $(date +%s) -lt $end ]; do \"$0\" "
                               "list --offline --url \"$3\""
                               " --filter queue:together$1 >/dev/null 2>&1; [ $? -eq 1 ] || exit 9; "
                               "runs=$((runs + 1)); done; echo $runs";
    char own[24], *program = tapedeck_program();
    snprintf(own, sizeof own, "%d", number);
    const char *const arguments[] = {
        "/bin/sh", "-c", line, program, own, seconds, server_url(fixture->server), NULL};
    struct command *loop = command_start(&(struct command_options){
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
    });
    free(program);
    return loop;
}

static long count_lines(const char *log, const char *part)
{
    long count = 0;
    for (const char *at = log; (at = strstr(at, part)); at++)
        count++;
    return count;
}

/* One chain of the lines of several programs at once, of which none is lost. TEST_SECONDS says for how long. */
static void programs_write_one_chain(void **state)
{
    struct fixture *fixture = *state;
    struct command *loops[PROGRAMS];
    char name[64], part[40], intact[40];
    const char *given = getenv("TEST_SECONDS"), *seconds = given ? given : "2";
    long all = 0;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    for (int i = 0; i < PROGRAMS; i++)
        loops[i] = start_loop(fixture, i, seconds);
    for (int i = 0; i < PROGRAMS; i++)
        assert_true(command_finish(loops[i], COMMAND_LIMIT + (int)strtol(seconds, NULL, 10) * 1000));
    char *log = read_log(fixture, name);
    for (int i = 0; i < PROGRAMS; i++) {
        long runs = strtol(command_output(loops[i], NULL), NULL, 10);
        assert_int_equal(command_status(loops[i]), 0);
        snprintf(part, sizeof part, "\"filter\":\"queue:together%d\"", i);
        print_message("# program %d: %ld lines written, %ld found\n", i, runs, count_lines(log, part));
        assert_int_equal(count_lines(log, part), 2 * runs); /* begun and done */
        assert_true(runs > 0);
        all += 2 * runs;
        command_free(&loops[i]);
    }
    assert_int_equal(count_lines(log, "\n"), all);
    free(log);
    snprintf(intact, sizeof intact, "intact: each of %ld lines", all);
    assert_non_null(strstr(output_of(fixture, NULL, NULL), intact));
}

/* A list is begun first, and done when it is written: here it fails, is killed, and loses its reader. */
static void what_was_written_is_told_when_it_is(void **state)
{
    static const char line[] = "log=$(echo \"$1\"/*.jsonl); mkfifo \"$2\"; \"$0\" list --offline --url "
                               "\"$3\" --format json >\"$2\" &\n"
                               "exec 3<\"$2\"; until [ $(grep -c begun $log) -eq 3 ]; do sleep 0.05; done; "
                               "kill -9 $!; wait; exec 3<&-;\n"
                               "\"$0\" list --offline --url \"$3\" --format json | head -c 1";
    struct fixture *fixture = *state;
    char name[64], target[300], *program = tapedeck_program();
    fixture_serve(fixture, "--agents 3 --recordings 1500 --seed 5 --until 2026-03-02");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    char *path = strdup(workspace_path(fixture->workspace, "a.csv"));
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline", "--agent", "101", "--agent",
                                                "102", "--limit", "3", "-o", path)),
                     0);
    assert_true(command_status(fixture_run(fixture, "list", "--offline", "-o", "/proc/a.csv")) > 0);
    assert_null(strstr(command_errors(fixture->command, NULL), "nothing found"));
    char *log = read_log(fixture, name);
    snprintf(target, sizeof target, "\"agent\":\"id:101, id:102\",\"target\":\"%s\",\"result\":\"begun\"",
             path);
    expect_line(log, "\"n\":1,", target);
    snprintf(target, sizeof target, "\"recordings\":3,\"target\":\"%s\",\"result\":\"done\"", path);
    expect_line(log, "\"n\":2,", target);
    expect_line(log, "\"n\":3,", "\"target\":\"/proc/a.csv\",\"result\":\"begun\"");
    expect_line(log, "\"n\":4,", "\"action\":\"list\",\"account\"");
    expect_line(log, "\"n\":4,", "\"result\":\"failed\"");
    free(log);
    char *folder = strdup(workspace_path(fixture->workspace, "data/tapedeck/log"));
    char *fifo = strdup(workspace_path(fixture->workspace, "fifo"));
    command_free(&fixture->command);
    fixture->command = command_start(&(struct command_options){
        .arguments = (const char *const[]){"/bin/sh", "-c", line, program, folder, fifo,
                                           server_url(fixture->server), NULL},
        .environment = environment_list(workspace_environment(fixture->workspace)),
    });
    assert_true(command_finish(fixture->command, COMMAND_LIMIT));
    log = read_log(fixture, name);
    expect_line(log, "\"n\":5,", "\"result\":\"begun\"");
    expect_line(log, "\"n\":6,", "\"result\":\"begun\""); /* nothing is known of what was killed */
    expect_line(log, "\"n\":7,", "\"result\":\"failed\"");
    assert_null(strstr(log, "\"n\":8,"));
    free(log);
    free(fifo);
    free(folder);
    free(path);
    free(program);
}

static void its_head_proves_it(void **state)
{
    struct fixture *fixture = *state;
    char name[64], head[65] = "";
    browse(fixture);
    const char *said = output_of(fixture, NULL, NULL);
    assert_non_null(strstr(said, "intact: each of 2 lines"));
    assert_non_null(strstr(said, "not anchored: "));
    assert_int_equal(sscanf(strstr(said, "head: "), "head: %64s", head), 1);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--filter", "holm")), 1);
    said = output_of(fixture, "--expect", head);
    assert_non_null(strstr(said, "anchored up to line 2"));
    assert_int_equal(command_status(fixture->command), 0);
    char *log = read_log(fixture, name);
    *strchr(log, '\n') = '\0'; /* all but the first line is gone */
    char *first = malloc(strlen(log) + 2);
    assert_non_null(first);
    sprintf(first, "%s\n", log);
    workspace_write(fixture->workspace, name, first, 0600);
    said = output_of(fixture, "--expect", head);
    assert_non_null(strstr(said, "NOT ANCHORED"));
    assert_int_equal(command_status(fixture->command), 1);
    free(first);
    free(log);
}

static void old_months_are_deleted(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    browse(fixture);
    char *log = read_log(fixture, name), *path = strdup(workspace_path(fixture->workspace, name));
    workspace_write(fixture->workspace, "data/tapedeck/log/2024-01.jsonl", log, 0600);
    assert_int_equal(unlink(path), 0);
    free(log);
    free(path);
    assert_int_equal(command_status(fixture_run(fixture, "log", "prune")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "log", "--before", "2025-01")), 2);
    const struct command *command = fixture_run(fixture, "log", "prune", "--before", "2024-02");
    assert_string_equal(
        command_output(command, NULL),
        "nothing of the access log was deleted\n2024-01.jsonl stays, though it is of before 2024-02: it is "
        "the newest, in which the log goes on\n");
    assert_int_equal(command_status(fixture_run(fixture, "list", "--filter", "holm")), 1);
    command = fixture_run(fixture, "log", "prune", "--before", "2099-12", "--dry-run");
    assert_non_null(strstr(command_output(command, NULL), "would delete 1 month of the access log\n2"));
    command = fixture_run(fixture, "log", "prune", "--before", "2024-02", "--dry-run");
    assert_string_equal(command_output(command, NULL),
                        "would delete 1 month of the access log: what is of before 2024-02\n");
    assert_int_equal(command_status(fixture_run(fixture, "log", "prune", "--before", "2024-01")), 0);
    assert_true(workspace_exists(fixture->workspace, "data/tapedeck/log/2024-01.jsonl"));
    command = fixture_run(fixture, "log", "prune", "--before", "2024-02");
    assert_int_equal(command_status(command), 0);
    assert_string_equal(command_output(command, NULL),
                        "deleted 1 month of the access log: what is of before 2024-02\n");
    assert_false(workspace_exists(fixture->workspace, "data/tapedeck/log/2024-01.jsonl"));
    log = read_log(fixture, name);
    expect_line(log, "\"n\":5,", "\"action\":\"prune\",\"started_before\":\"2024-02\",\"result\":\"begun\"");
    expect_line(log, "\"n\":6,", "\"action\":\"prune\",\"started_before\":\"2024-02\",\"result\":\"done\"");
    free(log);
    const char *said = output_of(fixture, NULL, NULL);
    assert_int_equal(command_status(fixture->command), 0);
    assert_non_null(strstr(said, "begins with line 3 (in "));
    assert_non_null(strstr(said, "intact: each of 4 lines"));
    log = read_log(fixture, name);
    char before[65] = "";
    assert_int_equal(sscanf(strstr(log, "\"before\":"), "\"before\":\"%64[0-9a-f]", before), 1);
    free(log);
    assert_non_null(strstr(output_of(fixture, "--expect", before), "anchored to line 2, just before"));
    assert_int_equal(command_status(fixture->command), 0);
    before[0] = before[0] == '0' ? '1' : '0';
    said = output_of(fixture, "--expect", before);
    assert_non_null(
        strstr(said, "NOT ANCHORED: no line here has that head; it may be that of a line before 3,"));
    assert_int_equal(command_status(fixture->command), 1);
}

static void a_change_is_named(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    browse(fixture);
    char *log = read_log(fixture, name);
    strstr(log, "search")[1] = 'X';
    workspace_write(fixture->workspace, name, log, 0600);
    free(log);
    const char *said = output_of(fixture, NULL, NULL);
    assert_non_null(strstr(said, "BROKEN: line 2 (in "));
    assert_int_equal(command_status(fixture->command), 1);
}

static void it_can_be_turned_off(void **state)
{
    static const char *const nothing[] = {"--no-archive", NULL};
    struct fixture *fixture = *state;
    char name[64];
    workspace_write(fixture->workspace, "config/tapedeck/config", "[log]\naccess = off\n", 0600);
    browse(fixture);
    assert_null(read_log(fixture, name));
    workspace_write(fixture->workspace, "config/tapedeck/config", "", 0600);
    struct terminal *terminal = fixture_open_with(fixture, 40, 120, nothing);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "Tab j Enter");
    expect_text(terminal, "▸ Details");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_null(read_log(fixture, name));
    const struct command *command = fixture_run(fixture, "log", "verify");
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "there is no line"));
}

/* In the log's lines of that action, of which there are so many: what is done in one moment has no line when it begins. */
static void expect_purpose(struct fixture *fixture, const char *action, const char *purpose, size_t lines)
{
    char name[64], wanted[80];
    char *log = read_log(fixture, name);
    size_t found = 0;
    snprintf(wanted, sizeof wanted, "\"purpose\":\"%s\"", purpose);
    for (char *rest = log, *line; (line = strsep(&rest, "\n"));)
        found += strstr(line, action) && strstr(line, wanted);
    free(log);
    if (found != lines)
        fail_msg("%zu lines of %s with %s", found, action, wanted);
}

static void whoever_saves_says_why(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config", "[log]\npurpose = required\n", 0600);
    fixture_serve(fixture, HISTORY);
    struct command *command = fixture_run(fixture, "save", "--agent", "101", "--since", "2000-01-01");
    assert_int_equal(command_status(command), 2);
    assert_non_null(strstr(command_errors(command, NULL), "give --purpose TEXT"));
    assert_int_equal(command_status(fixture_run(fixture, "list", "-o", "all.csv", "--purpose", " ")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "audio", "47610")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "bundle", "case-12", "47610")), 2);
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "s");
    expect_in_row(terminal, 23, "why, for the access log");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, 23, "wants a purpose");
    terminal_keys(terminal, "s");
    terminal_type(terminal, "case 1");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "saved as ");
    terminal_keys(terminal, "e C-u");
    terminal_type(terminal, "case 2");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, 23, ">~/calls-");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "recordings as ");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_purpose(fixture, "\"save\"", "case 1", 1);
    expect_purpose(fixture, "\"export\"", "case 2", 2);
    command = fixture_run(fixture, "list", "--offline", "-o", workspace_path(fixture->workspace, "all.csv"),
                          "--purpose", "case 3");
    assert_int_equal(command_status(command), 0);
    expect_purpose(fixture, "\"list\"", "case 3", 2);
}

static void expect_refused(const struct command *command)
{
    assert_int_equal(command_status(command), 2);
    assert_string_equal(command_output(command, NULL), "");
    assert_non_null(strstr(command_errors(command, NULL), "give --purpose TEXT"));
}

/* Into a file or a pipe; on a terminal it is looked at. */
static void whatever_writes_recordings_says_why(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config", "[log]\npurpose = required\n", 0600);
    workspace_write(fixture->workspace, "state/tapedeck/views", "view all\n", 0600);
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_refused(fixture_run(fixture, "list", "--offline"));
    expect_refused(fixture_run(fixture, "list", "--offline", "--format", "jsonl"));
    expect_refused(fixture_run(fixture, "list", "--view", "all"));
    expect_refused(fixture_run(fixture, "held"));
    expect_refused(fixture_run(fixture, "notes", "export"));
    expect_refused(fixture_run(fixture, "peaks", "47610"));
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline", "--purpose", "case 1")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--view", "all", "--purpose", "case 2")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "held", "--purpose", "case 3")), 1);
    assert_int_equal(command_status(fixture_run(fixture, "notes", "export", "--purpose", "case 4")), 1);
    expect_purpose(fixture, "\"list\"", "case 1", 2);
    expect_purpose(fixture, "\"list\"", "case 2", 2);
    expect_purpose(fixture, "\"list\"", "case 3", 2);
    expect_purpose(fixture, "\"export\"", "case 4", 2);
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 120, (const char *const[]){"list", "--offline", "--limit", "3", NULL});
    expect_text(terminal, "CALLER");
    expect_exit(terminal, 0);
}

#define test(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(what_was_done_is_written),
        test(what_was_heard_is_written),
        test(what_was_deleted_is_written),
        test(its_head_proves_it),
        test(a_change_is_named),
        test(it_can_be_turned_off),
        test(whoever_saves_says_why),
        test(whatever_writes_recordings_says_why),
        test(old_months_are_deleted),
        test(programs_write_one_chain),
        test(what_was_written_is_told_when_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

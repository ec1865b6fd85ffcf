/* The access log: each line knows the one before, several programs write one chain, and what was changed is found. */
#include "model/audit/audit_filter.h"
#include "model/audit/audit_log.h"
#include "model/audit/audit_read.h"
#include "model/filter/filter_parse.h"
#include "model/filter/filter_terms.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tests/unit/model/audit/logged.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINES = 5, PROGRAMS = 4, LINES_EACH = 25 };

static void lines_form_a_chain_over_several_runs(void **state)
{
    struct logged *logged = *state;
    assert_int_equal(logged_verify(logged, NULL).kind, AUDIT_EMPTY);
    logged_write(logged, 2);
    struct audit_verdict before = logged_verify(logged, NULL);
    logged_write(logged, LINES - 2);
    struct audit_verdict verdict = logged_verify(logged, before.head);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.lines, LINES);
    assert_int_equal(verdict.cut, 0);
    assert_int_equal(verdict.anchored, 2);
    assert_int_equal(logged->failures, 0);
    char *text = logged_read(logged);
    assert_int_equal(strncmp(text, "{\"n\":1,\"time\":\"2", 16), 0);
    assert_non_null(strstr(text, "\"action\":\"search\""));
    assert_null(strstr(text, "83123456")); /* too long for a hash to have it by chance */
    assert_non_null(strstr(text, "\"filter\":\"hmac:"));
    assert_non_null(strstr(text, " agent:ida\""));
    free(text);
}

/* Whatever a server calls a file, or an agent: the chain goes on behind it. */
static void a_text_of_any_length_breaks_nothing(void **state)
{
    enum { LENGTH = 300 * 1024 };
    struct logged *logged = *state;
    const struct audit_options options = {&logged->loop, logged->folder, logged_on_failure, logged};
    char *name = memory_array(LENGTH + 1, 1);
    memset(name, '\x01', LENGTH);
    const struct audit_entry entry = {.action = "play", .agent = name, .file = name, .target = name};
    struct audit_log *log = audit_log_open(&options);
    audit_log_note(log, &entry);
    audit_log_note(log, &entry);
    logged_close(logged, &log);
    free(name);
    logged_write(logged, 1);
    struct audit_verdict verdict = logged_verify(logged, NULL);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.lines, 3);
    char *text = logged_read(logged), *uid = memory_format(",\"uid\":%u,", (unsigned)getuid());
    assert_non_null(strstr(text, uid)); /* root's, too */
    free(uid);
    free(text);
}

static void only_its_owner_reads_it(void **state)
{
    struct logged *logged = *state;
    struct stat status;
    mode_t before = umask(0);
    logged_write(logged, 1);
    umask(before);
    char *path = logged_month(logged);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(stat(logged->folder, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    free(path);
}

/* A line in the middle changed, one taken out, two exchanged, one added. */
static void what_was_changed_is_found(void **state)
{
    struct logged *logged = *state;
    logged_write(logged, LINES);
    struct audit_verdict whole = logged_verify(logged, NULL);
    char *text = logged_read(logged);
    size_t length = strlen(text);
    char *changed = memory_text(text), *second = logged_line(changed, 1), *third = logged_line(changed, 2);
    strstr(second, "search")[0] = 'S';
    logged_replace(logged, changed, length);
    struct audit_verdict verdict = logged_verify(logged, whole.head);
    assert_int_equal(verdict.kind, AUDIT_BROKEN);
    assert_int_equal(verdict.broken, 3);   /* does not follow from the second */
    assert_int_equal(verdict.anchored, 0); /* though the last line is as it was */
    memmove(second, third, strlen(third) + 1);
    logged_replace(logged, changed, strlen(changed));
    verdict = logged_verify(logged, NULL);
    assert_int_equal(verdict.kind, AUDIT_BROKEN);
    assert_int_equal(verdict.broken, 2);
    free(changed);
    changed = memory_format("%s%s", text, logged_line(text, LINES - 1));
    logged_replace(logged, changed, strlen(changed));
    assert_int_equal(logged_verify(logged, NULL).broken, LINES + 1);
    free(changed);
    logged_replace(logged, text, length);
    assert_int_equal(logged_verify(logged, NULL).kind, AUDIT_INTACT);
    free(text);
}

/* The chain alone cannot show it; a head that was kept can. */
static void a_lost_end_is_found_by_its_head(void **state)
{
    struct logged *logged = *state;
    logged_write(logged, LINES);
    struct audit_verdict whole = logged_verify(logged, NULL);
    char *text = logged_read(logged);
    logged_replace(logged, text, (size_t)(logged_line(text, LINES - 3) - text));
    struct audit_verdict verdict = logged_verify(logged, whole.head);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.lines, LINES - 3);
    assert_int_equal(verdict.anchored, 0);
    free(text);
}

static void all_written_anew_is_found_by_its_head(void **state)
{
    struct logged *logged = *state;
    logged_write(logged, LINES);
    struct audit_verdict whole = logged_verify(logged, NULL);
    char *path = logged_month(logged);
    assert_int_equal(unlink(path), 0);
    free(path);
    logged_write(logged, LINES);
    struct audit_verdict verdict = logged_verify(logged, whole.head);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.anchored, 0);
}

/* A program was ended while it wrote: what is there stays, and the chain goes on behind it. */
static void a_cut_line_ends_nothing(void **state)
{
    struct logged *logged = *state;
    logged_write(logged, 2);
    char *text = logged_read(logged);
    for (size_t cut = 1; cut < 40; cut += 13) {
        logged_replace(logged, text, strlen(text) - cut);
        logged_write(logged, 2);
        struct audit_verdict verdict = logged_verify(logged, NULL);
        assert_int_equal(verdict.kind, AUDIT_INTACT);
        assert_int_equal(verdict.lines, 4);
        assert_int_equal(verdict.cut, cut > 1); /* but for its end it was whole */
    }
    free(text);
}

/* Also where nothing else stands in its file. */
static void a_month_that_begins_cut_goes_on_with_the_one_before(void **state)
{
    static const char cut[] = "{\"n\":3,\"filter\":\"a}"; /* the "}" is not its end */
    struct logged *logged = *state;
    logged_write(logged, 2);
    char *path = logged_month(logged), *before = memory_format("%s/2000-01.jsonl", logged->folder);
    assert_int_equal(rename(path, before), 0);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(cut, file);
    fclose(file);
    free(before);
    free(path);
    logged_write(logged, 2);
    struct audit_verdict verdict = logged_verify(logged, NULL);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.lines, 5);
    assert_int_equal(verdict.cut, 1);
}

/* The file of a month to come goes on: no line comes before an older one. */
static void a_clock_may_go_back(void **state)
{
    struct logged *logged = *state;
    logged_write(logged, 2);
    char *path = logged_month(logged), *later = memory_format("%s/9999-12.jsonl", logged->folder);
    assert_int_equal(rename(path, later), 0);
    free(later);
    free(path);
    logged_write(logged, 2);
    struct audit_verdict verdict = logged_verify(logged, NULL);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.lines, 4);
}

static void programs_take_turns(void **state)
{
    struct logged *logged = *state;
    pid_t programs[PROGRAMS];
    for (size_t i = 0; i < PROGRAMS; i++) {
        programs[i] = fork();
        assert_true(programs[i] >= 0);
        if (programs[i] == 0) {
            uv_loop_init(&logged->loop);
            logged_write(logged, LINES_EACH);
            _exit(logged->failures ? 1 : 0);
        }
    }
    for (size_t i = 0; i < PROGRAMS; i++) {
        int status = -1;
        assert_int_equal(waitpid(programs[i], &status, 0), programs[i]);
        assert_int_equal(status, 0);
    }
    struct audit_verdict verdict = logged_verify(logged, NULL);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.lines, PROGRAMS * LINES_EACH);
}

static void forbid(const struct logged *logged)
{
    char *parent = memory_format("%s/tapedeck", logged->top);
    FILE *file = fopen(parent, "w"); /* no folder can be made there */
    assert_non_null(file);
    fclose(file);
    free(parent);
}

static void what_cannot_be_written_is_told(void **state)
{
    struct logged *logged = *state;
    forbid(logged);
    const struct audit_options options = {&logged->loop, logged->folder, logged_on_failure, logged};
    struct audit_log *log = audit_log_open(&options);
    const struct audit_entry entry = {.action = "play", .call = 47610};
    audit_log_note(log, &entry);
    uv_run(&logged->loop, UV_RUN_DEFAULT);
    assert_int_equal(logged->failures, 1);
    audit_log_note(log, &entry);
    uv_run(&logged->loop, UV_RUN_DEFAULT);
    assert_int_equal(logged->failures, 1); /* it was told */
    logged_close(logged, &log);
    assert_int_equal(logged->failures, 1);
}

/* Numbers only rise, whoever writes meanwhile. */
static void a_file_that_is_replaced_is_told(void **state)
{
    struct logged *logged = *state;
    const struct audit_options options = {&logged->loop, logged->folder, logged_on_failure, logged};
    const struct audit_entry entry = {.action = "play", .call = 47610};
    struct audit_log *log = audit_log_open(&options);
    for (unsigned i = 0; i < 2; i++)
        audit_log_note(log, &entry);
    uv_run(&logged->loop, UV_RUN_DEFAULT);
    logged_write(logged, 1);
    audit_log_note(log, &entry);
    uv_run(&logged->loop, UV_RUN_DEFAULT);
    assert_int_equal(logged->failures, 0);
    char *path = logged_month(logged);
    assert_int_equal(unlink(path), 0);
    audit_log_note(log, &entry);
    uv_run(&logged->loop, UV_RUN_DEFAULT);
    assert_int_equal(logged->failures, 1);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0); /* nobody reads it: it would be waited for */
    alarm(60);
    audit_log_note(log, &entry);
    audit_log_note(log, &entry);
    logged_close(logged, &log);
    assert_int_equal(logged->failures, 2);
    struct failure failure;
    struct audit_verdict verdict;
    assert_true(audit_verify(&verdict, logged->folder, NULL, &failure));
    assert_int_equal(verdict.kind, AUDIT_EMPTY);
    alarm(0);
    free(path);
}

/* A limit on files is met like a full disk. */
static void limit_files(const struct logged *logged, bool is_full)
{
    struct stat status;
    struct rlimit limit;
    char *path = logged_month(logged);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = is_full ? (rlim_t)status.st_size : limit.rlim_max;
    signal(SIGXFSZ, is_full ? SIG_IGN : SIG_DFL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    free(path);
}

/* That a line has no number of its own, as there was no room for it, is no sign that others are gone. */
static void a_disk_that_was_full_is_no_replaced_file(void **state)
{
    struct logged *logged = *state;
    const struct audit_options options = {&logged->loop, logged->folder, logged_on_failure, logged};
    const struct audit_entry entry = {.action = "play", .call = 47610};
    struct audit_log *log = audit_log_open(&options);
    audit_log_note(log, &entry);
    uv_run(&logged->loop, UV_RUN_DEFAULT);
    limit_files(logged, true);
    audit_log_note(log, &entry);
    uv_run(&logged->loop, UV_RUN_DEFAULT);
    limit_files(logged, false);
    assert_int_equal(logged->failures, 1);
    audit_log_note(log, &entry);
    logged_close(logged, &log);
    assert_int_equal(logged->failures, 1);
    assert_int_equal(logged_verify(logged, NULL).kind, AUDIT_INTACT);
}

/* Whether its thread has begun with them, or not, or there is more since. */
static void whoever_ends_at_once_has_all_written(void **state)
{
    struct logged *logged = *state;
    const struct audit_options options = {&logged->loop, logged->folder, logged_on_failure, logged};
    const struct audit_entry entry = {.action = "play", .call = 47610};
    pid_t program = fork();
    assert_true(program >= 0);
    if (program == 0) {
        uv_loop_init(&logged->loop);
        struct audit_log *log = audit_log_open(&options);
        for (size_t i = 0; i < LINES; i++)
            audit_log_note(log, &entry);
        audit_log_finish(log);
        _exit(0);
    }
    int status = -1;
    assert_int_equal(waitpid(program, &status, 0), program);
    assert_int_equal(status, 0);
    struct audit_verdict verdict = logged_verify(logged, NULL);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.lines, LINES);
}

/* Whoever closes it at once learns it as well. */
static void what_cannot_be_written_at_the_end_is_told(void **state)
{
    struct logged *logged = *state;
    forbid(logged);
    logged_write(logged, 1);
    assert_int_equal(logged->failures, 1);
}

static void count_line(void *context, const struct audit_event *event)
{
    assert_true(event->is_whole);
    ++*(unsigned *)context;
}

static unsigned count_lines_of(const struct logged *logged, int64_t begin, int64_t end)
{
    unsigned count = 0;
    struct failure failure;
    const struct audit_period period = {begin, end};
    assert_true(audit_read(logged->folder, &period, count_line, &count, &failure));
    return count;
}

/* What is of before that month is not even opened; what a clock that was wrong has put into a later one is found. */
static void a_period_needs_no_older_month(void **state)
{
    struct logged *logged = *state;
    int64_t before = timestamp_now();
    logged_write(logged, 2);
    char *path = logged_month(logged), *later = memory_format("%s/9999-12.jsonl", logged->folder);
    assert_int_equal(rename(path, later), 0);
    free(later);
    free(path);
    path = memory_format("%s/2019-12.jsonl", logged->folder);
    assert_int_equal(mkdir(path, 0700), 0); /* which nobody could read */
    free(path);
    assert_int_equal(count_lines_of(logged, before - TIMESTAMP_SECOND, INT64_MAX), 2);
    assert_int_equal(count_lines_of(logged, before - TIMESTAMP_SECOND, before + 100 * TIMESTAMP_SECOND), 2);
    assert_int_equal(count_lines_of(logged, before + 100 * TIMESTAMP_SECOND, INT64_MAX), 0);
    assert_int_equal(count_lines_of(logged, before - 9 * TIMESTAMP_SECOND, before - TIMESTAMP_SECOND), 0);
    unsigned count = 0;
    struct failure failure;
    assert_false(audit_read(logged->folder, &audit_always, count_line, &count, &failure));
}

/* One number however it is written; dates, names and other terms stay as they are. */
static void numbers_are_not_written(void **state)
{
    (void)state;
    static const unsigned char key[DIGEST_BYTES] = {1, 2, 3};
    static const char *const kept[] = {"after:2024-05-03 agent:103", "holm queue:sales", "longer:5m", ""};
    static const char *const numbers[] = {"+45 83 12 34", "4583-1234", "(45) 83.1234", "\"+45831234\"",
                                          "caller:45831234"};
    struct failure failure;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        char *text = audit_filter(kept[i], key, &failure);
        assert_string_equal(text, kept[i]);
        free(text);
    }
    char *first = audit_filter(numbers[0], key, &failure);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char *text = audit_filter(numbers[i], key, &failure);
        assert_string_equal(text, first);
        free(text);
    }
    free(first);
    char *mixed = audit_filter("-type:queue 83 12 holm on:may 99", key, &failure);
    assert_int_equal(strncmp(mixed, "-type:queue hmac:", 17), 0);
    assert_non_null(strstr(mixed, " holm on:may hmac:"));
    free(mixed);
}

/* What the filter takes for a number, by other digits and blanks than those of ASCII, or behind quotes. */
static void numbers_of_other_characters_are_not_written(void **state)
{
    (void)state;
    static const unsigned char key[DIGEST_BYTES] = {1, 2, 3};
    static const char *const written[] = {
        "\uff18\uff13\uff11\uff12", /* full width */
        "agent:ida\u00a08312",      /* no-break space */
        "agent:ida\n8312",          "agent:\"ida\"8312", "agent:\u201cida\u201d8312",
    };
    struct failure failure;
    char *plain = audit_filter("8312", key, &failure);
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct filter filter;
        assert_int_equal(filter_parse(&filter, written[i], 0, true, NULL), FILTER_GOOD);
        assert_int_equal(filter.number_count, 1);
        char *text = audit_filter(written[i], key, &failure);
        assert_non_null(strstr(text, plain));
        free(text);
    }
    free(plain);
    char *names = audit_filter("agent:\"103\",\"ida\"", key, &failure);
    assert_string_equal(names, "agent:\"103\",\"ida\"");
    free(names);
}

/* Every term of the filter is known here: its value is none, but of those in which a number may stand. */
static void terms_without_numbers_are_written(void **state)
{
    (void)state;
    static const unsigned char key[DIGEST_BYTES] = {1, 2, 3};
    static const char hidden[] = "caller: note: tag: ";
    struct failure failure;
    for (size_t i = 0; filter_term_name(i); i++) {
        char *name = memory_format("%s ", filter_term_name(i)),
             *word = memory_format("-%s12", filter_term_name(i));
        char *text = audit_filter(word, key, &failure);
        assert_int_equal(strcmp(text, word) == 0, strstr(hidden, name) == NULL);
        free(text);
        free(word);
        free(name);
    }
}

/* FIPS 180-2, appendix B.1. */
static void the_hash_is_sha256(void **state)
{
    (void)state;
    char text[DIGEST_TEXT];
    struct failure failure;
    assert_true(digest_sha256(text, "abc", 3, &failure));
    assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#define test(name) cmocka_unit_test_setup_teardown(name, logged_set_up, logged_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(lines_form_a_chain_over_several_runs),
        test(a_text_of_any_length_breaks_nothing),
        test(only_its_owner_reads_it),
        test(what_was_changed_is_found),
        test(a_lost_end_is_found_by_its_head),
        test(all_written_anew_is_found_by_its_head),
        test(a_cut_line_ends_nothing),
        test(a_month_that_begins_cut_goes_on_with_the_one_before),
        test(a_clock_may_go_back),
        test(a_period_needs_no_older_month),
        test(programs_take_turns),
        test(what_cannot_be_written_is_told),
        test(what_cannot_be_written_at_the_end_is_told),
        test(a_file_that_is_replaced_is_told),
        test(a_disk_that_was_full_is_no_replaced_file),
        test(whoever_ends_at_once_has_all_written),
        cmocka_unit_test(numbers_are_not_written),
        cmocka_unit_test(numbers_of_other_characters_are_not_written),
        cmocka_unit_test(terms_without_numbers_are_written),
        cmocka_unit_test(the_hash_is_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

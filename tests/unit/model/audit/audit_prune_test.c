/* The access log without its oldest months: whole from where it begins; in the middle none may lack. */
#include "model/audit/audit_prune.h"
#include "net/base/memory.h"
#include "tests/unit/model/audit/logged.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINES = 5 };

/* Moves the newest month to before. */
static void age(const struct logged *logged, const char *month)
{
    char *path = logged_newest(logged), *before = memory_format("%s/%s.jsonl", logged->folder, month);
    assert_int_equal(rename(path, before), 0);
    free(before);
    free(path);
}

static struct name_list prune(const struct logged *logged, const char *month)
{
    struct failure failure;
    struct name_list gone = {0}, looked = {0};
    audit_prune_look(logged->folder, month, &looked);
    if (!audit_prune(logged->folder, month, &gone, &failure))
        fail_msg("%s", failure.what);
    assert_int_equal(looked.count, gone.count);
    name_list_clear(&looked);
    return gone;
}

/* Three months of two lines each: without the first it begins with line 3 and is whole from there. */
static void old_months_may_go(void **state)
{
    struct logged *logged = *state;
    char *path = memory_format("%s/2024-02.jsonl", logged->folder);
    logged_write(logged, 2);
    struct audit_verdict early = logged_verify(logged, NULL);
    age(logged, "2024-01");
    logged_write(logged, 2);
    struct audit_verdict later = logged_verify(logged, NULL);
    age(logged, "2024-02");
    logged_write(logged, 2);
    assert_int_equal(logged_verify(logged, NULL).first, 1);
    struct name_list gone = prune(logged, "2024-01");
    assert_int_equal(gone.count, 0);
    assert_int_equal(logged_verify(logged, NULL).lines, 6);
    gone = prune(logged, "2024-02");
    assert_int_equal(gone.count, 1);
    assert_string_equal(gone.names[0], "2024-01.jsonl");
    name_list_clear(&gone);
    struct audit_verdict verdict = logged_verify(logged, later.head);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.first, 3);
    assert_int_equal(verdict.lines, 6); /* with those that tell of it */
    assert_string_equal(verdict.file, "2024-02.jsonl");
    assert_int_equal(verdict.anchored, 4);
    assert_int_equal(logged_verify(logged, early.head).anchored, 2); /* the last one that is gone */
    early.head[0] = early.head[0] == '0' ? '1' : '0';
    assert_int_equal(logged_verify(logged, early.head).anchored, 0);
    assert_int_equal(logged_verify(logged, "").anchored, 0);
    logged_write(logged, 1);
    assert_int_equal(logged_verify(logged, NULL).kind, AUDIT_INTACT);
    gone = prune(logged, "9999-12"); /* the newest stays */
    assert_int_equal(gone.count, 1);
    name_list_clear(&gone);
    assert_int_equal(logged_verify(logged, NULL).kind, AUDIT_INTACT);
    assert_int_equal(logged_verify(logged, NULL).first, 5);
    free(path);
}

/* The line that tells of it begins a new file, which then is the newest. */
static void what_would_go_is_what_goes(void **state)
{
    struct logged *logged = *state;
    logged_write(logged, 2);
    age(logged, "2024-01");
    char *kept = audit_prune_kept(logged->folder, "2024-02", false);
    assert_string_equal(kept, "2024-01.jsonl");
    free(kept);
    logged_write(logged, 2);
    age(logged, "2024-02");
    struct name_list gone = prune(logged, "2024-03");
    assert_int_equal(gone.count, 2);
    assert_null(audit_prune_kept(logged->folder, "2024-03", true));
    assert_int_equal(logged_verify(logged, NULL).kind, AUDIT_INTACT);
    name_list_clear(&gone);
}

static void a_lost_month_in_the_middle_is_found(void **state)
{
    struct logged *logged = *state;
    char *path = memory_format("%s/2024-02.jsonl", logged->folder);
    logged_write(logged, 2);
    age(logged, "2024-01");
    logged_write(logged, 2);
    age(logged, "2024-02");
    logged_write(logged, 2);
    assert_int_equal(unlink(path), 0);
    struct audit_verdict verdict = logged_verify(logged, NULL);
    assert_int_equal(verdict.kind, AUDIT_BROKEN);
    assert_int_equal(verdict.broken, 3);
    free(path);
}

/* Its first line has no number, and is the beginning all the same: of the next one it is known. */
static void a_log_may_begin_with_a_cut_line(void **state)
{
    struct logged *logged = *state;
    logged_write(logged, LINES);
    char *text = logged_read(logged), *second = logged_line(text, 1), *third = logged_line(text, 2);
    char *cut = memory_format("%.*s\n%s", (int)(third - second) - 9, second, third);
    logged_replace(logged, cut, strlen(cut));
    assert_int_equal(logged_verify(logged, NULL).kind,
                     AUDIT_BROKEN); /* no line is cut behind another's back */
    free(cut);
    logged_replace(logged, second, strlen(second) - 9);
    logged_write(logged, 1);
    free(text);
    text = logged_read(logged);
    second = logged_line(text, LINES - 2);
    cut = memory_text(second);
    logged_replace(logged, cut, strlen(cut));
    struct audit_verdict verdict = logged_verify(logged, NULL);
    assert_int_equal(verdict.kind, AUDIT_INTACT);
    assert_int_equal(verdict.first, LINES);
    assert_int_equal(verdict.lines, 2);
    assert_int_equal(verdict.cut, 1);
    free(cut);
    free(text);
}

#define test(name) cmocka_unit_test_setup_teardown(name, logged_set_up, logged_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(old_months_may_go),
        test(what_would_go_is_what_goes),
        test(a_lost_month_in_the_middle_is_found),
        test(a_log_may_begin_with_a_cut_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

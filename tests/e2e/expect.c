#include "tests/e2e/expect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Says what was expected, shows what there was, and leaves the test. */
__attribute__((format(printf, 4, 5))) static void fail_at(struct terminal *terminal, const char *file,
                                                          int line, const char *format, ...)
{
    va_list arguments;
    fflush(stdout);
    fprintf(stderr, "%s:%d: expected ", file, line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    screen_print(terminal_screen(terminal), stderr);
    _fail(file, line);
}

void expect_text_at(struct terminal *terminal, const char *text, int limit, const char *file, int line)
{
    if (!terminal_wait_for(terminal, text, limit))
        fail_at(terminal, file, line, "the text \"%s\"", text);
}

void expect_gone_at(struct terminal *terminal, const char *text, int limit, const char *file, int line)
{
    if (!terminal_wait_for_gone(terminal, text, limit))
        fail_at(terminal, file, line, "the text \"%s\" to go", text);
}

void expect_stable_at(struct terminal *terminal, int quiet, terminal_condition *condition, void *context,
                      const char *name, int limit, const char *file, int line)
{
    if (terminal_wait_stable(terminal, quiet, condition, context, limit))
        return;
    if (quiet > 0)
        fail_at(terminal, file, line, "%d ms without output and %s", quiet, name);
    else
        fail_at(terminal, file, line, "%s", name);
}

struct expected_row {
    int row;
    bool whole;
    const char *text;
};

static bool row_is_as_expected(struct terminal *terminal, void *context)
{
    const struct expected_row *expected = context;
    const char *row = screen_row(terminal_screen(terminal), expected->row);
    return expected->whole ? strcmp(row, expected->text) == 0 : strstr(row, expected->text) != NULL;
}

void expect_row_at(struct terminal *terminal, int row, const char *text, bool whole, const char *file,
                   int line)
{
    struct expected_row expected = {row, whole, text};
    if (!terminal_wait_until(terminal, row_is_as_expected, &expected, TERMINAL_LIMIT))
        fail_at(terminal, file, line, "row %d to %s \"%s\"", row, whole ? "be" : "hold", text);
}

static bool is_selected(struct terminal *terminal, void *context)
{
    struct screen *screen = terminal_screen(terminal);
    return screen_find_in_row(screen, screen_cursor(screen).row, context, NULL);
}

void expect_selected_at(struct terminal *terminal, const char *text, const char *file, int line)
{
    if (!terminal_wait_until(terminal, is_selected, (void *)text, TERMINAL_LIMIT))
        fail_at(terminal, file, line, "the row of the cursor to hold \"%s\"", text);
}

void expect_absent_at(struct terminal *terminal, const char *text, const char *file, int line)
{
    if (screen_find(terminal_screen(terminal), text, NULL))
        fail_at(terminal, file, line, "no text \"%s\"", text);
}

void expect_never_sent_at(struct terminal *terminal, const char *bytes, size_t length, const char *file,
                          int line)
{
    if (screen_raw_contains(terminal_screen(terminal), bytes, length))
        fail_at(terminal, file, line, "%zu certain bytes never to come out", length);
}

void expect_that_at(struct terminal *terminal, bool holds, const char *claim, const char *file, int line)
{
    if (!holds)
        fail_at(terminal, file, line, "%s", claim);
}

void expect_exit_at(struct terminal *terminal, int status, const char *file, int line)
{
    int found = -1;
    if (!terminal_wait_exit(terminal, &found, TERMINAL_LIMIT))
        fail_at(terminal, file, line, "the program to end");
    if (found != status)
        fail_at(terminal, file, line, "exit status %d, not %d", status, found);
}

void expect_stop_at(struct terminal *terminal, const char *file, int line)
{
    int signal_number = 0;
    if (!terminal_wait_stop(terminal, &signal_number, TERMINAL_LIMIT))
        fail_at(terminal, file, line, "the program to stop");
}

/* The sequence by which a terminal is given a text for its clipboard. */
#include "tui/terminal/clipboard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_text_is_encoded(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"foobar", "Zm9vYmFy"},
        {"+4583123456", "KzQ1ODMxMjM0NTY="},
        {"\xc3\xb8\xff\xfe", "w7j//g=="},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[100];
        char *sequence = clipboard_sequence(texts[i][0], false);
        snprintf(expected, sizeof expected, "\033]52;c;%s\a", texts[i][1]);
        assert_string_equal(sequence, expected);
        free(sequence);
    }
}

static void screen_passes_it_on(void **state)
{
    (void)state;
    char *sequence = clipboard_sequence("foo", true);
    assert_string_equal(sequence, "\033P\033]52;c;Zm9v\a\033\\");
    free(sequence);
}

static void what_is_too_long_is_refused(void **state)
{
    (void)state;
    char text[CLIPBOARD_MOST + 2];
    struct clipboard clipboard = {0};
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_false(clipboard_put(&clipboard, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_encoded),
        cmocka_unit_test(screen_passes_it_on),
        cmocka_unit_test(what_is_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

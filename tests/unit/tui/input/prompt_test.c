/* The line that is typed, and the messages in its place. */
#include "tui/input/prompt.h"
#include "tui/list/messages.h"
#include "tui/words/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void type(struct prompt *prompt, const char *text)
{
    for (; *text != '\0'; text++)
        assert_true(prompt_type(prompt, (key_code)*text));
}

static void text_is_typed_where_the_cursor_is(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    prompt_start(&prompt, "");
    type(&prompt, "8356");
    prompt_edit(&prompt, PROMPT_LEFT);
    prompt_edit(&prompt, PROMPT_LEFT);
    type(&prompt, "12");
    assert_string_equal(prompt.text, "831256");
    assert_int_equal(prompt.cursor, 4);
    prompt_edit(&prompt, PROMPT_END);
    assert_int_equal(prompt.cursor, 6);
    prompt_edit(&prompt, PROMPT_RIGHT);
    assert_int_equal(prompt.cursor, 6);
    prompt_edit(&prompt, PROMPT_START);
    prompt_edit(&prompt, PROMPT_LEFT);
    assert_int_equal(prompt.cursor, 0);
}

static void deleting_takes_whole_characters(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    prompt_start(&prompt, "søg");
    prompt_edit(&prompt, PROMPT_LEFT);
    assert_true(prompt_edit(&prompt, PROMPT_BACKSPACE));
    assert_string_equal(prompt.text, "sg");
    assert_true(prompt_edit(&prompt, PROMPT_DELETE));
    assert_string_equal(prompt.text, "s");
    assert_false(prompt_edit(&prompt, PROMPT_DELETE));
    assert_true(prompt_edit(&prompt, PROMPT_BACKSPACE));
    assert_false(prompt_edit(&prompt, PROMPT_BACKSPACE));
    assert_string_equal(prompt.text, "");
}

static void words_and_lines_are_deleted(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    prompt_start(&prompt, "ida 8312  ");
    assert_true(prompt_edit(&prompt, PROMPT_WORD));
    assert_string_equal(prompt.text, "ida ");
    assert_true(prompt_edit(&prompt, PROMPT_CLEAR));
    assert_string_equal(prompt.text, "");
    assert_false(prompt_edit(&prompt, PROMPT_WORD));
}

static void the_cursor_moves_by_words(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    prompt_start(&prompt, "ida  sk\xc3\xb8n 8312");
    assert_false(prompt_edit(&prompt, PROMPT_WORD_LEFT));
    assert_int_equal(prompt.cursor, strlen("ida  sk\xc3\xb8n "));
    prompt_edit(&prompt, PROMPT_WORD_LEFT);
    prompt_edit(&prompt, PROMPT_WORD_LEFT);
    assert_int_equal(prompt.cursor, 0);
    prompt_edit(&prompt, PROMPT_WORD_LEFT);
    assert_int_equal(prompt.cursor, 0);
    prompt_edit(&prompt, PROMPT_WORD_RIGHT);
    assert_int_equal(prompt.cursor, strlen("ida"));
    assert_true(prompt_edit(&prompt, PROMPT_WORD_AFTER));
    assert_string_equal(prompt.text, "ida 8312");
    prompt_edit(&prompt, PROMPT_WORD_RIGHT);
    prompt_edit(&prompt, PROMPT_WORD_RIGHT);
    assert_int_equal(prompt.cursor, prompt.length);
    assert_false(prompt_edit(&prompt, PROMPT_WORD_AFTER));
}

static void a_full_line_takes_no_more(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    prompt_start(&prompt, "");
    for (size_t i = 0; i < PROMPT_SIZE - 2; i++)
        assert_true(prompt_type(&prompt, '1'));
    assert_false(prompt_type(&prompt, 0xF8)); /* two bytes, one is free */
    assert_true(prompt_type(&prompt, '2'));
    assert_false(prompt_type(&prompt, '3'));
    assert_int_equal(strlen(prompt.text), PROMPT_SIZE - 1);
}

static void controls_are_not_typed(void **state)
{
    (void)state;
    struct prompt prompt = {0};
    prompt_start(&prompt, "");
    assert_false(prompt_type(&prompt, 7));
    assert_false(prompt_type(&prompt, KEYS_DOWN));
    assert_false(prompt_type(&prompt, KEYS_ALT | 'f'));
    assert_string_equal(prompt.text, "");
}

static void the_oldest_messages_go(void **state)
{
    (void)state;
    struct messages *messages = calloc(1, sizeof(*messages));
    assert_non_null(messages);
    assert_null(messages_shown(messages));
    for (int i = 0; i < MESSAGES_KEPT + 3; i++) {
        char text[32];
        snprintf(text, sizeof(text), "message %d", i);
        messages_add(messages, ACCOUNT_INFORMATION, text);
    }
    assert_int_equal(messages->count, MESSAGES_KEPT);
    assert_string_equal(messages_at(messages, 0)->text, "message 3");
    assert_string_equal(messages_shown(messages)->text, "message 502");
    assert_false(messages_seen(messages)); /* it has hardly come */
    messages->kept[(messages->first + messages->count - 1) % MESSAGES_KEPT].at = 0;
    assert_true(messages_seen(messages));
    assert_null(messages_shown(messages));
    assert_int_equal(messages->count, MESSAGES_KEPT);
    messages_note(messages, "a note");
    assert_string_equal(messages_shown(messages)->text, "a note");
    assert_true(messages_seen(messages)); /* however short the time */
    assert_null(messages_shown(messages));
    assert_int_equal(messages->count, MESSAGES_KEPT);
    messages_clear(messages);
    free(messages);
}

static void the_rate_is_that_of_the_last_second(void **state)
{
    (void)state;
    struct progress progress = {0};
    progress_update(&progress, 1, 100, 1000);
    assert_int_equal(progress.rate, 0);
    progress_update(&progress, 1, 600, 1500);
    assert_int_equal(progress.rate, 1000);
    progress_update(&progress, 1, 700, 1600);
    assert_int_equal(progress.rate, 1000);
    progress_update(&progress, 1, 1100, 2500);
    assert_int_equal(progress.rate, 500);
    progress_update(&progress, 2, 5, 2600);
    assert_int_equal(progress.rate, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_typed_where_the_cursor_is),
        cmocka_unit_test(deleting_takes_whole_characters),
        cmocka_unit_test(words_and_lines_are_deleted),
        cmocka_unit_test(the_cursor_moves_by_words),
        cmocka_unit_test(a_full_line_takes_no_more),
        cmocka_unit_test(controls_are_not_typed),
        cmocka_unit_test(the_oldest_messages_go),
        cmocka_unit_test(the_rate_is_that_of_the_last_second),
    };
    return cmocka_run_group_tests_name("prompt", tests, NULL, NULL);
}

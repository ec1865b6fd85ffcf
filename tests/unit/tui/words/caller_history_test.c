/* How the calls of one caller stand to each other. */
#include "tui/words/caller_history.h"

#include "model/time/timestamp.h"
#include "tests/unit/use_utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define SECONDS(number) ((int64_t)(number)*TIMESTAMP_SECOND)
#define START SECONDS(1700000000)

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static struct listed_recording row_of(int64_t agent, int64_t call, int64_t started)
{
    return (struct listed_recording){.agent = agent,
                                     .recording = {.queue_call_id = call, .started = started}};
}

/* Two calls of which the second one starts that much later, in words. */
static void assert_words(int64_t seconds, bool same_call, bool same_agent, const char *full,
                         const char *brief)
{
    char text[CALLER_HISTORY_SIZE];
    struct listed_recording rows[] = {row_of(1, 20, START + SECONDS(seconds)),
                                      row_of(same_agent ? 1 : 2, same_call ? 20 : 10, START)};
    struct page page = {.rows = rows, .count = 2};
    struct caller_history_step step = caller_history_step(&page, 0, false);
    assert_string_equal(caller_history_text(text, &step, true), full);
    assert_string_equal(caller_history_text(text, &step, false), brief);
}

static void gaps_are_told_in_the_greatest_unit(void **state)
{
    (void)state;
    assert_words(0, false, false, "same time, repeat", "R same time");
    assert_words(59, false, true, "59 s later, repeat", "R 59 s later");
    assert_words(MINUTE, false, true, "1 min later, repeat", "R 1 min later");
    assert_words(59 * MINUTE + 59, false, true, "59 min later, repeat", "R 59 min later");
    assert_words(DAY - 1, false, true, "23 h later, repeat", "R 23 h later");
    assert_words(DAY, false, true, "1 d later", "  1 d later");
    assert_words(-(DAY - 1), false, true, "23 h earlier, repeat", "R 23 h earlier");
    assert_words(-DAY, false, true, "1 d earlier", "  1 d earlier");
    assert_words(700L * DAY, false, true, "700 d later", "  700 d later");
    assert_words(800L * DAY, false, true, "2 y later", "  2 y later");
}

static void the_same_call_is_no_repeat(void **state)
{
    (void)state;
    assert_words(40, true, false, "40 s later, transfer", "T 40 s later");
    assert_words(-40, true, false, "40 s earlier, transfer", "T 40 s earlier");
    assert_words(40, true, true, "40 s later, same call", "= 40 s later");
}

static void assert_link(const struct page *page, size_t row, bool oldest_first, enum caller_history_link link,
                        int64_t since)
{
    struct caller_history_step step = caller_history_step(page, row, oldest_first);
    assert_int_equal(step.link, link);
    assert_true(step.since == since);
}

/* Lists go by start: of a number that several use, another call can start before the first one is passed on. */
static void a_call_between_its_parts_makes_no_repeat_of_them(void **state)
{
    (void)state;
    struct listed_recording rows[] = {row_of(2, 20, START + SECONDS(600)),
                                      row_of(3, 21, START + SECONDS(240)), row_of(1, 20, START)};
    struct listed_recording reversed[] = {rows[2], rows[1], rows[0]};
    const struct page page = {.rows = rows, .count = 3}, other = {.rows = reversed, .count = 3};
    assert_link(&page, 0, false, CALLER_HISTORY_TRANSFER, SECONDS(360));
    assert_link(&page, 1, false, CALLER_HISTORY_REPEAT, SECONDS(240));
    assert_link(&page, 2, false, CALLER_HISTORY_FIRST, TIMESTAMP_NONE);
    assert_link(&other, 2, true, CALLER_HISTORY_TRANSFER, SECONDS(360));
}

static void the_older_call_is_below_or_above(void **state)
{
    (void)state;
    struct listed_recording down[] = {row_of(1, 20, START + SECONDS(DAY)), row_of(2, 10, START)};
    struct listed_recording up[] = {down[1], down[0]};
    struct page page = {.rows = down, .count = 2};
    assert_link(&page, 0, false, CALLER_HISTORY_CALL, SECONDS(DAY));
    assert_link(&page, 1, false, CALLER_HISTORY_FIRST, TIMESTAMP_NONE);
    page.rows = up;
    assert_link(&page, 1, true, CALLER_HISTORY_CALL, SECONDS(DAY));
    assert_link(&page, 0, true, CALLER_HISTORY_FIRST, TIMESTAMP_NONE);
}

static void what_is_not_known_is_not_told(void **state)
{
    (void)state;
    char text[CALLER_HISTORY_SIZE];
    struct listed_recording rows[] = {row_of(1, RECORDING_NO_NUMBER, TIMESTAMP_NONE),
                                      row_of(2, RECORDING_NO_NUMBER, START)};
    struct page page = {.rows = rows, .count = 2, .more_below = true};
    assert_link(&page, 0, false, CALLER_HISTORY_CALL, TIMESTAMP_NONE);
    struct caller_history_step step = caller_history_step(&page, 0, false);
    assert_string_equal(caller_history_text(text, &step, true), "–");
    assert_link(&page, 1, false, CALLER_HISTORY_UNREAD, TIMESTAMP_NONE); /* behind the page */
    step = caller_history_step(&page, 1, false);
    assert_string_equal(caller_history_text(text, &step, true), "…");
    page.more_below = false;
    step = caller_history_step(&page, 1, false);
    assert_string_equal(caller_history_text(text, &step, false), "  first known");
}

static void sentences_say_what_the_letters_mean(void **state)
{
    (void)state;
    char text[CALLER_HISTORY_SIZE];
    const struct caller_history_step repeat = {CALLER_HISTORY_REPEAT, SECONDS(5)},
                                     transfer = {CALLER_HISTORY_TRANSFER, SECONDS(90)};
    assert_string_equal(caller_history_sentence(text, &repeat),
                        "5 s later than the call before: repeat within a day");
    assert_string_equal(caller_history_sentence(text, &transfer),
                        "1 min later: likely a transfer, same call, other agent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaps_are_told_in_the_greatest_unit),
        cmocka_unit_test(the_same_call_is_no_repeat),
        cmocka_unit_test(a_call_between_its_parts_makes_no_repeat_of_them),
        cmocka_unit_test(the_older_call_is_below_or_above),
        cmocka_unit_test(what_is_not_known_is_not_told),
        cmocka_unit_test(sentences_say_what_the_letters_mean),
    };
    return cmocka_run_group_tests_name("caller_history", tests, use_utf8, NULL);
}

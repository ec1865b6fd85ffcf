/* Dates, times and periods as people type them: each is read as the tables say, or refused with the reason. */
#include "tests/unit/model/time/when_cases.h"

#include "model/time/timestamp.h"
#include "model/time/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum {
    SHOWN_SIZE = 3 * TIMESTAMP_TEXT_SIZE,
    LEAST_CASES = 400,
    DAY_LENGTH = 10,
    MINUTE_LENGTH = 16,
    TEXTS = sizeof when_cases_days->texts / sizeof(char *)
};

#define MINUTE (60 * TIMESTAMP_SECOND)
#define DAY (86400 * TIMESTAMP_SECOND)

static unsigned failures, cases;

/* The instant at which a clock in the zone, `ahead` of UTC, shows a day or a minute. */
static int64_t instant(const char *text, size_t length, int64_t ahead)
{
    char moment[40];
    snprintf(moment, sizeof moment, "%.*s%s", (int)length, text,
             length == DAY_LENGTH      ? "T00:00:00Z"
             : length == MINUTE_LENGTH ? ":00Z"
                                       : "Z");
    int64_t ticks = timestamp_parse(moment, strlen(moment));
    if (ticks == TIMESTAMP_NONE)
        fail_msg("the table says %s", text);
    return ticks - ahead;
}

static int64_t end_of_day(const char *text, int64_t ahead)
{
    int64_t begin = instant(text, DAY_LENGTH, ahead);
    return begin + DAY;
}

/* What a table says. */
static struct when meant(const char *means, int64_t ahead)
{
    const char *dots = strstr(means, "..");
    size_t first = dots ? (size_t)(dots - means) : strlen(means);
    const char *last = dots ? dots + 2 : means;
    struct when when = {INT64_MIN, INT64_MAX};
    if (first)
        when.begin = instant(means, first, ahead);
    if (*last && strlen(last) == DAY_LENGTH)
        when.end = end_of_day(last, ahead);
    else if (*last)
        when.end = instant(last, strlen(last), ahead) + (dots ? 0 : MINUTE);
    return when;
}

static const char *shown(char buffer[SHOWN_SIZE], const struct when *when, bool utc)
{
    char first[TIMESTAMP_TEXT_SIZE], last[TIMESTAMP_TEXT_SIZE];
    timestamp_short_text(first, when->begin == INT64_MIN ? TIMESTAMP_NONE : when->begin, utc);
    timestamp_short_text(last, when->end == INT64_MAX ? TIMESTAMP_NONE : when->end, utc);
    snprintf(buffer, SHOWN_SIZE, "%s to %s", first, last);
    return buffer;
}

static bool is_same(const struct when *a, const struct when *b)
{
    return a->begin == b->begin && a->end == b->end;
}

static void check(const char *text, const char *means, bool utc)
{
    char read[SHOWN_SIZE], wanted[SHOWN_SIZE];
    int64_t ahead = utc ? 0 : 120 * MINUTE;
    struct when when = {0, 0};
    struct failure failure = {0};
    bool done =
        when_parse_period(&when, text, instant(WHEN_CASES_NOW, strlen(WHEN_CASES_NOW), ahead), utc, &failure);
    cases++;
    if (*means == '!' ? done || !strstr(failure.what, means + 1) : !done) {
        print_error("\"%s\": %s, not %s\n", text, done ? shown(read, &when, utc) : failure.what, means);
        failures++;
        return;
    }
    if (*means == '!')
        return;
    struct when expected = meant(means, ahead);
    if (!is_same(&when, &expected)) {
        print_error("\"%s\": %s, not %s\n", text, shown(read, &when, utc), shown(wanted, &expected, utc));
        failures++;
    }
}

static void check_all(const struct when_case *rows, size_t count, bool utc)
{
    for (size_t row = 0; row < count; row++)
        for (size_t i = 0; i < TEXTS && rows[row].texts[i]; i++)
            check(rows[row].texts[i], rows[row].means, utc);
}

/* In UTC, and where clocks are two hours ahead all year. */
static void what_people_type_is_read_as_the_tables_say(void **state)
{
    (void)state;
    setenv("TZ", "EET-2", 1);
    tzset();
    for (int utc = 0; utc < 2; utc++) {
        check_all(when_cases_days, when_cases_day_count, utc);
        check_all(when_cases_words, when_cases_word_count, utc);
        check_all(when_cases_spans, when_cases_span_count, utc);
    }
    print_message("# %u cases\n", cases / 2);
    assert_true(cases / 2 >= LEAST_CASES);
    assert_int_equal(failures, 0);
}

/* A case in upper case, with blanks around it, is the same one. */
static void case_and_blanks_do_not_matter(void **state)
{
    (void)state;
    for (size_t row = 0; row < when_cases_day_count; row++) {
        for (size_t i = 0; i < TEXTS && when_cases_days[row].texts[i]; i++) {
            char text[100];
            size_t length = (size_t)snprintf(text, sizeof text, " %s  ", when_cases_days[row].texts[i]);
            for (size_t at = 0; at < length; at++)
                if (text[at] >= 'a' && text[at] <= 'z')
                    text[at] = (char)(text[at] - 'a' + 'A');
            check(text, when_cases_days[row].means, true);
        }
    }
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_type_is_read_as_the_tables_say),
        cmocka_unit_test(case_and_blanks_do_not_matter),
    };
    return cmocka_run_group_tests_name("when_cases", tests, NULL, NULL);
}

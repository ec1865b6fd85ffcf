/* The start of days, in local time and UTC. */
#include "tui/words/moment.h"

#include "model/time/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void assert_begin(const char *moment, bool utc, int days, const char *begin)
{
    char text[TIMESTAMP_TEXT_SIZE];
    int64_t ticks = timestamp_parse(moment, strlen(moment));
    timestamp_short_text(text, moment_day_begin(ticks, utc, days), true);
    assert_string_equal(text, begin);
}

static void days_begin_at_midnight(void **state)
{
    (void)state;
    assert_begin("2024-05-03T12:00:00.5Z", true, 0, "2024-05-03 00:00:00");
    assert_begin("2024-05-03T12:00:00Z", true, 1, "2024-05-04 00:00:00");
    assert_begin("2024-02-28T23:59:59Z", true, 1, "2024-02-29 00:00:00");
}

static void local_days_have_23_to_25_hours(void **state)
{
    (void)state;
    setenv("TZ", "Europe/Copenhagen", 1);
    tzset();
    assert_begin("2024-05-03T22:30:00Z", false, 0, "2024-05-03 22:00:00"); /* the 4th there */
    assert_begin("2024-03-31T12:00:00Z", false, 0, "2024-03-30 23:00:00");
    assert_begin("2024-03-31T12:00:00Z", false, 1, "2024-03-31 22:00:00");
    assert_begin("2024-10-27T12:00:00Z", false, 0, "2024-10-26 22:00:00");
    assert_begin("2024-10-27T12:00:00Z", false, 1, "2024-10-27 23:00:00");
}

static void assert_days(const char *moment, bool utc, const char *first, const char *last)
{
    char text[MOMENT_SIZE];
    int64_t ticks = timestamp_parse(moment, strlen(moment));
    assert_string_equal(moment_first_day(text, ticks, utc), first);
    assert_string_equal(moment_last_day(text, ticks, utc), last);
}

static void assert_period(const char *begin, const char *end, const char *words)
{
    char text[MOMENT_SIZE];
    int64_t first = *begin ? timestamp_parse(begin, strlen(begin)) : INT64_MIN;
    int64_t after = *end ? timestamp_parse(end, strlen(end)) : INT64_MAX;
    assert_string_equal(moment_period(text, first, after, true), words);
}

static void periods_are_told_by_their_days(void **state)
{
    (void)state;
    assert_period("2024-05-03T00:00:00Z", "2024-05-04T00:00:00Z", "Fri 3 May 2024");
    assert_period("2024-05-03T14:02:00Z", "2024-05-03T14:03:00Z", "Fri 3 May 2024 14:02");
    assert_period("2024-05-03T14:00:00Z", "2024-05-03T15:30:00Z", "Fri 3 May 2024 14:00 to 15:30");
    assert_period("2024-05-14T10:30:00Z", "2024-05-15T10:31:00Z", "14 May 2024 10:30 to 15 May 2024 10:31");
    assert_period("2024-12-31T00:00:00Z", "2025-01-01T00:00:00Z", "Tue 31 Dec 2024");
    assert_period("2024-05-03T14:00:00Z", "", "3 May 2024 14:00 to now");
    assert_period("2024-04-29T00:00:00Z", "2024-05-06T00:00:00Z", "29 Apr 2024 to 5 May 2024");
    assert_period("2024-05-01T00:00:00Z", "", "1 May 2024 to now");
    assert_period("", "2024-05-04T00:00:00Z", "to 3 May 2024");
}

static void days_are_whole_from_and_up_to_an_instant(void **state)
{
    (void)state;
    char text[MOMENT_SIZE];
    assert_days("2024-05-03T00:00:00Z", true, "2024-05-03", "2024-05-02");
    assert_days("2024-05-03T00:00:00.0000001Z", true, "2024-05-04", "2024-05-02");
    assert_days("2024-05-03T23:59:59.9999999Z", true, "2024-05-04", "2024-05-03");
    setenv("TZ", "Europe/Copenhagen", 1);
    tzset();
    assert_days("2024-05-03T22:00:00Z", false, "2024-05-04", "2024-05-03");
    assert_days("2024-05-03T21:59:59Z", false, "2024-05-04", "2024-05-02");
    assert_string_equal(moment_first_day(text, TIMESTAMP_NONE, true), "–");
    assert_string_equal(moment_last_day(text, TIMESTAMP_NONE, true), "–");
}

static void assert_until(const char *end, bool utc, const char *words)
{
    char text[MOMENT_SIZE];
    assert_string_equal(moment_until(text, timestamp_parse(end, strlen(end)), utc), words);
}

/* The day or the minute that was said, which counts in full. */
static void an_end_is_told_by_what_ends_with_it(void **state)
{
    (void)state;
    char text[MOMENT_SIZE];
    assert_until("2027-02-01T00:00:00Z", true, "2027-01-31");
    assert_until("2027-01-31T14:01:00Z", true, "2027-01-31 14:00");
    setenv("TZ", "Europe/Copenhagen", 1);
    tzset();
    assert_until("2027-01-31T23:00:00Z", false, "2027-01-31");
    assert_until("2027-01-31T23:00:00Z", true, "2027-01-31 22:59");
    assert_string_equal(moment_until(text, TIMESTAMP_NONE, true), "–");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_begin_at_midnight),
        cmocka_unit_test(local_days_have_23_to_25_hours),
        cmocka_unit_test(periods_are_told_by_their_days),
        cmocka_unit_test(days_are_whole_from_and_up_to_an_instant),
        cmocka_unit_test(an_end_is_told_by_what_ends_with_it),
    };
    return cmocka_run_group_tests_name("moment", tests, NULL, NULL);
}

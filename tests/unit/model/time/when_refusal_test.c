/* Written dates, times and spans that are refused, and what the reader is told. */
#include "model/time/timestamp.h"
#include "model/time/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define DAY (86400 * TIMESTAMP_SECOND)
#define NOW (INT64_C(1715769020) * TIMESTAMP_SECOND) /* 2024-05-15T10:30:20Z */

static void assert_refused(const char *text, int64_t now, bool utc, const char *reason)
{
    struct when when = {1, 2};
    struct failure failure = {0};
    if (when_parse(&when, text, now, utc, &failure))
        fail_msg("\"%s\" was read", text);
    assert_int_equal(failure.kind, FAILURE_USAGE);
    assert_true(failure.advice[0] && strlen(failure.advice) < sizeof failure.advice - 1);
    if (!strstr(failure.what, reason))
        fail_msg("%s; expected: %s", failure.what, reason);
    assert_true(when.begin == 1 && when.end == 2);
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "-",
        "x",
        "1",
        "14",
        "den den den den den den den den den den den den den den den den den den den den den den 3",
        "2024-",
        "this day",
        "last",
        "uge",
        "this monday",
        "uge 18 maj",
        "20240503 x",
        "32012024x",
        "the",
        "den",
        "in 2 weeks",
        "om 2 uger",
        "next week",
        "2 kvartaler",
        "2w3d",
        "+2w",
        "-2",
        "2 fortnights",
        "3 ma",
        "3 mayor",
        "14:0",
        "14:",
        ":30",
        "14:00:5",
        "14:00:",
        "kl",
        "today today",
        "14:00 15:00",
        "3 May 4 May",
        "3 may 14",
        "i",
        "i morgen",
        "for 2 uger",
        "now then",
        "2024-05-03 1400",
        "2024--05",
        "3/",
        "3./5",
        "may may",
        "2024-05-03T",
        "99999999999d",
        "æøå",
        "ü",
        "2024-05-03T14:00+2:00",
        "2024-05-03T14:00+02:75",
        "14:00:05.12.",
        "3\n5",
        "a word that is far longer than any date could be, and then some more words so that it is too long"};
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_refused(texts[i], NOW, true, "not a date or a time");
    struct failure failure;
    struct when when;
    assert_false(when_parse(&when, "\x1b[2J\xc3\xa6", 0, true, &failure));
    assert_string_equal(failure.what, "\"\\x1b[2Jæ\": not a date or a time");
}

static void what_there_is_not_is_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *text, *reason;
    } refusals[] = {
        {"2024-02-30", "\"2024-02-30\": February 2024 has 29 days"},
        {"2023-02-29", "February 2023 has 28 days"},
        {"2100-02-29", "February 2100 has 28 days"},
        {"30 feb", "February has at most 29 days"},
        {"31/4", "April has at most 30 days"},
        {"31. april 2024", "April 2024 has 30 days"},
        {"2024-05-00", "there is no day 0"},
        {"2024-13-01", "there is no month 13"},
        {"2024-13", "there is no month 13"},
        {"03-00", "there is no month 0"},
        {"05-13-2024", "there is no month 13; the day comes first, 13/5"},
        {"12-31", "there is no month 31; the day comes first, 31/12"},
        {"3/5/99", "write the year with four digits"},
        {"3.5.09", "write the year with four digits"},
        {"03-05-2", "not a date"},
        {"03-05-95", "write the year with four digits"},
        {"Mon 3 May 2024", "3 May 2024 is a Friday"},
        {"tirsdag den 3. maj 2024", "3 May 2024 is a Friday"},
        {"monday today", "a weekday needs its date"},
        {"friday 03.05", "write 3/5 for the day 3 May, 03:05 for the time"},
        {"q5", "there are four quarters"},
        {"q2 14:00", "a time needs a day"},
        {"32012024", "January 2024 has 31 days"},
        {"20241301", "not a date"},
        {"uge 54", "there is no week 54"},
        {"w0", "there is no week 0"},
        {"2024-W53", "there is no week 53 in that year"},
        {"uge 18 14:00", "a time needs a day"},
        {"last week 14:00", "a time needs a day"},
        {"30.30", "there is no month 30"},
        {"5/13/2024", "there is no month 13"},
        {"24:00", "there is no time 24:00"},
        {"today 14:60", "there is no time 14:60"},
        {"14:00:60", "there is no time 14:00:60"},
        {"kl 2500", "there is no time 25:00"},
        {"10.12", "write 10/12 for the day 10 December, 10:12 for the time"},
        {"1.05", "write 1/5 for the day 1 May, 01:05 for the time"},
        {"may 14:00", "a time needs a day"},
        {"2024 14:00", "a time needs a day"},
        {"2024-05 14:00", "a time needs a day"},
        {"now 14:00", "a time needs a day"},
        {"2h 14:00", "a time needs a day"},
        {"14:00-15:00 today", "a zone needs a date with its year"},
        {"14:00Z", "a zone needs a date with its year"},
        {"yesterday 14:00 +02:00", "a zone needs a date with its year"},
        {"3 may 14:00Z", "a zone needs a date with its year"},
        {"2024-05-03T14:00+15:00", "no zone is so far from UTC"},
        {"2024-05-03T14:00-14:01", "no zone is so far from UTC"},
    };
    for (size_t i = 0; i < COUNT(refusals); i++)
        assert_refused(refusals[i].text, NOW, true, refusals[i].reason);
}

static void only_years_1971_to_2199_are_read(void **state)
{
    (void)state;
    static const char *const texts[] = {"1970",
                                        "1400",
                                        "2200",
                                        "0000",
                                        "1970-12-31",
                                        "2200-01-01",
                                        "0000-01-01",
                                        "-54y",
                                        "641m",
                                        "2800w",
                                        "20000d",
                                        "500000h",
                                        "99999999min",
                                        "999999999y",
                                        "999999999m",
                                        "999999999d",
                                        "31/12/1970",
                                        "jan 2200",
                                        "1971-01-01T00:00+01:00",
                                        "2199-12-31T23:30-00:30"};
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_refused(texts[i], NOW, true, "only the years 1971 to 2199 are known");
    assert_refused("today", 0, true, "only the years");
    assert_refused("monday", INT64_MIN, false, "only the years");
    assert_refused("29 feb", INT64_MIN, false, "only the years");
    assert_refused("14:00", INT64_MAX, false, "only the years");
}

/* As Samoa did in 2011, from the 29th of December to the 31st. */
static void a_day_that_the_clocks_skip_is_refused(void **state)
{
    (void)state;
    setenv("TZ", "<-10>10<+14>-14,J364/0,J10/0", 1);
    tzset();
    assert_refused("2011-12-30", NOW, false, "the clocks skipped this day");
    assert_refused("2011-12-30 14:00", NOW, false, "the clocks skipped this day");
    struct when when = {0, 0};
    struct failure failure;
    assert_true(when_parse(&when, "2011-12-31", NOW, false, &failure));
    assert_true(when.begin == INT64_C(1325239200) * TIMESTAMP_SECOND && when.end - when.begin == DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(what_there_is_not_is_refused_with_the_reason),
        cmocka_unit_test(only_years_1971_to_2199_are_read),
        cmocka_unit_test(a_day_that_the_clocks_skip_is_refused),
    };
    return cmocka_run_group_tests_name("when, refused", tests, NULL, NULL);
}

/* Periods of the calendar: examples, and for random instants in zones with every kind of change of clocks
 * what must hold of any period. TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/time/calendar.h"

#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define SECOND TIMESTAMP_SECOND

static void set_zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

static int64_t ticks(const char *text)
{
    return timestamp_parse(text, strlen(text));
}

static void assert_period(enum calendar_unit unit, const char *instant, bool utc, const char *begin,
                          const char *end)
{
    const struct calendar_period period = calendar_period_at(unit, ticks(instant), utc);
    char text[TIMESTAMP_TEXT_SIZE];
    assert_string_equal(timestamp_short_text(text, period.begin, utc), begin);
    assert_string_equal(timestamp_short_text(text, period.end, utc), end);
}

static void periods_are_those_of_the_calendar(void **state)
{
    (void)state;
    set_zone("Europe/Copenhagen");
    assert_period(CALENDAR_HOUR, "2024-05-05T22:10:00Z", false, "2024-05-06 00:00:00", "2024-05-06 01:00:00");
    assert_period(CALENDAR_DAY, "2024-05-05T22:10:00Z", false, "2024-05-06 00:00:00", "2024-05-07 00:00:00");
    assert_period(CALENDAR_DAY, "2024-05-05T22:10:00Z", true, "2024-05-05 00:00:00", "2024-05-06 00:00:00");
    assert_period(CALENDAR_WEEK, "2024-05-05T22:10:00Z", false, "2024-05-06 00:00:00", "2024-05-13 00:00:00");
    assert_period(CALENDAR_WEEK, "2024-05-05T21:59:59Z", false, "2024-04-29 00:00:00", "2024-05-06 00:00:00");
    assert_period(CALENDAR_MONTH, "2024-12-31T23:00:00Z", false, "2025-01-01 00:00:00",
                  "2025-02-01 00:00:00");
    assert_period(CALENDAR_MONTH, "2024-02-29T12:00:00Z", true, "2024-02-01 00:00:00", "2024-03-01 00:00:00");
    assert_period(CALENDAR_QUARTER, "2024-05-05T22:10:00Z", true, "2024-04-01 00:00:00",
                  "2024-07-01 00:00:00");
    assert_period(CALENDAR_YEAR, "2024-12-31T22:59:59.9999999Z", false, "2024-01-01 00:00:00",
                  "2025-01-01 00:00:00");
}

static int hours_of(const char *instant)
{
    const struct calendar_period day = calendar_period_at(CALENDAR_DAY, ticks(instant), false);
    return (int)((day.end - day.begin) / (3600 * SECOND));
}

static void days_have_the_hours_that_the_clocks_give_them(void **state)
{
    (void)state;
    set_zone("Europe/Copenhagen");
    assert_int_equal(hours_of("2024-03-31T12:00:00Z"), 23);
    assert_int_equal(hours_of("2024-10-27T12:00:00Z"), 25);
    assert_int_equal(hours_of("2024-10-28T12:00:00Z"), 24);
    assert_period(CALENDAR_HOUR, "2024-03-31T00:59:59Z", false, "2024-03-31 01:00:00", "2024-03-31 03:00:00");
    assert_period(CALENDAR_HOUR, "2024-10-27T00:30:00Z", false, "2024-10-27 02:00:00", "2024-10-27 02:00:00");
    set_zone("Pacific/Apia"); /* it had no 30 December */
    assert_period(CALENDAR_DAY, "2011-12-30T09:00:00Z", false, "2011-12-29 00:00:00", "2011-12-31 00:00:00");
}

/* Greater for later dates, and the same for those of one period. */
static int64_t key_of(enum calendar_unit unit, int64_t instant, bool utc)
{
    time_t seconds = (time_t)(instant / SECOND);
    struct tm date;
    if (utc)
        gmtime_r(&seconds, &date);
    else
        localtime_r(&seconds, &date);
    struct tm day = {.tm_year = date.tm_year, .tm_mon = date.tm_mon, .tm_mday = date.tm_mday};
    int64_t number = (int64_t)timegm(&day) / 86400;
    switch (unit) {
    case CALENDAR_WEEK:
        return (number + 3) / 7; /* 1970 began on a Thursday */
    case CALENDAR_MONTH:
        return date.tm_year * 12 + date.tm_mon;
    case CALENDAR_QUARTER:
        return date.tm_year * 4 + date.tm_mon / 3;
    case CALENDAR_YEAR:
        return date.tm_year;
    default:
        return number;
    }
}

static void assert_sound(enum calendar_unit unit, int64_t instant, bool utc)
{
    const struct calendar_period period = calendar_period_at(unit, instant, utc);
    assert_true(period.begin <= instant && instant < period.end);
    assert_int_equal(calendar_period_at(unit, period.begin, utc).end, period.end);
    assert_int_equal(calendar_period_at(unit, period.end - 1, utc).begin, period.begin);
    assert_int_equal(calendar_period_at(unit, period.end, utc).begin, period.end);
    assert_int_equal(calendar_period_at(unit, period.begin - 1, utc).end, period.begin);
    assert_int_equal(period.begin % (900 * SECOND), 0); /* what an summary rests on */
    if (unit == CALENDAR_HOUR) {
        assert_true(period.end - period.begin <= 3600 * SECOND);
        return;
    }
    assert_true(key_of(unit, period.begin - SECOND, utc) < key_of(unit, period.begin, utc));
    assert_true(key_of(unit, period.end - SECOND, utc) <= key_of(unit, period.begin, utc));
}

static void periods_follow_each_other_in_every_zone(void **state)
{
    static const char *const zones[] = {"Europe/Copenhagen", "America/St_Johns",  "Australia/Lord_Howe",
                                        "Asia/Kathmandu",    "America/Sao_Paulo", "Pacific/Apia",
                                        "Africa/Casablanca", "America/New_York"};
    struct archive_fixture random = {0};
    unsigned first, last;
    (void)state;
    archive_fixture_seeds(8, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        print_message("# seed %u\n", seed);
        random.random = seed;
        set_zone(zones[seed % (sizeof zones / sizeof *zones)]);
        for (int i = 0; i < 3000; i++) {
            int64_t instant = TIMESTAMP_EARLIEST +
                              (int64_t)archive_fixture_pick(&random, 30000) * 86400 * SECOND +
                              (int64_t)archive_fixture_pick(&random, 86400) * SECOND;
            enum calendar_unit unit = (enum calendar_unit)archive_fixture_pick(&random, CALENDAR_UNITS);
            assert_sound(unit, instant, archive_fixture_pick(&random, 6) == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_are_those_of_the_calendar),
        cmocka_unit_test(days_have_the_hours_that_the_clocks_give_them),
        cmocka_unit_test(periods_follow_each_other_in_every_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Days of the week and hours of the day: how they are read and written, and which instants are at them. */
#include "model/time/week_hours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void texts_are_read_and_written(void **state)
{
    static const struct {
        const char *days, *hours, *written;
    } cases[] = {
        {"tue", "8", "Tue, 08:00–09:00"},
        {"mon-fri", "8-10", "Mon–Fri, 08:00–10:00"},
        {"Mandag-Fredag", "08:00-16:00", "Mon–Fri, 08:00–16:00"},
        {"ma, on,fr", "8,12,16-18", "Mon, Wed, Fri, 08:00–09:00, 12:00–13:00, 16:00–18:00"},
        {"fri-mon", "22-6", "Mon, Fri–Sun, 00:00–06:00, 22:00–24:00"},
        {"weekend", "kl. 8", "Sat–Sun, 08:00–09:00"},
        {"weekdays", "0-24", "Mon–Fri"},
        {"hverdage", "kl 8.00-9.00", "Mon–Fri, 08:00–09:00"},
        {"søndag", "23-24", "Sun, 23:00–24:00"},
        {"LØRDAG", "23", "Sat, 23:00–24:00"},
        {"lordag sondag", "0", "Sat–Sun, 00:00–01:00"},
        {"mon-sun", "9–11", "09:00–11:00"},
        {"tors.", "9", "Thu, 09:00–10:00"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct week_hours hours = {.utc = true};
        char written[WEEK_HOURS_SIZE];
        assert_int_equal(week_hours_read_days(&hours.days, cases[i].days), WEEK_READ);
        assert_int_equal(week_hours_read_hours(&hours.hours, cases[i].hours), WEEK_READ);
        assert_string_equal(week_hours_text(written, &hours), cases[i].written);
    }
}

/* Each hour of some years, upwards or downwards, is at one of 24 hours and one of seven days, those that the C library
 * shows. */
static void assert_hours(const char *zone, int64_t step)
{
    const int64_t end = INT64_C(40) * 366 * 86400;
    setenv("TZ", zone, 1);
    tzset();
    struct calendar_zone local = {0};
    for (int64_t instant = step > 0 ? 0 : end; instant >= 0 && instant <= end; instant += step) {
        time_t seconds = (time_t)instant;
        struct tm shown;
        localtime_r(&seconds, &shown);
        struct week_hours hours = {1U << shown.tm_wday, 1U << shown.tm_hour, false};
        assert_true(week_hours_has(&hours, &local, instant));
        hours.days = WEEK_HOURS_ANY.days & ~hours.days;
        assert_false(week_hours_has(&hours, &local, instant));
        hours =
            (struct week_hours){WEEK_HOURS_ANY.days, WEEK_HOURS_ANY.hours & ~(1U << shown.tm_hour), false};
        assert_false(week_hours_has(&hours, &local, instant));
    }
    unsetenv("TZ");
    tzset();
}

static void instants_are_those_that_clocks_show(void **state)
{
    (void)state;
    assert_hours("CET-1CEST,M3.5.0,M10.5.0/3", 1801);
    assert_hours("CET-1CEST,M3.5.0,M10.5.0/3", -1801);
    assert_hours("NST3:30NDT,M3.2.0,M11.1.0", 7333);
    assert_hours("UTC", 7333);
}

static void utc_needs_no_zone(void **state)
{
    (void)state;
    struct calendar_zone zone = {0};
    setenv("TZ", "LINT-14", 1);
    tzset();
    const struct week_hours hours = {1U << 4, 1U << 0, true};
    assert_true(week_hours_has(&hours, &zone, 0)); /* a Thursday */
    assert_true(week_hours_has(&hours, &zone, 3599));
    assert_false(week_hours_has(&hours, &zone, 3600));
    assert_false(week_hours_has(&hours, &zone, -1));
    unsetenv("TZ");
    tzset();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_and_written),
        cmocka_unit_test(instants_are_those_that_clocks_show),
        cmocka_unit_test(utc_needs_no_zone),
    };
    return cmocka_run_group_tests_name("week_hours", tests, NULL, NULL);
}

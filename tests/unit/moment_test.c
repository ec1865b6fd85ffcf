/* The begin of days, in local time and UTC. */
#include "tui/moment.h"

#include "model/timestamp.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_begin_at_midnight),
        cmocka_unit_test(local_days_have_23_to_25_hours),
    };
    return cmocka_run_group_tests_name("moment", tests, NULL, NULL);
}

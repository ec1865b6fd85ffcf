/* Instants: what is read, what is refused, and how they are shown. */
#include "model/time/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define DAY (86400 * TIMESTAMP_SECOND)

/* Reads a copy that no NUL follows: a read beyond the end is caught. */
static int64_t read_bytes(const char *bytes, size_t length)
{
    char *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, length);
    int64_t ticks = timestamp_parse(exact, length);
    free(exact);
    return ticks;
}

static int64_t read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static int64_t read_seconds(const char *text)
{
    int64_t ticks = read_text(text);
    assert_true(ticks != TIMESTAMP_NONE);
    assert_int_equal(ticks % TIMESTAMP_SECOND, 0);
    return ticks / TIMESTAMP_SECOND;
}

static void the_documented_times_are_read(void **state)
{
    (void)state;
    assert_true(read_text("2020-10-22T10:29:53.1696606Z") == INT64_C(16033625931696606));
    assert_true(read_text("2020-10-22T10:30:00.2458428Z") == INT64_C(16033626002458428));
    assert_true(read_text("2020-10-23T07:06:24.424281Z") == INT64_C(16034367844242810));
}

static void fractions_have_any_number_of_digits(void **state)
{
    (void)state;
    int64_t whole = read_text("2020-10-22T10:29:53Z");
    assert_true(read_text("2020-10-22T10:29:53.1Z") == whole + 1000000);
    assert_true(read_text("2020-10-22T10:29:53.0000001Z") == whole + 1);
    assert_true(read_text("2020-10-22T10:29:53.00000019Z") == whole + 1);
    assert_true(read_text("2020-10-22T10:29:53.999999999Z") == whole + TIMESTAMP_SECOND - 1);
    assert_true(read_text("2020-10-22T10:29:53.1696606") == whole + 1696606);
    assert_true(read_text("2020-10-22T10:29:53.Z") == TIMESTAMP_NONE);
    assert_true(read_text("2020-10-22T10:29:53.") == TIMESTAMP_NONE);
    assert_true(read_text("2020-10-22T10:29:53.0123456789Z") == whole + 123456);
    assert_true(read_text("2020-10-22T10:29:53.999999999999999999999999Z") == whole + TIMESTAMP_SECOND - 1);
    assert_true(read_text("2020-10-22T10:29:53,123Z") == whole + 1230000);
}

static void the_zone_is_utc_unless_there_is_an_offset(void **state)
{
    (void)state;
    int64_t utc = read_seconds("2020-10-22T10:29:53Z");
    assert_true(read_seconds("2020-10-22T10:29:53") == utc);
    assert_true(read_seconds("2020-10-22t10:29:53z") == utc);
    assert_true(read_seconds("2020-10-22 10:29:53Z") == utc);
    assert_true(read_seconds("2020-10-22T12:29:53+02:00") == utc);
    assert_true(read_seconds("2020-10-22T04:59:53-05:30") == utc);
    assert_true(read_seconds("2020-10-23T00:29:53+14:00") == utc);
    assert_true(read_text("2020-10-22T12:29:53.5+02:00") == utc * TIMESTAMP_SECOND + 5000000);
}

static void the_forms_of_other_servers_are_the_same_instants(void **state)
{
    (void)state;
    int64_t ten = read_seconds("2024-05-01T10:00:00Z");
    assert_true(read_seconds("/Date(1714557600000)/") == ten);
    assert_true(read_seconds("/Date(1714557600000+0200)/") == ten);
    assert_true(read_seconds("/Date(1714557600000-0530)/") == ten);
    assert_true(read_text("/Date(1714557600123)/") == ten * TIMESTAMP_SECOND + 1230000);
    assert_true(read_seconds("2024/05/01 10:00:00") == ten);
    assert_true(read_seconds("2024-5-1T10:00:00Z") == ten);
    assert_true(read_seconds("2024-5-1T9:05:00Z") == ten - (int64_t)55 * 60);
    assert_true(read_seconds("2024-05-01T12:00:00+0200") == ten);
    assert_true(read_seconds("2024-05-01T12:00:00+02") == ten);
    assert_true(read_seconds(" 2024-05-01T10:00:00Z\r\n") == ten);
}

static void what_is_not_given_is_told_from_what_cannot_be_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum timestamp_reading reading;
    } cases[] = {{"", TIMESTAMP_NOT_GIVEN},
                 {" ", TIMESTAMP_NOT_GIVEN},
                 {"0001-01-01T00:00:00", TIMESTAMP_NOT_GIVEN},
                 {"9999-12-31T23:59:59.9999999Z", TIMESTAMP_NOT_GIVEN},
                 {"/Date(-62135596800000)/", TIMESTAMP_NOT_GIVEN},
                 {"/Date(0)/", TIMESTAMP_NOT_GIVEN},
                 {"/Date()/", TIMESTAMP_UNREADABLE},
                 {"/Date(1714557600000", TIMESTAMP_UNREADABLE},
                 {"/Date(1714557600000)", TIMESTAMP_UNREADABLE},
                 {"/Date(1714557600000+02)/x", TIMESTAMP_UNREADABLE},
                 {"/Date(9999999999999999999)/", TIMESTAMP_UNREADABLE},
                 {"01-05-2024 10:00:00", TIMESTAMP_UNREADABLE},
                 {"2024-02-30T10:00:00Z", TIMESTAMP_UNREADABLE},
                 {"2024-05-01T10:00:00Z", TIMESTAMP_READ}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ticks = 0;
        if (timestamp_read(cases[i].text, strlen(cases[i].text), &ticks) != cases[i].reading)
            fail_msg("\"%s\" is read otherwise", cases[i].text);
        assert_true((ticks == TIMESTAMP_NONE) == (cases[i].reading != TIMESTAMP_READ));
    }
}

static void what_is_no_time_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "Z",
                                      "2020-10-22",
                                      "2020-10-22T10:29Z",
                                      "2020-10-22T10:29:53ZZ",
                                      "2020-10-22T10:29:53 Z",
                                      "2020-10-22X10:29:53Z",
                                      "2020-10-22T10.29.53Z",
                                      "2020-1a-22T10:29:53Z",
                                      "-020-10-22T10:29:53Z",
                                      "2020-10-22T+1:29:53Z",
                                      "2020-10-22T10:29:53+24:00",
                                      "2020-10-22T10:29:53+02:60",
                                      "2020/10-22T10:29:53Z",
                                      "2020-10-22T10:29:53,5,5Z",
                                      "2020-10-22T10:29:53+2",
                                      "2020-10-22T10:29:53+020",
                                      "2020-10-22T10:29:53.5.5Z"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (read_text(bad[i]) != TIMESTAMP_NONE)
            fail_msg("\"%s\" was read", bad[i]);
}

static void impossible_dates_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"2020-00-22T10:29:53Z", "2020-13-22T10:29:53Z", "2020-10-00T10:29:53Z",
                                      "2020-10-32T10:29:53Z", "2020-04-31T10:29:53Z", "2021-02-29T10:29:53Z",
                                      "2100-02-29T10:29:53Z", "2020-02-30T10:29:53Z", "2020-10-22T24:00:00Z",
                                      "2020-10-22T10:60:00Z", "2020-10-22T10:29:61Z"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (read_text(bad[i]) != TIMESTAMP_NONE)
            fail_msg("\"%s\" was read", bad[i]);
    assert_true(read_seconds("2020-02-29T00:00:00Z") == 1582934400);
    assert_true(read_seconds("2000-02-29T00:00:00Z") == 951782400);
}

static void a_leap_second_is_the_first_of_the_next_minute(void **state)
{
    (void)state;
    int64_t next = read_text("2017-01-01T00:00:00.5Z");
    assert_true(read_text("2016-12-31T23:59:60.5Z") == next);
    assert_true(read_text("2017-01-01T00:59:60.5+01:00") == next);
}

static void only_years_1971_to_2199_are_times(void **state)
{
    (void)state;
    assert_true(read_text("0001-01-01T00:00:00Z") == TIMESTAMP_NONE);
    assert_true(read_text("0000-01-01T00:00:00Z") == TIMESTAMP_NONE);
    assert_true(read_text("1970-12-31T23:59:59.9999999Z") == TIMESTAMP_NONE);
    assert_true(read_seconds("1971-01-01T00:00:00Z") == 31536000);
    assert_true(read_text("2199-12-31T23:59:59.9999999Z") == INT64_C(72581183999999999));
    assert_true(read_text("2200-01-01T00:00:00Z") == TIMESTAMP_NONE);
    assert_true(read_text("9999-12-31T23:59:59.9999999Z") == TIMESTAMP_NONE);
    assert_true(read_text("1971-01-01T00:00:00+01:00") == TIMESTAMP_NONE);
    assert_true(read_text("2200-01-01T00:30:00+01:00") != TIMESTAMP_NONE);
}

/* Every day of the range, against the C library. */
static void the_calendar_agrees_with_the_system(void **state)
{
    (void)state;
    char buffer[TIMESTAMP_TEXT_SIZE];
    char expected[TIMESTAMP_TEXT_SIZE];
    for (int64_t day = 365; day < 84006; day++) {
        time_t noon = (time_t)(day * 86400 + 43200);
        struct tm civil;
        gmtime_r(&noon, &civil);
        strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S.0000000Z", &civil);
        timestamp_utc_text(buffer, noon * TIMESTAMP_SECOND);
        assert_string_equal(buffer, expected);
        assert_true(timestamp_parse(buffer, strlen(buffer)) == noon * TIMESTAMP_SECOND);
    }
}

static void the_servers_form_is_written(void **state)
{
    (void)state;
    char buffer[TIMESTAMP_TEXT_SIZE];
    assert_string_equal(timestamp_utc_text(buffer, INT64_C(16033625931696606)),
                        "2020-10-22T10:29:53.1696606Z");
    assert_string_equal(timestamp_utc_text(buffer, 0), "1970-01-01T00:00:00.0000000Z");
    assert_string_equal(timestamp_utc_text(buffer, -1), "1969-12-31T23:59:59.9999999Z");
    assert_string_equal(timestamp_utc_text(buffer, TIMESTAMP_NONE), "–");
}

static void any_instant_fits_into_the_buffer(void **state)
{
    (void)state;
    char buffer[TIMESTAMP_TEXT_SIZE];
    assert_string_equal(timestamp_utc_text(buffer, INT64_MAX), "31197-09-14T02:48:05.4775807Z");
    assert_string_equal(timestamp_utc_text(buffer, INT64_MIN + 1), "-27258-04-19T21:11:54.5224193Z");
    assert_string_equal(timestamp_short_text(buffer, INT64_MIN + 1, true), "-27258-04-19 21:11:54");
    assert_string_equal(timestamp_length_text(buffer, INT64_MAX), "256204778:48:05");
}

static void local_time_follows_the_summer(void **state)
{
    (void)state;
    char buffer[TIMESTAMP_TEXT_SIZE];
    int64_t summer = read_text("2020-10-25T00:59:59Z");
    int64_t winter = read_text("2020-10-25T01:00:00Z");
    assert_string_equal(timestamp_short_text(buffer, summer, false), "2020-10-25 02:59:59");
    assert_string_equal(timestamp_offset_text(buffer, summer), "+02:00");
    assert_string_equal(timestamp_short_text(buffer, winter, false), "2020-10-25 02:00:00");
    assert_string_equal(timestamp_offset_text(buffer, winter), "+01:00");
    int64_t spring = read_text("2021-03-28T01:00:00Z");
    assert_string_equal(timestamp_short_text(buffer, spring - 1, false), "2021-03-28 01:59:59");
    assert_string_equal(timestamp_short_text(buffer, spring, false), "2021-03-28 03:00:00");
    assert_string_equal(timestamp_short_text(buffer, spring, true), "2021-03-28 01:00:00");
    assert_string_equal(timestamp_short_text(buffer, TIMESTAMP_NONE, false), "–");
    assert_string_equal(timestamp_offset_text(buffer, TIMESTAMP_NONE), "–");
}

static void offsets_west_and_of_half_hours_are_written(void **state)
{
    (void)state;
    char buffer[TIMESTAMP_TEXT_SIZE];
    int64_t instant = read_text("2020-01-01T00:00:00Z");
    setenv("TZ", "NST3:30", 1);
    tzset();
    const char *west = timestamp_offset_text(buffer, instant);
    assert_string_equal(west, "-03:30");
    assert_string_equal(timestamp_short_text(buffer, instant, false), "2019-12-31 20:30:00");
    setenv("TZ", "UTC0", 1);
    tzset();
    assert_string_equal(timestamp_offset_text(buffer, instant), "+00:00");
}

static void lengths_are_rounded_to_the_second(void **state)
{
    (void)state;
    char buffer[TIMESTAMP_TEXT_SIZE];
    int64_t first = read_text("2020-10-22T10:30:00.2458428Z") - read_text("2020-10-22T10:29:53.1696606Z");
    assert_true(first == 70761822);
    assert_string_equal(timestamp_length_text(buffer, first), "0:00:07");
    int64_t second = read_text("2020-10-23T07:06:24.4242813Z") - read_text("2020-10-23T07:06:21.0090962Z");
    assert_string_equal(timestamp_length_text(buffer, second), "0:00:03");
    assert_string_equal(timestamp_length_text(buffer, 0), "0:00:00");
    assert_string_equal(timestamp_length_text(buffer, 4999999), "0:00:00");
    assert_string_equal(timestamp_length_text(buffer, 5000000), "0:00:01");
    assert_string_equal(timestamp_length_text(buffer, 595000000), "0:01:00");
    assert_string_equal(timestamp_length_text(buffer, 35999999999), "1:00:00");
    assert_string_equal(timestamp_length_text(buffer, 2 * DAY), "48:00:00");
}

static void a_length_that_is_none_is_a_dash(void **state)
{
    (void)state;
    char buffer[TIMESTAMP_TEXT_SIZE];
    assert_string_equal(timestamp_length_text(buffer, -1), "–");
    assert_string_equal(timestamp_length_text(buffer, TIMESTAMP_NONE), "–");
}

static void now_is_now(void **state)
{
    (void)state;
    int64_t seconds = timestamp_now() / TIMESTAMP_SECOND;
    int64_t system = (int64_t)time(NULL);
    assert_true(seconds >= system - 5 && seconds <= system + 5);
}

static void an_answer_is_as_old_as_either_clock_says(void **state)
{
    (void)state;
    const int64_t second = 1600000000, now = second * TIMESTAMP_SECOND + 5;
    assert_int_equal(timestamp_of_answer(now, 0), now); /* not dated */
    assert_int_equal(timestamp_of_answer(now, second), second * TIMESTAMP_SECOND);
    assert_int_equal(timestamp_of_answer(now, second + 3600), now);
    assert_int_equal(timestamp_of_answer(now, second - 3600), (second - 3600) * TIMESTAMP_SECOND);
    assert_int_equal(timestamp_of_answer(now, 1000), now); /* no clock of a server */
    assert_int_equal(timestamp_of_answer(now, INT64_MAX), now);
}

/* The rules of Europe/Copenhagen, for machines that have no zone files. */
static int use_danish_time(void **state)
{
    (void)state;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_documented_times_are_read),
        cmocka_unit_test(fractions_have_any_number_of_digits),
        cmocka_unit_test(the_zone_is_utc_unless_there_is_an_offset),
        cmocka_unit_test(the_forms_of_other_servers_are_the_same_instants),
        cmocka_unit_test(what_is_not_given_is_told_from_what_cannot_be_read),
        cmocka_unit_test(what_is_no_time_is_refused),
        cmocka_unit_test(impossible_dates_are_refused),
        cmocka_unit_test(a_leap_second_is_the_first_of_the_next_minute),
        cmocka_unit_test(only_years_1971_to_2199_are_times),
        cmocka_unit_test(the_calendar_agrees_with_the_system),
        cmocka_unit_test(the_servers_form_is_written),
        cmocka_unit_test(any_instant_fits_into_the_buffer),
        cmocka_unit_test(local_time_follows_the_summer),
        cmocka_unit_test_setup(offsets_west_and_of_half_hours_are_written, use_danish_time),
        cmocka_unit_test(lengths_are_rounded_to_the_second),
        cmocka_unit_test(a_length_that_is_none_is_a_dash),
        cmocka_unit_test(now_is_now),
        cmocka_unit_test(an_answer_is_as_old_as_either_clock_says),
    };
    return cmocka_run_group_tests_name("timestamp", tests, use_danish_time, NULL);
}

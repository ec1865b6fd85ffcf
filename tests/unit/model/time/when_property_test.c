/* Written dates, at random: all ways to write a day mean the same, and days follow each other without a gap.
 */
#include "model/time/timestamp.h"
#include "model/time/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define DAY (86400 * TIMESTAMP_SECOND)

/* Days since 1970: 1971-01-02 to 2198-12-31. */
enum { RANDOM_DAYS = 1000, FIRST_DAY = 366, AFTER_DAYS = 83640, TEXT_SIZE = 96 };

static const char *const zones[] = {"CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3<-02>,M10.3.0/0,M2.3.0/0",
                                    "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01",
                                    "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "UTC0"};

/* D, M and Y are numbers; N is the month's name in English, n its first three letters, G and g in Danish. */
static const char *const with_year[] = {"Y-M-D",  "Y/M/D", "D/M/Y", "D-M-Y",   "D.M.Y", "D N Y",  "D. G Y",
                                        "N D, Y", "D n Y", "D.g.Y", "N Dth Y", "n D Y", "D. g. Y"};
static const char *const without_year[] = {"D-M", "D/M", "D.M.", "D N", "D. G", "N D", "D n", "D.g", "n. D."};
static const char *const with_time[] = {"@ 14:07", "@ T14:07", "@ kl. 14.07",
                                        "@ 14.07", "14:07 @",  "kl 1407 @"};

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void use_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static struct when read_at(const char *text, int64_t now, bool utc)
{
    struct when when = {0, 0};
    struct failure failure = {0};
    if (!when_parse(&when, text, now, utc, &failure))
        fail_msg("%s", failure.what);
    return when;
}

static struct tm date_of_day(int64_t day)
{
    time_t seconds = (time_t)(day * 86400);
    struct tm date = {0};
    gmtime_r(&seconds, &date);
    return date;
}

/* Writes what one letter of a form stands for. */
static int write_part(char *text, size_t size, char part, const struct tm *date, bool padded)
{
    static const char *const names[12][2] = {
        {"January", "januar"}, {"february", "FEBRUAR"}, {"March", "Marts"},       {"april", "april"},
        {"May", "maj"},        {"june", "JUNI"},        {"July", "juli"},         {"AUGUST", "august"},
        {"Sept", "september"}, {"october", "oktober"},  {"November", "NOVEMBER"}, {"december", "december"}};
    const char *const *name = names[date->tm_mon];
    int width = padded ? 2 : 1;
    switch (part) {
    case 'D':
        return snprintf(text, size, "%0*d", width, date->tm_mday);
    case 'M':
        return snprintf(text, size, "%0*d", width, date->tm_mon + 1);
    case 'Y':
        return snprintf(text, size, "%d", date->tm_year + 1900);
    case 'N':
    case 'G':
        return snprintf(text, size, "%s", name[part == 'G']);
    case 'n':
    case 'g':
        return snprintf(text, size, "%.3s", name[part == 'g']);
    default:
        return snprintf(text, size, "%c", part);
    }
}

static void write_day(char text[TEXT_SIZE], const char *form, const struct tm *date, bool padded)
{
    size_t used = 0;
    for (; *form; form++)
        used += (size_t)write_part(text + used, TEXT_SIZE - used, *form, date, padded);
}

/* Puts the day into a form of with_time. */
static void write_time(char text[TEXT_SIZE], const char *form, const char *day)
{
    size_t used = 0;
    for (; *form; form++) {
        const char letter[] = {*form, '\0'};
        used += (size_t)snprintf(text + used, TEXT_SIZE - used, "%s", *form == '@' ? day : letter);
    }
}

static void assert_same(const char *text, int64_t now, bool utc, const struct when *expected)
{
    struct when when = read_at(text, now, utc);
    if (when.begin == expected->begin && when.end == expected->end)
        return;
    char begin[TIMESTAMP_TEXT_SIZE];
    char meant[TIMESTAMP_TEXT_SIZE];
    timestamp_short_text(begin, when.begin, utc);
    timestamp_short_text(meant, expected->begin, utc);
    fail_msg("\"%s\" in %s: %s, not %s", text, utc ? "UTC" : getenv("TZ"), begin, meant);
}

/* All `forms` at `now` against the day and a minute of it. */
static void assert_forms(const char *const forms[], size_t count, const struct tm *date, int64_t now,
                         bool utc)
{
    char text[TEXT_SIZE];
    char timed[TEXT_SIZE];
    write_day(text, "Y-M-D", date, true);
    struct when day = read_at(text, now, utc);
    write_time(timed, "@T14:07", text);
    struct when minute = read_at(timed, now, utc);
    assert_true(day.begin < minute.begin && minute.end < day.end);
    for (size_t i = 0; i < 2 * count; i++) {
        write_day(text, forms[i / 2], date, i % 2);
        assert_same(text, now, utc, &day);
        for (size_t j = 0; j < COUNT(with_time); j++) {
            write_time(timed, with_time[j], text);
            assert_same(timed, now, utc, &minute);
        }
    }
}

static void every_way_to_write_a_day_means_the_same(void **state)
{
    (void)state;
    uint32_t random = 20240503;
    for (int i = 0; i < RANDOM_DAYS; i++) {
        use_zone(zones[next_random(&random) % COUNT(zones)]);
        bool utc = next_random(&random) % 4 == 0;
        int64_t day = FIRST_DAY + next_random(&random) % (AFTER_DAYS - FIRST_DAY);
        struct tm date = date_of_day(day);
        assert_forms(with_year, COUNT(with_year), &date, (int64_t)next_random(&random) * TIMESTAMP_SECOND,
                     utc);
        /* The year can be left away for as long as that day does not come again. */
        int64_t later = (day + 1 + next_random(&random) % 362) * DAY;
        assert_forms(without_year, COUNT(without_year), &date, later, utc);
    }
}

static void days_back_are_the_dates(void **state)
{
    (void)state;
    uint32_t random = 8312;
    for (int i = 0; i < RANDOM_DAYS; i++) {
        use_zone(zones[next_random(&random) % COUNT(zones)]);
        char text[TEXT_SIZE];
        int64_t back = next_random(&random) % 10000;
        int64_t day = FIRST_DAY + back + next_random(&random) % (AFTER_DAYS - FIRST_DAY - 10000);
        struct tm date = date_of_day(day - back);
        int64_t noon = read_at("12:00", (day + 1) * DAY, true).begin; /* of the day, in UTC */
        write_day(text, "Y-M-D", &date, true);
        struct when expected = read_at(text, noon, true);
        snprintf(text, sizeof text, "-%dd", (int)back);
        assert_same(text, noon, true, &expected);
        strftime(text, sizeof text, "%A", &date);
        if (back < 7)
            assert_same(text, noon, true, &expected);
    }
}

static void assert_no_gap(const char *unit, int64_t from, int64_t count)
{
    char text[TEXT_SIZE];
    int64_t end = 0;
    for (int64_t day = from; day < from + count; day++) {
        struct tm date = date_of_day(day);
        if (strcmp(unit, "Y-M-D") != 0 && date.tm_mday != 1)
            continue;
        write_day(text, unit, &date, true);
        struct when when = read_at(text, 0, false);
        if (end && when.begin != end)
            fail_msg("%s in %s does not begin where the period before ends", text, getenv("TZ"));
        end = when.end;
    }
}

static void periods_follow_each_other_without_a_gap(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(zones); i++) {
        use_zone(zones[i]);
        assert_no_gap("Y-M-D", 18993, 1500); /* from 2022-01-01 */
        assert_no_gap("Y-M", 18993, 1500);
    }
}

/* Every hour of the years on which clocks change belongs to the day and the minute that the clocks show. */
static void an_instant_is_in_the_day_that_clocks_show(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(zones); i++) {
        use_zone(zones[i]);
        for (int64_t now = 19723 * DAY; now < 20089 * DAY; now += 3540 * TIMESTAMP_SECOND) {
            char text[TIMESTAMP_TEXT_SIZE];
            timestamp_short_text(text, now, false);
            struct when second = read_at(text, now, false);
            assert_true(second.begin <= now);
            text[strlen("2024-05-03")] = '\0';
            struct when day = read_at(text, now, false);
            struct when today = read_at("today", now, false);
            assert_true(day.begin <= now && today.begin == day.begin && today.end == day.end);
            assert_true(second.begin >= day.begin && second.end <= day.end);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_to_write_a_day_means_the_same),
        cmocka_unit_test(days_back_are_the_dates),
        cmocka_unit_test(periods_follow_each_other_without_a_gap),
        cmocka_unit_test(an_instant_is_in_the_day_that_clocks_show),
    };
    return cmocka_run_group_tests_name("when, at random", tests, NULL, NULL);
}

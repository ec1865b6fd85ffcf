/* Written dates, times and spans: the period that each form means. */
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
#define NOW "2024-05-15 10:30:20.5" /* a Wednesday */
#define HOURS (3600 * TIMESTAMP_SECOND)
#define DANISH "CET-1CEST,M3.5.0,M10.5.0/3"

/* A text and the first and the last moment, as a clock shows them, of what it means at NOW. */
struct form {
    const char *text, *first, *after;
};

static int64_t instant(const char *text)
{
    int64_t ticks = timestamp_parse(text, strlen(text));
    if (ticks == TIMESTAMP_NONE)
        fail_msg("the test says %s", text);
    return ticks;
}

static void use_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static int use_danish_time(void **state)
{
    (void)state;
    use_zone(DANISH);
    return 0;
}

static struct when read_at(const char *text, int64_t now, bool utc)
{
    struct when when = {0, 0};
    struct failure failure = {0};
    if (!when_parse(&when, text, now, utc, &failure))
        fail_msg("%s", failure.what);
    if (when.begin >= when.end)
        fail_msg("\"%s\" is empty", text);
    return when;
}

static void assert_shown(const struct form *form, int64_t now, bool utc)
{
    char first[TIMESTAMP_TEXT_SIZE];
    char after[TIMESTAMP_TEXT_SIZE];
    struct when when = read_at(form->text, now, utc);
    timestamp_short_text(first, when.begin, utc);
    timestamp_short_text(after, when.end, utc);
    if (strcmp(first, form->first) != 0 || strcmp(after, form->after) != 0)
        fail_msg("\"%s\" %s: %s to %s, not %s to %s", form->text, utc ? "UTC" : "local", first, after,
                 form->first, form->after);
}

/* In UTC and where the clocks show the same two hours earlier. */
static void assert_forms_at(const struct form *forms, size_t count, const char *now)
{
    for (size_t i = 0; i < count; i++) {
        assert_shown(&forms[i], instant(now), true);
        assert_shown(&forms[i], instant(now) - 2 * HOURS, false);
    }
}

static void days_are_read(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "2024-05-03",    "2024-5-3",     "2024/05/03",   "03-05",         "3-5",
        "3/5",           "03-05-2024",   "3–5–2024",     "03/05",         "3/5/2024",
        "3.5.2024",      "03.05.2024",   "3.5.",         "3.5",           "3 May",
        "3 may 2024",    "3. maj",       "3.maj 2024",   "3MAJ2024",      "3rd May",
        "May 3",         "May 3, 2024",  "may 3rd 2024", " 3  MAY  2024", "3. maj.",
        "3 / 5 / 2024",  "\t2024-05-03", "12 days ago",  "-12d",          "12d",
        "12 dage",       "-12 d",        "- 12 days",    "12 DAYS AGO",   "for 12 dage siden",
        "12 dage siden", "3\xc2\xa0maj"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct form form = {texts[i], "2024-05-03 00:00:00", "2024-05-04 00:00:00"};
        assert_forms_at(&form, 1, NOW);
    }
}

static void months_and_years_are_read(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"2024-05", "2024-05-01 00:00:00", "2024-06-01 00:00:00"},
        {"2024/5", "2024-05-01 00:00:00", "2024-06-01 00:00:00"},
        {"May", "2024-05-01 00:00:00", "2024-06-01 00:00:00"},
        {"maj", "2024-05-01 00:00:00", "2024-06-01 00:00:00"},
        {"may 2024", "2024-05-01 00:00:00", "2024-06-01 00:00:00"},
        {"June", "2023-06-01 00:00:00", "2023-07-01 00:00:00"},
        {"jun. 2024", "2024-06-01 00:00:00", "2024-07-01 00:00:00"},
        {"December", "2023-12-01 00:00:00", "2024-01-01 00:00:00"},
        {"2023-02", "2023-02-01 00:00:00", "2023-03-01 00:00:00"},
        {"feb", "2024-02-01 00:00:00", "2024-03-01 00:00:00"},
        {"2024", "2024-01-01 00:00:00", "2025-01-01 00:00:00"},
        {"2199", "2199-01-01 00:00:00", "2200-01-01 00:00:00"},
    };
    assert_shown(&forms[COUNT(forms) - 1], instant(NOW), true);
    assert_forms_at(forms, COUNT(forms) - 1, NOW);
}

static void months_have_english_and_danish_names(void **state)
{
    (void)state;
    static const char *const names[12][7] = {
        {"january", "januar", "jan", "JAN."},
        {"february", "februar", "feb", "Febr."},
        {"march", "marts", "mar", "MARTS"},
        {"april", "apr", "Apr."},
        {"may", "maj", "MAY", "Maj"},
        {"june", "juni", "jun"},
        {"july", "juli", "jul"},
        {"august", "aug", "AUGUST"},
        {"september", "sep", "sept."},
        {"october", "oktober", "oct", "okt", "Okt."},
        {"november", "nov"},
        {"december", "dec", "DECEMBER"},
    };
    for (int month = 1; month <= 12; month++) {
        for (size_t i = 0; names[month - 1][i]; i++) {
            char text[32];
            char iso[32];
            snprintf(text, sizeof text, "7 %s 2021", names[month - 1][i]);
            snprintf(iso, sizeof iso, "2021-%02d-07", month);
            assert_true(read_at(text, instant(NOW), false).begin == read_at(iso, instant(NOW), false).begin);
        }
    }
}

static void weekdays_are_the_last_ones(void **state)
{
    (void)state;
    static const char *const names[7][8] = {
        {"wednesday", "onsdag", "wed", "ons", "Today", "i dag", "idag"},
        {"tuesday", "tirsdag", "tue", "tir", "yesterday", "i går", "I GÅR"},
        {"monday", "mandag", "mon", "man", "2 days ago"},
        {"sunday", "søndag", "sun", "søn", "SØNDAG", "soendag"},
        {"saturday", "lørdag", "sat", "lør", "Loerdag"},
        {"friday", "fredag", "fri", "fre"},
        {"thursday", "torsdag", "thu", "tor", "thurs"},
    };
    for (size_t back = 0; back < 7; back++) {
        for (size_t i = 0; i < 8 && names[back][i]; i++) {
            char first[32];
            char after[32];
            snprintf(first, sizeof first, "2024-05-%02zu 00:00:00", 15 - back);
            snprintf(after, sizeof after, "2024-05-%02zu 00:00:00", 16 - back);
            struct form form = {names[back][i], first, after};
            assert_forms_at(&form, 1, NOW);
        }
    }
    assert_forms_at(&(struct form){"i ga\xcc\x8ar", "2024-05-14 00:00:00", "2024-05-15 00:00:00"}, 1, NOW);
    assert_forms_at(&(struct form){"igaar", "2024-05-14 00:00:00", "2024-05-15 00:00:00"}, 1, NOW);
}

static void spans_back_go_by_the_calendar(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"0d", "2024-05-15 00:00:00", "2024-05-16 00:00:00"},
        {"-2w", "2024-05-01 00:00:00", "2024-05-02 00:00:00"},
        {"2 weeks ago", "2024-05-01 00:00:00", "2024-05-02 00:00:00"},
        {"for 2 uger siden", "2024-05-01 00:00:00", "2024-05-02 00:00:00"},
        {"3m", "2024-02-15 00:00:00", "2024-02-16 00:00:00"},
        {"-5m", "2023-12-15 00:00:00", "2023-12-16 00:00:00"},
        {"17 months ago", "2022-12-15 00:00:00", "2022-12-16 00:00:00"},
        {"3 måneder siden", "2024-02-15 00:00:00", "2024-02-16 00:00:00"},
        {"-1y", "2023-05-15 00:00:00", "2023-05-16 00:00:00"},
        {"2 år", "2022-05-15 00:00:00", "2022-05-16 00:00:00"},
        {"-3d 14:00", "2024-05-12 14:00:00", "2024-05-12 14:01:00"},
        {"14:00 -3d", "2024-05-12 14:00:00", "2024-05-12 14:01:00"},
        {"-36h", "2024-05-13 22:30:00", "2024-05-13 22:31:00"},
        {"2 timer", "2024-05-15 08:30:00", "2024-05-15 08:31:00"},
        {"90min", "2024-05-15 09:00:00", "2024-05-15 09:01:00"},
        {"90 minutter siden", "2024-05-15 09:00:00", "2024-05-15 09:01:00"},
        {"now", "2024-05-15 10:30:00", "2024-05-15 10:31:00"},
        {"NU", "2024-05-15 10:30:00", "2024-05-15 10:31:00"},
    };
    static const struct form at_the_end_of_march[] = {
        {"1m", "2024-04-30 00:00:00", "2024-05-01 00:00:00"},
        {"3m", "2024-02-29 00:00:00", "2024-03-01 00:00:00"},
        {"15m", "2023-02-28 00:00:00", "2023-03-01 00:00:00"},
    };
    assert_forms_at(forms, COUNT(forms), NOW);
    assert_forms_at(at_the_end_of_march, COUNT(at_the_end_of_march), "2024-05-31 12:00:00");
    struct form jump = {"1y", "2023-02-28 00:00:00", "2023-03-01 00:00:00"};
    assert_shown(&jump, instant("2024-02-29 12:00:00Z"), true);
}

static void months_are_told_from_minutes(void **state)
{
    static const char *const months[] = {"-5m",       "5m",       "5 M",     "-5m.",
                                         "-3m 14:00", "2 pm -3m", "5 m ago", "last 3 m"};
    static const char *const others[] = {"-5min", "5 minutes ago", "-5mo",    "5 mdr", "5 months ago",
                                         "may",   "3 May",         "5m 2024", "-5d",   "last month"};
    (void)state;
    for (size_t i = 0; i < COUNT(months); i++)
        if (!when_counts_m(months[i]))
            fail_msg("%s", months[i]);
    for (size_t i = 0; i < COUNT(others); i++)
        if (when_counts_m(others[i]))
            fail_msg("%s", others[i]);
}

static void weeks_and_other_periods_are_whole(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"w18", "2024-04-29 00:00:00", "2024-05-06 00:00:00"},
        {"W 18", "2024-04-29 00:00:00", "2024-05-06 00:00:00"},
        {"uge 18", "2024-04-29 00:00:00", "2024-05-06 00:00:00"},
        {"i uge 18", "2024-04-29 00:00:00", "2024-05-06 00:00:00"},
        {"week 18, 2024", "2024-04-29 00:00:00", "2024-05-06 00:00:00"},
        {"2024-W18", "2024-04-29 00:00:00", "2024-05-06 00:00:00"},
        {"uge 20", "2024-05-13 00:00:00", "2024-05-20 00:00:00"}, /* this one */
        {"uge 21", "2023-05-22 00:00:00", "2023-05-29 00:00:00"}, /* is to come */
        {"w1", "2024-01-01 00:00:00", "2024-01-08 00:00:00"},
        {"w53", "2020-12-28 00:00:00", "2021-01-04 00:00:00"},
        {"w1 2026", "2025-12-29 00:00:00", "2026-01-05 00:00:00"},
        {"this week", "2024-05-13 00:00:00", "2024-05-20 00:00:00"},
        {"last week", "2024-05-06 00:00:00", "2024-05-13 00:00:00"},
        {"sidste uge", "2024-05-06 00:00:00", "2024-05-13 00:00:00"},
        {"this month", "2024-05-01 00:00:00", "2024-06-01 00:00:00"},
        {"denne måned", "2024-05-01 00:00:00", "2024-06-01 00:00:00"},
        {"last month", "2024-04-01 00:00:00", "2024-05-01 00:00:00"},
        {"sidste år", "2023-01-01 00:00:00", "2024-01-01 00:00:00"},
        {"i år", "2024-01-01 00:00:00", "2025-01-01 00:00:00"},
        {"last wednesday", "2024-05-08 00:00:00", "2024-05-09 00:00:00"},
        {"sidste mandag", "2024-05-13 00:00:00", "2024-05-14 00:00:00"},
    };
    assert_forms_at(forms, COUNT(forms), NOW);
    static const struct form at_new_year[] = {
        {"w53", "2026-12-28 00:00:00", "2027-01-04 00:00:00"}, /* of the year that has ended */
        {"w1", "2025-12-29 00:00:00", "2026-01-05 00:00:00"},
        {"last month", "2026-12-01 00:00:00", "2027-01-01 00:00:00"},
    };
    assert_forms_at(at_new_year, COUNT(at_new_year), "2027-01-01 12:00:00");
    struct form first = {"w1", "2025-12-29 00:00:00", "2026-01-05 00:00:00"}; /* has begun before its year */
    assert_forms_at(&first, 1, "2025-12-30 12:00:00");
}

static void times_follow_or_precede_a_day(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "2024-05-03 14:30",  "2024-05-03T14:30", "2024-05-03t1430",    "2024-05-03 14.30",    "03-05 14:30",
        "3/5 14:30",         "03-05-2024 14:30", "3/5/2024 kl. 14.30", "3.5. 14.30",          "3.5 14:30",
        "3.5.2024 14.30",    "3 May 14:30",      "3. maj kl 1430",     "3 may 2024 at 14:30", "May 3 14:30",
        "14:30 3 May",       "14:30 2024-05-03", "14.30 3. maj",       "kl 14.30 3. maj",     "14:30, 3/5",
        "12 days ago 14:30", "May 3 14.30",      "3. maj. kl. 14:30"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct form form = {texts[i], "2024-05-03 14:30:00", "2024-05-03 14:31:00"};
        assert_forms_at(&form, 1, NOW);
    }
    static const struct form forms[] = {
        {"2024-05-03 14:00:05", "2024-05-03 14:00:05", "2024-05-03 14:00:06"},
        {"2024-05-03 14:00:05.1696606", "2024-05-03 14:00:05", "2024-05-03 14:00:06"},
        {"3/5 14.00.05", "2024-05-03 14:00:05", "2024-05-03 14:00:06"},
        {"2024-05-03T140005", "2024-05-03 14:00:05", "2024-05-03 14:00:06"},
        {"2024-05-03 kl 14", "2024-05-03 14:00:00", "2024-05-03 14:01:00"},
        {"2024-05-03 23:59", "2024-05-03 23:59:00", "2024-05-04 00:00:00"},
        {"2024-05-03 0:00", "2024-05-03 00:00:00", "2024-05-03 00:01:00"},
        {"today 23:00", "2024-05-15 23:00:00", "2024-05-15 23:01:00"},
        {"yesterday 9:05", "2024-05-14 09:05:00", "2024-05-14 09:06:00"},
        {"i går kl. 9.05", "2024-05-14 09:05:00", "2024-05-14 09:06:00"},
        {"14:00 yesterday", "2024-05-14 14:00:00", "2024-05-14 14:01:00"},
        {"10.12 yesterday", "2024-05-14 10:12:00", "2024-05-14 10:13:00"},
        {"monday 14:00", "2024-05-13 14:00:00", "2024-05-13 14:01:00"},
        {"wed 14:00", "2024-05-15 14:00:00", "2024-05-15 14:01:00"},
    };
    assert_forms_at(forms, COUNT(forms), NOW);
}

static void a_time_alone_is_the_last_one(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"10:29", "2024-05-15 10:29:00", "2024-05-15 10:30:00"},
        {"10:30", "2024-05-15 10:30:00", "2024-05-15 10:31:00"},
        {"10:30:20", "2024-05-15 10:30:20", "2024-05-15 10:30:21"},
        {"10:30:21", "2024-05-14 10:30:21", "2024-05-14 10:30:22"},
        {"10:31", "2024-05-14 10:31:00", "2024-05-14 10:32:00"},
        {"23:59", "2024-05-14 23:59:00", "2024-05-15 00:00:00"},
        {"0:00", "2024-05-15 00:00:00", "2024-05-15 00:01:00"},
        {"kl 9", "2024-05-15 09:00:00", "2024-05-15 09:01:00"},
        {"kl. 9.15", "2024-05-15 09:15:00", "2024-05-15 09:16:00"},
        {"kl 0915", "2024-05-15 09:15:00", "2024-05-15 09:16:00"},
        {"T0915", "2024-05-15 09:15:00", "2024-05-15 09:16:00"},
        {"9.15", "2024-05-15 09:15:00", "2024-05-15 09:16:00"}, /* no month has the number 15 */
        {"00.10", "2024-05-15 00:10:00", "2024-05-15 00:11:00"},
    };
    assert_forms_at(forms, COUNT(forms), NOW);
}

static void a_day_without_its_year_is_the_last_one(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"15-05", "2024-05-15 00:00:00", "2024-05-16 00:00:00"},
        {"16-05", "2023-05-16 00:00:00", "2023-05-17 00:00:00"},
        {"31/12", "2023-12-31 00:00:00", "2024-01-01 00:00:00"},
        {"31-12", "2023-12-31 00:00:00", "2024-01-01 00:00:00"},
        {"24.12", "2023-12-24 00:00:00", "2023-12-25 00:00:00"},
        {"1 jan", "2024-01-01 00:00:00", "2024-01-02 00:00:00"},
        {"29 feb", "2024-02-29 00:00:00", "2024-03-01 00:00:00"},
    };
    assert_forms_at(forms, COUNT(forms), NOW);
    struct form jump = {"29/2", "2020-02-29 00:00:00", "2020-03-01 00:00:00"};
    assert_shown(&jump, instant("2024-02-28T23:59:59Z"), true);
    jump = (struct form){"29-02", "2096-02-29 00:00:00", "2096-03-01 00:00:00"};
    assert_shown(&jump, instant("2104-02-28T23:59:59Z"), true);
    struct form eve = {"31 dec", "2023-12-31 00:00:00", "2024-01-01 00:00:00"};
    assert_shown(&eve, instant("2023-12-31T00:00:00Z"), true);
    eve = (struct form){"-1d", "2023-12-31 00:00:00", "2024-01-01 00:00:00"};
    assert_shown(&eve, instant("2024-01-01T00:00:00Z"), true);
}

static void assert_period(const char *text, const char *begin, const char *end)
{
    struct when when = read_at(text, instant(NOW), false);
    if (when.begin != instant(begin) || when.end != instant(end)) {
        char first[TIMESTAMP_TEXT_SIZE];
        char after[TIMESTAMP_TEXT_SIZE];
        timestamp_utc_text(first, when.begin);
        timestamp_utc_text(after, when.end);
        fail_msg("\"%s\": %s to %s, not %s to %s", text, first, after, begin, end);
    }
}

static void a_zone_that_is_written_counts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "2024-05-03T14:00Z",      "2024-05-03 14:00 utc", "2024-05-03T16:00+02:00", "2024-05-03 16:00 +02:00",
        "2024-05-03T1600+0200",   "2024-05-03T16:00+02",  "2024-05-03T08:30-05:30", "3 May 2024 14:00 Z",
        "2024-05-04T04:00+14:00", "14:00Z 3/5/2024",      "2024-05-03T16:00"};
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_period(texts[i], "2024-05-03T14:00:00Z", "2024-05-03T14:01:00Z");
    assert_period("2020-10-22T10:29:53.1696606Z", "2020-10-22T10:29:53Z", "2020-10-22T10:29:54Z");
}

static void days_on_which_clocks_change_are_shorter_and_longer(void **state)
{
    (void)state;
    assert_period("2024-03-31", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z");
    assert_period("2023-10-29", "2023-10-28T22:00:00Z", "2023-10-29T23:00:00Z");
    assert_period("2024-03", "2024-02-29T23:00:00Z", "2024-03-31T22:00:00Z");
    assert_period("2024", "2023-12-31T23:00:00Z", "2024-12-31T23:00:00Z");
    assert_period("2024-03-31 01:59", "2024-03-31T00:59:00Z", "2024-03-31T01:00:00Z");
    assert_period("2024-03-31 02:30", "2024-03-31T01:00:00Z", "2024-03-31T01:01:00Z"); /* skipped */
    assert_period("2024-03-31 03:00", "2024-03-31T01:00:00Z", "2024-03-31T01:01:00Z");
    assert_period("2023-10-29 02:00", "2023-10-29T00:00:00Z", "2023-10-29T00:01:00Z"); /* twice */
    assert_period("2023-10-29 02:59", "2023-10-29T00:59:00Z", "2023-10-29T01:00:00Z");
    assert_period("2023-10-29 03:00", "2023-10-29T02:00:00Z", "2023-10-29T02:01:00Z");
    struct when when = read_at("1h", instant("2023-10-29T01:30:10Z"), false);
    assert_true(when.begin == instant("2023-10-29T00:30:00Z"));
}

static void clocks_that_change_at_midnight_do_no_harm(void **state)
{
    (void)state;
    use_zone("<-03>3<-02>,M10.3.0/0,M2.3.0/0"); /* Brazil: no midnight in October, two in February */
    assert_period("2016-10-16", "2016-10-16T03:00:00Z", "2016-10-17T02:00:00Z");
    assert_period("2016-10-16 00:30", "2016-10-16T03:00:00Z", "2016-10-16T03:01:00Z");
    assert_period("2016-02-20", "2016-02-20T02:00:00Z", "2016-02-21T03:00:00Z");
    assert_period("2016-02-20 23:30", "2016-02-21T01:30:00Z", "2016-02-21T01:31:00Z");
}

static void periods_are_cut_to_the_years_that_are_known(void **state)
{
    (void)state;
    assert_period("1971", "1971-01-01T00:00:00Z", "1971-12-31T23:00:00Z"); /* began at 23:00 UTC */
    assert_period("2199-12-31", "2199-12-30T23:00:00Z", "2199-12-31T23:00:00Z");
    assert_period("1971-01-01T00:00-01:00", "1971-01-01T01:00:00Z", "1971-01-01T01:01:00Z");
    struct when when = read_at("2199", instant(NOW), true);
    assert_true(when.end == instant("2199-12-31T23:59:59Z") + TIMESTAMP_SECOND);
    use_zone("EST5");
    when = read_at("2199-12-31", instant(NOW), false);
    assert_true(when.end == instant("2199-12-31T23:59:59Z") + TIMESTAMP_SECOND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read),
        cmocka_unit_test(months_and_years_are_read),
        cmocka_unit_test(months_have_english_and_danish_names),
        cmocka_unit_test(weekdays_are_the_last_ones),
        cmocka_unit_test(spans_back_go_by_the_calendar),
        cmocka_unit_test(months_are_told_from_minutes),
        cmocka_unit_test(weeks_and_other_periods_are_whole),
        cmocka_unit_test(times_follow_or_precede_a_day),
        cmocka_unit_test(a_time_alone_is_the_last_one),
        cmocka_unit_test(a_day_without_its_year_is_the_last_one),
        cmocka_unit_test(a_zone_that_is_written_counts),
        cmocka_unit_test(days_on_which_clocks_change_are_shorter_and_longer),
        cmocka_unit_test_setup(clocks_that_change_at_midnight_do_no_harm, use_danish_time),
        cmocka_unit_test_setup(periods_are_cut_to_the_years_that_are_known, use_danish_time),
    };
    return cmocka_run_group_tests_name("when", tests, use_danish_time, NULL);
}

/* What is to come, as it is written: the next such day, spans from now on. */
#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "model/time/when_coming.h"

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
#define NOW "2026-11-29 19:45:20" /* a Sunday */

/* Without seconds, or a time, where those are 0. */
static int64_t instant(const char *text)
{
    char whole[TIMESTAMP_TEXT_SIZE];
    snprintf(whole, sizeof whole, "%s%s", text, &" 00:00:00"[strlen(text) - strlen("2026-11-29")]);
    int64_t ticks = timestamp_parse(whole, strlen(whole));
    if (ticks == TIMESTAMP_NONE)
        fail_msg("the test says %s", text);
    return ticks;
}

/* Texts and the first and last day of what they mean, or what comes behind a minute. */
static void it_is_the_next_one(void **state)
{
    static const struct {
        const char *text, *begin, *end;
    } forms[] = {
        {"31/1", "2027-01-31", "2027-02-01"},
        {"31. januar", "2027-01-31", "2027-02-01"},
        {"sun 31/1", "2027-01-31", "2027-02-01"},
        {"29/11", "2026-11-29", "2026-11-30"},
        {"28/11", "2027-11-28", "2027-11-29"},
        {"30/11", "2026-11-30", "2026-12-01"},
        {"29/2", "2028-02-29", "2028-03-01"},
        {"friday", "2026-12-04", "2026-12-05"},
        {"Next Friday", "2026-12-04", "2026-12-05"},
        {"sunday", "2026-11-29", "2026-11-30"},
        {"next sunday", "2026-12-06", "2026-12-07"},
        {"n\xc3\xa6ste fredag", "2026-12-04", "2026-12-05"},
        {"tomorrow", "2026-11-30", "2026-12-01"},
        {"i morgen", "2026-11-30", "2026-12-01"},
        {"today", "2026-11-29", "2026-11-30"},
        {"3 months", "2027-02-28", "2027-03-01"},
        {"+6m", "2027-05-29", "2027-05-30"},
        {"90d", "2027-02-27", "2027-02-28"},
        {"in two weeks", "2026-12-13", "2026-12-14"},
        {"om 2 uger", "2026-12-13", "2026-12-14"},
        {"1y", "2027-11-29", "2027-11-30"},
        {"next week", "2026-11-30", "2026-12-07"},
        {"next month", "2026-12-01", "2027-01-01"},
        {"n\xc3\xa6ste \xc3\xa5r", "2027-01-01", "2028-01-01"},
        {"week 49", "2026-11-30", "2026-12-07"},
        {"week 48", "2026-11-23", "2026-11-30"},
        {"uge 47", "2027-11-22", "2027-11-29"},
        {"January", "2027-01-01", "2027-02-01"},
        {"november", "2026-11-01", "2026-12-01"},
        {"Q1", "2027-01-01", "2027-04-01"},
        {"8:00", "2026-11-30 08:00", "2026-11-30 08:01"},
        {"20:00", "2026-11-29 20:00", "2026-11-29 20:01"},
        {"36h", "2026-12-01 07:45", "2026-12-01 07:46"},
        {"2027-01-31", "2027-01-31", "2027-02-01"},
        {"2028", "2028-01-01", "2029-01-01"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct when when = {0, 0};
        struct failure failure = {0};
        if (!when_parse_coming(&when, forms[i].text, instant(NOW), true, &failure))
            fail_msg("%s", failure.what);
        if (when.begin != instant(forms[i].begin) || when.end != instant(forms[i].end))
            fail_msg("\"%s\" is not %s to %s", forms[i].text, forms[i].begin, forms[i].end);
    }
}

static void what_is_over_stays_over(void **state)
{
    static const char *const texts[] = {"yesterday",  "-3d",     "2 weeks ago",      "last friday",
                                        "2020-01-01", "mandags", "for 2 uger siden", "last week"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct when when, past;
        struct failure failure;
        assert_true(when_parse_coming(&when, texts[i], instant(NOW), true, &failure));
        assert_true(when_parse(&past, texts[i], instant(NOW), true, &failure));
        if (when.begin != past.begin || when.end != past.end || when.end > instant(NOW))
            fail_msg("\"%s\" is to come", texts[i]);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        " ",
        "next",
        "+",
        "next 31",
        "31/13",
        "30/2",
        "mon 31/1",
        "in",
        "tomorrowx",
        "-",
        "+999999999y",
        "+999999999m",
        "9999 weeks years",
        "in a very long while, which is longer than all that could be read as a date of any kind"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct when when = {1, 2};
        struct failure failure = {0};
        if (when_parse_coming(&when, texts[i], instant(NOW), true, &failure))
            fail_msg("\"%s\" is read", texts[i]);
        assert_true(when.begin == 1 && when.end == 2);
        assert_string_not_equal(failure.what, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_next_one),
        cmocka_unit_test(what_is_over_stays_over),
        cmocka_unit_test(what_is_no_date_is_refused),
    };
    return cmocka_run_group_tests_name("when_coming", tests, NULL, NULL);
}

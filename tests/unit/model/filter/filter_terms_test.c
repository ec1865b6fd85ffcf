/* Terms of several values, by call, by file and by week: what they match, what they refuse. */
#include "model/filter/filter_parse.h"

#include "model/time/timestamp.h"
#include "tests/unit/model/filter/filter_matching.h"
#include "tests/unit/use_utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int64_t ticks(const char *text)
{
    int64_t time = timestamp_parse(text, strlen(text));
    assert_true(time != TIMESTAMP_NONE);
    return time;
}

/* On a Friday. */
static struct recording example(void)
{
    return (struct recording){
        .queue_call_id = 47610,
        .queue_id = 12,
        .agent_id = 103,
        .started = ticks("2024-05-03T08:59:59Z"),
        .ended = ticks("2024-05-03T09:01:30Z"),
        .queue_name = "Kørekort, Nord",
        .type = "QueueCall",
        .agent_name = "Ida Holm",
        .caller = "+442079460123",
        .file_name = "0a1b2c3d-0000-4000-8000-00000000beef.mp3",
    };
}

static enum filter_verdict read_text(struct filter *filter, const char *text, struct filter_error *error)
{
    return filter_parse(filter, text, ticks("2024-05-04T10:00:00Z"), true, error);
}

static const struct {
    const char *text;
    bool matches;
} examples[] = {
    {"agent:ida,lars", true},
    {"agent:lars,ida", true},
    {"agent:lars,bo", false},
    {"-agent:lars,bo", true},
    {"-agent:lars,ida", false},
    {"agent:lars, ida", true},
    {"agent:lars,bo ida", false},
    {"agent:ida,", true},
    {"agent:,ida", true},
    {"agent:5,103", true},
    {"agent:5,holm", true},
    {"agent:5,6", false},
    {"agent:\"ida holm\",\"lars bo\"", true},
    {"agent:\"lars bo\", \"ida holm\" nord", true},
    {"agent:\"lars bo\",holm", true},
    {"queue:sales,korekort", true},
    {"queue:sales,support", false},
    {"queue:9,12", true},
    {"queue:\"korekort, nord\"", true}, /* in quotes a comma is a part of the name */
    {"queue:\"korekort, syd\"", false},
    {"type:callback,queue", true},
    {"type:callback,direct", false},
    {"-type:callback,queue", false},
    {"call:47610", true},
    {"call:4761", false},
    {"call:1,47610", true},
    {"-call:47610", false},
    {"-call:47611", true},
    {"file:0a1b2c3d-0000-4000-8000-00000000beef.mp3", true},
    {"file:BEEF", true},
    {"file:.mp3", true},
    {"file:0a1b,ffff", true},
    {"file:.wav", false},
    {"-file:.wav", true},
    {"-file:beef", false},
    {"call:47610 file:beef", true},
    {"call:47610 file:cafe", false},
    {"weekday:fri", true},
    {"weekday:fredag", true},
    {"weekday:fr", true},
    {"weekday:mon-fri", true},
    {"weekday:mon - fri", true},
    {"weekday:sat,sun", false},
    {"weekday:thu, fri", true},
    {"weekday:weekend", false},
    {"weekday:hverdage", true},
    {"weekday:lørdag", false},
    {"-weekday:fri", false},
    {"-weekday:sat", true},
    {"hour:8", true},
    {"hour:8-10", true},
    {"hour:7-8", false}, /* up to 8:00 */
    {"hour:9", false},
    {"hour:8:00-9:00", true},
    {"hour:8 - 10", true},
    {"hour:22-6", false},
    {"hour:22-9", true},
    {"hour:1,8", true},
    {"-hour:8", false},
    {"weekday:fri hour:8", true},
    {"weekday:fri hour:9", false},
    {"weekday:fri -hour:8", false},
};

static void values_and_terms_match(void **state)
{
    (void)state;
    const struct recording recording = example();
    for (size_t i = 0; i < COUNT(examples); i++) {
        struct filter filter;
        struct filter_error error;
        if (read_text(&filter, examples[i].text, &error) != FILTER_GOOD)
            fail_msg("%s: %s", examples[i].text, error.what);
        assert_false(filter_is_empty(&filter));
        if (filter_matches(&filter, &recording, NULL, RECORDING_NO_NUMBER) != examples[i].matches)
            fail_msg("%s", examples[i].text);
    }
}

static void what_is_not_given_matches_no_such_term(void **state)
{
    (void)state;
    const struct recording bare = {.queue_call_id = RECORDING_NO_NUMBER,
                                   .queue_id = RECORDING_NO_NUMBER,
                                   .agent_id = RECORDING_NO_NUMBER,
                                   .started = TIMESTAMP_NONE,
                                   .ended = TIMESTAMP_NONE};
    static const char *const texts[] = {"call:1",    "file:a",        "weekday:mon-sun",
                                        "hour:0-24", "agent:ida,103", "type:a,b"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct filter filter;
        char negated[40];
        snprintf(negated, sizeof negated, "-%s", texts[i]);
        assert_int_equal(read_text(&filter, texts[i], NULL), FILTER_GOOD);
        assert_false(filter_matches(&filter, &bare, NULL, RECORDING_NO_NUMBER));
        assert_int_equal(read_text(&filter, negated, NULL), FILTER_GOOD);
        assert_true(filter_matches(&filter, &bare, NULL, RECORDING_NO_NUMBER));
    }
}

static const struct {
    const char *text;
    enum filter_verdict verdict;
    const char *what;
} refusals[] = {
    {"call:", FILTER_UNFINISHED, "the number of a call"},
    {"call:abc", FILTER_WRONG, "is a number: call:47610"},
    {"call:476x,1", FILTER_WRONG, "is a number"},
    {"call:\"476\"", FILTER_WRONG, "is a number"},
    {"file:", FILTER_UNFINISHED, "the name of a recording's file"},
    {"agent:,", FILTER_UNFINISHED, "the name or number of an agent"},
    {"queue:ida,83*", FILTER_WRONG, "a number needs no *"},
    {"weekday:", FILTER_UNFINISHED, "days of the week"},
    {"weekday:t", FILTER_UNFINISHED, "days of the week"},
    {"weekday:t holm", FILTER_WRONG, "days of the week"},
    {"weekday:mon-", FILTER_UNFINISHED, "days of the week"},
    {"weekday:xyz", FILTER_WRONG, "days of the week"},
    {"weekday:5", FILTER_WRONG, "days of the week"},
    {"weekday:weekend-mon", FILTER_WRONG, "days of the week"},
    {"hour:", FILTER_UNFINISHED, "hours of the day"},
    {"hour:8-", FILTER_UNFINISHED, "hours of the day"},
    {"hour:8:3", FILTER_UNFINISHED, "hours of the day"},
    {"hour:8:30", FILTER_WRONG, "hours of the day"}, /* hours are whole */
    {"hour:25", FILTER_WRONG, "hours of the day"},
    {"hour:24", FILTER_WRONG, "hours of the day"},
    {"hour:8-8", FILTER_WRONG, "hours of the day"},
    {"hour:noon", FILTER_WRONG, "hours of the day"},
    {"weekday:mon weekday:tue", FILTER_WRONG, "no call can match"},
    {"hour:8 weekday:mon hour:9", FILTER_WRONG, "no call can match"},
    {"after:april before:march", FILTER_WRONG, "no call can match"},
    {"on:1/5 on:2/5", FILTER_WRONG, "no call can match"},
    {"longer:10 min shorter:5m", FILTER_WRONG, "no call can match"},
};

static void what_is_wrong_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct filter filter;
        struct filter_error error;
        if (read_text(&filter, refusals[i].text, &error) != refusals[i].verdict ||
            !strstr(error.what, refusals[i].what))
            fail_msg("%s: %d \"%s\"", refusals[i].text, error.verdict, error.what);
    }
}

/* A filter of which nothing is known to differ is the same one. */
static void filters_are_told_apart(void **state)
{
    (void)state;
    struct filter one, other;
    int64_t now = ticks("2024-05-04T10:00:00Z");
    filter_parse(&one, "8312", now, true, NULL);
    filter_parse(&other, "8312", now + 1, false, NULL);
    assert_true(filter_is_same(&one, &other)); /* it has no dates */
    filter_parse(&other, "8313", now, true, NULL);
    assert_false(filter_is_same(&one, &other));
    filter_parse(&one, "on:today", now, true, NULL);
    filter_parse(&other, "on:today", now + 86400 * TIMESTAMP_SECOND, true, NULL);
    assert_false(filter_is_same(&one, &other));
    other = one;
    filter_take_period(&one, now, INT64_MAX);
    assert_false(filter_is_same(&one, &other));
    filter_take_period(&other, now + 1, INT64_MAX);
    assert_false(filter_is_same(&one, &other));
    filter_parse(&other, "on:today", now, true, NULL);
    filter_take_caller(&other, "112");
    filter_parse(&one, "on:today", now, true, NULL);
    assert_false(filter_is_same(&one, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_terms_match),
        cmocka_unit_test(what_is_not_given_matches_no_such_term),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(filters_are_told_apart),
    };
    return cmocka_run_group_tests_name("filter_terms", tests, use_utf8, NULL);
}

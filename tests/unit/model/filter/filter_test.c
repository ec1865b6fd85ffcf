/* What the text of a filter means: which recordings match, what is marked, what is refused or unfinished. */
#include "model/filter/filter_parse.h"

#include "model/time/timestamp.h"
#include "tests/unit/model/filter/filter_matching.h"

#include <locale.h>
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

static int64_t ticks(const char *text)
{
    int64_t time = timestamp_parse(text, strlen(text));
    assert_true(time != TIMESTAMP_NONE);
    return time;
}

static int64_t now(void)
{
    return ticks("2024-05-04T10:00:00Z");
}

static struct recording example(void)
{
    return (struct recording){
        .queue_call_id = 7,
        .queue_id = 12,
        .agent_id = 103,
        .started = ticks("2024-05-03T12:00:00Z"),
        .ended = ticks("2024-05-03T12:01:30.2Z"),
        .queue_name = "Sales - North",
        .type = "QueueCall",
        .agent_name = "Ida Holm",
        .caller = "+442079460123",
    };
}

static void assert_verdict(enum filter_verdict verdict, const char *text, struct filter *filter)
{
    struct filter_error error;
    enum filter_verdict reported = filter_parse(filter, text, now(), true, &error);
    assert_int_equal(reported, error.verdict);
    if (error.verdict != verdict)
        fail_msg("%s: %d \"%s\"", text, error.verdict, error.what);
    assert_int_equal(error.what[0] == '\0', verdict == FILTER_GOOD);
}

static void check(const char *text, const struct recording *recording, bool expected)
{
    struct filter filter;
    assert_verdict(FILTER_GOOD, text, &filter);
    if (filter_matches(&filter, recording, "Ida H. Holm", 104) != expected)
        fail_msg("%s", text);
}

static const struct {
    const char *text;
    bool matches;
} examples[] = {
    {"", true},
    {" \t ", true},
    {"0123", true},
    {"020 7946 0123", true},
    {"!99", true},
    {"-99 -", true}, /* the sign is part of the number */
    {"0123 holm 4420", true},
    {"0123 holm 99", false},
    {"0123 +44", true}, /* a plus begins another number */
    {"0123 44", false},
    {"!0123", false},
    {"-0123", false},
    {"! 0123", false}, /* a word and a number */
    {"(0)", true},
    {"HOLM", true},
    {"holm north", true},
    {"sales - north", true},
    {"h.", true},
    {"idaholm", false},
    {"\"ida holm\"", true},
    {"\"holm ida\"", false},
    {"\"ida ho", true},
    {"\"\"", true},
    {"\"0123\"", false}, /* quoted, it is a name */
    {"“ida holm”", true},
    {"“holm:”", false},
    {"»holm ida«", false},
    {"\"ida »holm\"", false}, /* only a " ends what a " begins */
    {"-holm", false},
    {"!holm", false},
    {"-hansen", true},
    {"-\"ida h", false},
    {"-hansen ida", true},
    {"agent:holm", true},
    {"AGENT:HOLM", true},
    {"agent: holm", true},
    {"agent:sales", false},
    {"agent:103", true},
    {"agent:104", true}, /* the agent under whom it is kept */
    {"agent:12", false},
    {"agent:\"103\"", false},
    {"agent:\"ida holm\"", true},
    {"agent:999999999999999999999", false},
    {"-agent:holm", false},
    {"-agent:104", false},
    {"queue:sales", true},
    {"queue:holm", false},
    {"queue:12", true},
    {"queue:103", false},
    {"!queue:support", true},
    {"after:2024-05-03", true},
    {"after:yesterday", true},
    {"after: yesterday", true},
    {"after:2024-05-04", false},
    {"after:\"3 May 12:00\"", true},
    {"after:2024-05-03T12:00:01Z", false},
    {"before:2024-05-03", false},
    {"before:2024-05-04", true},
    {"before:2024-05-03T12:00:00", false},
    {"on:2024-05-03", true},
    {"on:may", true},
    {"on:2024-05-02", false},
    {"-on:today", true},
    {"on:3 may", true},
    {"on:3. maj holm", true},
    {"on:3/5 2024", true}, /* with its year */
    {"on:3/5 2023", false},
    {"on:may 2023", false},
    {"on:uge 18 2024 holm", true},
    {"on:1. maj til 3. maj holm", true},
    {"on:fra 1. maj 2024 til 2. maj 2024", false},
    {"on:03-05-2024", true},
    {"on:3 may 2023", false},
    {"on:3 may 2024 14:00", false},
    {"on:3 may 0123 holm", true}, /* the number */
    {"on:uge 18", true},
    {"on:w18 holm", true},
    {"on:last week", false},
    {"on:1/5..3/5", true},
    {"on:1.5...2.5.", false},
    {"on:..2/5", false},
    {"on:\"1 may..4 may\"", true},
    {"on:1/5..", true},
    {"longer:1 min", true},
    {"longer:2 min holm", false},
    {"longer:\"1 m 20 s\"", true},
    {">1m", true},
    {"<1:00", false},
    {"< 5", false},
    {"-after:2024-06 before:2025", true},
    {"after:2024-05 before:2024-06 holm", true},
    {"longer:89", true},
    {"longer:90", false}, /* what is shown as 1:30 is not longer than 1:30 */
    {"longer:1m", true},
    {"shorter:90s", false},
    {"shorter:91", true},
    {"shorter:1:31", true},
    {"shorter:1h30m", true},
    {"longer:0:01:29", true},
    {"longer:999999999", false},
    {"shorter:0", false},
    {"type:queue", true},
    {"type:callback", false},
    {"type:QUEUECALL", true},
    {"-type:callback", true},
    {"caller:none", false},
    {"-caller:none", true},
    {"caller:0123", true},
    {"caller:\"+44 20\"", true},
    {"caller:+44", true},
    {"caller:\"none\"", false},
};

static void terms_match_or_do_not(void **state)
{
    (void)state;
    const struct recording recording = example();
    for (size_t i = 0; i < COUNT(examples); i++)
        check(examples[i].text, &recording, examples[i].matches);
}

static void what_is_not_known_matches_no_term(void **state)
{
    (void)state;
    const struct recording bare = {.queue_id = RECORDING_NO_NUMBER,
                                   .agent_id = RECORDING_NO_NUMBER,
                                   .started = TIMESTAMP_NONE,
                                   .ended = TIMESTAMP_NONE};
    static const char *const texts[] = {"1",        "sales",      "queue:12",   "after:1971", "before:2199",
                                        "longer:0", "shorter:9h", "type:queue", "caller:x"};
    struct recording anonymous = bare;
    anonymous.caller = "Anonymous";
    for (size_t i = 0; i < COUNT(texts); i++) {
        char negated[40];
        snprintf(negated, sizeof negated, "!%s", texts[i]);
        check(texts[i], &bare, false);
        check(negated, &bare, true);
    }
    check("caller:none", &bare, true);
    check("caller:none", &anonymous, true);
    check("caller:anon", &anonymous, true);
    check("-caller:none", &anonymous, false);
}

/* Digits of what is looked for in a caller, written as people and telephones do. */
static void numbers_are_found_however_they_are_written(void **state)
{
    static const struct {
        const char *text, *caller;
        bool matches;
    } cases[] = {
        {"83\xc2\xa0"
         "00\xe2\x80\xaf"
         "00\xe2\x80\x89"
         "05",
         "+4583000005", true},
        {"83\xe2\x80\x91"
         "00\xe2\x80\x91"
         "00\xe2\x80\x91"
         "05",
         "+4583000005", true},
        {"8300\xc2\xa0"
         "0006",
         "+4583000005", false},
        {"８３００", "+4583000005", true},
        {"\xe2\x80\xaa+45 83 00 00 05\xe2\x80\xac", "+4583000005", true},
        {"!8300\xc2\xa0"
         "0006",
         "+4583000005", true},
        {"\xe2\x80\x93"
         "sales",
         "+4583000005", false}, /* a dash leaves out, whichever it is */
        {"+4583123470", "sip:83123470@10.0.0.7:5060;user=phone", true},
        {"83123470", "sip:83123470@10.0.0.7:5060;user=phone", true},
        {"5060", "sip:83123470@10.0.0.7:5060;user=phone", false},
        {"10007", "sip:83123470@10.0.0.7:5060;user=phone", false},
        {"caller:10.0.0.7:5060", "sip:83123470@10.0.0.7:5060;user=phone", true},
        {"tel:+45 83 12 34 70", "sip:83123470@10.0.0.7:5060;user=phone", true},
        {"tel:+45-83123470;ext=4", "+4583123470", true},
        {"sip:83123470@elsewhere", "+4583123470", true},
        {"-sip:83123470@elsewhere", "+4583123470", false},
        {"sip:lp1@company.local", "SIP:LP1@company.local:5060", true},
        {"sip:lp1@company.local", "sip:lp2@company.local", false},
        {"Tlf. 83 12 34 70", "+4583123470", true},
        {"tlf: 83123470 holm", "+4583123470", true},
        {"Tel 83123471", "+4583123470", false},
        {"caller:83 12 34 70", "+4583123470", true},
        {"caller:83 12 70 34", "+4583123470", false},
    };
    (void)state;
    struct recording recording = example();
    for (size_t i = 0; i < COUNT(cases); i++) {
        recording.caller = (char *)cases[i].caller;
        check(cases[i].text, &recording, cases[i].matches);
    }
}

static void words_match_callers_that_are_no_numbers(void **state)
{
    (void)state;
    struct recording recording = example();
    recording.caller = "TDC-INFO";
    check("TDC-INFO", &recording, true);
    check("info", &recording, true);
    check("-tdc", &recording, false);
    check("agent:tdc", &recording, false);
    check("tdc holm", &recording, true);
    recording.caller = "anonymous";
    check("Anonymous", &recording, true);
    recording.caller = "sip:83123470@pbx.example:5060";
    check("example", &recording, false); /* of a number only the digits */
    recording.caller = "\"Bo Dahl\" <sip:83123470@pbx>";
    check("dahl", &recording, true);
}

static void digits_match_ids_and_names(void **state)
{
    (void)state;
    struct recording recording = example();
    recording.queue_name = "89403330 Hovednummer";
    recording.queue_id = 301;
    check("queue:89403330", &recording, true);
    check("queue:8940", &recording, true);
    check("queue:301", &recording, true);
    check("queue:3330", &recording, false); /* in the middle of a number */
    check("-queue:89403330", &recording, false);
    struct filter filter;
    assert_verdict(FILTER_GOOD, "agent:7", &filter);
    assert_true(filter_matches(&filter, &recording, "Desk 7", 104));
    recording.agent_name = "Desk 7"; /* not the name at that time */
    assert_false(filter_matches(&filter, &recording, "Ida Holm", 104));
}

static void names_match_in_any_case_and_writing(void **state)
{
    (void)state;
    struct recording recording = example();
    recording.agent_name = "J\xc3\xb6rg M\xc3\xbcller";
    recording.queue_name = "\xff\xc3Kund\xe2\x82 \xd0\x96\xd0\xb0\xd0\xbd\xd0\xbd\xd0\xb0 100% <*>";
    check("m\xc3\x9cLL", &recording, true);
    check("j\xc3\x96rg", &recording, true);
    check("jorg", &recording, true);
    check("\xd0\x96\xd0\x90\xd0\x9d\xd0\x9d\xd0\x90", &recording, true);
    check("kund", &recording, true); /* bytes that are no UTF-8 are passed over */
    check("100% <*>", &recording, true);
    check("%%", &recording, false);
}

static void dates_are_local_or_utc(void **state)
{
    (void)state;
    struct filter filter;
    struct recording recording = example();
    recording.started = ticks("2024-05-02T23:30:00Z");
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    filter_parse(&filter, "on:2024-05-03", now(), false, NULL);
    assert_true(filter_matches_times(&filter, recording.started, recording.ended));
    filter_parse(&filter, "on:2024-05-03", now(), true, NULL);
    assert_false(filter_matches_times(&filter, recording.started, recording.ended));
    unsetenv("TZ");
    tzset();
}

static const struct {
    const char *text;
    enum filter_verdict verdict;
    size_t begin, end;
    const char *what;
    const char *rest; /* what is left matches as this does */
} refusals[] = {
    {"holm foo:bar", FILTER_WRONG, 5, 12, "foo: is no term", "holm"},
    {"-foo:", FILTER_WRONG, 0, 5, "-foo: is no term", ""},
    {"k\303\270:salg holm", FILTER_WRONG, 0, 8, "k\303\270: is no term", "holm"},
    {"holm agnet:ida", FILTER_WRONG, 5, 14, "agnet: is no term; did you mean agent:?", "holm"},
    {"!Queu:salg", FILTER_WRONG, 0, 10, "!Queu: is no term; did you mean queue:?", ""},
    {"after:xyz", FILTER_WRONG, 0, 9, "not a date or a time", ""},
    {"after:2024-02-30", FILTER_WRONG, 0, 16, "29 days", ""},
    {"after:yest holm", FILTER_WRONG, 0, 10, "a date or time", "holm"},
    {"after:\"3 ju\"", FILTER_WRONG, 0, 12, "a date or time", ""},
    {"longer:x 0123", FILTER_WRONG, 0, 8, "not a length", "0123"},
    {"longer:1:75", FILTER_WRONG, 0, 11, "not a length", ""},
    {"longer:30m1h", FILTER_WRONG, 0, 12, "not a length", ""},
    {"longer:99999999999", FILTER_WRONG, 0, 18, "not a length", ""},
    {"longer:1:2:3:4", FILTER_WRONG, 0, 14, "not a length", ""},
    {"shorter:-1", FILTER_WRONG, 0, 10, "not a length", ""},
    {"agent:\"\" holm", FILTER_WRONG, 0, 8, "the name or number", "holm"},
    {"foo: after:", FILTER_WRONG, 0, 4, "foo:", ""},
    {"holm after:", FILTER_UNFINISHED, 5, 11, "after: a date or time", "holm"},
    {"holm -after: ", FILTER_UNFINISHED, 5, 13, "a date or time", "holm"},
    {"after:\"", FILTER_UNFINISHED, 0, 7, "a date", ""},
    {"after:2", FILTER_UNFINISHED, 0, 7, "a date", ""},
    {"after:20", FILTER_UNFINISHED, 0, 8, "a date", ""},
    {"after:2024-", FILTER_UNFINISHED, 0, 11, "a date", ""},
    {"after:2024-0", FILTER_UNFINISHED, 0, 12, "a date", ""},
    {"after:2024-05-", FILTER_UNFINISHED, 0, 14, "a date", ""},
    {"after:2024-05-03T", FILTER_UNFINISHED, 0, 17, "a date", ""},
    {"after:2024-05-03T14:00+", FILTER_UNFINISHED, 0, 23, "a date", ""},
    {"on:yest", FILTER_UNFINISHED, 0, 7, "a date", ""},
    {"on:\"2 weeks a", FILTER_UNFINISHED, 0, 13, "a date", ""},
    {"on:\"3 ju", FILTER_UNFINISHED, 0, 8, "a date", ""},
    {"on:-", FILTER_UNFINISHED, 0, 4, "a date", ""},
    {"on:m", FILTER_UNFINISHED, 0, 4, "a date", ""},
    {"on:14:", FILTER_UNFINISHED, 0, 6, "a date", ""},
    {"longer:", FILTER_UNFINISHED, 0, 7, "a length", ""},
    {"longer:1:", FILTER_UNFINISHED, 0, 9, "a length", ""},
    {"longer:1h30", FILTER_UNFINISHED, 0, 11, "a length", ""},
    {"agent:", FILTER_UNFINISHED, 0, 6, "of an agent", ""},
    {"queue:", FILTER_UNFINISHED, 0, 6, "of a queue", ""},
    {"type:", FILTER_UNFINISHED, 0, 5, "callback", ""},
    {"caller:", FILTER_UNFINISHED, 0, 7, "none", ""},
    {"after:2024-04 before:2024-02", FILTER_WRONG, 14, 28, "leaves nothing", "after:2024-04"},
    {"longer:5m shorter:1m", FILTER_WRONG, 10, 20, "leaves nothing", "longer:5m"},
    {"on:3/5..1/5", FILTER_WRONG, 0, 11, "ends before it begins", ""},
    {"on:3/5..x", FILTER_WRONG, 0, 9, "not a date", ""},
    {"on:3 ju", FILTER_UNFINISHED, 0, 7, "a date", ""},
    {"on:las", FILTER_UNFINISHED, 0, 6, "a date", ""},
    {"on:uge", FILTER_UNFINISHED, 0, 6, "a date", ""},
    {"on:10.12", FILTER_UNFINISHED, 0, 8, "write 10/12 for the day", ""},
    {"on:3 holm", FILTER_WRONG, 0, 4, "a date", "holm"},
    {"on:3.måj", FILTER_WRONG, 0, 9, "\"3.måj\": not a date", ""},
    {"12345678901234x", FILTER_WRONG, 0, 15, "not read as a number", ""},
    {"holm 83123x4567", FILTER_WRONG, 5, 15, "not read as a number", "holm"},
    {"fef55002-637f-4c3c-b1fb", FILTER_WRONG, 0, 23, "not read as a number", ""},
    {"14:30", FILTER_WRONG, 0, 5, "not read as a number", ""},
    {"-tel:", FILTER_UNFINISHED, 0, 5, "address of a telephone", ""},
    {"holm -", FILTER_UNFINISHED, 5, 6, "leave out", "holm"},
    {"!", FILTER_UNFINISHED, 0, 1, "leave out", ""},
};

static void what_cannot_be_understood_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct filter filter, rest;
        struct filter_error error;
        const char *text = refusals[i].text;
        filter_parse(&filter, text, now(), true, &error);
        if (error.verdict != refusals[i].verdict || !strstr(error.what, refusals[i].what))
            fail_msg("%s: %d \"%s\"", text, error.verdict, error.what);
        assert_int_equal(error.begin, refusals[i].begin);
        assert_int_equal(error.end, refusals[i].end);
        filter_parse(&rest, refusals[i].rest, now(), true, NULL);
        assert_int_equal(filter.word_count, rest.word_count);
        assert_int_equal(filter.term_count, rest.term_count);
        assert_int_equal(filter_is_empty(&filter), filter_is_empty(&rest));
    }
}

/* The marked parts of the caller, one behind the other in brackets. */
static void assert_marks(const char *text, const char *caller, const char *expected)
{
    struct filter filter;
    size_t begin[FILTER_NUMBERS], end[FILTER_NUMBERS];
    char marks[200] = "";
    filter_parse(&filter, text, now(), true, NULL);
    size_t count = filter_mark_caller(&filter, caller, begin, end);
    for (size_t i = 0, used = 0; i < count; i++)
        used += (size_t)snprintf(marks + used, sizeof marks - used, "[%.*s]", (int)(end[i] - begin[i]),
                                 caller + begin[i]);
    assert_string_equal(marks, expected);
}

static void matched_digits_are_marked(void **state)
{
    (void)state;
    assert_marks("8312", "+45 83 12 34 56", "[83 12]");
    assert_marks("56", "+45 83 12 34 56", "[56]");
    assert_marks("+4583123456", "+45 83 12 34 56", "[45 83 12 34 56]");
    assert_marks("0045 83", "+45 83 12 34 56", "[45 83]");
    assert_marks("+45 holm 56", "+45 83 12 34 56", "[45][56]");
    assert_marks("99", "+45 83 12 34 56", "");
    assert_marks("!83", "+45 83 12 34 56", "");
    assert_marks("020 7946", "+442079460123", "[207946]");
    assert_marks("1", "\xe2\x80\x93", "");
    assert_marks("3470", "sip:83123470@10.0.3.470", "[3470]");
    assert_marks("12", "８３１２", "[１２]");
    assert_marks("caller:56 caller:none", "+45 83 12 34 56", "[56]");
}

static void there_is_an_end_to_words(void **state)
{
    (void)state;
    char text[4 * FILTER_SIZE];
    struct filter filter;
    memset(text, '7', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_verdict(FILTER_WRONG, text, &filter);
    assert_true(filter_is_empty(&filter));
    text[FILTER_SIZE - 1] = '\0';
    assert_verdict(FILTER_GOOD, text, &filter);
    for (size_t i = 0; i < FILTER_SIZE - 1; i++)
        text[i] = i % 2 ? ' ' : 'x';
    assert_verdict(FILTER_WRONG, text, &filter);
    assert_int_equal(filter.word_count, FILTER_TERMS);
    for (size_t i = 0; i < FILTER_SIZE - 1; i++)
        text[i] = "1 x "[i % 4];
    assert_verdict(FILTER_WRONG, text, &filter);
    assert_int_equal(filter.number_count, FILTER_NUMBERS);
    memset(text, 'x', FILTER_SIZE - 1);
    assert_verdict(FILTER_GOOD, text, &filter);
    assert_true(filter_word_names(&filter, 0, FILTER_NAME_OF_QUEUE, text, RECORDING_NO_NUMBER));
}

/* No locale is to be of use. */
static int use_c(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C") == NULL ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_match_or_do_not),
        cmocka_unit_test(what_is_not_known_matches_no_term),
        cmocka_unit_test(numbers_are_found_however_they_are_written),
        cmocka_unit_test(words_match_callers_that_are_no_numbers),
        cmocka_unit_test(digits_match_ids_and_names),
        cmocka_unit_test(names_match_in_any_case_and_writing),
        cmocka_unit_test(dates_are_local_or_utc),
        cmocka_unit_test(what_cannot_be_understood_is_told),
        cmocka_unit_test(matched_digits_are_marked),
        cmocka_unit_test(there_is_an_end_to_words),
    };
    return cmocka_run_group_tests_name("filter", tests, use_c, NULL);
}

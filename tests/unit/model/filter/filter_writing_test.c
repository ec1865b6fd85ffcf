/* What is looked for and what is there are the same however they are written: letters with marks, numbers in
 * quotes; and what is no number is told. */
#include "model/filter/filter_parse.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/filter/filter_matching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void parse(struct filter *filter, const char *text, struct filter_error *error)
{
    static const char moment[] = "2024-05-04T10:00:00Z";
    filter_parse(filter, text, timestamp_parse(moment, strlen(moment)), true, error);
}

static void check(const char *text, const struct recording *recording, bool expected)
{
    struct filter filter;
    struct filter_error error;
    parse(&filter, text, &error);
    if (error.verdict != FILTER_GOOD)
        fail_msg("%s: %d \"%s\"", text, error.verdict, error.what);
    if (filter_matches(&filter, recording, NULL, RECORDING_NO_NUMBER) != expected)
        fail_msg("%s", text);
}

static void letters_match_however_their_marks_are_written(void **state)
{
    (void)state;
    struct recording recording = {.queue_id = RECORDING_NO_NUMBER, .agent_id = 103};
    recording.agent_name = "\xc3\x85se \xc3\x98llg\xc3\xa5rd"; /* as one character each */
    recording.queue_name = "Mu\xcc\x88ller A\xcc\x8arhus";     /* marks behind their letters */
    recording.caller = "Rene\xcc\x81";
    check("A\xcc\x8ase", &recording, true);
    check("agent:\"a\xcc\x8ase\"", &recording, true);
    check("llga\xcc\x8ard", &recording, true);
    check("m\xc3\xbcller", &recording, true);
    check("queue:\xc3\xa5rhus", &recording, true);
    check("caller:ren\xc3\xa9", &recording, true);
    check("ren\xc3\x89", &recording, true);
    check("mu", &recording, true); /* nor whether they are written */
    check("ase", &recording, true);
    check("mo", &recording, false);
    check("-A\xcc\x8ase", &recording, false);
}

static void a_whole_number_in_quotes_is_a_caller_or_in_a_name(void **state)
{
    static const char *const of_caller[] = {"\"+45 83 00 00 05\"", "\"83000005\"",
                                            "“83 00 00 05”",       "\"+45\"",
                                            "\" +4583000005 \"",   "\"0045 83000005\""};
    static const char *const others[] = {"\"+45 83 00 00 06\"", "\"8300\"", "\"83000005x\"",
                                         "-\"+45 83 00 00 05\""};
    struct recording recording = {
        .queue_id = RECORDING_NO_NUMBER, .agent_id = 103, .caller = "sip:+4583000005@pbx"};
    (void)state;
    for (size_t i = 0; i < COUNT(of_caller); i++)
        check(of_caller[i], &recording, true);
    for (size_t i = 0; i < COUNT(others); i++)
        check(others[i], &recording, false);
    recording.queue_name = "83000006 Sales";
    check("\"83000006\"", &recording, true);
    check("83000006", &recording, false);
}

static void the_digits_of_a_quoted_number_are_marked(void **state)
{
    struct filter filter;
    size_t begin[FILTER_NUMBERS], end[FILTER_NUMBERS];
    (void)state;
    parse(&filter, "\"83 00 00 05\" -\"83000006\" 45", NULL);
    assert_int_equal(filter_mark_caller(&filter, "+45 83000005", begin, end), 2);
    assert_int_equal(begin[0], 4);
    assert_int_equal(end[0], 12);
    parse(&filter, "-\"83000005\"", NULL);
    assert_int_equal(filter_mark_caller(&filter, "+45 83000005", begin, end), 0);
}

/* Whatever has digits and is neither a number nor a part of a name is told, in place. */
static void what_is_no_number_is_told(void **state)
{
    static const struct {
        const char *text, *what;
    } cases[] = {
        {"+4583*", "no * and no %"},
        {"*0005", "no * and no %"},
        {"8300%", "no * and no %"},
        {"%8300%", "no * and no %"},
        {"-8300*", "no * and no %"},
        {"83-00?", "no * and no %"},
        {"5*", "no * and no %"},
        {"Tlf.8300%", "no * and no %"},
        {"caller:8300%", "no * and no %"},
        {"agent:103*", "no * and no %"},
        {"queue:8940*", "no * and no %"},
        {"sip:8300*", "no * and no %"},
        {"tel:8300*", "no * and no %"},
        {"83000005,83000007", "more than one number"},
        {"83 00 00 05, 83 00 00 07", "more than one number"},
        {"83000005/83000007", "more than one number"},
        {"83000005 83000007", "more than one number"},
        {"caller:83000005,83000007", "more than one number"},
        {"tel:83000005,83000007", "more than one number"},
        {"\"83000005, 83000007\"", "more than one number"},
        {"83000005;83000007", "not read as a number"},
        {"tel:x", "not read as a number"},
        {"-tel:abc", "not read as a number"},
        {"tel:+45…", "not read as a number"},
        {"tel:10.x", "not read as a number"},
        {"+45…", "not read as a number"},
        {"+45x", "not read as a number"},
        {"83，00，00，05", "not read as a number"},
        {"8300…", "not read as a number"},
        {"10:30:00", "not read as a number"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct filter filter;
        struct filter_error error;
        parse(&filter, cases[i].text, &error);
        if (error.verdict != FILTER_WRONG || !strstr(error.what, cases[i].what))
            fail_msg("%s: %d \"%s\"", cases[i].text, error.verdict, error.what);
        assert_int_equal(error.begin, 0);
        assert_int_equal(error.end, strlen(cases[i].text));
        assert_true(filter_is_empty(&filter));
    }
}

static void names_with_digits_are_names(void **state)
{
    struct recording recording = {.agent_id = 103, .queue_name = "Desk 7 #12 100% 3rd x1* 24:7"};
    (void)state;
    check("desk 7", &recording, false); /* a number */
    check("\"desk 7\"", &recording, true);
    check("#12", &recording, true);
    check("100%", &recording, true);
    check("3rd", &recording, true);
    check("x1*", &recording, true);
    check("24:7", &recording, true);
    check("queue:3rd", &recording, true);
    recording.caller = "sip:10.0.0.7:5060";
    check("caller:10.0.0.7:5060", &recording, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_match_however_their_marks_are_written),
        cmocka_unit_test(a_whole_number_in_quotes_is_a_caller_or_in_a_name),
        cmocka_unit_test(the_digits_of_a_quoted_number_are_marked),
        cmocka_unit_test(what_is_no_number_is_told),
        cmocka_unit_test(names_with_digits_are_names),
    };
    return cmocka_run_group_tests_name("filter_writing", tests, NULL, NULL);
}

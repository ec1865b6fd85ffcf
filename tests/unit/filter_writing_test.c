/* What is sought and what is there are the same however they are written: letters with marks, numbers in
 * quotes; and what is no number is told. */
#include "model/filter.h"
#include "model/timestamp.h"

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
    check("mu", &recording, false); /* another letter */
    check("ase", &recording, false);
    check("-A\xcc\x8ase", &recording, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_match_however_their_marks_are_written),
    };
    return cmocka_run_group_tests_name("filter_writing", tests, NULL, NULL);
}

/* What somebody may have meant whose filter finds nothing. */
#include "model/time/timestamp.h"
#include "tui/words/filter_hint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const int64_t may = (int64_t)1714737731 * TIMESTAMP_SECOND; /* 2024-05-03 12:02:11 UTC */

static void digits_may_be_a_call_and_words_a_term(void **state)
{
    (void)state;
    static const struct {
        const char *filter;
        const char *hint;
    } cases[] = {
        {"70102", "call:70102 finds the call with that id."},
        {" 70102 ", "call:70102 finds the call with that id."},
        {"yesterday", "on:yesterday finds the calls of that time."},
        {"last 7 days", "on:last 7 days finds the calls of that time."},
        {"1/5..3/5", "on:1/5..3/5 finds the calls of that time."},
        {"yesterday afternoon", "on:yesterday hour:12-18 finds the calls of that time."},
        {"last week Morning ", "on:last week hour:6-12 finds the calls of that time."},
        {"i g\xc3\xa5r aften", "on:i g\xc3\xa5r hour:18-24 finds the calls of that time."},
        {"marked", "mark:yes finds such calls."},
        {"Held", "held:yes finds such calls."},
        {" uh\xc3\xb8rt", "is:unheard finds such calls."},
        {"callback", "type:callback finds such calls."},
        {"marked holm", ""},
        {"i morgen", ""}, /* tomorrow */
        {"afternoon", ""},
        {"holm afternoon", ""},
        {"holm", ""},
        {"on:yesterday", ""},
        {"+45 83", ""},
        {"yesterday holm", ""},
        {"", ""},
        {" ", ""},
        {"00000000000000000000000000000000000000000000000000000000000000000000000000", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char hint[FILTER_HINT_SIZE];
        assert_string_equal(filter_hint(hint, cases[i].filter, may, true), cases[i].hint);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_may_be_a_call_and_words_a_term),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

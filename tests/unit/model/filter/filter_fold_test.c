/* Names as they are compared: which ways of writing a name are the same. */
#include "model/filter/filter_parse.h"

#include "model/filter/filter_fold.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/filter/filter_matching.h"
#include "tests/unit/use_utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Each of a row finds all of the row. */
static const char *const same[][6] = {
    {"kørekort", "koerekort", "korekort", "KØREKORT", "Kørekort"},
    {"Ølgård", "oelgaard", "olgard", "Ølgaard", "OELGÅRD", "ølgard"},
    {"Søren", "Soeren", "Soren", "Sören", "so\xcc\x88ren"},
    {"Åse", "Aase", "Ase", "a\xcc\x8ase"},
    {"Kjær", "Kjaer", "Kjar", "KJÆR", "Kjär"},
    {"Müller", "Mueller", "Muller", "MÜLLER", "mu\xcc\x88ller"},
    {"Jørgen", "Jörgen", "Joergen", "jorgen"},
    {"Bjørn", "bjorn", "Björn"},
    {"René", "Rene", "RENÉ", "rene\xcc\x81"},
    {"Zoë", "Zoe", "Zoé"},
    {"Łukasz", "Lukasz"},
    {"Đorđe", "Dorde"},
    {"Strauß", "Strauss"},
    {"Þór", "Thor", "thór"},
    {"Nguyễn", "Nguyen"},
    {"Işık", "isik"},
    {"Françoise", "Francoise"},
    {"Færøerne", "Faeroeerne", "Faroerne"},
    {"Noël", "noel"},
    {"Æ", "ae", "a", "ä"},
};

static const struct {
    const char *name, *sought;
    bool found;
} parts[] = {
    {"Michael", "el", true}, /* as it is written, whatever ae may stand for */
    {"Noel", "el", true},
    {"Samuel Bek", "uel b", true},
    {"Isaac", "aac", true},
    {"Ida Kjær-Ølgård", "r-oe", true},
    {"Ida Holm", "hølm", true},
    {"Ida Holm", "haelm", false},
    {"Ida Holm", "hålm", false},
    {"Жанна", "жанна", true},
    {"й", "и", true},
    {"Bo", "øb", false},
    {"89403330 Kørekort", "korekort", true},
};

static bool finds(const char *name, const char *sought)
{
    const struct recording recording = {.queue_id = RECORDING_NO_NUMBER,
                                        .agent_id = RECORDING_NO_NUMBER,
                                        .started = TIMESTAMP_NONE,
                                        .ended = TIMESTAMP_NONE,
                                        .queue_name = name};
    struct filter filter;
    assert_int_equal(filter_parse(&filter, sought, 0, true, NULL), FILTER_GOOD);
    return filter_matches(&filter, &recording, NULL, RECORDING_NO_NUMBER);
}

static void a_name_is_found_however_it_is_written(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT(same); row++)
        for (size_t i = 0; i < COUNT(same[row]) && same[row][i]; i++)
            for (size_t j = 0; j < COUNT(same[row]) && same[row][j]; j++)
                if (!finds(same[row][i], same[row][j]) ||
                    !filter_begins_word(same[row][i], same[row][j], strlen(same[row][j])))
                    fail_msg("%s is not found by %s", same[row][i], same[row][j]);
}

static void parts_are_found_as_written_or_plainly(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(parts); i++)
        if (finds(parts[i].name, parts[i].sought) != parts[i].found)
            fail_msg("%s, %s", parts[i].name, parts[i].sought);
}

static void other_names_stay_apart(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT(same); row++)
        for (size_t other = 0; other + 1 < COUNT(same); other++) /* the last one is in many */
            if (row != other && finds(same[row][0], same[other][0]))
                fail_msg("%s is found by %s", same[row][0], same[other][0]);
}

/* What is plain already stays so. */
static void plain_letters_are_their_own(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT(same); row++) {
        wchar_t folded[64], plain[128], again[256];
        filter_fold(folded, COUNT(folded), same[row][0], strlen(same[row][0]));
        size_t count = filter_fold_plain(plain, folded);
        assert_int_equal(filter_fold_plain(again, plain), count);
        assert_int_equal(wcscmp(plain, again), 0);
        assert_int_equal(wcslen(plain), count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_found_however_it_is_written),
        cmocka_unit_test(parts_are_found_as_written_or_plainly),
        cmocka_unit_test(other_names_stay_apart),
        cmocka_unit_test(plain_letters_are_their_own),
    };
    return cmocka_run_group_tests_name("filter_fold", tests, use_utf8, NULL);
}

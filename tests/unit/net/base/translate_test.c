/* Sentences where no catalogue is: each is what it was in the source. What a catalogue says: tests/e2e/danish_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "net/base/translate.h"

static void a_sentence_without_a_catalogue_is_itself(void **state)
{
    static const char *const languages[] = {"en", "en_GB.UTF-8", "C", "xx", "xx:en"};
    (void)state;
    assert_string_equal(tr("before anything is settled"), "before anything is settled");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        translate_settle(languages[i]);
        assert_string_equal(tr("all agents"), "all agents");
        assert_string_equal(tr(""), ""); /* not the head of a catalogue */
    }
}

static void a_number_chooses_the_sentence(void **state)
{
    static const char *const languages[] = {"en", "xx"};
    (void)state;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        translate_settle(languages[i]);
        assert_string_equal(tr_count("one", "many", 1), "one");
        assert_string_equal(tr_count("one", "many", 0), "many");
        assert_string_equal(tr_count("one", "many", 2), "many");
        assert_string_equal(tr_count("one", "many", 1000000), "many");
    }
}

/* The environment decides where nothing else does. */
static void the_environment_is_asked(void **state)
{
    (void)state;
    setenv("LC_ALL", "C", 1);
    setenv("LANGUAGE", "xx", 1);
    translate_settle(NULL);
    assert_string_equal(getenv("LANGUAGE"), "xx");
    assert_string_equal(tr("all agents"), "all agents");
    unsetenv("LC_ALL");
    unsetenv("LANGUAGE");
    setenv("LANG", "yy_YY.UTF-8", 1);
    translate_settle("");
    assert_null(getenv("LANGUAGE")); /* what is started from here keeps its own */
    assert_string_equal(tr("all agents"), "all agents");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_without_a_catalogue_is_itself),
        cmocka_unit_test(a_number_chooses_the_sentence),
        cmocka_unit_test(the_environment_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

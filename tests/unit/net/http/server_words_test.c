/* What is quoted of the body of an error, and what never is. */
#include "net/http/server_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SECRET "kolibri-4711"

/* The message about an answer with that status and body, of which each block has so many bytes. */
static const char *reported(struct failure *failure, int status, const char *body, size_t block)
{
    struct server_words words = {0};
    failure_set(failure, FAILURE_SERVER, "", "refused (%d)", status);
    failure->status = status;
    for (size_t at = 0, left = strlen(body); left;) {
        size_t length = left < block ? left : block;
        server_words_take(&words, body + at, length);
        at += length;
        left -= length;
    }
    server_words_tell(&words, SECRET, failure);
    server_words_clear(&words);
    return failure->what;
}

static void expect(int status, const char *body, const char *words)
{
    struct failure failure;
    char wanted[sizeof failure.what];
    if (words)
        snprintf(wanted, sizeof wanted, "refused (%d) (the server says \"%s\")", status, words);
    else
        snprintf(wanted, sizeof wanted, "refused (%d)", status);
    assert_string_equal(reported(&failure, status, body, 1000), wanted);
    assert_string_equal(reported(&failure, status, body, 3), wanted);
}

static void test_fields(void **state)
{
    (void)state;
    expect(403, "{\"Message\":\"Licence REC missing\"}", "Licence REC missing");
    expect(400, "\r\n{\"code\":7, \"message\" : \"no such agent\"}", "no such agent");
    expect(404, "{\"error\":\"gone\"}", "gone");
    expect(500, "{\"title\":\"Oops\"}", "Oops");
    expect(503, "{\"title\":\"Oops\",\"status\":503,\"detail\":\"The database is\\n being restored\"}",
           "The database is being restored");
    expect(500, "{\"error\":{\"code\":\"X\",\"message\":\"deep\"}}", "deep");
    expect(500, "{\"Message\":\"J\\u00f8rgen \\ud83d\\ude00 \\\"x\\\" \\\\\"}", "Jørgen 😀 \"x\" \\");
    expect(403, "Licence REC is missing.\r\n", "Licence REC is missing.");
}

static void test_nothing_of_its_own(void **state)
{
    (void)state;
    expect(403, "", NULL);
    expect(403, "{\"Message\":\"\"}", NULL);
    expect(403, "{\"Message\":null,\"ok\":\"no\"}", NULL);
    expect(403, "{\"a\":\"Message\"}", NULL);
    expect(403, "<html><body>No, and no</body>", NULL);
    expect(403, "no", NULL);
    expect(500, "\x1f\x8b\x08 \x01", NULL);
    expect(502, "{\"Message\":\"a proxy speaks\"}", NULL);
}

static void test_escaped_and_short(void **state)
{
    struct failure failure;
    char body[6000];
    (void)state;
    expect(403, "{\"Message\":\"\\u001b[2J a\\u202eb\"}", "\\x1b[2J a\\xe2\\x80\\xaeb");
    memset(body, 'x', sizeof body);
    memcpy(body, "{\"Message\":\"", 12);
    body[sizeof body - 1] = '\0';
    const char *what = reported(&failure, 403, body, 100);
    assert_true(strlen(what) < 200);
    assert_non_null(strstr(what, "xxx…\")"));
    for (const char *cut = "{\"Message\":\"\\ud83d\\ude00"; strlen(cut) > 1; cut++)
        reported(&failure, 403, cut, 1);
}

static void test_secret(void **state)
{
    (void)state;
    expect(401, "{\"Message\":\"not that secret\"}", NULL);
    expect(403, "{\"Message\":\"the secret " SECRET " is wrong\"}", NULL);
    expect(403, "{\"Message\":\"the secret KOLIBR... is wrong\"}", NULL);
    expect(403, "{\"Message\":\"it is \\u006bolibri-4711\"}", NULL);
    expect(403, "{\"Message\":\"wrong\",\"got\":\"" SECRET "\"}", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_nothing_of_its_own),
        cmocka_unit_test(test_escaped_and_short),
        cmocka_unit_test(test_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

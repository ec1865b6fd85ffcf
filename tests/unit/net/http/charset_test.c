/* Bodies in other charsets than UTF-8, in blocks of any length. */
#include "net/http/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_SIZE = 200 };

static char unknown[CHARSET_NAME_SIZE];

static void expect(const char *type, const char *bytes, size_t length, const char *text)
{
    for (size_t block = 1; block <= length; block++) {
        char whole[TEXT_SIZE];
        size_t used = 0;
        struct charset *charset = charset_new(type, unknown);
        assert_non_null(charset);
        for (size_t at = 0; at < length; at += block) {
            size_t count = length - at < block ? length - at : block;
            const char *converted = charset_convert(charset, bytes + at, &count);
            assert_true(used + count < TEXT_SIZE);
            memcpy(whole + used, converted, count);
            used += count;
        }
        whole[used] = '\0';
        assert_string_equal(whole, text);
        charset_free(&charset);
    }
}

#define EXPECT(type, bytes, text) expect(type, bytes, sizeof(bytes) - 1, text)

static void test_converted(void **state)
{
    (void)state;
    EXPECT("application/json; charset=windows-1252", "\"J\xf8rgen \x80 \x93x\x94\"", "\"Jørgen € “x”\"");
    EXPECT("application/json;charset=\"ISO-8859-1\"", "K\xf8rekort", "Kørekort");
    EXPECT("text/json; odata=full; CHARSET=iso-8859-15", "\xa4 \xe5", "€ å");
    EXPECT("application/json; charset=utf-16le", "J\0\xf8\0=\xd8\0\xde", "Jø😀");
    EXPECT("application/json; charset=windows-1252",
           "a\x81"
           "b",
           "a\xef\xbf\xbd"
           "b");
}

static void test_taken_for_utf8(void **state)
{
    (void)state;
    assert_null(charset_new(NULL, unknown));
    assert_null(charset_new("application/json", unknown));
    assert_null(charset_new("application/json; charset=utf-8", unknown));
    assert_null(charset_new("application/json; charset=UTF8", unknown));
    assert_null(charset_new("application/json; charset=", unknown));
    assert_null(charset_new("application/json; charset=klingon", unknown));
    assert_string_equal(unknown, "klingon");
    assert_null(charset_new("application/json; charset=//TRANSLIT", unknown));
    assert_null(charset_new("application/json; notcharset=windows-1252", unknown));
    assert_string_equal(unknown, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_converted),
        cmocka_unit_test(test_taken_for_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

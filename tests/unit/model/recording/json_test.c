/* JSON as it must not be lost: exact integers, mended strings, memory that is one thread's own. */
#include "model/recording/json_arena.h"
#include "model/recording/json_element.h"
#include "model/recording/json_integer.h"

#include <inttypes.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BAD "\xef\xbf\xbd"
#define MEBIBYTE ((size_t)1 << 20)

static void assert_number(const char *text, int64_t expected)
{
    int64_t value = 0;
    if (!json_integer_number(text, strlen(text), &value) || value != expected)
        fail_msg("%s: %" PRId64 " instead of %" PRId64, text, value, expected);
}

static void assert_no_number(const char *text)
{
    int64_t value = 0;
    if (json_integer_number(text, strlen(text), &value))
        fail_msg("%s was read as %" PRId64, text, value);
}

static void numbers_are_exact_over_64_bits(void **state)
{
    (void)state;
    assert_number("0", 0);
    assert_number("-0", 0);
    assert_number("47610", 47610);
    assert_number("9007199254740993", INT64_C(9007199254740993));
    assert_number("9223372036854775807", INT64_MAX);
    assert_number("-9223372036854775808", INT64_MIN);
    assert_no_number("9223372036854775808");
    assert_no_number("-9223372036854775809");
    assert_no_number("18446744073709551616");
}

static void fractions_and_exponents_count_if_they_are_integers(void **state)
{
    (void)state;
    assert_number("1e3", 1000);
    assert_number("1E+3", 1000);
    assert_number("12.0", 12);
    assert_number("1.50e1", 15);
    assert_number("1200e-2", 12);
    assert_number("0.000e-99999999999999", 0);
    assert_number("0e99999999999999999999", 0);
    assert_number("9.007199254740993e15", INT64_C(9007199254740993));
    assert_number("92233720368547758070e-1", INT64_MAX);
    assert_no_number("1.5");
    assert_no_number("1e-1");
    assert_no_number("9007199254740993.5");
    assert_no_number("1e19");
    assert_no_number("1e99999999999999999999");
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      "-",  ".",    "e5", "1e", "1e+", "1e1.5",
                                      "1.2.3", "+1", "0x10", "1 ", " 1", "--1", "nan"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_no_number(bad[i]);
}

static void digits_are_digits_only(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_true(json_integer_digits("103", 3, &value) && value == 103);
    assert_true(json_integer_digits("-5", 2, &value) && value == -5);
    assert_true(json_integer_digits("007", 3, &value) && value == 7);
    assert_true(json_integer_digits("9223372036854775807", 19, &value) && value == INT64_MAX);
    static const char *const bad[] = {"", "-", "1e3", "1.0", " 1", "1 ", "+1", "9223372036854775808", "abc"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(json_integer_digits(bad[i], strlen(bad[i]), &value));
}

static void assert_member(const char *text, size_t index, const char *expected)
{
    size_t length = 0;
    const char *value = json_integer_member(text, strlen(text), index, &length);
    if (!expected) {
        assert_null(value);
        return;
    }
    assert_non_null(value);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(value, expected, length);
}

static void members_are_found_by_their_place(void **state)
{
    (void)state;
    const char *text =
        " { \"a\\\"}\" : 1 ,\"b\":{\"c\":[2,\"]\",{}],\"d\":\"}\"},\n\"\":\"x,\\\\\" , \"e\":-5e1\t}";
    assert_member(text, 0, "1");
    assert_member(text, 1, "{\"c\":[2,\"]\",{}],\"d\":\"}\"}");
    assert_member(text, 2, "\"x,\\\\\"");
    assert_member(text, 3, "-5e1");
    assert_member(text, 4, NULL);
    assert_member("{}", 0, NULL);
    assert_member("", 0, NULL);
    assert_member("[1]", 0, NULL);
    assert_member("{\"a", 0, NULL);
    assert_member("{\"a\"", 0, NULL);
}

/* Parses {"v":VALUE} and returns the member. */
static const cJSON *parse_value(struct json_element *element, const char *value)
{
    char text[512];
    int length = snprintf(text, sizeof text, "{\"v\":%s}", value);
    if (!json_element_parse(element, text, (size_t)length))
        return NULL;
    return json_element_members(element);
}

static void assert_text(const char *value, const char *expected)
{
    struct json_element *element = json_element_new();
    const cJSON *member = parse_value(element, value);
    assert_non_null(member);
    assert_string_equal(json_element_text(member), expected);
    json_element_free(&element);
}

static void strings_are_decoded(void **state)
{
    (void)state;
    assert_text("\"\"", "");
    assert_text("\"a\\\"b\\\\c\\/d\\n\\t\\u0041\\u00e6\"", "a\"b\\c/d\n\tA\xc3\xa6");
    assert_text("\"\\ud83d\\udcfc\"", "\xf0\x9f\x93\xbc");
    assert_text("\"S\xc3\xb8ren\"", "S\xc3\xb8ren");
}

static void nothing_truncates_a_string(void **state)
{
    (void)state;
    assert_text("\"a\\u0000b\"", "a" BAD "b");
    assert_text("\"a\\\\u0000b\"", "a\\u0000b");
    assert_text("\"a\\\\\\u0000b\"", "a\\" BAD "b");
    assert_text("\"a\\u00zzb\"", "a" BAD "00zzb");
    assert_text("\"a\\u12\"", "a" BAD "12");
    assert_text("\"a\\u\"", "a" BAD);
    assert_text("\"a\\qb\"", "a" BAD "qb");
}

static void lone_surrogates_are_replaced(void **state)
{
    (void)state;
    assert_text("\"a\\ud83db\"", "a" BAD "b");
    assert_text("\"a\\udcfcb\"", "a" BAD "b");
    assert_text("\"\\ud83d\\ud83d\\udcfc\"", BAD "\xf0\x9f\x93\xbc");
    assert_text("\"\\ud83d\\u0000\"", BAD BAD);
    assert_text("\"\\ud83d\"", BAD);
}

static void invalid_utf8_is_replaced(void **state)
{
    (void)state;
    assert_text("\"a\xff\xc3\"", "a" BAD BAD);
    assert_text("\"12345678\x80"
                "12345678\"",
                "12345678" BAD "12345678");
    assert_text("\"\\\xc3\xa6\"", BAD "\xc3\xa6");
}

static void a_raw_nul_is_replaced(void **state)
{
    (void)state;
    static const char text[] = "{\"v\":\"a\0b\"}";
    struct json_element *element = json_element_new();
    assert_true(json_element_parse(element, text, sizeof text - 1));
    assert_string_equal(json_element_text(json_element_members(element)), "a" BAD "b");
    static const char outside[] = "{\"v\":1\0}";
    assert_false(json_element_parse(element, outside, sizeof outside - 1));
    json_element_free(&element);
}

static void only_whole_objects_are_taken(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      " ",
                                      "[]",
                                      "1",
                                      "null",
                                      "\"a\"",
                                      "{",
                                      "{\"a\":1",
                                      "{\"a\":}",
                                      "{\"a\":1}x",
                                      "{}{}",
                                      "{\"a\":1,}",
                                      "{\"a\":tru}",
                                      "{\"a\":\"b}",
                                      "{\"a\":\"b\\",
                                      "{\"a\\\":1}",
                                      "\\{}"};
    struct json_element *element = json_element_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (json_element_parse(element, bad[i], strlen(bad[i])))
            fail_msg("%s was taken", bad[i]);
        assert_null(json_element_members(element));
    }
    assert_true(json_element_parse(element, " {} \r\n\t", 7));
    assert_null(json_element_members(element));
    json_element_free(&element);
    json_element_free(&element);
}

static int64_t integer_of(const char *value)
{
    struct json_element *element = json_element_new();
    const cJSON *member = parse_value(element, value);
    assert_non_null(member);
    int64_t integer = json_element_integer(element, member, 0);
    json_element_free(&element);
    return integer;
}

static void integers_are_what_was_written(void **state)
{
    (void)state;
    assert_true(integer_of("9007199254740991") == INT64_C(9007199254740991));
    assert_true(integer_of("9007199254740993") == INT64_C(9007199254740993));
    assert_true(integer_of("-9007199254740993") == INT64_C(-9007199254740993));
    assert_true(integer_of("9223372036854775807") == INT64_MAX);
    assert_true(integer_of("\"9223372036854775807\"") == INT64_MAX);
    assert_true(integer_of("1e3") == 1000);
    static const char *const bad[] = {
        "1.5",       "9223372036854775808", "1e400", "\"\"", "\"1e3\"", "\"a\"", "true", "null", "[1]",
        "{\"v\":1}", "9007199254740993.5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_true(integer_of(bad[i]) == JSON_ELEMENT_NO_INTEGER);
}

/* {"a":[[…]]} of about a mebibyte: the tree needs some thirty of them. */
static char *large_object(size_t *length)
{
    char *text = malloc(MEBIBYTE + 16);
    assert_non_null(text);
    char *end = text + sprintf(text, "{\"a\":[[]");
    while (end < text + MEBIBYTE)
        end += sprintf(end, ",[]");
    end += sprintf(end, "]}");
    *length = (size_t)(end - text);
    return text;
}

static void large_elements_are_taken_and_their_memory_given_back(void **state)
{
    (void)state;
    size_t length = 0;
    char *text = large_object(&length);
    struct json_element *element = json_element_new();
    for (int i = 0; i < 3; i++) {
        assert_true(json_element_parse(element, text, length));
        assert_int_equal(cJSON_GetArraySize(json_element_members(element)), (MEBIBYTE - 8 + 2) / 3 + 1);
        assert_false(json_element_parse(element, text, length - 1));
        assert_true(json_element_parse(element, "{\"a\":1}", 7));
    }
    json_element_free(&element);
    free(text);
}

static void others_keep_cjson_with_malloc(void **state)
{
    (void)state;
    struct json_arena *arena = json_arena_new();
    cJSON *own = cJSON_Parse("{\"a\":[1,2,3]}");
    const cJSON *tree = json_arena_parse(arena, "{\"b\":[4]}", 9);
    assert_non_null(tree);
    char *printed = cJSON_PrintUnformatted(tree);
    assert_string_equal(printed, "{\"b\":[4]}");
    cJSON_free(printed);
    json_arena_free(&arena);
    printed = cJSON_PrintUnformatted(own);
    assert_string_equal(printed, "{\"a\":[1,2,3]}");
    free(printed);
    cJSON_Delete(own);
}

static void *parse_often(void *context)
{
    struct json_element *element = json_element_new();
    size_t wrong = 0;
    for (int i = 0; i < 2000; i++) {
        char text[64];
        int length = snprintf(text, sizeof text, "{\"id\":%d,\"name\":\"%p\"}", i, context);
        cJSON *own = cJSON_Parse(text);
        bool parsed = json_element_parse(element, text, (size_t)length);
        const cJSON *member = json_element_members(element);
        wrong +=
            !parsed || json_element_integer(element, member, 0) != i || !own || own->child->valueint != i;
        cJSON_Delete(own);
    }
    json_element_free(&element);
    return (void *)wrong; /* NOLINT(performance-no-int-to-ptr) */
}

static void threads_do_not_meet(void **state)
{
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, parse_often, state), 0);
    for (size_t i = 0; i < 4; i++) {
        void *wrong = NULL;
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_exact_over_64_bits),
        cmocka_unit_test(fractions_and_exponents_count_if_they_are_integers),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(digits_are_digits_only),
        cmocka_unit_test(members_are_found_by_their_place),
        cmocka_unit_test(strings_are_decoded),
        cmocka_unit_test(nothing_truncates_a_string),
        cmocka_unit_test(lone_surrogates_are_replaced),
        cmocka_unit_test(invalid_utf8_is_replaced),
        cmocka_unit_test(a_raw_nul_is_replaced),
        cmocka_unit_test(only_whole_objects_are_taken),
        cmocka_unit_test(integers_are_what_was_written),
        cmocka_unit_test(large_elements_are_taken_and_their_memory_given_back),
        cmocka_unit_test(others_keep_cjson_with_malloc),
        cmocka_unit_test(threads_do_not_meet),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}

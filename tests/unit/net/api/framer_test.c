/* The framing of a list: every split of the bytes gives the same elements and the same verdict. */
#include "net/api/framer.h"

#include "net/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* All elements of one framing, each ended by a line break. */
struct collected {
    char *text;
    size_t length;
    size_t capacity;
    size_t count;
};

static const char sample[] =
    "[{\"QueueCallId\":47610,\"ConversationStartedUtc\":\"2020-10-22T10:29:53.1696606Z\","
    "\"ConversationEndedUtc\":\"2020-10-22T10:30:00.2458428Z\",\"AgentName\":\"Claus Clausen\",\"AgentId\":1,"
    "\"RecordingFileName\":\"fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3\",\"Caller\":\"+4583123456\"},"
    "{\"QueueCallId\":47611,\"ConversationStartedUtc\":\"2020-10-23T07:06:21.0090962Z\","
    "\"ConversationEndedUtc\":\"2020-10-23T07:06:24.4242813Z\",\"AgentName\":\"Claus Clausen\",\"AgentId\":1,"
    "\"RecordingFileName\":\"27a4f95f-cc25-432b-904b-7e4d9342e519.mp3\",\"Caller\":\"+4583123456\"}]";

static void collect(void *context, const char *text, size_t length)
{
    struct collected *all = context;
    all->text = memory_grow(all->text, &all->capacity, all->length + length + 2, 1);
    memcpy(all->text + all->length, text, length);
    memcpy(all->text + all->length + length, "\n", 2);
    all->length += length + 1;
    all->count++;
}

/* Feeds a copy of the bytes of exactly its size, so that reading past its end is found. */
static enum framer_status feed(struct framer *framer, const char *bytes, size_t length)
{
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    char *start = copy + 1; /* the bytes end where the block does, also when there are none */
    memcpy(start, bytes, length);
    enum framer_status status = framer_feed(framer, start, length);
    free(copy);
    return status;
}

static void expect(const struct collected *all, const char *elements)
{
    assert_string_equal(all->text ? all->text : "", elements);
}

static void check_split(const char *text, size_t first, size_t second, enum framer_status status,
                        const char *elements)
{
    struct collected all = {0};
    size_t length = strlen(text);
    struct framer *framer = framer_new(collect, &all);
    feed(framer, text, first);
    feed(framer, text + first, second - first);
    feed(framer, text + second, length - second);
    assert_int_equal(framer_finish(framer), status);
    expect(&all, elements);
    framer_free(&framer);
    assert_null(framer);
    free(all.text);
}

static void check_bytewise(const char *text, enum framer_status status, const char *elements)
{
    struct collected all = {0};
    struct framer *framer = framer_new(collect, &all);
    for (const char *byte = text; *byte; byte++)
        feed(framer, byte, 1);
    assert_int_equal(framer_finish(framer), status);
    expect(&all, elements);
    framer_free(&framer);
    free(all.text);
}

/* Frames a text whole, at every pair of splits if it is short, and byte by byte. */
static void check(const char *text, enum framer_status status, const char *elements)
{
    size_t length = strlen(text);
    check_split(text, length, length, status, elements);
    for (size_t first = 0; first <= length; first++) {
        size_t last = length <= 64 ? length : first;
        for (size_t second = first; second <= last; second++)
            check_split(text, first, second, status, elements);
    }
    check_bytewise(text, status, elements);
}

static void test_sample(void **state)
{
    (void)state;
    char *elements = memory_text(sample + 1);
    char *comma = strstr(elements, "},{") + 1;
    *comma = '\n';
    elements[strlen(elements) - 1] = '\n';
    check(sample, FRAMER_CLOSED, elements);
    free(elements);
}

static void test_nothing(void **state)
{
    (void)state;
    check("", FRAMER_NONE, "");
    check(" \r\n\t ", FRAMER_NONE, "");
    check("null", FRAMER_NONE, "");
    check("  null\n", FRAMER_NONE, "");
    check("\xef\xbb\xbf", FRAMER_NONE, "");
    check("\xef\xbb\xbfnull", FRAMER_NONE, "");
    check("[]", FRAMER_CLOSED, "");
    check("\xef\xbb\xbf [ \n ] \r\n", FRAMER_CLOSED, "");
}

static void test_elements_of_every_type(void **state)
{
    (void)state;
    check("[1]", FRAMER_CLOSED, "1\n");
    check("[ -1.5E+10 , true,false ,null]", FRAMER_CLOSED, "-1.5E+10\ntrue\nfalse\nnull\n");
    check("[\"a\",\"\",\"]\"]", FRAMER_CLOSED, "\"a\"\n\"\"\n\"]\"\n");
    check("[{},[],{\"a\":[]}]", FRAMER_CLOSED, "{}\n[]\n{\"a\":[]}\n");
    check("\xef\xbb\xbf[{ }\n, [ ] ]\n", FRAMER_CLOSED, "{ }\n[ ]\n");
}

static void test_nesting(void **state)
{
    (void)state;
    check("[[[[{\"a\":[{}]}]]],2]", FRAMER_CLOSED, "[[[{\"a\":[{}]}]]]\n2\n");
    check("[{\"a\":{\"b\":[1,2,{\"c\":[]}]}}]", FRAMER_CLOSED, "{\"a\":{\"b\":[1,2,{\"c\":[]}]}}\n");
}

static void test_strings(void **state)
{
    (void)state;
    check("[{\"a\":\"]}[{,\"}]", FRAMER_CLOSED, "{\"a\":\"]}[{,\"}\n");
    check("[\"\\\"\",\"\\\\\",\"\\\\\\\"\"]", FRAMER_CLOSED, "\"\\\"\"\n\"\\\\\"\n\"\\\\\\\"\"\n");
    check("[{\"a\\\\\":\"\\\\\\\\\",\"b\":\"\\\"}\"}]", FRAMER_CLOSED,
          "{\"a\\\\\":\"\\\\\\\\\",\"b\":\"\\\"}\"}\n");
    check("[\"\\u00e6\\ud83c\"]", FRAMER_CLOSED, "\"\\u00e6\\ud83c\"\n");
    check("[\"Søren 日本 🎧\",{\"æ\":\"ø\"}]", FRAMER_CLOSED, "\"Søren 日本 🎧\"\n{\"æ\":\"ø\"}\n");
}

static void test_cut(void **state)
{
    (void)state;
    check("[", FRAMER_CUT, "");
    check("[ ", FRAMER_CUT, "");
    check("nul", FRAMER_CUT, "");
    check("[1", FRAMER_CUT, "");
    check("[1,", FRAMER_CUT, "1\n");
    check("[{}", FRAMER_CUT, "{}\n");
    check("[{},{\"a\":1", FRAMER_CUT, "{}\n");
    check("[{},{\"a\":\"b\\", FRAMER_CUT, "{}\n");
    check("[\"ab", FRAMER_CUT, "");
}

static void test_every_prefix_is_cut(void **state)
{
    (void)state;
    for (size_t length = 1; length < strlen(sample); length++) {
        char *prefix = memory_text_part(sample, length);
        struct collected all = {0};
        struct framer *framer = framer_new(collect, &all);
        assert_int_equal(framer_feed(framer, prefix, length), FRAMER_MORE);
        assert_int_equal(framer_finish(framer), FRAMER_CUT);
        assert_true(all.count <= 2);
        framer_free(&framer);
        free(all.text);
        free(prefix);
    }
}

static void test_not_a_list(void **state)
{
    (void)state;
    check("<!DOCTYPE html><html>[1]</html>", FRAMER_NOT_ARRAY, "");
    check("{\"Message\":\"no\"}", FRAMER_NOT_ARRAY, "");
    check("\"text\"", FRAMER_NOT_ARRAY, "");
    check("17", FRAMER_NOT_ARRAY, "");
    check("nothing", FRAMER_NOT_ARRAY, "");
    check("nullx", FRAMER_NOT_ARRAY, "");
    check("null []", FRAMER_NOT_ARRAY, "");
    check("\xef\xbb", FRAMER_NOT_ARRAY, "");
    check("\xef\xbb[]", FRAMER_NOT_ARRAY, "");
    check(" \xef\xbb\xbf[]", FRAMER_NOT_ARRAY, "");
    check("\xef\xbb\xbf\xef\xbb\xbf[]", FRAMER_NOT_ARRAY, "");
}

static void test_broken(void **state)
{
    (void)state;
    check("[1,,2]", FRAMER_BROKEN, "1\n");
    check("[,]", FRAMER_BROKEN, "");
    check("[1 2]", FRAMER_BROKEN, "1\n");
    check("[1,]", FRAMER_BROKEN, "1\n");
    check("[{},]", FRAMER_BROKEN, "{}\n");
    check("[{}{}]", FRAMER_BROKEN, "{}\n");
    check("[\"a\" \"b\"]", FRAMER_BROKEN, "\"a\"\n");
    check("[\"a\":1]", FRAMER_BROKEN, "\"a\"\n");
    check("[1\"a\"]", FRAMER_BROKEN, "");
    check("[}", FRAMER_BROKEN, "");
    check("[{]}]", FRAMER_BROKEN, "");
    check("[{\"a\":[1}]", FRAMER_BROKEN, "");
    check("[1,[{\"a\":1]}]]", FRAMER_BROKEN, "1\n");
    check("[:]", FRAMER_BROKEN, "");
    check("[TRUE]", FRAMER_BROKEN, "");
}

static void test_trailing(void **state)
{
    (void)state;
    check("[] []", FRAMER_TRAILING, "");
    check("[1]]", FRAMER_TRAILING, "1\n");
    check("[1],", FRAMER_TRAILING, "1\n");
    check("[{}]\n<!-- -->", FRAMER_TRAILING, "{}\n");
}

static void test_a_fault_stays(void **state)
{
    (void)state;
    struct collected all = {0};
    struct framer *framer = framer_new(collect, &all);
    assert_int_equal(framer_feed(framer, "[1,,", 4), FRAMER_BROKEN);
    assert_int_equal(framer_feed(framer, "2]", 2), FRAMER_BROKEN);
    assert_int_equal(framer_feed(framer, NULL, 0), FRAMER_BROKEN);
    assert_int_equal(framer_finish(framer), FRAMER_BROKEN);
    assert_int_equal(all.count, 1);
    framer_free(&framer);
    framer_free(&framer);
    free(all.text);
}

static void test_status_while_bytes_come(void **state)
{
    (void)state;
    struct collected all = {0};
    struct framer *framer = framer_new(collect, &all);
    assert_int_equal(framer_feed(framer, NULL, 0), FRAMER_MORE);
    assert_int_equal(framer_feed(framer, "[{}", 3), FRAMER_MORE);
    assert_int_equal(all.count, 1);
    assert_int_equal(framer_feed(framer, "]", 1), FRAMER_CLOSED);
    assert_int_equal(framer_feed(framer, " ", 1), FRAMER_CLOSED);
    framer_free(&framer);
    free(all.text);
}

/* An element of `size` bytes in a list: a string, or brackets as deep as they go. */
static char *large_list(size_t size, bool brackets)
{
    char *list = memory_new(size + 3);
    memset(list + 1, brackets ? '[' : 'x', size);
    if (brackets)
        memset(list + 1 + size / 2, ']', size - size / 2);
    else
        list[1] = list[size] = '"';
    list[0] = '[';
    list[size + 1] = ']';
    return list;
}

static void check_large(size_t size, bool brackets, size_t block, enum framer_status status)
{
    char *list = large_list(size, brackets);
    size_t length = size + 2;
    struct collected all = {0};
    struct framer *framer = framer_new(collect, &all);
    for (size_t at = 0; at < length; at += block)
        framer_feed(framer, list + at, length - at < block ? length - at : block);
    assert_int_equal(framer_finish(framer), status);
    assert_int_equal(all.count, status == FRAMER_CLOSED);
    assert_int_equal(all.length, status == FRAMER_CLOSED ? size + 1 : 0);
    framer_free(&framer);
    free(all.text);
    free(list);
}

static void test_limit(void **state)
{
    (void)state;
    static const size_t blocks[] = {777, 65536, FRAMER_ELEMENT_LIMIT + 1, 4 * FRAMER_ELEMENT_LIMIT};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        check_large(FRAMER_ELEMENT_LIMIT, false, blocks[i], FRAMER_CLOSED);
        check_large(FRAMER_ELEMENT_LIMIT + 1, false, blocks[i], FRAMER_TOO_LARGE);
        check_large(FRAMER_ELEMENT_LIMIT, true, blocks[i], FRAMER_CLOSED);
        check_large(FRAMER_ELEMENT_LIMIT + 2, true, blocks[i], FRAMER_TOO_LARGE);
        check_large(3 * FRAMER_ELEMENT_LIMIT, true, blocks[i], FRAMER_TOO_LARGE);
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A long list with much to trip over; *elements becomes what must come out. */
static char *random_list(uint32_t *seed, char **elements)
{
    static const char *const parts[] = {"{\"a\":\"\\\\\"}",
                                        "[[],{\"]\":\"\\\"\"}]",
                                        "\"\\\\\\\"\"",
                                        "-17",
                                        "null",
                                        "{\"æ\":[1,2,\"}\"]}",
                                        "\"\"",
                                        "{}"};
    static const char *const gaps[] = {",", " ,", ",\n", "\t,  "};
    struct collected list = {0};
    struct collected all = {0};
    for (int i = 0; i < 40; i++) {
        const char *part = parts[next_random(seed) % 8];
        const char *gap = i ? gaps[next_random(seed) % 4] : "[";
        collect(&list, gap, strlen(gap));
        collect(&list, part, strlen(part));
        collect(&all, part, strlen(part));
    }
    collect(&list, "]", 1);
    *elements = all.text;
    return list.text;
}

static void test_random_splits(void **state)
{
    (void)state;
    uint32_t seed = 47610;
    for (int round = 0; round < 2000; round++) {
        char *elements = NULL;
        char *list = random_list(&seed, &elements);
        size_t length = strlen(list);
        struct collected all = {0};
        struct framer *framer = framer_new(collect, &all);
        for (size_t at = 0; at < length;) {
            size_t block = next_random(&seed) % (round % 2 ? 9 : 90);
            block = block < length - at ? block : length - at;
            feed(framer, list + at, block);
            at += block;
        }
        assert_int_equal(framer_finish(framer), FRAMER_CLOSED);
        expect(&all, elements);
        framer_free(&framer);
        free(all.text);
        free(list);
        free(elements);
    }
}

/* Whether every element lies within the bytes that were fed. */
struct bounds {
    const char *begin;
    const char *end;
    size_t within;
};

static void note_place(void *context, const char *text, size_t length)
{
    struct bounds *bounds = context;
    bounds->within += text >= bounds->begin && text + length <= bounds->end;
}

static void test_whole_elements_are_not_copied(void **state)
{
    (void)state;
    static const char list[] = "[{\"a\":1},\"b\",3]";
    struct bounds bounds = {list, list + strlen(list), 0};
    struct framer *framer = framer_new(note_place, &bounds);
    assert_int_equal(framer_feed(framer, list, strlen(list)), FRAMER_CLOSED);
    assert_int_equal(bounds.within, 3);
    framer_free(&framer);
}

static void test_texts(void **state)
{
    (void)state;
    for (int status = FRAMER_MORE; status <= FRAMER_TRAILING; status++)
        assert_true(strlen(framer_status_text((enum framer_status)status)) > 0);
}

static void test_what_came(void **state)
{
    static const struct {
        const char *bytes;
        const char *what;
    } cases[] = {{"{\"value\":[{}]}", "an object with the field \"value\""},
                 {"\r\n { \"Items\" : []", "an object with the field \"Items\""},
                 {"{\"a\x1b[2Jb\":1}", "an object with the field \"a\\x1b[2Jb\""},
                 {"{}", "an object"},
                 {"<html>", "a web page"},
                 {"", "other text"},
                 {"no", "other text"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char what[FRAMER_WHAT_SIZE];
        assert_string_equal(framer_describe(what, cases[i].bytes, strlen(cases[i].bytes)), cases[i].what);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sample),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_elements_of_every_type),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_every_prefix_is_cut),
        cmocka_unit_test(test_not_a_list),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_trailing),
        cmocka_unit_test(test_a_fault_stays),
        cmocka_unit_test(test_status_while_bytes_come),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_random_splits),
        cmocka_unit_test(test_whole_elements_are_not_copied),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_what_came),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

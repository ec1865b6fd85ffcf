/* Text for the terminal: nothing harmful passes, widths are columns, and cutting never splits a character. */
#include "net/base/unicode.h"
#include "tests/unit/use_utf8.h"
#include "tui/draw/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

static void assert_escaped(const char *raw, const char *expected)
{
    char buffer[256];
    assert_string_equal(text_escape(buffer, sizeof(buffer), raw), expected);
}

static void assert_fitted(const char *raw, unsigned columns, const char *expected)
{
    char buffer[256];
    assert_string_equal(text_fit(buffer, sizeof(buffer), raw, columns), expected);
    assert_true(text_width(buffer) <= columns);
}

static void letters_pass_as_they_are(void **state)
{
    (void)state;
    assert_escaped("Ida Ørsted, 日本語 🎧", "Ida Ørsted, 日本語 🎧");
    assert_escaped("", "");
    assert_escaped(NULL, "");
}

static void what_is_appended_ends_in_a_whole_character(void **state)
{
    (void)state;
    for (size_t size = 3; size <= 9; size++) {
        char buffer[9] = "Å";
        text_append(buffer, size, "%s€", "æ");
        assert_string_equal(buffer, size < 5 ? "Å" : size < 8 ? "Åæ" : "Åæ€");
    }
}

static void controls_become_visible(void **state)
{
    (void)state;
    assert_escaped("a\033[2Jb", "a␛[2Jb");
    assert_escaped("a\tb\nc\rd\a", "a␉b␊c␍d␇");
    assert_escaped("x\x7fy", "x␡y");
    assert_escaped("x\xc2\x9by", "x�y"); /* CSI of C1 */
}

static void reading_order_cannot_be_changed(void **state)
{
    (void)state;
    static const char override[] = {'\xe2', '\x80', '\xae', 'a', '\0'}; /* right to left */
    static const char isolate[] = {'\xe2', '\x81', '\xa6', 'x', '\xe2', '\x81', '\xa9', '\0'};
    static const char separator[] = {'a', '\xe2', '\x80', '\xa8', 'z', '\0'}; /* of lines */
    assert_escaped(override, "�a");
    assert_escaped(isolate, "�x�");
    assert_escaped(separator, "a�z");
}

static void what_is_no_utf8_is_replaced(void **state)
{
    (void)state;
    assert_escaped("\xff", "�");
    assert_escaped("a\xc3", "a�");
    assert_escaped("\xc0\xaf", "��");             /* overlong */
    assert_escaped("\xed\xa0\x80", "���");        /* a surrogate */
    assert_escaped("\xf4\x90\x80\x80x", "����x"); /* above U+10FFFF */
}

static void joiners_and_selectors_are_left_out(void **state)
{
    (void)state;
    assert_escaped("a\xe2\x80\x8d"
                   "b\xef\xb8\x8f"
                   "c\xef\xbb\xbf",
                   "abc");
}

static void widths_are_columns(void **state)
{
    (void)state;
    assert_int_equal(text_width("abc"), 3);
    assert_int_equal(text_width("æøå"), 3);
    assert_int_equal(text_width("日本"), 4);
    assert_int_equal(text_width("e\xcc\x81"), 1); /* combining */
    assert_int_equal(text_width("\033"), 1);
}

/* Of whatever character: ncurses gives it as many cells as the C library says, and puts what has none onto the one before it. */
static void columns_are_counted_as_ncurses_does(void **state)
{
    (void)state;
    unsigned marks = 0;
    for (uint32_t point = 1; point <= 0x10FFFF; point++) {
        char bytes[5] = "";
        bytes[unicode_write(bytes, point)] = '\0';
        const char *at = bytes;
        uint32_t shown = text_next(&at);
        if (shown == 0) /* left out */
            continue;
        int width = wcwidth((wchar_t)shown);
        if (width != (int)text_columns(shown) || width > 2)
            fail_msg("U+%04X as U+%04X: %d columns, not %u", point, shown, width, text_columns(shown));
        marks += width == 0;
    }
    assert_true(marks > 1000);
}

static void cutting_shows_that_it_cut(void **state)
{
    (void)state;
    assert_fitted("abcdef", 6, "abcdef");
    assert_fitted("abcdef", 5, "abcd…");
    assert_fitted("abcdef", 1, "…");
    assert_fitted("abcdef", 0, "");
    assert_fitted("日本語", 5, "日本…");
    assert_fitted("日本語", 4, "日…");
    assert_fitted("日本語", 6, "日本語");
}

static void a_small_buffer_ends_between_characters(void **state)
{
    (void)state;
    char buffer[16];
    for (size_t size = 1; size < sizeof(buffer); size++) {
        memset(buffer, 'x', sizeof(buffer));
        text_escape(buffer, size, "ææææææææææ");
        assert_true(strlen(buffer) < size);
        const char *at = buffer;
        for (uint32_t character = text_next(&at); character != 0; character = text_next(&at))
            assert_true(character == 0xE6 || character == 0x2026);
    }
}

static void lines_break_at_blanks(void **state)
{
    (void)state;
    size_t skip = 0;
    assert_int_equal(text_line("one two three", 8, &skip), 7);
    assert_int_equal(skip, 1);
    assert_int_equal(text_line("unbreakable", 4, &skip), 4);
    assert_int_equal(skip, 0);
    assert_int_equal(text_line("short", 8, &skip), 5);
    assert_int_equal(text_line("", 8, &skip), 0);
    assert_int_equal(text_line("日本", 1, &skip), 3); /* it always gets on */
}

static void numbers_are_grouped(void **state)
{
    (void)state;
    char number[TEXT_NUMBER_SIZE], count[64];
    assert_string_equal(text_number(number, 0), "0");
    assert_string_equal(text_number(number, 999), "999");
    assert_string_equal(text_number(number, 1000), "1,000");
    assert_string_equal(text_number(number, 1234567), "1,234,567");
    assert_string_equal(text_number(number, UINT64_MAX), "18,446,744,073,709,551,615");
    assert_string_equal(text_count(count, sizeof(count), 1, "%s hit", "%s hits"), "1 hit");
    assert_string_equal(text_count(count, sizeof(count), 1234, "%s recording", "%s recordings"),
                        "1,234 recordings");
}

static void other_locales_speak_ascii(void **state)
{
    (void)state;
    setlocale(LC_CTYPE, "C");
    assert_false(text_is_unicode());
    assert_escaped("a…–│─▸⋮ æ 日", "a~-|->: ? ?");
    assert_fitted("abcdef", 5, "abcd~");
    assert_escaped("\033", "?");
    setlocale(LC_CTYPE, "C.UTF-8");
}

static void bytes_are_told_in_the_unit_that_fits(void **state)
{
    static const struct {
        uint64_t bytes;
        const char *text;
    } cases[] = {
        {0, "0 bytes"},
        {1, "1 byte"},
        {999, "999 bytes"},
        {1000, "1.0 kB"},
        {9949, "9.9 kB"},
        {9950, "10 kB"},
        {999499, "999 kB"},
        {999500, "1.0 MB"},
        {28400000, "28 MB"},
        {3400000000, "3.4 GB"},
        {UINT64_C(5000000000000000), "5000 TB"},
    };
    char buffer[TEXT_NUMBER_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(text_bytes(buffer, cases[i].bytes), cases[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_told_in_the_unit_that_fits),
        cmocka_unit_test(letters_pass_as_they_are),
        cmocka_unit_test(what_is_appended_ends_in_a_whole_character),
        cmocka_unit_test(controls_become_visible),
        cmocka_unit_test(reading_order_cannot_be_changed),
        cmocka_unit_test(what_is_no_utf8_is_replaced),
        cmocka_unit_test(joiners_and_selectors_are_left_out),
        cmocka_unit_test(widths_are_columns),
        cmocka_unit_test(columns_are_counted_as_ncurses_does),
        cmocka_unit_test(cutting_shows_that_it_cut),
        cmocka_unit_test(a_small_buffer_ends_between_characters),
        cmocka_unit_test(lines_break_at_blanks),
        cmocka_unit_test(numbers_are_grouped),
        cmocka_unit_test(other_locales_speak_ascii),
    };
    return cmocka_run_group_tests_name("text", tests, use_utf8, NULL);
}

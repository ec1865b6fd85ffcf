/* Characters of UTF-8, whatever the locale: their case and what kind they are. */
#include "net/base/unicode.h"

#include "net/base/letter_case.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint32_t character_of(const char *text)
{
    uint32_t character;
    assert_int_equal(unicode_read(text, strlen(text), &character), strlen(text));
    assert_int_not_equal(character, UNICODE_NONE);
    return character;
}

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    for (uint32_t character = 0; character < 0x110000; character += character == 0xd7ff ? 0x801 : 1) {
        char bytes[4];
        uint32_t read;
        size_t length = unicode_write(bytes, character);
        assert_int_equal(unicode_read(bytes, length, &read), length);
        assert_int_equal(read, character);
    }
}

static void cases_are_folded_in_any_locale(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"A", "a"}, {"Z", "z"}, {"Å", "å"}, {"Ø", "ø"},           {"Æ", "æ"}, {"Ü", "ü"},
        {"Ÿ", "ÿ"}, {"Š", "š"}, {"Ł", "ł"}, {"Ğ", "ğ"},           {"Ж", "ж"}, {"Ё", "ё"},
        {"Σ", "σ"}, {"ς", "σ"}, {"Ά", "ά"}, {"Ա", "ա"},           {"ẞ", "ß"}, {"ſ", "s"},
        {"İ", "i"}, {"Ꮳ", "Ꮳ"}, {"𐐀", "𐐨"}, {"\xe2\x84\xaa", "k"}};
    assert_non_null(setlocale(LC_ALL, "C"));
    for (size_t i = 0; i < COUNT(pairs); i++) {
        assert_int_equal(letter_case_fold(character_of(pairs[i][0])), character_of(pairs[i][1]));
        assert_int_equal(letter_case_fold(character_of(pairs[i][1])), character_of(pairs[i][1]));
    }
    static const char *const alone[] = {"@", "[", "`", "{", "0", "×", "÷", "ß", "語", "ا", "ก"};
    for (size_t i = 0; i < COUNT(alone); i++)
        assert_int_equal(letter_case_fold(character_of(alone[i])), character_of(alone[i]));
}

static void folding_twice_changes_nothing_more(void **state)
{
    (void)state;
    for (uint32_t character = 0; character < 0x110000; character++) {
        uint32_t folded = letter_case_fold(character);
        assert_int_equal(letter_case_fold(folded), folded);
        assert_true(unicode_is_alphanumeric(character) == unicode_is_alphanumeric(folded));
    }
}

/* A letter and marks behind it, and the same as one character. */
static void marks_behind_a_letter_are_part_of_it(void **state)
{
    static const char *const pairs[][2] = {
        {"a\xcc\x8a", "å"},
        {"A\xcc\x8a", "Å"},
        {"o\xcc\x88", "ö"},
        {"U\xcc\x88", "ü"},
        {"e\xcc\x81", "É"},
        {"n\xcc\x83", "ñ"},
        {"s\xcc\x8c", "Š"},
        {"c\xcc\xa7", "ç"},
        {"и\xcc\x86", "Й"},
        {"ι\xcc\x81", "Ί"},
        {"I\xcc\x87", "İ"},
        {"か\xe3\x82\x99", "が"},
        {"e\xcc\xa3\xcc\x82", "Ệ"},
        {"e\xcc\x82\xcc\xa3", "ệ"},
        {"ê\xcc\xa3", "ệ"},
        {"\xe2\x84\xab", "å"},
        {"\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8", "각"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        uint32_t apart, whole;
        assert_int_equal(letter_case_read(pairs[i][0], strlen(pairs[i][0]), &apart), strlen(pairs[i][0]));
        assert_int_equal(letter_case_read(pairs[i][1], strlen(pairs[i][1]), &whole), strlen(pairs[i][1]));
        assert_int_equal(apart, whole);
    }
    uint32_t folded;
    assert_int_equal(letter_case_read("Ax\xcc\x8a", 4, &folded), 1);
    assert_int_equal(folded, 'a');
    assert_int_equal(letter_case_read("x\xcc\x8a", 3, &folded), 1); /* there is no such character */
    assert_int_equal(letter_case_read("\xff\xcc\x8a", 3, &folded), 1);
    assert_int_equal(folded, UNICODE_NONE);
}

static void blanks_and_dashes_are_known(void **state)
{
    (void)state;
    static const char *const blanks[] = {" ",           "\t", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89",
                                         "\xe3\x80\x80"};
    static const char *const dashes[] = {"-", "\xe2\x80\x91", "–", "—", "−"};
    for (size_t i = 0; i < COUNT(blanks); i++)
        assert_true(unicode_is_blank(character_of(blanks[i])));
    for (size_t i = 0; i < COUNT(dashes); i++)
        assert_true(unicode_is_dash(character_of(dashes[i])) && !unicode_is_blank(character_of(dashes[i])));
    assert_false(unicode_is_blank('x') || unicode_is_dash('x') || unicode_is_dash('+'));
    for (uint32_t character = 0; character < 0x110000; character++)
        assert_false(unicode_is_alphanumeric(character) &&
                     (unicode_is_blank(character) || unicode_is_dash(character)));
}

static void what_is_not_seen_is_not_printable(void **state)
{
    (void)state;
    static const char *const printable[] = {" ", "~", "å", "語", "…", "€", "📼"};
    static const uint32_t others[] = {0x1b,   0x7f,   0x9b,   0xa0,   0x202e,
                                      0x200f, 0x2028, 0xfeff, 0xe000, UNICODE_NONE};
    for (size_t i = 0; i < COUNT(printable); i++)
        assert_true(unicode_is_printable(character_of(printable[i])));
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(unicode_is_printable(others[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(cases_are_folded_in_any_locale),
        cmocka_unit_test(folding_twice_changes_nothing_more),
        cmocka_unit_test(marks_behind_a_letter_are_part_of_it),
        cmocka_unit_test(blanks_and_dashes_are_known),
        cmocka_unit_test(what_is_not_seen_is_not_printable),
    };
    return cmocka_run_group_tests_name("unicode", tests, NULL, NULL);
}

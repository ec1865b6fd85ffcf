/* What is left out of the output of curses, and that the screen is the same without it. */
#include "tui/terminal/shorten.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <vterm.h>

enum { ROWS = 12, COLUMNS = 30, FRAMES = 40, SEQUENCES = 60, RUNS = 200, OUTPUT = 1 << 16 };

static void expect_shortened(struct shorten *state, const char *output, const char *shortened)
{
    char bytes[200];
    snprintf(bytes, sizeof bytes, "%s", output);
    bytes[shorten(state, bytes, strlen(bytes))] = '\0';
    assert_string_equal(bytes, shortened);
}

static void what_holds_is_not_said_again(void **state)
{
    struct shorten output = {.knows_columns = true};
    (void)state;
    expect_shortened(&output, "\033[3;5Ha\033(B\033[0;1mb\033(B\033[0;2mc\033(B\033[md",
                     "\033[3;5Ha\033(B\033[0;1mb\033[0;2mc\033[md");
    expect_shortened(&output, "\033(B\033[0;7me\033(B\033[m", "\033[7me\033[m");
    expect_shortened(&output, "\033[3;12Hf\033[5X\033[3;1Hg", "\033[12Gf\033[5X\033[1Gg");
    expect_shortened(&output, "\033[4;12Hf\033[6dg\033[6;20Hh", "\n\033[12Gf\033[6dg\033[20Gh");
}

static void what_may_not_hold_is_said(void **state)
{
    static const char *const unsettling[] = {"\033[?1049h", "\033[1;10r", "\033M", "\033[2J",
                                             "\n",          "\033[A",     "\033["};
    static const char move[] = "\033[3;9H";
    (void)state;
    for (size_t i = 0; i < sizeof unsettling / sizeof *unsettling; i++) {
        struct shorten output = {.knows_columns = true};
        expect_shortened(&output, "\033[3;5H", "\033[3;5H");
        expect_shortened(&output, unsettling[i], unsettling[i]);
        expect_shortened(&output, move, move);
    }
    struct shorten output = {.knows_columns = false};
    expect_shortened(&output, "\033[3;5Ha\033[3;9H\033[4;9H", "\033[3;5Ha\033[3;9H\033[4;9H");
    expect_shortened(&output, "\033[H\033[1;2H\033[5H\033[5H", "\033[H\033[1;2H\033[5H\033[5H");
}

static unsigned seed;

static size_t below(size_t limit)
{
    return (size_t)rand_r(&seed) % limit;
}

/* As curses: in a row no further than to its end. */
static size_t put_text(char *to, int column)
{
    size_t length = 1 + below((size_t)(COLUMNS - column));
    memset(to, 'a' + (int)below(26), length);
    return length;
}

static size_t put_sequence(char *to, size_t size)
{
    static const char *const others[] = {"\033(B\033[0;1m",
                                         "\033(B\033[0;2;4m",
                                         "\033(B\033[0;7m\033[36m",
                                         "\033(B\033[m",
                                         "\033[36m",
                                         "\033[K",
                                         "\033[4X",
                                         "\033[3P",
                                         "\033[2@",
                                         "\r",
                                         "\033M",
                                         "\033[A",
                                         "\033[B",
                                         "\033[2J",
                                         "\033[1;12r",
                                         "\n"};
    int row = 1 + (int)below(ROWS), column = (int)below(COLUMNS);
    switch (below(4)) {
    case 0:
        return (size_t)snprintf(to, size, "%s", others[below(sizeof others / sizeof *others)]);
    case 1:
        return (size_t)snprintf(to, size, "\033[%dd\033[%dG", row, column + 1);
    default: {
        size_t length = (size_t)snprintf(to, size, "\033[%d;%dH", row, column + 1);
        return length + put_text(to + length, column);
    }
    }
}

static VTerm *emulator(void)
{
    VTerm *terminal = vterm_new(ROWS, COLUMNS);
    vterm_set_utf8(terminal, 1);
    vterm_screen_reset(vterm_obtain_screen(terminal), 1);
    return terminal;
}

static void expect_same_cell(VTerm *terminal, VTerm *other, VTermPos place)
{
    VTermScreenCell cell, wanted;
    vterm_screen_get_cell(vterm_obtain_screen(terminal), place, &cell);
    vterm_screen_get_cell(vterm_obtain_screen(other), place, &wanted);
    assert_int_equal(cell.chars[0], wanted.chars[0]);
    assert_int_equal(cell.attrs.bold, wanted.attrs.bold);
    assert_int_equal(cell.attrs.underline, wanted.attrs.underline);
    assert_int_equal(cell.attrs.reverse, wanted.attrs.reverse);
    assert_true(vterm_color_is_equal(&cell.fg, &wanted.fg));
}

static void expect_same_screen(VTerm *terminal, VTerm *other)
{
    VTermPos cursor, wanted;
    for (int i = 0; i < ROWS * COLUMNS; i++)
        expect_same_cell(terminal, other, (VTermPos){.row = i / COLUMNS, .col = i % COLUMNS});
    vterm_state_get_cursorpos(vterm_obtain_state(terminal), &cursor);
    vterm_state_get_cursorpos(vterm_obtain_state(other), &wanted);
    assert_int_equal(vterm_pos_cmp(cursor, wanted), 0);
}

/* In pieces that end anywhere. Returns how many bytes are left. */
static size_t show_shortened(VTerm *terminal, struct shorten *state, char *output, size_t length)
{
    size_t left = 0;
    for (size_t at = 0, piece; at < length; at += piece) {
        piece = 1 + below(below(2) == 0 ? 40 : OUTPUT);
        piece = piece > length - at ? length - at : piece;
        size_t rest = shorten(state, output + at, piece);
        vterm_input_write(terminal, output + at, rest);
        left += rest;
    }
    return left;
}

static void expect_random_frames(void)
{
    static char output[OUTPUT];
    VTerm *whole = emulator(), *shortened = emulator();
    struct shorten state = {.knows_columns = true};
    size_t all = 0, left = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
        size_t length = 0;
        for (int i = 0; i < SEQUENCES; i++)
            length += put_sequence(output + length, sizeof output - length);
        vterm_input_write(whole, output, length);
        all += length;
        left += show_shortened(shortened, &state, output, length);
        expect_same_screen(shortened, whole);
    }
    assert_true(left < all);
    vterm_free(whole);
    vterm_free(shortened);
}

static void the_screen_is_the_same(void **state)
{
    const char *given = getenv("TEST_SEED");
    seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : 1;
    (void)state;
    print_message("# TEST_SEED=%u\n", seed);
    for (int run = 0; run < RUNS; run++)
        expect_random_frames();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_holds_is_not_said_again),
        cmocka_unit_test(what_may_not_hold_is_said),
        cmocka_unit_test(the_screen_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

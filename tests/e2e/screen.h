/* A terminal emulator without a window (libvterm): takes a program's output and tells what a person would
 * see. */
#ifndef TESTS_E2E_SCREEN_H
#define TESTS_E2E_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct screen;

enum colour_kind { COLOUR_DEFAULT, COLOUR_PALETTE, COLOUR_RGB };

struct colour {
    enum colour_kind kind;
    uint8_t index; /* of the 256-colour palette */
    uint8_t red, green, blue;
};

struct cell {
    char text[32]; /* UTF-8 with combining characters; empty for a blank and for the right half of a wide
                      character */
    int width;     /* 1 or 2; 0 for the right half of a wide character */
    bool bold, dim, italic, underline, blink, reverse, strike;
    struct colour foreground, background;
};

struct position {
    int row, column; /* from 0 */
};

/* Takes what the terminal sends to the program: answers to its questions, keys, clicks. */
typedef void screen_answer(const char *bytes, size_t length, void *context);

struct screen *screen_new(int rows, int columns, screen_answer *answer, void *context);
void screen_free(struct screen **screen);

/* The program's output. Sequences and characters may be cut anywhere between two calls. */
void screen_feed(struct screen *screen, const char *bytes, size_t length);
void screen_resize(struct screen *screen, int rows, int columns);

int screen_rows(const struct screen *screen);
int screen_columns(const struct screen *screen);

/* A row as UTF-8, blanks at its end cut off. Owned by the screen, valid until that row is asked for again. */
const char *screen_row(struct screen *screen, int row);

/* All rows, each ended by a newline, empty ones at the end left out. Owned by the screen, valid until asked
 * again. */
const char *screen_text(struct screen *screen);

/* The first place of `text` within one row, from the top; `at` may be NULL. */
bool screen_find(struct screen *screen, const char *text, struct position *at);
bool screen_find_in_row(struct screen *screen, int row, const char *text, struct position *at);

/* The cell at a place; a blank one outside of the screen. */
struct cell screen_cell(const struct screen *screen, int row, int column);

/* The first row that has a reversed cell, from `from` on; -1 if there is none. */
int screen_reversed_row(const struct screen *screen, int from);

struct position screen_cursor(const struct screen *screen);
bool screen_cursor_visible(const struct screen *screen);
bool screen_is_alternate(const struct screen *screen);
bool screen_has_mouse(const struct screen *screen); /* the program asked for mouse reports */
bool screen_has_paste(const struct screen *screen); /* the program asked for pastes to be bracketed */
const char *screen_title(const struct screen *screen);
int screen_bells(const struct screen *screen);

/* What the program last copied to the clipboard (OSC 52); NULL if it never did. Owned by the screen. */
const char *screen_copied(const struct screen *screen);

/* Every byte of output since the start or screen_forget_raw; owned by the screen, valid until it is fed. */
const char *screen_raw(const struct screen *screen, size_t *length);
bool screen_raw_contains(const struct screen *screen, const char *bytes, size_t length);
void screen_forget_raw(struct screen *screen);

/* Sends what a terminal in the modes that the program has set would send for a key; false if the name is not
 * known. */
bool screen_press(struct screen *screen, const char *name);
void screen_click(struct screen *screen, int row, int column,
                  int button); /* 1 left, 2 middle, 3 right, 4 and 5 the wheel */
void screen_paste(struct screen *screen, const char *text);

/* Draws the screen in a frame, with what is known about the cursor and the modes, for a failed test's log. */
void screen_print(struct screen *screen, FILE *file);

#endif

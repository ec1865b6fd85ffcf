#include "tui/terminal/frame.h"

#include "tui/terminal/frame_shift.h"

#include <ncurses.h>
#include <stdint.h>
#include <stdlib.h>

/* Curses has the whole frame, and so sees what has only moved up or down. What it has taken from there before, and
 * has not written, is for it as good as written. */
static void take_rows(void)
{
    for (int row = 0; row < LINES; row++)
        if (is_linetouched(stdscr, row))
            touchline(newscr, row, 1);
    wnoutrefresh(stdscr);
}

/* It writes none of them by itself. */
static void hold_rows(void)
{
    for (int row = 0; row < LINES; row++)
        if (is_linetouched(newscr, row))
            touchline(stdscr, row, 1);
    untouchwin(newscr);
}

/* -1: there is none. */
static int nearest_to_cursor(void)
{
    int cursor = getcury(stdscr), nearest = -1;
    for (int row = 0; row < LINES; row++)
        if (is_linetouched(stdscr, row) && (nearest < 0 || abs(row - cursor) <= abs(nearest - cursor)))
            nearest = row;
    return nearest;
}

/* A screen that has to be drawn anew is only cleared at first: curses would write it whole. */
static void clear_first(void)
{
    if (!is_cleared(curscr))
        return;
    werase(newscr);
    doupdate();
    touchwin(stdscr);
}

static void write_row(int row)
{
    touchline(newscr, row, 1);
    wtouchln(stdscr, row, 1, 0);
    doupdate();
}

void frame_send(const struct output_buffer *output, size_t room)
{
    if (room < SIZE_MAX) {
        clear_first();
        frame_shift();
        room += output_buffer_waiting(output);
    }
    take_rows();
    if (room < SIZE_MAX) {
        hold_rows();
        leaveok(newscr, TRUE); /* the cursor is placed once, behind all */
        for (int row; output_buffer_waiting(output) < room && (row = nearest_to_cursor()) >= 0;)
            write_row(row);
        leaveok(newscr, FALSE);
    }
    doupdate();
}

void frame_begin(void)
{
    clearok(curscr, TRUE);
    clear_first();
    clearok(stdscr, FALSE); /* as it is when it is new */
}

void frame_send_top(int rows)
{
    if (is_cleared(curscr) || is_cleared(stdscr))
        return;
    take_rows();
    hold_rows();
    for (int row = 0; row < rows && row < LINES; row++) {
        touchline(newscr, row, 1);
        wtouchln(stdscr, row, 1, 0);
    }
    leaveok(newscr, TRUE);
    doupdate();
    leaveok(newscr, FALSE);
}

bool frame_has_rest(void)
{
    return is_wintouched(stdscr);
}

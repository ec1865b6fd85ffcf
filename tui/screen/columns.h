/* Which columns the list of recordings has at a given width, and how wide they are. Pure. */
#ifndef TUI_DRAW_COLUMNS_H
#define TUI_DRAW_COLUMNS_H

#include <stdbool.h>

/* In the order in which they stand; the last ones are the first to go. */
enum column {
    COLUMN_START,
    COLUMN_SINCE, /* the time since the call before it, only in a caller's story */
    COLUMN_LENGTH,
    COLUMN_CALLER,
    COLUMN_AGENT,
    COLUMN_QUEUE,
    COLUMN_TYPE,
    COLUMNS_COUNT
};

enum column_start {                /* how the start is written */
                    START_WEEKDAY, /* "Fri 2024-05-03 14:02:11" */
                    START_SECONDS, /* "2024-05-03 14:02:11" */
                    START_MINUTES, /* "2024-05-03 14:02" */
};

/* The least that COLUMN_SINCE takes, and what it takes where there is room. */
enum { COLUMNS_SINCE_LEAST = 14, COLUMNS_SINCE_FULL = 22 };

struct column_plan {
    int at[COLUMNS_COUNT];    /* columns from the left */
    int width[COLUMNS_COUNT]; /* 0 when left away */
    enum column_start start;
};

/* `with_agent`: the list is of more than one agent. The first and the last column are left free from 44
 * columns on. */
void columns_fit(struct column_plan *plan, int columns, bool with_agent);

/* The columns of a caller's story: with the time since the call before in place of the caller. */
void columns_fit_caller_history(struct column_plan *plan, int columns);

/* Columns of the date part of a start: "Fri 2024-05-03" or "2024-05-03". */
int columns_date(enum column_start start);

#endif

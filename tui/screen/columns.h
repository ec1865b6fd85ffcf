/* The columns of the list of recordings, each a row of one table: what stands above it, how wide it is, how it
 * is drawn; and which of them a list has in so many columns of the screen. */
#ifndef TUI_SCREEN_COLUMNS_H
#define TUI_SCREEN_COLUMNS_H

#include "tui/browse/app.h"

/* In the order in which they stand; the last ones are the first to go. */
enum column {
    COLUMN_START,
    COLUMN_SINCE, /* the time since the call before it, only of a caller's calls: in place of the caller */
    COLUMN_LENGTH,
    COLUMN_CALLER,
    COLUMN_AGENT,
    COLUMN_QUEUE,
    COLUMN_TYPE,
    COLUMNS_COUNT
};

enum column_start {                /* how the start is written */
                    START_DATE,    /* "2024-05-03 14:02" */
                    START_WEEKDAY, /* "Fri 2024-05-03 14:02" */
                    START_SECONDS, /* "Fri 2024-05-03 14:02:11" */
};

struct column_plan {
    int at[COLUMNS_COUNT];    /* columns of the screen from the left */
    int width[COLUMNS_COUNT]; /* 0 when left away */
    enum column_start start;
    int behind;  /* the column of the screen behind the first of them */
    bool is_own; /* they are as somebody has chosen them */
};

/* The least that COLUMN_SINCE takes, and what it takes where there is room. */
enum { COLUMNS_SINCE_LEAST = 14, COLUMNS_SINCE_FULL = 22 };

/* The calls of one agent, of all, of one caller. */
enum columns_of { COLUMNS_OF_AGENT, COLUMNS_OF_ALL, COLUMNS_OF_CALLER };

/* What is to be shown: which columns, and what names of agents take. A caller's calls have columns of their own. */
struct column_choice {
    const struct config_columns *columns;
    int agent_columns;
};

/* A wider list has all the columns of a narrower one. */
void columns_fit(struct column_plan *plan, int columns, enum columns_of of,
                 const struct column_choice *choice);

/* Columns of the screen in which every list shows everything. */
int columns_wish(const struct column_choice *choice);

/* Columns of the date part of a start: "2024-05-03" or "Fri 2024-05-03". */
int columns_date(enum column_start start);

void columns_draw_header(const struct app *app, const struct canvas *canvas, const struct column_plan *plan);

/* A row of the page that is shown, in a row of the canvas. What is selected is reversed as far as it says when,
 * how long, who called and who answered: what is reversed has to be sent twice for every key. */
struct column_row {
    const struct app *app;
    const struct column_plan *plan;
    size_t index; /* in the page */
    int row;
    bool selected;
};
void columns_draw(const struct column_row *row, const struct canvas *canvas);

#endif

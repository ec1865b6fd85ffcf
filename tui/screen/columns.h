/* The columns of the lists of recordings: a table with the header, widths and drawing of each, and which of them fit
 * into a given width. */
#ifndef TUI_SCREEN_COLUMNS_H
#define TUI_SCREEN_COLUMNS_H

#include "tui/browse/app.h"

/* In their usual order. The last ones are the first to be left out. */
enum column {
    COLUMN_START,
    COLUMN_SINCE, /* the time since the caller's call before, only in a list of a caller's calls */
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
    int at[COLUMNS_COUNT];    /* screen column of the list at which each starts */
    int width[COLUMNS_COUNT]; /* 0: left out */
    enum column_start start;
    int behind;  /* the screen column behind the leftmost of them */
    bool is_own; /* the user has chosen other columns than usual */
};

/* The width of COLUMN_SINCE: at least, and with its words in full. */
enum { COLUMNS_SINCE_LEAST = 14, COLUMNS_SINCE_FULL = 22 };

/* Kinds of lists: the recordings of one agent, of all agents, of one caller. */
enum columns_of { COLUMNS_OF_AGENT, COLUMNS_OF_ALL, COLUMNS_OF_CALLER };

/* The columns that the user wants, and the width of the agents' names. The columns of a caller's calls cannot be
 * chosen. */
struct column_choice {
    const struct config_columns *columns;
    int agent_columns;
};

/* Chooses the columns and their widths for a list of `columns` screen columns. A wider list has all columns of a
 * narrower one. */
void columns_fit(struct column_plan *plan, int columns, enum columns_of of,
                 const struct column_choice *choice);

/* The width at which every list shows everything. */
int columns_wish(const struct column_choice *choice);

/* The width of the date in a start: of "2024-05-03" or "Fri 2024-05-03". */
int columns_date(enum column_start start);

void columns_draw_header(const struct app *app, const struct canvas *canvas, const struct column_plan *plan);

/* A recording of the page, and the row of the canvas in which it is drawn. If it is selected only the columns before
 * the queue are in reverse video: each movement sends all reversed cells twice. */
struct column_row {
    const struct app *app;
    const struct column_plan *plan;
    size_t index; /* in the page of app->view->list */
    int row;      /* of the canvas */
    bool selected;
};
void columns_draw(const struct column_row *row, const struct canvas *canvas);

#endif

/* A list of recordings as the user sees it: a page of the archive around the selection, read ahead on both sides so
 * that moving does not wait. The selection stays on its recording when others come in above it. Asks through struct
 * list_source; all calls and callbacks on the loop's thread. */
#ifndef TUI_LIST_RECORDING_LIST_H
#define TUI_LIST_RECORDING_LIST_H

#include "model/query/queries.h"
#include "tui/list/list_new.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/* Where the selection is to be when a list is shown. */
enum list_place {
    LIST_AT_SELECTED, /* on the recording that is selected now, or in its place */
    LIST_AT_FIRST,
    LIST_AT_LAST,
    LIST_AT_KEPT, /* on the recording that list_keep remembered */
    LIST_AT_TIME, /* on the newest recording that had started by a time, in the middle of the screen */
};

/* What is being read: nothing, the page around the selection, or the top of the list for the badge. */
enum list_asked { LIST_ASKED_NOTHING, LIST_ASKED_WINDOW, LIST_ASKED_NEWEST };

/* The functions of model/query/queries.h that are used; tests have others. */
struct list_source {
    void (*page)(struct queries *queries, const struct page_request *request, query_page_done *done,
                 void *context);
    void (*count)(struct queries *queries, const struct list_query *query, query_count_done *done,
                  void *context);
    void (*cancel)(struct queries *queries, enum query_slot slot);
};

/* What lies between a day of the list and the next one. */
struct list_border {
    bool has_gap; /* recordings may be missing there */
    int64_t time; /* where to fetch them: the last tick of the earlier day; TIMESTAMP_NONE if not known */
};

/* A movement by days that waits for a page; see recording_list_days.h. */
struct list_days {
    bool is_sought; /* when the page is there, select the next day beyond `from` */
    int64_t from;   /* a day by moment_day_number */
    int direction;  /* 1: to later days, -1: to earlier ones */
    bool utc;
    int64_t pending; /* days to go on after that */
    int none;        /* the direction in which there was no other day; 0: none, or the user has been told */
    struct list_border border; /* beyond `from` */
};

struct recording_list {
    const struct list_source *source; /* not owned */
    struct queries *queries;          /* not owned */
    void (*changed)(void *context);   /* the rows, the count or the badge have changed */
    void *context;

    /* What is shown. */
    struct list_query shown;
    struct page *page;      /* NULL until the first answer */
    size_t selected;        /* row of the page */
    size_t top;             /* row of the page that is first on the screen */
    size_t height;          /* rows on the screen */
    struct failure failure; /* of the last reading */

    /* What is asked. */
    struct list_query wanted;
    enum list_place place;
    enum list_asked asked;
    enum list_place asked_place;
    struct list_query asked_query;
    uint64_t asked_at; /* ms of the loop */
    bool asked_stale;  /* recordings had come or gone before the last question */
    bool urgent;       /* the user waits for it: a running question is replaced */
    bool stale;        /* recordings have come or gone since the last question */
    bool read_ahead;   /* the selection has moved since the page came */
    int64_t pending;   /* lines to move when the page is there */
    struct list_days days;
    struct recording_key kept; /* of list_keep; owned */
    int64_t time;              /* of list_show_time, ticks */
    bool at_time;              /* the list was shown by list_show_time, and the user has not moved since */
    uv_timer_t *pace;          /* not owned; wakes the loop */

    /* The number of recordings that a filter leaves, or that a caller has. */
    uint64_t count;
    bool counted; /* `count` is for what is shown, as of the last page or a little earlier */
    bool count_asked;
    bool count_stale;
    uint64_t count_asked_at;

    /* What came in above the reader. */
    struct list_new news;
    bool newest_wanted; /* the page does not reach the top of the list, so that has to be read */
    size_t new_rows;

    bool touched;       /* the user has moved in it */
    bool filling;       /* its recordings are being fetched for the first time */
    bool filling_ended; /* they have been fetched; `filling` ends when all of them are shown */
};

/* Only one list of an account may ask at a time. They can share the timer, which only wakes the loop. */
void list_open(struct recording_list *list, uv_timer_t *pace, const struct list_source *source,
               struct queries *queries, void (*changed)(void *context), void *context);
void list_close(struct recording_list *list);

/* Shows another list, or the same at another place, as soon as that has been read; until then the present rows stay. */
void list_show(struct recording_list *list, const struct list_query *query, enum list_place place);

/* Shows a list at a time (ticks): selects the newest recording that had started by then, or the oldest of all. Until
 * the user moves and while the list is filling, the selection moves to recordings that come in nearer to that time. */
void list_show_time(struct recording_list *list, const struct list_query *query, int64_t time);

/* Shows a list that has not shown anything yet, at a recording of another list. */
void list_show_at(struct recording_list *list, const struct list_query *query,
                  const struct listed_recording *recording);

/* list_leave: the list is covered by another one and asks nothing. list_return: it is shown again, at first as it
 * was, and then as `query` finds it by now, which must be for the same recordings. */
void list_leave(struct recording_list *list);
void list_return(struct recording_list *list, const struct list_query *query);

/* Remembers the selected recording for LIST_AT_KEPT. */
void list_keep(struct recording_list *list);

/* Whether its recordings are being fetched for the first time; then an untouched list stays at its start. */
void list_set_filling(struct recording_list *list, bool filling);

/* Rows of the screen for the list; 0 or less: it is not on the screen. */
void list_set_height(struct recording_list *list, int height);

/* Whether the rows that are shown will be replaced by another list or place as soon as that has been read. */
bool list_is_waiting(const struct recording_list *list);

/* Recordings came or went. */
void list_rows_changed(struct recording_list *list);

/* Asks for what has to be read by now. To be called before the loop sleeps. */
void list_think(struct recording_list *list);

/* From now on the selected recording stays selected whatever comes in above it, as after a movement. An untouched
 * list stays at its start, where the newest recordings come in. */
void list_touch(struct recording_list *list);

/* Move the selection. True if the screen has changed at once, and not only when something has been read. */
bool list_move(struct recording_list *list, int64_t lines);
bool list_to_first(struct recording_list *list);
bool list_to_last(struct recording_list *list);

/* The selected recording; NULL if there is none. Valid until the next return to the loop. */
const struct listed_recording *list_selected(const struct recording_list *list);

/* True if the list was read and has no rows. */
bool list_is_empty(const struct recording_list *list);

/* Whether `count` counts what is in the archive now. */
bool list_is_counted(const struct recording_list *list);

#endif

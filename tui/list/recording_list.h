/* The list of recordings as the reader sees it: a window of the archive around the selection, read ahead on
 * both sides so that moving does not wait, and anchored to the recording that is selected, so that what comes
 * in moves nothing. */
#ifndef TUI_LIST_RECORDING_LIST_H
#define TUI_LIST_RECORDING_LIST_H

#include "model/query/queries.h"
#include "tui/list/list_new.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/* Where the selection is when a list is shown. */
enum list_place {
    LIST_AT_SELECTED, /* on the recording that is selected now, or in its place */
    LIST_AT_FIRST,
    LIST_AT_LAST,
    LIST_AT_KEPT, /* on the recording of list_keep */
    LIST_AT_TIME, /* on the newest recording that had started by a time, in the middle; see list_show_time */
};

enum list_asked { LIST_ASKED_NOTHING, LIST_ASKED_WINDOW, LIST_ASKED_NEWEST };

/* What recordings are asked of: the functions of model/query/queries.h. */
struct list_source {
    void (*page)(struct queries *queries, const struct page_request *request, query_page_done *done,
                 void *context);
    void (*count)(struct queries *queries, const struct list_query *query, query_count_done *done,
                  void *context);
    void (*cancel)(struct queries *queries, enum query_slot slot);
};

/* What lies between a day and the next one. */
struct list_border {
    bool has_gap; /* between the two days recordings may be missing */
    int64_t time; /* the last of the earlier one's side, ticks; TIMESTAMP_NONE if the day is not known yet */
};

/* A day that is on its way. */
struct list_days {
    bool is_sought; /* the next day beyond `from` is selected when the page is there */
    int64_t from;   /* moment_day_number */
    int direction;  /* 1: to later days, -1: to earlier ones */
    bool utc;
    int64_t pending; /* days to go on then */
    int none;        /* the direction in which there was no such day; 0 again when that has been said */
    struct list_border border; /* behind `from` */
};

struct recording_list {
    const struct list_source *source; /* not owned */
    struct queries *queries;          /* not owned */
    void (*changed)(void *context);   /* what is shown, the count or the badge changed */
    void *context;

    /* What is shown. */
    struct list_query shown;
    struct page *page;      /* NULL until the first answer */
    size_t selected;        /* rows of the page */
    size_t top;             /* the first row on the screen */
    size_t height;          /* rows on the screen */
    struct failure failure; /* of the last reading */

    /* What is asked. */
    struct list_query wanted;
    enum list_place place;
    enum list_asked asked;
    enum list_place asked_place;
    struct list_query asked_query;
    uint64_t asked_at; /* ms of the loop */
    bool asked_stale;  /* the last question was for what came or went, too */
    bool urgent;       /* asked by the reader: a running question is replaced */
    bool stale;        /* recordings came or went since the last question */
    bool read_ahead;   /* the selection moved since the page came */
    int64_t pending;   /* lines to move when the answer is there */
    struct list_days days;
    struct recording_key kept;
    int64_t time;     /* of list_show_time, ticks */
    bool at_time;     /* it was shown so, and the reader has not moved since */
    uv_timer_t *pace; /* not owned; wakes the loop */

    /* The number of recordings that a filter leaves, or that a caller has. */
    uint64_t count;
    bool counted; /* `count` is for what is shown, as of the last page or a little earlier */
    bool count_asked;
    bool count_stale;
    uint64_t count_asked_at;

    /* What came in above the reader. */
    struct list_new news;
    bool newest_wanted; /* the page does not reach up there: ask */
    size_t new_rows;

    bool touched;       /* the reader has moved */
    bool filling;       /* it is being filled for the first time */
    bool filling_ended; /* no longer, as soon as all that came is shown */
};

/* Of the lists of an account one asks at a time; they can share the timer, which does nothing but wake. */
void list_open(struct recording_list *list, uv_timer_t *pace, const struct list_source *source,
               struct queries *queries, void (*changed)(void *context), void *context);
void list_close(struct recording_list *list);

/* Shows another list, or the same from another place, as soon as it has been read; until then the old one
 * stays. */
void list_show(struct recording_list *list, const struct list_query *query, enum list_place place);

/* Shows a list at a time: the newest recording that had started by then is selected, the oldest if there is
 * none. While the list is being filled and until the reader moves, what comes in nearer to the time takes the
 * selection. */
void list_show_time(struct recording_list *list, const struct list_query *query, int64_t time);

/* Shows a list, in which nothing has been shown yet, at a recording of another one. */
void list_show_at(struct recording_list *list, const struct list_query *query,
                  const struct listed_recording *recording);

/* The list is not shown for a while: it asks nothing. When it is shown again it is at once as it was, and then
 * what `query`, which is for the same recordings, finds by now. */
void list_leave(struct recording_list *list);
void list_return(struct recording_list *list, const struct list_query *query);

/* Remembers the selected recording for LIST_AT_KEPT. */
void list_keep(struct recording_list *list);

/* Says whether the list is being filled for the first time. */
void list_set_filling(struct recording_list *list, bool filling);

void list_set_height(struct recording_list *list, int height);

/* Whether the selection is about to go elsewhere, or to another list, as soon as that has been read. */
bool list_is_waiting(const struct recording_list *list);

/* Recordings came or went. */
void list_rows_changed(struct recording_list *list);

/* Asks what has to be asked by now; to be called before the loop sleeps. */
void list_think(struct recording_list *list);

/* The reader looks at what is selected: from now on it stays selected whatever comes in above it. An
 * untouched list is followed at its start. */
void list_touch(struct recording_list *list);

/* Moving; true if something on the screen changed at once. */
bool list_move(struct recording_list *list, int64_t lines);
bool list_to_first(struct recording_list *list);
bool list_to_last(struct recording_list *list);

/* The selected recording, NULL if there is none. Valid until the loop goes on. */
const struct listed_recording *list_selected(const struct recording_list *list);

/* True if there is nothing to show; false also while that is not known. */
bool list_is_empty(const struct recording_list *list);

/* Whether `count` is of what is shown with all that has come or gone since. */
bool list_is_counted(const struct recording_list *list);

#endif

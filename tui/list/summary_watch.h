/* The summary of the list that is shown (its numbers over time): asked for when the list has not changed for a while,
 * and again at intervals when recordings come or go. All calls and callbacks on the loop's thread. */
#ifndef TUI_LIST_SUMMARY_WATCH_H
#define TUI_LIST_SUMMARY_WATCH_H

#include "model/account/account.h"
#include "model/query/list_summary.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct summary_watch {
    struct account *account; /* not owned */
    void (*changed)(void *context);
    void *context;
    uv_timer_t rest; /* runs until the next question */
    bool follows;    /* `query` is set */
    struct list_query query;
    struct list_summary *known; /* owned; NULL until the first answer for this list */
    uint64_t number;            /* of the answer; each has another one */
    bool asked;                 /* a question is under way */
    bool stale;                 /* recordings came or went since it was asked */
    uint64_t asked_at;          /* ms of the loop */
    uint64_t taken;             /* ms that the last answer took */
    bool open;
};

/* `changed` is called at each answer. *watch must not move in memory until the loop has ended. */
void summary_watch_open(struct summary_watch *watch, uv_loop_t *loop, struct account *account,
                        void (*changed)(void *context), void *context);
void summary_watch_close(struct summary_watch *watch);

/* Says the list that is wanted now; what is known of another one is dropped. `is_typed`: a filter is being typed, so
 * another list will be wanted soon, and it waits longer. To be called in each turn of the loop. */
void summary_watch_follow(struct summary_watch *watch, const struct list_query *query, bool is_typed);

/* Recordings came or went, or what is complete has changed. */
void summary_watch_is_stale(struct summary_watch *watch);

/* Whether the summary is known, and nothing has come or gone since it was asked for. */
bool summary_watch_is_current(const struct summary_watch *watch);

/* The summary of a list; NULL if it is not known yet. Valid until the next return to the loop. */
const struct list_summary *summary_watch_of(const struct summary_watch *watch,
                                            const struct list_query *query);

#endif

/* What is known of the shown list as a whole: asked for when the list has rested and again, now and then,
 * when recordings come or go. It waits for everything else. */
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
    uv_timer_t rest; /* until the list has rested long enough */
    bool follows;    /* a list: `query` */
    struct list_query query;
    struct list_summary *known; /* owned; NULL until the first answer for this list */
    uint64_t number;            /* another one for every answer */
    bool asked;
    bool stale;        /* something came or went since it was asked */
    uint64_t asked_at; /* ms of the loop */
    uint64_t taken;    /* ms that the last answer took */
    bool open;
};

/* *watch must stay where it is until the loop has ended. */
void summary_watch_open(struct summary_watch *watch, uv_loop_t *loop, struct account *account,
                        void (*changed)(void *context), void *context);
void summary_watch_close(struct summary_watch *watch);

/* This is the list that is wanted now; `is_typed`: the reader is about to want another one. What is known of
 * another list is forgotten, and not asked for any more. */
void summary_watch_follow(struct summary_watch *watch, const struct list_query *query, bool is_typed);

/* Recordings came or went, or what is complete has changed. */
void summary_watch_is_stale(struct summary_watch *watch);

/* Whether what is known of the list is of all that it has now: nothing came or went since. */
bool summary_watch_is_current(const struct summary_watch *watch);

/* What is known of a list; NULL if nothing is yet. Valid until the loop goes on. */
const struct list_summary *summary_watch_of(const struct summary_watch *watch,
                                            const struct list_query *query);

#endif

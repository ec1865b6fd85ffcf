/* What is known of the shown list as a whole: asked for when the list has rested and again, now and then,
 * when recordings come or go. It waits for everything else. */
#ifndef TUI_LIST_GLANCE_H
#define TUI_LIST_GLANCE_H

#include "model/account/account.h"
#include "model/query/overview.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct glance {
    struct account *account; /* not owned */
    void (*changed)(void *context);
    void *context;
    uv_timer_t rest; /* until the list has rested long enough */
    bool follows;    /* a list: `query` */
    struct list_query query;
    struct overview *known; /* owned; NULL until the first answer for this list */
    uint64_t number;        /* another one for every answer */
    bool asked;
    bool stale;        /* something came or went since it was asked */
    uint64_t asked_at; /* ms of the loop */
    uint64_t taken;    /* ms that the last answer took */
    bool open;
};

/* *glance must stay where it is until the loop has ended. */
void glance_open(struct glance *glance, uv_loop_t *loop, struct account *account,
                 void (*changed)(void *context), void *context);
void glance_close(struct glance *glance);

/* This is the list that is wanted now; `is_typed`: the reader is about to want another one. What is known of
 * another list is forgotten, and not asked for any more. */
void glance_follow(struct glance *glance, const struct list_query *query, bool is_typed);

/* Recordings came or went, or what is complete has changed. */
void glance_is_stale(struct glance *glance);

/* Whether what is known of the list is of all that it has now: nothing came or went since. */
bool glance_is_current(const struct glance *glance);

/* What is known of a list; NULL if nothing is yet. Valid until the loop goes on. */
const struct overview *glance_of(const struct glance *glance, const struct list_query *query);

#endif

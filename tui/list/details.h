/* The state of the details pane: how far it is scrolled, and what is known of the caller of the selected recording. All
 * calls and callbacks on the loop's thread. */
#ifndef TUI_LIST_DETAILS_H
#define TUI_LIST_DETAILS_H

#include "model/query/queries.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct details {
    struct queries *queries; /* not owned */
    void (*changed)(void *context);
    void *context;
    uv_timer_t rest; /* runs until the selection has not moved for a while */
    char *caller;    /* owned; of the selected recording, NULL if there is nothing to ask */
    bool known;      /* `summary` is of this caller */
    bool asked;      /* the question is under way */
    bool stale;      /* recordings came or went since it was asked */
    struct caller_summary summary;
    size_t scroll;
    size_t lines; /* as last drawn */
    bool open;
};

/* `changed` is called when there is more to show. *details must not move in memory until the loop has ended. */
void details_open(struct details *details, uv_loop_t *loop, struct queries *queries,
                  void (*changed)(void *context), void *context);
void details_close(struct details *details);

/* Whether the caller can be told from others; false for NULL, and for "anonymous" and the like. */
bool details_knows_caller(const char *caller);

/* Says the caller of the selected recording (NULL: none), and whether the details are shown; asks for what is known
 * of it after a while. To be called in each turn of the loop. */
void details_follow(struct details *details, const char *caller, bool shown);

/* The selection has moved: `changed` is called once it has not moved for a while, so that the details are not drawn
 * for each of many keys. */
void details_moved(struct details *details);

/* Recordings came or went. */
void details_rows_changed(struct details *details);

#endif

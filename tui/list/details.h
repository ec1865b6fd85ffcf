/* What the details pane remembers: how far it is scrolled and what is known of the caller of the selected
 * recording. */
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
    uv_timer_t rest; /* until the selection has rested long enough */
    char *caller;    /* owned; of the selected recording, NULL if it has none */
    bool known;      /* summary is of this caller */
    bool asked;
    bool stale; /* recordings came or went since it was asked */
    struct caller_summary summary;
    size_t scroll;
    size_t lines; /* as last drawn */
    bool open;
};

/* *details must stay where it is until the loop has ended. */
void details_open(struct details *details, uv_loop_t *loop, struct queries *queries,
                  void (*changed)(void *context), void *context);
void details_close(struct details *details);

/* Whether calls of this caller can be told from those of others: not those of "anonymous". */
bool details_knows_caller(const char *caller);

/* The selection stands on a recording of this caller (NULL: of none) and the details are shown, or not. */
void details_follow(struct details *details, const char *caller, bool shown);

/* The selection has moved: what it comes to rest on is told by `changed`. Where keys follow each other nobody
 * reads what is passed, and a slow line has no room for it. */
void details_moved(struct details *details);

/* Recordings came or went. */
void details_rows_changed(struct details *details);

#endif

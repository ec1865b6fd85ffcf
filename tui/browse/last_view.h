/* What was shown last, kept from one run to the next for `start = last`: one view, of the account that was
 * browsed last. */
#ifndef TUI_BROWSE_LAST_VIEW_H
#define TUI_BROWSE_LAST_VIEW_H

#include "model/query/list_sort.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"
#include "tui/input/prompt.h"

#include <stdbool.h>

enum { LAST_VIEW_FILE_SIZE = 2048, LAST_VIEW_NAME_SIZE = 512 };

/* Plain data. */
struct last_view {
    bool has_agent; /* else all agents */
    struct agent_reference agent;
    char filter[PROMPT_SIZE]; /* "" for none */
    struct list_sorting sorting;
    bool oldest_first;
    bool has_selected; /* a recording was, which the list was not followed from: of this agent */
    struct agent_reference of;
    int64_t call;
    int64_t place;                  /* where it stands in time, ticks */
    char file[LAST_VIEW_FILE_SIZE]; /* its name; "" for none */
    bool has_rank;                  /* where it stands in a list that is sorted: */
    int64_t length;                 /* ticks; TIMESTAMP_NONE for none */
    char name[LAST_VIEW_NAME_SIZE]; /* as in struct listed_recording; "" for none */
};

/* False, and all agents newest first, if there is none of that account. */
bool last_view_read(struct last_view *view, const char *account);

/* False with *failure filled if it cannot be written. Where no home is known nothing is kept. */
bool last_view_write(const struct last_view *view, const char *account, struct failure *failure);

#endif

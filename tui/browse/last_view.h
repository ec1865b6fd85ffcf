/* What was shown last, kept from one run to the next for `start = last`: one view, of the account that was
 * browsed last. */
#ifndef TUI_BROWSE_LAST_VIEW_H
#define TUI_BROWSE_LAST_VIEW_H

#include "net/base/failure.h"
#include "tui/browse/view_lines.h"

#include <stdbool.h>

enum { LAST_VIEW_FILE_SIZE = 2048, LAST_VIEW_NAME_SIZE = 512 };

/* Plain data. */
struct last_view {
    struct view_lines shown;
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

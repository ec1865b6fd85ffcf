/* The last view, kept in a file of state for `start = last`: one view only, of the account that was browsed last. */
#ifndef TUI_BROWSE_LAST_VIEW_H
#define TUI_BROWSE_LAST_VIEW_H

#include "net/base/failure.h"
#include "tui/browse/view_lines.h"

#include <stdbool.h>

enum { LAST_VIEW_FILE_SIZE = 2048, LAST_VIEW_NAME_SIZE = 512 };

/* Plain data. */
struct last_view {
    struct view_lines shown;
    bool has_selected; /* the following recording was selected, and the list not followed at its start */
    struct agent_reference of; /* its agent */
    int64_t call;
    int64_t place;                  /* as in struct listed_recording, ticks */
    char file[LAST_VIEW_FILE_SIZE]; /* its file name; "" for none */
    bool has_rank;  /* `length` and `name` are set: its place in a list that is sorted by them */
    int64_t length; /* ticks; TIMESTAMP_NONE for none */
    char name[LAST_VIEW_NAME_SIZE]; /* as in struct listed_recording; "" for none */
};

/* False if there is none of that account; *view is zeroed then. `account` is its label, as below. */
bool last_view_read(struct last_view *view, const char *account);

/* False with *failure filled. Nothing is written, and it returns true, if there is no folder of state. */
bool last_view_write(const struct last_view *view, const char *account, struct failure *failure);

#endif

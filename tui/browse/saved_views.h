/* Searches that the user has saved under names (agent, filter, order), for each account, in a file of state that can
 * be edited by hand: lines that are not understood stay. Several programs may change it at once. Blocks. */
#ifndef TUI_BROWSE_SAVED_VIEWS_H
#define TUI_BROWSE_SAVED_VIEWS_H

#include "net/base/failure.h"
#include "tui/browse/view_lines.h"

#include <stdbool.h>
#include <stddef.h>

/* Plain data. */
struct saved_view {
    char name[PROMPT_SIZE];
    struct view_lines shown;
};

struct saved_views {
    struct saved_view *views; /* owned, in the order in which they were saved */
    size_t count;
    size_t capacity;
};

/* Adds the searches of the account, and those that name no account. *views is zeroed at first. `account` is a label,
 * as below. */
void saved_views_read(struct saved_views *views, const char *account);
void saved_views_clear(struct saved_views *views);

/* The search of that name; NULL if there is none. */
const struct saved_view *saved_views_find(const struct saved_views *views, const char *name);

/* A name that was typed, without blanks around it; NULL if nothing is left. The caller frees. */
char *saved_views_name(const char *typed);

/* Adds a search, or replaces the one of that name; removes one; renames one, to a name that no other has. False with
 * *failure filled. */
bool saved_views_put(const char *account, const struct saved_view *view, struct failure *failure);
bool saved_views_remove(const char *account, const char *name, struct failure *failure);
bool saved_views_rename(const char *account, const char *name, const char *to, struct failure *failure);

#endif

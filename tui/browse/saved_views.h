/* Searches that the user has saved under names: agent, filter and order, of each account, in a file of lines that can be
 * edited by hand; what is not understood in it stays. Several programs may change it at once. */
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

/* Those of the account, and those that name none. */
void saved_views_read(struct saved_views *views, const char *account);
void saved_views_clear(struct saved_views *views);

/* NULL if there is none of that name. */
const struct saved_view *saved_views_find(const struct saved_views *views, const char *name);

/* The name without blanks around it; NULL if it is none. The caller frees. */
char *saved_views_name(const char *typed);

/* Adds one, or puts it in the place of the one of that name; takes one out; gives it another name, which none has. False
 * with *failure filled if that cannot be written. */
bool saved_views_put(const char *account, const struct saved_view *view, struct failure *failure);
bool saved_views_remove(const char *account, const char *name, struct failure *failure);
bool saved_views_rename(const char *account, const char *name, const char *to, struct failure *failure);

#endif

/* Putting a list aside while another one is shown in its place, and going back to it. */
#ifndef TUI_LIST_RECORDING_LIST_SHELF_H
#define TUI_LIST_RECORDING_LIST_SHELF_H

#include "tui/list/recording_list.h"

/* A list that was put aside, as it was. Empty when zeroed. */
struct list_shelf {
    struct list_query shown;
    struct page *page; /* owned */
    size_t selected;
    size_t top;
    enum list_place place;
    struct recording_key kept;
    struct recording_key newest;
    bool has_newest;
    size_t new_rows;
    uint64_t count;
    bool counted;
    bool touched;
    bool at_time;
    int64_t time;
};

/* Shows another list at the recording that is selected, and puts this one on the shelf as it is. */
void list_put_aside(struct recording_list *list, struct list_shelf *shelf, const struct list_query *query);

/* Shows what is on the shelf at once, and then what `query`, which is for the same list, finds there by now.
 */
void list_take_back(struct recording_list *list, struct list_shelf *shelf, const struct list_query *query);
void list_shelf_clear(struct list_shelf *shelf);

#endif

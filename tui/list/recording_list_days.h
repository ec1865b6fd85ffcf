/* Moving by days in a list: to the first row of a day, where its date stands; within the page, or else by reading the
 * list at a time. */
#ifndef TUI_LIST_RECORDING_LIST_DAYS_H
#define TUI_LIST_RECORDING_LIST_DAYS_H

#include "tui/list/recording_list.h"

/* What came of list_move_day. */
enum list_day {
    LIST_DAY_FOUND,
    LIST_DAY_ASKED, /* it is selected as soon as it has been read */
    LIST_DAY_NONE,
};

/* Selects the first row of the next day with recordings, later (1) or earlier (-1); days are of UTC or local time.
 * Fills *border with what lies between. */
enum list_day list_move_day(struct recording_list *list, int direction, bool utc, struct list_border *border);

/* Whether the row is the first one of its day: it started on another day than the nearest row above it in the page
 * that has a start. */
bool list_begins_day(const struct page *page, size_t row, bool utc);

/* To be called when the list has changed: continues a movement that was waiting. */
void list_finish_days(struct recording_list *list);

#endif

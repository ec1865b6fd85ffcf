/* Going through the days of a list: to the row with which a day begins in the list, where its date stands.
 * Within what has been read, or by time. */
#ifndef TUI_LIST_RECORDING_LIST_DAYS_H
#define TUI_LIST_RECORDING_LIST_DAYS_H

#include "tui/list/recording_list.h"

/* Goes to the next day (of UTC or local time) with recordings, later or, with direction -1, earlier: to the
 * first of its rows in the list. */
enum list_day {
    LIST_DAY_FOUND,
    LIST_DAY_ASKED, /* it is shown as soon as it has been read */
    LIST_DAY_NONE,
};

enum list_day list_move_day(struct recording_list *list, int direction, bool utc, struct list_border *border);

/* Whether a day begins with the row, as far as the page goes up: its start is of another one than that of the nearest
 * row above that has any. */
bool list_begins_day(const struct page *page, size_t row, bool utc);

/* To be called when the list has changed: goes on with what was on its way. */
void list_finish_days(struct recording_list *list);

#endif

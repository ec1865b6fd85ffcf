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

/* To be called when the list has changed: goes on with what was on its way. */
void list_finish_days(struct recording_list *list);

#endif

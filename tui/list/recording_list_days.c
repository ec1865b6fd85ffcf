#include "tui/list/recording_list_days.h"

#include "model/time/timestamp.h"
#include "tui/words/moment.h"

static int64_t started(const struct recording_list *list, size_t row)
{
    return list->page->rows[row].recording.started;
}

static int64_t day_of(const struct recording_list *list, size_t row, bool utc)
{
    return moment_day_number(started(list, row), utc);
}

/* The next row with a time, in a direction of time; the number of rows if there is none. */
static size_t next_row(const struct recording_list *list, size_t row, int direction)
{
    bool is_down = (direction > 0) == list->shown.oldest_first;
    size_t count = list->page->count;
    do {
        row = is_down ? row + 1 : row == 0 ? count : row - 1;
    } while (row < count && started(list, row) == TIMESTAMP_NONE);
    return row;
}

bool list_begins_day(const struct page *page, size_t row, bool utc)
{
    const struct listed_recording *rows = page->rows;
    size_t above = row;
    while (above > 0 && rows[above - 1].recording.started == TIMESTAMP_NONE)
        above--;
    return rows[row].recording.started != TIMESTAMP_NONE &&
           (above == 0 || moment_day_number(rows[row].recording.started, utc) !=
                              moment_day_number(rows[above - 1].recording.started, utc));
}

/* The first row, from one on, of a day beyond another one; the number of rows if there is none. */
static size_t find_beyond(const struct recording_list *list, size_t row, const struct list_days *days)
{
    for (; row < list->page->count; row = next_row(list, row, days->direction)) {
        int64_t day = started(list, row) == TIMESTAMP_NONE ? days->from : day_of(list, row, days->utc);
        bool is_beyond = days->direction > 0 ? day > days->from : day < days->from;
        if (is_beyond)
            break;
    }
    return row;
}

/* Selects a row; one that was not on the screen comes into its middle. */
static void select_row(struct recording_list *list, size_t row)
{
    bool is_seen = row >= list->top && row < list->top + list->height;
    list_move(list, (int64_t)row - (int64_t)list->selected);
    if (!is_seen)
        list->top = row > list->height / 2 ? row - list->height / 2 : 0;
    list_set_height(list, (int)list->height); /* fills the screen */
}

/* Asks for the list at a time; `is_sought`: there the days go on. */
static void ask(struct recording_list *list, int64_t time, bool is_sought)
{
    const struct list_query query = list->wanted;
    const struct list_days days = list->days;
    list_show_time(list, &query, time);
    list->days = days;
    list->days.is_sought = is_sought;
}

/* Selects the first row of the list that is of the same day as a row of the page. */
static enum list_day select_day(struct recording_list *list, size_t row, bool utc)
{
    int64_t time = started(list, row), day = day_of(list, row, utc);
    size_t count = list->page->count, above = row;
    int up = list->shown.oldest_first ? -1 : 1; /* in time */
    for (; above < count && day_of(list, above, utc) == day; above = next_row(list, row, up))
        row = above;
    if (above < count || !list->page->more_above) {
        select_row(list, row);
        return LIST_DAY_FOUND;
    }
    list->days.from = day - 1;
    list->days.direction = 1;
    bool is_above = list->shown.oldest_first; /* what is found by the time is the row above the day */
    ask(list, moment_day_begin(time, utc, is_above ? 0 : 1) - 1, is_above);
    return LIST_DAY_ASKED;
}

/* Whether recordings may be missing between two rows, the second one in a direction of time from the first
 * one or the number of rows. What has no start lies between them, too. */
static bool crosses_gap(const struct recording_list *list, size_t from, size_t to, int direction)
{
    bool is_down = (direction > 0) == list->shown.oldest_first;
    size_t count = list->page->count, newer = list->shown.oldest_first; /* of two neighbours, that is */
    size_t row = is_down ? from + newer : to < count ? to + newer : 0, end = (is_down ? to : from) + newer;
    while (row < end && row < count && !list->page->rows[row].gap_before)
        row++;
    return row < end && row < count;
}

enum list_day list_move_day(struct recording_list *list, int direction, bool utc, struct list_border *border)
{
    *border = (struct list_border){false, TIMESTAMP_NONE};
    if (list_is_waiting(list)) {
        list->days.pending += direction;
        list->days.utc = utc;
        return LIST_DAY_ASKED;
    }
    list->days.border = *border;
    if (list_selected(list) == NULL)
        return LIST_DAY_NONE;
    size_t from = list->selected;
    if (started(list, from) == TIMESTAMP_NONE)
        from = next_row(list, from, direction);
    if (from >= list->page->count)
        return LIST_DAY_NONE;
    list->days.from = day_of(list, from, utc);
    list->days.direction = direction;
    list->days.utc = utc;
    size_t row = find_beyond(list, from, &list->days);
    bool is_down = (direction > 0) == list->shown.oldest_first, is_read = row < list->page->count;
    border->time = moment_day_begin(started(list, from), utc, direction > 0 ? 1 : 0) - 1;
    border->has_gap = crosses_gap(list, from, row, direction);
    list->days.border = *border;
    if (!is_read && !(is_down ? list->page->more_below : list->page->more_above))
        return LIST_DAY_NONE;
    bool follows = border->has_gap && direction < 0 && !list->shown.oldest_first;
    if (is_read && !follows)
        return select_day(list, row, utc);
    ask(list, border->time, !follows);
    return LIST_DAY_ASKED;
}

static void finish(struct recording_list *list)
{
    struct list_border border;
    if (list->days.is_sought) {
        list->days.is_sought = false;
        size_t row = find_beyond(list, list->selected, &list->days);
        if (row >= list->page->count) {
            list->days.none = list->days.direction;
            row = list->selected;
        }
        if (started(list, row) != TIMESTAMP_NONE && select_day(list, row, list->days.utc) == LIST_DAY_ASKED)
            return;
    }
    while (list->days.pending != 0 && !list_is_waiting(list)) {
        int direction = list->days.pending > 0 ? 1 : -1;
        list->days.pending -= direction;
        if (list_move_day(list, direction, list->days.utc, &border) == LIST_DAY_NONE) {
            list->days.pending = 0;
            list->days.none = direction;
        }
    }
}

void list_finish_days(struct recording_list *list)
{
    int64_t pending = list->pending;
    bool is_pending = list->days.is_sought || list->days.pending != 0;
    if (!is_pending || list_is_waiting(list) || list->failure.kind != FAILURE_NONE)
        return;
    list->pending = 0;
    finish(list);
    if (pending != 0)
        list_move(list, pending);
}

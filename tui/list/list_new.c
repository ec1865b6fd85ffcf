#include "tui/list/list_new.h"

static size_t rows_of(const struct recording_list *list)
{
    return list->page == NULL ? 0 : list->page->count;
}

/* Remembers the first ones of the list, all of a page, as seen. */
static void remember_seen(struct recording_list *list, const struct page *page)
{
    list->seen_count = page->count < LIST_NEW_MOST ? page->count : LIST_NEW_MOST;
    for (size_t i = 0; i < list->seen_count; i++)
        recording_key_set(&list->seen[i], &page->rows[i]);
    list->has_newest = page->count > 0;
    list->new_rows = 0;
}

/* Does so if the first of the list is on the screen. */
void list_new_see(struct recording_list *list)
{
    if (rows_of(list) == 0 || list->page->more_above || list->top > 0)
        return;
    remember_seen(list, list->page);
    list->newest_wanted = false;
}

static bool is_seen(const struct recording_list *list, const struct listed_recording *row)
{
    size_t i = 0;
    while (i < list->seen_count && !recording_key_matches(&list->seen[i], row))
        i++;
    return i < list->seen_count;
}

/* Whether a row stands above what is on the screen, where the newest come first. */
static bool is_above(const struct recording_list *list, const struct listed_recording *row)
{
    if (rows_of(list) == 0)
        return false;
    const struct listed_recording *top = &list->page->rows[list->top];
    if (row->place != top->place)
        return row->place > top->place;
    return row->recording.queue_call_id > top->recording.queue_call_id;
}

/* Counts what came in above the reader since the top was seen, by a page that starts at the top of the list: of what
 * is not remembered, as far down as anything is. */
void list_new_count(struct recording_list *list, const struct page *top_page)
{
    size_t count = 0, counted = 0;
    bool any_seen = false;
    for (size_t i = 0; i < top_page->count; i++) {
        if (is_seen(list, &top_page->rows[i])) {
            any_seen = true;
            counted = count;
        } else {
            count += is_above(list, &top_page->rows[i]);
        }
    }
    list->new_rows = any_seen ? counted : LIST_NEW_MOST;
    if (!any_seen &&
        !top_page->more_below) /* those that were seen are gone: nothing can be said but from now on */
        remember_seen(list, top_page);
}

void list_new_update(struct recording_list *list)
{
    bool counts = !list->shown.oldest_first && list->has_newest && rows_of(list) > 0;
    if (!counts)
        list->new_rows = 0;
    else if (!list->page->more_above)
        list_new_count(list, list->page);
    else if (list->asked_stale)
        list->newest_wanted = true;
    if (!list->shown.oldest_first)
        list_new_see(list);
}

void list_new_clear(struct recording_list *list)
{
    for (size_t i = 0; i < LIST_NEW_MOST; i++)
        recording_key_clear(&list->seen[i]);
}

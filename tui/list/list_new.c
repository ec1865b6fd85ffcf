#include "tui/list/list_new.h"

void list_new_clear(struct list_new *news)
{
    for (size_t i = 0; i < LIST_NEW_MOST; i++)
        recording_key_clear(&news->seen[i]);
    news->count = 0;
    news->is_known = false;
}

void list_new_see(struct list_new *news, const struct page *page)
{
    news->count = page->count < LIST_NEW_MOST ? page->count : LIST_NEW_MOST;
    for (size_t i = 0; i < news->count; i++)
        recording_key_set(&news->seen[i], &page->rows[i]);
    news->is_known = page->count > 0;
}

static bool is_seen(const struct list_new *news, const struct listed_recording *row)
{
    size_t i = 0;
    while (i < news->count && !recording_key_matches(&news->seen[i], row))
        i++;
    return i < news->count;
}

static bool is_above(const struct listed_recording *row, const struct listed_recording *top)
{
    if (top == NULL || row->place == top->place)
        return top != NULL && row->recording.queue_call_id > top->recording.queue_call_id;
    return row->place > top->place;
}

/* Of what is not remembered, as far down as anything is. */
size_t list_new_count(struct list_new *news, const struct page *page, const struct listed_recording *top)
{
    size_t above = 0, counted = 0;
    bool any_seen = false;
    for (size_t i = 0; i < page->count; i++) {
        if (is_seen(news, &page->rows[i])) {
            any_seen = true;
            counted = above;
        } else {
            above += is_above(&page->rows[i], top);
        }
    }
    if (any_seen)
        return counted;
    if (page->more_below)
        return LIST_NEW_MOST;
    list_new_see(news, page); /* those that were seen are gone: nothing can be said but from now on */
    return 0;
}

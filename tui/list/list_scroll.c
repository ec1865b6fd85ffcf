#include "tui/list/list_scroll.h"

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* Whether what is shown is what the reader gets. A list that is followed at its start goes on from the selection
 * when what is read comes. */
static bool hold(struct recording_list *list)
{
    if (!list_is_waiting(list))
        return true;
    if (list->urgent || list->touched || list->asked_place != LIST_AT_FIRST ||
        !list_query_is_equal(&list->asked_query, &list->shown))
        return false;
    list->asked_place = LIST_AT_SELECTED;
    return true;
}

bool list_scroll(struct recording_list *list, int64_t lines)
{
    int64_t count = list->page == NULL ? 0 : (int64_t)list->page->count, height = (int64_t)list->height;
    int64_t selected = (int64_t)list->selected;
    if (count <= height || height == 0)
        return false;
    int64_t top = clamp((int64_t)list->top + lines, 0, count - height);
    if (top == (int64_t)list->top || !hold(list))
        return false;
    list->top = (size_t)top;
    list_move(list, clamp(selected, top, top + height - 1) - selected);
    return true;
}

bool list_select(struct recording_list *list, size_t row)
{
    if (list->page == NULL || row >= list->page->count || !hold(list))
        return false;
    list_move(list, (int64_t)row - (int64_t)list->selected);
    return true;
}

#include "tui/list/recording_list_shelf.h"

#include <string.h>

/* Nothing that was asked is answered any more. Returns where the list was to be shown. */
static enum list_place drop_questions(struct recording_list *list)
{
    enum list_place place = list->urgent                       ? list->place
                            : list->asked == LIST_ASKED_WINDOW ? list->asked_place
                                                               : LIST_AT_SELECTED;
    list->source->cancel(list->account, QUERY_PAGE);
    list->source->cancel(list->account, QUERY_COUNT);
    list->asked = LIST_ASKED_NOTHING;
    list->count_asked = list->count_stale = list->newest_wanted = false;
    list->pending = 0;
    return place;
}

static void take_key(struct recording_key *to, struct recording_key *from)
{
    recording_key_clear(to);
    *to = *from;
    memset(from, 0, sizeof *from);
}

void list_put_aside(struct recording_list *list, struct list_shelf *shelf, const struct list_query *query)
{
    const struct listed_recording *selected = list_selected(list);
    shelf->place = drop_questions(list);
    take_key(&shelf->kept, &list->kept);
    take_key(&shelf->newest, &list->newest);
    if (selected != NULL)
        recording_key_set(&list->kept, selected);
    page_free(&shelf->page);
    shelf->page = list->page;
    shelf->shown = list->shown;
    shelf->selected = list->selected;
    shelf->top = list->top;
    shelf->count = list->count;
    shelf->counted = list->counted;
    shelf->has_newest = list->has_newest;
    shelf->new_rows = list->new_rows;
    shelf->touched = list->touched;
    shelf->at_time = list->at_time;
    shelf->time = list->time;
    list->page = NULL;
    list->selected = list->top = list->new_rows = 0;
    list->has_newest = list->counted = false;
    list->shown = *query;
    list_show(list, query, LIST_AT_KEPT);
    list->touched = true;
    list->filling = list->filling_ended = false;
}

void list_take_back(struct recording_list *list, struct list_shelf *shelf, const struct list_query *query)
{
    drop_questions(list);
    take_key(&list->kept, &shelf->kept);
    take_key(&list->newest, &shelf->newest);
    page_free(&list->page);
    list->page = shelf->page;
    shelf->page = NULL;
    list->shown = shelf->shown;
    list->selected = shelf->selected;
    list->top = shelf->top;
    list->count = shelf->count;
    list->counted = shelf->counted;
    list->has_newest = shelf->has_newest;
    list->new_rows = shelf->new_rows;
    list->failure.kind = FAILURE_NONE;
    list_set_height(list, (int)list->height); /* it may have changed */
    list_show(list, query, shelf->place);     /* as may have what is in the archive */
    list->stale = true;
    list->touched = shelf->touched;
    list->at_time = shelf->at_time;
    list->time = shelf->time;
}

void list_shelf_clear(struct list_shelf *shelf)
{
    page_free(&shelf->page);
    recording_key_clear(&shelf->kept);
    recording_key_clear(&shelf->newest);
}

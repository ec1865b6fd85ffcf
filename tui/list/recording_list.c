#include "tui/list/recording_list.h"

#include "tui/draw/scroll.h"

#include <string.h>

enum {
    PACE = 50,        /* ms between two readings of what changed by itself */
    COUNT_PACE = 200, /* the same for counting */
    SCREENS_READ = 4, /* on each side of the selection */
    SCREENS_LEFT = 2, /* fewer are left: read again */
    LEAST_HEIGHT = 10,
};

static size_t row_count(const struct recording_list *list)
{
    return list->page == NULL ? 0 : list->page->count;
}

const struct listed_recording *list_selected(const struct recording_list *list)
{
    return list->selected < row_count(list) ? &list->page->rows[list->selected] : NULL;
}

bool list_is_empty(const struct recording_list *list)
{
    return list->page != NULL && list->page->count == 0;
}

/* The row of a page with that key; the number of rows if there is none. */
static size_t find_row(const struct page *page, const struct recording_key *key)
{
    size_t row = 0;
    while (row < page->count && !recording_key_matches(key, &page->rows[row]))
        row++;
    return row;
}

/* Brings the selection into the page and onto the screen; the screen is filled where there are rows for it.
 */
static void settle(struct recording_list *list)
{
    size_t count = row_count(list);
    if (count == 0) {
        list->selected = list->top = 0;
        return;
    }
    if (list->selected >= count)
        list->selected = count - 1;
    list->top = scroll_top(list->top, list->selected, count, list->height);
}

static void count_new(struct recording_list *list, const struct page *top_page)
{
    const struct listed_recording *top = row_count(list) == 0 ? NULL : &list->page->rows[list->top];
    list->new_rows = list_new_count(&list->news, top_page, top);
}

/* Remembers the first ones of the list as seen if they are on the screen. */
static void see_newest(struct recording_list *list)
{
    if (row_count(list) == 0 || list->page->more_above || list->top > 0)
        return;
    list_new_see(&list->news, list->page);
    list->newest_wanted = false;
    list->new_rows = 0;
}

static void update_badge(struct recording_list *list)
{
    bool counts = list_query_is_newest_first(&list->shown) && list->news.is_known && row_count(list) > 0;
    if (!counts)
        list->new_rows = 0;
    else if (!list->page->more_above)
        count_new(list, list->page);
    else if (list->asked_stale)
        list->newest_wanted = true;
    if (list_query_is_newest_first(&list->shown))
        see_newest(list);
}

/* Where the selection stands in the page that takes the place of the present one. */
static size_t place_selection(const struct recording_list *list, const struct page *page)
{
    const struct listed_recording *selected = list_selected(list);
    size_t place = page->anchor;
    if (list->asked_place == LIST_AT_FIRST)
        return 0;
    if (list->asked_place == LIST_AT_LAST)
        return page->count == 0 ? 0 : page->count - 1;
    if (list->asked_place == LIST_AT_SELECTED && selected != NULL) {
        struct recording_key key = {0};
        recording_key_set(&key, selected);
        size_t row = find_row(page, &key);
        recording_key_clear(&key);
        if (row < page->count)
            return row;
    }
    return place < page->count ? place : page->count == 0 ? 0 : page->count - 1;
}

bool list_is_waiting(const struct recording_list *list)
{
    bool goes_elsewhere = list->asked_place != LIST_AT_SELECTED || list->page == NULL ||
                          !list_query_is_equal(&list->shown, &list->asked_query);
    return list->urgent || (list->asked == LIST_ASKED_WINDOW && goes_elsewhere);
}

/* The number of matches comes with the page, or is to be asked for. */
static void take_count(struct recording_list *list, const struct page *page)
{
    list->count_stale = list_query_is_narrowed(&list->shown) && !page->counted;
    if (!page->counted)
        return;
    if (list->count_asked) /* the answer would be older */
        list->source->cancel(list->queries, QUERY_COUNT);
    list->count_asked = false;
    list->count = page->matches;
    list->counted = true;
}

/* A list that nobody has moved in stays at its start, where the newest come in. */
static void follow(struct recording_list *list)
{
    if (list->touched || list->at_time || list->asked_place != LIST_AT_SELECTED)
        return;
    list->selected = list->top = 0;
    if (list->page->more_above) { /* more has come in than was read */
        list->place = LIST_AT_FIRST;
        list->stale = true;
    }
}

/* Shows an answer in place of the page that is shown. */
static void install(struct recording_list *list, struct page *page)
{
    size_t offset = list->selected - list->top;
    bool is_first = list->page == NULL,
         other = is_first || !list_query_is_equal(&list->shown, &list->asked_query);
    size_t selected = place_selection(list, page);
    page_free(&list->page);
    list->page = page;
    list->shown = list->asked_query;
    list->selected = selected;
    list->top = selected > offset ? selected - offset : 0;
    if (list->asked_place == LIST_AT_FIRST)
        list->top = 0;
    if (list->asked_place == LIST_AT_TIME || (is_first && list->asked_place == LIST_AT_KEPT))
        list->top = selected > list->height / 2 ? selected - list->height / 2 : 0;
    follow(list);
    settle(list);
    list->read_ahead = is_first;
    if (other) {
        list->counted = list->news.is_known = false;
        list->new_rows = 0;
    }
    take_count(list, page);
    update_badge(list);
    if (list_selected(list) == NULL)
        list->days = (struct list_days){0};
    int64_t pending = list->pending;
    if (pending == 0 || list->days.is_sought || list->days.pending != 0) /* else list_finish_days moves */
        return;
    list->pending = 0;
    list_move(list, pending);
}

static void on_window(void *context, struct page *page, const struct failure *failure)
{
    struct recording_list *list = context;
    list->asked = LIST_ASKED_NOTHING;
    list->failure.kind = FAILURE_NONE;
    if (page != NULL)
        install(list, page);
    else
        list->failure = *failure;
    list->changed(list->context);
}

static void on_newest(void *context, struct page *page, const struct failure *failure)
{
    struct recording_list *list = context;
    (void)failure; /* a badge that is missing harms nobody */
    list->asked = LIST_ASKED_NOTHING;
    if (page == NULL)
        return;
    if (list->news.is_known && list_query_is_equal(&list->shown, &list->asked_query)) {
        count_new(list, page);
        list->changed(list->context);
    }
    page_free(&page);
}

static void on_count(void *context, uint64_t count, const struct failure *failure)
{
    struct recording_list *list = context;
    list->count_asked = false;
    if (failure != NULL && failure->kind != FAILURE_NONE)
        return;
    list->count = count;
    list->counted = true;
    list->changed(list->context);
}

static unsigned rows_to_read(const struct recording_list *list)
{
    size_t height = list->height < LEAST_HEIGHT ? LEAST_HEIGHT : list->height;
    return (unsigned)(height * SCREENS_READ);
}

/* Where the next page is wanted: a list that fills is followed until the reader moves. */
static enum list_place wanted_place(const struct recording_list *list)
{
    const struct listed_recording *selected = list_selected(list);
    if (list->place == LIST_AT_KEPT && list->kept.agent == PAGE_ALL_AGENTS)
        return LIST_AT_FIRST; /* there was nothing to be kept */
    if (list->place != LIST_AT_SELECTED)
        return list->place;
    if (list->at_time && (list->filling || selected == NULL))
        return LIST_AT_TIME;
    bool follows = !list->touched && list->filling;
    return follows || selected == NULL ? LIST_AT_FIRST : LIST_AT_SELECTED;
}

/* Asks for the page around the place that is wanted. */
static void ask_window(struct recording_list *list)
{
    static const enum page_anchor anchors[] = {[LIST_AT_SELECTED] = PAGE_AT,
                                               [LIST_AT_FIRST] = PAGE_FIRST,
                                               [LIST_AT_LAST] = PAGE_LAST,
                                               [LIST_AT_KEPT] = PAGE_AT,
                                               [LIST_AT_TIME] = PAGE_AT_TIME};
    struct page_request request = {
        .query = list->wanted, .before = rows_to_read(list), .after = rows_to_read(list), .time = list->time};
    const struct listed_recording *selected = list_selected(list);
    enum list_place place = wanted_place(list);
    request.anchor = anchors[place];
    if (place == LIST_AT_KEPT)
        request.key = list->kept;
    else if (place == LIST_AT_SELECTED)
        recording_key_set(&request.key, selected);
    if (place == LIST_AT_FIRST || place == LIST_AT_LAST)
        request.before = 0; /* the list has one side only */
    if (place == LIST_AT_FIRST && list->page == NULL)
        request.after /= SCREENS_READ; /* a screen of rows is there soonest; more are read behind it */
    list->asked = LIST_ASKED_WINDOW;
    list->asked_place = place;
    list->asked_query = list->wanted;
    list->asked_at = uv_now(list->pace->loop);
    list->place = LIST_AT_SELECTED;
    list->asked_stale = list->stale;
    list->urgent = list->stale = list->read_ahead = false;
    list->source->page(list->queries, &request, on_window, list);
    if (place == LIST_AT_SELECTED)
        recording_key_clear(&request.key);
}

static void ask_newest(struct recording_list *list)
{
    struct page_request request = {.query = list->shown, .anchor = PAGE_FIRST, .after = LIST_NEW_MOST};
    list->asked = LIST_ASKED_NEWEST;
    list->asked_query = list->shown;
    list->asked_at = uv_now(list->pace->loop);
    list->newest_wanted = false;
    list->source->page(list->queries, &request, on_newest, list);
}

static void on_pace(uv_timer_t *timer)
{
    (void)timer; /* it only wakes the loop, which thinks before it sleeps again */
}

/* True if `interval` ms have passed since `last`; else the loop is woken when they have. */
static bool is_due(struct recording_list *list, uint64_t last, uint64_t interval)
{
    uint64_t now = uv_now(list->pace->loop);
    if (now >= last + interval)
        return true;
    uint64_t wait = last + interval - now;
    if (!uv_is_active((uv_handle_t *)list->pace) || uv_timer_get_due_in(list->pace) > wait)
        uv_timer_start(list->pace, on_pace, wait, 0);
    return false;
}

static bool runs_short(const struct recording_list *list)
{
    size_t margin = list->height * SCREENS_LEFT;
    if (!list->read_ahead || list->page == NULL)
        return false;
    return (list->page->more_above && list->top < margin) ||
           (list->page->more_below && list->top + list->height + margin > list->page->count);
}

bool list_is_counted(const struct recording_list *list)
{
    bool is_read = !list->stale && !(list->asked == LIST_ASKED_WINDOW && list->asked_stale);
    return is_read && list->counted && !list->count_stale && !list->count_asked;
}

static void think_of_count(struct recording_list *list)
{
    if (list->page == NULL || !list_query_is_equal(&list->shown, &list->wanted) || !list->count_stale ||
        list->count_asked)
        return;
    if (list->counted && !is_due(list, list->count_asked_at, COUNT_PACE))
        return;
    list->count_stale = false;
    list->count_asked = true;
    list->count_asked_at = uv_now(list->pace->loop);
    list->source->count(list->queries, &list->shown, on_count, list);
}

void list_think(struct recording_list *list)
{
    bool waiting = list->asked == LIST_ASKED_WINDOW;
    uint64_t pace = row_count(list) == 0 ? 0 : PACE; /* the first rows are shown at once */
    if (list->urgent ||
        (!waiting && (runs_short(list) || (list->stale && is_due(list, list->asked_at, pace)))))
        ask_window(list);
    else if (list->asked == LIST_ASKED_NOTHING && list->newest_wanted && is_due(list, list->asked_at, PACE))
        ask_newest(list);
    if (list->filling_ended && list->asked == LIST_ASKED_NOTHING && !list->stale)
        list->filling = list->filling_ended = false;
    think_of_count(list);
}

void list_show(struct recording_list *list, const struct list_query *query, enum list_place place)
{
    if (!list_query_is_equal(&list->wanted, query)) {
        list->source->cancel(list->queries, QUERY_COUNT);
        list->count_asked = list->count_stale = false;
    }
    if (query->agent != list->wanted.agent)
        list->touched = list->filling = list->filling_ended = false;
    list->wanted = *query;
    list->place = place;
    list->urgent = true;
    list->at_time = false;
    list->pending = 0;
    list->days = (struct list_days){0};
}

void list_show_time(struct recording_list *list, const struct list_query *query, int64_t time)
{
    list_show(list, query, LIST_AT_TIME);
    list->time = time;
    list->at_time = list->touched = true;
}

void list_show_at(struct recording_list *list, const struct list_query *query,
                  const struct listed_recording *recording)
{
    recording_key_set(&list->kept, recording);
    list->shown = *query;
    list_show(list, query, LIST_AT_KEPT);
    list->touched = true;
}

static void drop_questions(struct recording_list *list)
{
    list->source->cancel(list->queries, QUERY_PAGE);
    list->source->cancel(list->queries, QUERY_COUNT);
    list->asked = LIST_ASKED_NOTHING;
    list->count_asked = list->newest_wanted = false;
}

void list_leave(struct recording_list *list)
{
    if (!list->urgent && list->asked == LIST_ASKED_WINDOW)
        list->place = list->asked_place;
    drop_questions(list);
    list->urgent = list->stale = true;
    list->pending = 0;
    list->days = (struct list_days){0};
}

void list_return(struct recording_list *list, const struct list_query *query)
{
    list->wanted = *query;
}

void list_keep(struct recording_list *list)
{
    const struct listed_recording *selected = list_selected(list);
    if (list->page == NULL) /* what it is to begin with stays */
        return;
    recording_key_clear(&list->kept);
    if (selected != NULL)
        recording_key_set(&list->kept, selected);
}

void list_set_filling(struct recording_list *list, bool filling)
{
    list->filling_ended = list->filling && !filling;
    list->filling = list->filling || filling;
}

void list_set_height(struct recording_list *list, int height)
{
    list->height = height > 0 ? (size_t)height : 0;
    settle(list);
    list->read_ahead = true;
}

void list_rows_changed(struct recording_list *list)
{
    list->stale = true;
}

void list_touch(struct recording_list *list)
{
    list->touched = true;
    if (!list->urgent) /* it is not followed any more */
        list->place = LIST_AT_SELECTED;
}

bool list_move(struct recording_list *list, int64_t lines)
{
    size_t before = list->selected, top = list->top;
    list_touch(list);
    list->at_time = false;
    if (list_is_waiting(list)) {
        list->pending += lines;
        return false;
    }
    if (row_count(list) == 0)
        return false;
    int64_t last = (int64_t)list->page->count - 1, target = (int64_t)list->selected + lines;
    list->pending = 0;
    if (target > last && list->page->more_below)
        list->pending = target - last;
    if (target < 0 && list->page->more_above)
        list->pending = target;
    list->selected = (size_t)(target < 0 ? 0 : target > last ? last : target);
    settle(list);
    list->read_ahead = true;
    if (list_query_is_newest_first(&list->shown))
        see_newest(list);
    return list->selected != before || list->top != top;
}

static bool go_to_end(struct recording_list *list, enum list_place end, bool is_read, int64_t lines)
{
    list->touched = true;
    list->at_time = false;
    list->pending = 0;
    list->days = (struct list_days){0};
    if (is_read && !list_is_waiting(list))
        return list_move(list, lines);
    list->place = end;
    list->urgent = true;
    return false;
}

bool list_to_first(struct recording_list *list)
{
    bool is_read = list->page != NULL && !list->page->more_above;
    bool moved = go_to_end(list, LIST_AT_FIRST, is_read, -(int64_t)list->selected);
    list->touched = false;
    return moved;
}

bool list_to_last(struct recording_list *list)
{
    return go_to_end(list, LIST_AT_LAST, list->page != NULL && !list->page->more_below,
                     (int64_t)row_count(list));
}

void list_open(struct recording_list *list, uv_timer_t *pace, const struct list_source *source,
               struct queries *queries, void (*changed)(void *context), void *context)
{
    *list = (struct recording_list){
        .source = source, .queries = queries, .changed = changed, .context = context, .pace = pace};
}

void list_close(struct recording_list *list)
{
    drop_questions(list);
    page_free(&list->page);
    recording_key_clear(&list->kept);
    list_new_clear(&list->news);
}

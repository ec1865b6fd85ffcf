#include "tests/unit/tui/list/listed.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tui/list/recording_list_days.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FIRST_ID 1000
#define DAY (86400 * TIMESTAMP_SECOND)
#define FIRST_DAY (INT64_C(19727) * DAY) /* 2024-01-05 */

/* The functions get queries: they are the archive. */
static void ask_page(struct queries *queries, const struct page_request *request, query_page_done *done,
                     void *context)
{
    struct archive *archive = (struct archive *)queries;
    archive->request = *request;
    archive->page_done = done;
    archive->context = context;
    archive->asked++;
}

static void ask_count(struct queries *queries, const struct list_query *query, query_count_done *done,
                      void *context)
{
    struct archive *archive = (struct archive *)queries;
    (void)context;
    archive->counted = *query;
    archive->count_done = done;
}

static void cancel(struct queries *queries, enum query_slot slot)
{
    struct archive *archive = (struct archive *)queries;
    if (slot == QUERY_PAGE)
        archive->page_done = NULL;
    else
        archive->count_done = NULL;
}

static void on_changed(void *context)
{
    struct archive *archive = context;
    archive->changes++;
    list_finish_days(&archive->list);
}

static bool matches(const struct list_query *query, int64_t id)
{
    char text[32];
    snprintf(text, sizeof(text), "%" PRId64, id);
    if (query->filter.caller[0] != '\0' &&
        id % 10 != query->filter.caller[0] - '0') /* calls by their last digit */
        return false;
    return query->filter.text[0] == '\0' || strstr(text, query->filter.text) != NULL;
}

int64_t listed_day(const struct archive *archive, int64_t id)
{
    return (id - FIRST_ID + archive->a_day) / archive->a_day;
}

static int64_t time_of(const struct archive *archive, int64_t id)
{
    if (archive->a_day == 0)
        return id;
    return FIRST_DAY + (id - FIRST_ID) * (DAY / archive->a_day);
}

/* The id that had come by a time. */
static int64_t id_at(const struct archive *archive, int64_t time)
{
    if (archive->a_day == 0)
        return time;
    return time < FIRST_DAY ? FIRST_ID : FIRST_ID + (time - FIRST_DAY) / (DAY / archive->a_day);
}

static void add_row(const struct archive *archive, struct page *page, int64_t id)
{
    struct listed_recording *row = &page->rows[page->count++];
    memset(row, 0, sizeof(*row));
    row->agent = 1;
    row->recording.queue_call_id = id;
    row->place = row->recording.started = time_of(archive, id);
    row->gap_before = id == archive->gap;
    if (archive->undated != 0 && id % archive->undated == 0)
        row->recording.started = TIMESTAMP_NONE;
}

/* The matching ids in list order. */
static size_t listed(const struct archive *archive, const struct list_query *query, int64_t *ids)
{
    size_t count = 0;
    for (size_t i = 0; i < archive->count; i++) {
        int64_t id = archive->ids[query->oldest_first ? i : archive->count - 1 - i];
        if (matches(query, id))
            ids[count++] = id;
    }
    return count;
}

static struct page *read_page(const struct archive *archive, const struct page_request *request)
{
    static int64_t ids[LISTED_MOST];
    size_t count = listed(archive, &request->query, ids), wanted = request->before + request->after,
           place = 0;
    struct page *page = memory_new(sizeof(*page));
    page->rows = memory_array(wanted, sizeof(*page->rows));
    int64_t key =
        request->anchor == PAGE_AT_TIME ? id_at(archive, request->time) : request->key.queue_call_id;
    if (request->anchor == PAGE_AT || request->anchor == PAGE_AT_TIME)
        while (place < count && (request->query.oldest_first ? ids[place] < key : ids[place] > key))
            place++;
    size_t from = place > request->before ? place - request->before : 0, to = place + request->after;
    if (request->anchor == PAGE_FIRST)
        to = wanted;
    if (request->anchor == PAGE_LAST)
        from = count > wanted ? count - wanted : 0, to = count;
    to = to < count ? to : count;
    for (size_t i = from; i < to; i++)
        add_row(archive, page, ids[i]);
    page->more_above = from > 0;
    page->more_below = to < count;
    page->counted = (page->matches = archive->matches) != 0;
    page->anchor = request->anchor == PAGE_LAST ? page->count - 1 : place - from;
    page->anchor_found = place < count && ids[place] == key;
    return page;
}

void listed_answer(struct archive *archive)
{
    query_page_done *done = archive->page_done;
    assert_non_null(done);
    archive->page_done = NULL;
    done(archive->context, read_page(archive, &archive->request), NULL);
}

void listed_rest(struct archive *archive)
{
    uv_sleep(LISTED_LATER);
    uv_update_time(&archive->loop);
    for (list_think(&archive->list); archive->page_done != NULL; list_think(&archive->list)) {
        listed_answer(archive);
        uv_sleep(LISTED_LATER);
        uv_update_time(&archive->loop);
    }
}

void listed_append(struct archive *archive, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        archive->ids[archive->count] = archive->count == 0 ? FIRST_ID : archive->ids[archive->count - 1] + 1;
        archive->count++;
    }
    list_rows_changed(&archive->list);
}

int64_t listed_selected(const struct archive *archive)
{
    const struct listed_recording *row = list_selected(&archive->list);
    return row == NULL ? 0 : row->recording.queue_call_id;
}

size_t listed_line(const struct archive *archive)
{
    return archive->list.selected - archive->list.top;
}

void listed_show(struct archive *archive, const char *filter, enum list_place place)
{
    struct list_query query = {.agent = 1};
    snprintf(query.filter.text, sizeof(query.filter.text), "%s", filter);
    list_show(&archive->list, &query, place);
}

void listed_open_on(struct archive *archive, size_t count)
{
    listed_append(archive, count);
    listed_show(archive, "", LIST_AT_FIRST);
    listed_rest(archive);
}

int listed_open(void **state)
{
    static const struct list_source source = {ask_page, ask_count, cancel};
    struct archive *archive = memory_new(sizeof(*archive));
    uv_loop_init(&archive->loop);
    uv_timer_init(&archive->loop, &archive->pace);
    list_open(&archive->list, &archive->pace, &source, (struct queries *)archive, on_changed, archive);
    list_set_height(&archive->list, LISTED_HEIGHT);
    *state = archive;
    return 0;
}

int listed_close(void **state)
{
    struct archive *archive = *state;
    list_close(&archive->list);
    uv_close((uv_handle_t *)&archive->pace, NULL);
    uv_run(&archive->loop, UV_RUN_DEFAULT);
    uv_loop_close(&archive->loop);
    free(archive);
    return 0;
}

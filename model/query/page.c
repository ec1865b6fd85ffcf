#include "model/query/page.h"

#include "model/filter/filter_parse.h"
#include "model/query/page_memory.h"
#include "model/query/search_terms.h"
#include "net/base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void recording_key_set(struct recording_key *key, const struct listed_recording *row)
{
    recording_key_clear(key);
    key->agent = row->agent;
    key->queue_call_id = row->recording.queue_call_id;
    key->file_name = memory_text(row->recording.file_name);
    key->is_distinguished = row->recording.distinction != NULL;
    if (key->is_distinguished)
        memcpy(key->distinction, row->recording.distinction, sizeof key->distinction);
    key->place = row->place;
    key->length = search_terms_whole_length(row->recording.started, row->recording.ended);
    key->name = memory_text(row->name);
}

void recording_key_clear(struct recording_key *key)
{
    free(key->file_name);
    free(key->name);
    memset(key, 0, sizeof *key);
}

bool recording_key_matches(const struct recording_key *key, const struct listed_recording *row)
{
    const char *name = row->recording.file_name;
    const unsigned char *distinction = row->recording.distinction;
    if (key->is_distinguished != (distinction != NULL) ||
        (distinction && memcmp(key->distinction, distinction, sizeof key->distinction) != 0))
        return false;
    if (key->agent != row->agent || key->queue_call_id != row->recording.queue_call_id)
        return false;
    return key->file_name && name ? strcmp(key->file_name, name) == 0 : !key->file_name && !name;
}

struct list_query list_query_of_call(int64_t call)
{
    char text[40];
    struct list_query query = {.agent = PAGE_ALL_AGENTS, .oldest_first = true};
    snprintf(text, sizeof text, "call:%" PRId64, call);
    filter_parse(&query.filter, text, 0, true, NULL);
    return query;
}

bool list_query_is_same(const struct list_query *a, const struct list_query *b)
{
    return a->agent == b->agent && filter_is_same(&a->filter, &b->filter);
}

bool list_query_has_order(const struct list_query *a, const struct list_query *b)
{
    return a->oldest_first == b->oldest_first && list_sorting_is_same(&a->sorting, &b->sorting);
}

bool list_query_is_equal(const struct list_query *a, const struct list_query *b)
{
    return list_query_is_same(a, b) && list_query_has_order(a, b);
}

bool list_query_is_narrowed(const struct list_query *query)
{
    return query->filter.text[0] || query->filter.caller[0];
}

bool list_query_is_sorted(const struct list_query *query)
{
    return query->sorting.by != LIST_SORT_START;
}

bool list_query_is_newest_first(const struct list_query *query)
{
    return !query->oldest_first && !list_query_is_sorted(query);
}

void page_free(struct page **page)
{
    if (!*page)
        return;
    page_memory_free(&(*page)->memory);
    free((*page)->rows);
    free(*page);
    *page = NULL;
}

#include "model/query/query_kinds.h"

#include "model/query/reader.h"
#include "model/time/timestamp.h"

#include <stdlib.h>

void query_free(struct query **query)
{
    struct query *freed = *query;
    if (!freed)
        return;
    if (!freed->delivered) {
        page_free(&freed->page);
        name_list_clear(&freed->names);
        list_summary_free(&freed->summary);
        list_groups_free(&freed->groups);
    }
    recording_key_clear(&freed->request.key);
    free(freed->caller);
    free(freed);
    *query = NULL;
}

static bool run_page(struct reader *reader, struct query *query)
{
    query->page = reader_page(reader, &query->request, &query->failure);
    return query->page != NULL;
}

static void deliver_page(struct query *query, const struct failure *failure)
{
    query->done.page(query->context, query->page, failure);
}

static bool run_count(struct reader *reader, struct query *query)
{
    return reader_count(reader, &query->request.query, &query->count, &query->failure);
}

static void deliver_count(struct query *query, const struct failure *failure)
{
    query->done.count(query->context, query->count, failure);
}

static bool run_caller(struct reader *reader, struct query *query)
{
    return reader_caller(reader, query->caller, &query->of_caller, &query->failure);
}

static void deliver_caller(struct query *query, const struct failure *failure)
{
    query->done.caller(query->context, &query->of_caller, failure);
}

static bool run_queue_names(struct reader *reader, struct query *query)
{
    return reader_queue_names(reader, &query->names, &query->failure);
}

static void deliver_queue_names(struct query *query, const struct failure *failure)
{
    (void)failure; /* the list is empty then */
    query->done.names(query->context, &query->names);
}

static bool run_summary(struct reader *reader, struct query *query)
{
    query->summary = reader_summary(reader, &query->request.query, timestamp_now(), &query->failure);
    return query->summary != NULL;
}

static void deliver_summary(struct query *query, const struct failure *failure)
{
    query->done.summary(query->context, query->summary, failure);
}

static bool run_groups(struct reader *reader, struct query *query)
{
    return reader_groups(reader, &query->request.query, query->by_index, query->groups, &query->failure);
}

static void deliver_groups(struct query *query, const struct failure *failure)
{
    if (failure)
        list_groups_free(&query->groups);
    query->done.groups(query->context, query->groups, failure);
}

const struct query_kind query_kinds[QUERY_SLOTS] = {
    [QUERY_PAGE] = {QUERY_READING, run_page, deliver_page},
    [QUERY_COUNT] = {QUERY_COUNTING, run_count, deliver_count},
    [QUERY_CALLER] = {QUERY_COUNTING, run_caller, deliver_caller},
    [QUERY_CALL] = {QUERY_COUNTING, run_count, deliver_count},
    [QUERY_QUEUE_NAMES] = {QUERY_COUNTING, run_queue_names, deliver_queue_names},
    [QUERY_SUMMARY] = {QUERY_COUNTING, run_summary, deliver_summary},
    [QUERY_GROUPS] = {QUERY_COUNTING, run_groups, deliver_groups},
    [QUERY_WALK] = {QUERY_COUNTING, run_page, deliver_page},
    [QUERY_EXPORT] = {QUERY_COUNTING, run_page, deliver_page},
    [QUERY_MATCH] = {QUERY_COUNTING, run_page, deliver_page},
};

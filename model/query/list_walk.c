#include "model/query/list_walk.h"

#include "net/base/memory.h"

#include <stdlib.h>

enum { BLOCK = 2000 };

struct list_walk {
    struct list_walk_options options;
    struct page_request request; /* its key, the last row of the block before, is owned */
    bool is_over;                /* no block follows */
    /* The first block of an export was requested without a snapshot for further ones, so that the index could be
     * used. If the list fits into it the block is of one state anyway. */
    bool is_tried;
};

static void walk_free(struct list_walk *walk)
{
    recording_key_clear(&walk->request.key);
    free(walk);
}

static void end(struct list_walk *walk, const struct failure *failure)
{
    const struct list_walk_options options = walk->options;
    walk_free(walk);
    options.ended(options.context, failure);
}

static bool take_rows(const struct list_walk *walk, const struct page *page, size_t first)
{
    for (size_t i = first; i < page->count; i++)
        if (!walk->options.take(walk->options.context, &page->rows[i]))
            return false;
    return !walk->options.rest || walk->options.rest(walk->options.context);
}

static void take_page(void *context, struct page *page, const struct failure *failure);

void list_walk_go_on(struct list_walk *walk)
{
    if (walk->is_over)
        end(walk, NULL);
    else
        queries_page_as(walk->options.queries, walk->options.slot, &walk->request, take_page, walk);
}

/* Prepares the request for the block that starts with the last row of this one. */
static void look_ahead(struct list_walk *walk, const struct page *page)
{
    walk->is_over = !page->more_below || page->count == 0;
    if (walk->is_over)
        return;
    recording_key_clear(&walk->request.key);
    recording_key_set(&walk->request.key, &page->rows[page->count - 1]);
    walk->request.anchor = PAGE_AT;
}

static void take_page(void *context, struct page *page, const struct failure *failure)
{
    struct list_walk *walk = context;
    if (!page) {
        end(walk, failure);
        return;
    }
    bool is_again = walk->is_tried && page->more_below;
    walk->is_tried = false;
    if (is_again) {
        page_free(&page);
        walk->request.of_one_state = true;
        list_walk_go_on(walk);
        return;
    }
    /* The anchor row was in the block before, unless it was deleted meanwhile. */
    size_t first = walk->request.anchor == PAGE_AT ? page->anchor + page->anchor_found : 0;
    look_ahead(walk, page);
    if (walk->options.hand) {
        walk->options.hand(walk->options.context, page, first);
        return;
    }
    walk->is_over = !take_rows(walk, page, first) || walk->is_over;
    page_free(&page);
    list_walk_go_on(walk);
}

struct list_walk *list_walk_start(const struct list_walk_options *options)
{
    struct list_walk *walk = memory_new(sizeof *walk);
    walk->options = *options;
    walk->options.slot = options->slot ? options->slot : QUERY_WALK;
    walk->request.query = options->query;
    walk->request.anchor = PAGE_FIRST;
    walk->request.keeps_place = true;
    /* A sorted list needs the index, which follows the archive and keeps no old state. */
    bool is_one_state = walk->options.slot == QUERY_EXPORT && !list_query_is_sorted(&options->query);
    walk->is_tried = is_one_state && !filter_is_empty(&options->query.filter);
    walk->request.of_one_state = is_one_state && !walk->is_tried;
    walk->request.after = (options->block ? options->block : BLOCK) + 1;
    queries_page_as(options->queries, walk->options.slot, &walk->request, take_page, walk);
    return walk;
}

void list_walk_stop(struct list_walk **walk)
{
    if (!*walk)
        return;
    queries_cancel((*walk)->options.queries, (*walk)->options.slot);
    walk_free(*walk);
    *walk = NULL;
}

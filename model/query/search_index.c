#include "model/query/search_index.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define GAPS_MOST 64 /* of an agent; with more they are merged into one */

/* A range of ids that have not been read, or have changed since; inclusive. */
struct gap {
    int64_t first;
    int64_t last;
};

struct search_agent {
    int64_t agent;
    size_t place; /* its index in search_question.tests, which other agents do not change */
    struct search_columns *columns;
    struct gap *gaps; /* owned */
    size_t gap_count;
    size_t gap_capacity;
    bool beyond; /* exceeds what the columns can hold: all of it stays a gap */
};

struct search_index {
    uv_mutex_t mutex; /* guards state, pins and following */
    uv_cond_t changed;
    int64_t state;
    unsigned pins;
    unsigned waiting; /* threads that wait to follow; they go before new pins */
    bool following;

    uv_mutex_t filling; /* held by the thread that fills, from search_index_gap to search_index_fill */
    uv_mutex_t content; /* guards columns and gaps: others search while a thread fills */
    struct search_agent **agents; /* owned; ascending by the archive's number */
    size_t count;
    size_t capacity;
    struct search_callers callers;
    bool too_many_callers;
    bool callers_forgotten; /* since search_index_begin_following */
};

struct search_index *search_index_new(void)
{
    struct search_index *index = memory_new(sizeof *index);
    index->state = SEARCH_INDEX_NO_STATE;
    if (uv_mutex_init(&index->mutex) != 0 || uv_mutex_init(&index->content) != 0 ||
        uv_mutex_init(&index->filling) != 0 || uv_cond_init(&index->changed) != 0)
        die("cannot make the locks of the search");
    return index;
}

void search_index_free(struct search_index **index)
{
    struct search_index *freed = *index;
    if (!freed)
        return;
    for (size_t i = 0; i < freed->count; i++) {
        search_columns_free(&freed->agents[i]->columns);
        free(freed->agents[i]->gaps);
        free(freed->agents[i]);
    }
    free(freed->agents);
    search_callers_clear(&freed->callers);
    uv_cond_destroy(&freed->changed);
    uv_mutex_destroy(&freed->content);
    uv_mutex_destroy(&freed->filling);
    uv_mutex_destroy(&freed->mutex);
    free(freed);
    *index = NULL;
}

bool search_index_pin(struct search_index *index, int64_t wanted, int64_t *state)
{
    uv_mutex_lock(&index->mutex);
    while (index->following || index->waiting)
        uv_cond_wait(&index->changed, &index->mutex);
    *state = index->state;
    bool pinned = *state == wanted;
    index->pins += pinned;
    uv_mutex_unlock(&index->mutex);
    return pinned;
}

void search_index_unpin(struct search_index *index)
{
    uv_mutex_lock(&index->mutex);
    if (--index->pins == 0)
        uv_cond_broadcast(&index->changed);
    uv_mutex_unlock(&index->mutex);
}

int64_t search_index_begin_following(struct search_index *index)
{
    uv_mutex_lock(&index->mutex);
    index->waiting++;
    while (index->following || index->pins)
        uv_cond_wait(&index->changed, &index->mutex);
    index->waiting--;
    index->following = true;
    index->callers_forgotten = false;
    int64_t state = index->state;
    uv_mutex_unlock(&index->mutex);
    return state;
}

void search_index_end_following(struct search_index *index, int64_t state)
{
    uv_mutex_lock(&index->mutex);
    bool stays = state == index->state; /* extra gaps are correct in the old state, too */
    index->state = stays && index->callers_forgotten ? SEARCH_INDEX_NO_STATE : state;
    index->following = false;
    uv_cond_broadcast(&index->changed);
    uv_mutex_unlock(&index->mutex);
}

/* The index of the agent, or where it would be inserted. */
static size_t find_agent(const struct search_index *index, int64_t agent)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->agents[middle]->agent < agent)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct search_agent *agent_of(const struct search_index *index, int64_t agent)
{
    size_t at = find_agent(index, agent);
    return at < index->count && index->agents[at]->agent == agent ? index->agents[at] : NULL;
}

static struct search_agent *add_agent(struct search_index *index, int64_t agent)
{
    size_t at = find_agent(index, agent);
    struct search_agent *added = memory_new(sizeof *added);
    added->agent = agent;
    added->place = index->count;
    added->columns = search_columns_new(agent);
    index->agents = memory_grow(index->agents, &index->capacity, index->count + 1, sizeof *index->agents);
    memmove(index->agents + at + 1, index->agents + at, (index->count - at) * sizeof *index->agents);
    index->agents[at] = added;
    index->count++;
    return added;
}

static bool touches(const struct gap *a, const struct gap *b)
{
    return a->first <= b->last && b->first <= a->last;
}

static void widen(struct gap *gap, const struct gap *other)
{
    gap->first = other->first < gap->first ? other->first : gap->first;
    gap->last = other->last > gap->last ? other->last : gap->last;
}

/* Adds a gap, merged with those that it overlaps, or with all when there are too many. */
static void add_gap(struct search_agent *agent, struct gap gap)
{
    bool join_all = agent->gap_count == GAPS_MOST;
    size_t kept = 0;
    for (size_t i = 0; i < agent->gap_count; i++) {
        if (join_all || touches(&gap, &agent->gaps[i]))
            widen(&gap, &agent->gaps[i]);
        else
            agent->gaps[kept++] = agent->gaps[i];
    }
    agent->gaps = memory_grow(agent->gaps, &agent->gap_capacity, kept + 1, sizeof *agent->gaps);
    agent->gaps[kept] = gap;
    agent->gap_count = kept + 1;
}

void search_index_note(struct search_index *index, const struct change *change)
{
    struct search_agent *agent = agent_of(index, change->agent);
    if (!agent)
        agent = add_agent(index, change->agent);
    if (!agent->beyond)
        add_gap(agent, (struct gap){change->first, change->last});
}

void search_index_forget_callers(struct search_index *index)
{
    search_callers_clear(&index->callers);
    index->too_many_callers = false;
    index->callers_forgotten = true;
}

int64_t search_index_last_caller(const struct search_index *index)
{
    return search_callers_last(&index->callers);
}

void search_index_add_caller(struct search_index *index, int64_t caller, const char *number)
{
    if (!search_callers_add(&index->callers, caller, number))
        index->too_many_callers = true;
}

void search_index_hold_filling(struct search_index *index)
{
    uv_mutex_lock(&index->filling);
}

void search_index_release_filling(struct search_index *index)
{
    uv_mutex_unlock(&index->filling);
}

bool search_index_gap(struct search_index *index, struct change *range)
{
    for (size_t i = 0; i < index->count; i++) {
        const struct search_agent *agent = index->agents[i];
        if (agent->beyond || !agent->gap_count)
            continue;
        const struct gap *gap = &agent->gaps[agent->gap_count - 1];
        *range = (struct change){agent->agent, gap->first, gap->last};
        return true;
    }
    return false;
}

/* Drops the columns of an agent: all of it becomes a gap that is not filled. */
static void give_up(struct search_agent *agent)
{
    search_columns_free(&agent->columns);
    agent->columns = search_columns_new(agent->agent);
    agent->beyond = true;
    agent->gap_count = 0;
    add_gap(agent, (struct gap){INT64_MIN, INT64_MAX});
}

void search_index_fill(struct search_index *index, int64_t agent, int64_t first, int64_t last,
                       const struct search_row *rows, size_t count)
{
    struct search_agent *filled = agent_of(index, agent);
    struct gap *gap = &filled->gaps[filled->gap_count - 1]; /* as search_index_gap gave it */
    uv_mutex_lock(&index->content);
    if (!search_columns_replace(filled->columns, first, last, rows, count))
        give_up(filled);
    else if (first > gap->first)
        gap->last = first - 1;
    else
        filled->gap_count--;
    uv_mutex_unlock(&index->content);
}

void search_question_clear(struct search_question *question)
{
    for (size_t i = 0; i < question->count; i++)
        search_test_clear(&question->tests[i]);
    free(question->tests);
    memset(question, 0, sizeof *question);
}

static struct search_test *test_of(struct search_question *question, const struct search_agent *agent)
{
    if (agent->place >= question->count) {
        size_t count = (agent->place + 1) * 2;
        question->tests = memory_resize(question->tests, count, sizeof *question->tests);
        memset(question->tests + question->count, 0, (count - question->count) * sizeof *question->tests);
        question->count = count;
    }
    return &question->tests[agent->place];
}

void search_index_next(struct search_index *index, struct search_question *question, int64_t agent,
                       struct search_seconds *seconds)
{
    struct search_agent *from = agent_of(index, agent);
    seconds->count = 0;
    seconds->are_all = true;
    if (!from)
        return;
    uv_mutex_lock(&index->content);
    seconds->is_unknown = from->gap_count > 0;
    if (!seconds->is_unknown)
        search_columns_next(from->columns, &question->terms, test_of(question, from), seconds);
    uv_mutex_unlock(&index->content);
}

/* Whether the index can answer the question for an agent, or for all (0): it has no gaps there, and comparing columns
 * is exact unless candidates are enough. */
static bool is_known(const struct search_index *index, const struct search_question *question, int64_t agent)
{
    for (size_t i = 0; i < index->count; i++) {
        const struct search_agent *asked = index->agents[i];
        bool is_inexact =
            question->terms.week && !question->takes_candidates && search_columns_are_cut(asked->columns);
        if ((!agent || asked->agent == agent) && (asked->gap_count || is_inexact))
            return false;
    }
    return question->takes_candidates || search_terms_are_exact(&question->terms);
}

bool search_index_count(struct search_index *index, struct search_question *question, int64_t agent,
                        const atomic_bool *stop, uint64_t *count)
{
    *count = 0;
    uv_mutex_lock(&index->content);
    bool known = is_known(index, question, agent);
    for (size_t i = 0; known && i < index->count; i++) {
        const struct search_agent *from = index->agents[i];
        if (!agent || from->agent == agent)
            *count += search_columns_count(from->columns, &question->terms, test_of(question, from), stop);
    }
    uv_mutex_unlock(&index->content);
    return known;
}

/* Unlocks between two agents, so that another search need not wait for all of them. */
bool search_index_visit(struct search_index *index, struct search_question *question, int64_t agent,
                        const atomic_bool *stop, search_visit *visit, void *context)
{
    uv_mutex_lock(&index->content);
    bool known = is_known(index, question, agent);
    for (size_t i = 0; known && i < index->count && !*stop; i++) {
        const struct search_agent *from = index->agents[i];
        if (agent && from->agent != agent)
            continue;
        search_columns_visit(from->columns, &question->terms, test_of(question, from), stop, visit, context);
        uv_mutex_unlock(&index->content);
        uv_mutex_lock(&index->content);
    }
    uv_mutex_unlock(&index->content);
    return known;
}

const char *search_index_caller(const struct search_index *index, int64_t caller)
{
    return index->too_many_callers ? NULL : search_callers_text(&index->callers, caller);
}

bool search_index_find_callers(const struct search_index *index, const struct filter *filter,
                               const char *needle, const struct bits *within, struct bits *candidates,
                               struct bits *found)
{
    if (index->too_many_callers)
        return false;
    search_callers_find(&index->callers, filter, needle, within, candidates, found);
    return true;
}

bool search_index_find_named(const struct search_index *index, const struct filter *filter, size_t word,
                             struct bits *found)
{
    if (index->too_many_callers)
        return false;
    search_callers_find_named(&index->callers, filter, word, found);
    return true;
}

uint64_t search_index_rows(struct search_index *index)
{
    uint64_t rows = 0;
    uv_mutex_lock(&index->content);
    for (size_t i = 0; i < index->count; i++)
        rows += search_columns_rows(index->agents[i]->columns);
    uv_mutex_unlock(&index->content);
    return rows;
}

size_t search_index_memory(struct search_index *index)
{
    size_t bytes = sizeof *index + search_callers_memory(&index->callers);
    uv_mutex_lock(&index->content);
    for (size_t i = 0; i < index->count; i++)
        bytes += sizeof *index->agents[i] + search_columns_memory(index->agents[i]->columns);
    uv_mutex_unlock(&index->content);
    return bytes;
}

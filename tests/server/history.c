#include "tests/server/history.h"

#include "tests/server/must.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(struct recording) == 32, "a recording is compact");

/* Rows below the count of any snapshot never change. Rows are added behind them while there is
 * room; any other change makes a new block. */
struct history_block {
    size_t references; /* guarded by the lock of the history */
    struct history *history;
    size_t room;
    struct recording rows[];
};

struct agent_rows {
    struct history_block *block;
    size_t count;
};

struct history {
    pthread_mutex_t lock;
    int64_t greatest;
    size_t agents;
    struct agent_rows by_agent[];
};

static struct history_block *new_block(struct history *history, size_t room)
{
    struct history_block *block = must_resize(NULL, 1, sizeof *block + room * sizeof block->rows[0]);

    block->references = 1;
    block->history = history;
    block->room = room;
    return block;
}

static void drop_block(struct history_block *block)
{
    if (--block->references == 0)
        free(block);
}

struct history *history_new(size_t agents)
{
    struct history *history = must_alloc(1, sizeof *history + agents * sizeof history->by_agent[0]);

    pthread_mutex_init(&history->lock, NULL);
    history->agents = agents;
    for (size_t i = 0; i < agents; i++)
        history->by_agent[i].block = new_block(history, 0);
    return history;
}

void history_free(struct history **history)
{
    if (*history == NULL)
        return;
    for (size_t i = 0; i < (*history)->agents; i++)
        drop_block((*history)->by_agent[i].block);
    pthread_mutex_destroy(&(*history)->lock);
    free(*history);
    *history = NULL;
}

struct recording *history_fill(struct history *history, size_t agent, size_t count)
{
    struct agent_rows *entry = &history->by_agent[agent];

    drop_block(entry->block);
    entry->block = new_block(history, count);
    entry->count = count;
    return entry->block->rows;
}

struct snapshot history_snapshot(struct history *history, size_t agent)
{
    const struct agent_rows *entry = &history->by_agent[agent];

    pthread_mutex_lock(&history->lock);
    struct snapshot snapshot = {entry->block, entry->block->rows, entry->count};
    entry->block->references++;
    pthread_mutex_unlock(&history->lock);
    return snapshot;
}

void snapshot_release(struct snapshot *snapshot)
{
    if (snapshot->block == NULL)
        return;
    struct history *history = snapshot->block->history;
    pthread_mutex_lock(&history->lock);
    drop_block(snapshot->block);
    pthread_mutex_unlock(&history->lock);
    *snapshot = (struct snapshot){0};
}

static size_t after(const struct recording *rows, size_t count, int64_t id)
{
    size_t low = 0;

    while (low < count) {
        size_t middle = low + (count - low) / 2;

        if (rows[middle].id > id)
            count = middle;
        else
            low = middle + 1;
    }
    return low;
}

size_t snapshot_after(const struct snapshot *snapshot, int64_t id)
{
    return after(snapshot->rows, snapshot->count, id);
}

int64_t history_take_id(struct history *history, int64_t gap)
{
    pthread_mutex_lock(&history->lock);
    int64_t id = history->greatest += gap;
    pthread_mutex_unlock(&history->lock);
    return id;
}

void history_set_greatest(struct history *history, int64_t id)
{
    pthread_mutex_lock(&history->lock);
    history->greatest = id;
    pthread_mutex_unlock(&history->lock);
}

int64_t history_greatest(struct history *history)
{
    return history_take_id(history, 0);
}

void history_insert(struct history *history, const struct recording *row)
{
    struct agent_rows *entry = &history->by_agent[row->agent];

    pthread_mutex_lock(&history->lock);
    struct history_block *old = entry->block;
    size_t place = after(old->rows, entry->count, row->id);
    if (place < entry->count || entry->count == old->room) {
        size_t room = place < entry->count ? entry->count + 64 : entry->count + entry->count / 8 + 64;
        struct history_block *block = new_block(history, room);

        memcpy(block->rows, old->rows, place * sizeof *row);
        memcpy(block->rows + place + 1, old->rows + place, (entry->count - place) * sizeof *row);
        drop_block(old);
        entry->block = block;
    }
    entry->block->rows[place] = *row;
    entry->count++;
    pthread_mutex_unlock(&history->lock);
}

size_t history_delete(struct history *history, size_t agent, history_drop *drop, void *context)
{
    struct agent_rows *entry = &history->by_agent[agent];
    size_t kept = 0;

    pthread_mutex_lock(&history->lock);
    struct history_block *old = entry->block;
    struct history_block *block = new_block(history, entry->count);
    for (size_t i = 0; i < entry->count; i++) {
        if (!drop(&old->rows[i], context))
            block->rows[kept++] = old->rows[i];
    }
    size_t dropped = entry->count - kept;
    drop_block(old);
    entry->block = block;
    entry->count = kept;
    pthread_mutex_unlock(&history->lock);
    return dropped;
}

size_t history_agents(const struct history *history)
{
    return history->agents;
}

size_t history_total(struct history *history)
{
    size_t total = 0;

    pthread_mutex_lock(&history->lock);
    for (size_t i = 0; i < history->agents; i++)
        total += history->by_agent[i].count;
    pthread_mutex_unlock(&history->lock);
    return total;
}

size_t history_count(struct history *history, size_t agent)
{
    pthread_mutex_lock(&history->lock);
    size_t count = history->by_agent[agent].count;
    pthread_mutex_unlock(&history->lock);
    return count;
}

bool history_find(struct history *history, int64_t id, struct recording *found)
{
    bool known = false;

    pthread_mutex_lock(&history->lock);
    for (size_t i = 0; i < history->agents && !known; i++) {
        const struct agent_rows *entry = &history->by_agent[i];
        size_t place = after(entry->block->rows, entry->count, id);

        known = place > 0 && entry->block->rows[place - 1].id == id;
        if (known)
            *found = entry->block->rows[place - 1];
    }
    pthread_mutex_unlock(&history->lock);
    return known;
}

/* The starts of one agent ascend but for small steps back, which is near enough. */
static size_t begun_at(const struct agent_rows *entry, int64_t start)
{
    size_t low = 0;
    size_t high = entry->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (entry->block->rows[middle].start > start)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int64_t history_id_at(struct history *history, int64_t start)
{
    int64_t id = 0;

    pthread_mutex_lock(&history->lock);
    for (size_t i = 0; i < history->agents; i++) {
        const struct agent_rows *entry = &history->by_agent[i];
        size_t place = begun_at(entry, start);

        if (place > 0 && entry->block->rows[place - 1].id > id)
            id = entry->block->rows[place - 1].id;
    }
    pthread_mutex_unlock(&history->lock);
    return id;
}

int64_t history_start_below(struct history *history, int64_t id, int64_t otherwise)
{
    int64_t greatest = INT64_MIN;
    int64_t start = otherwise;

    pthread_mutex_lock(&history->lock);
    for (size_t i = 0; i < history->agents; i++) {
        const struct agent_rows *entry = &history->by_agent[i];
        size_t place = id == INT64_MIN ? 0 : after(entry->block->rows, entry->count, id - 1);

        if (place > 0 && entry->block->rows[place - 1].id > greatest) {
            greatest = entry->block->rows[place - 1].id;
            start = entry->block->rows[place - 1].start;
        }
    }
    pthread_mutex_unlock(&history->lock);
    return start;
}

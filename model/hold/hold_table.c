#include "model/hold/hold_table.h"

#include "model/recording/recording_copy.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void hold_table_add(struct hold_table *table, const struct hold *hold)
{
    table->holds = memory_grow(table->holds, &table->capacity, table->count + 1, sizeof *table->holds);
    struct hold *copy = &table->holds[table->count++];
    *copy = *hold;
    copy->recording = recording_copy(hold->recording);
    copy->agent = memory_text(hold->agent);
    copy->reason = memory_text(hold->reason);
    copy->by = memory_text(hold->by);
    copy->audio = hold->audio ? memory_text(hold->audio) : NULL;
}

static int compare(const void *left, const void *right)
{
    const struct hold *a = left, *b = right;
    int64_t call = a->recording->queue_call_id, other = b->recording->queue_call_id;
    return call != other ? (call > other) - (call < other) : strcmp(hold_file_name(a), hold_file_name(b));
}

void hold_table_sort(struct hold_table *table)
{
    if (table->count)
        qsort(table->holds, table->count, sizeof *table->holds, compare);
}

void hold_table_clear(struct hold_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        free(table->holds[i].recording);
        free((char *)table->holds[i].agent);
        free((char *)table->holds[i].reason);
        free((char *)table->holds[i].by);
        free(table->holds[i].audio);
    }
    free(table->holds);
    *table = (struct hold_table){0};
}

bool hold_is_over(const struct hold *hold, int64_t now)
{
    return hold->until != TIMESTAMP_NONE && hold->until <= now;
}

int64_t hold_later_end(int64_t end, int64_t other)
{
    bool is_endless = end == TIMESTAMP_NONE || other == TIMESTAMP_NONE;
    return is_endless ? TIMESTAMP_NONE : end > other ? end : other;
}

char *hold_join(const char *texts, const char *more)
{
    char *all = memory_format("; %s; ", texts), *one = memory_format("; %s; ", more);
    bool is_among = !*more || strstr(all, one);
    free(all);
    free(one);
    return is_among ? memory_text(texts) : *texts ? memory_format("%s; %s", texts, more) : memory_text(more);
}

bool hold_lacks_audio(const struct hold *hold)
{
    return (!hold->audio || hold->audio_is_damaged) && !hold->is_gone;
}

const char *hold_file_name(const struct hold *hold)
{
    return recording_file(hold->recording);
}

size_t hold_table_first(const struct hold_table *table, int64_t call)
{
    size_t begin = 0, end = table->count;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (table->holds[middle].recording->queue_call_id < call)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

const struct hold *hold_table_find(const struct hold_table *table, int64_t call, const char *file,
                                   int64_t now)
{
    for (size_t i = hold_table_first(table, call); i < table->count; i++) {
        const struct hold *hold = &table->holds[i];
        if (hold->recording->queue_call_id != call)
            return NULL;
        if ((hold->is_unread || strcmp(hold_file_name(hold), file) == 0) && !hold_is_over(hold, now))
            return hold;
    }
    return NULL;
}

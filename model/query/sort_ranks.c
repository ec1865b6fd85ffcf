#include "model/query/sort_ranks.h"

#include "model/filter/name_order.h"
#include "model/filter/telephone.h"
#include "net/base/memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Keys of numbers have up to KEY_DIGITS digits plus one, of four bits each; those of words are greater. */
#define KEY_DIGITS 16
#define KEY_WORD (UINT64_C(0xf) << 60)
#define STEP 2 /* between two ranks: a name that is not in the archive gets one between them */

struct sort_name {
    uint64_t key;
    char *text; /* owned; the word, or the digits if they do not fit into the key; else NULL */
    int64_t number;
};

/* For each order: what is ranked, and where a row has its number. */
static const struct sort_source {
    const char *sql; /* selects numbers above ?1, with their names */
    size_t number;   /* offset in struct search_call */
    bool is_telephone;
    bool may_change; /* names may be changed; else they are only added or deleted */
} sources[LIST_SORTS] = {
    [LIST_SORT_CALLER] = {"SELECT caller, number FROM callers WHERE caller > ?1",
                          offsetof(struct search_call, caller), true, false},
    [LIST_SORT_AGENT] = {"SELECT agent, coalesce(nullif(name, ''), reference) FROM agents WHERE agent > ?1",
                         offsetof(struct search_call, agent), false, true},
    [LIST_SORT_QUEUE] = {"SELECT queue, name FROM queues WHERE queue > ?1",
                         offsetof(struct search_call, queue), false, false},
};

void sort_ranks_clear(struct sort_ranks *ranks)
{
    for (size_t i = 0; i < ranks->count; i++)
        free(ranks->names[i].text);
    free(ranks->names);
    free(ranks->ranks);
    memset(ranks, 0, sizeof *ranks);
}

static uint64_t key_of_digits(const struct telephone *telephone)
{
    uint64_t key = 0;
    for (size_t i = 0; i < KEY_DIGITS; i++) {
        uint64_t digit = i < telephone->bare_count ? (uint64_t)(telephone->bare[i] - '0') + 1 : 0;
        key = key << 4 | digit;
    }
    return key;
}

/* The key of a name or number; the caller frees its text. */
static struct sort_name name_of(const char *text, bool is_telephone)
{
    struct telephone telephone = {.bare_count = 0};
    if (is_telephone)
        telephone_read(&telephone, text, strlen(text));
    if (telephone.bare_count == 0)
        return (struct sort_name){.key = KEY_WORD | name_order_key(text), .text = memory_text(text)};
    return (struct sort_name){.key = key_of_digits(&telephone),
                              .text = telephone.bare_count < KEY_DIGITS ? NULL : memory_text(telephone.bare)};
}

static bool is_word(const struct sort_name *name)
{
    return name->key >= KEY_WORD;
}

static int compare(const void *left, const void *right)
{
    const struct sort_name *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (!a->text || !b->text)
        return 0;
    return is_word(a) ? name_order_compare(a->text, b->text) : strcmp(a->text, b->text);
}

/* Appends the names whose numbers are above ranks->last. */
static bool add(struct sort_ranks *ranks, const struct sort_source *source,
                struct reader_connection *connection, struct failure *failure)
{
    sqlite3_stmt *statement = reader_connection_statement(connection, source->sql, failure);
    int code;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, ranks->last);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW && !connection->interrupted) {
        const char *text = (const char *)sqlite3_column_text(statement, 1);
        int64_t number = sqlite3_column_int64(statement, 0);
        ranks->last = number > ranks->last ? number : ranks->last;
        if (!text || !*text)
            continue;
        ranks->names = memory_grow(ranks->names, &ranks->capacity, ranks->count + 1, sizeof *ranks->names);
        ranks->names[ranks->count] = name_of(text, source->is_telephone);
        ranks->names[ranks->count++].number = number;
    }
    return reader_connection_done(connection, statement, code, failure);
}

/* Sorts the names, of which the first `sorted` are sorted already, by merging the others into them. */
static void sort(struct sort_ranks *ranks, size_t sorted)
{
    size_t added = ranks->count - sorted, at = ranks->count;
    if (!added)
        return;
    struct sort_name *names = ranks->names, *come = memory_array(added, sizeof *come);
    memcpy(come, names + sorted, added * sizeof *come);
    qsort(come, added, sizeof *come, compare);
    while (added > 0)
        names[--at] =
            sorted > 0 && compare(&names[sorted - 1], &come[added - 1]) > 0 ? names[--sorted] : come[--added];
    free(come);
}

static void rank(struct sort_ranks *ranks)
{
    size_t count = (size_t)(ranks->last < 0 ? 0 : ranks->last + 1);
    ranks->ranks = memory_grow(ranks->ranks, &ranks->rank_capacity, count, sizeof *ranks->ranks);
    if (count)
        memset(ranks->ranks, 0xff, count * sizeof *ranks->ranks);
    ranks->rank_count = count;
    ranks->words = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < ranks->count; i++) {
        const struct sort_name *name = &ranks->names[i];
        if (is_word(name) && !ranks->words)
            last = ranks->words = last + STEP;
        if (i == 0 || compare(name - 1, name) != 0)
            last += STEP;
        if (name->number >= 0)
            ranks->ranks[name->number] = last;
    }
    ranks->words = ranks->words ? ranks->words : last + STEP;
    ranks->end = (last < ranks->words ? ranks->words : last) + STEP;
}

/* Sets *still to whether the names that were read are still there, so that only new ones have to be read. Entries of
 * the change log with agent 0 are deletions of interned values. False with *failure filled. */
static bool holds(const struct sort_ranks *ranks, struct reader_connection *connection, bool *still,
                  struct failure *failure)
{
    int64_t first, taken;
    *still = false;
    if (!reader_connection_number(connection, "SELECT ifnull(min(change), 0) FROM changes", 0, &first,
                                  failure) ||
        !reader_connection_number(connection, "SELECT count(*) FROM changes WHERE agent = 0 AND change > ?1",
                                  ranks->change, &taken, failure))
        return false;
    *still = first <= ranks->change + 1 && taken == 0;
    return true;
}

bool sort_ranks_follow(struct sort_ranks *ranks, enum list_sort by, struct reader_connection *connection,
                       struct failure *failure)
{
    const struct sort_source *source = &sources[by];
    int64_t version, change;
    bool still = false;
    if (!reader_connection_version(connection, &version, failure))
        return false;
    if (!source->sql || (ranks->by == by && ranks->data_version == version))
        return true;
    if (!reader_connection_state(connection, &change, failure) ||
        (ranks->by == by && !source->may_change && !holds(ranks, connection, &still, failure)))
        return false;
    if (!still) {
        sort_ranks_clear(ranks);
        ranks->last = INT64_MIN;
    }
    size_t sorted = ranks->count;
    if (!add(ranks, source, connection, failure)) {
        sort_ranks_clear(ranks);
        return false;
    }
    sort(ranks, sorted);
    rank(ranks);
    ranks->by = by;
    ranks->change = change;
    ranks->data_version = version;
    return true;
}

uint32_t sort_ranks_of(const struct sort_ranks *ranks, const struct search_call *call)
{
    int64_t number;
    memcpy(&number, (const char *)call + sources[ranks->by].number, sizeof number);
    return number >= 0 && (uint64_t)number < ranks->rank_count ? ranks->ranks[number] : SORT_RANK_NONE;
}

uint32_t sort_ranks_of_name(const struct sort_ranks *ranks, const char *name)
{
    if (!name || !*name)
        return SORT_RANK_NONE;
    struct sort_name sought = name_of(name, sources[ranks->by].is_telephone);
    uint32_t below = is_word(&sought) ? ranks->words : 0;
    size_t low = 0, high = ranks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&ranks->names[middle], &sought) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_there = low < ranks->count && compare(&ranks->names[low], &sought) == 0;
    if (!is_there && low > 0 && is_word(&ranks->names[low - 1]) == is_word(&sought))
        below = ranks->ranks[ranks->names[low - 1].number];
    free(sought.text);
    return is_there ? ranks->ranks[ranks->names[low].number] : below + 1;
}

uint32_t sort_ranks_turn(const struct sort_ranks *ranks, uint32_t rank)
{
    if (rank == SORT_RANK_NONE)
        return rank;
    return rank < ranks->words ? ranks->words - 1 - rank : ranks->words + (ranks->end - rank);
}

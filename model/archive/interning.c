#include "model/archive/interning.h"

#include "model/archive/database.h"
#include "model/recording/recording.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_LIMIT ((size_t)1 << 18) /* entries; a full cache is cleared */

static const struct {
    const char *find;
    const char *add;
} statements[] = {
    [INTERNING_CALLERS] = {"SELECT caller FROM callers WHERE number = ?2",
                           "INSERT INTO callers(number) VALUES(?2)"},
    [INTERNING_PEOPLE] = {"SELECT person FROM people WHERE name IS ?2 AND agent_id IS ?1",
                          "INSERT INTO people(agent_id, name) VALUES(?1, ?2)"},
    [INTERNING_QUEUES] = {"SELECT queue FROM queues WHERE name IS ?2 AND queue_id IS ?1",
                          "INSERT INTO queues(queue_id, name) VALUES(?1, ?2)"},
    [INTERNING_KINDS] = {"SELECT kind FROM kinds WHERE type IS ?2 AND culture IS ?3",
                         "INSERT INTO kinds(type, culture) VALUES(?2, ?3)"},
};

struct entry {
    uint64_t hash; /* 0: free */
    uint32_t key;  /* offset in keys */
    uint32_t length;
    int64_t value;
};

struct interning {
    sqlite3 *database;
    sqlite3_stmt *find;
    sqlite3_stmt *add;
    struct entry *entries; /* open addressing, a power of two */
    size_t size;
    size_t used;
    char *keys; /* owned, of all entries */
    size_t keys_used;
    size_t keys_capacity;
    char *key; /* owned, of the value being looked up */
    size_t key_capacity;
};

struct interning *interning_open(sqlite3 *database, enum interning_table table, struct failure *failure)
{
    struct interning *interning = memory_new(sizeof *interning);
    interning->database = database;
    interning->find = database_prepare(database, statements[table].find, failure);
    interning->add = database_prepare(database, statements[table].add, failure);
    if (!interning->find || !interning->add)
        interning_close(&interning);
    return interning;
}

void interning_close(struct interning **interning)
{
    if (!*interning)
        return;
    sqlite3_finalize((*interning)->find);
    sqlite3_finalize((*interning)->add);
    free((*interning)->entries);
    free((*interning)->keys);
    free((*interning)->key);
    free(*interning);
    *interning = NULL;
}

void interning_forget(struct interning *interning)
{
    if (interning->size)
        memset(interning->entries, 0, interning->size * sizeof *interning->entries);
    interning->used = 0;
    interning->keys_used = 0;
}

/* Multiplicative hash of words of eight bytes; never 0, which marks a free entry. */
static uint64_t hash_of(const char *bytes, size_t length)
{
    const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15); /* 2^64 divided by the golden ratio */
    uint64_t hash = length * factor;
    for (size_t at = 0; at < length; at += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, length - at < sizeof word ? length - at : sizeof word);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 32;
    }
    return hash ? hash : 1;
}

/* Encodes number, text and second text in interning->key such that different values have different keys; returns the
 * length. */
static size_t make_key(struct interning *interning, int64_t number, const char *text, const char *second)
{
    size_t text_length = text ? strlen(text) + 1 : 0;
    size_t second_length = second ? strlen(second) + 1 : 0;
    size_t length = sizeof number + 1 + text_length + second_length;
    interning->key = memory_grow(interning->key, &interning->key_capacity, length, 1);
    char *end = interning->key;
    memcpy(end, &number, sizeof number);
    end += sizeof number;
    *end++ = (char)((text ? 1 : 0) | (second ? 2 : 0));
    if (text)
        memcpy(end, text, text_length);
    if (second)
        memcpy(end + text_length, second, second_length);
    return length;
}

static struct entry *place_of(struct interning *interning, uint64_t hash, const char *key, size_t length)
{
    size_t mask = interning->size - 1;
    size_t index = (size_t)hash & mask;
    while (interning->entries[index].hash) {
        const struct entry *entry = &interning->entries[index];
        if (entry->hash == hash && entry->length == length &&
            memcmp(interning->keys + entry->key, key, length) == 0)
            break;
        index = (index + 1) & mask;
    }
    return &interning->entries[index];
}

static void make_room(struct interning *interning)
{
    if (interning->used >= CACHE_LIMIT)
        interning_forget(interning);
    if (interning->used * 4 < interning->size * 3)
        return;
    struct entry *old = interning->entries;
    size_t old_size = interning->size;
    interning->size = old_size ? old_size * 2 : 64;
    interning->entries = memory_array(interning->size, sizeof *interning->entries);
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].hash)
            *place_of(interning, old[i].hash, interning->keys + old[i].key, old[i].length) = old[i];
    }
    free(old);
}

static bool find_or_add(struct interning *interning, int64_t number, const char *text, const char *second,
                        int64_t *value, struct failure *failure)
{
    sqlite3_stmt *both[] = {interning->find, interning->add};
    for (size_t i = 0; i < 2; i++) {
        database_bind_integer(both[i], 1, number, RECORDING_NO_NUMBER);
        database_bind_text(both[i], 2, text);
        database_bind_text(both[i], 3, second);
    }
    int code = sqlite3_step(interning->find);
    *value = code == SQLITE_ROW ? sqlite3_column_int64(interning->find, 0) : 0;
    sqlite3_reset(interning->find);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        return database_failed(interning->database, "read", failure);
    if (!database_run(interning->database, interning->add, "write to", failure))
        return false;
    *value = sqlite3_last_insert_rowid(interning->database);
    return true;
}

bool interning_get(struct interning *interning, int64_t number, const char *text, const char *second,
                   int64_t *value, struct failure *failure)
{
    *value = 0;
    if (number == RECORDING_NO_NUMBER && !text && !second)
        return true;
    size_t length = make_key(interning, number, text, second);
    uint64_t hash = hash_of(interning->key, length);
    make_room(interning);
    struct entry *entry = place_of(interning, hash, interning->key, length);
    if (entry->hash) {
        *value = entry->value;
        return true;
    }
    if (!find_or_add(interning, number, text, second, value, failure))
        return false;
    interning->keys =
        memory_grow(interning->keys, &interning->keys_capacity, interning->keys_used + length, 1);
    memcpy(interning->keys + interning->keys_used, interning->key, length);
    *entry = (struct entry){hash, (uint32_t)interning->keys_used, (uint32_t)length, *value};
    interning->keys_used += length;
    interning->used++;
    return true;
}

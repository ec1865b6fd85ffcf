#include "model/notes/note_table.h"

#include "net/base/memory.h"
#include "net/base/sorted.h"

#include <stdlib.h>
#include <string.h>

void note_table_add(struct note_table *table, const struct note *note)
{
    table->notes = memory_grow(table->notes, &table->capacity, table->count + 1, sizeof *table->notes);
    table->notes[table->count++] = (struct note){
        .call = note->call,
        .agent = memory_text(note->agent),
        .file = memory_text(note->file),
        .is_marked = note->is_marked,
        .tags = memory_text(note->tags),
        .text = memory_text(note->text),
        .changed = note->changed,
    };
}

void note_table_add_all(struct note_table *table, const struct note_table *added)
{
    for (size_t i = 0; i < added->count; i++)
        note_table_add(table, &added->notes[i]);
    for (size_t i = 0; i < added->heard_count; i++)
        note_table_hear(table, added->heard[i]);
}

static void free_note(struct note *note)
{
    free(note->agent);
    free(note->file);
    free(note->tags);
    free(note->text);
}

void note_table_clear(struct note_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free_note(&table->notes[i]);
    free(table->notes);
    free(table->heard);
    *table = (struct note_table){0};
}

void note_table_hear(struct note_table *table, int64_t call)
{
    table->heard =
        memory_grow(table->heard, &table->heard_capacity, table->heard_count + 1, sizeof *table->heard);
    table->heard[table->heard_count++] = call;
}

bool note_table_has_heard(const struct note_table *table, int64_t call)
{
    const struct sorted calls = {table->heard, table->heard_count, sizeof *table->heard, 0};
    size_t place = sorted_below(&calls, call);
    return place < table->heard_count && table->heard[place] == call;
}

const struct note *note_table_find(const struct note_table *table, const struct note_key *key)
{
    const struct sorted calls = {table->notes, table->count, sizeof(struct note),
                                 offsetof(struct note, call)};
    const struct note *found = NULL;
    for (size_t i = sorted_below(&calls, key->call); i < table->count && table->notes[i].call == key->call;
         i++) {
        const struct note *note = &table->notes[i];
        if (strcmp(note->file, key->file) != 0)
            continue;
        if (strcmp(note->agent, key->agent) == 0)
            return note;
        if (*key->file || !*key->agent)
            found = note;
    }
    return found;
}

void note_table_remove(struct note_table *table, const struct note_key *key)
{
    for (const struct note *found; (found = note_table_find(table, key)) != NULL;) {
        size_t place = (size_t)(found - table->notes);
        free_note(&table->notes[place]);
        table->count--;
        memmove(&table->notes[place], &table->notes[place + 1],
                (table->count - place) * sizeof *table->notes);
    }
}

void note_table_unhear(struct note_table *table, int64_t call)
{
    size_t kept = 0;
    for (size_t i = 0; i < table->heard_count; i++)
        if (table->heard[i] != call)
            table->heard[kept++] = table->heard[i];
    table->heard_count = kept;
}

bool note_has_tag(const char *tags, const char *tag, size_t length)
{
    for (size_t word; *tags; tags += word + strspn(tags + word, " ")) {
        word = strcspn(tags, " ");
        if (word == length && memcmp(tags, tag, length) == 0)
            return true;
    }
    return false;
}

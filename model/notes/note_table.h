/* Marks, tags and notes of recordings in memory. Plain data. */
#ifndef MODEL_NOTES_NOTE_TABLE_H
#define MODEL_NOTES_NOTE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The identity of a recording in any archive. */
struct note_key {
    const char *agent; /* "id:103" */
    int64_t call;
    const char *file; /* its file name, "" where it has none */
};

/* The user's notes on a recording. All texts are owned. */
struct note {
    int64_t call;
    char *agent;
    char *file;
    bool is_marked;
    char *tags;      /* words with blanks between them, in order; "" for none */
    char *text;      /* "" for none */
    int64_t changed; /* ticks */
};

/* A recording that is about to be deleted. */
struct notes_doomed {
    struct note_key key;
    bool is_last; /* the call has no other recording */
    bool is_kept; /* it has a note, or its call was heard; set by notes_ask */
};

struct note_table {
    struct note *notes; /* owned, by ascending call */
    size_t count;
    size_t capacity;
    int64_t *heard; /* calls that were heard, at least in part; owned, ascending */
    size_t heard_count;
    size_t heard_capacity;
};

/* Appends a deep copy; the caller keeps the order. */
void note_table_add(struct note_table *table, const struct note *note);
void note_table_add_all(struct note_table *table, const struct note_table *added); /* and what was heard */
void note_table_clear(struct note_table *table);

/* Removes all notes that note_table_find gives for a key. */
void note_table_remove(struct note_table *table, const struct note_key *key);
void note_table_unhear(struct note_table *table, int64_t call);

/* Appends a heard call; whether a call was heard. */
void note_table_hear(struct note_table *table, int64_t call);
bool note_table_has_heard(const struct note_table *table, int64_t call);

/* NULL if there is no note. The agent's reference may differ, since an agent may have several: the file name is
 * enough, if the recording has one or no agent is given. */
const struct note *note_table_find(const struct note_table *table, const struct note_key *key);

/* Whether the words of `tags` include a tag. */
bool note_has_tag(const char *tags, const char *tag, size_t length);

#endif

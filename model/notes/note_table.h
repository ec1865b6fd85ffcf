/* Marks, tags and notes of recordings, as they are in memory. Plain data. */
#ifndef MODEL_NOTES_NOTE_TABLE_H
#define MODEL_NOTES_NOTE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What names a recording whatever archive it is in. */
struct note_key {
    const char *agent; /* "id:103" */
    int64_t call;
    const char *file; /* its file name, "" where it has none */
};

/* What the user has noted of one. All texts are owned. */
struct note {
    int64_t call;
    char *agent;
    char *file;
    bool is_marked;
    char *tags;      /* words with blanks between them, in order; "" for none */
    char *text;      /* "" for none */
    int64_t changed; /* ticks */
};

/* Of a recording that is about to go. */
struct notes_doomed {
    struct note_key key;
    bool is_last; /* of its call */
    bool is_kept; /* something is known of it: what notes_ask says */
};

struct note_table {
    struct note *notes; /* owned, by ascending call */
    size_t count;
    size_t capacity;
    int64_t *heard; /* calls of which some was heard; owned, ascending */
    size_t heard_count;
    size_t heard_capacity;
};

/* Adds one behind the others, with copies of its texts. */
void note_table_add(struct note_table *table, const struct note *note);
void note_table_add_all(struct note_table *table, const struct note_table *added); /* and what was heard */
void note_table_clear(struct note_table *table);

/* Takes away all that note_table_find gives for a key. */
void note_table_remove(struct note_table *table, const struct note_key *key);
void note_table_unhear(struct note_table *table, int64_t call);

/* Adds a call behind the others; whether it is there. */
void note_table_hear(struct note_table *table, int64_t call);
bool note_table_has_heard(const struct note_table *table, int64_t call);

/* NULL if nothing is noted. An agent may be known by another reference since: the file name is enough if there is
 * one, or if no agent is given. */
const struct note *note_table_find(const struct note_table *table, const struct note_key *key);

/* Whether a tag is among tags. */
bool note_has_tag(const char *tags, const char *tag, size_t length);

#endif

/* Holds in memory. Plain data. */
#ifndef MODEL_HOLD_HOLD_TABLE_H
#define MODEL_HOLD_HOLD_TABLE_H

#include "model/audit/digest_stream.h"
#include "model/recording/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All pointers are owned. */
struct hold {
    struct recording *recording; /* as it was when it was put on hold */
    const char *agent;           /* "id:103" */
    const char *reason;          /* one or several, see hold_join */
    const char *by;              /* user or users who put it on hold; "" if unknown */
    int64_t held_at;             /* ticks, for the first reason */
    int64_t until;               /* ticks; TIMESTAMP_NONE: until it is released */
    bool is_gone;                /* the server has deleted it */
    bool
        is_unread; /* its file cannot be read: only the call is known, and all its recordings count as held */
    char *audio;   /* path of the copy; NULL: none yet */
    int64_t audio_size;                  /* length of the copy in bytes, as recorded if it was */
    char audio_digest[DIGEST_LONG_TEXT]; /* SHA-512 of the copy; "": unknown */
    bool audio_is_recorded; /* the hold's file says so; otherwise the copy was only found beside it */
    bool audio_is_proved;   /* the server had announced that length */
    bool audio_is_damaged;  /* the copy is missing or differs from what was recorded */
};

struct hold_table {
    struct hold *holds; /* owned; ascending by call and file once sorted */
    size_t count;
    size_t capacity;
};

/* Appends a deep copy. */
void hold_table_add(struct hold_table *table, const struct hold *hold);
void hold_table_sort(struct hold_table *table);
void hold_table_clear(struct hold_table *table);

/* The index of the first hold of a call in a sorted table, or where it would be. */
size_t hold_table_first(const struct hold_table *table, int64_t call);

/* The hold of a recording in a sorted table; `file` is "" if it has no file name. NULL if it is not held, or
 * expired at `now` (ticks). */
const struct hold *hold_table_find(const struct hold_table *table, int64_t call, const char *file,
                                   int64_t now);

/* Whether its end has passed at `now` (ticks). */
bool hold_is_over(const struct hold *hold, int64_t now);

/* The later of two ends; TIMESTAMP_NONE (no end) is the latest. */
int64_t hold_later_end(int64_t end, int64_t other);

/* Appends a reason or user to a list, "case 12; case 14", unless it is in it. The caller frees. */
char *hold_join(const char *texts, const char *more);

/* Whether its audio should be fetched: the copy is missing or damaged, and the server has the recording. */
bool hold_lacks_audio(const struct hold *hold);

/* The recording's file name, "" if it has none. */
const char *hold_file_name(const struct hold *hold);

#endif

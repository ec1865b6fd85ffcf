/* Recordings on hold, as they are in memory. Plain data. */
#ifndef MODEL_HOLD_HOLD_TABLE_H
#define MODEL_HOLD_HOLD_TABLE_H

#include "model/audit/digest_stream.h"
#include "model/recording/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All that it points to is owned. */
struct hold {
    struct recording *recording; /* as it was when it was held */
    const char *agent;           /* "id:103" */
    const char *reason;          /* or several, as hold_join gives them */
    const char *by;              /* who has held it, or several; "" if that is not known */
    int64_t held_at;             /* ticks; for the first of the reasons */
    int64_t until;               /* ticks; TIMESTAMP_NONE: until it is released */
    bool is_gone;                /* the server no longer has it */
    bool is_unread;     /* its file cannot be read: only the call is known, and all of that is held */
    char *audio;        /* the path of the copy; NULL: there is none yet */
    int64_t audio_size; /* bytes that it has, or had when it was kept */
    char audio_digest[DIGEST_LONG_TEXT]; /* of these; "": not known */
    bool
        audio_is_recorded; /* all of that is written in the hold; else a copy is there that can only be its */
    bool audio_is_proved;  /* the server had said how long it is, and so long it was */
    bool audio_is_damaged; /* by now it has another length, or is gone, or was found to have other bytes */
};

struct hold_table {
    struct hold *holds; /* owned, by ascending call */
    size_t count;
    size_t capacity;
};

/* Adds one behind the others, with copies of all that it points to. */
void hold_table_add(struct hold_table *table, const struct hold *hold);
void hold_table_sort(struct hold_table *table);
void hold_table_clear(struct hold_table *table);

/* The index of the first hold of a call in a sorted table, or where it would be. */
size_t hold_table_first(const struct hold_table *table, int64_t call);

/* The hold of a recording; "" where it has no file name. NULL if it is not held, or not any more at `now` (ticks). */
const struct hold *hold_table_find(const struct hold_table *table, int64_t call, const char *file,
                                   int64_t now);

/* Its end is reached. */
bool hold_is_over(const struct hold *hold, int64_t now);

/* Of two ends; one that is none is the latest. */
int64_t hold_later_end(int64_t end, int64_t other);

/* "case 12; case 14": reasons, or people, and one more, unless it is among them. The caller frees. */
char *hold_join(const char *texts, const char *more);

/* Its audio is to be asked for: there is none, or none that is as it was, and the server has it. */
bool hold_lacks_audio(const struct hold *hold);

/* Its file name, "" where it has none. */
const char *hold_file_name(const struct hold *hold);

#endif

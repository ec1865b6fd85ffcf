/* Which recordings a filter matches; filter_parse.h says what a user types for one. Pure, but for the zone of the
 * process. */
#ifndef MODEL_FILTER_FILTER_H
#define MODEL_FILTER_FILTER_H

#include "model/filter/filter_fold.h"
#include "model/filter/telephone.h"
#include "model/recording/recording.h"
#include "model/time/week_hours.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#define FILTER_SIZE 256 /* of its text */
#define FILTER_CALLER_SIZE 256

#define FILTER_TERMS 32                 /* more are refused */
#define FILTER_NUMBERS 8                /* likewise */
#define FILTER_VALUES (FILTER_SIZE / 2) /* each has a letter and what parts it from the next */

enum filter_subject {
    FILTER_NAMES, /* of agents, queues and callers */
    FILTER_AGENT,
    FILTER_QUEUE,
    FILTER_NUMBER, /* of the caller */
    FILTER_CALLER, /* as a text */
    FILTER_NO_CALLER,
    FILTER_TYPE,
    FILTER_CALL, /* the number of the call */
    FILTER_FILE, /* the name of the recording's file */
    FILTER_MARK, /* what the user has noted: `least` is whether it is marked, */
    FILTER_HELD, /* or on hold */
    FILTER_TAG,
    FILTER_NOTE,
    FILTER_HEARD, /* whether some of it was: `least`, too */
    FILTER_START,
    FILTER_LENGTH,
    FILTER_WEEK, /* days of the week, hours of the day */
    FILTER_NEW,  /* since the last visit, which `least` is: see filter_take_visit */
};

/* One of those of a term of which any will do. */
struct filter_value {
    bool
        is_number; /* of AGENT, QUEUE and CALL: `number`; or, but of a CALL, a number in the name begins so */
    uint16_t place; /* in `letters`: the text as filter_fold and as filter_fold_plain write it */
    uint16_t plain;
    int64_t number;
};

struct filter_term {
    enum filter_subject subject;
    bool negated;
    bool by_id;        /* some value is a number, */
    bool by_name;      /* some is none */
    bool by_number;    /* NAMES: or the caller's number is `number` */
    size_t value;      /* the first one in `values` */
    size_t count;      /* of them */
    size_t number;     /* of NUMBER: in `numbers` */
    int64_t least;     /* START and LENGTH: ticks; WEEK: the days of struct week_hours, */
    int64_t less_than; /* and its hours */
};

/* Zeroed it matches everything. Plain data: what was read once is copied to whoever needs it. */
struct filter {
    char text[FILTER_SIZE];                 /* that was read; not what was taken beside it */
    int64_t now;                            /* ticks: when */
    bool utc;                               /* its dates are UTC, not local time */
    struct filter_term words[FILTER_TERMS]; /* about names */
    size_t word_count;
    struct filter_term terms[FILTER_TERMS + 1]; /* all others, with that of filter_take_period */
    size_t term_count;
    bool by_caller; /* the filter has terms about the caller */
    bool by_type;
    bool by_call; /* about the call or the file */
    bool by_note; /* about what the user has noted */
    bool by_time; /* about start, length or week */
    struct filter_value values[FILTER_VALUES];
    size_t value_count;
    struct telephone numbers[FILTER_NUMBERS];
    size_t number_count;
    bool by_week;           /* about days or hours, not negated: */
    struct week_hours week; /* what those leave */
    bool has_date; /* the last of its dates means [date_begin, date_end), for whoever wants to say so */
    int64_t date_begin;
    int64_t date_end;
    char caller[FILTER_CALLER_SIZE]; /* only this one, see filter_take_caller; "": any */
    struct telephone caller_number;
    wchar_t letters[4 * FILTER_SIZE]; /* texts, folded */
    size_t letter_count;
};

/* Lets only this caller match beside what the filter asks: by the number, however it is written (see
 * telephone_is_same), or by the text if that has no number. */
void filter_take_caller(struct filter *filter, const char *caller);

/* Lets only what started within [begin, end) match, beside what the filter asks; once. INT64_MIN, INT64_MAX: no
 * bound. */
void filter_take_period(struct filter *filter, int64_t begin, int64_t end);

/* Lets what is:new asks for be what ended in the second of that time, in ticks, or later, as servers may give whole
 * seconds; of what has no end, what started then. It started a day before it at the most. TIMESTAMP_NONE: there has been
 * no visit, and all that has a start is new. */
void filter_take_visit(struct filter *filter, int64_t visited);

/* The earliest start of what such a term asks for; INT64_MIN: any. */
int64_t filter_new_starts(const struct filter_term *term);

/* What the user has noted of a recording. */
struct filter_noted {
    bool is_marked;
    bool is_heard;
    bool is_held;
    const char *tags; /* "" for none, as the text */
    const char *text;
};

/* Matches everything. */
bool filter_is_empty(const struct filter *filter);

/* Whether both match the same, since they were read from the same text and mean the same times by it. */
bool filter_is_same(const struct filter *a, const struct filter *b);

/* A recording matches if its caller, its type, its times and each of the words do. Where texts are kept once
 * for many recordings each is asked about once. NULL: none. */
bool filter_matches_caller(const struct filter *filter, const char *caller);
bool filter_matches_type(const struct filter *filter, const char *type);
bool filter_matches_call(const struct filter *filter, int64_t call, const char *file); /* NULL: no name */
bool filter_matches_noted(const struct filter *filter, const struct filter_noted *noted);
bool filter_matches_times(const struct filter *filter, int64_t started, int64_t ended); /* TIMESTAMP_NONE */

/* Whether a name or number (RECORDING_NO_NUMBER: none) is one that a word names. The word matches a recording
 * if that is so for one of the recording's names or, if the word is negated, for none. Digits name an agent
 * by its number or the name that it has now, not by one that it had when a call was recorded. */
enum filter_name { FILTER_NAME_OF_AGENT, FILTER_NAME_WHEN_RECORDED, FILTER_NAME_OF_QUEUE };
bool filter_word_names(const struct filter *filter, size_t word, enum filter_name which, const char *name,
                       int64_t id);

/* The same of what a caller (NULL: none) is called, and of its number for a word that is one. */
bool filter_word_names_caller(const struct filter *filter, size_t word, const char *caller);

/* Asks of callers only for the number that a word is, which is `by_number`. */
void filter_take_number(struct filter *filter, const struct filter *from, size_t word);

/* Where the digits that the filter seeks stand in a caller, in bytes: [begin[i], end[i]), in the order of the
 * filter. Returns how many there are; separators between the digits are part of them. */
size_t filter_mark_caller(const struct filter *filter, const char *caller, size_t begin[FILTER_NUMBERS],
                          size_t end[FILTER_NUMBERS]);

#endif

/* A parsed filter, and which recordings it matches; see filter_parse.h for the syntax. Pure, except for the process's
 * time zone. */
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

#define FILTER_SIZE 256 /* bytes of its text, with the NUL */
#define FILTER_CALLER_SIZE 256

#define FILTER_TERMS 32                 /* at most, as words and as other terms; more are an error */
#define FILTER_NUMBERS 8                /* likewise */
#define FILTER_VALUES (FILTER_SIZE / 2) /* as many as fit: each has at least a letter and a separator */

enum filter_subject {
    FILTER_NAMES, /* names of agents, queues and callers */
    FILTER_AGENT,
    FILTER_QUEUE,
    FILTER_NUMBER, /* the caller's telephone number */
    FILTER_CALLER, /* the caller as text */
    FILTER_NO_CALLER,
    FILTER_TYPE,
    FILTER_CALL, /* QueueCallId */
    FILTER_FILE, /* name of the recording's file */
    FILTER_MARK, /* `least` is 1 for marked, 0 for not marked; likewise for HELD and HEARD */
    FILTER_HELD,
    FILTER_TAG,
    FILTER_NOTE,
    FILTER_HEARD, /* whether some of the call was heard */
    FILTER_START,
    FILTER_LENGTH,
    FILTER_WEEK, /* days of the week, hours of the day */
    FILTER_NEW,  /* `least` is the last visit, see filter_take_visit */
};

/* One of the alternative values of a term. */
struct filter_value {
    /* AGENT, QUEUE, CALL: the value is `number`. In a name it matches where a number starts with its digits. */
    bool is_number;
    uint16_t place; /* index in `letters` of the text folded by filter_fold */
    uint16_t plain; /* and by filter_fold_plain */
    int64_t number;
};

struct filter_term {
    enum filter_subject subject;
    bool negated;
    bool by_id;        /* a value is a number */
    bool by_name;      /* a value is no number */
    bool by_number;    /* NAMES: the caller's telephone number may match, too, see `number` */
    size_t value;      /* index of its first value in filter.values */
    size_t count;      /* number of values */
    size_t number;     /* NUMBER, by_number: index in filter.numbers */
    int64_t least;     /* START, LENGTH: inclusive bound, ticks; WEEK: days of struct week_hours */
    int64_t less_than; /* START, LENGTH: exclusive bound, ticks; WEEK: hours of struct week_hours */
};

/* Plain data that is copied by assignment. A zeroed filter matches everything. */
struct filter {
    char text[FILTER_SIZE];                 /* as typed; without what filter_take_… added */
    int64_t now;                            /* when it was parsed, ticks */
    bool utc;                               /* its dates are UTC, not local time */
    struct filter_term words[FILTER_TERMS]; /* NAMES, AGENT and QUEUE */
    size_t word_count;
    struct filter_term terms[FILTER_TERMS + 1]; /* all others, and one of filter_take_period */
    size_t term_count;
    bool by_caller; /* the filter has terms about the caller */
    bool by_type;
    bool by_call; /* about call or file */
    bool by_note; /* about marks, tags, notes, heard calls or holds */
    bool by_time; /* about start, length, week or new calls */
    struct filter_value values[FILTER_VALUES];
    size_t value_count;
    struct telephone numbers[FILTER_NUMBERS];
    size_t number_count;
    bool by_week;           /* it has terms about days or hours that are not negated */
    struct week_hours week; /* the intersection of these */
    bool has_date;          /* [date_begin, date_end) is what its last date means, for display */
    int64_t date_begin;
    int64_t date_end;
    char caller[FILTER_CALLER_SIZE]; /* see filter_take_caller; "": any */
    struct telephone caller_number;
    wchar_t letters[4 * FILTER_SIZE]; /* the folded texts of the values, each with its NUL */
    size_t letter_count;
};

/* Restricts the filter to a caller: by telephone number (see telephone_is_same), or by the text if it has none. */
void filter_take_caller(struct filter *filter, const char *caller);

/* Restricts the filter to recordings that started within [begin, end), ticks; INT64_MIN, INT64_MAX: no bound. May be
 * called once. */
void filter_take_period(struct filter *filter, int64_t begin, int64_t end);

/* Sets the last visit (ticks) for is:new. A recording is new if it ended in that second or later, since servers may
 * give whole seconds, and started at most a day before; without an end its start counts. TIMESTAMP_NONE: no visit,
 * all recordings with a start are new. */
void filter_take_visit(struct filter *filter, int64_t visited);

/* The earliest start of a recording that a FILTER_NEW term matches; INT64_MIN: any. */
int64_t filter_new_starts(const struct filter_term *term);

/* The user's notes on a recording. */
struct filter_noted {
    bool is_marked;
    bool is_heard;
    bool is_held;
    const char *tags; /* "" for none, as the text */
    const char *text;
};

/* Whether it matches everything. */
bool filter_is_empty(const struct filter *filter);

/* Whether both match the same recordings: the same text, caller and times. */
bool filter_is_same(const struct filter *a, const struct filter *b);

/* A recording matches if all of these and each word do. They are separate so that an interned text is tested once for
 * many recordings. A NULL text means none. */
bool filter_matches_caller(const struct filter *filter, const char *caller);
bool filter_matches_type(const struct filter *filter, const char *type);
bool filter_matches_call(const struct filter *filter, int64_t call, const char *file); /* NULL: no name */
bool filter_matches_noted(const struct filter *filter, const struct filter_noted *noted);
bool filter_matches_times(const struct filter *filter, int64_t started, int64_t ended); /* TIMESTAMP_NONE */

/* Whether the word with that index names a name or number (RECORDING_NO_NUMBER: none). A word matches a recording if
 * it names one of the recording's names; a negated one, if it names none. Digits match an agent's number and present
 * name, but not the name at the time of a recording. */
enum filter_name { FILTER_NAME_OF_AGENT, FILTER_NAME_WHEN_RECORDED, FILTER_NAME_OF_QUEUE };
bool filter_word_names(const struct filter *filter, size_t word, enum filter_name which, const char *name,
                       int64_t id);

/* Whether a word names a caller (NULL: none) by its name or, if the word is a number, by its telephone number. */
bool filter_word_names_caller(const struct filter *filter, size_t word, const char *caller);

/* Makes a filter for the telephone number alone of a word of another filter that is by_number. */
void filter_take_number(struct filter *filter, const struct filter *from, size_t word);

/* Finds the filter's numbers in a caller, for highlighting: byte ranges [begin[i], end[i]) in the order of the
 * filter, including separators between digits. Returns their number. */
size_t filter_mark_caller(const struct filter *filter, const char *caller, size_t begin[FILTER_NUMBERS],
                          size_t end[FILTER_NUMBERS]);

#endif

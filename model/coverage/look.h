/* What of an agent's history is to be looked at again, since nothing is final for ever: late recordings, what
 * the server has deleted, an answer that was wrong. The rule: what was last seen longer ago than half its age
 * is seen again, at least every `verify`, at most every ten minutes. A recording is then read some 23 times
 * in its first ninety days. In detail, by how old the recordings are:
 *
 * - of the last hour: every ten minutes;
 * - not final yet (see the settle time): every half hour, since "as of" is when all of these were seen;
 * - of the last five days, in which callers are called back: after every start, and every six hours; by a
 *   command, which does not stay, with what it asks for, and not again within ten minutes, or six hours where
 *   commands follow each other so that they would cost too much;
 * - older: after half their age, a piece at a time;
 * - older than twice `verify`: each day so much that all of it is seen within `verify`, what was seen longest
 *   ago first. If it was seen longer ago than that, or nobody knows when, twice as much.
 *
 * How much that may cost in all is for the account to say. Pure. */
#ifndef MODEL_COVERAGE_LOOK_H
#define MODEL_COVERAGE_LOOK_H

#include "model/coverage/chronology.h"
#include "model/coverage/coverage.h"
#include "model/coverage/seen.h"

#include <stdbool.h>
#include <stdint.h>

#define LOOK_PIECE 500 /* recordings that are looked at in one go */
#define LOOK_UNSETTLED_PAUSE (INT64_C(1800) * TIMESTAMP_SECOND)
#define LOOK_START_PAUSE (INT64_C(600) * TIMESTAMP_SECOND)
#define LOOK_DAYS_PAUSE (INT64_C(6) * 3600 * TIMESTAMP_SECOND)

#define LOOK_LONG_PIECE 10000 /* when somebody waits for all of them */

enum look_kind {
    LOOK_UNSETTLED, /* all that is not final */
    LOOK_RECENT,
    LOOK_DAYS,
    LOOK_OLDER,
};

struct look {
    enum look_kind kind;
    int64_t from;
    int64_t stop_at; /* an id; INT64_MAX: all above `from` */
};

/* What has been looked at since the start of the program: ticks, 0 for never. */
struct look_past {
    int64_t unsettled_at;
    int64_t recent_at;
    int64_t days_at;
    int64_t older_at;
    struct look older; /* the last one, to see whether it has led anywhere */
};

struct look_known {
    const struct seen *seen;             /* what is final */
    const struct coverage *coverage;     /* the same, without the times */
    const struct chronology *chronology; /* of the server */
    int64_t head_from;                   /* everything above it was read at as_of */
    int64_t as_of;                       /* ticks, TIMESTAMP_NONE if never */
    int64_t newest;                      /* id of the newest recording */
    uint64_t recordings;
    int64_t verify; /* ticks */
    int64_t opened; /* ticks: the program was started then */
    int64_t now;
};

/* The next one that is due; false if none is. */
bool look_next(const struct look_past *past, const struct look_known *known, struct look *look);

/* When all of the last days was seen, ticks; TIMESTAMP_NONE if never. */
int64_t look_days_seen(const struct look_known *known);

/* By a command: the last days, if they were not seen within `pause` (ticks). */
bool look_next_days(const struct look_past *past, const struct look_known *known, int64_t pause,
                    struct look *look);

/* Somebody wants all of it to be seen again: what was seen at SEEN_UNKNOWN. */
bool look_next_unknown(const struct look_past *past, const struct look_known *known, struct look *look);

/* It has been looked at, at `now`. */
void look_done(struct look_past *past, const struct look *look, int64_t now);

#endif

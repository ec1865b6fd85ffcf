/* Calls over time as a row of columns, each of them a period of the calendar. By the finest unit whose
 * columns fit; or, nearer, the columns around a place. Pure. */
#ifndef TUI_LIST_TIMELINE_H
#define TUI_LIST_TIMELINE_H

#include "model/query/list_summary.h"
#include "model/time/calendar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct timeline_column {
    struct calendar_period period;
    uint64_t calls;
    bool is_covered; /* everything of it is there */
};

/* Empty when zeroed. */
struct timeline {
    enum calendar_unit unit;
    bool utc;
    bool is_near;                    /* the columns need not be all */
    struct timeline_column *columns; /* owned */
    size_t count;
    size_t capacity;
    uint64_t most;   /* calls of the fullest column */
    bool has_before; /* the list has calls before the first column */
    bool has_after;
    bool is_covered_before; /* everything from before the first column is there */
    bool is_covered_after;
    enum calendar_unit unit_of_all; /* the finest in which all columns fit, if any is */
};

struct timeline_question {
    const struct list_summary *summary;
    unsigned columns; /* of the screen, labels included */
    bool is_near;     /* by `unit`, around `place` */
    enum calendar_unit unit;
    int64_t place; /* ticks; TIMESTAMP_NONE: the newest */
    int64_t now;
    bool utc;
};

/* Lays the columns out anew. Near ones stay where they are while the place is among them. Without calls there
 * are none. A unit in which all fit is not near. */
void timeline_lay_out(struct timeline *timeline, const struct timeline_question *question);
void timeline_clear(struct timeline *timeline);

/* The column in which an instant lies; SIZE_MAX if there is none. */
size_t timeline_find(const struct timeline *timeline, int64_t instant);

/* How high a column is: 0 only without calls, up to TEXT_BARS. */
unsigned timeline_level(const struct timeline *timeline, size_t column);

/* Columns of the screen in front of those of the timeline, for labels, a sign included. */
unsigned timeline_indent(const struct timeline *timeline);

/* "months" */
const char *timeline_unit_name(enum calendar_unit unit);

/* How a period is called: "05-03 14:00", "2024-05-03", "2024-05", "2024 Q2", "2024". Returns buffer. */
enum { TIMELINE_LABEL_SIZE = 32 };
const char *timeline_label(char buffer[TIMELINE_LABEL_SIZE], enum calendar_unit unit, int64_t begin,
                           bool utc);

#endif

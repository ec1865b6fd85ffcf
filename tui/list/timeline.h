/* The calls of a list over time: a row of columns, each a period of the calendar. The unit is the finest of which all
 * columns fit on the screen; or a finer one ("near"), of which the columns around a place are shown. Pure. */
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
    bool is_covered; /* everything of that period has been fetched */
};

/* Empty when zeroed. */
struct timeline {
    enum calendar_unit unit;
    bool utc;
    bool is_near;                    /* the columns need not be all of the list */
    struct timeline_column *columns; /* owned */
    size_t count;
    size_t capacity;
    uint64_t most;   /* calls of the fullest column */
    bool has_before; /* the list has calls before the first column */
    bool has_after;
    bool is_covered_before; /* everything from before the first column has been fetched */
    bool is_covered_after;
    enum calendar_unit
        unit_of_all; /* the finest of which all columns fit; the coarsest of all if none does */
};

struct timeline_question {
    const struct list_summary *summary;
    unsigned columns; /* of the screen, labels included */
    bool is_near;     /* show the columns of `unit` around `place` */
    enum calendar_unit unit;
    int64_t place; /* ticks; TIMESTAMP_NONE: the newest call */
    int64_t now;   /* ticks */
    bool utc;
};

/* Computes the columns. Near ones stay where they are as long as the place is among them. Without calls there are
 * none. If all columns of the unit fit, `is_near` is false afterwards. */
void timeline_lay_out(struct timeline *timeline, const struct timeline_question *question);
/* Frees what is owned, and empties it. */
void timeline_clear(struct timeline *timeline);

/* The column in which an instant (ticks) lies; SIZE_MAX if there is none. */
size_t timeline_find(const struct timeline *timeline, int64_t instant);

/* The height of a column, up to TEXT_BARS; 0 only if it has no calls. */
unsigned timeline_level(const struct timeline *timeline, size_t column);

/* Columns of the screen before the first column of the timeline: labels and a sign. */
unsigned timeline_indent(const struct timeline *timeline);

/* "months"; translated. Static. */
const char *timeline_unit_name(enum calendar_unit unit);

/* The name of the period that starts at `begin`: "05-03 14:00", "2024-05-03", "2024-05", "2024 Q2", "2024". Returns
 * buffer. */
enum { TIMELINE_LABEL_SIZE = 32 };
const char *timeline_label(char buffer[TIMELINE_LABEL_SIZE], enum calendar_unit unit, int64_t begin,
                           bool utc);

#endif

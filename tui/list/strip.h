/* Calls over time as a row of columns, each of them a period of the calendar. By the finest unit whose
 * columns fit; or, nearer, the columns around a place. Pure. */
#ifndef TUI_LIST_STRIP_H
#define TUI_LIST_STRIP_H

#include "model/query/overview.h"
#include "model/time/calendar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strip_column {
    struct calendar_period period;
    uint64_t calls;
    bool is_held; /* everything of it is there */
};

/* Empty when zeroed. */
struct strip {
    enum calendar_unit unit;
    bool utc;
    bool is_near;                 /* the columns need not be all */
    struct strip_column *columns; /* owned */
    size_t count;
    size_t capacity;
    uint64_t most;   /* calls of the fullest column */
    bool has_before; /* the list has calls before the first column */
    bool has_after;
    bool is_held_before; /* everything from before the first column is there */
    bool is_held_after;
    enum calendar_unit unit_of_all; /* the finest in which all columns fit, if any is */
};

struct strip_question {
    const struct overview *overview;
    unsigned columns; /* of the screen, labels included */
    bool is_near;     /* by `unit`, around `place` */
    enum calendar_unit unit;
    int64_t place; /* ticks; TIMESTAMP_NONE: the newest */
    int64_t now;
    bool utc;
};

/* Lays the columns out anew. Near ones stay where they are while the place is among them. Without calls there
 * are none. A unit in which all fit is not near. */
void strip_lay_out(struct strip *strip, const struct strip_question *question);
void strip_clear(struct strip *strip);

/* The column in which an instant lies; SIZE_MAX if there is none. */
size_t strip_find(const struct strip *strip, int64_t instant);

/* How high a column is: 0 only without calls, up to STRIP_LEVELS. */
enum { STRIP_LEVELS = 8 };
unsigned strip_level(const struct strip *strip, size_t column);

/* Columns of the screen in front of those of the strip, for labels, a sign included. */
unsigned strip_indent(const struct strip *strip);

/* "months" */
const char *strip_unit_name(enum calendar_unit unit);

/* How a period is called: "05-03 14:00", "2024-05-03", "2024-05", "2024 Q2", "2024". Returns buffer. */
enum { STRIP_LABEL_SIZE = 32 };
const char *strip_label(char buffer[STRIP_LABEL_SIZE], enum calendar_unit unit, int64_t begin, bool utc);

#endif

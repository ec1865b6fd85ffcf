/* A period of time that somebody has written. Plain data. */
#ifndef MODEL_TIME_WHEN_TYPE_H
#define MODEL_TIME_WHEN_TYPE_H

#include <stdint.h>

/* [begin, end), in ticks of 100 ns as in model/time/timestamp.h; begin < end. */
struct when {
    int64_t begin;
    int64_t end;
};

#endif

/* What a date that has been read means. For model/time/when.c only. */
#ifndef MODEL_TIME_WHEN_RESOLVE_H
#define MODEL_TIME_WHEN_RESOLVE_H

#include "model/time/when_parts.h"
#include "model/time/when_type.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct when_question {
    const char *text; /* for what is said of it */
    int64_t now;      /* ticks */
    bool utc;
};

/* As when_parse. */
bool when_resolve(struct when *when, const struct when_written *written, const struct when_question *question,
                  struct failure *failure);

/* Says of what could not be read why; false. */
bool when_refuse(const struct when_written *written, const char *text, struct failure *failure);

#endif

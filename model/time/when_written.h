/* Reads a date, a time or a span back as it is written, before it is asked what it means or whether there is such
 * a day. For model/time/when.c and its parts only. */
#ifndef MODEL_TIME_WHEN_WRITTEN_H
#define MODEL_TIME_WHEN_WRITTEN_H

#include "model/time/when_parts.h"

#include <stdbool.h>

/* False for text that is none of the forms of when.h; is_ambiguous says whether that is because it can be a
 * date and a time, hour and minute or day and month. Numbers
 * are as written: any month, day, hour and year. */
bool when_written_read(struct when_written *written, const char *text);

#endif

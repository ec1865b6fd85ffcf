/* The syntax of a filter as a user types it, and its parser:
 *
 *   8312  +45 83 12 34 56  (020) 7946   the caller's number, anywhere in it (see telephone.h); any blanks
 *   tel:+4583123456  Tlf. 83 12 34 56   and signs between digits are part of the number
 *   holm  "ida holm"                    the name of an agent or a queue, or what a caller is called beside a
 *                                       number or without one ("TDC-INFO", "anonymous"), whatever the case
 *   "+45 83 12 34 56"                   a whole number in quotes: of the caller, or within a name
 *   agent:holm  agent:103               the name or the number of the agent
 *   queue:sales  queue:89403330         the name or the number of the queue
 *   after:yesterday  before:2024-05-03  started from the beginning of a period on, before it (see when.h)
 *   on:may  on:w18  on:1/5..3/5         started within a period
 *   longer:5m  shorter:1:30  >10 min    length, as it is shown: 90, 90s, 5m, 1h, 1h30m, 1:30, 1:02:03
 *   agent:ida,"bo dahl"                 any of them; of queues, types, calls and files, too
 *   weekday:tue  hour:8-10              started on such a day, in such an hour (see week_hours.h)
 *   call:47610  file:0a1b               the number of the call; part of the name of the file
 *   type:callback                       part of the type
 *   caller:none  caller:anonymous       no number; part of the caller as the server gives it
 *   mark:yes  tag:coaching  note:"call back"   what the user has noted of it
 *   is:new  is:unheard                  ended since the last visit; nothing of it was played here
 *   -sales  !8312  -type:callback       not that
 *
 * All terms must match. Names match in all spellings, see filter_fold.h. Names of terms are case-insensitive. Values
 * with blanks are quoted, after:"3 May 14:00"; dates and lengths need no quotes, on:3 May. A recording whose start,
 * length, type or name is unknown matches no term about it. Pure, except for the process's time zone. */
#ifndef MODEL_FILTER_FILTER_PARSE_H
#define MODEL_FILTER_FILTER_PARSE_H

#include "model/filter/filter.h"
#include "model/filter/filter_values.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Dates refer to `now` (ticks) and, with `utc`, to UTC. Invalid and unfinished terms are left out; the filter is
 * valid without them. `error` may be NULL. */
enum filter_verdict filter_parse(struct filter *filter, const char *text, int64_t now, bool utc,
                                 struct filter_error *error);

#endif

/* What an archive holds and whether it is sound, for whoever wants to know but changes nothing: it is neither
 * made nor brought to this version, nor set aside. */
#ifndef MODEL_ARCHIVE_ARCHIVE_SURVEY_H
#define MODEL_ARCHIVE_ARCHIVE_SURVEY_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct archive_survey {
    bool is_there;     /* a file that is one of ours; else nothing below is set */
    bool is_old;       /* of an earlier version, to which nothing more is said */
    bool is_unchecked; /* there was no time to look through all of it */
    int64_t agents;    /* that it knows */
    int64_t recordings;
    int64_t as_of; /* ticks, when something was last fetched; TIMESTAMP_NONE: never */
};

/* Looks at the file at `path`, for the account with that base address, for `limit_ms` at the most. False with
 * *failure filled for what is no archive of that account, cannot be read, or is damaged. */
bool archive_survey_run(struct archive_survey *survey, const char *path, const char *base, unsigned limit_ms,
                        struct failure *failure);

#endif

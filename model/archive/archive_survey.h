/* Inspects an archive without changing it: it is not created, migrated or set aside. */
#ifndef MODEL_ARCHIVE_ARCHIVE_SURVEY_H
#define MODEL_ARCHIVE_ARCHIVE_SURVEY_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct archive_survey {
    bool is_there;     /* an archive of ours exists; otherwise nothing below is set */
    bool is_old;       /* of an earlier schema version; nothing below is set */
    bool is_unchecked; /* the time limit passed before it was fully checked */
    int64_t agents;    /* known agents */
    int64_t recordings;
    int64_t as_of; /* ticks of the last fetch; TIMESTAMP_NONE: never */
};

/* Inspects the file at `path` for the account with that base URL, for at most `limit_ms`. False with *failure
 * filled if it is no archive of that account, cannot be read, or is damaged. */
bool archive_survey_run(struct archive_survey *survey, const char *path, const char *base, unsigned limit_ms,
                        struct failure *failure);

#endif

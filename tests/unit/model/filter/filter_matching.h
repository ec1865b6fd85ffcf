/* What a filter finds, by all that a recording says: whoever is quicker about it has to find the same. */
#ifndef TESTS_UNIT_MODEL_FILTER_FILTER_MATCHING_H
#define TESTS_UNIT_MODEL_FILTER_FILTER_MATCHING_H

#include "model/filter/filter.h"
#include "model/recording/recording.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether a recording matches that is kept under an agent of this name and number (RECORDING_NO_NUMBER: not
 * known), beside those that the recording itself gives. */
bool filter_matches(const struct filter *filter, const struct recording *recording, const char *agent_name,
                    int64_t agent_id);

#endif

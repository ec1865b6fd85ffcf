/* One agent's recordings as a server has them, and jobs run on them: what is asked and how much is read.
 */
#ifndef TESTS_UNIT_MODEL_FETCH_ONE_AGENT_H
#define TESTS_UNIT_MODEL_FETCH_ONE_AGENT_H

#include "model/fetch/fetch_job.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct one_agent {
    const struct moment *recordings; /* by id */
    size_t count;
    size_t cap; /* of an answer, 0: none */
    bool ignores_cursor;
    bool ignored; /* by the last answer */
    struct server_traits traits;
    unsigned asked;      /* questions */
    unsigned searching;  /* of these, to search */
    unsigned cut;        /* answers that were not read to their end */
    uint64_t read;       /* recordings, also those that were not filed */
    int64_t least_filed; /* the least fromQueueCallId of an answer that was filed */
};

/* Runs a job to its end; false if it asks more than `most` questions. */
bool one_agent_run(struct one_agent *agent, struct fetch_job *job, unsigned most);

#endif

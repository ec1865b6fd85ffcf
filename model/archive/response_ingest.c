#include "model/archive/response_ingest.h"

#include "model/archive/writer_state.h"

#include <stdlib.h>

void response_ingest_free(struct response_ingest **answer)
{
    if (!*answer)
        return;
    free((*answer)->seen);
    free(*answer);
    *answer = NULL;
}

const struct answer *response_ingest_judgement(const struct response_ingest *answer)
{
    return &answer->judgement;
}

int64_t response_ingest_agent(const struct response_ingest *answer)
{
    return answer->agent;
}

const struct writer_unread *response_ingest_unread(const struct response_ingest *answer)
{
    return &answer->unread;
}

int64_t response_ingest_oldest(const struct response_ingest *answer)
{
    return answer->oldest;
}

struct moment response_ingest_reached(const struct response_ingest *answer)
{
    return answer->reached;
}

bool response_ingest_changed(struct response_ingest *answer)
{
    bool changed = answer->changed;
    answer->changed = false;
    return changed;
}

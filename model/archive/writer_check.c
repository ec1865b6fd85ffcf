#include "model/archive/writer_check.h"

#include "model/archive/response_ingest.h"
#include "model/archive/writer_seen.h"
#include "model/archive/writer_state.h"
#include "model/coverage/answer.h"
#include "net/base/memory.h"

#include <stddef.h>
#include <stdint.h>

bool writer_check_later(struct writer *writer, struct response_ingest *answer)
{
    struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    answer->judgement.is_unchecked = answer_check_from(&answer->judgement, &writer->traits) != INT64_MIN;
    if (!answer->judgement.is_unchecked)
        return false;
    fetch->unchecked = memory_new(sizeof *fetch->unchecked);
    *fetch->unchecked = *answer;
    fetch->unchecked->added = 0; /* writer_end counts the rows with *answer */
    answer->seen = NULL;
    answer->seen_count = answer->seen_capacity = 0;
    return true;
}

bool writer_check_agrees(struct response_ingest *first, struct response_ingest *second)
{
    int64_t greatest = first->judgement.greatest,
            lo = first->proved > second->judgement.from ? first->proved : second->judgement.from;
    writer_seen_sort(first);
    writer_seen_sort(second);
    size_t a = writer_seen_up_to(first, lo), b = writer_seen_up_to(second, lo);
    size_t end = writer_seen_up_to(first, greatest - 1);
    if (end - a != writer_seen_up_to(second, greatest - 1) - b)
        return false;
    for (; a < end; a++, b++) {
        if (first->seen[a].id != second->seen[b].id || first->seen[a].file != second->seen[b].file)
            return false;
    }
    return second->judgement.greatest >= greatest;
}

void writer_check_drop(struct writer_fetch *fetch)
{
    response_ingest_free(&fetch->unchecked);
}

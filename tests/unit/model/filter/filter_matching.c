#include "tests/unit/model/filter/filter_matching.h"

bool filter_matches(const struct filter *filter, const struct recording *recording, const char *agent_name,
                    int64_t agent_id)
{
    if (!filter_matches_caller(filter, recording->caller) || !filter_matches_type(filter, recording->type) ||
        !filter_matches_call(filter, recording->queue_call_id, recording->file_name) ||
        !filter_matches_times(filter, recording->started, recording->ended))
        return false;
    for (size_t i = 0; i < filter->word_count; i++) {
        bool names =
            filter_word_names(filter, i, FILTER_NAME_WHEN_RECORDED, recording->agent_name,
                              recording->agent_id) ||
            filter_word_names(filter, i, FILTER_NAME_OF_AGENT, agent_name, agent_id) ||
            filter_word_names(filter, i, FILTER_NAME_OF_QUEUE, recording->queue_name, recording->queue_id) ||
            filter_word_names_caller(filter, i, recording->caller);
        if (names == filter->words[i].negated)
            return false;
    }
    return true;
}

#include "model/coverage/answer.h"

#include <string.h>

static const struct coverage_range nothing = {0, 0};

void answer_begin(struct answer *answer, int64_t from, bool expects_below)
{
    memset(answer, 0, sizeof *answer);
    answer->from = from;
    answer->segment = from;
    answer->expects_below = expects_below;
}

void answer_take(struct answer *answer, int64_t id)
{
    if (answer->interrupted && id != INT64_MIN) {
        answer->segment = id;
        answer->interrupted = false;
    }
    if (id > 0 && id == answer->from)
        return;
    answer->count++;
    if (id == INT64_MIN)
        return;
    if (id > 0 && id < answer->from) {
        answer->least = answer->below && answer->least < id ? answer->least : id;
        answer->below = true;
    }
    if (answer->with_id && id < answer->last)
        answer->fell = true;
    if (answer->with_id && id > answer->last)
        answer->order_evidence++;
    if (!answer->with_id || id > answer->greatest)
        answer->greatest = id;
    answer->last = id;
    answer->with_id++;
    id_sample_take(&answer->sample, id);
}

void answer_take_unreadable(struct answer *answer)
{
    answer->count++;
    answer->interrupted = true;
    answer->unreadable = true;
}

bool answer_shows_cursor(const struct answer *answer)
{
    return answer->below || (answer->with_id && answer->from > 0);
}

bool answer_teach(const struct answer *answer, struct server_traits *traits)
{
    if (answer_shows_cursor(answer))
        traits->ignores_cursor = answer->below && answer->expects_below;
    if (answer->fell && !traits->unordered) {
        traits->unordered = true;
        return true;
    }
    if (!traits->unordered && traits->order_evidence < ANSWER_EVIDENCE)
        traits->order_evidence += answer->order_evidence;
    return false;
}

/* Everything the server has is in this answer, whatever was asked. */
static bool holds_everything(const struct answer *answer, const struct server_traits *traits)
{
    return answer->below ? answer->expects_below : traits->ignores_cursor && answer->from == 0;
}

/* It contradicts what was asked, and is to be asked again. */
static bool is_doubtful(const struct answer *answer)
{
    return answer->below && !answer->expects_below;
}

/* One recording alone, of the id just above what was asked: no cap has cut it short, unless it were a cap of
 * one, and the server has given more at a time. */
static bool shows_end(const struct answer *answer, const struct server_traits *traits)
{
    return answer->count == 1 && answer->with_id == 1 && answer->from == answer->greatest - 1 &&
           traits->order_evidence > 0;
}

struct coverage_range answer_cut_truth(const struct answer *answer, const struct server_traits *traits)
{
    bool ordered = !answer->fell && !traits->unordered && answer->order_evidence >= ANSWER_EVIDENCE;
    bool is_everything = answer->below && !answer->unreadable; /* that shows at its end */
    if (!ordered || !answer->with_id || is_doubtful(answer) || is_everything)
        return nothing;
    return (struct coverage_range){answer->segment, answer->last - 1};
}

struct coverage_range answer_whole_truth(const struct answer *answer, const struct server_traits *traits)
{
    if (!answer->count)
        return (struct coverage_range){answer->from, INT64_MAX};
    if (!answer->with_id && (answer->unreadable || answer->count >= ANSWER_EVIDENCE))
        return nothing;
    if (!answer->with_id)
        return (struct coverage_range){answer->from, INT64_MAX};
    if (is_doubtful(answer))
        return nothing;
    if (answer->unreadable)
        return answer->fell ? nothing : answer_cut_truth(answer, traits);
    if (holds_everything(answer, traits))
        return (struct coverage_range){0, INT64_MAX};
    if (shows_end(answer, traits))
        return (struct coverage_range){answer->from, INT64_MAX};
    bool only_one_id = answer->from == answer->greatest - 1;
    return (struct coverage_range){answer->from, only_one_id ? answer->greatest : answer->greatest - 1};
}

int64_t answer_check_from(const struct answer *answer, const struct server_traits *traits)
{
    if (!(answer->fell || traits->unordered) || answer->unreadable || answer->below ||
        holds_everything(answer, traits))
        return INT64_MIN;
    return id_sample_middle(&answer->sample, answer->greatest);
}

int64_t answer_next_from(const struct answer *answer, const struct server_traits *traits)
{
    if (is_doubtful(answer)) /* from another place, where something else is to come */
        return answer->from - 1 > answer->least ? answer->from - 1 : answer->from;
    if (!answer->with_id || holds_everything(answer, traits) || shows_end(answer, traits) ||
        answer->greatest <= answer->from)
        return -1;
    return answer->from == answer->greatest - 1 ? answer->greatest : answer->greatest - 1;
}

#include "model/fetch/answer_reading.h"

#include "model/recording/recording_decode.h"

void answer_reading_clear(struct answer_reading *reading)
{
    fetch_sample_free(&reading->sample);
}

bool answer_reading_ask(struct answer_reading *reading, int64_t now)
{
    answer_reading_clear(reading);
    reading->filed = 0;
    reading->is_enough = false;
    if (!reading->was_doubted)
        reading->asked_at = now;
    if (!fetch_job_ask(reading->job, &reading->question))
        return false;
    if (reading->question.look > 0)
        reading->sample = fetch_sample_new(reading->clock);
    return true;
}

/* Cuts the answer at stop_at only when it can have shown that its ids ascend, since before that a cut answer proves
 * nothing: after twice ANSWER_EVIDENCE elements, because recordings of one call share an id. */
static void file_element(void *context, const char *text, size_t length)
{
    struct answer_reading *reading = context;
    int64_t stop_at = reading->question.stop_at;
    reading->file(reading->context, text, length);
    reading->filed++;
    reading->is_enough = reading->is_enough || reading->filed >= reading->question.most ||
                         (stop_at != INT64_MAX && reading->filed > (uint64_t)2 * ANSWER_EVIDENCE &&
                          recording_peek_id(text, length) > stop_at);
}

static void file_sample(struct answer_reading *reading)
{
    struct fetch_sample *sample = reading->sample;
    reading->sample = NULL;
    fetch_sample_each(sample, file_element, reading);
    fetch_sample_free(&sample);
}

/* Lets the job judge the sample; `all`: it is the whole answer. */
static void show_sample(struct answer_reading *reading, bool all)
{
    size_t count;
    const struct moment *moments = fetch_sample_moments(reading->sample, &count);
    if (count >= FETCH_SAMPLE_LEAST)
        fetch_job_set_pace(reading->job, fetch_sample_pace(reading->sample));
    if (fetch_job_look(reading->job, moments, count, all) == FETCH_JOB_CUT) {
        fetch_sample_free(&reading->sample);
        reading->is_enough = true;
        return;
    }
    struct fetch_job_question question;
    fetch_job_ask(reading->job, &question);
    reading->question.most = question.most;
    reading->question.stop_at = question.stop_at;
    file_sample(reading);
}

void answer_reading_take(struct answer_reading *reading, const char *text, size_t length)
{
    if (reading->is_enough)
        return;
    if (!reading->sample)
        file_element(reading, text, length);
    else if (fetch_sample_take(reading->sample, text, length) == reading->question.look)
        show_sample(reading, false);
}

void answer_reading_decide(struct answer_reading *reading)
{
    if (reading->sample)
        show_sample(reading, false);
}

/* An empty answer comes from a server that has nothing, or from a proxy that lost the contents. The question is
 * repeated once if the answer was not even a list, if the whole history was asked for, if a recording is known above
 * the id, or if the answer is to prove the end of the history. */
static enum answer_end judge_empty(struct answer_reading *reading, bool is_list)
{
    bool is_doubtful = !is_list || reading->question.from <= 0 || fetch_job_expects_known(reading->job) ||
                       fetch_job_asks_for_end(reading->job);
    bool was_doubted = reading->was_doubted;
    reading->was_doubted = false;
    if (fetch_job_doubt(reading->job, was_doubted))
        return ANSWER_AGAIN;
    reading->was_doubted = is_doubtful && !was_doubted;
    if (reading->was_doubted)
        return ANSWER_AGAIN;
    return fetch_job_repeats(reading->job) ? ANSWER_LACKS : ANSWER_WHOLE;
}

enum answer_end answer_reading_end(struct answer_reading *reading, bool whole, bool is_list)
{
    enum answer_end end = whole ? ANSWER_WHOLE : ANSWER_PART;
    bool has_come = reading->is_enough || reading->filed > 0 ||
                    (reading->sample && fetch_sample_count(reading->sample) > 0);
    if (whole && !has_come)
        end = judge_empty(reading, is_list);
    else
        reading->was_doubted = false;
    if (reading->sample && end == ANSWER_WHOLE)
        show_sample(reading, true);
    else if (reading->sample && end == ANSWER_PART)
        file_sample(reading);
    answer_reading_clear(reading);
    return end;
}

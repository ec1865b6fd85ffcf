#include "tests/unit/model/fetch/one_agent.h"

#include "model/time/timestamp.h"
#include "net/base/sorted.h"

#include <stddef.h>

static size_t first_above(const struct one_agent *agent, int64_t from)
{
    const struct sorted ids = {agent->recordings, agent->ignores_cursor ? 0 : agent->count,
                               sizeof *agent->recordings, offsetof(struct moment, id)};
    return sorted_up_to(&ids, from);
}

/* Files recordings[at..end) as far as the question wants them, and tells the job. */
static void file(struct one_agent *agent, struct fetch_job *job, const struct fetch_job_question *question,
                 size_t at, size_t end)
{
    struct fetch_job_answer answer = {.last = {.time = TIMESTAMP_NONE}};
    answer_begin(&answer.judgement, question->from, agent->ignored);
    for (; at < end && !answer.cut; at++) {
        answer.last = agent->recordings[at];
        answer_take(&answer.judgement, answer.last.id);
        answer.cut = answer.judgement.count >= question->most || answer.last.id > question->stop_at;
    }
    agent->read += answer.judgement.count;
    agent->cut += at < end;
    if (answer.judgement.count && question->from < agent->least_filed)
        agent->least_filed = question->from;
    answer_teach(&answer.judgement, &agent->traits);
    agent->ignored = answer.judgement.below;
    answer.traits = agent->traits;
    fetch_job_take(job, &answer);
}

static bool ask(struct one_agent *agent, struct fetch_job *job)
{
    struct fetch_job_question question;
    if (!fetch_job_ask(job, &question))
        return false;
    agent->asked++;
    size_t at = first_above(agent, question.from);
    if (at == agent->count && fetch_job_doubt(job, true))
        return true;
    size_t end = agent->cap && agent->count - at > agent->cap ? at + agent->cap : agent->count;
    if (question.look) {
        size_t count = end - at < question.look ? end - at : question.look;
        agent->searching++;
        bool all = count == end - at;
        if (fetch_job_look(job, agent->recordings + at, count, all) == FETCH_JOB_CUT) {
            agent->read += count;
            agent->cut += !all;
            return true;
        }
        if (!fetch_job_ask(job, &question))
            return false;
    }
    file(agent, job, &question, at, end);
    return true;
}

bool one_agent_run(struct one_agent *agent, struct fetch_job *job, unsigned most)
{
    unsigned before = agent->asked;
    while (ask(agent, job)) {
        if (agent->asked - before > most)
            return false;
    }
    return true;
}

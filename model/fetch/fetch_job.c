#include "model/fetch/fetch_job.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define BEHIND_ALL 4   /* recordings that may follow what was everything, without a cap to be seen in it */
#define OF_ONE_CALL 64 /* recordings of one call, at the most */
#define OVERRUN 1.7    /* so many times what was expected an answer may hold before it is cut */

enum phase { SEARCHING, READING, DONE };

struct fetch_job {
    enum fetch_job_kind kind;
    enum phase phase;
    int64_t from;    /* of the next question while reading */
    int64_t stop_at; /* INT64_MAX: nothing stops it */
    uint64_t most;   /* of the run of answers that is read; UINT64_MAX: unlimited */
    uint64_t run;    /* recordings of that run so far */
    uint64_t rows;   /* of all answers filed */
    int64_t known;   /* a recording that is known before, 0: none */
    int64_t bound;   /* where the search begins that is no recording, 0 if it begins at one */
    int64_t doubt; /* how much further down is asked if nothing comes where something is known; ANSWER_DOUBT,
                        and eight times as many at every step */
    bool checks;   /* the question is from the middle of an answer, which was asked for at checked_from */
    int64_t checked_from;
    int64_t after_check; /* where it goes on then, see answer_next_from */
    uint64_t before;     /* recordings of the answer before, which ended properly; 0 if none did */
    int64_t before_greatest;
    bool keeps_head;
    bool gave_up_order;
    bool met_unreadable;
    bool met_contradiction;
    struct id_search search;
    struct coverage coverage; /* owned */
};

struct fetch_job *fetch_job_new(const struct fetch_job_spec *order)
{
    struct fetch_job *job = memory_new(sizeof *job);
    bool searches = order->kind == FETCH_JOB_NEWEST || order->kind == FETCH_JOB_DATE;
    job->kind = order->kind;
    job->phase = searches ? SEARCHING : READING;
    job->from = order->from;
    job->stop_at = order->kind == FETCH_JOB_STRETCH ? order->stop_at : INT64_MAX;
    job->most = UINT64_MAX;
    job->known = order->known;
    job->keeps_head = order->keeps_head;
    job->doubt = order->is_lost ? INT64_MAX : ANSWER_DOUBT;
    coverage_copy(&job->coverage, order->coverage);
    if (!searches)
        return job;
    int64_t target = order->kind == FETCH_JOB_DATE ? order->time : ID_SEARCH_END;
    id_search_begin(&job->search, order->chronology, target, order->now, order->page, order->spacing);
    job->bound = order->is_newest_final ? 0 : order->last;
    id_search_bound(&job->search, order->last, INT64_MAX);
    return job;
}

void fetch_job_free(struct fetch_job **job)
{
    if (!*job)
        return;
    id_search_end(&(*job)->search);
    coverage_clear(&(*job)->coverage);
    free(*job);
    *job = NULL;
}

/* Whether a question asks for the greatest id of the answer before again, and what comes behind it. */
static bool goes_on_from(const struct fetch_job *job, int64_t from)
{
    return job->before > 0 && from == job->before_greatest - 1;
}

/* From where the next question asks. */
static int64_t next_from(const struct fetch_job *job)
{
    return job->phase == SEARCHING ? id_search_from(&job->search) : job->from;
}

/* The server ignores the cursor, or keeps no order, or has not what it had: the answer proves something only
 * when it is read to its end. */
static void read_whole(struct fetch_job *job, int64_t from)
{
    job->kind = FETCH_JOB_FORWARD;
    job->phase = READING;
    job->from = from;
    job->stop_at = INT64_MAX;
    job->most = UINT64_MAX;
}

/* Whether a search asks for the last recording before its target, or the bound that stands for it, and all that comes
 * behind it. */
static bool searches_from_last(const struct fetch_job *job)
{
    const struct id_search *search = &job->search;
    return job->phase == SEARCHING && id_search_from(search) == (search->last > 0 ? search->last - 1 : 0);
}

bool fetch_job_repeats(const struct fetch_job *job)
{
    bool is_below = job->before > 0 && job->from < job->before_greatest;
    return (searches_from_last(job) && job->search.last > job->bound) || (job->phase == READING && is_below);
}

bool fetch_job_expects_known(const struct fetch_job *job)
{
    return job->phase != DONE && job->known > next_from(job);
}

bool fetch_job_asks_for_end(const struct fetch_job *job)
{
    return searches_from_last(job) || (job->phase == READING && !job->keeps_head);
}

/* What was to come from there has not: further down there must be something that is known. */
static void read_from_below(struct fetch_job *job, int64_t from)
{
    read_whole(job, from > job->doubt ? from - job->doubt : 0);
    job->doubt = job->doubt < INT64_MAX / 8 ? job->doubt * 8 : INT64_MAX;
}

bool fetch_job_doubt(struct fetch_job *job, bool is_second)
{
    int64_t from = next_from(job);
    bool was_lost = job->doubt == INT64_MAX;
    if ((!is_second && !was_lost) || !fetch_job_expects_known(job) || job->rows > 0 || from <= 0)
        return false;
    read_from_below(job, from);
    return true;
}

/* An answer that is to hold nothing but the greatest id again is not cut for its recordings. */
static uint64_t left_of_run(const struct fetch_job *job)
{
    if (job->most == UINT64_MAX)
        return UINT64_MAX;
    uint64_t least = goes_on_from(job, job->from) ? OF_ONE_CALL : 1;
    return job->most > job->run + least ? job->most - job->run : least;
}

bool fetch_job_ask(const struct fetch_job *job, struct fetch_job_question *question)
{
    bool searches = job->phase == SEARCHING;
    *question = (struct fetch_job_question){
        .from = next_from(job),
        .look = searches ? id_search_look_count(&job->search) : 0,
        .most = left_of_run(job),
        .stop_at = job->stop_at,
    };
    return job->phase != DONE;
}

/* Without order nothing can be searched, and what is cut proves nothing. */
static void give_up_order(struct fetch_job *job)
{
    job->gave_up_order = true;
    job->phase = DONE;
}

static bool is_ascending(const struct moment *recordings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (recordings[i].id < recordings[i - 1].id)
            return false;
    }
    return true;
}

/* The lower end of the first covered range above `from`: from there on the archive has everything. */
static int64_t covered_above(const struct coverage *coverage, int64_t from)
{
    for (size_t i = 0; i < coverage->count; i++) {
        if (coverage->ranges[i].lo >= from)
            return coverage->ranges[i].lo;
    }
    return INT64_MAX;
}

/* How many recordings a run may hold before it is cut: more were not expected. */
static uint64_t most_of_run(const struct fetch_job *job, int64_t from)
{
    uint64_t most = id_search_most(&job->search);
    if (most == UINT64_MAX)
        return most;
    if (job->kind != FETCH_JOB_DATE)
        return (uint64_t)((double)most * OVERRUN);
    return (uint64_t)((double)id_search_distance(&job->search, from) * OVERRUN) + job->search.page;
}

/* The place is found: reads on from there. */
static void begin_run(struct fetch_job *job, int64_t from)
{
    job->phase = READING;
    job->from = from;
    job->run = 0;
    job->most = most_of_run(job, from);
    if (job->kind == FETCH_JOB_DATE)
        job->stop_at = covered_above(&job->coverage, from);
}

enum fetch_job_verdict fetch_job_look(struct fetch_job *job, const struct moment *recordings, size_t count,
                                      bool all)
{
    int64_t from = id_search_from(&job->search);
    bool is_from_below = count && recordings[0].id > 0 && recordings[0].id < from;
    if (is_from_below || !is_ascending(recordings, count)) {
        read_whole(job, from);
        return FETCH_JOB_KEEP;
    }
    if (!id_search_look(&job->search, from, recordings, count, all))
        return FETCH_JOB_CUT;
    begin_run(job, from);
    bool is_limited = job->most != UINT64_MAX;
    if (is_limited && all && job->kind == FETCH_JOB_NEWEST && job->most > count + BEHIND_ALL)
        job->most = count + BEHIND_ALL; /* if more comes behind it, it was only a cap: search on */
    return FETCH_JOB_KEEP;
}

void fetch_job_set_pace(struct fetch_job *job, double recordings)
{
    job->search.pace = recordings;
}

/* Goes on with the next answer of the run, or ends it. */
static void read_on(struct fetch_job *job, int64_t next)
{
    bool at_end = next < 0 || next >= job->stop_at;
    job->phase = at_end ? DONE : READING;
    job->from = next;
}

/* A run that was to be short is not: the search goes on behind what was read. */
static void search_on(struct fetch_job *job, const struct fetch_job_answer *answer)
{
    struct moment last = {answer->judgement.greatest, answer->last.time};
    if (answer->last.id != last.id)
        last.time = TIMESTAMP_NONE;
    search_pass(&job->search, last, job->run);
    job->phase = SEARCHING;
    job->stop_at = INT64_MAX;
    job->most = UINT64_MAX;
}

static bool is_past_target(const struct fetch_job *job, const struct fetch_job_answer *answer)
{
    return answer->last.time != TIMESTAMP_NONE && answer->last.time > job->search.target;
}

/* An answer that ended properly, and behind which there was more, was as long as answers get. */
static void learn_cap(struct fetch_job *job, const struct fetch_job_answer *answer)
{
    const struct answer *judgement = &answer->judgement;
    if (goes_on_from(job, judgement->from) && judgement->greatest > job->before_greatest)
        job->search.cap = job->before;
    job->before = answer->cut || !judgement->with_id ? 0 : judgement->count;
    job->before_greatest = judgement->greatest;
}

/* From the middle of an answer: whether that holds the same there. */
static void check(struct fetch_job *job, const struct fetch_job_answer *answer)
{
    job->checks = true;
    job->checked_from = answer->judgement.from;
    job->after_check = answer_next_from(&answer->judgement, &answer->traits);
    job->from = answer_check_from(&answer->judgement, &answer->traits);
}

void fetch_job_take(struct fetch_job *job, const struct fetch_job_answer *answer)
{
    const struct answer *judgement = &answer->judgement;
    bool was_check = job->checks;
    job->checks = false;
    if (judgement->is_unconfirmed) {
        job->phase = READING;
        job->from = was_check ? job->checked_from : judgement->from;
        return;
    }
    job->run += judgement->count;
    job->rows += judgement->count;
    job->met_unreadable = job->met_unreadable || judgement->unreadable;
    job->met_contradiction = job->met_contradiction || judgement->is_contradicted;
    bool nothing_new = goes_on_from(job, judgement->from) && judgement->greatest == job->before_greatest;
    learn_cap(job, answer);
    if (judgement->is_estranged) {
        read_from_below(job, judgement->from);
        return;
    }
    if ((judgement->fell || judgement->is_unchecked) && job->kind != FETCH_JOB_FORWARD) {
        give_up_order(job);
        return;
    }
    if (judgement->is_unchecked) {
        check(job, answer);
        return;
    }
    int64_t next =
        was_check && !judgement->below ? job->after_check : answer_next_from(judgement, &answer->traits);
    bool is_stopped = answer->cut && judgement->with_id && judgement->last > job->stop_at;
    if (is_stopped || (job->kind == FETCH_JOB_DATE && is_past_target(job, answer)))
        job->phase = DONE;
    else if (answer->cut || (next >= 0 && !nothing_new && job->run >= job->most))
        search_on(job, answer);
    else
        read_on(job, next);
}

enum fetch_job_kind fetch_job_kind(const struct fetch_job *job)
{
    return job->kind;
}

uint64_t fetch_job_rows(const struct fetch_job *job)
{
    return job->rows;
}

double fetch_job_spacing(const struct fetch_job *job)
{
    return job->search.spacing;
}

bool fetch_job_gave_up_order(const struct fetch_job *job)
{
    return job->gave_up_order;
}

bool fetch_job_met_unreadable(const struct fetch_job *job)
{
    return job->met_unreadable;
}

bool fetch_job_met_contradiction(const struct fetch_job *job)
{
    return job->met_contradiction;
}

const struct chronology *fetch_job_chronology(const struct fetch_job *job)
{
    return &job->search.chronology;
}

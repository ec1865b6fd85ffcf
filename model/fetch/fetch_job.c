#include "model/fetch/fetch_job.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define BEHIND_ALL 4 /* recordings that may follow a whole answer before a cap is supposed to have ended it */
#define OF_ONE_CALL 64 /* recordings that one call may have */
#define OVERRUN 1.7    /* factor of the expected number of recordings at which a run is cut */

enum phase { SEARCHING, READING, DONE };

struct fetch_job {
    enum fetch_job_kind kind;
    enum phase phase;
    int64_t from;    /* of the next question while reading */
    int64_t stop_at; /* INT64_MAX: none */
    uint64_t most;   /* recordings that a run of successive answers may hold; UINT64_MAX: any number */
    uint64_t run;    /* recordings of the run so far */
    uint64_t rows;   /* recordings of all answers filed */
    int64_t known;   /* id of a recording known before the job, 0: none */
    int64_t bound;   /* id at which the search begins if that is no recording, else 0 */
    int64_t doubt;   /* ids: how much further down is asked if something known is missing; grows eightfold */
    bool checks;     /* the question is from the middle of an answer, which was asked for from checked_from */
    int64_t checked_from;
    int64_t after_check; /* id of the question after the check, see answer_next_from */
    uint64_t previous;   /* recordings of the previous answer if that ended properly, else 0 */
    int64_t previous_greatest;
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

/* Whether a question asks again for the greatest id of the previous answer, and for what follows it. */
static bool repeats_greatest(const struct fetch_job *job, int64_t from)
{
    return job->previous > 0 && from == job->previous_greatest - 1;
}

/* fromQueueCallId of the next question. */
static int64_t next_from(const struct fetch_job *job)
{
    return job->phase == SEARCHING ? id_search_from(&job->search) : job->from;
}

/* Of a server that ignores the cursor, keeps no order or lacks what it had, an answer proves something only if it is
 * read to its end. */
static void read_whole(struct fetch_job *job, int64_t from)
{
    job->kind = FETCH_JOB_FORWARD;
    job->phase = READING;
    job->from = from;
    job->stop_at = INT64_MAX;
    job->most = UINT64_MAX;
}

/* Whether the search asks for everything from the last known recording before its target on, or from its bound on. */
static bool searches_from_last(const struct fetch_job *job)
{
    const struct id_search *search = &job->search;
    return job->phase == SEARCHING && id_search_from(search) == (search->last > 0 ? search->last - 1 : 0);
}

bool fetch_job_repeats(const struct fetch_job *job)
{
    bool is_below = job->previous > 0 && job->from < job->previous_greatest;
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

/* An answer from there lacks what is known: asks further down, where the next answer has to hold something known. */
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

/* How many recordings the next answer may hold: what is left of the run, but if it repeats the greatest id, at least
 * all recordings of that call. */
static uint64_t left_of_run(const struct fetch_job *job)
{
    if (job->most == UINT64_MAX)
        return UINT64_MAX;
    uint64_t least = repeats_greatest(job, job->from) ? OF_ONE_CALL : 1;
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

/* If the server keeps no order a search is impossible, and an answer that is cut proves nothing. */
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

/* The lower end of the first covered range at or above `from`; INT64_MAX if there is none. */
static int64_t covered_above(const struct coverage *coverage, int64_t from)
{
    for (size_t i = 0; i < coverage->count; i++) {
        if (coverage->ranges[i].lo >= from)
            return coverage->ranges[i].lo;
    }
    return INT64_MAX;
}

/* How many recordings a run from `from` may hold before it is cut. */
static uint64_t most_of_run(const struct fetch_job *job, int64_t from)
{
    uint64_t most = id_search_most(&job->search);
    if (most == UINT64_MAX)
        return most;
    if (job->kind != FETCH_JOB_DATE)
        return (uint64_t)((double)most * OVERRUN);
    return (uint64_t)((double)id_search_distance(&job->search, from) * OVERRUN) + job->search.page;
}

/* The search has found its place: reads from there. */
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
        job->most = count + BEHIND_ALL; /* if more follows, a cap ended the answer: the search goes on */
    return FETCH_JOB_KEEP;
}

void fetch_job_set_pace(struct fetch_job *job, double recordings)
{
    job->search.pace = recordings;
}

/* Goes on with the next answer of the run, from `next`, or ends the job. */
static void read_on(struct fetch_job *job, int64_t next)
{
    bool at_end = next < 0 || next >= job->stop_at;
    job->phase = at_end ? DONE : READING;
    job->from = next;
}

/* The run was longer than expected: the search goes on behind what was read. */
static void search_on(struct fetch_job *job, const struct fetch_job_answer *answer)
{
    struct moment last = {answer->judgement.greatest, answer->last.time};
    if (answer->last.id != last.id)
        last.time = TIMESTAMP_NONE;
    id_search_pass(&job->search, last, job->run);
    job->phase = SEARCHING;
    job->stop_at = INT64_MAX;
    job->most = UINT64_MAX;
}

static bool is_past_target(const struct fetch_job *job, const struct fetch_job_answer *answer)
{
    return answer->last.time != TIMESTAMP_NONE && answer->last.time > job->search.target;
}

/* If a properly ended answer turns out to have more behind it, the server's cap ended it. */
static void learn_cap(struct fetch_job *job, const struct fetch_job_answer *answer)
{
    const struct answer *judgement = &answer->judgement;
    if (repeats_greatest(job, judgement->from) && judgement->greatest > job->previous_greatest)
        job->search.cap = job->previous;
    job->previous = answer->cut || !judgement->with_id ? 0 : judgement->count;
    job->previous_greatest = judgement->greatest;
}

/* Asks next from the middle of an answer, to see whether the server gives the same recordings there. */
static void begin_check(struct fetch_job *job, const struct fetch_job_answer *answer)
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
    bool nothing_new =
        repeats_greatest(job, judgement->from) && judgement->greatest == job->previous_greatest;
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
        begin_check(job, answer);
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

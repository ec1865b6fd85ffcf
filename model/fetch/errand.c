#include "model/fetch/errand.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define BEHIND_ALL 4   /* recordings that may follow what was everything, without a cap to be seen in it */
#define OF_ONE_CALL 64 /* recordings of one call, at the most */
#define OVERRUN 1.7    /* so many times what was expected an answer may hold before it is cut */

enum phase { SEARCHING, READING, DONE };

struct errand {
    enum errand_kind kind;
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
    uint64_t before; /* recordings of the answer before, which ended properly; 0 if none did */
    int64_t before_greatest;
    bool is_known; /* search and coverage are there */
    bool gave_up_order;
    bool met_unreadable;
    struct search search;
    struct coverage coverage; /* owned */
};

struct errand *errand_new(const struct errand_order *order)
{
    struct errand *errand = memory_new(sizeof *errand);
    bool searches = order->kind == ERRAND_NEWEST || order->kind == ERRAND_DATE;
    errand->kind = order->kind;
    errand->phase = searches ? SEARCHING : READING;
    errand->from = order->from;
    errand->stop_at = order->kind == ERRAND_STRETCH ? order->stop_at : INT64_MAX;
    errand->most = UINT64_MAX;
    errand->known = order->known;
    errand->doubt = order->is_lost ? INT64_MAX : ANSWER_DOUBT;
    coverage_copy(&errand->coverage, order->coverage);
    if (!searches)
        return errand;
    int64_t target = order->kind == ERRAND_DATE ? order->time : SEARCH_END;
    search_begin(&errand->search, order->chronology, target, order->now, order->page, order->spacing);
    errand->bound = order->is_anchor ? 0 : order->last;
    search_bound(&errand->search, order->last, INT64_MAX);
    return errand;
}

void errand_free(struct errand **errand)
{
    if (!*errand)
        return;
    search_end(&(*errand)->search);
    coverage_clear(&(*errand)->coverage);
    free(*errand);
    *errand = NULL;
}

/* Whether a question asks for the greatest id of the answer before again, and what comes behind it. */
static bool goes_on_from(const struct errand *errand, int64_t from)
{
    return errand->before > 0 && from == errand->before_greatest - 1;
}

/* From where the next question asks. */
static int64_t next_from(const struct errand *errand)
{
    return errand->phase == SEARCHING ? search_from(&errand->search) : errand->from;
}

/* The server ignores the cursor, or keeps no order, or has not what it had: the answer proves something only
 * when it is read to its end. */
static void read_whole(struct errand *errand, int64_t from)
{
    errand->kind = ERRAND_FORWARD;
    errand->phase = READING;
    errand->from = from;
    errand->stop_at = INT64_MAX;
    errand->most = UINT64_MAX;
}

/* Whether a search asks for the last recording that is known before its target, and what comes behind it. */
static bool searches_from_known(const struct errand *errand)
{
    const struct search *search = &errand->search;
    return errand->phase == SEARCHING && search->last > errand->bound &&
           search_from(search) == search->last - 1;
}

bool errand_repeats(const struct errand *errand)
{
    return searches_from_known(errand) || (errand->phase == READING && goes_on_from(errand, errand->from));
}

bool errand_expects_known(const struct errand *errand)
{
    return errand->phase != DONE && errand->known > next_from(errand);
}

/* What was to come from there has not: further down there must be something that is known. */
static void read_from_below(struct errand *errand, int64_t from)
{
    read_whole(errand, from > errand->doubt ? from - errand->doubt : 0);
    errand->doubt = errand->doubt < INT64_MAX / 8 ? errand->doubt * 8 : INT64_MAX;
}

bool errand_doubt(struct errand *errand)
{
    int64_t from = next_from(errand);
    if (!errand_expects_known(errand) || errand->rows > 0 || from <= 0)
        return false;
    read_from_below(errand, from);
    return true;
}

/* An answer that is to hold nothing but the greatest id again is not cut for its recordings. */
static uint64_t left_of_run(const struct errand *errand)
{
    if (errand->most == UINT64_MAX)
        return UINT64_MAX;
    uint64_t least = goes_on_from(errand, errand->from) ? OF_ONE_CALL : 1;
    return errand->most > errand->run + least ? errand->most - errand->run : least;
}

bool errand_ask(const struct errand *errand, struct errand_question *question)
{
    bool searches = errand->phase == SEARCHING;
    *question = (struct errand_question){
        .from = next_from(errand),
        .look = searches ? search_look_count(&errand->search) : 0,
        .most = left_of_run(errand),
        .stop_at = errand->stop_at,
    };
    return errand->phase != DONE;
}

/* Without order nothing can be searched, and what is cut proves nothing. */
static void give_up_order(struct errand *errand)
{
    errand->gave_up_order = true;
    errand->phase = DONE;
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
static uint64_t most_of_run(const struct errand *errand, int64_t from)
{
    uint64_t most = search_most(&errand->search);
    if (most == UINT64_MAX)
        return most;
    if (errand->kind != ERRAND_DATE)
        return (uint64_t)((double)most * OVERRUN);
    return (uint64_t)((double)search_distance(&errand->search, from) * OVERRUN) + errand->search.page;
}

/* The place is found: reads on from there. */
static void begin_run(struct errand *errand, int64_t from)
{
    errand->phase = READING;
    errand->from = from;
    errand->run = 0;
    errand->most = most_of_run(errand, from);
    if (errand->kind == ERRAND_DATE)
        errand->stop_at = covered_above(&errand->coverage, from);
}

enum errand_verdict errand_look(struct errand *errand, const struct moment *recordings, size_t count,
                                bool all)
{
    int64_t from = search_from(&errand->search);
    bool is_from_below = count && recordings[0].id > 0 && recordings[0].id < from;
    if (is_from_below || !is_ascending(recordings, count)) {
        read_whole(errand, from);
        return ERRAND_KEEP;
    }
    if (!search_look(&errand->search, from, recordings, count, all))
        return ERRAND_CUT;
    begin_run(errand, from);
    bool is_limited = errand->most != UINT64_MAX;
    if (is_limited && all && errand->kind == ERRAND_NEWEST && errand->most > count + BEHIND_ALL)
        errand->most = count + BEHIND_ALL; /* if more comes behind it, it was only a cap: search on */
    return ERRAND_KEEP;
}

void errand_set_pace(struct errand *errand, double recordings)
{
    errand->search.pace = recordings;
}

/* Goes on with the next answer of the run, or ends it. */
static void read_on(struct errand *errand, int64_t next)
{
    bool at_end = next < 0 || next >= errand->stop_at;
    errand->phase = at_end ? DONE : READING;
    errand->from = next;
}

/* A run that was to be short is not: the search goes on behind what was read. */
static void search_on(struct errand *errand, const struct errand_answer *answer)
{
    struct moment last = {answer->judgement.greatest, answer->last.time};
    if (answer->last.id != last.id)
        last.time = TIMESTAMP_NONE;
    search_pass(&errand->search, last, errand->run);
    errand->phase = SEARCHING;
    errand->stop_at = INT64_MAX;
    errand->most = UINT64_MAX;
}

static bool is_past_target(const struct errand *errand, const struct errand_answer *answer)
{
    return answer->last.time != TIMESTAMP_NONE && answer->last.time > errand->search.target;
}

/* An answer that ended properly, and behind which there was more, was as long as answers get. */
static void learn_cap(struct errand *errand, const struct errand_answer *answer)
{
    const struct answer *judgement = &answer->judgement;
    if (goes_on_from(errand, judgement->from) && judgement->greatest > errand->before_greatest)
        errand->search.cap = errand->before;
    errand->before = answer->cut || !judgement->with_id ? 0 : judgement->count;
    errand->before_greatest = judgement->greatest;
}

void errand_take(struct errand *errand, const struct errand_answer *answer)
{
    const struct answer *judgement = &answer->judgement;
    if (judgement->is_unconfirmed) {
        errand->phase = READING;
        errand->from = judgement->from;
        return;
    }
    errand->run += judgement->count;
    errand->rows += judgement->count;
    errand->met_unreadable = errand->met_unreadable || judgement->unreadable;
    bool nothing_new =
        goes_on_from(errand, judgement->from) && judgement->greatest == errand->before_greatest;
    learn_cap(errand, answer);
    if (judgement->is_estranged) {
        read_from_below(errand, judgement->from);
        return;
    }
    if (judgement->fell && errand->kind != ERRAND_FORWARD) {
        give_up_order(errand);
        return;
    }
    int64_t next = answer_next_from(judgement, &answer->traits);
    bool is_stopped = answer->cut && judgement->with_id && judgement->last > errand->stop_at;
    if (is_stopped || (errand->kind == ERRAND_DATE && is_past_target(errand, answer)))
        errand->phase = DONE;
    else if (answer->cut || (next >= 0 && !nothing_new && errand->run >= errand->most))
        search_on(errand, answer);
    else
        read_on(errand, next);
}

enum errand_kind errand_kind(const struct errand *errand)
{
    return errand->kind;
}

uint64_t errand_rows(const struct errand *errand)
{
    return errand->rows;
}

double errand_spacing(const struct errand *errand)
{
    return errand->search.spacing;
}

bool errand_gave_up_order(const struct errand *errand)
{
    return errand->gave_up_order;
}

bool errand_met_unreadable(const struct errand *errand)
{
    return errand->met_unreadable;
}

const struct chronology *errand_chronology(const struct errand *errand)
{
    return &errand->search.chronology;
}

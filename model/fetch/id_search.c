#include "model/fetch/id_search.h"

#include "model/fetch/end_estimate.h"
#include "model/time/timestamp.h"

#include <math.h>
#include <string.h>

/* A page is as many recordings as are wanted at the place. READ_LIMIT is below one in a hundred of a million
 * recordings at 150 a page, because the last read may exceed it. */
#define LOOK 0.43      /* pages: the sample by which an answer is judged */
#define FIRST_LOOK 1.7 /* pages: the sample of the first answer, which also measures the pace of the line */
#define LEAST_LOOK 2   /* recordings: the least sample */
#define MOST 8.0    /* pages read at once for the first PATIENCE questions; doubles with each further one */
#define AT_ONCE 0.7 /* seconds that reading at once may take, until LAST_QUESTION */
#define ANSWERS 4.0 /* answers read one after the other, if a cap limits them */
#define LEAST 0.4   /* pages read at once, however slow the line is */
#define READ_LIMIT 54.0 /* pages read and lost in a search, which bounds id_search_most */
#define LOSS 5.0        /* pages lost when an answer is cut: a quarter of a megabyte is on its way by then */
#define LEAST_LEFT 5.0  /* pages read at once even beyond READ_LIMIT, since cutting an answer costs as much */
#define AHEAD 0.15      /* of id_search_most: how far before the estimated end is asked */
#define AROUND 0.5      /* pages: how far before the estimated id of a time is asked */
#define PATIENCE 1      /* questions */
#define LAST_QUESTION 14   /* questions after which everything between the bounds is read */
#define MOST_QUESTIONS 24  /* questions after which everything is read although no upper bound is known */
#define EXPECTED_SHARE 0.5 /* of the recordings that may lie before a target, how many are expected to */
#define SURE 0.55          /* chance that id_search_most reaches the end, from which on all is read */
#define NEARER 0.55        /* chance that the end lies before the next question, after a guess that failed */
#define SHORT_STEPS 2      /* too short steps in a row after which that chance is raised */
#define RAISE 2.0          /* factor of its odds for each step more */
#define CAUTION 0.08       /* share of the extrapolated part of a step that is held back */
#define STEPS_TO_TRUST 6   /* too short steps in a row after which steps are lengthened */
#define LENGTHENING 1.75   /* factor of the step for each step more */
#define STEP_BACK 8        /* step below the upper bound, in distances from there to the target */

void id_search_begin(struct id_search *search, const struct chronology *chronology, int64_t target,
                     int64_t now, uint64_t page, double spacing)
{
    memset(search, 0, sizeof *search);
    chronology_copy(&search->chronology, chronology);
    search->target = target;
    search->now = now;
    search->page = page;
    search->spacing = spacing;
    search->high = INT64_MAX;
}

void id_search_end(struct id_search *search)
{
    chronology_clear(&search->chronology);
}

void id_search_bound(struct id_search *search, int64_t last, int64_t high)
{
    search->last = last;
    search->high = high;
}

static bool is_for_end(const struct id_search *search)
{
    return search->target == ID_SEARCH_END;
}

size_t id_search_look_count(const struct id_search *search)
{
    double pages = search->asked == 0 ? FIRST_LOOK : LOOK;
    size_t count = (size_t)(pages * (double)search->page);
    return count > LEAST_LOOK ? count : LEAST_LOOK;
}

uint64_t id_search_most(const struct id_search *search)
{
    if (search->asked > LAST_QUESTION)
        return UINT64_MAX;
    double page = (double)search->page;
    double left = READ_LIMIT * page - (double)search->read;
    double most = MOST * page;
    for (unsigned i = PATIENCE; i < search->asked && most < left; i++)
        most *= 2;
    most = fmin(most, fmax(left, LEAST_LEFT * page));
    if (!is_for_end(search) && search->asked < LAST_QUESTION)
        most = fmin(most, MOST * page);
    if (search->cap > 0)
        most = fmin(most, ANSWERS * (double)search->cap);
    double least = page;
    if (search->pace > 0) {
        most = fmin(most, AT_ONCE * search->pace);
        least *= LEAST;
    }
    return (uint64_t)fmax(least, most);
}

static bool is_bounded(const struct id_search *search)
{
    return search->high != INT64_MAX;
}

/* The estimated id of the target; INT64_MAX if nothing tells. If reading on in the belief that the end was near has not
 * reached it, the end is taken to be at least as far again. */
static int64_t id_at_target(const struct id_search *search)
{
    int64_t id = INT64_MAX;
    int64_t time = is_for_end(search) ? search->now : search->target;
    if (!chronology_id_at(&search->chronology, time, &id))
        return INT64_MAX;
    if (!is_for_end(search) || !search->passed_from || search->last > INT64_MAX / 4)
        return id;
    int64_t as_far = search->last + (search->last - search->passed_from);
    return id < as_far ? as_far : id;
}

/* How many of the agent's recordings may lie between two ids; INFINITY while nothing tells. */
static double recordings_between(const struct id_search *search, int64_t from, int64_t to)
{
    if (to == INT64_MAX || search->spacing <= 0)
        return INFINITY;
    return to > from ? (double)(to - from) / search->spacing : 0;
}

/* The guess is at least a page, since so many may have come after the last known recording. */
static struct end_estimate estimate_end(const struct id_search *search)
{
    int64_t target = id_at_target(search);
    double least = search->spacing > 0 ? search->spacing * (double)search->page : 1;
    double guess = target == INT64_MAX ? INFINITY : (double)(target - search->last);
    double limit = is_bounded(search) ? (double)(search->high - search->last) : INFINITY;
    return (struct end_estimate){.guess = fmax(guess, least), .limit = limit};
}

/* Whether what may be read at once is likely to reach the end. */
static bool is_end_near(const struct id_search *search)
{
    if (search->asked == 0 || search->spacing <= 0)
        return false;
    const struct end_estimate estimate = estimate_end(search);
    return end_estimate_chance(&estimate, (double)id_search_most(search) * search->spacing) >= SURE;
}

/* Whether everything from the last known recording on may be read at once. */
static bool is_narrow(const struct id_search *search)
{
    if (is_for_end(search) && is_end_near(search))
        return true;
    if (!is_bounded(search))
        return search->asked >= MOST_QUESTIONS;
    if (search->high - search->last <= 1 || search->asked >= LAST_QUESTION)
        return true;
    double left = recordings_between(search, search->last, search->high);
    return !is_for_end(search) && left * EXPECTED_SHARE <= (double)id_search_most(search);
}

/* Halves the interval between the bounds, or doubles the id if there is no upper bound. */
static int64_t halve(const struct id_search *search)
{
    if (is_bounded(search))
        return search->last + (search->high - search->last) / 2;
    return search->last < INT64_MAX / 4 ? search->last * 2 : INT64_MAX / 2;
}

/* An id before which the end is likely to come: the likelier, the more steps have been too short. */
static int64_t past_the_guess(const struct id_search *search)
{
    const struct end_estimate estimate = estimate_end(search);
    double odds = NEARER / (1 - NEARER);
    for (unsigned i = SHORT_STEPS; i < search->short_steps; i++)
        odds *= RAISE;
    double step = end_estimate_distance(&estimate, odds / (1 + odds));
    return search->last + (int64_t)fmax(step, 1);
}

/* The greatest known id not above the target; the distance from there to the target is extrapolated. */
static int64_t known_up_to(const struct id_search *search, int64_t target)
{
    const struct chronology *chronology = &search->chronology;
    for (size_t i = chronology->count; i > 0; i--) {
        int64_t id = chronology->moments[i - 1].id;
        if (id <= target)
            return id > search->last ? id : search->last;
    }
    return search->last;
}

/* The agent has nothing between `high` and the target: asks further down, in steps that grow. */
static int64_t step_back(const struct id_search *search, int64_t target)
{
    double from = (double)search->high - STEP_BACK * (double)(target - search->high);
    return from > 0 ? (int64_t)from : 0;
}

/* The distance in ids from the last known recording to somewhat before the estimated target; after many steps that
 * were too short, beyond it, until one is too long. */
static double step_to(const struct id_search *search, int64_t target)
{
    double step = (double)(target - search->last);
    double room = is_for_end(search) ? AHEAD * (double)id_search_most(search) : AROUND * (double)search->page;
    room *= search->spacing;
    if (is_bounded(search))
        return step - room;
    if (search->short_steps >= STEPS_TO_TRUST)
        return step * pow(LENGTHENING, search->short_steps - STEPS_TO_TRUST + 1);
    double guessed = (double)(target - known_up_to(search, target));
    return step - fmax(CAUTION * guessed, room);
}

/* The question for everything from the last known recording before the target on, including all of its call. */
static int64_t least_from(const struct id_search *search)
{
    return search->last > 0 ? search->last - 1 : 0;
}

int64_t id_search_from(const struct id_search *search)
{
    int64_t target = id_at_target(search);
    int64_t least = least_from(search);
    if (is_narrow(search) || (target == INT64_MAX && search->asked == 0))
        return least;
    if (search->last <= 0 && target != INT64_MAX && target > search->high)
        return step_back(search, target);
    if (target >= search->high || search->halving)
        return is_for_end(search) && is_bounded(search) ? past_the_guess(search) : halve(search);
    double from = (double)search->last + step_to(search, target);
    if (from <= (double)least)
        return least;
    return from < (double)search->high ? (int64_t)from : halve(search);
}

static void learn(struct id_search *search, const struct moment *recordings, size_t count)
{
    if (count == 0)
        return;
    chronology_add(&search->chronology, recordings[0].id, recordings[0].time);
    chronology_add(&search->chronology, recordings[count - 1].id, recordings[count - 1].time);
    if (recordings[count - 1].id > recordings[0].id)
        search->spacing = (double)(recordings[count - 1].id - recordings[0].id) / (double)(count - 1);
    search->read += count;
}

/* Whether an answer lies wholly after the target: it is empty, or its first recording is later. */
static bool is_behind(const struct id_search *search, const struct moment *recordings, size_t count)
{
    return count == 0 || (!is_for_end(search) && recordings[0].time > search->target);
}

uint64_t id_search_distance(const struct id_search *search, int64_t from)
{
    double distance = recordings_between(search, from, id_at_target(search));
    double most = (double)id_search_most(search);
    return (uint64_t)fmin(distance, most);
}

/* Whether reading on behind the last recording of an answer is expected to reach the target at once. */
static bool reaches_target(const struct id_search *search, const struct moment *last)
{
    if (is_narrow(search))
        return true;
    if (is_for_end(search))
        return false;
    if (last->time != TIMESTAMP_NONE && last->time > search->target)
        return true;
    int64_t target = id_at_target(search);
    double left = recordings_between(search, last->id, target < search->high ? target : search->high);
    return left * EXPECTED_SHARE <= (double)id_search_most(search);
}

/* Counts what is lost when an answer is cut, besides what was read of it. */
static void lose(struct id_search *search)
{
    search->read += (uint64_t)(LOSS * (double)search->page);
}

bool id_search_look(struct id_search *search, int64_t from, const struct moment *recordings, size_t count,
                    bool all)
{
    bool was_narrow = is_narrow(search);
    bool behind = is_behind(search, recordings, count);
    bool is_least = from <= least_from(search);
    double width = (double)(search->high - search->last);
    search->asked++;
    learn(search, recordings, count);
    if (behind) {
        search->high = from;
        search->short_steps = 0;
    } else {
        search->last = recordings[count - 1].id > 0 ? recordings[count - 1].id : 0;
        search->short_steps++;
    }
    search->halving = is_bounded(search) && (double)(search->high - search->last) > width / 2;
    bool is_place = behind ? is_least : all || was_narrow || reaches_target(search, &recordings[count - 1]);
    if (!is_place && !all)
        lose(search);
    return is_place;
}

void id_search_pass(struct id_search *search, struct moment last, uint64_t count)
{
    chronology_add(&search->chronology, last.id, last.time);
    search->read += count;
    lose(search);
    if (!search->passed_from)
        search->passed_from = search->last;
    if (last.id > search->last)
        search->last = last.id;
}

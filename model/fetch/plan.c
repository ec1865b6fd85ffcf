#include "model/fetch/plan.h"

#include "model/time/timestamp.h"

#include <math.h>

#define FIRST_STRETCH 500  /* recordings */
#define LONG_STRETCH 10000 /* recordings: from there on stretches grow faster */
#define SPACING_GUESS 16.0 /* ids from one recording of an agent to the next */
#define WIDER 8            /* factor of the length after a stretch that held or proved nothing */
#define FORWARD_PAGES 8    /* pages of new recordings that are read upwards; of more, the newest come first */

void plan_want_all(struct plan *plan, int64_t reach)
{
    if (!plan->history || plan->reach > reach) /* TIMESTAMP_NONE, no limit, is the least value */
        plan->reach = reach;
    plan->newest = plan->history = true;
    plan->asked++;
    plan->barren = false;
    plan->gave_up = 0;
}

void plan_want_verified(struct plan *plan)
{
    plan->verify = true;
    plan->looks.older_at = 0;
}

static bool was_asked(const struct plan_known *known)
{
    return known->as_of != TIMESTAMP_NONE;
}

void plan_want_period(struct plan *plan, const struct plan_known *known, int64_t begin, int64_t end)
{
    int64_t unsettled = known->settle > LONGEST_WAIT ? known->settle : LONGEST_WAIT;
    bool is_over = end < known->now - unsettled; /* else recordings of the period may still appear */
    plan->period = (struct plan_period){.wanted = true, .begin = begin, .end = is_over ? end : INT64_MAX};
    plan->newest = plan->newest || !is_over || (was_asked(known) && known->as_of < end + unsettled);
    plan->asked++;
    plan->barren = false;
    plan->gave_up = 0;
    plan->tried[0] = plan->tried[1] = (struct coverage_range){0, 0};
}

static int64_t complete_up_to(const struct plan_known *known)
{
    return coverage_reaches_up(known->coverage, 0);
}

static int64_t complete_down_to(const struct plan_known *known)
{
    return coverage_reaches_down(known->coverage, known->head_from);
}

/* The id up to which everything above head_from is final. */
static int64_t newest_settled(const struct plan_known *known)
{
    return coverage_reaches_up(known->coverage, known->head_from);
}

/* Whether each answer has to be read to its end: only then it proves anything, or it holds everything anyway. */
static bool reads_whole(const struct plan_known *known)
{
    return known->traits.unordered || known->traits.ignores_cursor;
}

static double spacing_of(const struct plan *plan, const struct plan_known *known)
{
    if (plan->spacing > 0)
        return plan->spacing;
    return known->spacing > 0 ? known->spacing : SPACING_GUESS;
}

/* Whether so many recordings have come since the last answer that the newest are to be fetched first. */
static bool has_many_new(const struct plan *plan, const struct plan_known *known)
{
    int64_t now = 0;
    if (known->now - known->as_of <= known->settle || !chronology_id_at(known->chronology, known->now, &now))
        return false;
    double news = (double)(now - newest_settled(known)) / spacing_of(plan, known);
    return news > FORWARD_PAGES * PLAN_PAGE;
}

static bool is_complete(const struct plan_known *known)
{
    return was_asked(known) && complete_down_to(known) <= 0;
}

static bool reaches_far_enough(const struct plan *plan, const struct plan_known *known)
{
    return plan->reach != TIMESTAMP_NONE && time_coverage_since(known->times, plan->reach);
}

/* The length, in ids, of the longest stretch that was read below `stop_at`; 0 if none was. */
static int64_t length_tried(const struct plan *plan, int64_t stop_at)
{
    int64_t longest = 0;
    for (size_t i = 0; i < 2; i++) {
        const struct coverage_range *tried = &plan->tried[i];
        if (tried->hi == stop_at && tried->hi - tried->lo > longest)
            longest = tried->hi - tried->lo;
    }
    return longest;
}

static struct plan_period_step period_step(const struct plan *plan, const struct plan_known *known)
{
    return plan_period_step(&plan->period, known->times);
}

static bool wants_period(const struct plan *plan, const struct plan_known *known)
{
    if (!plan->period.wanted || reads_whole(known) || plan->gave_up)
        return false;
    enum plan_period_action action = period_step(plan, known).action;
    return action != PLAN_PERIOD_IS_THERE && action != PLAN_PERIOD_ENDS; /* wants_newest asks for the end */
}

/* A period is the whole history if the server's answers can only be read whole. */
static bool wants_history(const struct plan *plan, const struct plan_known *known)
{
    return plan->history || (plan->period.wanted && reads_whole(known));
}

/* Also if it was fetched, but an answer has shown since that this proved nothing. */
static bool wants_newest(const struct plan *plan, const struct plan_known *known)
{
    bool is_unproved = plan->unproved || (!was_asked(known) && plan->gave_up < 2);
    return plan->newest || (wants_history(plan, known) && is_unproved);
}

static bool wants_older(const struct plan *plan, const struct plan_known *known)
{
    if (!was_asked(known) || is_complete(known) || plan->gave_up)
        return false;
    bool wants_whole = plan->period.wanted && reads_whole(known);
    return plan->older > 0 || wants_whole || (plan->history && !reaches_far_enough(plan, known));
}

/* Whether a page is wanted that a reader waits for. */
static bool wants_page(const struct plan *plan, const struct plan_known *known)
{
    return plan->older > 0 && wants_older(plan, known);
}

static struct look_known look_known_of(const struct plan_known *known)
{
    return (struct look_known){
        .seen = known->seen,
        .coverage = known->coverage,
        .chronology = known->chronology,
        .head_from = known->head_from,
        .as_of = known->as_of,
        .newest = known->newest,
        .recordings = known->recordings,
        .verify = known->verify,
        .opened = known->opened,
        .now = known->now,
    };
}

/* A server that ignores the cursor gives everything in each answer, so that nothing is left to be seen again. */
static bool next_look(const struct plan *plan, const struct plan_known *known, struct look *look)
{
    const struct look_known look_known = look_known_of(known);
    return known->seen && !known->traits.ignores_cursor && look_next(&plan->looks, &look_known, look);
}

static bool next_days(const struct plan *plan, const struct plan_known *known, struct look *look)
{
    const struct look_known look_known = look_known_of(known);
    return plan->days > 0 && known->seen && !known->traits.ignores_cursor &&
           look_next_days(&plan->looks, &look_known, plan->days, look);
}

int64_t plan_days_seen(const struct plan_known *known)
{
    const struct look_known look_known = look_known_of(known);
    return look_days_seen(&look_known);
}

static bool next_verified(const struct plan *plan, const struct plan_known *known, struct look *look)
{
    const struct look_known look_known = look_known_of(known);
    return plan->verify && known->seen && look_next_unknown(&plan->looks, &look_known, look);
}

static bool wants_date(const struct plan *plan, const struct plan_known *known)
{
    return plan->date != TIMESTAMP_NONE && !reads_whole(known) && !is_complete(known);
}

void plan_settle(struct plan *plan, const struct plan_known *known)
{
    if (plan->period.wanted && period_step(plan, known).action == PLAN_PERIOD_IS_THERE)
        plan->period.wanted = false;
}

void plan_let_go(struct plan *plan, int64_t before)
{
    if (plan->reach != TIMESTAMP_NONE && plan->reach < before)
        plan->reach = before;
    if (plan->period.begin < before)
        plan->period.begin = before;
    plan->period.wanted = plan->period.wanted && plan->period.end > before;
}

enum plan_urgency plan_urgency(const struct plan *plan, const struct plan_known *known)
{
    if (wants_date(plan, known))
        return PLAN_AWAITED;
    if (wants_newest(plan, known))
        return PLAN_NEWS;
    if (wants_page(plan, known))
        return PLAN_AWAITED;
    if (wants_period(plan, known))
        return PLAN_WANTED;
    if (plan->refresh)
        return PLAN_REFRESH;
    struct look look;
    if (wants_older(plan, known) || next_days(plan, known, &look) || next_verified(plan, known, &look))
        return PLAN_HISTORY;
    return next_look(plan, known, &look) ? PLAN_LOOK : PLAN_NOTHING;
}

/* The upper end of the highest covered range below `id`; 0 if there is none. */
static int64_t covered_below(const struct coverage *coverage, int64_t id)
{
    int64_t top = 0;
    for (size_t i = 0; i < coverage->count && coverage->ranges[i].hi < id; i++)
        top = coverage->ranges[i].hi;
    return top;
}

static void order_forward(int64_t from, struct fetch_job_spec *order)
{
    order->kind = FETCH_JOB_FORWARD;
    order->from = from;
}

/* How many recordings the next stretch is to hold; one that somebody waits for holds no more than that. */
static uint64_t wanted_of(const struct plan *plan)
{
    if (plan->older > 0)
        return plan->older;
    return plan->stretch > 0 ? plan->stretch : FIRST_STRETCH;
}

/* The stretch from `from`, or from the covered range below, up to `stop_at`. If one was read there before without
 * effect (a cut answer of few recordings proves no order), a longer one is read; if that one had the greatest length,
 * everything. */
static void order_below(const struct plan *plan, const struct plan_known *known, int64_t stop_at, double from,
                        struct fetch_job_spec *order)
{
    int64_t below = covered_below(known->coverage, stop_at), tried = length_tried(plan, stop_at);
    if (reads_whole(known) || (tried > 0 && stop_at - tried <= below)) {
        order_forward(complete_up_to(known), order);
        return;
    }
    from = fmin(from, (double)stop_at - WIDER * (double)tried);
    order->kind = FETCH_JOB_STRETCH;
    order->stop_at = stop_at;
    order->from = from <= (double)below ? below : (int64_t)from;
}

/* The next stretch below what is complete. Its length in ids is estimated, and grows if the last one was empty. */
static void order_stretch(const struct plan *plan, const struct plan_known *known,
                          struct fetch_job_spec *order)
{
    int64_t stop_at = complete_down_to(known);
    double length = (double)wanted_of(plan) * spacing_of(plan, known);
    if (plan->barren)
        length = fmax(length, WIDER * (double)(plan->tried[0].hi - plan->tried[0].lo));
    order_below(plan, known, stop_at, plan->forward ? 0 : (double)stop_at - length, order);
}

/* The question for everything that is missing: just below the newest final recording if that is in the complete part,
 * so that an answer without it shows that the server has changed. */
static int64_t from_known(const struct plan_known *known)
{
    int64_t up_to = complete_up_to(known);
    return known->newest_final > 0 && known->newest_final <= up_to ? known->newest_final - 1 : up_to;
}

/* Everything above `from`, together with the last days if those are due to be seen again. */
static void order_news(const struct plan *plan, const struct plan_known *known, int64_t from,
                       struct fetch_job_spec *order)
{
    struct look look;
    bool is_due = next_days(plan, known, &look) && look.from < from;
    order_forward(is_due ? look.from : from, order);
}

static void order_newest(const struct plan *plan, const struct plan_known *known,
                         struct fetch_job_spec *order)
{
    bool cold = !was_asked(known);
    if (reads_whole(known)) {
        order_news(plan, known, from_known(known), order);
    } else if (cold && (plan->forward || !plan->newest)) {
        order_forward(complete_up_to(known), order);
    } else if (!cold && (plan->forward || plan->unproved || !has_many_new(plan, known))) {
        order_news(plan, known, known->newest_final > 0 ? known->newest_final - 1 : newest_settled(known),
                   order);
    } else {
        order->kind = FETCH_JOB_NEWEST;
        order->is_newest_final = known->newest_final > 0 && !known->has_lost;
        order->last = order->is_newest_final ? known->newest_final : cold ? 0 : newest_settled(known);
    }
}

/* Only what lies above the newest known recording: if there is nothing, the answer takes tens of bytes. */
static void order_refresh(const struct plan *plan, const struct plan_known *known,
                          struct fetch_job_spec *order)
{
    bool is_near = was_asked(known) && known->now - known->as_of <= known->settle;
    if (!is_near || reads_whole(known) || known->has_lost || known->newest <= 0) {
        order_newest(plan, known, order);
        return;
    }
    order_forward(known->newest, order);
    order->keeps_head = true;
}

static void order_look(const struct plan *plan, const struct plan_known *known, const struct look *look,
                       struct fetch_job_spec *order)
{
    order->is_look = true;
    order->look = *look;
    if (look->kind == LOOK_UNSETTLED) {
        order_newest(plan, known, order);
        return;
    }
    bool all_at_once = reads_whole(known) && plan->verify;
    order_forward(all_at_once ? known->seen->ranges[0].lo : look->from, order);
    order->keeps_head = look->kind == LOOK_RECENT;
    if (look->stop_at == INT64_MAX || reads_whole(known))
        return;
    order->kind = FETCH_JOB_STRETCH;
    order->stop_at = look->stop_at;
}

/* Where the stretch of a period below `stop_at` begins: a stretch's length below or, if that is nearer, at the period's
 * estimated start, but at least a page below; farther if the last stretch was empty. */
static double period_from(const struct plan *plan, const struct plan_known *known, int64_t stop_at)
{
    int64_t begin = 0;
    double spacing = spacing_of(plan, known), page = (double)stop_at - PLAN_PAGE * spacing;
    double from = (double)stop_at - (double)wanted_of(plan) * spacing;
    bool is_known = plan->period.begin != INT64_MIN &&
                    chronology_id_at(known->chronology, plan->period.begin - LONGEST_WAIT, &begin);
    if (!is_known)
        return from;
    if ((double)begin < page)
        return plan->barren || from < (double)begin ? (double)begin : from;
    return plan->barren && from < page ? from : page;
}

static void order_period(const struct plan *plan, const struct plan_known *known,
                         struct fetch_job_spec *order)
{
    const struct plan_period_step step = period_step(plan, known);
    const struct coverage_range *tried = plan->tried;
    int64_t most = (int64_t)(FIRST_STRETCH * spacing_of(plan, known));
    order->kind = FETCH_JOB_STRETCH;
    switch (step.action) {
    case PLAN_PERIOD_SEARCH:
        order->kind = FETCH_JOB_DATE;
        order->time = step.time;
        break;
    case PLAN_PERIOD_UP:
        if ((tried[0].hi && tried[0].lo == step.from) || (tried[1].hi && tried[1].lo == step.from)) {
            order_forward(complete_up_to(known), order);
            break;
        }
        order->from = step.from;
        order->stop_at = step.stop_at - step.from > most ? step.from + most : step.stop_at;
        break;
    case PLAN_PERIOD_ALL:
        order_forward(complete_up_to(known), order);
        break;
    default:
        order_below(plan, known, step.stop_at, period_from(plan, known, step.stop_at), order);
        break;
    }
}

bool plan_next(const struct plan *plan, const struct plan_known *known, struct fetch_job_spec *order)
{
    *order = (struct fetch_job_spec){
        .again = was_asked(known),
        /* An answer without this recording is doubted; if the cursor is ignored, each one without any recording. */
        .known = known->traits.ignores_cursor && known->newest ? INT64_MAX : known->newest,
        .is_lost = known->has_lost,
        .time = plan->date,
        .now = known->now,
        .asked = plan->asked,
        .page = PLAN_PAGE,
        .spacing = plan->spacing > 0 ? plan->spacing : known->spacing,
        .chronology = known->chronology,
        .coverage = known->coverage,
    };
    struct look look;
    if (wants_date(plan, known))
        order->kind = FETCH_JOB_DATE;
    else if (wants_newest(plan, known))
        order_newest(plan, known, order);
    else if (wants_period(plan, known) && !wants_page(plan, known))
        order_period(plan, known, order);
    else if (plan->refresh && !wants_page(plan, known))
        order_refresh(plan, known, order);
    else if (wants_older(plan, known))
        order_stretch(plan, known, order);
    else if (next_days(plan, known, &look) || next_verified(plan, known, &look) ||
             next_look(plan, known, &look))
        order_look(plan, known, &look, order);
    else
        return false;
    return true;
}

/* Doubled at first, so that newer recordings come early, for a reader may be near; later quadrupled, because for every
 * stretch the server has to find everything above its start, too. */
static uint64_t longer_than(uint64_t stretch)
{
    return stretch < LONG_STRETCH ? stretch * 2 : stretch * 4;
}

static void stretch_done(struct plan *plan, const struct fetch_job_spec *order, const struct fetch_job *job)
{
    uint64_t rows = fetch_job_rows(job);
    if (plan->tried[0].hi != order->stop_at)
        plan->tried[1] = plan->tried[0];
    plan->tried[0] = (struct coverage_range){order->from, order->stop_at};
    plan->barren = rows <= 1;
    if (rows > 1)
        plan->spacing = (double)(order->stop_at - order->from) / (double)rows;
    if (plan->older == 0)
        plan->stretch = longer_than(wanted_of(plan));
    plan->older = plan->older > rows ? plan->older - rows : 0;
}

/* Another date or period may have been asked for since the job was chosen. */
static void date_done(struct plan *plan, int64_t time)
{
    if (time == plan->date)
        plan->date = TIMESTAMP_NONE;
    else if (plan->period.wanted && time == plan_period_target(&plan->period))
        plan->period.is_searched = true;
}

/* What was asked for since the job was chosen is still wanted. */
static void newest_done(struct plan *plan, const struct fetch_job_spec *order)
{
    plan->newest = plan->newest && plan->asked != order->asked;
    plan->refresh = false;
}

void plan_done(struct plan *plan, const struct fetch_job_spec *order, const struct fetch_job *job,
               bool failed)
{
    if (fetch_job_spacing(job) > 0)
        plan->spacing = fetch_job_spacing(job);
    if (failed || fetch_job_gave_up_order(job))
        return;
    if (order->is_look) {
        look_done(&plan->looks, &order->look, order->now);
        return;
    }
    if (order->keeps_head) {
        plan->refresh = false;
        return;
    }
    switch (order->kind) {
    case FETCH_JOB_STRETCH:
        stretch_done(plan, order, job);
        break;
    case FETCH_JOB_DATE:
        date_done(plan, order->time);
        break;
    case FETCH_JOB_NEWEST:
        newest_done(plan, order);
        plan->unproved = order->again && fetch_job_met_unreadable(job);
        plan->stretch = fetch_job_rows(job) > FIRST_STRETCH ? fetch_job_rows(job) : FIRST_STRETCH;
        plan->older = fetch_job_rows(job) < PLAN_PAGE ? PLAN_PAGE - fetch_job_rows(job) : 0;
        break;
    case FETCH_JOB_FORWARD:
        plan->gave_up += !plan->newest && !plan->refresh && !plan->unproved;
        newest_done(plan, order);
        plan->unproved = false;
        plan->older = 0;
        break;
    }
}

#include "model/plan.h"

#include "model/timestamp.h"

#include <string.h>

#define FIRST_STRETCH 500
#define LONG_STRETCH 10000
#define SPACING_GUESS 16.0
#define FORWARD_PAGES 8 /* so many pages of news are read in their order, more from the newest on */

void plan_want_all(struct plan *plan, int64_t reach)
{
    if (!plan->history || plan->reach > reach) /* TIMESTAMP_NONE is the least */
        plan->reach = reach;
    plan->newest = plan->history = true;
    plan->barren = false;
    plan->gave_up = 0;
}

int64_t plan_complete_up_to(const struct plan_known *known)
{
    return coverage_reaches_up(known->coverage, 0);
}

int64_t plan_complete_down_to(const struct plan_known *known)
{
    return coverage_reaches_down(known->coverage, known->tail);
}

static bool was_asked(const struct plan_known *known)
{
    return known->as_of != TIMESTAMP_NONE;
}

/* The newest id from which everything below, down to where the range begins, is final. */
static int64_t newest_settled(const struct plan_known *known)
{
    return coverage_reaches_up(known->coverage, known->tail);
}

/* Only answers that end properly prove anything, or every answer is everything. */
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

/* Whether what came since the last answer is so much that the newest of it should come first. */
static bool is_long_ago(const struct plan *plan, const struct plan_known *known)
{
    int64_t now = 0;
    if (known->now - known->as_of <= known->settle || !chronology_id_at(known->chronology, known->now, &now))
        return false;
    double news = (double)(now - newest_settled(known)) / spacing_of(plan, known);
    return news > FORWARD_PAGES * PLAN_PAGE;
}

static bool is_complete(const struct plan_known *known)
{
    return was_asked(known) && plan_complete_down_to(known) <= 0;
}

static bool reaches_far_enough(const struct plan *plan, const struct plan_known *known)
{
    return plan->reach != TIMESTAMP_NONE && known->complete_from != TIMESTAMP_NONE &&
           known->complete_from <= plan->reach;
}

/* Also what was fetched, if an answer has shown since that it proved nothing. That comes once at the most. */
static bool wants_newest(const struct plan *plan, const struct plan_known *known)
{
    return plan->newest || (plan->history && !was_asked(known) && plan->gave_up < 2);
}

static bool wants_older(const struct plan *plan, const struct plan_known *known)
{
    if (!was_asked(known) || is_complete(known) || plan->gave_up)
        return false;
    return plan->older > 0 || (plan->history && !reaches_far_enough(plan, known));
}

static bool wants_date(const struct plan *plan, const struct plan_known *known)
{
    return plan->date != TIMESTAMP_NONE && !reads_whole(known) && !is_complete(known);
}

enum plan_urgency plan_urgency(const struct plan *plan, const struct plan_known *known)
{
    if (wants_date(plan, known))
        return PLAN_AWAITED;
    if (wants_newest(plan, known))
        return PLAN_NEWS;
    if (!wants_older(plan, known))
        return PLAN_NOTHING;
    return plan->older > 0 ? PLAN_AWAITED : PLAN_HISTORY;
}

/* The top of the highest covered range that lies below `id`; 0 if there is none. */
static int64_t covered_below(const struct coverage *coverage, int64_t id)
{
    int64_t top = 0;
    for (size_t i = 0; i < coverage->count && coverage->ranges[i].hi < id; i++)
        top = coverage->ranges[i].hi;
    return top;
}

static void order_forward(int64_t from, struct errand_order *order)
{
    order->kind = ERRAND_FORWARD;
    order->from = from;
}

/* How many recordings the next stretch is to hold: what somebody waits for comes in small ones. */
static uint64_t wanted_of(const struct plan *plan)
{
    if (plan->older > 0)
        return plan->older;
    return plan->stretch > 0 ? plan->stretch : FIRST_STRETCH;
}

/* The next stretch below what is complete: its length in ids is estimated, and it ends where the archive goes
 * on. Where the last one has not led anywhere (a few recordings cut off prove no order) everything is read.
 */
static void order_stretch(const struct plan *plan, const struct plan_known *known, struct errand_order *order)
{
    uint64_t wanted = wanted_of(plan);
    int64_t stop_at = plan_complete_down_to(known);
    int64_t below = covered_below(known->coverage, stop_at);
    if (reads_whole(known) || (plan->tried_to == stop_at && below <= plan->tried_from)) {
        order_forward(plan_complete_up_to(known), order);
        return;
    }
    double from = (double)stop_at - (double)wanted * spacing_of(plan, known);
    bool whole_gap = plan->barren || plan->forward || from <= (double)below;
    order->kind = ERRAND_STRETCH;
    order->stop_at = stop_at;
    order->from = whole_gap ? below : (int64_t)from;
}

static void order_newest(const struct plan *plan, const struct plan_known *known, struct errand_order *order)
{
    bool cold = !was_asked(known);
    if (reads_whole(known) || (cold && (plan->forward || !plan->newest))) {
        order_forward(plan_complete_up_to(known), order);
    } else if (!cold && (plan->forward || !is_long_ago(plan, known))) {
        order_forward(newest_settled(known), order);
    } else {
        order->kind = ERRAND_NEWEST;
        order->last = cold ? 0 : newest_settled(known);
    }
}

bool plan_next(const struct plan *plan, const struct plan_known *known, struct errand_order *order)
{
    *order = (struct errand_order){
        .time = plan->date,
        .now = known->now,
        .page = PLAN_PAGE,
        .spacing = plan->spacing > 0 ? plan->spacing : known->spacing,
        .chronology = known->chronology,
        .coverage = known->coverage,
    };
    if (wants_date(plan, known))
        order->kind = ERRAND_DATE;
    else if (wants_newest(plan, known))
        order_newest(plan, known, order);
    else if (wants_older(plan, known))
        order_stretch(plan, known, order);
    else
        return false;
    return true;
}

/* Doubled while a reader may be near, so that newer ones come first; further down quadrupled, since for every
 * stretch the server has to find all that comes above its beginning, too. */
static uint64_t longer_than(uint64_t stretch)
{
    return stretch < LONG_STRETCH ? stretch * 2 : stretch * 4;
}

static void stretch_done(struct plan *plan, const struct errand_order *order, const struct errand *errand)
{
    uint64_t rows = errand_rows(errand);
    plan->tried_from = order->from;
    plan->tried_to = order->stop_at;
    plan->barren = rows <= 1;
    if (rows > 1)
        plan->spacing = (double)(order->stop_at - order->from) / (double)rows;
    if (plan->older == 0)
        plan->stretch = longer_than(wanted_of(plan));
    plan->older = plan->older > rows ? plan->older - rows : 0;
}

void plan_done(struct plan *plan, const struct errand_order *order, const struct errand *errand, bool failed)
{
    if (errand_spacing(errand) > 0)
        plan->spacing = errand_spacing(errand);
    if (failed || errand_gave_up_order(errand))
        return;
    switch (order->kind) {
    case ERRAND_STRETCH:
        stretch_done(plan, order, errand);
        break;
    case ERRAND_DATE:
        plan->date = TIMESTAMP_NONE;
        break;
    case ERRAND_NEWEST:
        plan->newest = false;
        plan->stretch = errand_rows(errand) > FIRST_STRETCH ? errand_rows(errand) : FIRST_STRETCH;
        plan->older = errand_rows(errand) < PLAN_PAGE ? PLAN_PAGE - errand_rows(errand) : 0;
        break;
    case ERRAND_FORWARD:
        plan->gave_up += !plan->newest;
        plan->newest = false;
        plan->older = 0;
        break;
    }
}

#include "model/coverage/look.h"

#define MINUTE (60 * TIMESTAMP_SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

#define RECENT HOUR
#define RECENT_PAUSE (10 * MINUTE)
#define DAYS (5 * DAY)
#define DAYS_PAUSE LOOK_DAYS_PAUSE
#define VAIN_PAUSE (6 * HOUR) /* after a look that has not led anywhere */

#define CATCH_UP 2 /* so many times faster where something was seen too long ago */

/* Part of what was seen at one time. */
struct part {
    int64_t lo;
    int64_t hi;
};

/* How long ago something was seen; a time to come is no time at which it was. */
static int64_t time_since(const struct look_known *known, int64_t at)
{
    return at == SEEN_UNKNOWN || at > known->now ? INT64_MAX : known->now - at;
}

/* The id of so long ago; `otherwise` if nothing tells. */
static int64_t id_ago(const struct look_known *known, int64_t ago, int64_t otherwise)
{
    int64_t id;
    bool is_known = ago < known->now && chronology_id_at(known->chronology, known->now - ago, &id);
    return is_known ? id : otherwise;
}

static bool is_due(const struct look_known *known, int64_t at, int64_t other, int64_t pause)
{
    return time_since(known, at > other ? at : other) >= pause;
}

static bool next_unsettled(const struct look_past *past, const struct look_known *known, struct look *look)
{
    *look = (struct look){LOOK_UNSETTLED, coverage_reaches_up(known->coverage, known->head_from), INT64_MAX};
    return is_due(known, known->as_of, past->unsettled_at, LOOK_UNSETTLED_PAUSE);
}

static bool next_recent(const struct look_past *past, const struct look_known *known, struct look *look)
{
    int64_t before = past->unsettled_at > past->days_at ? past->unsettled_at : past->days_at;
    *look = (struct look){LOOK_RECENT, id_ago(known, RECENT, INT64_MAX), INT64_MAX};
    return look->from < known->newest && is_due(known, known->as_of, before, RECENT_PAUSE) &&
           is_due(known, known->as_of, past->recent_at, RECENT_PAUSE);
}

/* Where the last days begin that are covered without a gap. */
static int64_t days_from(const struct look_known *known)
{
    int64_t times_from = coverage_reaches_down(known->coverage, known->head_from);
    int64_t from = id_ago(known, DAYS, times_from);
    return from > times_from ? from : times_from;
}

/* When what is final above an id was seen last, all of it. */
static int64_t seen_above(const struct look_known *known, int64_t from)
{
    int64_t at = known->as_of;
    for (size_t i = 0; i < known->seen->count; i++) {
        const struct seen_range *range = &known->seen->ranges[i];
        at = range->hi > from && range->at < at ? range->at : at;
    }
    return at;
}

static bool next_days(const struct look_past *past, const struct look_known *known, struct look *look)
{
    *look = (struct look){LOOK_DAYS, days_from(known), INT64_MAX};
    int64_t at = seen_above(known, look->from);
    bool is_first = past->days_at == 0 && at < known->opened;
    return look->from < known->head_from && (is_first || is_due(known, past->days_at, at, DAYS_PAUSE));
}

int64_t look_days_seen(const struct look_known *known)
{
    return seen_above(known, days_from(known));
}

bool look_next_days(const struct look_past *past, const struct look_known *known, int64_t pause,
                    struct look *look)
{
    *look = (struct look){LOOK_DAYS, days_from(known), INT64_MAX};
    int64_t final_up_to = coverage_reaches_up(known->coverage, known->head_from);
    return known->as_of != TIMESTAMP_NONE && past->days_at == 0 && look->from < final_up_to &&
           is_due(known, look_days_seen(known), 0, pause);
}

/* Recordings from one id to the next, as they are spread over what is covered. */
static double spacing_of(const struct look_known *known)
{
    double times = 0;
    for (size_t i = 0; i < known->seen->count; i++)
        times += (double)(known->seen->ranges[i].hi - known->seen->ranges[i].lo);
    return known->recordings ? times / (double)known->recordings : times;
}

/* The ids below `above` that were seen within the last day, of how many. */
static double seen_today(const struct look_known *known, int64_t above, double *all)
{
    double today = 0;
    *all = 0;
    for (size_t i = 0; i < known->seen->count; i++) {
        const struct seen_range *range = &known->seen->ranges[i];
        double ids = (double)((range->hi < above ? range->hi : above) - range->lo);
        if (ids <= 0)
            continue;
        *all += ids;
        today += time_since(known, range->at) < DAY ? ids : 0;
    }
    return today;
}

/* Whether there is room today for more of what is older than twice `verify`. */
static bool has_room(const struct look_known *known, int64_t above, int64_t since)
{
    double all, today = seen_today(known, above, &all);
    double share = all * (double)DAY / (double)known->verify;
    return today < share * (since >= known->verify ? CATCH_UP : 1);
}

/* The range below `above` that was seen longest ago; NULL if all were seen within a day. */
static const struct seen_range *longest_ago(const struct look_known *known, int64_t above)
{
    const struct seen_range *found = NULL;
    for (size_t i = known->seen->count; i-- > 0;) {
        const struct seen_range *range = &known->seen->ranges[i];
        if (range->lo < above && time_since(known, range->at) >= DAY && (!found || range->at < found->at))
            found = range;
    }
    return found;
}

/* What is due of the oldest. */
static bool oldest_part(const struct look_known *known, int64_t above, struct part *part)
{
    const struct seen_range *range = longest_ago(known, above);
    if (!range || !has_room(known, above, time_since(known, range->at)))
        return false;
    *part = (struct part){range->lo, range->hi < above ? range->hi : above};
    return true;
}

/* What is due above `above` by half its age, the newest first. */
static bool newer_part(const struct look_known *known, int64_t above, struct part *part)
{
    int64_t days = days_from(known);
    for (size_t i = known->seen->count; i-- > 0;) {
        const struct seen_range *range = &known->seen->ranges[i];
        int64_t since = time_since(known, range->at);
        int64_t lo = since > known->now / 2 ? range->lo : id_ago(known, 2 * since, range->lo);
        lo = lo > range->lo ? lo : range->lo;
        *part = (struct part){lo > above ? lo : above, range->hi < days ? range->hi : days};
        if (part->hi > part->lo && since >= DAYS_PAUSE)
            return true;
    }
    return false;
}

/* Whether what was looked at last is still as unseen as before. */
static bool led_nowhere(const struct look_past *past, const struct look_known *known)
{
    for (size_t i = 0; i < known->seen->count && past->older_at; i++) {
        const struct seen_range *range = &known->seen->ranges[i];
        if (range->lo < past->older.stop_at && range->hi >= past->older.stop_at)
            return range->at < past->older_at - SEEN_TOGETHER;
    }
    return false;
}

/* The top of a part. */
static struct look piece_of(const struct look_known *known, const struct part *part, double rows)
{
    double from = (double)part->hi - rows * spacing_of(known) - 1;
    return (struct look){LOOK_OLDER, from > (double)part->lo ? (int64_t)from : part->lo, part->hi};
}

static bool next_older(const struct look_past *past, const struct look_known *known, struct look *look)
{
    struct part part;
    int64_t above = id_ago(known, 2 * known->verify, 0);
    if (!newer_part(known, above, &part) && !oldest_part(known, above, &part))
        return false;
    *look = piece_of(known, &part, LOOK_PIECE);
    return !led_nowhere(past, known) || is_due(known, past->older_at, 0, VAIN_PAUSE);
}

bool look_next(const struct look_past *past, const struct look_known *known, struct look *look)
{
    if (known->as_of == TIMESTAMP_NONE)
        return false;
    return next_unsettled(past, known, look) || next_recent(past, known, look) ||
           next_days(past, known, look) || next_older(past, known, look);
}

/* Downwards: a piece that has not led anywhere keeps nobody from what lies below it. */
bool look_next_unknown(const struct look_past *past, const struct look_known *known, struct look *look)
{
    int64_t below = past->older_at ? past->older.from : INT64_MAX;
    for (size_t i = known->seen->count; i-- > 0;) {
        const struct seen_range *range = &known->seen->ranges[i];
        const struct part part = {range->lo, range->hi < below ? range->hi : below};
        if (range->at != SEEN_UNKNOWN || part.hi <= part.lo)
            continue;
        *look = piece_of(known, &part, LOOK_LONG_PIECE);
        return true;
    }
    return false;
}

void look_done(struct look_past *past, const struct look *look, int64_t now)
{
    switch (look->kind) {
    case LOOK_UNSETTLED:
        past->unsettled_at = now;
        break;
    case LOOK_RECENT:
        past->recent_at = now;
        break;
    case LOOK_DAYS:
        past->days_at = now;
        break;
    case LOOK_OLDER:
        past->older = *look;
        past->older_at = now;
        break;
    }
}

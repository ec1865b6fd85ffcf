#include "model/account/fetch_progress.h"

#include "model/time/timestamp.h"

/* Estimated by ids: which part of those from the server's first known one up to the tail is covered. */
static double share_of(const struct chronology *chronology, const struct archive_agent *filed,
                       const struct fetch *fetch)
{
    if (chronology->count < 2 || filed->as_of == TIMESTAMP_NONE)
        return -1;
    int64_t first = chronology->moments[0].id;
    int64_t covered = 0;
    for (size_t i = 0; i < filed->coverage.count; i++) {
        const struct coverage_range *range = &filed->coverage.ranges[i];
        if (range->hi > first)
            covered += range->hi - (range->lo > first ? range->lo : first);
    }
    int64_t from = fetch_spec(fetch)->from;
    int64_t reached = fetch_reached(fetch).time == TIMESTAMP_NONE ? from : fetch_reached(fetch).id;
    if (reached < first)
        reached = first;
    if (fetch_spec(fetch)->kind == FETCH_JOB_STRETCH && reached < filed->head_from && reached > from &&
        !coverage_contains(&filed->coverage, reached))
        covered += reached - (from > first ? from : first);
    double share = filed->head_from > first ? (double)covered / (double)(filed->head_from - first) : -1;
    return share > 1 ? 1 : share;
}

static bool is_shown(const struct fetch_slot *slot)
{
    return slot->fetch && !fetch_slots_is_quiet(slot->urgency);
}

static void show_one(struct account_status *status, const struct roster *roster,
                     const struct fetch_slot *shown, const struct chronology *chronology)
{
    const struct roster_agent *agent = roster_find(roster, shown->agent);
    status->fetching_agent = shown->agent;
    status->fetched_rows = fetch_rows(shown->fetch);
    status->fetched_bytes = fetch_bytes(shown->fetch);
    status->reached = fetch_reached(shown->fetch).time;
    status->fetched_share = agent ? share_of(chronology, &agent->filed, shown->fetch) : -1;
}

void fetch_progress_show(struct account_status *status, const struct roster *roster,
                         const struct fetch_slots *slots, const struct chronology *chronology, int64_t opened)
{
    const struct fetch_slot *shown = NULL;
    status->fetching = 0;
    status->fetching_agent = 0;
    status->fetched_rows = status->fetched_bytes = 0;
    status->reached = TIMESTAMP_NONE;
    status->fetched_share = -1;
    for (size_t i = 0; i < roster->count; i++)
        roster->agents[i]->summary.fetching = false;
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        const struct fetch_slot *slot = &slots->slots[i];
        struct roster_agent *agent = is_shown(slot) ? roster_find(roster, slot->agent) : NULL;
        if (is_shown(slot) && (!shown || slot->agent == opened))
            shown = slot;
        if (!agent || agent->summary.fetching)
            continue;
        agent->summary.fetching = true;
        status->fetching++;
    }
    if (shown)
        show_one(status, roster, shown, chronology);
}

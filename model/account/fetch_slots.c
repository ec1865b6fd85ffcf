#include "model/account/fetch_slots.h"

#define HISTORIES 2 /* at most so many jobs of histories */
#define WANTED 3    /* of periods */
#define REFRESHES 3 /* of a refresh */

/* What is fetched in long stretches. */
static bool is_long(enum plan_urgency urgency)
{
    return urgency == PLAN_WANTED || urgency == PLAN_HISTORY || urgency == PLAN_LOOK;
}

bool fetch_slots_is_quiet(enum plan_urgency urgency)
{
    return urgency == PLAN_REFRESH || urgency == PLAN_LOOK;
}

bool fetch_slots_any(const struct fetch_slots *slots)
{
    bool any = false;
    for (size_t i = 0; i < FETCH_SLOTS; i++)
        any = any || slots->slots[i].fetch;
    return any;
}

unsigned fetch_slots_count(const struct fetch_slots *slots, enum plan_urgency urgency)
{
    unsigned count = 0;
    for (size_t i = 0; i < FETCH_SLOTS; i++)
        count += slots->slots[i].fetch && slots->slots[i].urgency == urgency;
    return count;
}

bool fetch_slots_has(const struct fetch_slots *slots, int64_t agent)
{
    return fetch_slots_is_in_the_way(slots, agent, PLAN_HISTORY) ||
           fetch_slots_is_in_the_way(slots, agent, PLAN_NEWS);
}

bool fetch_slots_is_in_the_way(const struct fetch_slots *slots, int64_t agent, enum plan_urgency urgency)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        const struct fetch_slot *slot = &slots->slots[i];
        if (slot->fetch && slot->agent == agent && is_long(slot->urgency) == is_long(urgency))
            return true;
    }
    return false;
}

bool fetch_slots_have_room(const struct fetch_slots *slots, enum plan_urgency urgency)
{
    unsigned wanted = fetch_slots_count(slots, PLAN_WANTED);
    switch (urgency) {
    case PLAN_WANTED:
        return wanted < WANTED;
    case PLAN_HISTORY:
        return wanted + fetch_slots_count(slots, PLAN_HISTORY) < HISTORIES;
    case PLAN_REFRESH:
        return fetch_slots_count(slots, PLAN_REFRESH) < REFRESHES;
    default:
        return true;
    }
}

enum plan_urgency fetch_slots_free(struct fetch_slots *slots, const struct fetch *fetch)
{
    size_t place = 0;
    while (place < FETCH_SLOTS - 1 && slots->slots[place].fetch != fetch)
        place++;
    slots->slots[place].fetch = NULL;
    return slots->slots[place].urgency;
}

void fetch_slots_cancel(struct fetch_slots *slots, int64_t agent)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        struct fetch_slot *slot = &slots->slots[i];
        if (slot->fetch && (agent == 0 || slot->agent == agent))
            fetch_cancel(&slot->fetch);
    }
}

void fetch_slots_cancel_stretch(struct fetch_slots *slots, int64_t agent)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        struct fetch_slot *slot = &slots->slots[i];
        if (slot->fetch && slot->agent == agent && slot->urgency == PLAN_HISTORY &&
            fetch_spec(slot->fetch)->kind == FETCH_JOB_STRETCH)
            fetch_cancel(&slot->fetch);
    }
}

void fetch_slots_hold_back(struct fetch_slots *slots, bool audio_arrives, bool others_wait)
{
    bool hurried = audio_arrives || fetch_slots_count(slots, PLAN_AWAITED) ||
                   fetch_slots_count(slots, PLAN_NEWS) || fetch_slots_count(slots, PLAN_WANTED);
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        const struct fetch_slot *slot = &slots->slots[i];
        if (slot->fetch && slot->urgency == PLAN_HISTORY)
            fetch_hold_back(slot->fetch, hurried);
        if (slot->fetch && slot->urgency == PLAN_LOOK)
            fetch_hold_back(slot->fetch, hurried || others_wait);
    }
}

void fetch_slots_take_report(struct fetch_slots *slots, const struct writer_report *report)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        if (slots->slots[i].fetch && fetch_take_report(slots->slots[i].fetch, report))
            return;
    }
}

void fetch_slots_fail(struct fetch_slots *slots, const struct failure *failure)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        if (slots->slots[i].fetch)
            fetch_fail(slots->slots[i].fetch, failure);
    }
}

void fetch_slots_resume(struct fetch_slots *slots)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        if (slots->slots[i].fetch)
            fetch_resume(slots->slots[i].fetch);
    }
}

/* The jobs under way at the server: a few at a time, of several agents. */
#ifndef MODEL_ACCOUNT_FETCH_SLOTS_H
#define MODEL_ACCOUNT_FETCH_SLOTS_H

#include "model/archive/writer_report.h"
#include "model/fetch/fetch.h"
#include "model/fetch/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FETCH_SLOTS 4

struct fetch_slot {
    struct fetch *fetch; /* owned until it ends; NULL: the slot is free */
    int64_t agent;
    enum plan_urgency urgency;
};

/* Begins as all zero. The place of a slot is the number of its fetch, see fetch_options. */
struct fetch_slots {
    struct fetch_slot slots[FETCH_SLOTS];
};

/* What goes on by itself, and whose end nobody waits for. */
bool fetch_slots_is_quiet(enum plan_urgency urgency);

bool fetch_slots_any(const struct fetch_slots *slots);
unsigned fetch_slots_count(const struct fetch_slots *slots, enum plan_urgency urgency);
bool fetch_slots_has(const struct fetch_slots *slots, int64_t agent);

/* Whether another job of that urgency would have to wait for one of the same agent: what is fetched in long
 * stretches goes on beside what is not. */
bool fetch_slots_is_in_the_way(const struct fetch_slots *slots, int64_t agent, enum plan_urgency urgency);

/* Whether another job of that urgency may start: some slots are left for histories, beside a refresh, too. */
bool fetch_slots_have_room(const struct fetch_slots *slots, enum plan_urgency urgency);

/* Frees the slot of a fetch that has ended; returns its urgency. */
enum plan_urgency fetch_slots_free(struct fetch_slots *slots, const struct fetch *fetch);

/* What has come of those that are cancelled is kept. */
void fetch_slots_cancel(struct fetch_slots *slots, int64_t agent); /* 0: of all agents */
/* Cancels what would take minutes, a stretch of the history. */
void fetch_slots_cancel_stretch(struct fetch_slots *slots, int64_t agent);

/* Histories wait while somebody does, as for audio that `arrives`; what is looked at again waits also while others
 * `wait`. */
void fetch_slots_hold_back(struct fetch_slots *slots, bool audio_arrives, bool others_wait);

/* What the writer's thread says, for the fetches that it concerns. */
void fetch_slots_take_report(struct fetch_slots *slots, const struct writer_report *report);
void fetch_slots_fail(struct fetch_slots *slots, const struct failure *failure);
void fetch_slots_resume(struct fetch_slots *slots);

#endif

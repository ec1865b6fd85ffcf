/* The slots of concurrent fetch jobs. */
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
    struct fetch *fetch; /* owned; NULL: the slot is free */
    int64_t agent;
    enum plan_urgency urgency;
};

/* Starts zeroed. A slot's index is its fetch's number, see fetch_options. */
struct fetch_slots {
    struct fetch_slot slots[FETCH_SLOTS];
};

/* Whether jobs of that urgency run unattended: nobody waits for them. */
bool fetch_slots_is_quiet(enum plan_urgency urgency);

bool fetch_slots_any(const struct fetch_slots *slots);
unsigned fetch_slots_count(const struct fetch_slots *slots, enum plan_urgency urgency);
bool fetch_slots_has(const struct fetch_slots *slots, int64_t agent);

/* Whether a job of that urgency has to wait for a running one of the same agent; long stretches run beside other
 * jobs. */
bool fetch_slots_is_in_the_way(const struct fetch_slots *slots, int64_t agent, enum plan_urgency urgency);

/* Whether a job of that urgency may start: periods, histories and refreshes may each take only some of the slots, so that
 * others find a free one. */
bool fetch_slots_have_room(const struct fetch_slots *slots, enum plan_urgency urgency);

/* Frees the slot of a finished fetch; returns its urgency. */
enum plan_urgency fetch_slots_free(struct fetch_slots *slots, const struct fetch *fetch);

/* Cancels jobs; received data are kept. */
void fetch_slots_cancel(struct fetch_slots *slots, int64_t agent); /* 0: of all agents */
/* Cancels a stretch of history, which would take minutes. */
void fetch_slots_cancel_stretch(struct fetch_slots *slots, int64_t agent);

/* Pauses histories while the user waits, or `audio_arrives`; re-verification also pauses while others are
 * queued. */
void fetch_slots_hold_back(struct fetch_slots *slots, bool audio_arrives, bool others_wait);

/* Forward the writer's events to the fetches concerned. */
void fetch_slots_take_report(struct fetch_slots *slots, const struct writer_report *report);
void fetch_slots_fail(struct fetch_slots *slots, const struct failure *failure);
void fetch_slots_resume(struct fetch_slots *slots);

#endif

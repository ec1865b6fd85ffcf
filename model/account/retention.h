/* Deletes recordings that are older than the configured retention, or as the user requests. */
#ifndef MODEL_ACCOUNT_RETENTION_H
#define MODEL_ACCOUNT_RETENTION_H

#include "model/account/account_archive.h"
#include "model/account/fetch_slots.h"
#include "model/account/report.h"
#include "model/account/roster.h"
#include "model/archive/writer_purge.h"
#include "model/config/config.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct retention {
    const struct config *config;
    struct report *report;
    struct roster *roster;
    const struct fetch_slots *slots;
    const struct account_archive *archive;
    bool is_off;       /* only the user's requests are carried out */
    uv_timer_t timer;  /* until the next recordings expire; closed by the owner */
    int64_t agent;     /* being purged; 0: none */
    uint64_t started;  /* start of that purge, ms by the loop's clock */
    uint64_t taken;    /* duration of the last purge of all agents, ms */
    int64_t oldest;    /* oldest start in the archive as far as known; INT64_MAX: none */
    bool is_said;      /* the deletions at start were reported */
    uint64_t purged;   /* recordings deleted by the current purge */
    uint64_t unjudged; /* kept by it because their start cannot be read */
};

/* The time since which recordings are kept, ticks; TIMESTAMP_NONE: for ever. */
int64_t retention_since(const struct config *config);

void retention_open(struct retention *retention, uv_loop_t *loop);

/* Purges what started before a time (ticks) for the user, or only counts it. */
void retention_purge(struct retention *retention, int64_t number, int64_t before, bool dry_run);

/* Takes note of a start, to plan its expiry. */
void retention_note(struct retention *retention, int64_t started);
/* Call after a job that may have fetched beyond the retention. */
void retention_after_job(const struct retention *retention, struct roster_agent *agent,
                         enum fetch_job_kind kind);

/* Continues purging. Call before jobs are chosen: an agent is purged between its jobs. */
void retention_go_on(struct retention *retention);
bool retention_is_purging(const struct retention *retention);
void retention_purged(struct retention *retention, const struct writer_purge *purge);
void retention_failed(struct retention *retention, const struct failure *failure);

#endif

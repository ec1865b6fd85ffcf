/* What an account does not keep: recordings older than the configuration's retention, and what the user wants
 * to be rid of. */
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
    bool is_off;       /* purged is only what the user wants to be rid of */
    uv_timer_t timer;  /* until recordings are too old; closed by the owner */
    int64_t agent;     /* whose purge is under way, 0 if none is */
    uint64_t started;  /* ms, by the loop's clock: that purge */
    uint64_t taken;    /* ms, by the last purge of all */
    int64_t oldest;    /* start in the archive, for all that is known; INT64_MAX: none */
    bool is_said;      /* what the start has deleted; later ones are not news */
    uint64_t purged;   /* recordings, by what is under way */
    uint64_t unjudged; /* likewise, but kept: their start cannot be read */
};

/* Since when recordings are kept, ticks; TIMESTAMP_NONE if for ever. */
int64_t retention_since(const struct config *config);

void retention_open(struct retention *retention, uv_loop_t *loop);

/* The user wants to be rid of what started before a time (ticks), or to know how much that is. */
void retention_purge(struct retention *retention, int64_t number, int64_t before, bool dry_run);

/* Has a start to come to the age at which it is purged. */
void retention_note(struct retention *retention, int64_t started);
/* After a job that may have read further back than is kept. */
void retention_after_job(const struct retention *retention, struct roster_agent *agent,
                         enum fetch_job_kind kind);

/* Goes on with what is to be purged. Before jobs are chosen: an agent is purged between them. */
void retention_go_on(struct retention *retention);
bool retention_is_purging(const struct retention *retention);
void retention_purged(struct retention *retention, const struct writer_purge *purge);
void retention_failed(struct retention *retention, const struct failure *failure);

#endif

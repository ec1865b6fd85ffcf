/* The inside of an account: its parts. For account.c, account_fetch.c and schedule.c. */
#ifndef MODEL_ACCOUNT_ACCOUNT_STATE_H
#define MODEL_ACCOUNT_ACCOUNT_STATE_H

#include "model/account/account_archive.h"
#include "model/account/account_known.h"
#include "model/account/connection.h"
#include "model/account/fetch_slots.h"
#include "model/account/listing.h"
#include "model/account/look_budget.h"
#include "model/account/refresh.h"
#include "model/account/report.h"
#include "model/account/retention.h"
#include "model/account/roster.h"
#include "model/audio/audio.h"
#include "model/audio/deck.h"
#include "model/audit/audit_log.h"
#include "model/hold/hold_watch.h"
#include "model/hold/holds.h"
#include "model/notes/notes.h"

struct account {
    uv_loop_t *loop;
    const struct config *config;
    struct account_options options;
    char *base;
    char *label;
    struct http *http;
    struct audio *audio; /* NULL until it is asked for */
    bool audio_arrives;  /* of any call, when it was last decided what to do next: histories wait */
    struct deck *deck;   /* likewise */
    bool gives_way;      /* to somebody who waits: histories do, too */
    struct audit_log *audit;
    uint64_t purge_noted; /* recordings in it of the purge that is under way */
    bool has_remarked;    /* what http has said of an answer */
    struct notes *notes;  /* NULL: nothing is kept on the disk; as are the three that follow */
    struct holds *holds;
    struct hold_watch *hold_watch; /* the writer thread's */
    char *holds_folder;
    struct report report;
    struct roster roster;
    struct account_archive archive;
    struct connection connection;
    struct listing listing;
    struct fetch_slots slots;
    struct account_known known;
    struct look_budget looks;
    struct retention retention;
    struct refresh refresh;
    bool is_started;
    bool fetches_all; /* also of agents that are not known yet */
    uint64_t asked;   /* so often for an agent */
    int64_t opened;   /* the agent asked for last, whose progress is shown */
    unsigned closing; /* parts still open while closing */
    void (*closed)(void *context);
    void *closed_context;
};

#endif

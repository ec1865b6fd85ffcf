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
    struct audio *audio; /* NULL until it is first used */
    bool audio_arrives;  /* audio was being received at the last turn: histories pause */
    struct deck *deck;   /* likewise */
    bool gives_way;      /* the user waits for a list: histories pause */
    struct audit_log *audit;
    uint64_t purge_noted; /* recordings of the current purge that were logged */
    bool has_remarked;    /* a remark of http was reported */
    struct notes *notes;  /* this and the next three: NULL if nothing is stored on disk */
    struct holds *holds;
    struct hold_watch *hold_watch; /* used by the writer thread */
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
    bool fetches_all; /* also agents that are not known yet */
    uint64_t asked;   /* counts requests for agents, to order them */
    int64_t opened;   /* the agent requested last, whose progress is shown */
    unsigned closing; /* parts still open while closing */
    void (*closed)(void *context);
    void *closed_context;
};

#endif

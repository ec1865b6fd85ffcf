/* The inside of an account, shared by account.c (opening, closing, what is told), account_fetch.c (what is
 * wanted), account_schedule.c (which job runs when), account_roster.c (the list of agents), account_live.c
 * (refreshing), account_retry.c (connection, trying again), account_archive.c
 * (whether it is sound) and account_purge.c (what is not kept). Nobody else includes this.
 */
#ifndef MODEL_ACCOUNT_ACCOUNT_STATE_H
#define MODEL_ACCOUNT_ACCOUNT_STATE_H

#include "model/account/account.h"
#include "model/account/account_known.h"
#include "model/account/fetch_slots.h"
#include "model/account/look_budget.h"
#include "model/account/report.h"
#include "model/account/roster.h"
#include "model/archive/archive_check.h"
#include "model/archive/archive_seal.h"
#include "model/archive/database.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_report.h"
#include "model/archive/writer_thread.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/fetch/fetch.h"
#include "model/fetch/plan.h"
#include "model/fetch/refusal.h"
#include "model/fetch/roster_fetch.h"
#include "model/query/queries.h"
#include "net/base/failure.h"
#include "net/http/http.h"

/* What is refreshed by itself. */
struct account_refreshing {
    bool is_under_way;
    uint64_t begun; /* ms, by the loop's clock */
};

struct account {
    uv_loop_t *loop;
    const struct config *config;
    struct report report;
    bool offline;
    bool in_order;
    bool live;
    bool keep_old;
    unsigned retries;
    unsigned waits; /* for another try, so far */
    char *base;
    char *label;
    char *path; /* of the archive */
    bool is_archive_new;
    struct database_wait opening; /* for others, as the archive is opened */
    struct archive_seal *seal;
    struct archive_checker *checker; /* while it is looked through, and until the account is closed */
    bool is_read_only;               /* the archive; only offline */
    bool is_sealed;                  /* it was as it had been left */
    bool is_checked;                 /* it is sound */
    bool has_remarked;               /* what http has said of an answer */
    struct http *http;
    struct audio *audio; /* NULL until it is asked for */
    struct writer_thread *writer_thread;
    struct queries *queries;
    struct roster roster;
    struct roster_fetch *roster_fetch;
    int64_t listed_at;        /* see writer_listed_at */
    bool gives_no_list;       /* the agents are those that the configuration names */
    size_t unreadable_agents; /* in the last list */
    bool is_list_too_long;    /* and that was said */
    bool is_list_shortened;   /* likewise */
    bool roster_is_wanted;    /* it could not be had as yet */
    bool was_away;            /* the server, since the agents were listed */
    bool relisting_failed;    /* and that was said */
    struct fetch_slots slots;
    struct look_budget looks;
    struct account_known known;
    struct account_refreshing refreshing;
    bool fetches_all; /* also of agents that are not known yet */
    uint64_t asked;
    int64_t opened; /* the agent asked for last, whose progress is shown */
    struct refusal refusal;
    bool is_refused;             /* the secret: nothing is asked until the user asks for something */
    size_t agents_filed_pending; /* entries handed to filing and not yet reported */
    int64_t watched;             /* agent or PAGE_ALL_AGENTS */
    uv_timer_t refresh;
    uv_timer_t retry;
    uv_timer_t purge;
    uint64_t purge_begun; /* ms, by the loop's clock: of the agent's whose purge is under way */
    uint64_t purge_taken; /* ms, by the last purge of all */
    int64_t oldest;       /* start in the archive, for all that is known; INT64_MAX: none */
    bool purge_is_told;   /* what the start has deleted; later ones are not news */
    int64_t purging;      /* the agent whose purge is under way, 0 if none is */
    uint64_t purged;      /* recordings, by what is under way for the retention */
    uint64_t unjudged;    /* likewise, but kept: their start cannot be read */
    unsigned failures;    /* in a row */
    unsigned closing;     /* parts still open while closing */
    void (*closed)(void *context);
    void *closed_context;
};

void account_say_failure(struct account *account, const struct failure *failure);

bool account_archive_open(struct account *account, bool no_archive, struct failure *failure);
void account_archive_closed(struct account *account); /* after all of it, or what failed to be opened */

/* It could not be written or read: says so, and what it means. */
void account_archive_failed(struct account *account, const struct failure *failure);
void account_archive_went_well(struct account *account);
void account_on_agents(void *context, const struct writer_agents *agents);

/* Moves the connection's state after an answer: NULL for a good one. Plans another try where that is due. */
void account_heard(struct account *account, const struct failure *failure);
void account_forget_retry(struct account *account);
bool account_awaits_retry(const struct account *account);
void account_live_open(struct account *account);
/* Closes the timers; `closed` is called for each from the loop. */
void account_live_close(struct account *account, uv_close_cb closed);

/* After the jobs that a refresh has led to: plans the next one. */
void account_live_go_on(struct account *account);

/* Asks for the agents once more; where that fails, those that are known have to do. */
void account_refresh_roster(struct account *account);

/* Asks for what is wanted of agents that have come, see account_fetch_all. */
void account_welcome(struct account *account);

/* In each turn in which something is due: starts jobs while there is room and something is wanted; brings the
 * summaries up to date. */
void account_go_on(uv_timer_t *turn);

/* Takes what became of a question, NULL if it was answered well, before account_heard. What waits is given up
 * where the secret is refused, and nothing more is asked by itself. */
void account_mind_refusal(struct account *account, const struct failure *failure);

/* Since when recordings are kept; TIMESTAMP_NONE if for ever. */
int64_t account_kept_since(const struct account *account);
void account_purge_open(struct account *account);
/* Has a start to come to the age at which it is purged. */
void account_purge_note(struct account *account, int64_t started);
/* Goes on with what is to be purged. Before jobs are chosen: an agent is purged between them. */
void account_purge_go_on(struct account *account);
/* After a job that may have read further back than is kept. */
void account_purge_after(struct account *account, struct roster_agent *agent, enum fetch_job_kind kind);
bool account_is_purging(const struct account *account);
void account_on_purged(void *context, const struct writer_purge *purge);
void account_purge_failed(struct account *account, const struct failure *failure);

void account_on_filed(void *context, const struct writer_report *report);
void account_on_writing_failed(void *context, const struct failure *failure);
void account_on_drained(void *context);

#endif

/* The inside of an account, shared by account.c (opening, closing, what is told) and account_fetch.c (roster
 * and walks). Nobody else includes this. */
#ifndef MODEL_ACCOUNT_STATE_H
#define MODEL_ACCOUNT_STATE_H

#include "model/account.h"
#include "model/filing.h"
#include "model/queries.h"
#include "model/roster.h"
#include "model/walk.h"
#include "net/http.h"

#define ACCOUNT_WALKS 4 /* agents fetched at the same time */

struct account {
    uv_loop_t *loop;
    const struct config *config;
    struct account_events events;
    bool offline;
    char *base;
    char *label;
    char *path; /* of the archive */
    struct http *http;
    struct filing *filing;
    struct queries *queries;
    struct roster roster;
    struct roster_fetch *roster_fetch;
    struct walk *walks[ACCOUNT_WALKS]; /* NULL where free */
    int64_t *waiting;                  /* agents, the next one last */
    size_t waiting_count;
    size_t waiting_capacity;
    size_t agents_filed_pending; /* entries handed to filing and not yet reported */
    struct account_status status;
    unsigned closing; /* parts still open while closing */
    void (*closed)(void *context);
    void *closed_context;
};

void account_changed(struct account *account, unsigned changes);
void account_say(struct account *account, enum account_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Moves the connection's state after an answer: NULL for a good one. */
void account_heard(struct account *account, const struct failure *failure);

/* Starts walks while there is room and somebody waits; brings the summaries up to date. */
void account_schedule(struct account *account);

void account_on_filed(void *context, const struct filing_report *report);
void account_on_filing_failed(void *context, const struct failure *failure);
void account_on_drained(void *context);
void account_cancel_fetches(struct account *account);

#endif

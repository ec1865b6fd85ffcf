/* The agents: listed by the server, configured, or named by a user, and stored in the archive. */
#ifndef MODEL_ACCOUNT_LISTING_H
#define MODEL_ACCOUNT_LISTING_H

#include "model/account/account_archive.h"
#include "model/account/connection.h"
#include "model/account/roster.h"
#include "model/archive/writer_report.h"
#include "model/config/config.h"
#include "model/fetch/roster_fetch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct listing {
    const struct config *config;
    struct connection *connection;
    const struct roster *roster;
    const struct account_archive *archive;
    struct http *http; /* NULL: offline */
    const char *base;
    struct roster_fetch *fetch; /* NULL: none is running */
    bool is_wanted;             /* the server's list is still missing */
    int64_t listed_at;          /* see writer_listed_at */
    size_t filing;              /* lists and agents being written */
    bool is_none_given;         /* the server gives no list: the agents are the configured ones */
    size_t unreadable;          /* undecodable agents in the last list */
    bool is_too_long;           /* the list was too long, and that was reported */
    bool is_shortened;          /* likewise */
    bool has_refresh_failed;    /* likewise */
};

/* Requests the server's list on behalf of the user. */
void listing_fetch(struct listing *listing);
/* Requests it again, some time after the last time or when the server is back; on failure the known agents stay. */
void listing_refresh(struct listing *listing);
void listing_cancel(struct listing *listing);

void listing_add(struct listing *listing, const struct agent_reference *reference);
void listing_add_configured(struct listing *listing);
void listing_filed(struct listing *listing, const struct writer_agents *agents);

/* After connection->is_retry_due. */
void listing_try_again(struct listing *listing);
/* Whether a failed request is to be retried. */
bool listing_awaits_retry(const struct listing *listing);

#endif

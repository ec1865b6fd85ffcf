/* Which agents there are: asked of the server, named by the configuration or by a user, and filed. */
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
    struct roster_fetch *fetch; /* under way */
    bool is_wanted;             /* the server's list could not be had as yet */
    int64_t listed_at;          /* see writer_listed_at */
    size_t filing;              /* lists and agents that are being filed */
    bool is_none_given;         /* the agents are those that the configuration names */
    size_t unreadable;          /* agents in the last list */
    bool is_too_long;           /* and that was said */
    bool is_shortened;          /* likewise */
    bool has_refresh_failed;    /* likewise */
};

/* Somebody wants the server's list. */
void listing_fetch(struct listing *listing);
/* It is asked for once more, some while after the last time, and where the server is back; where that fails,
 * the agents that are known have to do. */
void listing_refresh(struct listing *listing);
void listing_cancel(struct listing *listing);

void listing_add(struct listing *listing, const struct agent_reference *reference);
void listing_add_configured(struct listing *listing);
void listing_filed(struct listing *listing, const struct writer_agents *agents);

/* After connection->is_retry_due. */
void listing_try_again(struct listing *listing);
/* Whether something has failed that is to be tried again. */
bool listing_awaits_retry(const struct listing *listing);

#endif

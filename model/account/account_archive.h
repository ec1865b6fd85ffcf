/* The archive of an account: its writer thread, its queries, its seal and its integrity check. */
#ifndef MODEL_ACCOUNT_ACCOUNT_ARCHIVE_H
#define MODEL_ACCOUNT_ACCOUNT_ARCHIVE_H

#include "model/account/archive_opening.h"
#include "model/account/report.h"
#include "model/account/roster.h"
#include "model/archive/archive_check.h"
#include "model/archive/archive_seal.h"
#include "model/archive/database.h"
#include "model/archive/writer_thread.h"
#include "model/config/config.h"
#include "model/query/queries.h"

#include <stdbool.h>
#include <uv.h>

struct account_archive {
    struct report *report;
    struct roster *roster; /* its agents are in doubt while the archive is */
    const struct account_options *options;
    char *path;                      /* owned, as are all members below */
    struct archive_opening *opening; /* until account_archive_start */
    bool is_new;
    bool is_read_only; /* only with --offline */
    bool is_sealed;    /* its seal matched */
    bool is_checked;   /* known to be sound */
    struct archive_seal *seal;
    struct archive_checker *checker; /* while checking, and until the account is closed */
    struct database_wait wait;       /* for other programs, while opening */
    struct writer_thread *writer_thread;
    struct queries *queries;
};

/* Opened in three steps: open takes the agents from `opening`, which it owns and runs or finishes; show makes it
 * possible to query; start makes it possible to write. False with *failure filled. */
bool account_archive_open(struct account_archive *archive, struct archive_opening *opening,
                          struct failure *failure);
void account_archive_show(struct account_archive *archive, uv_loop_t *loop);
void account_archive_start(struct account_archive *archive, uv_loop_t *loop,
                           const struct writer_events *events);

/* Returns the number of parts to be closed; `closed` is called once for each. */
unsigned account_archive_close(struct account_archive *archive, void (*closed)(void *context), void *context);
void account_archive_clear(struct account_archive *archive); /* after closing, or after a failure to open */

/* Reports that it could not be written or read, and the consequences. */
void account_archive_failed(struct account_archive *archive, const struct failure *failure);
void account_archive_went_well(struct account_archive *archive);
void account_archive_waits(struct account_archive *archive); /* another program has it locked */

#endif

/* The archive of an account: who reads and writes it, and whether it is sound. */
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
    struct roster *roster; /* in doubt as long as the archive is */
    const struct account_options *options;
    char *path;                      /* owned, as all that follows */
    struct archive_opening *opening; /* until it is started */
    bool is_new;
    bool is_read_only; /* only offline */
    bool is_sealed;    /* it was as it had been left */
    bool is_checked;   /* it is sound, as far as is known */
    struct archive_seal *seal;
    struct archive_checker *checker; /* while it is looked through, and until the account is closed */
    struct database_wait wait;       /* for others, as it is opened */
    struct writer_thread *writer_thread;
    struct queries *queries;
};

/* In three steps: what the archive holds is taken from archive->opening, it can be asked, and it can be written. Takes the
 * opening over, and ends or runs it. False with *failure filled. */
bool account_archive_open(struct account_archive *archive, struct archive_opening *opening,
                          struct failure *failure);
void account_archive_show(struct account_archive *archive, uv_loop_t *loop);
void account_archive_start(struct account_archive *archive, uv_loop_t *loop,
                           const struct writer_events *events);

/* `closed` is called for each part that is open; returns how many. */
unsigned account_archive_close(struct account_archive *archive, void (*closed)(void *context), void *context);
void account_archive_clear(struct account_archive *archive); /* after that, or what failed to be opened */

/* It could not be written or read: says so, and what it means. */
void account_archive_failed(struct account_archive *archive, const struct failure *failure);
void account_archive_went_well(struct account_archive *archive);
void account_archive_waits(struct account_archive *archive); /* for another program that writes it */

#endif

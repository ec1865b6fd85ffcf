/* Opens an archive and reads what a start needs, optionally on a thread of its own while the screen is set up. On
 * that thread it neither waits for other programs nor reports anything: if it would have to wait it gives up and is
 * run again by the caller. Its connection then becomes the reader's, and the writer is opened after the first rows
 * are shown: it has been checked that it can be. */
#ifndef MODEL_ACCOUNT_ARCHIVE_OPENING_H
#define MODEL_ACCOUNT_ARCHIVE_OPENING_H

#include "model/account/account_types.h"
#include "model/archive/archive_seal.h"
#include "model/archive/database.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/config/config.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/hold/hold_watch.h"
#include "model/query/reader.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

enum { ARCHIVE_OPENING_TEXT = 4096 };

/* The caller takes over the results and sets the pointers to NULL. */
struct archive_opening {
    const struct config *config;
    const struct account_options *options;
    char *base;                           /* owned */
    char *path;                           /* path of the archive; owned */
    char opened_up[ARCHIVE_OPENING_TEXT]; /* permissions that were corrected, in words; "" for none */
    char set_aside[ARCHIVE_OPENING_TEXT]; /* new path of a damaged archive; "" if it was sound */
    bool is_new;
    bool is_sealed; /* its seal matched */
    struct archive_seal *seal;
    bool is_open;          /* else `failure` is filled */
    struct writer *writer; /* owned; NULL if its connection became the reader's */
    bool is_read_only;
    struct server_traits traits;
    char *holds_folder;
    struct hold_watch *hold_watch;
    struct failure not_restored; /* why held recordings may lack a row */
    struct archive_agent *agents;
    size_t agent_count;
    int64_t listed_at;     /* see writer_listed_at, */
    int64_t spent_up_to;   /* and writer_spent_up_to */
    struct reader *reader; /* NULL: opened by the first query */
    struct failure failure;

    struct database_wait impatience;
    bool had_to_wait;
    bool has_thread;
    uv_thread_t thread;
};

/* NULL with *failure filled if the path of the archive cannot be determined. Config and options must outlive it. */
struct archive_opening *archive_opening_new(const struct config *config,
                                            const struct account_options *options, const char *base,
                                            struct failure *failure);

/* Starts the thread. Only for an existing archive; archive_opening_end must follow. */
void archive_opening_begin(struct archive_opening *opening);

/* Waits for the thread. False if it was not started or gave up: nothing is open. */
bool archive_opening_end(struct archive_opening *opening);

/* Opens the archive on this thread; see `is_open`. */
void archive_opening_run(struct archive_opening *opening, struct database_wait *wait);

/* Opens the writer if needed and reads the chronology, which only fetching needs. False with *failure filled. */
bool archive_opening_finish(struct archive_opening *opening, struct chronology *chronology,
                            struct failure *failure);

/* Closes what was not taken over. Only after writer_on_wait, if the writer was taken. */
void archive_opening_free(struct archive_opening **opening);

#endif

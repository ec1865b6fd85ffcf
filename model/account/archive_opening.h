/* The opening of an archive, with all that is read of it at a start. It may go on by itself, on a thread of its own,
 * while the screen is set up. Then it waits for no other program and says nothing: where it would have to wait it is
 * given up, and done again by whoever can. Then, too, the connection goes to the reader, and the writer is opened when the
 * first rows have been shown: it has been judged by then that it can be. */
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

/* What is found is taken by whoever has it opened, who sets it NULL. */
struct archive_opening {
    const struct config *config;
    const struct account_options *options;
    char *base;                           /* owned */
    char *path;                           /* owned; where the archive is */
    char opened_up[ARCHIVE_OPENING_TEXT]; /* what was open to others, in words; "" for nothing */
    char set_aside[ARCHIVE_OPENING_TEXT]; /* as what a damaged one is kept; "" if it was sound */
    bool is_new;
    bool is_sealed; /* it was as it had been left */
    struct archive_seal *seal;
    bool is_open;          /* else `failure` is filled */
    struct writer *writer; /* owned; NULL if its connection has become the reader's */
    bool is_read_only;
    struct server_traits traits;
    char *holds_folder;
    struct hold_watch *hold_watch;
    struct failure not_restored; /* why what is on hold may lack its row */
    struct archive_agent *agents;
    size_t agent_count;
    int64_t listed_at;     /* see writer_listed_at, */
    int64_t spent_up_to;   /* and writer_spent_up_to */
    struct reader *reader; /* NULL: it is opened when something is asked */
    struct failure failure;

    struct database_wait impatience;
    bool had_to_wait;
    bool has_thread;
    uv_thread_t thread;
};

/* NULL with *failure filled if nothing says where the archive is. Config and options must outlive it. */
struct archive_opening *archive_opening_new(const struct config *config,
                                            const struct account_options *options, const char *base,
                                            struct failure *failure);

/* On a thread of its own, until archive_opening_end. Only of an archive that is there. */
void archive_opening_begin(struct archive_opening *opening);

/* False if it was not begun, or would have had to wait: nothing is open. */
bool archive_opening_end(struct archive_opening *opening);

/* Opens it here. */
void archive_opening_run(struct archive_opening *opening, struct database_wait *wait);

/* What is only needed to go on: the writer, if it is not there, and what ids tell, for questions to the server. False with
 * *failure filled. */
bool archive_opening_finish(struct archive_opening *opening, struct chronology *chronology,
                            struct failure *failure);

/* Closes what nobody has taken. After the writer has another wait, see writer_on_wait. */
void archive_opening_free(struct archive_opening **opening);

#endif

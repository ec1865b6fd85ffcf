/* The archive of the property test, and what it may claim about the model of the server: every claim of
 * completeness has to be true at every moment. */
#ifndef TESTS_UNIT_MODEL_FETCH_HISTORY_ARCHIVE_H
#define TESTS_UNIT_MODEL_FETCH_HISTORY_ARCHIVE_H

#include "model/archive/writer_agents.h"
#include "net/base/failure.h"
#include "tests/unit/model/fetch/history_server.h"

#include <sqlite3.h>

struct history_archive {
    char *path;         /* owned */
    int64_t settle;     /* ticks */
    sqlite3 *keeper;    /* keeps the database in memory alive over a kill */
    sqlite3_stmt *list; /* of it: the files of an agent */
    struct writer *writer;
    int64_t agents[HISTORY_AGENTS];
    bool is_unsure;      /* the server does what no claim foresees */
    const char *trouble; /* what is being done, for messages of failures */
};

void history_archive_begin(struct history_archive *archive, int64_t settle);
void history_archive_end(struct history_archive *archive);

/* Loses what is not committed. */
void history_archive_kill(struct history_archive *archive);

/* *read is the caller's, to be cleared. */
void history_read_agent(struct history_archive *archive, unsigned agent, struct archive_agent *read);

/* No claim about an agent, or about any, that is not true. */
void history_expect_agent_honest(struct history_archive *archive, const struct history_server *server,
                                 unsigned agent);
void history_expect_honest(struct history_archive *archive, const struct history_server *server);

/* The archive has all that the server has. */
void history_expect_found(struct history_archive *archive, const struct history_server *server);

/* The archive has what the server has and no more, and knows it; beside recordings that cannot be read it may
 * not know, and keep what is gone. */
void history_expect_equal(struct history_archive *archive, const struct history_server *server);

#endif

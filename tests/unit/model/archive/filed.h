/* An archive in a file of its own and a writer on it, that is given answers as servers send them. Everything
 * that goes wrong fails the test. */
#ifndef TESTS_UNIT_MODEL_ARCHIVE_FILED_H
#define TESTS_UNIT_MODEL_ARCHIVE_FILED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/query/page.h"
#include "model/time/timestamp.h"
#include "tests/unit/must.h"

#include <stdbool.h>

/* When the answers were asked for: 2024-05-10 12:00 UTC. */
#define FILED_ASKED_AT (INT64_C(1715342400) * TIMESTAMP_SECOND)

struct filed {
    char folder[64];
    char *path;
    struct writer *writer;
    int64_t agent;      /* id:103, "Ida Holm" */
    int64_t kept_since; /* of the questions that are asked from now on, see struct writer_question */
};

/* To be used with cmocka_unit_test_setup_teardown. */
int filed_set_up(void **state);
int filed_tear_down(void **state);

/* Closes the writer and opens it again, as the next program does. */
void filed_reopen(struct filed *filed);

/* Without the rest: a writer on any archive, of the same address, and an agent in it. */
struct writer *filed_writer(const char *path, int64_t settle);
int64_t filed_add_agent(struct writer *writer, const char *reference, const char *name);

/* Adds the agent that an element of a listing tells of, or one known by a reference only ("syncId:…"). */
int64_t filed_add_listed(struct filed *filed, const char *element);
int64_t filed_add_named(struct filed *filed, const char *reference);

/* Files the answer `body`, of which what is not above `from` is left out, as the first one of a fetch; it ends
 * properly. */
void filed_answer(struct filed *filed, int64_t agent, int64_t from, const char *body);

/* The same to any question; what could not be read. */
struct writer_unread filed_ask(struct filed *filed, const struct writer_question *question, const char *body);

/* Asks for the whole history of an agent, to its end. */
void filed_history(struct filed *filed, int64_t agent, const char *body);

/* As filed_answer; what could not be read. */
struct writer_unread filed_unread(struct filed *filed, int64_t agent, int64_t from, const char *body);

/* The caller clears it. */
void filed_agent(struct filed *filed, int64_t agent, struct archive_agent *found);

int64_t filed_integer(struct filed *filed, const char *sql);

/* Changes the archive while the writer is closed, and opens it again. */
void filed_rewrite(struct filed *filed, const char *sql);

/* The list of all agents, or of one, by a reader of its own; the caller frees it. */
struct page *filed_list(struct filed *filed, int64_t agent, const char *filter);

#endif

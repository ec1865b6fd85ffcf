/* A random history of several agents, with times and lengths that are missing or cannot be believed, filters of every
 * kind and which of its rows each of them lists, for tests against a plain scan. */
#ifndef TESTS_UNIT_MODEL_QUERY_RANDOM_HISTORY_H
#define TESTS_UNIT_MODEL_QUERY_RANDOM_HISTORY_H

#include "model/query/reader.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"

enum { RANDOM_AGENTS = 3, RANDOM_ROWS = 1500 };

#define RANDOM_DAY (86400 * TIMESTAMP_SECOND)
#define RANDOM_NOW (INT64_C(1780000000) * TIMESTAMP_SECOND) /* 2026-05-28 */

struct random_row {
    int64_t agent, call, started, ended, caller, queue;
    bool listed; /* by the query */
};

struct random_history {
    struct archive_fixture archive; /* with a reader that has no index */
    struct reader *indexed;
    struct search_index *index;
    struct random_row rows[RANDOM_ROWS];
    size_t count;
    int64_t span; /* ticks */
};

/* Sets the zone of the process by the seed, too. */
void random_history_open(struct random_history *history, unsigned seed);
void random_history_close(struct random_history *history);

unsigned random_history_pick(struct random_history *history, unsigned below);
struct reader *random_history_reader(struct random_history *history); /* one of the two */

/* A query; notes which rows it lists. */
struct list_query random_history_query(struct random_history *history);

/* Whether the program believes a start, and a row's length: in whole half seconds, -1 if not. */
bool random_history_believes(int64_t started);
int64_t random_history_length(const struct random_row *row);

#endif

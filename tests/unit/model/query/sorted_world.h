/* A random archive whose recordings are known, and how its lists are sorted: what lists of the reader have to be. */
#ifndef TESTS_UNIT_MODEL_QUERY_SORTED_WORLD_H
#define TESTS_UNIT_MODEL_QUERY_SORTED_WORLD_H

#include "model/query/reader.h"
#include "tests/unit/model/archive/archive_fixture.h"

enum { SORTED_AGENTS = 5, SORTED_MOST_ROWS = 400, SORTED_NONE = -1 };

/* What there is, with its place among the others as people would put them; the archive's number is 1 + the index. */
struct value {
    const char *text;
    int place;
};

struct sorted_row {
    int64_t agent, call, started, length; /* SORTED_NONE */
    size_t caller, queue;                 /* 0: none */
    char file[20];
};

struct sorted_world {
    struct archive_fixture archive;
    struct search_index *index;
    struct reader *indexed;
    struct sorted_row rows[SORTED_MOST_ROWS];
    size_t count;
    struct value first_agent;
    size_t shift; /* of the callers' numbers */
    struct list_query query;
    const struct sorted_row *list[SORTED_MOST_ROWS];
    size_t list_count;
};

void sorted_world_open(struct sorted_world *world, unsigned seed);
void sorted_world_close(struct sorted_world *world);

unsigned sorted_world_pick(struct sorted_world *world, unsigned below);

/* Whoever has an index is told of changes. */
void sorted_world_tell(struct sorted_world *world);

/* A row as it may be there. */
void sorted_world_row(struct sorted_world *world, struct sorted_row *row);

/* Of the query: another one, whose list is made. */
void sorted_world_query(struct sorted_world *world);
int sorted_world_compare(const struct sorted_world *world, const struct sorted_row *a,
                         const struct sorted_row *b);

/* As what was listed says of itself. Nothing of it is owned. */
struct recording_key sorted_world_key(const struct sorted_world *world, struct sorted_row *row);

/* Something of the archive is another one from now on, in one transaction. */
void sorted_world_change(struct sorted_world *world);

#endif

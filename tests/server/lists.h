/* The lists of agents and queues as JSON. */
#ifndef TESTS_SERVER_LISTS_H
#define TESTS_SERVER_LISTS_H

#include "tests/server/body.h"
#include "tests/server/faults.h"
#include "tests/server/query.h"
#include "tests/server/server.h"

/* Those agents that `state`, `filter` and `values` of the query choose. NULL if one is not valid. */
struct body *lists_agents(const struct server *server, const struct query *query, const struct plan *plan);
struct body *lists_queues(const struct server *server, const struct plan *plan);

#endif

/* Bodies of recordings, rendered while they are sent. */
#ifndef TESTS_SERVER_ROWS_H
#define TESTS_SERVER_ROWS_H

#include "tests/server/body.h"
#include "tests/server/faults.h"
#include "tests/server/render.h"
#include "tests/server/server.h"

/* What is asked for, and what the plan makes of it. */
struct rows_wish {
    enum render_form form;
    int64_t after; /* only greater ids */
    bool whole;    /* whatever the server's own cap */
    const struct plan *plan;
};

/* The recordings of one agent as they are now. */
struct body *rows_of_agent(const struct server *server, size_t agent, const struct rows_wish *wish);

/* The recordings of one queue, by id, gathered now. */
struct body *rows_of_queue(const struct server *server, size_t queue, const struct rows_wish *wish);

/* The direct calls of one user: some of the agent's. */
struct body *rows_of_user(const struct server *server, size_t agent, const struct rows_wish *wish);

#endif

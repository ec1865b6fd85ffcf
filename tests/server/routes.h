/* The API: what each address answers. */
#ifndef TESTS_SERVER_ROUTES_H
#define TESTS_SERVER_ROUTES_H

#include "tests/server/faults.h"
#include "tests/server/request.h"
#include "tests/server/server.h"

/* For a client that has the secret. */
void routes_answer(const struct server *server, const struct request *request, const struct plan *plan,
                   struct reply *reply);

#endif

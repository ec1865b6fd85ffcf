/* The control addresses below /_control: tests change the history and order faults there. */
#ifndef TESTS_SERVER_CONTROL_H
#define TESTS_SERVER_CONTROL_H

#include "tests/server/request.h"
#include "tests/server/server.h"

bool control_is(const struct request *request);

/* Plain text, status 200, or 400 and 404 with the reason. */
void control_answer(struct server *server, const struct request *request, struct reply *reply);

#endif

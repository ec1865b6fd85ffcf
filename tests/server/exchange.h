/* One request and its answer on their way: the part of HTTP that the faults can spoil. */
#ifndef TESTS_SERVER_EXCHANGE_H
#define TESTS_SERVER_EXCHANGE_H

#include "tests/server/faults.h"
#include "tests/server/journal.h"
#include "tests/server/request.h"
#include "tests/server/server.h"

#include <stdbool.h>
#include <sys/types.h>

/* One for each request, used by one thread at a time. */
struct exchange {
    struct server *server;
    struct request request;
    struct reply reply;
    struct plan plan;
    int socket;
    bool begun;
    bool control;
    uint64_t number; /* in the journal; 0: not there */
    uint64_t sent;   /* bytes of the body */
    enum journal_end end;
};

struct exchange *exchange_new(struct server *server, const char *uri);

/* Notes how it ended if nobody did yet, and frees it. */
void exchange_free(struct exchange **exchange, bool completed);

/* Fills `reply` for a method, a secret (NULL: none) and a client. False: close without an answer. */
bool exchange_answer(struct exchange *exchange, const char *method, const char *secret, bool local_client);

/* The bytes of the body as the plan lets them pass: how many, 0 at the end, -1 to break off. May wait. */
ssize_t exchange_read(struct exchange *exchange, char *out, size_t room);

#endif

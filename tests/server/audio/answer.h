/* The answer to a request for the audio of a call: all of it or a range, and the faults that belong to it. */
#ifndef TESTS_SERVER_AUDIO_ANSWER_H
#define TESTS_SERVER_AUDIO_ANSWER_H

#include "tests/server/faults.h"
#include "tests/server/request.h"
#include "tests/server/server.h"

/* Segment 5 of the request is the id of the call. */
void audio_answer(const struct server *server, const struct request *request, const struct plan *plan,
                  struct reply *reply);

#endif

/* The last requests to the API and how they ended. Safe from all threads. */
#ifndef TESTS_SERVER_JOURNAL_H
#define TESTS_SERVER_JOURNAL_H

#include "tests/server/text.h"

#include <stddef.h>
#include <stdint.h>

enum journal_secret { SECRET_MISSING, SECRET_WRONG, SECRET_RIGHT };
enum journal_end { END_ACTIVE, END_FINISHED, END_CUT, END_ABORTED };

struct journal;

struct journal *journal_new(void);
void journal_free(struct journal **journal);

/* `range` is the header of that name, or NULL. Returns the number of the request, from 1. */
uint64_t journal_begin(struct journal *journal, const char *method, const char *uri,
                       enum journal_secret secret, const char *range);

/* What the request has come to; may be called any number of times. */
void journal_note(struct journal *journal, uint64_t number, unsigned status, size_t rows, uint64_t bytes,
                  enum journal_end end);

void journal_clear(struct journal *journal);

/* Adds one line per request whose number is greater than `after`. */
void journal_list(struct journal *journal, uint64_t after, struct text *text);

#endif

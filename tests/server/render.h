/* Recordings as text, as fast as memory goes. */
#ifndef TESTS_SERVER_RENDER_H
#define TESTS_SERVER_RENDER_H

#include "tests/server/callers.h"
#include "tests/server/history.h"
#include "tests/server/people.h"

#include <stddef.h>
#include <stdint.h>

/* No row is longer. */
#define RENDER_ROW 1024
/* Room for `<guid>.mp3` and its end. */
#define RENDER_FILE_NAME 41

enum render_form {
    RENDER_RECORDING, /* an object of the recordings of an agent or a queue */
    RENDER_DIRECT,    /* an object of the direct calls of a user */
    RENDER_LINE,      /* id, file name and start, then a line feed */
};

/* One for each answer; set all fields but `day` and `date`. */
struct renderer {
    const struct people *people;
    const struct caller *callers;
    uint64_t seed;
    enum render_form form;
    const struct agent *misnamed; /* every fourth recording names this one; NULL: none does */
    int64_t day;                  /* begin, in ticks, of the day whose text is in `date` */
    char date[16];                /* `2020-10-22T` */
};

/* Writes one row and returns its end. */
char *render_row(struct renderer *renderer, const struct recording *row, char *out);

void render_file_name(const struct renderer *renderer, const struct recording *row,
                      char name[RENDER_FILE_NAME]);

#endif

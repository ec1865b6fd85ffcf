/* The product on a screen, opened on the agent of a bench, and the looks at its screen that cost next to
 * nothing, so that reading the screen is never what takes the time. */
#ifndef TESTS_BENCH_SITTING_H
#define TESTS_BENCH_SITTING_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/e2e/command.h"
#include "tests/e2e/terminal.h"
#include "tests/e2e/workspace.h"

enum { SITTING_ROWS = 40, SITTING_COLUMNS = 200 }; /* the details stand at the right */

/* A limit in milliseconds for whatever has to come true at some time. */
enum { SITTING_LIMIT = 300000 };

/* Opens the screen; `url` is the server's, and `offline` tells whether it is asked for anything. */
struct terminal *sitting_open(struct workspace *workspace, const char *url, bool offline);

/* Runs `tapedeck sync` of the agent to its end; the nanoseconds that it took, 0 if it failed. */
int64_t sitting_sync(struct workspace *workspace, const char *url);

/* Likewise `tapedeck stats` of all that the agent has in the archive. */
int64_t sitting_stats(struct workspace *workspace, const char *url, const char *by);

/* The same by the yardsticks in bare/: the newest rows of the archive on a screen, and the whole history
 * filed into an archive of its own, whose nanoseconds are returned. */
struct terminal *sitting_open_bare(struct workspace *workspace);
int64_t sitting_ingest_bare(struct workspace *workspace, const char *url);

/* The archive that both keep, and how many recordings are in it. */
const char *sitting_archive(struct workspace *workspace);
uint64_t sitting_archive_count(struct workspace *workspace);

/* Conditions for terminal_wait_until. */
terminal_condition sitting_has_rows;    /* recordings in the list */
terminal_condition sitting_is_complete; /* everything has been fetched */
terminal_condition sitting_has_call;    /* the details are of that call (context: int64_t, its id) */

/* What a key changes: the place of the cursor, or the line that it stands on. */
struct sitting_sight {
    int row, column;
    char line[SITTING_COLUMNS * 4];
};
void sitting_look(struct terminal *terminal, struct sitting_sight *sight);
terminal_condition sitting_looks_different; /* from the struct sitting_sight in the context */

/* What the title of the list says of a filter: its matches are shown (context: the filter); the number of all
 * matches, once that is there too, else -1. */
terminal_condition sitting_shows_matches;
terminal_condition sitting_shows_count;
int64_t sitting_hits(struct terminal *terminal);

/* Lets the program go on for so many milliseconds. */
void sitting_pause(struct terminal *terminal, int milliseconds);

#endif

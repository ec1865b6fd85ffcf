#include "tests/bench/sitting.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/archive/database.h"
#include "tests/bench/origin.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/process.h"
#include "tests/e2e/screen.h"
#include "tests/e2e/tapedeck.h"

/* Rows of the screen, as it is laid out in this size. */
enum { TITLE_ROW = 1, FIRST_LIST_ROW = 3, COMPLETENESS_ROW = SITTING_ROWS - 2 };

const char *sitting_archive(struct workspace *workspace)
{
    return workspace_path(workspace, "data/bench.db");
}

static struct tapedeck_options options_of(struct workspace *workspace, const char *url,
                                          const char *const *arguments)
{
    return (struct tapedeck_options){
        .workspace = workspace,
        .url = url,
        .arguments = arguments,
        .rows = SITTING_ROWS,
        .columns = SITTING_COLUMNS,
    };
}

struct terminal *sitting_open(struct workspace *workspace, const char *url, bool offline)
{
    const char *arguments[] = {"--archive",      sitting_archive(workspace),   "--agent",
                               ORIGIN_REFERENCE, offline ? "--offline" : NULL, NULL};
    const struct tapedeck_options options = options_of(workspace, url, arguments);
    return tapedeck_open(&options);
}

/* The nanoseconds that a command takes to its end, 0 if it fails. */
static int64_t time_command(const struct tapedeck_options *options)
{
    int64_t begun = clock_now();
    struct command *command = tapedeck_start(options);
    bool done = command_finish(command, SITTING_LIMIT) && command_status(command) == 0;
    int64_t taken = clock_now() - begun;
    if (!done)
        fprintf(stderr, "bench: %s\n", command_errors(command, NULL));
    command_free(&command);
    return done ? taken : 0;
}

int64_t sitting_sync(struct workspace *workspace, const char *url)
{
    const char *arguments[] = {"sync",    "--archive",      sitting_archive(workspace),
                               "--agent", ORIGIN_REFERENCE, NULL};
    const struct tapedeck_options options = options_of(workspace, url, arguments);
    return time_command(&options);
}

int64_t sitting_stats(struct workspace *workspace, const char *url, const char *by)
{
    const char *arguments[] = {"stats",   "--offline",      "--archive", sitting_archive(workspace),
                               "--agent", ORIGIN_REFERENCE, "--by",      by,
                               NULL};
    const struct tapedeck_options options = options_of(workspace, url, arguments);
    return time_command(&options);
}

struct terminal *sitting_open_bare(struct workspace *workspace)
{
    const char *arguments[] = {sitting_archive(workspace), NULL};
    struct tapedeck_options options = options_of(workspace, NULL, arguments);
    char *program = process_sibling("bare/rows");
    options.program = program;
    struct terminal *terminal = tapedeck_open(&options);
    free(program);
    return terminal;
}

int64_t sitting_ingest_bare(struct workspace *workspace, const char *url)
{
    struct buffer address = {0};
    buffer_format(&address, "%s/agents/id/%s/recordings", url, ORIGIN_AGENT);
    const char *arguments[] = {address.data, "X-Miralix-Shared-Secret: " TAPEDECK_TEST_SECRET,
                               workspace_path(workspace, "data/bare.db"), NULL};
    struct tapedeck_options options = options_of(workspace, NULL, arguments);
    char *program = process_sibling("bare/ingest");
    options.program = program;
    int64_t taken = time_command(&options);
    free(program);
    buffer_clear(&address);
    return taken;
}

uint64_t sitting_archive_count(struct workspace *workspace)
{
    struct failure failure;
    sqlite3 *database = database_open(sitting_archive(workspace), DATABASE_READ, &failure);
    if (!database)
        return 0;
    int64_t count = database_integer(database, "SELECT count(*) FROM recordings", 0);
    database_close(&database);
    return (uint64_t)count;
}

/* "0:02:13", a length, somewhere in the line. */
static bool has_length(const char *line)
{
    for (const char *at = strchr(line, ':'); at; at = strchr(at + 1, ':')) {
        if (at > line && isdigit((unsigned char)at[-1]) && isdigit((unsigned char)at[1]) &&
            isdigit((unsigned char)at[2]) && at[3] == ':' && isdigit((unsigned char)at[4]))
            return true;
    }
    return false;
}

bool sitting_has_rows(struct terminal *terminal, void *context)
{
    (void)context;
    return has_length(screen_row(terminal_screen(terminal), FIRST_LIST_ROW));
}

bool sitting_is_complete(struct terminal *terminal, void *context)
{
    (void)context;
    return strstr(screen_row(terminal_screen(terminal), COMPLETENESS_ROW), "complete as of") != NULL;
}

bool sitting_has_call(struct terminal *terminal, void *context)
{
    char title[40];
    const int64_t *call = context;
    snprintf(title, sizeof title, " call %lld ─", (long long)*call);
    return screen_find(terminal_screen(terminal), title, NULL);
}

void sitting_look(struct terminal *terminal, struct sitting_sight *sight)
{
    struct position cursor = screen_cursor(terminal_screen(terminal));
    sight->row = cursor.row;
    sight->column = cursor.column;
    snprintf(sight->line, sizeof sight->line, "%s", screen_row(terminal_screen(terminal), cursor.row));
}

bool sitting_looks_different(struct terminal *terminal, void *context)
{
    const struct sitting_sight *sight = context;
    struct position cursor = screen_cursor(terminal_screen(terminal));
    return cursor.row != sight->row || cursor.column != sight->column ||
           strcmp(screen_row(terminal_screen(terminal), cursor.row), sight->line) != 0;
}

bool sitting_shows_matches(struct terminal *terminal, void *context)
{
    char title[64];
    snprintf(title, sizeof title, "· /%s ", (const char *)context);
    return strstr(screen_row(terminal_screen(terminal), TITLE_ROW), title) != NULL;
}

int64_t sitting_hits(struct terminal *terminal)
{
    const char *line = screen_row(terminal_screen(terminal), TITLE_ROW);
    const char *unit = strstr(line, " hit");
    if (!unit)
        return -1;
    const char *begin = unit;
    while (begin > line && (isdigit((unsigned char)begin[-1]) || begin[-1] == ','))
        begin--;
    int64_t hits = 0;
    for (; begin < unit; begin++)
        hits = *begin == ',' ? hits : hits * 10 + (*begin - '0');
    return hits;
}

bool sitting_shows_count(struct terminal *terminal, void *context)
{
    return sitting_shows_matches(terminal, context) && sitting_hits(terminal) >= 0;
}

void sitting_pause(struct terminal *terminal, int milliseconds)
{
    int64_t deadline = clock_deadline(milliseconds);
    for (int left = milliseconds; left > 0; left = clock_remaining(deadline))
        terminal_pump(terminal, left);
}

/* The command line: one table of options from which reading, the help text and the manual page come. The
 * texts of struct options point into the arguments that were read. */
#ifndef TUI_COMMAND_OPTIONS_H
#define TUI_COMMAND_OPTIONS_H

#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the program is to do; or-ed, the commands to which an option belongs. */
enum options_command {
    OPTIONS_SCREEN = 1,
    OPTIONS_AGENTS = 2,
    OPTIONS_SYNC = 4,
    OPTIONS_LIST = 8,
    OPTIONS_PURGE = 16,
    OPTIONS_HELP = 32,
    OPTIONS_VERSION = 64,
    OPTIONS_MANUAL = 128,     /* the source of the manual page, for the build */
    OPTIONS_COMPLETION = 256, /* what a shell wants to know, likewise */
};

enum options_format { OPTIONS_TABLE, OPTIONS_JSON, OPTIONS_JSONL, OPTIONS_CSV };

struct options {
    enum options_command command;
    const char *url; /* this and the following texts are NULL where not given */
    const char *config;
    const char *archive;
    const char *ca;
    const char *pin;
    const char *color;
    const char *log;
    const char *filter;
    const char *since; /* when, as written */
    const char *until;
    const char *before;
    const char *shell;          /* of OPTIONS_COMPLETION */
    enum options_command topic; /* of OPTIONS_HELP: the command; OPTIONS_SCREEN for all of them */
    bool no_archive;
    bool offline;
    bool oldest_first;
    bool dry_run;
    bool accept_losses;
    bool verify; /* sync */
    unsigned retries;
    uint64_t limit; /* UINT64_MAX if not given */
    enum options_format format;
    bool for_spreadsheets;          /* CSV as those of the user's locale want it */
    bool excel_safe;                /* no formulas in CSV */
    struct agent_reference *agents; /* owned, see options_clear */
    size_t agent_count;
};

struct option_row {
    const char *name;     /* "url" */
    char letter;          /* 0 where there is none */
    const char *argument; /* "URL"; NULL where it takes none */
    const char *help;
    unsigned commands; /* or-ed enum options_command; of those that do something */
    const char *brief; /* the help of this and the next row, which share a line there; NULL: it has its own */
};

/* The rows in the order in which they are shown. */
const struct option_row *options_rows(size_t *count);

struct command_row {
    enum options_command command;
    const char *name;
    const char *help;
};

/* The commands; NULL behind the last. */
const struct command_row *options_command_at(size_t index);

/* The words that the option takes, ended by NULL; NULL where it takes any. */
const char *const *options_choices(const struct option_row *row);

/* Reads the arguments. Returns false with *failure filled (kind FAILURE_USAGE). */
bool options_read(struct options *options, int argc, char **argv, struct failure *failure);
void options_clear(struct options *options);

/* Whether what is to be done asks the server anything; if not, neither secret nor network is needed. */
bool options_need_server(const struct options *options);

#endif

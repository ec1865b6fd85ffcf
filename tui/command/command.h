/* A running command: what its stages share, and its messages on stderr; if that is a terminal, one line there shows
 * the progress. All on the loop's thread. */
#ifndef TUI_COMMAND_COMMAND_H
#define TUI_COMMAND_COMMAND_H

#include "model/account/account.h"
#include "model/account/scope.h"
#include "model/config/config.h"
#include "tui/command/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct command;

/* A step of a command. `is_done` is asked in each turn of the loop. `end` is called once if `begin` was, also if the
 * command ends early (`stopped`). Each may be NULL. */
struct command_stage {
    void (*begin)(struct command *command);
    bool (*is_done)(struct command *command);
    void (*end)(struct command *command);
};

/* What a command does. */
struct command_plan {
    const struct command_stage *const *stages; /* ended by NULL */

    /* Called before anything else: reads the options whose meaning depends on the present time, and checks them.
     * False with *failure filled. NULL: there is nothing to read. */
    bool (*prepare)(struct command *command, struct failure *failure);

    void *state; /* command->state when the first stage begins */

    bool keeps_what_came; /* its purpose is to fetch into the archive: an interrupt says that this is kept */
    bool keep_old;        /* as in struct account_options */
    bool needs_no_archive;
};

/* An agent that the command works on. */
struct command_agent {
    int64_t number; /* in the archive; 0 while not known */
    uint64_t had;   /* recordings in the archive before the fetch */
    bool left_out;  /* its fetch was given up */
};

enum { COMMAND_SIGNALS = 3 };

struct command {
    const struct options *options;
    const struct config *config;
    struct account *account;
    struct account *closing; /* the account while it is being closed, else NULL */
    const struct command_plan *plan;
    size_t stage;     /* index in the plan */
    bool stage_began; /* its `begin` was called */
    bool stopped;     /* by command_stop */

    struct command_agent *agents; /* owned */
    size_t agent_count;
    size_t agent_capacity;
    size_t unknown;         /* agents that were named and not found */
    struct failure failure; /* why fetching was given up, or why the list of agents failed */
    int status;             /* the exit status so far */

    bool given_up; /* fetching was, since the server is not expected to come back */

    bool terminal; /* stderr is a terminal: progress is shown */
    bool progress_shown;
    uint64_t progress_time; /* when it was last shown, ms of the loop */
    char *reported;         /* all failures so far, so that none is told twice; owned */

    void *state; /* of the present stage */
    void (*describe)(const struct command *command, char *line,
                     size_t size); /* writes its progress; NULL: that of a fetch */

    struct scope scope; /* which recordings of its agents it needs */
    bool has_scope;     /* `scope` was read from the options; else it is everything */
    int64_t
        moment; /* ticks: purge deletes what started before, hold keeps until then; TIMESTAMP_NONE: none */

    uv_loop_t loop;
    uv_prepare_t turn;
    uv_signal_t signals[COMMAND_SIGNALS];
};

/* Ends the command with an exit status. Only the first call counts. */
void command_stop(struct command *command, int status);

/* The summary of command->agents[index]; NULL if the agent does not exist any more. */
const struct agent_summary *command_agent_summary(const struct command *command, size_t index);

/* Writes a line "tapedeck: …" to stderr, above the progress. */
void command_tell(struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for a failure, unless it has been told already; returns its exit status. For a message of the account,
 * unless that is only information. */
int command_tell_failure(struct command *command, const struct failure *failure);
void command_tell_message(struct command *command, enum account_level level, const char *text);

/* Shows the progress, at most ten times a second; does nothing if stderr is no terminal. */
void command_progress(struct command *command);

/* Removes the line of the progress; to be called before anything else is written to the terminal. */
void command_progress_clear(struct command *command);

#endif

/* A command while it runs: what its stages share, and what it says on stderr, where on a terminal one line
 * tells how a fetch goes. */
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

/* `is_done` is asked after everything that happens. `end` is called once if `begin` was, also when the
 * command ends early (stopped). Each may be NULL. */
struct command_stage {
    void (*begin)(struct command *command);
    bool (*is_done)(struct command *command);
    void (*end)(struct command *command);
};

/* What a command does. */
struct command_plan {
    const struct command_stage *const *stages; /* ended by NULL */

    /* Before anything else: reads the times of the options as they are meant now. False with *failure filled
     * if they cannot be used. NULL: there are none. */
    bool (*prepare)(struct command *command, struct failure *failure);

    void *state; /* of the command, when the first stage begins */

    bool keeps_what_came; /* into the archive, which is its purpose */
    bool keep_old;        /* as in struct account_options */
    bool needs_no_archive;
};

/* An agent that the command is about. */
struct command_agent {
    int64_t number; /* the archive's, 0 while it is not known */
    uint64_t had;   /* recordings in the archive before */
    bool left_out;  /* it was never reached or given up */
};

enum { COMMAND_SIGNALS = 3 };

struct command {
    const struct options *options;
    const struct config *config;
    struct account *account;
    struct account *closing; /* NULL: it is not, or it is closed */
    const struct command_plan *plan;
    size_t stage;
    bool stage_began;
    bool stopped;

    struct command_agent *agents; /* owned */
    size_t agent_count;
    size_t agent_capacity;
    size_t unknown;         /* agents that were named and could not be found */
    struct failure failure; /* why it was given up, or what the list of agents failed with */
    int status;             /* the exit status so far */

    bool given_up;

    bool terminal; /* stderr is one: progress is shown there */
    bool progress_shown;
    uint64_t progress_time; /* of the loop */
    char *reported;         /* all messages so far, so that nothing is said twice; owned */

    void *state; /* of the stage that runs */
    void (*describe)(const struct command *command, char *line,
                     size_t size); /* its progress; NULL: of a fetch */

    struct scope scope; /* what is to be there of its agents */
    bool has_scope;     /* that is less than all of it */
    int64_t moment;     /* before which is deleted, or until when is held, in ticks; TIMESTAMP_NONE: none */

    uv_loop_t loop;
    uv_prepare_t turn;
    uv_signal_t signals[COMMAND_SIGNALS];
};

/* Ends the command early with an exit status. Once only; what comes later is ignored. */
void command_stop(struct command *command, int status);

/* What is known of command->agents[index]; NULL if it is gone meanwhile. */
const struct agent_summary *command_agent_summary(const struct command *command, size_t index);

/* A line "tapedeck: …" on stderr, above the progress. */
void command_tell(struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, for a failure unless it has been told already, and returns the exit status for it; for a message of the
 * account if it is worth it. */
int command_tell_failure(struct command *command, const struct failure *failure);
void command_tell_message(struct command *command, enum account_level level, const char *text);

/* Shows how the fetch goes, ten times a second at the most. Nothing happens where stderr is no terminal. */
void command_progress(struct command *command);

/* Takes it away, before anything else is written. */
void command_progress_clear(struct command *command);

#endif

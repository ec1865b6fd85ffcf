/* The commands without a screen. A command is a row of stages on one loop, each done before the next begins;
 * between them, and when the user interrupts, everything that has arrived is filed and the archive is closed.
 */
#ifndef TUI_COMMAND_COMMAND_RUN_H
#define TUI_COMMAND_COMMAND_RUN_H

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
 * command ends early (command_is_stopped). Each may be NULL. */
struct command_stage {
    void (*begin)(struct command *command);
    bool (*is_done)(struct command *command);
    void (*end)(struct command *command);
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
    const struct command_stage *const *stages; /* ended by NULL */
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

    struct scope scope; /* what is to be there of its agents */
    int64_t before;     /* of the options, in ticks; TIMESTAMP_NONE where not given */

    uv_loop_t loop;
    uv_prepare_t turn;
    uv_signal_t signals[COMMAND_SIGNALS];
};

/* Runs the command of the options to its end. Returns the exit status. */
int command_run(const struct options *options, const struct config *config,
                const struct account_options *account);

/* Ends the command early with an exit status. Once only; what comes later is ignored. */
void command_stop(struct command *command, int status);
bool command_is_stopped(const struct command *command);

/* A line "tapedeck: …" on stderr, above the progress. */
void command_tell(struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for a failure, unless it has been told already. */
void command_tell_failure(struct command *command, const struct failure *failure);

#endif

/* Finds the recordings that a command works on: those of the calls whose numbers it is given, or all that its filter
 * and dates find. */
#ifndef TUI_COMMAND_COMMAND_CHOSEN_H
#define TUI_COMMAND_COMMAND_CHOSEN_H

#include "tui/command/command_run.h"

#include <stddef.h>
#include <stdint.h>

struct command_chosen {
    struct command *command;
    size_t first_call; /* index of the first number in options->words */
    void (*take)(void *context, const struct listed_recording *row); /* called for each recording */
    void (*lacks)(void *context, int64_t call); /* called for a number that the archive does not have */
    void *context;
    struct failure failure; /* if the archive could not be read */

    /* Private, but for `walk`. */
    struct list_walk *walk; /* NULL: all have been found */
    size_t call;            /* index of the number that is looked for */
    bool is_found;          /* a recording of it was found */
};

/* For `prepare` of a plan: checks that the words from `first_call` on are numbers of calls and that something says
 * which recordings are meant, then does command_query_prepare. */
bool command_chosen_prepare(struct command *command, size_t first_call, struct failure *failure);

/* Checks only that they are numbers. False with *failure filled. */
bool command_chosen_read_calls(const struct command *command, size_t first_call, struct failure *failure);

/* Says that the archive has nothing of a call. */
void command_chosen_tell_unknown(struct command *command, int64_t call);

/* Whether there are such words. */
bool command_chosen_names_calls(const struct command *command, size_t first_call);

/* Starts to look; all have been found when `walk` is NULL. It can be stopped at any time. */
void command_chosen_begin(struct command_chosen *chosen);
void command_chosen_stop(struct command_chosen *chosen);

/* Runs the command with these stages, ended by NULL, behind those that find the agents that were named and fetch
 * their recordings. Returns the exit status. */
int command_chosen_run(const struct startup *startup,
                       bool (*prepare)(struct command *command, struct failure *failure),
                       const struct command_stage *const *stages);

#endif

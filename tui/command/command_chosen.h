/* The recordings that a command is about: those of the calls whose numbers it is given, or all that its filter and dates
 * find. */
#ifndef TUI_COMMAND_COMMAND_CHOSEN_H
#define TUI_COMMAND_COMMAND_CHOSEN_H

#include "tui/command/command_run.h"

#include <stddef.h>
#include <stdint.h>

struct command_chosen {
    struct command *command;
    size_t first_call; /* the place of the first number among the words */
    void (*take)(void *context, const struct listed_recording *row);
    void (*lacks)(void *context, int64_t call); /* the archive has nothing of a call that is named */
    void *context;
    struct failure failure; /* why the archive could not be read */

    /* Its own. */
    struct list_walk *walk; /* NULL: all is found */
    size_t call;            /* the place of the one that is looked for */
    bool is_found;          /* something of it is in the archive */
};

/* Of a plan: whether the words from `first_call` on are numbers of calls, and say enough; see command_query_prepare. */
bool command_chosen_prepare(struct command *command, size_t first_call, struct failure *failure);

/* Only that they are numbers. */
bool command_chosen_read_calls(const struct command *command, size_t first_call, struct failure *failure);

/* Says that the archive has nothing of a call. */
void command_chosen_tell_unknown(struct command *command, int64_t call);

/* Whether there are such words. */
bool command_chosen_names_calls(const struct command *command, size_t first_call);

/* Begins to look; it is through when there is no walk any more. Stopping it is right at any time. */
void command_chosen_begin(struct command_chosen *chosen);
void command_chosen_stop(struct command_chosen *chosen);

/* Runs the stages, ended by NULL, behind those that fetch what is there of the agents that are named, if any are. */
int command_chosen_run(const struct startup *startup,
                       bool (*prepare)(struct command *command, struct failure *failure),
                       const struct command_stage *const *stages);

#endif

/* Options of commands that choose recordings, and what is noted of a command in the access log. */
#ifndef TUI_COMMAND_COMMAND_QUERY_H
#define TUI_COMMAND_COMMAND_QUERY_H

#include "model/audit/audit_log.h"
#include "tui/command/command.h"

/* For `prepare` of a plan: reads --filter, --since, --until and the order, with times relative to now, into
 * command->scope. False with *failure filled. */
bool command_query_prepare(struct command *command, struct failure *failure);

/* The period of --since and --until, in ticks; INT64_MIN and INT64_MAX if they are not given. False with *failure
 * filled. */
bool command_query_period(const struct options *options, bool utc, int64_t *begin, int64_t *end,
                          struct failure *failure);

/* The query of the command, once its agents are known: of one agent if only one is named, else of all. */
struct list_query command_query(const struct command *command);

/* Whether --purpose is given, or not wanted by the configuration. False with *failure filled. */
bool command_query_has_purpose(const struct command *command, struct failure *failure);

/* The same for a command that prints recordings or notes: a purpose is wanted only if they go to a file or a pipe,
 * not to a terminal. */
bool command_query_may_print(struct command *command, struct failure *failure);

/* Writes an entry into the access log, with the agents, the filter, the period and the purpose of the options. */
void command_query_note(struct command *command, const struct audit_entry *entry);

/* The names of the agents that were named, with commas between; NULL if none were. The caller frees. */
char *command_query_agents(const struct command *command);

/* Tells the user if nothing is fetched because no agent is named. */
void command_query_tell_source(struct command *command);

/* Tells the user that m means months if a date that was given, such as "-5m", has one. `option` may be NULL. */
void command_query_tell_months(struct command *command, const char *option);

/* Whether a row of the query is of an agent that was named; if several are named the query is that of all agents. */
bool command_query_wants(const struct command *command, const struct listed_recording *row);

/* The number of a call in a word; 0 if it is none. */
int64_t command_query_call(const char *text);

#endif

/* What the options of a command ask of the archive. */
#ifndef TUI_COMMAND_COMMAND_QUERY_H
#define TUI_COMMAND_COMMAND_QUERY_H

#include "model/audit/audit_log.h"
#include "tui/command/command.h"

/* Of a plan: reads --filter, --since, --until and --oldest-first as they are meant now, and makes their scope that of the
 * command. False with *failure filled if they cannot be used. */
bool command_query_prepare(struct command *command, struct failure *failure);

/* The period of --since and --until, in ticks: INT64_MIN, INT64_MAX where there is none. Likewise. */
bool command_query_period(const struct options *options, bool utc, int64_t *begin, int64_t *end,
                          struct failure *failure);

/* The query once the agents are known: where one is named, of that one. */
struct list_query command_query(const struct command *command);

/* Whether it is said why, where the configuration wants that of what is saved or written. */
bool command_query_has_purpose(const struct command *command, struct failure *failure);

/* The same of what prints recordings or what is noted on them: on a terminal they are looked at, a file or a pipe takes
 * them away. */
bool command_query_may_print(struct command *command, struct failure *failure);

/* Writes into the access log what was done, with the agents, the filter and the purpose that the options name. */
void command_query_note(struct command *command, const struct audit_entry *entry);

/* The names of the agents that were named, the caller's to free; NULL where none were. */
char *command_query_agents(const struct command *command);

/* Says so where nothing is fetched, since no agent is named. */
void command_query_tell_source(struct command *command);

/* Tells what the m of a date that an option gives is: "-5m". `option` may be NULL. */
void command_query_tell_months(struct command *command, const char *option);

/* Where several agents are named, the list is that of all with theirs picked out, in one order. */
bool command_query_wants(const struct command *command, const struct listed_recording *row);

/* The number of a call as a word has it; 0 if it is none. */
int64_t command_query_call(const char *text);

#endif

/* Which references belong to one agent. The server lists an agent with its id and maybe an e-mail address, a syncId and
 * a sipUri; the user may name it by any of them, and recordings carry the id. The archive stores all references that it
 * knows, so that no agent is stored twice; agents that turn out to be one are merged. All functions use the statements
 * of the writing connection, in a transaction; false with *failure filled. */
#ifndef MODEL_ARCHIVE_IDENTITY_H
#define MODEL_ARCHIVE_IDENTITY_H

#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct statements;

/* The SQL that creates the tables. */
extern const char identity_schema[];

/* The normalised text of a reference, with the part behind the colon in lower case and without "sip:": "id:103",
 * "email:ida@x.dk", "sipUri:ida@x.dk". Returns buffer. */
#define IDENTITY_SIZE 300
const char *identity_text(char buffer[IDENTITY_SIZE], const struct agent_reference *reference);

/* Finds the agent that an entry is about; 0 if it is new. Sets *merged if several agents turned out to be one. */
bool identity_find(struct statements *statements, const struct agent_entry *entry, int64_t *agent,
                   bool *merged, struct failure *failure);

/* Stores the references of the entry for the agent. */
bool identity_note(struct statements *statements, const struct agent_entry *entry, int64_t agent,
                   struct failure *failure);

/* Learns an agent's id from its recordings; if its id is known, those of all agents without one, which may be the same
 * agent. */
bool identity_learn(struct statements *statements, int64_t agent, bool *merged, struct failure *failure);

/* Stores the references of all agents of an archive that had one for each, merges them, and learns ids. */
bool identity_migrate(sqlite3 *database, struct failure *failure);

#endif

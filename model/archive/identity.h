/* Which references are one agent's. An agent is listed by the server with its id, and maybe an e-mail
 * address, a syncId and a sipUri; the user may name it by any of them, and recordings carry the id. The
 * archive keeps all that it knows of each, so that nothing is filed twice; what was filed twice is merged
 * when it turns out. By the statements of the writing connection, in a transaction. */
#ifndef MODEL_ARCHIVE_IDENTITY_H
#define MODEL_ARCHIVE_IDENTITY_H

#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct statements;

/* The tables, for the archive's schema. */
extern const char identity_schema[];

/* A reference such that all ways to write it are equal: "id:103", "email:ida@x.dk", "sipUri:ida@x.dk".
 * Returns buffer. */
#define IDENTITY_SIZE 300
const char *identity_text(char buffer[IDENTITY_SIZE], const struct agent_reference *reference);

/* The agent that an entry is about, 0 if it is a new one; *merged is set if several agents turned out to be
 * it. */
bool identity_find(struct statements *statements, const struct agent_entry *entry, int64_t *agent,
                   bool *merged, struct failure *failure);

/* Notes the references of the entry for the agent. */
bool identity_note(struct statements *statements, const struct agent_entry *entry, int64_t agent,
                   struct failure *failure);

/* Finds out by its recordings who an agent is whose id nobody has told; of one whose id is known, whether one of
 * those others is it. */
bool identity_learn(struct statements *statements, int64_t agent, bool *merged, struct failure *failure);

/* Does both for all agents of an archive that kept one reference of each. */
bool identity_migrate(sqlite3 *database, struct failure *failure);

#endif

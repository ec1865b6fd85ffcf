/* Reads from the archive whether an agent's ids jump (id_jump.h). */
#ifndef MODEL_ARCHIVE_ID_JUMP_READ_H
#define MODEL_ARCHIVE_ID_JUMP_READ_H

#include "model/archive/statements.h"
#include "model/coverage/id_jump.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Sets *jump to what the agent's ids up to `from` show, for taking the ids that follow. False with *failure filled. */
bool id_jump_read(struct statements *statements, int64_t agent, int64_t from, struct id_jump *jump,
                  struct failure *failure);

#endif

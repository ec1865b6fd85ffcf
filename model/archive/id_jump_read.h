/* What the archive's recordings have shown of jumps of the ids: see id_jump.h. */
#ifndef MODEL_ARCHIVE_ID_JUMP_READ_H
#define MODEL_ARCHIVE_ID_JUMP_READ_H

#include "model/archive/statements.h"
#include "model/coverage/id_jump.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Those of an agent up to the id `from`, for those that follow. */
bool id_jump_read(struct statements *statements, int64_t agent, int64_t from, struct id_jump *jump,
                  struct failure *failure);

#endif

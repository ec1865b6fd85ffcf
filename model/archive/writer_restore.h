/* Restores held recordings to an archive that was created anew. */
#ifndef MODEL_ARCHIVE_WRITER_RESTORE_H
#define MODEL_ARCHIVE_WRITER_RESTORE_H

#include <stdbool.h>

struct agent_reference;
struct failure;
struct recording;
struct writer;

/* Stores a recording unless an agent has one with its call and file name. It adds no coverage: the server is still
 * asked about its range. Committed in a transaction of its own. False with *failure filled. */
bool writer_restore(struct writer *writer, const struct agent_reference *reference,
                    const struct recording *recording, struct failure *failure);

#endif

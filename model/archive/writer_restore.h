/* What is kept elsewhere, as it is on hold, and lacks in the archive, since that was made anew. */
#ifndef MODEL_ARCHIVE_WRITER_RESTORE_H
#define MODEL_ARCHIVE_WRITER_RESTORE_H

#include <stdbool.h>

struct agent_reference;
struct failure;
struct recording;
struct writer;

/* Files a recording unless some agent has one of its call and name. Nothing is covered by it: the server is asked of it
 * like of any other. Committed on its own. */
bool writer_restore(struct writer *writer, const struct agent_reference *reference,
                    const struct recording *recording, struct failure *failure);

#endif

/* Whether the archive's file is as we left it: a note beside it of its size and time when the last program
 * closed it in order. Without a seal that fits, something else may have happened to it. */
#ifndef MODEL_ARCHIVE_ARCHIVE_SEAL_H
#define MODEL_ARCHIVE_ARCHIVE_SEAL_H

#include <stdbool.h>

struct archive_seal;
struct database_wait;

/* Before the archive is opened. `holds` is true if it need not be checked: it is as the last program left it
 * and was checked not long ago, it is new, or another program has it open and knows it to be sound.
 * `wait`: for the program that judges it at this moment; see database_wait_by. */
struct archive_seal *archive_seal_open(const char *path, struct database_wait *wait, bool *holds);

/* It has been looked through and is sound: others who open it meanwhile need not do so. */
void archive_seal_checked(struct archive_seal *seal);

/* After it was closed. Writes the seal anew if the archive is known to be sound, unless another program has
 * it open. */
void archive_seal_close(struct archive_seal **seal, bool sound);

#endif

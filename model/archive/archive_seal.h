/* A seal beside the archive with its size and mtime at the last clean close. Without a matching seal something else
 * may have happened to it, and it has to be checked. */
#ifndef MODEL_ARCHIVE_ARCHIVE_SEAL_H
#define MODEL_ARCHIVE_ARCHIVE_SEAL_H

#include <stdbool.h>

struct archive_seal;
struct database_wait;

/* Call before opening the archive. *holds is true if it need not be checked: it matches its seal and was checked
 * recently, it is new, or another program has it open and knows it to be sound. `wait`: while another program is
 * deciding that, see database_wait_by. Never NULL. */
struct archive_seal *archive_seal_open(const char *path, struct database_wait *wait, bool *holds);

/* The archive was checked and is sound: programs that open it now need not check it. */
void archive_seal_checked(struct archive_seal *seal);

/* Call after closing the archive. Renews the seal if the archive is `sound`, unless another program has it open. */
void archive_seal_close(struct archive_seal **seal, bool sound);

#endif

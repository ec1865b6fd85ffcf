/* An archive that was made for an address at which nobody answered is of no use, and of no address that
 * anybody meant. */
#ifndef MODEL_ARCHIVE_ARCHIVE_UNUSED_H
#define MODEL_ARCHIVE_ARCHIVE_UNUSED_H

/* Removes an archive in which there is nothing that a server said, unless somebody else has it open. */
void archive_remove_unused(const char *path);

#endif

/* A ZIP archive (PKWARE APPNOTE 6.3) written from its beginning to its end, so that it needs no file that can be gone
 * back in and leaves nothing beside it. The first error stays, and what follows it does nothing. */
#ifndef MODEL_RECORDING_ZIP_WRITER_H
#define MODEL_RECORDING_ZIP_WRITER_H

#include <stddef.h>
#include <stdio.h>

struct zip_writer;

struct zip_writer *zip_writer_open(FILE *stream); /* not owned */

/* Begins an entry, after the one before; `name` outlives the writer. */
void zip_writer_entry(struct zip_writer *zip, const char *name);
void zip_writer_put(struct zip_writer *zip, const void *bytes, size_t count);

/* Ends the last entry and writes the directory; the stream may still have to be flushed. */
void zip_writer_finish(struct zip_writer *zip);

/* errno of what failed first, 0: nothing did. EFBIG: an entry or all of it has more than 4 GiB, which not all programs
 * can read. */
int zip_writer_error(const struct zip_writer *zip);

void zip_writer_free(struct zip_writer **zip);

#endif

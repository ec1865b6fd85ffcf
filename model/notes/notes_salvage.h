/* What can still be read of a damaged file of notes. */
#ifndef MODEL_NOTES_NOTES_SALVAGE_H
#define MODEL_NOTES_NOTES_SALVAGE_H

#include "model/notes/notes_file.h"

/* Puts it into another file, page by page around those that cannot be read. Blocks. */
void notes_salvage(const char *path, struct notes_file *into);

#endif

/* Notes as lines of JSON, for export and import. */
#ifndef MODEL_NOTES_NOTE_JSON_H
#define MODEL_NOTES_NOTE_JSON_H

#include "model/notes/note_table.h"
#include "model/recording/record_writer.h"

void note_json_write(struct record_writer *writer, const struct note *note);

/* Appends the note in a line to the table. False if it is not one. */
bool note_json_read(struct note_table *table, const char *line);

#endif

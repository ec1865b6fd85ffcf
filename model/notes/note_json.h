/* Notes as lines of JSON, for another machine. */
#ifndef MODEL_NOTES_NOTE_JSON_H
#define MODEL_NOTES_NOTE_JSON_H

#include "model/notes/note_table.h"
#include "model/recording/record_writer.h"

void note_json_write(struct record_writer *writer, const struct note *note);

/* Adds what a line says to the table. False if it is none that note_json_write would write. */
bool note_json_read(struct note_table *table, const char *line);

#endif

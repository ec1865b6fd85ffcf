/* Marks, tags and notes of the selected recording. */
#ifndef TUI_BROWSE_BROWSE_NOTES_H
#define TUI_BROWSE_BROWSE_NOTES_H

#include "tui/browse/app.h"

/* The note of a row (its mark, tags and text); NULL if there is none. Valid until the next return to the loop. */
const struct note *browse_note_of(const struct app *app, const struct listed_recording *row);

/* Whether the notes are still being read for the first time. */
bool browse_notes_are_coming(const struct app *app);

/* Mark it or not; edit its tags, its note in the prompt, its note in the user's editor. Return enum app_change. */
unsigned browse_mark(struct app *app);
unsigned browse_edit_tags(struct app *app);
unsigned browse_edit_note(struct app *app);
unsigned browse_write_note(struct app *app);

/* To be called when notes have changed. Returns enum app_change. */
unsigned browse_notes_changed(struct app *app);

/* Tells of notes that an editor has left unread (editor_file_find_left). */
void browse_notes_tell_left(struct app *app);

/* Ends an editor that runs, and frees what is owned. */
void browse_notes_close(struct app *app);

/* All tags that are in use, each once, sorted by their bytes. The caller clears the list. */
struct name_list browse_tags(const struct app *app);

#endif

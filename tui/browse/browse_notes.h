/* Marks, tags and notes of the selected recording. */
#ifndef TUI_BROWSE_BROWSE_NOTES_H
#define TUI_BROWSE_BROWSE_NOTES_H

#include "tui/browse/app.h"

/* What is noted of a row; NULL for nothing. */
const struct note *browse_note_of(const struct app *app, const struct listed_recording *row);

/* They are still being read for the first time. */
bool browse_notes_are_coming(const struct app *app);

/* All return enum app_change. */
unsigned browse_mark(struct app *app);
unsigned browse_edit_tags(struct app *app);
unsigned browse_edit_note(struct app *app);
unsigned browse_write_note(struct app *app); /* in the editor of the user */
unsigned browse_notes_changed(struct app *app);
void browse_notes_tell_left(struct app *app); /* what editors have left that nobody has read */
void browse_notes_close(struct app *app);

/* The tags that were given, each once, in the order of their letters; to be cleared. */
struct name_list browse_tags(const struct app *app);

#endif

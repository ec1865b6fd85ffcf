/* The lines of the details about the audio of a recording, if it was fetched by this program; else none. */
#ifndef TUI_SCREEN_AUDIO_DETAILS_H
#define TUI_SCREEN_AUDIO_DETAILS_H

#include "tui/browse/app.h"
#include "tui/draw/lines.h"

void audio_details_put(const struct app *app, struct lines *lines, const struct recording *recording);

#endif

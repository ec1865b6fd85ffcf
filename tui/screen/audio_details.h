/* What is known of the audio of a call, which was played or saved before. */
#ifndef TUI_SCREEN_AUDIO_DETAILS_H
#define TUI_SCREEN_AUDIO_DETAILS_H

#include "tui/browse/app.h"
#include "tui/draw/lines.h"

void audio_details_put(const struct app *app, struct lines *lines, const struct recording *recording);

#endif

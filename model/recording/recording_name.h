/* File names for recordings by a template: "~/Recordings/{start:%Y-%m-%d}/{caller}_{call}.mp3". Text from the
 * server is confined to one path component and can be neither hidden nor an option of another program. Pure, except
 * for HOME and the time zone. */
#ifndef MODEL_RECORDING_RECORDING_NAME_H
#define MODEL_RECORDING_RECORDING_NAME_H

#include "model/recording/recording.h"

/* Maximum bytes of a component, which leaves room for extensions and a number within 255. */
enum { RECORDING_NAME_MOST = 236 };

/* Whether a template is valid: known fields only, and a file name. {start} and {end} take a strftime format after a
 * colon; {{ and }} are literal braces. */
bool recording_name_is_template(const char *name_template);

/* The path for a recording; the caller frees. `ending` (".mp3") replaces an audio extension of the template;
 * missing fields become "unknown". UTF-8 in composed form. */
char *recording_name_path(const char *name_template, const struct recording *recording, bool utc,
                          const char *ending);

/* The constant folder of a template, before its first field; "" for the current folder. The caller frees. */
char *recording_name_folder(const char *name_template);

#endif

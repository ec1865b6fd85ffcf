/* Names of files for recordings, by a template: "~/Recordings/{start:%Y-%m-%d}/{caller}_{call}.mp3". What the
 * server says of a recording stays within one name of the path: it is neither a path itself nor hidden, nor an
 * option of another program. Pure, but for HOME and the zone. */
#ifndef MODEL_RECORDING_RECORDING_NAME_H
#define MODEL_RECORDING_RECORDING_NAME_H

#include "model/recording/recording.h"

/* Bytes of a name in the path, so that endings and a number fit into the 255 that file systems allow. */
enum { RECORDING_NAME_MOST = 236 };

/* Whether it has only what is known in braces, and names a file. {start} and {end} take a format of strftime
 * behind a colon; {{ and }} stand for braces. */
bool recording_name_is_template(const char *name_template);

/* The path for a recording, the caller frees. `ending` (".mp3") replaces one of audio that the template has;
 * what is not known of the recording is "unknown". In UTF-8, letters and their marks as one character where
 * there is one. */
char *recording_name_path(const char *name_template, const struct recording *recording, bool utc,
                          const char *ending);

/* The folder below which all of them are: what the template says before its first part in braces; "" for the one that the
 * program runs in. The caller frees. */
char *recording_name_folder(const char *name_template);

#endif

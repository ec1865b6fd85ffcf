/* One recording of one call. Every field may be absent. */
#ifndef MODEL_RECORDING_RECORDING_H
#define MODEL_RECORDING_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#define RECORDING_NO_NUMBER INT64_MIN

/* Texts are NULL where the server gave none (absent or null); "" is kept as "". They are UTF-8: what was
 * not is replaced by U+FFFD when decoding. They may hold control characters: escape before showing. */
struct recording {
    int64_t queue_call_id; /* RECORDING_NO_NUMBER if absent or not an integer */
    int64_t queue_id;
    int64_t agent_id;
    int64_t started; /* ticks, TIMESTAMP_NONE if not given */
    int64_t ended;
    const char *queue_name;
    const char *type;
    const char *culture;
    const char *agent_name;
    const char *file_name;
    const char *caller;
    const char *unread_start; /* what the server gave, where that cannot be read; else NULL */
    const char *unread_end;
    const unsigned char *distinction; /* of one in the archive; NULL: its file name is enough */
};

/* What tells a recording from others of its call that have the same file name, or none: everything else that
 * the server says of it, in the archive's numbers. */
#define RECORDING_DISTINCTION_SIZE 48

/* So many bytes of what cannot be read are kept. */
#define RECORDING_UNREAD_LIMIT 100

/* A recording of which nothing is known. */
extern const struct recording recording_unknown;

/* Whether nothing of it says that it is a recording: something of another kind, an error for example. */
bool recording_is_none(const struct recording *recording);

/* The name of its file, "" where it has none. */
const char *recording_file(const struct recording *recording);

/* Ticks from start to end, TIMESTAMP_NONE if either is missing or the end lies before the start. */
int64_t recording_duration(const struct recording *recording);

#endif

/* One recording of a call. Every field may be absent. */
#ifndef MODEL_RECORDING_RECORDING_H
#define MODEL_RECORDING_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#define RECORDING_NO_NUMBER INT64_MIN

/* Texts are NULL if absent or null; "" is kept. They are UTF-8, with U+FFFD for invalid bytes, and may contain
 * control characters: escape them before showing. */
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
    const char *unread_start; /* the server's text of a start that cannot be parsed, else NULL */
    const char *unread_end;
    const unsigned char *distinction; /* in the archive only; NULL: the file name is distinct */
};

/* Distinguishes recordings of a call with the same file name or none: a key of all their other fields. */
#define RECORDING_DISTINCTION_SIZE 48

/* Maximum bytes kept of a text that cannot be parsed. */
#define RECORDING_UNREAD_LIMIT 100

/* A recording of which nothing is known. */
extern const struct recording recording_unknown;

/* Whether it has no field of a recording: something else, such as an error. */
bool recording_is_none(const struct recording *recording);

/* Its file name, "" if it has none. */
const char *recording_file(const struct recording *recording);

/* Ticks from start to end, TIMESTAMP_NONE if either is missing or the end lies before the start. */
int64_t recording_duration(const struct recording *recording);

#endif

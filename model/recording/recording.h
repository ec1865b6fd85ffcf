/* One recording of one call, and how it is decoded from an element of the server's answer. Every
 * field may be absent. */
#ifndef MODEL_RECORDING_RECORDING_H
#define MODEL_RECORDING_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
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

struct recording_decoder;

struct recording_decoder *recording_decoder_new(void);
void recording_decoder_free(struct recording_decoder **decoder);

/* Decodes one framed element. Texts in *recording live until the next call or recording_decoder_free.
 * Returns false if the element is no JSON object. Letter case of field names is ignored; integers may also
 * come as strings of digits, texts as numbers or anything else (then as JSON); ids are exact over the whole
 * range of 64 bits. */
bool recording_decode(struct recording_decoder *decoder, const char *text, size_t length,
                      struct recording *recording);

/* The same, without the fast way for elements of the usual form: for those that are known to have another. */
bool recording_decode_any(struct recording_decoder *decoder, const char *text, size_t length,
                          struct recording *recording);

/* Whether nothing of it says that it is a recording: something of another kind, an error for example. */
bool recording_is_none(const struct recording *recording);

/* Why the element decoded last is none, as the end of a sentence: "is broken JSON", "has none of a
 * recording's fields, but \"error\"". Server text in it is escaped. Returns buffer. */
#define RECORDING_REASON_SIZE 120
const char *recording_explain(const struct recording_decoder *decoder, char buffer[RECORDING_REASON_SIZE]);

/* The QueueCallId as it stands in the element, without decoding it: fast, and right for what the server
 * sends, but no ground for anything. RECORDING_NO_NUMBER if it is not found. */
int64_t recording_glance_id(const char *text, size_t length);

/* Ticks from start to end, TIMESTAMP_NONE if either is missing or the end lies before the start. */
int64_t recording_duration(const struct recording *recording);

#endif

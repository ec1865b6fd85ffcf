/* How a recording is decoded from an element of the server's answer. */
#ifndef MODEL_RECORDING_RECORDING_DECODE_H
#define MODEL_RECORDING_RECORDING_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recording;
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

/* Why the element decoded last is none, as the end of a sentence: "is broken JSON", "has none of a
 * recording's fields, but \"error\"". Server text in it is escaped. Returns buffer. */
#define RECORDING_REASON_SIZE 120
const char *recording_explain(const struct recording_decoder *decoder, char buffer[RECORDING_REASON_SIZE]);

/* The QueueCallId as it stands in the element, without decoding it: fast, and right for what the server
 * sends, but no ground for anything. RECORDING_NO_NUMBER if it is not found. */
int64_t recording_peek_id(const char *text, size_t length);

#endif

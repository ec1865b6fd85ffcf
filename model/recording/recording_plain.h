/* The fast way to read an element that looks as the server's documentation says: known fields, each once and
 * by its exact name, texts without escapes, plain integers. All else is left to recording_decode, which gives
 * the same for what is read here. */
#ifndef MODEL_RECORDING_RECORDING_PLAIN_H
#define MODEL_RECORDING_RECORDING_PLAIN_H

#include "model/recording/recording.h"

#include <stdbool.h>
#include <stddef.h>

enum recording_field_kind { RECORDING_INTEGER, RECORDING_TIME, RECORDING_TEXT };

/* A field of the API and where it goes. */
struct recording_field {
    const char *name;
    size_t name_length;
    enum recording_field_kind kind;
    size_t offset; /* in struct recording */
};

/* In the order of the API's table, in which servers send them. */
enum { RECORDING_FIELDS = 11 };
extern const struct recording_field recording_fields[RECORDING_FIELDS];

/* Reads the element in place: the texts of *recording lie in `text`, with terminators written into it. False
 * if it is not plain; then `text` is as it was and *recording undefined. */
bool recording_read_plain(char *text, size_t length, struct recording *recording);

#endif

/* Integers that are exact over 64 bits, read from the text of a JSON object, where a double would round. */
#ifndef MODEL_RECORDING_JSON_INTEGER_H
#define MODEL_RECORDING_JSON_INTEGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads "-12": an optional sign and digits, nothing else. False if it is not that or does not fit. */
bool json_integer_digits(const char *text, size_t length, int64_t *value);

/* Reads a JSON number whose value is an integer: "12", "1.50e1", "12.0". False if it is not or does not fit.
 */
bool json_integer_number(const char *text, size_t length, int64_t *value);

/* Where the value of the index'th member (from 0) of the well-formed object `text` stands; NULL if there are
 * fewer members. *value_length gets its bytes without white space around it. */
const char *json_integer_member(const char *text, size_t length, size_t index, size_t *value_length);

#endif

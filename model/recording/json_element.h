/* Parses one JSON object from the server with cJSON, correcting what cJSON would truncate, reject or round. */
#ifndef MODEL_RECORDING_JSON_ELEMENT_H
#define MODEL_RECORDING_JSON_ELEMENT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_ELEMENT_NO_INTEGER INT64_MIN

struct json_element;

struct json_element *json_element_new(void); /* see json_arena_new for threads */
void json_element_free(struct json_element **element);

/* Parses `length` bytes that are one JSON object; false if they are not. In strings, invalid UTF-8, \u0000,
 * lone surrogates and broken escapes become U+FFFD. All that is handed out below lives until the next call.
 */
bool json_element_parse(struct json_element *element, const char *text, size_t length);

/* The first member: `string` is its name, `next` the following one; NULL if there is none. */
const cJSON *json_element_members(const struct json_element *element);

/* Whether the text refused by json_element_parse is JSON other than an object. */
bool json_element_is_other(const struct json_element *element);

/* Whether a member has that name, ignoring ASCII case. */
bool json_element_is_named(const cJSON *member, const char *name);

/* The text of a member; NULL unless it is a string. */
const char *json_element_text(const cJSON *member);

/* The source text of the value of the index'th member: `4583123456`, `{"a":[1]}`. */
const char *json_element_literal(struct json_element *element, size_t index);

/* The integer value of the index'th member: a number without fractional part (1e3 has none) or a string of digits,
 * exact over 64 bits. JSON_ELEMENT_NO_INTEGER, which is not representable, for anything else. */
int64_t json_element_integer(const struct json_element *element, const cJSON *member, size_t index);

#endif

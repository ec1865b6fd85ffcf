/* cJSON on a bump allocator: a tree costs no malloc per node and is given back as a whole. cJSON keeps
 * working as ever, with malloc, for everyone else and in every other thread. */
#ifndef MODEL_RECORDING_JSON_ARENA_H
#define MODEL_RECORDING_JSON_ARENA_H

#include <cjson/cJSON.h>
#include <stddef.h>

struct json_arena;

/* The first arena of the process installs the hooks of cJSON: make it before another thread uses cJSON. */
struct json_arena *json_arena_new(void);
void json_arena_free(struct json_arena **arena);

/* Parses `text`, which has a NUL at text[length], and of which nothing but white space may be left over; NULL
 * if it is not JSON. The tree lives until the next call with this arena or json_arena_free; never
 * cJSON_Delete it. An arena is used by one thread at a time. */
const cJSON *json_arena_parse(struct json_arena *arena, const char *text, size_t length);

#endif

/* The `name=value&name=value` part of an address, decoded; fault descriptions are written so too. */
#ifndef TESTS_SERVER_QUERY_H
#define TESTS_SERVER_QUERY_H

#include <stdbool.h>
#include <stdint.h>

struct query;

/* NULL and "" are an empty query. Pairs beyond the 32nd are not read. */
struct query *query_parse(const char *string);
void query_free(struct query **query);

/* The first value of that name; NULL if there is none. Lives as long as the query. */
const char *query_get(const struct query *query, const char *name);

/* False if the name is given and its value is no whole number; `value` is kept if it is not given. */
bool query_number(const struct query *query, const char *name, int64_t *value);

/* A whole number with nothing before or behind it. */
bool query_read_number(const char *string, int64_t *value);

/* Decodes %XX in place; `+` stays what it is. */
void query_decode(char *string);

#endif

#include "tests/server/query.h"

#include "tests/server/must.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS 32

struct query {
    char *storage;
    int count;
    const char *names[PAIRS];
    const char *values[PAIRS];
};

static int hex_digit(char digit)
{
    const char *digits = "0123456789abcdef";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit | 0x20);

    return found == NULL ? -1 : (int)(found - digits);
}

void query_decode(char *string)
{
    char *out = string;

    for (const char *in = string; *in != '\0'; in++) {
        if (in[0] == '%' && hex_digit(in[1]) >= 0 && hex_digit(in[2]) >= 0) {
            *out++ = (char)(hex_digit(in[1]) * 16 + hex_digit(in[2]));
            in += 2;
        } else {
            *out++ = *in;
        }
    }
    *out = '\0';
}

struct query *query_parse(const char *string)
{
    struct query *query = must_alloc(1, sizeof *query);
    char *rest;

    query->storage = must_copy(string == NULL ? "" : string);
    rest = query->storage;
    while (rest != NULL && *rest != '\0' && query->count < PAIRS) {
        char *name = strsep(&rest, "&");
        char *value = strchr(name, '=');

        if (value != NULL)
            *value++ = '\0';
        query_decode(name);
        if (value != NULL)
            query_decode(value);
        query->names[query->count] = name;
        query->values[query->count++] = value == NULL ? "" : value;
    }
    return query;
}

void query_free(struct query **query)
{
    if (*query == NULL)
        return;
    free((*query)->storage);
    free(*query);
    *query = NULL;
}

const char *query_get(const struct query *query, const char *name)
{
    for (int i = 0; i < query->count; i++) {
        if (strcmp(query->names[i], name) == 0)
            return query->values[i];
    }
    return NULL;
}

bool query_read_number(const char *string, int64_t *value)
{
    char *end;
    const char *digits = string[0] == '-' ? string + 1 : string;

    if (*digits < '0' || *digits > '9')
        return false;
    errno = 0;
    long long number = strtoll(string, &end, 10);
    if (errno != 0 || *end != '\0')
        return false;
    *value = number;
    return true;
}

bool query_number(const struct query *query, const char *name, int64_t *value)
{
    const char *string = query_get(query, name);

    return string == NULL || query_read_number(string, value);
}

#include "tests/e2e/environment.h"

#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"

struct environment {
    char **entries; /* NAME=VALUE, each owned; ended by NULL */
    size_t count;
};

static size_t find_entry(const struct environment *environment, const char *name)
{
    size_t length = strlen(name);
    size_t at = 0;
    while (at < environment->count) {
        const char *entry = environment->entries[at];
        if (strncmp(entry, name, length) == 0 && entry[length] == '=')
            break;
        at++;
    }
    return at;
}

void environment_set(struct environment *environment, const char *name, const char *value)
{
    size_t at = find_entry(environment, name);
    if (at < environment->count) {
        free(environment->entries[at]);
        environment->entries[at] = environment->entries[--environment->count];
        environment->entries[environment->count] = NULL;
    }
    if (!value)
        return;
    struct buffer entry = {0};
    buffer_format(&entry, "%s=%s", name, value);
    char **entries = allocate(environment->count + 2, sizeof(*entries));
    memcpy(entries, environment->entries, environment->count * sizeof(*entries));
    entries[environment->count++] = buffer_take(&entry);
    free(environment->entries);
    environment->entries = entries;
}

struct environment *environment_new(void)
{
    static const char *const kept[] = {
        "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH",
        "VALGRIND_LIB", "LD_PRELOAD",    "FAKETIME",     "FAKETIME_DONT_FAKE_MONOTONIC",
        "NO_FAKE_STAT"};
    struct environment *environment = allocate(1, sizeof(*environment));
    environment->entries = allocate(1, sizeof(*environment->entries));
    const char *path = getenv("PATH");
    environment_set(environment, "PATH", path ? path : "/usr/local/bin:/usr/bin:/bin");
    environment_set(environment, "TERM", "xterm-256color");
    environment_set(environment, "LC_ALL", "C.UTF-8");
    environment_set(environment, "TZ", "Europe/Copenhagen");
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        environment_set(environment, kept[i], getenv(kept[i]));
    return environment;
}

void environment_free(struct environment **environment)
{
    if (!*environment)
        return;
    for (size_t i = 0; i < (*environment)->count; i++)
        free((*environment)->entries[i]);
    free((*environment)->entries);
    free(*environment);
    *environment = NULL;
}

char *const *environment_list(const struct environment *environment)
{
    return environment->entries;
}

const char *environment_get(const struct environment *environment, const char *name)
{
    size_t at = find_entry(environment, name);
    return at < environment->count ? environment->entries[at] + strlen(name) + 1 : NULL;
}

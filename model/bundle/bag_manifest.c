#include "model/bundle/bag_manifest.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS = DIGEST_LONG_TEXT - 1 };

static int compare(const void *left, const void *right)
{
    return strcmp(((const struct bag_line *)left)->name, ((const struct bag_line *)right)->name);
}

/* Parses "DIGEST  NAME", or "DIGEST *NAME" as sha512sum writes with --binary. False if the line is malformed. */
static bool add_line(struct bag_manifest *manifest, const char *line, size_t length)
{
    bool is_line = length > DIGITS + 2 && line[DIGITS] == ' ' &&
                   (line[DIGITS + 1] == ' ' || line[DIGITS + 1] == '*') && !memchr(line, '\0', length);
    for (size_t i = 0; is_line && i < DIGITS; i++)
        is_line = (line[i] >= '0' && line[i] <= '9') || (line[i] >= 'a' && line[i] <= 'f');
    if (!is_line)
        return false;
    manifest->lines =
        memory_grow(manifest->lines, &manifest->capacity, manifest->count + 1, sizeof *manifest->lines);
    struct bag_line *added = &manifest->lines[manifest->count++];
    memcpy(added->digest, line, DIGITS);
    added->digest[DIGITS] = '\0';
    added->name = memory_text_part(line + DIGITS + 2, length - DIGITS - 2);
    return true;
}

bool bag_manifest_read(struct bag_manifest *manifest, const char *text, size_t length)
{
    bool is_good = true;
    for (const char *end = text + length, *next; text < end; text = next) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        next = newline ? newline + 1 : end;
        is_good = add_line(manifest, text, (size_t)((newline ? newline : end) - text)) && is_good;
    }
    if (manifest->count)
        qsort(manifest->lines, manifest->count, sizeof *manifest->lines, compare);
    return is_good;
}

void bag_manifest_clear(struct bag_manifest *manifest)
{
    for (size_t i = 0; i < manifest->count; i++)
        free(manifest->lines[i].name);
    free(manifest->lines);
    *manifest = (struct bag_manifest){.lines = NULL};
}

const struct bag_line *bag_manifest_find(const struct bag_manifest *manifest, const char *name)
{
    const struct bag_line key = {.name = (char *)name};
    return manifest->count ? bsearch(&key, manifest->lines, manifest->count, sizeof *manifest->lines, compare)
                           : NULL;
}

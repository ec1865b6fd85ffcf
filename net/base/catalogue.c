#include "net/base/catalogue.h"

#include "net/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC 0x950412deU

enum { HEAD = 20, ENTRY = 8, BLOCK = 1 << 14, MOST = 1 << 24 };

/* Places in the head, which has numbers of 32 bits. */
enum { AT_MAGIC, AT_COUNT = 8, AT_TEXTS = 12, AT_TRANSLATIONS = 16 };

static uint32_t number_at(const struct catalogue *catalogue, size_t place)
{
    uint32_t number;
    memcpy(&number, catalogue->bytes + place, sizeof number);
    return number;
}

/* The text of an entry in one of the two tables, and how long it is. */
static const char *text_at(const struct catalogue *catalogue, size_t table, uint32_t index, uint32_t *length)
{
    size_t entry = (size_t)number_at(catalogue, table) + (size_t)index * ENTRY;
    *length = number_at(catalogue, entry);
    return catalogue->bytes + number_at(catalogue, entry + sizeof *length);
}

/* Whether all of a table, and what it names, lies in the file, and ends by a NUL. */
static bool is_sound(const struct catalogue *catalogue, size_t table)
{
    size_t begin = number_at(catalogue, table), size = catalogue->size;
    if (begin > size || (size - begin) / ENTRY < catalogue->count)
        return false;
    for (uint32_t i = 0; i < catalogue->count; i++) {
        size_t length = number_at(catalogue, begin + (size_t)i * ENTRY);
        size_t place = number_at(catalogue, begin + (size_t)i * ENTRY + sizeof(uint32_t));
        if (place >= size || length >= size - place || catalogue->bytes[place + length])
            return false;
    }
    return true;
}

static void read_file(struct catalogue *catalogue, FILE *file)
{
    size_t capacity = 0, count = 1;
    while (count > 0 && catalogue->size < MOST) {
        catalogue->bytes = memory_grow(catalogue->bytes, &capacity, catalogue->size + BLOCK, 1);
        count = fread(catalogue->bytes + catalogue->size, 1, BLOCK, file);
        catalogue->size += count;
    }
}

bool catalogue_read(struct catalogue *catalogue, const char *path)
{
    FILE *file = fopen(path, "re");
    *catalogue = (struct catalogue){0};
    if (!file)
        return false;
    read_file(catalogue, file);
    fclose(file);
    bool is_read = catalogue->size >= HEAD && number_at(catalogue, AT_MAGIC) == MAGIC;
    catalogue->count = is_read ? number_at(catalogue, AT_COUNT) : 0;
    is_read = is_read && is_sound(catalogue, AT_TEXTS) && is_sound(catalogue, AT_TRANSLATIONS);
    if (!is_read)
        catalogue_clear(catalogue);
    return is_read;
}

void catalogue_clear(struct catalogue *catalogue)
{
    free(catalogue->bytes);
    *catalogue = (struct catalogue){0};
}

const char *catalogue_find(const struct catalogue *catalogue, const char *text, unsigned form)
{
    uint32_t low = 0, high = catalogue->count, length;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(text_at(catalogue, AT_TEXTS, middle, &length), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == catalogue->count || strcmp(text_at(catalogue, AT_TEXTS, low, &length), text) != 0)
        return NULL;
    const char *found = text_at(catalogue, AT_TRANSLATIONS, low, &length), *end = found + length;
    for (const char *next; form > 0 && (next = found + strlen(found) + 1) < end; form--)
        found = next;
    return *found ? found : NULL;
}

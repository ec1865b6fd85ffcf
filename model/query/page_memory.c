#include "model/query/page_memory.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)16 << 10)

struct page_memory {
    struct page_memory *next;
    size_t size;
    size_t used;
    char bytes[];
};

void page_memory_free(struct page_memory **memory)
{
    while (*memory) {
        struct page_memory *next = (*memory)->next;
        free(*memory);
        *memory = next;
    }
}

const char *page_memory_text(struct page_memory **memory, const char *text)
{
    return text ? page_memory_bytes(memory, text, strlen(text) + 1) : NULL;
}

void *page_memory_space(struct page_memory **memory, size_t length)
{
    struct page_memory *block = *memory;
    if (!block || block->size - block->used < length) {
        size_t size = length > BLOCK ? length : BLOCK;
        block = memory_resize(NULL, 1, sizeof *block + size);
        block->size = size;
        block->used = 0;
        block->next = *memory;
        *memory = block;
    }
    block->used += length;
    return block->bytes + block->used - length;
}

const void *page_memory_bytes(struct page_memory **memory, const void *bytes, size_t length)
{
    return memcpy(page_memory_space(memory, length), bytes, length);
}

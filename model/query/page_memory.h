/* Where the texts of a page live: blocks that are freed together by page_free. */
#ifndef MODEL_QUERY_PAGE_MEMORY_H
#define MODEL_QUERY_PAGE_MEMORY_H

#include <stddef.h>

#define PAGE_MEMORY_BLOCK ((size_t)16 << 10)

struct page_memory {
    struct page_memory *next;
    size_t size;
    size_t used;
    char bytes[];
};

/* A copy of text in the newest block, of which *memory is the first; NULL gives NULL. */
const char *page_memory_text(struct page_memory **memory, const char *text);
const void *page_memory_bytes(struct page_memory **memory, const void *bytes, size_t length);

#endif

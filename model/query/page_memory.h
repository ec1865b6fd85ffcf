/* Where the texts of a page live: blocks that are freed together. */
#ifndef MODEL_QUERY_PAGE_MEMORY_H
#define MODEL_QUERY_PAGE_MEMORY_H

#include <stddef.h>

struct page_memory;

void page_memory_free(struct page_memory **memory);

/* A copy in the newest block, the first of *memory (at first NULL); a text that is NULL gives NULL. */
const char *page_memory_text(struct page_memory **memory, const char *text);
void *page_memory_space(struct page_memory **memory, size_t length);
const void *page_memory_bytes(struct page_memory **memory, const void *bytes, size_t length);

#endif

/* An arena for the texts of a page: blocks that are freed together. */
#ifndef MODEL_QUERY_PAGE_MEMORY_H
#define MODEL_QUERY_PAGE_MEMORY_H

#include <stddef.h>

struct page_memory;

void page_memory_free(struct page_memory **memory);

/* Copies a text, or bytes, into the arena (*memory is NULL at first), or reserves space in it. NULL for a text that
 * is NULL. */
const char *page_memory_text(struct page_memory **memory, const char *text);
void *page_memory_space(struct page_memory **memory, size_t length);
const void *page_memory_bytes(struct page_memory **memory, const void *bytes, size_t length);

#endif

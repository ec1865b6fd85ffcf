#include "model/recording/json_arena.h"

#include "net/base/memory.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK ((size_t)16 << 10)
#define ALIGNMENT _Alignof(max_align_t)

/* A tree that outgrows the first chunk gets further ones, each at least twice as large as the one before. */
struct chunk {
    struct chunk *previous;
    size_t size;
    size_t used;
    _Alignas(max_align_t) char bytes[];
};

struct json_arena {
    struct chunk *current;
};

/* The arena of the parse that runs in this thread, NULL outside of json_arena_parse. */
static _Thread_local struct json_arena *active;
static pthread_once_t hooks_installed = PTHREAD_ONCE_INIT;

static struct chunk *chunk_new(struct chunk *previous, size_t size)
{
    struct chunk *chunk = memory_resize(NULL, 1, sizeof *chunk + size);
    *chunk = (struct chunk){.previous = previous, .size = size};
    return chunk;
}

static bool arena_holds(const struct json_arena *arena, const void *block)
{
    uintptr_t address = (uintptr_t)block;
    for (const struct chunk *chunk = arena->current; chunk; chunk = chunk->previous)
        if (address >= (uintptr_t)chunk->bytes && address < (uintptr_t)chunk->bytes + chunk->size)
            return true;
    return false;
}

static void *hook_malloc(size_t size)
{
    if (!active)
        return malloc(size);
    struct chunk *chunk = active->current;
    size_t rounded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (rounded < size)
        return NULL;
    if (rounded > chunk->size - chunk->used) {
        size_t needed = chunk->size * 2;
        chunk = chunk_new(chunk, needed > rounded ? needed : rounded);
        active->current = chunk;
    }
    void *block = chunk->bytes + chunk->used;
    chunk->used += rounded;
    return block;
}

/* A parse that fails frees the nodes it has made while its arena is active. */
static void hook_free(void *block)
{
    if (active && arena_holds(active, block))
        return;
    free(block);
}

static void install_hooks(void)
{
    cJSON_Hooks hooks = {.malloc_fn = hook_malloc, .free_fn = hook_free};
    cJSON_InitHooks(&hooks);
}

struct json_arena *json_arena_new(void)
{
    pthread_once(&hooks_installed, install_hooks);
    struct json_arena *arena = memory_new(sizeof *arena);
    arena->current = chunk_new(NULL, FIRST_CHUNK);
    return arena;
}

/* Keeps the first chunk only. */
static void arena_reset(struct json_arena *arena)
{
    while (arena->current->previous) {
        struct chunk *chunk = arena->current;
        arena->current = chunk->previous;
        free(chunk);
    }
    arena->current->used = 0;
}

void json_arena_free(struct json_arena **arena)
{
    if (!*arena)
        return;
    arena_reset(*arena);
    free((*arena)->current);
    free(*arena);
    *arena = NULL;
}

const cJSON *json_arena_parse(struct json_arena *arena, const char *text, size_t length)
{
    arena_reset(arena);
    const char *end = NULL;
    active = arena;
    const cJSON *tree = cJSON_ParseWithLengthOpts(text, length + 1, &end, false);
    active = NULL;
    if (!tree)
        return NULL;
    end += strspn(end, " \t\r\n");
    return end == text + length ? tree : NULL;
}

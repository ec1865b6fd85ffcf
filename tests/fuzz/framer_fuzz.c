/* Feeds the framer whole and in pieces: both must see the same elements and come to the same verdict. */
#include "net/api/framer.h"
#include "net/base/memory.h"
#include "tests/fuzz/mutation.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Every element with its length before it. */
struct seen {
    char *bytes;
    size_t length;
    size_t capacity;
};

static void note(void *context, const char *text, size_t length)
{
    struct seen *seen = context;
    seen->bytes = memory_grow(seen->bytes, &seen->capacity, seen->length + length + sizeof length, 1);
    memcpy(seen->bytes + seen->length, &length, sizeof length);
    memcpy(seen->bytes + seen->length + sizeof length, text, length);
    seen->length += length + sizeof length;
}

/* Feeds a copy of the block's size, so that a sanitizer sees every byte too far. */
static void feed_copy(struct framer *framer, const char *bytes, size_t length)
{
    char *copy = length ? memory_text_part(bytes, length - 1) : NULL;
    if (length)
        copy[length - 1] = bytes[length - 1];
    framer_feed(framer, copy, length);
    free(copy);
}

static enum framer_status frame(const char *bytes, size_t size, uint32_t seed, struct seen *seen)
{
    struct framer *framer = framer_new(note, seen);
    for (size_t at = 0; at < size;) {
        size_t block = size - at;
        if (seed) {
            seed = seed * 1664525u + 1013904223u;
            size_t piece = (seed >> 16) % (seed & 0x100 ? 5 : 41);
            block = piece < block ? piece : block;
        }
        feed_copy(framer, bytes + at, block);
        at += block;
    }
    enum framer_status status = framer_finish(framer);
    framer_free(&framer);
    return status;
}

/* The first two bytes choose the splits, the rest is the list. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const char *bytes = (const char *)data + 2;
    uint32_t seed = ((uint32_t)data[0] << 8 | data[1]) + 1;
    struct seen whole = {0};
    struct seen pieces = {0};
    enum framer_status expected = frame(bytes, size - 2, 0, &whole);
    enum framer_status status = frame(bytes, size - 2, seed, &pieces);
    if (status != expected || whole.length != pieces.length ||
        (whole.length && memcmp(whole.bytes, pieces.bytes, whole.length) != 0))
        abort();
    free(whole.bytes);
    free(pieces.bytes);
    return 0;
}

static const char *const seeds[] = {
    "[{\"QueueCallId\":47610,\"AgentName\":\"Claus Clausen\",\"Caller\":\"+4583123456\"},{\"AgentId\":1}]",
    "\xef\xbb\xbf [ 1 , -2.5e+3,true ,null, \"a\\\"\\\\\" ] \r\n",
    "[[[]],{\"a\":{\"b\":[\"]\",\"}\"]}},\"\\u00e6\"]",
    "null",
    "[]",
    "[{\"a\":\"\\\\\\\\\\\"\"},\"\\\\\",[\"\\\"\"]]",
    "<!DOCTYPE html><title>login</title>",
};

const struct mutation_plan mutation_plan = {
    .name = "framer: inputs framed whole and in pieces alike",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "[]{}\",:\\ \n0-nulltrue\xef\xbb\xbf\xc3\x80x",
    .prefix = 2,
};

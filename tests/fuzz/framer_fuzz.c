/* Feeds the framer whole and in pieces: both must see the same elements and come to the same verdict.
 *
 * Built with libFuzzer (clang, -DTAPEDECK_LIBFUZZER -fsanitize=fuzzer) it is driven from there. Otherwise it
 * goes through the files given or, without any, changes built-in lists at random: FUZZ_RUNS times, or for
 * FUZZ_SECONDS if that is set. FUZZ_SEED chooses other changes. */
#include "net/framer.h"
#include "net/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

#ifndef TAPEDECK_LIBFUZZER

enum { INPUT_LIMIT = 600, DEFAULT_RUNS = 40000, RUNS_BETWEEN_LOOKS = 256 };

static const char *const seeds[] = {
    "[{\"QueueCallId\":47610,\"AgentName\":\"Claus Clausen\",\"Caller\":\"+4583123456\"},{\"AgentId\":1}]",
    "\xef\xbb\xbf [ 1 , -2.5e+3,true ,null, \"a\\\"\\\\\" ] \r\n",
    "[[[]],{\"a\":{\"b\":[\"]\",\"}\"]}},\"\\u00e6\"]",
    "null",
    "[]",
    "[{\"a\":\"\\\\\\\\\\\"\"},\"\\\\\",[\"\\\"\"]]",
    "<!DOCTYPE html><title>login</title>",
};

/* xorshift; never 0. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Changes one place: another byte, one more, one less, or a part repeated. Returns the new size. */
static size_t mutate(uint8_t *input, size_t size, uint32_t *state)
{
    static const char bytes[] = "[]{}\",:\\ \n0-nulltrue\xef\xbb\xbf\xc3\x80x";
    size_t at = next_random(state) % (size + 1);
    uint8_t byte = (uint8_t)bytes[next_random(state) % (sizeof bytes - 1)];
    switch (next_random(state) % 4) {
    case 0:
        if (at < size)
            input[at] = byte;
        return size;
    case 1:
        if (at == size)
            return size;
        memmove(input + at, input + at + 1, size - at - 1);
        return size - 1;
    case 2:
        if (size == INPUT_LIMIT)
            return size;
        memmove(input + at + 1, input + at, size - at);
        input[at] = byte;
        return size + 1;
    default: {
        size_t length = next_random(state) % 40;
        length = length < size - at ? length : size - at;
        length = length < INPUT_LIMIT - size ? length : INPUT_LIMIT - size;
        memmove(input + at + length, input + at, size - at);
        return size + length;
    }
    }
}

static void run_mutation(uint32_t *state)
{
    uint8_t input[INPUT_LIMIT];
    const char *seed = seeds[next_random(state) % (sizeof seeds / sizeof *seeds)];
    size_t size = strlen(seed) + 2;
    uint32_t splits = next_random(state);
    memcpy(input, &splits, 2);
    memcpy(input + 2, seed, size - 2);
    for (uint32_t changes = next_random(state) % 8; changes; changes--)
        size = mutate(input, size, state);
    LLVMFuzzerTestOneInput(input, size);
}

static unsigned long number_of(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoul(text, NULL, 10) : otherwise;
}

static unsigned long run_mutations(void)
{
    unsigned long seconds = number_of("FUZZ_SECONDS", 0);
    unsigned long runs = number_of("FUZZ_RUNS", DEFAULT_RUNS);
    uint32_t state = (uint32_t)number_of("FUZZ_SEED", 47610) | 1;
    time_t end = time(NULL) + (time_t)seconds;
    unsigned long done = 0;
    while (seconds ? done % RUNS_BETWEEN_LOOKS || time(NULL) < end : done < runs) {
        run_mutation(&state);
        done++;
    }
    return done;
}

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rbe");
    if (!file) {
        perror(path);
        return -1;
    }
    static uint8_t input[1 << 22];
    size_t size = fread(input, 1, sizeof input, file);
    (void)fclose(file);
    LLVMFuzzerTestOneInput(input, size);
    return 0;
}

int main(int count, char **arguments)
{
    unsigned long done = 0;
    for (int i = 1; i < count; i++) {
        if (run_file(arguments[i]) != 0)
            return 1;
        done++;
    }
    if (count < 2)
        done = run_mutations();
    printf("1..1\nok 1 - framer: %lu inputs framed whole and in pieces alike\n", done);
    return 0;
}

#endif

#include "tests/fuzz/mutation.h"

#ifndef TAPEDECK_LIBFUZZER

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { INPUT_LIMIT = 600, DEFAULT_RUNS = 40000, RUNS_BETWEEN_LOOKS = 256 };

static uint8_t input[1 << 22];
static size_t size;

/* xorshift; never 0. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static uint8_t byte_of(char letter)
{
    return letter == mutation_plan.zero ? 0 : (uint8_t)letter;
}

/* Changes one place: another byte, one more, one less, or a part repeated. */
static void mutate(uint32_t *state)
{
    size_t at = next_random(state) % (size + 1);
    uint8_t byte = byte_of(mutation_plan.bytes[next_random(state) % strlen(mutation_plan.bytes)]);
    switch (next_random(state) % 4) {
    case 0:
        if (at < size)
            input[at] = byte;
        return;
    case 1:
        if (at < size)
            memmove(input + at, input + at + 1, size-- - at - 1);
        return;
    case 2:
        if (size == INPUT_LIMIT)
            return;
        memmove(input + at + 1, input + at, size++ - at);
        input[at] = byte;
        return;
    default: {
        size_t length = next_random(state) % 40;
        length = length < size - at ? length : size - at;
        length = length < INPUT_LIMIT - size ? length : INPUT_LIMIT - size;
        memmove(input + at + length, input + at, size - at);
        size += length;
    }
    }
}

/* What a finding was made with, as a file that can be gone through again. */
static void show_input(int number)
{
    (void)!write(STDERR_FILENO, input, size);
    (void)signal(number, SIG_DFL);
}

static void run_mutation(uint32_t *state)
{
    const char *seed = mutation_plan.seeds[next_random(state) % mutation_plan.seed_count];
    const uint32_t prefix[] = {next_random(state), next_random(state)};
    size = mutation_plan.prefix;
    memcpy(input, prefix, size);
    for (; *seed; seed++)
        input[size++] = byte_of(*seed);
    for (uint32_t changes = next_random(state) % 8; changes; changes--)
        mutate(state);
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
    size = fread(input, 1, sizeof input, file);
    (void)fclose(file);
    LLVMFuzzerTestOneInput(input, size);
    return 0;
}

int main(int count, char **arguments)
{
    unsigned long done = 0;
    (void)signal(SIGABRT, show_input);
    for (int i = 1; i < count; i++) {
        if (run_file(arguments[i]) != 0)
            return 1;
        done++;
    }
    if (count < 2)
        done = run_mutations();
    double minutes = (double)clock() / CLOCKS_PER_SEC / 60; /* of the processor */
    printf("1..1\nok 1 - %s (%lu inputs, %.2f million a minute)\n", mutation_plan.name, done,
           minutes > 0 ? (double)done / 1e6 / minutes : 0.0);
    return 0;
}

#endif

/* What drives the fuzzers. Built with libFuzzer (clang, -DTAPEDECK_LIBFUZZER -fsanitize=fuzzer) they are
 * driven from there. Otherwise each goes through the files given or, without any, changes built-in inputs at
 * random: FUZZ_RUNS times, or for FUZZ_SECONDS if that is set. FUZZ_SEED chooses other changes. The input of
 * a finding goes to stderr. */
#ifndef TESTS_FUZZ_MUTATION_H
#define TESTS_FUZZ_MUTATION_H

#include <stddef.h>
#include <stdint.h>

/* A fuzzer aborts on a finding. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct mutation_plan {
    const char *name; /* what has been shown when all is well */
    const char *const *seeds;
    size_t seed_count;
    const char *bytes; /* that changes put in */
    size_t prefix;     /* random bytes before each seed, up to 8 */
    char zero;         /* stands for NUL in both; 0: nothing does */
};

/* Every fuzzer defines its own. */
extern const struct mutation_plan mutation_plan;

#endif

/* The command line of the demo server. */
#ifndef TESTS_SERVER_OPTIONS_H
#define TESTS_SERVER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum options_shape { SHAPE_STEADY, SHAPE_GROWING, SHAPE_BURSTY };
enum options_style { STYLE_QUEUE, STYLE_API, STYLE_MIXED };

/* One `AGENTID=VALUE`; the value is a number or ticks. */
struct options_pair {
    int64_t agent;
    int64_t value;
};

struct options_pairs {
    size_t count;
    struct options_pair *pairs;
};

/* The strings are those of the command line. */
struct options {
    int64_t port;
    const char *bind;
    const char *account;
    const char *secret;
    int64_t agents;
    int64_t queues;
    int64_t recordings;
    struct options_pairs fixed; /* agents with an exact number of recordings */
    struct options_pairs joined;
    struct options_pairs left;
    int64_t seed;
    int64_t from;      /* ticks */
    int64_t until;     /* ticks */
    int shape;         /* enum options_shape */
    int style;         /* enum options_style */
    int64_t callbacks; /* percent of the calls */
    int audio;         /* enum sound_kind */
    int64_t cap;       /* -1: none */
    const char *certificate;
    const char *key;
    bool sample;
    const char *ready_file;
    size_t fault_count;
    const char **faults;
    char **command; /* what --exec is to run; NULL: nothing */
};

/* Ends the program on a wrong option (status 2) and after --help (status 0). */
void options_parse(struct options *options, int argc, char **argv);
void options_free(struct options *options);

/* The value given for that agent, or `otherwise`. */
int64_t options_pair(const struct options_pairs *pairs, int64_t agent, int64_t otherwise);

#endif

/* Who speaks when in a made-up call: two people who take turns, sometimes both at once, and music on hold. */
#ifndef TESTS_SERVER_AUDIO_TALK_H
#define TESTS_SERVER_AUDIO_TALK_H

#include <stddef.h>
#include <stdint.h>

enum talk_who { TALK_CALLER, TALK_AGENT, TALK_MUSIC };

struct turn {
    int64_t begin; /* in samples */
    int64_t end;
    enum talk_who who;
    uint64_t seed;
};

/* Turns in the order in which they begin. */
struct talk {
    size_t count;
    struct turn *turns;
};

void talk_make(struct talk *talk, uint64_t seed, int64_t samples);
void talk_clear(struct talk *talk);

/* The first turn that ends after that sample; `count` if there is none. */
size_t talk_at(const struct talk *talk, int64_t sample);

#endif

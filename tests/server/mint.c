#include "tests/server/mint.h"

#include "tests/server/must.h"
#include "tests/server/ticks.h"

#include <math.h>
#include <stdlib.h>

#define QUANTILES 1024

struct mint {
    const struct people *people;
    const struct callers *callers;
    int64_t lengths[QUANTILES];
    int64_t waits[QUANTILES];
};

/* Fills a table with ticks that are spread like the logarithm of a bell curve. */
static void spread(int64_t *table, double median, double width, double least, double greatest)
{
    for (int i = 0; i < QUANTILES; i++) {
        double part = (i + 0.5) / QUANTILES;
        double seconds = median * exp(width * log(part / (1 - part)) / 1.702);

        table[i] = (int64_t)(fmin(fmax(seconds, least), greatest) * (double)TICKS_PER_SECOND);
    }
}

struct mint *mint_new(const struct people *people, const struct callers *callers)
{
    struct mint *mint = must_alloc(1, sizeof *mint);

    mint->people = people;
    mint->callers = callers;
    spread(mint->lengths, 150, 1.0, 2, 3600);
    spread(mint->waits, 40, 1.1, 3, 1500);
    return mint;
}

void mint_free(struct mint **mint)
{
    free(*mint);
    *mint = NULL;
}

static enum recording_culture draw_culture(uint32_t roll)
{
    if (roll < 880)
        return CULTURE_DANISH;
    if (roll < 940)
        return CULTURE_ENGLISH;
    return roll < 980 ? CULTURE_EMPTY : CULTURE_MISSING;
}

void mint_call(const struct mint *mint, struct dice *dice, size_t agent, struct recording *call)
{
    uint64_t roll = dice_next(dice);
    size_t choice = roll % PEOPLE_AGENT_QUEUES & (roll >> 8) % PEOPLE_AGENT_QUEUES;
    int64_t jitter = (int64_t)(roll >> 40) % TICKS_PER_SECOND;

    call->agent = (uint16_t)agent;
    call->queue = (uint16_t)mint->people->agents[agent].queues[choice];
    call->caller = callers_draw(mint->callers, dice);
    call->length = (uint64_t)(mint->lengths[roll >> 16 & (QUANTILES - 1)] + jitter);
    call->type = (roll >> 26 & 31) == 0 ? TYPE_CALLBACK_CALL : TYPE_QUEUE_CALL;
    call->culture = draw_culture((uint32_t)(dice_next(dice) % 1000));
    call->sample = 0;
}

int64_t mint_wait(const struct mint *mint, struct dice *dice)
{
    uint64_t roll = dice_next(dice);

    return mint->waits[roll & (QUANTILES - 1)] + (int64_t)(roll >> 16) % TICKS_PER_SECOND;
}

#include "model/fetch/patience.h"

#include <stddef.h>
#include <uv.h>

#define SECOND_MS UINT64_C(1000)
#define SCREEN_FIRST_MS (4 * SECOND_MS)
#define SCREEN_LONGEST_MS (240 * SECOND_MS)
#define REFUSED_MS (3600 * SECOND_MS) /* more often would lock the account at some sites */
#define COMMAND_FIRST_MS (1 * SECOND_MS)
#define COMMAND_LONGEST_MS (60 * SECOND_MS)
#define COMMAND_ASKED_MS (120 * SECOND_MS) /* longest Retry-After that a command waits for */

bool patience_helps(const struct failure *failure)
{
    bool may_pass = failure->kind == FAILURE_NETWORK || failure->kind == FAILURE_SERVER ||
                    failure->kind == FAILURE_ANSWER;
    return may_pass && !failure->is_lasting;
}

static uint64_t doubled(uint64_t first, uint64_t longest, unsigned failures)
{
    uint64_t delay = first;
    for (unsigned i = 1; i < failures && delay < longest; i++)
        delay *= 2;
    return delay < longest ? delay : longest;
}

/* Adds jitter: uniformly distributed between three and five quarters of the delay. */
static uint64_t jittered(uint64_t delay)
{
    uint32_t chance = 0;
    uv_random(NULL, NULL, &chance, sizeof chance, 0, NULL);
    return delay * 3 / 4 + delay / 2 * (chance % 1000) / 1000;
}

static uint64_t retry_after_ms(const struct failure *failure)
{
    return failure->retry_after > 0 ? (uint64_t)failure->retry_after * SECOND_MS : 0;
}

uint64_t patience_of_screen(const struct failure *failure, unsigned failures)
{
    bool refused = failure->kind == FAILURE_REFUSED;
    uint64_t delay = jittered(refused ? REFUSED_MS : doubled(SCREEN_FIRST_MS, SCREEN_LONGEST_MS, failures));
    uint64_t asked = retry_after_ms(failure);
    return delay > asked ? delay : asked;
}

uint64_t patience_of_command(const struct failure *failure, unsigned failures)
{
    uint64_t delay = jittered(doubled(COMMAND_FIRST_MS, COMMAND_LONGEST_MS, failures));
    uint64_t asked = retry_after_ms(failure);
    if (asked > COMMAND_ASKED_MS)
        return 0;
    return delay > asked ? delay : asked;
}

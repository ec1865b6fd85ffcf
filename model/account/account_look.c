/* When what is there may be looked at again: within a budget, and not while the line is slow or somebody
 * waits.
 */
#include "model/account/account_state.h"
#include "model/time/timestamp.h"

#define SECOND_MS 1000
#define HOUR_SECONDS 3600
#define SLOW_MS 1000 /* an answer that begins so late shows a slow line */
#define SLOW_BYTES_PER_SECOND 8000
#define TELLING_BYTES 16000 /* fewer tell nothing about how fast the line is */
#define STOPPED_FOR (600 * TIMESTAMP_SECOND)

/* At the start, and for each hour: together 4 MB in the first hour. */
#define FIRST_BYTES (1 << 20)
#define HOUR_BYTES (3 << 20)

static void fill(struct account *account)
{
    int64_t now = timestamp_now();
    double seconds = (double)(now - account->looks.filled_at) / TIMESTAMP_SECOND;
    account->looks.filled_at = now;
    if (seconds > 0)
        account->looks.bytes += seconds * HOUR_BYTES / HOUR_SECONDS;
    if (account->looks.bytes > FIRST_BYTES)
        account->looks.bytes = FIRST_BYTES;
}

void account_look_open(struct account *account)
{
    account->looks = (struct account_looks){.bytes = FIRST_BYTES, .filled_at = timestamp_now()};
}

void account_look_stop(struct account *account)
{
    account->looks.not_before = timestamp_now() + STOPPED_FOR;
}

/* Whether anything else is under way, or waits. */
static bool is_occupied(const struct account *account)
{
    bool occupied = account->waiting > 0;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++)
        occupied = occupied || account->walks[i].walk;
    return occupied;
}

bool account_may_look(struct account *account)
{
    fill(account);
    return account->live && account->looks.bytes > 0 && !account->looks.is_slow &&
           account->looks.not_before <= timestamp_now() && !uv_is_active((uv_handle_t *)&account->retry) &&
           !is_occupied(account);
}

void account_looked(struct account *account, const struct walk *walk, enum plan_urgency urgency)
{
    uint64_t bytes = walk_bytes(walk), milliseconds = walk_reading_ms(walk);
    bool is_told = bytes >= TELLING_BYTES;
    bool is_slow = is_told && bytes * SECOND_MS / (milliseconds + 1) < SLOW_BYTES_PER_SECOND;
    account->looks.is_slow = is_slow || walk_waited_ms(walk) >= SLOW_MS;
    if (urgency == PLAN_LOOK)
        account->looks.bytes -= (double)bytes;
}

#include "tests/server/changes.h"

#include "tests/server/must.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#define TURN_MS 40

/* Parts of one call that a history can have; those of a restored history lie above. */
#define PARTS UINT64_C(16)

struct growth {
    double per_second;
    double due; /* calls, in parts */
};

struct changes {
    struct history *history;
    const struct mint *mint;
    const struct ticks_clock *clock;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    size_t growing;   /* agents */
    unsigned backups; /* how often the history was restored from one */
    struct dice dice;
    struct growth agents[];
};

static double monotonic_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Waits for a turn, or, when nothing grows, until something does: then true. The lock is held. */
static bool wait_turn(struct changes *changes)
{
    struct timespec until;

    if (changes->growing == 0) {
        pthread_cond_wait(&changes->wake, &changes->lock);
        return true;
    }
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TURN_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(&changes->wake, &changes->lock, &until);
    return false;
}

static const struct changes_wish no_wish = {-1, -1};

/* The lock is held. */
static struct recording add_call(struct changes *changes, size_t agent, const struct changes_wish *wish)
{
    struct recording call;
    int64_t gap = 1 + dice_below(&changes->dice, 3);

    mint_call(changes->mint, &changes->dice, agent, &call);
    if (wish->ticks >= 0)
        call.length = (uint64_t)wish->ticks;
    if (wish->digit >= 0)
        gap = 1 + (9 + wish->digit - history_greatest(changes->history) % 10) % 10;
    call.id = history_take_id(changes->history, gap);
    call.part = PARTS * changes->backups;
    call.start = ticks_now(changes->clock) - (int64_t)call.length;
    history_insert(changes->history, &call);
    return call;
}

static void *grow(void *context)
{
    struct changes *changes = context;

    pthread_mutex_lock(&changes->lock);
    double before = monotonic_seconds();
    while (!changes->stop) {
        if (wait_turn(changes))
            before = monotonic_seconds();
        double now = monotonic_seconds();
        for (size_t i = 0; i < history_agents(changes->history) && changes->growing > 0; i++) {
            struct growth *growth = &changes->agents[i];

            growth->due += growth->per_second * (now - before);
            while (growth->due >= 1) {
                add_call(changes, i, &no_wish);
                growth->due -= 1;
            }
        }
        before = now;
    }
    pthread_mutex_unlock(&changes->lock);
    return NULL;
}

struct changes *changes_start(struct history *history, const struct mint *mint,
                              const struct ticks_clock *clock, uint64_t seed)
{
    size_t agents = history_agents(history);
    struct changes *changes = must_alloc(1, sizeof *changes + agents * sizeof changes->agents[0]);
    pthread_condattr_t attributes;

    changes->history = history;
    changes->mint = mint;
    changes->clock = clock;
    changes->dice.state = dice_mix(seed ^ 0xc4a49e5);
    pthread_mutex_init(&changes->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&changes->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&changes->thread, NULL, grow, changes) != 0)
        must_die("a thread does not start");
    return changes;
}

void changes_stop(struct changes **changes)
{
    if (*changes == NULL)
        return;
    pthread_mutex_lock(&(*changes)->lock);
    (*changes)->stop = true;
    pthread_cond_signal(&(*changes)->wake);
    pthread_mutex_unlock(&(*changes)->lock);
    pthread_join((*changes)->thread, NULL);
    pthread_cond_destroy(&(*changes)->wake);
    pthread_mutex_destroy(&(*changes)->lock);
    free(*changes);
    *changes = NULL;
}

struct recording changes_add(struct changes *changes, size_t agent, const struct changes_wish *wish)
{
    pthread_mutex_lock(&changes->lock);
    struct recording call = add_call(changes, agent, wish);
    pthread_mutex_unlock(&changes->lock);
    return call;
}

void changes_grow(struct changes *changes, size_t agent, double per_second)
{
    pthread_mutex_lock(&changes->lock);
    struct growth *growth = &changes->agents[agent];
    changes->growing -= growth->per_second > 0;
    *growth = (struct growth){per_second, 0};
    changes->growing += per_second > 0;
    pthread_cond_signal(&changes->wake);
    pthread_mutex_unlock(&changes->lock);
}

bool changes_late(struct changes *changes, size_t agent, int64_t below, struct recording *added)
{
    struct recording other;
    int64_t id = below - 1;

    pthread_mutex_lock(&changes->lock);
    while (id > 0 && history_find(changes->history, id, &other))
        id--;
    if (id > 0) {
        mint_call(changes->mint, &changes->dice, agent, added);
        added->id = id;
        added->part = PARTS * changes->backups;
        added->start = history_start_below(changes->history, id, ticks_now(changes->clock)) +
                       mint_wait(changes->mint, &changes->dice);
        history_insert(changes->history, added);
    }
    pthread_mutex_unlock(&changes->lock);
    return id > 0;
}

static bool has_id(const struct recording *row, void *context)
{
    return row->id == *(const int64_t *)context;
}

static bool is_before(const struct recording *row, void *context)
{
    return row->id < *(const int64_t *)context;
}

/* How many of how many rows are still to be chosen. */
struct lottery {
    struct dice dice;
    size_t wanted;
    size_t left;
};

static bool is_drawn(const struct recording *row, void *context)
{
    struct lottery *lottery = context;
    bool drawn =
        lottery->left > 0 && dice_unit(&lottery->dice) * (double)lottery->left < (double)lottery->wanted;

    (void)row;
    lottery->wanted -= drawn;
    lottery->left--;
    return drawn;
}

size_t changes_delete_id(struct changes *changes, size_t agent, int64_t id)
{
    return history_delete(changes->history, agent, has_id, &id);
}

size_t changes_delete_before(struct changes *changes, size_t agent, int64_t id)
{
    return history_delete(changes->history, agent, is_before, &id);
}

size_t changes_delete_some(struct changes *changes, size_t agent, size_t count)
{
    pthread_mutex_lock(&changes->lock);
    struct lottery lottery = {{dice_next(&changes->dice)}, count, history_count(changes->history, agent)};
    if (lottery.wanted > lottery.left)
        lottery.wanted = lottery.left;
    size_t deleted = history_delete(changes->history, agent, is_drawn, &lottery);
    pthread_mutex_unlock(&changes->lock);
    return deleted;
}

static bool is_above(const struct recording *row, void *context)
{
    return row->id > *(const int64_t *)context;
}

size_t changes_restore(struct changes *changes, int64_t id)
{
    size_t gone = 0;

    pthread_mutex_lock(&changes->lock);
    for (size_t i = 0; i < history_agents(changes->history); i++)
        gone += history_delete(changes->history, i, is_above, &id);
    history_set_greatest(changes->history, id);
    changes->backups++;
    pthread_mutex_unlock(&changes->lock);
    return gone;
}

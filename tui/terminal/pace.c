#include "tui/terminal/pace.h"

#include <string.h>

enum { SLOWEST = 300 /* bytes a second that a line is thought to take at least */, SECOND = 1000 };

void pace_open(struct pace *pace)
{
    *pace = (struct pace){.round_trip = UINT64_MAX};
}

void pace_ask(struct pace *pace, uint64_t now)
{
    if (pace->asked < PACE_QUESTIONS)
        pace->questions[pace->asked++] = (struct pace_question){pace->sent, now};
}

bool pace_send(struct pace *pace, size_t bytes, uint64_t now)
{
    size_t before = pace->asked;
    pace->sent += bytes;
    if (bytes > 0)
        pace_ask(pace, now);
    return pace->asked > before;
}

static bool is_slow(const struct pace *pace)
{
    return pace->taken > 0 && pace->needed * PACE_WHOLE > pace->taken * PACE_WHOLE_DELAY;
}

/* Bytes that a slow line takes in so many ms and a round trip, but not less than `least`. */
static uint64_t taken_in(const struct pace *pace, uint64_t delay, uint64_t least)
{
    uint64_t bytes = pace->taken * (delay + pace->round_trip) / pace->needed;
    return bytes < least ? least : bytes;
}

/* Those that may be on their way. */
static uint64_t window(const struct pace *pace)
{
    if (!is_slow(pace))
        return PACE_WINDOW;
    return pace->is_hurried ? taken_in(pace, PACE_HURRIED_DELAY, 1) : taken_in(pace, PACE_DELAY, PACE_LEAST);
}

/* How many bytes tell something: more where an unrest of the network could be all that was measured. */
static size_t telling(const struct pace *pace, uint64_t needed)
{
    if (is_slow(pace)) {
        size_t half = (size_t)taken_in(pace, PACE_DELAY, PACE_LEAST) / 2;
        return half < PACE_WINDOW ? half : PACE_WINDOW;
    }
    return needed < PACE_DELAY ? PACE_WINDOW : PACE_LEAST / 2;
}

/* The line began to take the bytes when the terminal had shown those before them, or a round trip before their
 * answer came. What was there almost at once tells only that it takes more. */
static void measure(struct pace *pace, const struct pace_question *question, uint64_t now)
{
    uint64_t took = now - question->when;
    size_t bytes = question->at - pace->seen;
    pace->round_trip = took < pace->round_trip ? took : pace->round_trip;
    uint64_t begun = question->when + pace->round_trip;
    uint64_t needed = now - (begun > pace->answered ? begun : pace->answered);
    if (bytes < telling(pace, needed))
        return;
    if (is_slow(pace) && bytes < PACE_WINDOW && bytes * pace->needed > 2 * pace->taken * needed) {
        pace->taken *= 2; /* or the answers were held up */
        return;
    }
    pace->taken = bytes;
    pace->needed = needed;
}

void pace_hurry(struct pace *pace, bool is_hurried)
{
    pace->is_hurried = is_hurried;
}

void pace_answered(struct pace *pace, uint64_t now)
{
    pace->answers = true;
    if (pace->asked == 0)
        return;
    measure(pace, &pace->questions[0], now);
    pace->seen = pace->questions[0].at;
    pace->answered = now;
    pace->asked--;
    memmove(&pace->questions[0], &pace->questions[1], pace->asked * sizeof(pace->questions[0]));
}

void pace_forget(struct pace *pace)
{
    pace->asked = 0;
    pace->seen = pace->sent;
}

void pace_give_up(struct pace *pace)
{
    pace->answers = false;
    pace_forget(pace);
}

static size_t on_its_way(const struct pace *pace)
{
    return pace->sent - pace->seen;
}

uint64_t pace_patience(const struct pace *pace)
{
    return PACE_PATIENCE + on_its_way(pace) * SECOND / SLOWEST;
}

bool pace_is_behind(const struct pace *pace)
{
    uint64_t most = is_slow(pace) ? window(pace) * 7 / 8 : PACE_WINDOW;
    return pace->answers && pace->asked > 0 && on_its_way(pace) > most;
}

size_t pace_room(const struct pace *pace)
{
    return pace->answers && is_slow(pace) ? window(pace) / 2 : SIZE_MAX;
}

#include "tests/server/audio/talk.h"

#include "tests/server/audio/sound.h"
#include "tests/server/dice.h"
#include "tests/server/must.h"

#include <math.h>
#include <stdlib.h>

#define SECONDS(count) ((int64_t)(count)*SOUND_RATE)

/* The talk while it is made up. */
struct draft {
    struct talk *talk;
    struct dice dice;
    int64_t at;   /* end of what was said so far */
    int64_t end;  /* nobody says more */
    int64_t hold; /* when the next music is due */
};

static int64_t draw(struct draft *draft, double least, double greatest)
{
    return (int64_t)((least + (greatest - least) * dice_unit(&draft->dice)) * SOUND_RATE);
}

/* A turn of that length behind the end of the one before, with which it may begin. */
static void add(struct draft *draft, enum talk_who who, int64_t begin, int64_t length)
{
    struct talk *talk = draft->talk;
    int64_t end = (begin > draft->at ? begin : draft->at) + length;

    if (end > draft->end)
        end = draft->end;
    if (end <= begin)
        return;
    if ((talk->count & (talk->count - 1)) == 0)
        talk->turns = must_resize(talk->turns, talk->count > 0 ? talk->count * 2 : 1, sizeof *talk->turns);
    talk->turns[talk->count++] = (struct turn){begin, end, who, dice_next(&draft->dice)};
    draft->at = end;
}

/* Where the next turn begins: after a pause, now and then a long one, or before the last has ended. */
static int64_t next_begin(struct draft *draft)
{
    const struct talk *talk = draft->talk;
    uint32_t roll = dice_below(&draft->dice, 100);
    const struct turn *last = talk->count > 0 ? &talk->turns[talk->count - 1] : NULL;

    if (roll < 30 && last != NULL && last->who != TALK_MUSIC && last->end - last->begin > SECONDS(2))
        return draft->at - draw(draft, 0.3, 1.5);
    return draft->at + (roll < 40 ? draw(draft, 2, 7) : draw(draft, 0.2, 1.2));
}

static int64_t turn_length(struct draft *draft)
{
    double unit = dice_unit(&draft->dice);

    return draft->talk->count == 0 ? draw(draft, 2.5, 4) : (int64_t)((0.6 + 9 * unit * unit) * SOUND_RATE);
}

void talk_make(struct talk *talk, uint64_t seed, int64_t samples)
{
    struct draft draft = {.talk = talk, .dice = {seed}};
    enum talk_who who = TALK_AGENT;

    draft.at = draw(&draft, 0.1, 0.6);
    draft.end = samples - SOUND_RATE / 5;
    draft.hold = samples < SECONDS(40) ? INT64_MAX : samples * 2 / 5;
    if (draft.hold > SECONDS(900) && draft.hold < INT64_MAX)
        draft.hold = draw(&draft, 120, 600);
    while (draft.at < draft.end - SOUND_RATE / 2) {
        if (draft.at >= draft.hold) {
            add(&draft, TALK_MUSIC, draft.at + draw(&draft, 0.3, 1),
                (int64_t)fmin((double)samples / 5, (double)draw(&draft, 12, 70)));
            draft.hold = draft.at + draw(&draft, 600, 1200);
            who = TALK_AGENT;
        }
        add(&draft, who, next_begin(&draft), turn_length(&draft));
        who = who == TALK_AGENT ? TALK_CALLER : TALK_AGENT;
    }
}

void talk_clear(struct talk *talk)
{
    free(talk->turns);
    *talk = (struct talk){0};
}

size_t talk_at(const struct talk *talk, int64_t sample)
{
    size_t low = 0;
    size_t high = talk->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (talk->turns[middle].end <= sample)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How far the terminal is behind, and how fast its line is. The kernel and the network take tens of kilobytes that
 * a slow line needs long to pass on, and nothing tells how many wait there; but terminals answer a question (DSR,
 * ESC [ 5 n) when they come to it in what they are sent. So a question follows what is sent, and until it is
 * answered no more than a little is: what is drawn later is what is true then. A little is, on a slow line, what
 * that takes in a quarter of a second and a round trip; hardly more than the row of the cursor while keys come before a
 * frame has been sent whole. A terminal that does not answer is never waited for.
 * Pure; times are in milliseconds of one clock. */
#ifndef TUI_TERMINAL_PACE_H
#define TUI_TERMINAL_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACE_QUESTION "\033[5n"

enum {
    PACE_WINDOW = 512,       /* bytes that may be on their way when the next frame is drawn */
    PACE_LEAST = 256,        /* that may be on a slow line, however slow it is */
    PACE_DELAY = 250,        /* ms that what is on a slow line may take, besides a round trip */
    PACE_HURRIED_DELAY = 50, /* likewise, while one frame overtakes the other */
    PACE_WHOLE = 4096,
    PACE_WHOLE_DELAY = 500, /* bytes, ms: a line is slow that takes longer */
    PACE_PATIENCE = 5000    /* ms after which an answer is taken for lost, besides what is on its way */
};

enum { PACE_QUESTIONS = 4 };

struct pace_question {
    size_t at; /* what had been sent then */
    uint64_t when;
};

struct pace {
    size_t sent; /* bytes, since the start */
    size_t seen; /* of them, for certain */
    struct pace_question questions[PACE_QUESTIONS];
    size_t asked;        /* questions that are not answered yet, the oldest first */
    bool answers;        /* it did before */
    bool is_hurried;     /* what is sent will soon be out of date */
    uint64_t answered;   /* when it did last */
    uint64_t round_trip; /* the shortest; UINT64_MAX: not known */
    size_t taken;        /* bytes, in `needed` ms; 0: not known */
    uint64_t needed;
};

void pace_open(struct pace *pace);

/* The question is sent by itself. */
void pace_ask(struct pace *pace, uint64_t now);

/* So many bytes of a frame are sent; true if the question is to follow them. */
bool pace_send(struct pace *pace, size_t bytes, uint64_t now);

/* Whether keys come faster than frames are sent: then less may be on its way. */
void pace_hurry(struct pace *pace, bool is_hurried);

void pace_answered(struct pace *pace, uint64_t now);

/* Others may have got the answers: what was asked is not waited for. */
void pace_forget(struct pace *pace);

/* No answer has come: nothing is waited for until one comes again. */
void pace_give_up(struct pace *pace);

/* How long to wait until then, in ms. */
uint64_t pace_patience(const struct pace *pace);

/* Whether all else has to wait for the answer. */
bool pace_is_behind(const struct pace *pace);

/* How many bytes may be sent now; SIZE_MAX: a whole frame. */
size_t pace_room(const struct pace *pace);

#endif

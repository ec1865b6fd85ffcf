/* How far the terminal is behind. The kernel and the network take tens of kilobytes that a slow line needs
 * long to pass on, and nothing tells how many wait there; but terminals answer a question (DSR, ESC [ 5 n)
 * when they come to it in what they are sent. So a question follows a frame, and until it is answered no more
 * than a little is sent: what is drawn later is what is true then. A terminal that does not answer is never
 * waited for. Pure. */
#ifndef TUI_TERMINAL_PACE_H
#define TUI_TERMINAL_PACE_H

#include <stdbool.h>
#include <stddef.h>

#define PACE_QUESTION "\033[5n"

enum {
    PACE_WINDOW = 512,   /* bytes that may be on their way when the next frame is drawn */
    PACE_PATIENCE = 5000 /* ms after which an answer is taken for lost */
};

struct pace {
    size_t sent;     /* bytes, since the start */
    size_t asked_at; /* what had been sent then */
    size_t seen;     /* of what was sent, for certain */
    bool asked;      /* the answer has not come yet */
    bool answers;    /* it did before */
};

/* A frame of so many bytes is sent; true if the question is to follow it. */
bool pace_send(struct pace *pace, size_t bytes);

void pace_answered(struct pace *pace);

/* No answer has come: nothing is waited for until one comes again. */
void pace_give_up(struct pace *pace);

/* Whether the next frame has to wait for the answer. */
bool pace_is_behind(const struct pace *pace);

#endif

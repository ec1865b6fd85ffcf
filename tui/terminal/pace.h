/* Measures how far the terminal is behind and how fast its line is, and limits the bytes that are under way to it.
 *
 * The kernel and the network buffer tens of kilobytes, which a slow line takes long to pass on, and nothing tells how
 * many are waiting there. But a terminal answers the question DSR (ESC [ 5 n) when it reads it. So a question follows
 * each frame, and until it is answered only a few more bytes are sent: what is drawn later shows what is true then.
 * On a slow line those are what it takes in PACE_DELAY and a round trip; in PACE_HURRIED_DELAY while keys come before
 * a frame has been sent whole. A terminal that does not answer is never waited for.
 *
 * Pure. Times are milliseconds of one monotonic clock. */
#ifndef TUI_TERMINAL_PACE_H
#define TUI_TERMINAL_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACE_QUESTION "\033[5n"

enum {
    PACE_WINDOW = 512,       /* bytes that may be under way when the next frame is drawn */
    PACE_LEAST = 256,        /* the same on a slow line, at least, however slow it is */
    PACE_DELAY = 250,        /* ms, besides a round trip, that what is under way on a slow line may take */
    PACE_HURRIED_DELAY = 50, /* the same while frames are out of date before they have been sent */
    PACE_WHOLE = 4096,       /* bytes; a line is slow that takes longer than PACE_WHOLE_DELAY for them */
    PACE_WHOLE_DELAY = 500,  /* ms */
    PACE_PATIENCE = 5000 /* ms after which an answer is taken for lost; what is under way is added to that */
};

enum { PACE_QUESTIONS = 4 };

struct pace_question {
    size_t at;     /* bytes that had been sent before it */
    uint64_t when; /* ms */
};

struct pace {
    size_t sent;                                    /* bytes since the start */
    size_t seen;                                    /* how many of them the terminal has read for certain */
    struct pace_question questions[PACE_QUESTIONS]; /* those without an answer, the oldest first */
    size_t asked;                                   /* how many they are */
    bool answers;                                   /* the terminal is known to answer */
    bool is_hurried;                                /* see pace_hurry */
    uint64_t answered;                              /* time of the last answer */
    uint64_t round_trip;                            /* the shortest so far, ms; UINT64_MAX: not known */
    size_t taken; /* the speed of the line: so many bytes in `needed` ms; 0: not known */
    uint64_t needed;
};

void pace_open(struct pace *pace);

/* A question was sent that follows no frame. */
void pace_ask(struct pace *pace, uint64_t now);

/* So many bytes of a frame are being sent. True if the question is to follow them. */
bool pace_send(struct pace *pace, size_t bytes, uint64_t now);

/* Whether keys come faster than frames are sent: then fewer bytes may be under way. */
void pace_hurry(struct pace *pace, bool is_hurried);

/* The terminal has answered the oldest question. */
void pace_answered(struct pace *pace, uint64_t now);

/* Another program may have read the answers: they are not waited for. */
void pace_forget(struct pace *pace);

/* No answer has come in pace_patience: until one comes again nothing is waited for. */
void pace_give_up(struct pace *pace);

/* How long to wait for an answer, in ms. */
uint64_t pace_patience(const struct pace *pace);

/* Whether the next frame has to wait for an answer. */
bool pace_is_behind(const struct pace *pace);

/* How many bytes may be sent now; SIZE_MAX: a whole frame. */
size_t pace_room(const struct pace *pace);

#endif

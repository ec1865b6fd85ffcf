/* What is fetched of one agent in one go, as a row of questions to the server: which fromQueueCallId is asked
 * next, how far its answer is read, and when the errand is done. It only chooses; what the answers prove is
 * judged by answer.h and filed by filer.h. Pure. */
#ifndef MODEL_FETCH_ERRAND_H
#define MODEL_FETCH_ERRAND_H

#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/coverage/coverage.h"
#include "model/coverage/look.h"
#include "model/fetch/search.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum errand_kind {
    ERRAND_FORWARD, /* everything above `from` */
    ERRAND_NEWEST,  /* the newest page, found by a search */
    ERRAND_DATE,    /* a page around a time, found by a search */
    ERRAND_STRETCH, /* from `from` up to `stop_at`, where the archive is complete */
};

struct errand_order {
    enum errand_kind kind;
    int64_t from;    /* FORWARD, STRETCH */
    int64_t stop_at; /* STRETCH: the id up to which is read */
    int64_t known;   /* the agent has a recording there; 0 if none is known */
    bool is_lost;    /* which was not there any more when it was asked for last */
    bool again;      /* the agent's end was asked for before */
    int64_t time;    /* DATE, ticks */
    int64_t now;     /* ticks */
    uint64_t page;   /* NEWEST, DATE: recordings wanted */
    double spacing;  /* NEWEST, DATE: ids from one recording to the next, 0 if unknown */
    int64_t last;    /* NEWEST: what is searched lies above this id */
    bool is_anchor;  /* and the agent has a recording there */
    bool keeps_tail; /* FORWARD: what lies between the tail and `from` is not asked for */
    bool is_look;    /* again, at what is there */
    struct look look;

    const struct chronology *chronology; /* NEWEST, DATE; copied */
    const struct coverage *coverage;     /* of the agent; copied */
};

struct errand_question {
    int64_t from;
    size_t look;     /* so many recordings are wanted by errand_look before any is filed; 0: file all */
    uint64_t most;   /* the answer is cut after so many */
    int64_t stop_at; /* and after the first id above this one */
};

struct errand;

/* What became of an answer that was filed. */
struct errand_answer {
    struct answer judgement;
    struct server_traits traits;
    bool cut;           /* by us; else it ended properly */
    struct moment last; /* its last recording that has a time; time TIMESTAMP_NONE if there was none */
};

enum errand_verdict { ERRAND_KEEP, ERRAND_CUT };

struct errand *errand_new(const struct errand_order *order);
void errand_free(struct errand **errand);

/* The next question; false if the errand is done. The same until it is answered. */
bool errand_ask(const struct errand *errand, struct errand_question *question);

/* The first recordings of an answer that has not been filed, but for those that cannot be read or have no id:
 * as many as the question wants, fewer where they come too slowly, or all. KEEP: file them and what follows,
 * up to question->most and stop_at, which may have changed. CUT: leave it; there is a next question. */
enum errand_verdict errand_look(struct errand *errand, const struct moment *recordings, size_t count,
                                bool all);

/* Whether the question asks again for a recording that the answer before held, so that the next answer cannot
 * be empty. */
bool errand_repeats(const struct errand *errand);

/* Whether the answer to the question is to hold a recording that was known before the errand. */
bool errand_expects_known(const struct errand *errand);

/* Nothing came, although the errand expects a known recording: it was deleted, or the server is not the one
 * that it was. True if it is asked further down, where there must be something. */
bool errand_doubt(struct errand *errand);

/* Says how many recordings a second the line brings. */
void errand_set_pace(struct errand *errand, double recordings);

/* A filed answer has ended, properly or by a cut of ours. */
void errand_take(struct errand *errand, const struct errand_answer *answer);

enum errand_kind errand_kind(const struct errand *errand);
uint64_t errand_rows(const struct errand *errand);       /* filed by the answers so far */
double errand_spacing(const struct errand *errand);      /* as learnt, 0 if unknown */
bool errand_gave_up_order(const struct errand *errand);  /* the server keeps no order: whole answers only */
bool errand_met_unreadable(const struct errand *errand); /* recordings that prove nothing */

/* What it learnt about ids and times. Valid as long as the errand. */
const struct chronology *errand_chronology(const struct errand *errand);

#endif

/* What is fetched of one agent in one go, as a row of questions to the server: which fromQueueCallId is asked
 * next, how far its answer is read, and when the job is done. It only chooses; what the answers prove is
 * judged by answer.h and filed by writer.h. Pure. */
#ifndef MODEL_FETCH_FETCH_JOB_H
#define MODEL_FETCH_FETCH_JOB_H

#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/coverage/coverage.h"
#include "model/coverage/look.h"
#include "model/fetch/id_search.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fetch_job_kind {
    FETCH_JOB_FORWARD, /* everything above `from` */
    FETCH_JOB_NEWEST,  /* the newest page, found by a search */
    FETCH_JOB_DATE,    /* a page around a time, found by a search */
    FETCH_JOB_STRETCH, /* from `from` up to `stop_at`, where the archive is complete */
};

struct fetch_job_spec {
    enum fetch_job_kind kind;
    int64_t from;         /* FORWARD, STRETCH */
    int64_t stop_at;      /* STRETCH: the id up to which is read */
    int64_t known;        /* the agent has a recording there; 0 if none is known */
    bool is_lost;         /* which was not there any more when it was asked for last */
    bool again;           /* the agent's end was asked for before */
    int64_t time;         /* DATE, ticks */
    int64_t now;          /* ticks */
    uint64_t page;        /* NEWEST, DATE: recordings wanted */
    double spacing;       /* NEWEST, DATE: ids from one recording to the next, 0 if unknown */
    int64_t last;         /* NEWEST: what is searched lies above this id */
    bool is_newest_final; /* and the agent has a recording there */
    bool keeps_head;      /* FORWARD: what lies between the tail and `from` is not asked for */
    bool is_look;         /* again, at what is there */
    unsigned asked;       /* struct plan's, when the job was chosen */
    struct look look;

    const struct chronology *chronology; /* NEWEST, DATE; copied */
    const struct coverage *coverage;     /* of the agent; copied */
};

struct fetch_job_question {
    int64_t from;
    size_t look;     /* so many recordings are wanted by fetch_job_look before any is filed; 0: file all */
    uint64_t most;   /* the answer is cut after so many */
    int64_t stop_at; /* and after the first id above this one */
};

struct fetch_job;

/* What became of an answer that was filed. */
struct fetch_job_answer {
    struct answer judgement;
    struct server_traits traits;
    bool cut;           /* by us; else it ended properly */
    struct moment last; /* its last recording that has a time; time TIMESTAMP_NONE if there was none */
};

enum fetch_job_verdict { FETCH_JOB_KEEP, FETCH_JOB_CUT };

struct fetch_job *fetch_job_new(const struct fetch_job_spec *order);
void fetch_job_free(struct fetch_job **job);

/* The next question; false if the job is done. The same until it is answered. */
bool fetch_job_ask(const struct fetch_job *job, struct fetch_job_question *question);

/* The first recordings of an answer that has not been filed, but for those that cannot be read or have no id:
 * as many as the question wants, fewer where they come too slowly, or all. KEEP: file them and what follows,
 * up to question->most and stop_at, which may have changed. CUT: leave it; there is a next question. */
enum fetch_job_verdict fetch_job_look(struct fetch_job *job, const struct moment *recordings, size_t count,
                                      bool all);

/* Whether the question asks again for a recording that the answer before held, so that the next answer cannot
 * be empty. */
bool fetch_job_repeats(const struct fetch_job *job);

/* Whether the answer to the question is to hold a recording that was known before the job. */
bool fetch_job_expects_known(const struct fetch_job *job);

/* Whether an empty answer to the question is to prove that the agent has nothing above it, as of now. */
bool fetch_job_asks_for_end(const struct fetch_job *job);

/* Nothing came, although the job expects a known recording: it was deleted, or the server is not the one
 * that it was. True if it is asked further down, where there must be something: when nothing has come for the
 * second time, or the recording was not there any more before. */
bool fetch_job_doubt(struct fetch_job *job, bool is_second);

/* Says how many recordings a second the line brings. */
void fetch_job_set_pace(struct fetch_job *job, double recordings);

/* A filed answer has ended, properly or by a cut of ours. */
void fetch_job_take(struct fetch_job *job, const struct fetch_job_answer *answer);

enum fetch_job_kind fetch_job_kind(const struct fetch_job *job);
uint64_t fetch_job_rows(const struct fetch_job *job);      /* filed by the answers so far */
double fetch_job_spacing(const struct fetch_job *job);     /* as learnt, 0 if unknown */
bool fetch_job_gave_up_order(const struct fetch_job *job); /* the server keeps no order: whole answers only */
bool fetch_job_met_unreadable(const struct fetch_job *job);    /* recordings that prove nothing */
bool fetch_job_met_contradiction(const struct fetch_job *job); /* answers that do not hold the same */

/* What it learnt about ids and times. Valid as long as the job. */
const struct chronology *fetch_job_chronology(const struct fetch_job *job);

#endif

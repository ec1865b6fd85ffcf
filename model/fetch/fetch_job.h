/* One job of fetching an agent's recordings, a sequence of questions to the server: which fromQueueCallId comes next,
 * how far its answer is read, and when the job is done. It only chooses; what the answers prove is judged by answer.h
 * and filed by writer.h. Pure. */
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
    FETCH_JOB_STRETCH, /* from `from` up to `stop_at` */
};

struct fetch_job_spec {
    enum fetch_job_kind kind;
    int64_t from;    /* FORWARD, STRETCH: id */
    int64_t stop_at; /* STRETCH: id up to which is read */
    int64_t known;   /* id of a recording of the agent; 0: none; INT64_MAX: each answer has to hold some */
    bool is_lost;    /* the server may lack that recording, since it lacked some before */
    bool again;      /* the agent's end was asked for before */
    int64_t time;    /* DATE, ticks */
    int64_t now;     /* ticks */
    uint64_t page;   /* NEWEST, DATE: recordings wanted */
    double spacing;  /* NEWEST, DATE: ids from one recording to the next, 0 if unknown */
    int64_t last;    /* NEWEST: id above which is searched */
    bool is_newest_final; /* NEWEST: the agent has a recording with that id */
    bool keeps_head;      /* FORWARD: the range between the tail and `from` is not asked for */
    bool is_look;         /* the job looks again at what the archive has, see look.h */
    unsigned asked;       /* `asked` of struct plan when the job was chosen */
    struct look look;

    const struct chronology *chronology; /* NEWEST, DATE; copied */
    const struct coverage *coverage;     /* of the agent; copied */
};

struct fetch_job_question {
    int64_t from;
    size_t look;     /* recordings that fetch_job_look judges before any is filed; 0: all are filed at once */
    uint64_t most;   /* recordings after which the answer is cut */
    int64_t stop_at; /* id above which it is cut */
};

struct fetch_job;

/* The result of an answer that was filed. */
struct fetch_job_answer {
    struct answer judgement;
    struct server_traits traits;
    bool cut;           /* by us; else it ended properly */
    struct moment last; /* its last recording with a start; time TIMESTAMP_NONE if there was none */
};

enum fetch_job_verdict { FETCH_JOB_KEEP, FETCH_JOB_CUT };

struct fetch_job *fetch_job_new(const struct fetch_job_spec *order);
void fetch_job_free(struct fetch_job **job);

/* Sets *question to the next question, which stays the same until it is answered. False if the job is done. */
bool fetch_job_ask(const struct fetch_job *job, struct fetch_job_question *question);

/* Judges the first decodable recordings with an id of an answer that has not been filed: as many as the question wants,
 * fewer if they arrive too slowly, or all (`all`). KEEP: file them and what follows, up to the question's `most` and
 * stop_at, which may have changed. CUT: drop the answer; there is a next question. */
enum fetch_job_verdict fetch_job_look(struct fetch_job *job, const struct moment *recordings, size_t count,
                                      bool all);

/* Whether the question asks again for a recording that the previous answer held, so that its answer cannot be empty. */
bool fetch_job_repeats(const struct fetch_job *job);

/* Whether the answer has to hold a recording that was known before the job. */
bool fetch_job_expects_known(const struct fetch_job *job);

/* Whether an empty answer to the question is to prove that the agent has nothing above it, as of now. */
bool fetch_job_asks_for_end(const struct fetch_job *job);

/* The answer was empty. If the job expected a known recording, that was deleted or the server's history was replaced:
 * then, if the answer is empty for the second time or the recording may be lost anyway, the job asks further down,
 * where there has to be something. True if so. */
bool fetch_job_doubt(struct fetch_job *job, bool is_second);

/* Sets the pace of the line, in recordings per second. */
void fetch_job_set_pace(struct fetch_job *job, double recordings);

/* Takes the result of a filed answer that has ended properly or was cut by us. */
void fetch_job_take(struct fetch_job *job, const struct fetch_job_answer *answer);

enum fetch_job_kind fetch_job_kind(const struct fetch_job *job);
uint64_t fetch_job_rows(const struct fetch_job *job);  /* recordings filed so far */
double fetch_job_spacing(const struct fetch_job *job); /* ids from one recording to the next, 0 if unknown */
bool fetch_job_gave_up_order(const struct fetch_job *job);     /* it ended early: the server keeps no order */
bool fetch_job_met_unreadable(const struct fetch_job *job);    /* an answer had undecodable elements */
bool fetch_job_met_contradiction(const struct fetch_job *job); /* two answers disagreed, see writer_check.h */

/* What it has learnt about ids and times. Valid as long as the job. */
const struct chronology *fetch_job_chronology(const struct fetch_job *job);

#endif

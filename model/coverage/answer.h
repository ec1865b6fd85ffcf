/* Judges one answer to `fromQueueCallId=f` by the ids it holds, in the order in which they came: for which
 * range of ids is it the truth? Pure. The rules:
 *
 * - Ended properly, with recordings, greatest id g: the truth for (f, g-1], because behind a server's cap g
 * can have a second recording. When it held nothing but g and f = g-1, for (f, g]; when that was one
 * recording alone, and the server has been seen to give more at a time, there is nothing above it either.
 * - Ended properly and empty: there is nothing above f, as of now. A few recordings without an id, which
 * servers that have such give with every answer, are as good as none; many could fill a cap.
 * - Cut (by a fault, by us, by a kill): the truth for (f, last-1] if its ids never went down, else for
 * nothing. A few ids that rise by chance prove no order, and one answer proves nothing of another, so it
 * counts as ordered only once ANSWER_EVIDENCE rises have been seen in it.
 * - Ended properly and with ids below f: the server ignores the parameter; everything is in that answer, if
 * one before it was such, too. The first one proves nothing: it is asked again. An id that is f is left out;
 * some take the parameter to include it.
 * - Of a server that keeps no order a cap may leave out any of what lies below g. There an answer that ended
 * properly proves something only once another one, asked for from its middle, holds the same above that.
 * - An element that could not be read has an unknown id between its neighbours, so the range is interrupted
 * there. */
#ifndef MODEL_COVERAGE_ANSWER_H
#define MODEL_COVERAGE_ANSWER_H

#include "model/coverage/coverage.h"
#include "model/coverage/id_sample.h"

#include <stdbool.h>
#include <stdint.h>

#define ANSWER_EVIDENCE 16
#define ANSWER_DOUBT 1000 /* ids so far below one where nothing came of what was known are in doubt, too */

/* What the answers of a server have shown so far. Kept in the archive. */
struct server_traits {
    bool unordered;      /* ids went down within an answer: cut answers prove nothing, others are checked */
    bool ignores_cursor; /* version 6.5: every answer is everything */
    bool mixes_agents;   /* an agent's recordings name others: theirs may lie among them */
    uint64_t
        order_evidence; /* times an id was followed by a greater one, until the first fall; stops at evidence */
};

struct answer {
    int64_t from;
    int64_t segment; /* what is asked about: (segment, …] */
    int64_t last;
    int64_t greatest;
    int64_t least;  /* of the ids below `from`; 0: none was */
    uint64_t count; /* elements, also unreadable ones and those without an id */
    uint64_t with_id;
    uint64_t order_evidence;
    bool fell;           /* an id was followed by a smaller one */
    bool below;          /* an id below `from` (and above 0) */
    bool expects_below;  /* an answer before had such, too */
    bool interrupted;    /* an unreadable element came; the next id starts a new segment */
    bool unreadable;     /* there was at least one unreadable element */
    bool is_unconfirmed; /* it lacks so much that it is to be asked for again, see writer.h */
    bool is_estranged;   /* it shares nothing with what was known, see writer.h */
    bool is_unchecked; /* what it proves waits for an answer from its middle, which is to be asked for next */
    bool is_contradicted; /* the one whose middle it was asked for from holds something else */
    struct id_sample sample;
};

/* `expects_below` if an answer before it, of the same run or of a server that is known for it, had ids below
 * what was asked. */
void answer_begin(struct answer *answer, int64_t from, bool expects_below);

/* Whether an answer shows how the server takes the cursor: answer->below says it. */
bool answer_shows_cursor(const struct answer *answer);

/* Takes the id of the next recording; INT64_MIN for one without. */
void answer_take(struct answer *answer, int64_t id);
void answer_take_unreadable(struct answer *answer);

/* Moves what the answer shows about the server into the traits. Returns true if the server was just found out
 * to be unordered: what cut answers proved before is void. */
bool answer_teach(const struct answer *answer, struct server_traits *traits);

/* Range proved so far, as if the answer were cut now. Empty (hi <= lo) when nothing is proved. */
struct coverage_range answer_cut_truth(const struct answer *answer, const struct server_traits *traits);

/* Range proved by an answer that ended properly. For an empty answer and for one of a server that ignores the
 * cursor hi is INT64_MAX, "up to whatever there was". With an unreadable element only the last segment is
 * proved, as if cut. */
struct coverage_range answer_whole_truth(const struct answer *answer, const struct server_traits *traits);

/* From which id another answer has to bear out one that ended properly, before it proves anything; INT64_MIN: none
 * has to. */
int64_t answer_check_from(const struct answer *answer, const struct server_traits *traits);

/* Where to ask next to go on after an answer that ended properly; -1 when there is nothing more to ask. */
int64_t answer_next_from(const struct answer *answer, const struct server_traits *traits);

#endif

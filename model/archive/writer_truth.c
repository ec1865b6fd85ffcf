#include "model/archive/writer_truth.h"

#include "model/archive/database.h"
#include "model/archive/id_jump_read.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_check.h"
#include "model/archive/writer_coverage.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_expiry.h"
#include "model/archive/writer_gone.h"
#include "model/archive/writer_held.h"
#include "model/archive/writer_known.h"
#include "model/archive/writer_merge.h"
#include "model/archive/writer_seen.h"
#include "model/archive/writer_settled.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/archive/writer_traces.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_unread.h"
#include "model/coverage/answer.h"
#include "model/coverage/coverage.h"
#include "model/coverage/id_jump.h"
#include "model/coverage/seen.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"

#include <stdlib.h>
#include <string.h>

#define DOUBTS 2 /* answers in a row with ids below the question, after which such an answer is believed */
#define LOSS_SHARE 10 /* a loss of more than one in so many recordings is not accepted unasked */

static int64_t count_in(struct writer *writer, int64_t agent, int64_t first, int64_t last)
{
    sqlite3_stmt *statement = writer_bound(writer, WRITER_COUNT_RANGE, DATABASE_NUMBERS(agent, first, last));
    int64_t count = writer_step(writer, statement) ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_reset(statement);
    return count;
}

static void read_counts(struct writer *writer, int64_t agent, struct writer_fetch *fetch)
{
    sqlite3_stmt *statement = writer_bound(writer, WRITER_GET_COUNT, DATABASE_NUMBERS(agent));
    if (writer_step(writer, statement)) {
        fetch->had = (uint64_t)sqlite3_column_int64(statement, 0);
        fetch->lost_before = (uint64_t)sqlite3_column_int64(statement, 1);
    }
    sqlite3_reset(statement);
}

/* The greatest id of the agent; INT64_MIN without any. */
static int64_t newest_id(struct writer *writer, int64_t agent)
{
    sqlite3_stmt *statement = writer_bound(writer, WRITER_NEWEST_ROWS, DATABASE_NUMBERS(agent, INT64_MAX));
    int64_t newest = writer_step(writer, statement) ? sqlite3_column_int64(statement, 0) : INT64_MIN;
    sqlite3_reset(statement);
    return newest;
}

static void begin_fetch(struct writer *writer, const struct writer_question *question)
{
    struct writer_fetch *fetch = &writer->fetches[question->fetch];
    number_map_clear(&fetch->unread);
    writer_check_drop(fetch);
    *fetch = (struct writer_fetch){
        .agent = question->agent,
        .accept_losses = question->accept_losses,
        .keeps_head = question->keeps_head,
        .newest = newest_id(writer, question->agent),
        .known = writer_settled_id(writer, question->agent, question->asked_at - writer->settle),
        .head_from = question->from,
        .contiguous = question->from,
        .asked_at = question->asked_at,
    };
    read_counts(writer, question->agent, fetch);
    fetch->distrusts = fetch->lost_before > 0 && !question->accept_losses;
    fetch->settled = fetch->distrusts ? 0 : fetch->known;
}

/* If the archive cannot be read, ids are compared with 0: none far up counts as in line. */
static void begin_jump(struct writer *writer, struct response_ingest *answer)
{
    struct failure unread;
    if (!id_jump_read(&writer->statements, answer->agent, answer->judgement.from, &answer->jump, &unread))
        id_jump_begin(&answer->jump, 0);
}

struct response_ingest *writer_begin(struct writer *writer, const struct writer_question *question)
{
    struct writer_fetch *fetch = &writer->fetches[question->fetch];
    if (question->first) {
        begin_fetch(writer, question);
    } else if (!fetch->unchecked && question->from > fetch->contiguous) {
        fetch->head_from = fetch->contiguous = question->from;
        fetch->witness = 0;
        fetch->asked_at = question->asked_at;
    }
    fetch->latest = question->asked_at;
    if (question->asked_at < fetch->asked_at)
        fetch->asked_at = question->asked_at; /* the answer's own time, which is older if a cache gave it */
    struct response_ingest *answer = memory_new(sizeof *answer);
    answer->agent = writer_merged_agent(writer, question->agent);
    answer->named = RECORDING_NO_NUMBER;
    answer->fetch = question->fetch;
    answer->asked_at = question->asked_at;
    answer->kept_since = question->kept_since;
    answer->reached.time = TIMESTAMP_NONE;
    answer->unplaced = INT64_MAX;
    answer->proved = question->from;
    answer->seen_sorted = true;
    answer_begin(&answer->judgement, question->from,
                 writer->traits.ignores_cursor || fetch->ignored >= DOUBTS);
    begin_jump(writer, answer);
    writer_begin_settling(writer, answer);
    writer_begin_known(writer, answer, question->stop_at);
    return answer;
}

static bool delete_row(struct writer *writer, struct response_ingest *answer, int64_t id,
                       const sqlite3_value *file, struct failure *failure)
{
    sqlite3_stmt *statement = writer_bound(writer, WRITER_DELETE_ROW, DATABASE_NUMBERS(answer->agent, id));
    sqlite3_bind_value(statement, 3, file);
    if (!database_run(writer->database, statement, "delete from", failure))
        return false;
    answer->added--;
    writer_note_change(writer, answer, id);
    return writer_note_traces(writer, failure);
}

/* Counts and notes the rows that the answer lacks but that stay because they are on hold. */
static int64_t count_held(struct writer *writer, struct response_ingest *answer, int64_t first, int64_t last)
{
    int64_t held = 0;
    if (!writer->holder.has)
        return 0;
    sqlite3_stmt *list =
        writer_bound(writer, WRITER_LIST_RANGE, DATABASE_NUMBERS(answer->agent, first, last));
    while (writer_step(writer, list)) {
        int64_t id = sqlite3_column_int64(list, 0);
        if (!writer_seen_lacks(answer, list) || !writer_holds(writer, id, list, 1))
            continue;
        writer_note_kept(writer, id, list, 1);
        held++;
    }
    sqlite3_reset(list);
    return held;
}

static bool delete_unseen(struct writer *writer, struct response_ingest *answer, int64_t first, int64_t last,
                          struct failure *failure)
{
    sqlite3_stmt *list =
        writer_bound(writer, WRITER_LIST_RANGE, DATABASE_NUMBERS(answer->agent, first, last));
    bool going = true;
    int code = SQLITE_DONE;
    while (going && (code = sqlite3_step(list)) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(list, 0);
        if (!writer_seen_lacks(answer, list) || writer_holds(writer, id, list, 1))
            continue;
        sqlite3_value *copy = sqlite3_value_dup(sqlite3_column_value(list, 1)); /* outlives the row */
        if (!copy)
            die("out of memory (file name)");
        writer_note_gone(writer, answer->agent, id, list, 1);
        going = delete_row(writer, answer, id, copy, failure);
        sqlite3_value_free(copy);
    }
    if (going && code != SQLITE_DONE)
        going = database_failed(writer->database, "read", failure);
    sqlite3_reset(list);
    return going;
}

/* Whether `missing` rows may be deleted: all, or none if the fetch loses too many to believe. A row whose key includes
 * all its values counts as changed rather than lost if a new one of that kind came with the answer. */
static bool may_lose(struct writer_fetch *fetch, const struct seen_key *seen, size_t count, uint64_t missing)
{
    for (size_t i = 0; i < count && missing; i++)
        missing -= seen[i].is_unheard_of;
    bool is_accepted = fetch->accept_losses && (fetch->lost_before > 0 || fetch->confirms);
    if (missing && !is_accepted && (fetch->deleted + missing) * LOSS_SHARE > fetch->had) {
        fetch->lost += missing;
        return false;
    }
    fetch->deleted += missing;
    return true;
}

/* Whether another fetch has asked for the agent later: rows that are not final may then be newer than the answer. */
static bool is_outdated(const struct writer *writer, const struct response_ingest *answer)
{
    for (unsigned i = 0; i < WRITER_FETCHES; i++) {
        const struct writer_fetch *fetch = &writer->fetches[i];
        if (i != answer->fetch && fetch->agent == answer->agent && fetch->latest > answer->asked_at)
            return true;
    }
    return false;
}

/* The id up to which rows that the answer lacks are gone from the server. */
static int64_t final_up_to(const struct writer *writer, const struct response_ingest *answer, int64_t hi)
{
    int64_t settled = writer->fetches[answer->fetch].settled;
    return is_outdated(writer, answer) && settled < hi ? settled : hi;
}

/* Compares the rows of the proved range (lo, hi] with the answer, and deletes those that the answer lacks. */
static bool reconcile(struct writer *writer, struct response_ingest *answer, int64_t lo, int64_t hi,
                      struct failure *failure)
{
    int64_t first = lo <= 0 ? INT64_MIN : lo + 1;
    writer_seen_sort(answer);
    int64_t final = final_up_to(writer, answer, hi);
    size_t below = first == INT64_MIN ? 0 : writer_seen_up_to(answer, lo);
    size_t seen = final > lo ? writer_seen_up_to(answer, final) - below : 0;
    int64_t missing = final > lo ? count_in(writer, answer->agent, first, final) - (int64_t)seen : 0;
    if (missing > 0) {
        int64_t held = count_held(writer, answer, first, final);
        writer->fetches[answer->fetch].held += (uint64_t)held;
        missing -= held;
    }
    if (missing > 0 &&
        may_lose(&writer->fetches[answer->fetch], seen ? answer->seen + below : NULL, seen,
                 (uint64_t)missing) &&
        !delete_unseen(writer, answer, first, final, failure))
        return false;
    size_t done = writer_seen_up_to(answer, hi);
    answer->seen_count -= done;
    if (answer->seen_count)
        memmove(answer->seen, answer->seen + done, answer->seen_count * sizeof *answer->seen);
    return true;
}

/* Extends the tail down over a proved range that reaches it, if that was asked for at as_of or later. */
static bool lower_head_from(struct writer *writer, const struct response_ingest *answer,
                            struct coverage_range truth, struct failure *failure)
{
    return writer_run(writer, WRITER_LOWER_HEAD,
                      DATABASE_NUMBERS(answer->agent, writer_least_claim(writer, answer, truth.lo), truth.hi,
                                       answer->asked_at),
                      failure);
}

/* Whether an answer that lacks too many recordings proves nothing: it has nothing final, it claims to be everything, or
 * it has to be repeated before the loss is accepted. */
static bool is_incredible(const struct writer *writer, const struct response_ingest *answer,
                          struct coverage_range truth)
{
    const struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    return fetch->lost > 0 && (fetch->accept_losses || fetch->seen == 0 || truth.lo < answer->judgement.from);
}

/* Whether the witness is still covered: another program may have purged or forgotten what was proved. */
static bool find_witness(struct writer *writer, const struct response_ingest *answer, int64_t witness,
                         bool *is_there, struct failure *failure)
{
    *is_there = true;
    return witness == 0 || writer_is_covered(writer, answer->agent, witness, is_there, failure);
}

/* Raises the lower end of a proof above what another program has removed. Without order there is nothing to lose: an
 * answer proves nothing before its end. */
static bool raise_floor(struct writer *writer, struct response_ingest *answer, struct coverage_range *truth,
                        struct failure *failure)
{
    bool is_there = true;
    if (!writer->traits.unordered && !find_witness(writer, answer, answer->witness, &is_there, failure))
        return false;
    if (!is_there) {
        answer->floor = answer->judgement.greatest;
        answer->witness = 0;
    }
    if (answer->floor > truth->lo)
        truth->lo = answer->floor;
    return true;
}

/* Covers the final part of (truth.lo, truth.hi]. */
static bool cover_settled(struct writer *writer, struct response_ingest *answer, struct coverage_range truth,
                          bool whole, struct failure *failure)
{
    struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    int64_t settled = fetch->lost ? fetch->seen : fetch->settled;
    if (settled > truth.hi)
        settled = truth.hi;
    int64_t lo = writer_least_claim(writer, answer, truth.lo);
    if (settled <= lo)
        return true;
    if (!fetch->witness && truth.lo >= fetch->head_from)
        fetch->witness = lo + 1;
    if (!answer->witness)
        answer->witness = lo + 1;
    const struct seen_range range = {lo, settled, answer->asked_at};
    return writer_cover(writer, answer->agent, whole, &range, failure);
}

/* Files the proof of (truth.lo, truth.hi]: compares the rows, then covers the final part. */
static bool file_truth(struct writer *writer, struct response_ingest *answer, struct coverage_range truth,
                       bool whole, struct failure *failure)
{
    if (truth.lo < answer->judgement.from && !answer->lowered) { /* the server ignored the cursor */
        answer->lowered = true;
        if (answer->proved == answer->judgement.from)
            answer->proved = truth.lo;
        else if (!reconcile(writer, answer, truth.lo, answer->judgement.from, failure))
            return false;
    }
    int64_t from = truth.lo > answer->proved ? truth.lo : answer->proved;
    if (truth.hi > from) {
        if (!reconcile(writer, answer, from, truth.hi, failure))
            return false;
        answer->proved = truth.hi;
    }
    if (is_incredible(writer, answer, truth))
        return true;
    if (truth.hi > truth.lo && !lower_head_from(writer, answer, truth, failure))
        return false;
    return cover_settled(writer, answer, truth, whole, failure) &&
           writer_claim_kept(writer, answer, truth, failure);
}

static bool write_count(struct writer *writer, struct response_ingest *answer, struct failure *failure)
{
    int64_t added = answer->added;
    answer->added = 0;
    return !added || writer_run(writer, WRITER_CHANGE_COUNT, DATABASE_NUMBERS(answer->agent, added), failure);
}

static bool write_lost(struct writer *writer, const struct response_ingest *answer, struct failure *failure)
{
    const struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    uint64_t kept = fetch->distrusts ? fetch->lost_before : 0;
    return writer_run(writer, WRITER_SET_LOST,
                      DATABASE_NUMBERS(answer->agent, (int64_t)(fetch->lost ? fetch->lost : kept)), failure);
}

/* An answer has shown that the server keeps no order: the coverage by cut answers is void, and so are the tails, which
 * they may have lowered. */
static bool void_cut_coverage(struct writer *writer, struct failure *failure)
{
    writer->traits.unordered = writer->others_changed = true;
    return database_run(writer->database, writer_statement(writer, WRITER_VOID_CUT_COVERAGE), "write to",
                        failure) &&
           database_run(writer->database, writer_statement(writer, WRITER_VOID_HEADS), "write to", failure);
}

bool writer_prove(struct writer *writer, struct response_ingest *answer, struct failure *failure)
{
    if (!writer_begin_transaction(writer, failure))
        return false;
    answer->agent = writer_merged_agent(writer, answer->agent);
    if (answer->judgement.fell && !writer->traits.unordered && !void_cut_coverage(writer, failure))
        return false;
    struct coverage_range truth = answer_cut_truth(&answer->judgement, &writer->traits);
    if (answer->is_astray)
        return write_count(writer, answer, failure);
    return raise_floor(writer, answer, &truth, failure) &&
           file_truth(writer, answer, truth, false, failure) && write_count(writer, answer, failure);
}

/* Uncovers what lies above the newest final recording if any were missing: the server may assign their ids again. */
static bool uncover_gone(struct writer *writer, const struct response_ingest *answer, struct failure *failure)
{
    const struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    int64_t top = fetch->seen > fetch->head_from ? fetch->seen : fetch->head_from;
    return (!fetch->lost && !fetch->deleted && !fetch->held) ||
           writer_uncover(writer, answer->agent, top, INT64_MAX, failure);
}

/* Sets the tail to the start of an unbroken run of whole answers that has reached the agent's end. */
static bool write_head_from(struct writer *writer, const struct response_ingest *answer,
                            struct coverage_range truth, struct failure *failure)
{
    struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    if (truth.hi <= truth.lo || truth.lo > fetch->contiguous)
        return true;
    if (truth.lo < fetch->head_from)
        fetch->head_from = truth.lo;
    fetch->contiguous = truth.hi;
    if (truth.hi != INT64_MAX || fetch->keeps_head || is_incredible(writer, answer, truth))
        return true;
    bool is_there;
    if (!find_witness(writer, answer, fetch->witness, &is_there, failure))
        return false;
    if (!is_there)
        fetch->head_from = truth.lo;
    return writer_run(writer, WRITER_SET_HEAD,
                      DATABASE_NUMBERS(answer->agent, writer_least_claim(writer, answer, fetch->head_from),
                                       fetch->asked_at),
                      failure) &&
           uncover_gone(writer, answer, failure);
}

/* A loss is not accepted after one answer: the question is repeated. */
static void ask_to_confirm(struct writer_fetch *fetch, struct response_ingest *answer)
{
    answer->judgement.is_unconfirmed = fetch->accept_losses && fetch->lost > 0 && !fetch->confirms;
    if (!answer->judgement.is_unconfirmed)
        return;
    fetch->confirms = true;
    fetch->lost = 0;
}

/* Files what an answer proves that has ended properly. If that rests on the order of ids, or an element was unreadable,
 * it is filed like the proof of a cut answer, which is void once the server turns out to keep no order. */
static bool file_whole(struct writer *writer, struct response_ingest *answer, struct failure *failure)
{
    struct coverage_range truth = answer_whole_truth(&answer->judgement, &writer->traits);
    bool whole = !answer->judgement.unreadable && (writer->traits.unordered || truth.hi == INT64_MAX);
    return raise_floor(writer, answer, &truth, failure) &&
           file_truth(writer, answer, truth, whole, failure) &&
           write_head_from(writer, answer, truth, failure);
}

/* Whether the archive still has as many rows as came with the answer: another program may have purged some. */
static bool is_still_there(struct writer *writer, struct response_ingest *answer)
{
    if (!answer->seen_count)
        return true;
    writer_seen_sort(answer);
    int64_t last = answer->seen[answer->seen_count - 1].id;
    return count_in(writer, answer->agent, answer->seen[0].id, last) >= (int64_t)answer->seen_count;
}

/* The server does not order by id, and its cap may leave out the same recordings each time: of this agent nothing stays
 * proved but that there is nothing above the newest one. */
static bool contradict(struct writer *writer, const struct response_ingest *first, struct failure *failure)
{
    writer->fetches[first->fetch].is_contradicted = true;
    return writer_uncover(writer, first->agent, INT64_MIN, INT64_MAX, failure) &&
           writer_run(writer, WRITER_RAISE_HEAD,
                      DATABASE_NUMBERS(first->agent, newest_id(writer, first->agent)), failure);
}

/* Files an answer that was set aside if the one from its middle, which has ended, agrees with it. */
static bool end_check(struct writer *writer, struct response_ingest *answer, struct failure *failure)
{
    struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    struct response_ingest *first = fetch->unchecked;
    fetch->unchecked = NULL;
    first->agent = writer_merged_agent(writer, first->agent);
    bool done = true;
    answer->judgement.is_contradicted = !writer_check_agrees(first, answer);
    if (answer->judgement.is_contradicted)
        done = contradict(writer, first, failure);
    else if (!fetch->is_contradicted && is_still_there(writer, first))
        done = file_whole(writer, first, failure) && write_count(writer, first, failure);
    answer->changed = answer->changed || first->changed;
    response_ingest_free(&first);
    return done;
}

static bool end_whole(struct writer *writer, struct response_ingest *answer, struct failure *failure)
{
    struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    if (fetch->unchecked && !answer->judgement.below)
        return end_check(writer, answer, failure);
    writer_check_drop(fetch);
    return writer_check_later(writer, answer) || file_whole(writer, answer, failure);
}

bool writer_end(struct writer *writer, struct response_ingest *answer, bool whole, struct failure *failure)
{
    writer_end_settling(writer, answer);
    if (!writer_prove(writer, answer, failure))
        return false;
    answer->judgement.is_estranged = writer_is_estranged(answer);
    if (answer->judgement.is_estranged) {
        writer_check_drop(&writer->fetches[answer->fetch]);
        if (!writer_forget_estranged(writer, answer, failure))
            return false;
    } else if (whole && !end_whole(writer, answer, failure)) {
        return false;
    }
    ask_to_confirm(&writer->fetches[answer->fetch], answer);
    answer_teach(&answer->judgement, &writer->traits);
    if (answer_shows_cursor(&answer->judgement))
        writer->fetches[answer->fetch].ignored =
            answer->judgement.below ? writer->fetches[answer->fetch].ignored + 1 : 0;
    return write_count(writer, answer, failure) && write_lost(writer, answer, failure) &&
           writer_write_left_out(writer, answer, failure) && writer_learn_agent(writer, answer, failure);
}

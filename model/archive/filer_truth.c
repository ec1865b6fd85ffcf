/* What an answer proves: coverage, the end of the history, and which recordings the server no longer has. */
#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/filer.h"
#include "model/archive/filer_state.h"
#include "model/archive/leap_read.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define DOUBTS 2      /* so many answers that contradict what was asked are asked again */
#define LOSS_SHARE 10 /* more than one in so many of an agent's recordings is not given up unasked */

static int64_t count_in(struct filer *filer, int64_t agent, int64_t first, int64_t last)
{
    sqlite3_stmt *statement = filer->statements[FILER_COUNT_RANGE];
    sqlite3_bind_int64(statement, 1, agent);
    sqlite3_bind_int64(statement, 2, first);
    sqlite3_bind_int64(statement, 3, last);
    int64_t count = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_reset(statement);
    return count;
}

static void read_counts(struct filer *filer, int64_t agent, struct filer_walk *walk)
{
    sqlite3_stmt *statement = filer->statements[FILER_GET_COUNT];
    sqlite3_bind_int64(statement, 1, agent);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        walk->had = (uint64_t)sqlite3_column_int64(statement, 0);
        walk->lost_before = (uint64_t)sqlite3_column_int64(statement, 1);
    }
    sqlite3_reset(statement);
}

/* The greatest id of the agent; INT64_MIN without any. */
static int64_t newest_id(struct filer *filer, int64_t agent)
{
    sqlite3_stmt *statement = filer->statements[FILER_NEWEST_ROWS];
    sqlite3_bind_int64(statement, 1, agent);
    sqlite3_bind_int64(statement, 2, INT64_MAX);
    int64_t newest = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : INT64_MIN;
    sqlite3_reset(statement);
    return newest;
}

static void begin_walk(struct filer *filer, const struct filer_question *question)
{
    struct filer_walk *walk = &filer->walks[question->walk];
    number_map_clear(&walk->unread);
    *walk = (struct filer_walk){
        .agent = question->agent,
        .accept_losses = question->accept_losses,
        .keeps_tail = question->keeps_tail,
        .newest = newest_id(filer, question->agent),
        .known = filer_settled_id(filer, question->agent, question->asked_at - filer->settle),
        .tail = question->from,
        .contiguous = question->from,
        .asked_at = question->asked_at,
    };
    read_counts(filer, question->agent, walk);
    walk->distrusts = walk->lost_before > 0 && !question->accept_losses;
    walk->settled = walk->distrusts ? 0 : walk->known;
}

/* Where that cannot be read nothing far up is taken to be in line. */
static void begin_leap(struct filer *filer, struct filed_answer *answer)
{
    struct failure unread;
    if (!leap_read(filer->database, answer->agent, answer->judgement.from, &answer->leap, &unread))
        leap_begin(&answer->leap, 0);
}

struct filed_answer *filer_begin(struct filer *filer, const struct filer_question *question)
{
    struct filer_walk *walk = &filer->walks[question->walk];
    if (question->first) {
        begin_walk(filer, question);
    } else if (question->from > walk->contiguous) {
        walk->tail = walk->contiguous = question->from;
        walk->witness = 0;
        walk->asked_at = question->asked_at;
    }
    walk->latest = question->asked_at;
    if (question->asked_at < walk->asked_at)
        walk->asked_at = question->asked_at; /* by the server's clock: a cache may be behind */
    struct filed_answer *answer = memory_new(sizeof *answer);
    answer->agent = filer_merged_agent(filer, question->agent);
    answer->named = RECORDING_NO_NUMBER;
    answer->walk = question->walk;
    answer->asked_at = question->asked_at;
    answer->kept_since = question->kept_since;
    answer->reached.time = TIMESTAMP_NONE;
    answer->proved = question->from;
    answer->seen_sorted = true;
    answer_begin(&answer->judgement, question->from, filer->traits.ignores_cursor || walk->ignored >= DOUBTS);
    begin_leap(filer, answer);
    filer_begin_settling(filer, answer);
    filer_begin_known(filer, answer, question->stop_at);
    return answer;
}

void filed_answer_free(struct filed_answer **answer)
{
    if (!*answer)
        return;
    free((*answer)->seen);
    free(*answer);
    *answer = NULL;
}

static int compare_seen(const void *left, const void *right)
{
    const struct seen_key *a = left;
    const struct seen_key *b = right;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return a->file < b->file ? -1 : a->file > b->file;
}

static void sort_seen(struct filed_answer *answer)
{
    if (answer->seen_sorted || !answer->seen_count)
        return;
    qsort(answer->seen, answer->seen_count, sizeof *answer->seen, compare_seen);
    size_t kept = 1;
    for (size_t i = 1; i < answer->seen_count; i++) {
        if (compare_seen(&answer->seen[i], &answer->seen[kept - 1]) != 0)
            answer->seen[kept++] = answer->seen[i];
        else if (answer->seen[i].is_unheard_of)
            answer->seen[kept - 1].is_unheard_of = true;
    }
    answer->seen_count = kept;
    answer->seen_sorted = true;
}

/* How many of the sorted keys have ids up to last. */
static size_t seen_up_to(const struct filed_answer *answer, int64_t last)
{
    size_t low = 0;
    size_t high = answer->seen_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (answer->seen[middle].id <= last)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool was_seen(const struct filed_answer *answer, int64_t id, uint64_t file)
{
    struct seen_key key = {id, file >> 1, false};
    return answer->seen_count &&
           bsearch(&key, answer->seen, answer->seen_count, sizeof *answer->seen, compare_seen) != NULL;
}

static bool delete_row(struct filer *filer, struct filed_answer *answer, int64_t id,
                       const sqlite3_value *file, struct failure *failure)
{
    sqlite3_stmt *statement = filer->statements[FILER_DELETE_ROW];
    sqlite3_bind_int64(statement, 1, answer->agent);
    sqlite3_bind_int64(statement, 2, id);
    sqlite3_bind_value(statement, 3, file);
    if (!database_run(filer->database, statement, "delete from", failure))
        return false;
    answer->added--;
    filer_note_change(filer, answer, id);
    return filer_note_traces(filer, failure);
}

static bool delete_unseen(struct filer *filer, struct filed_answer *answer, int64_t first, int64_t last,
                          struct failure *failure)
{
    sqlite3_stmt *list = filer->statements[FILER_LIST_RANGE];
    sqlite3_bind_int64(list, 1, answer->agent);
    sqlite3_bind_int64(list, 2, first);
    sqlite3_bind_int64(list, 3, last);
    bool going = true;
    int code = SQLITE_DONE;
    while (going && (code = sqlite3_step(list)) == SQLITE_ROW) {
        char buffer[FILE_KEY_NAME_SIZE];
        struct file_key key;
        int64_t id = sqlite3_column_int64(list, 0);
        file_key_make(&key, file_key_column(list, 1, buffer));
        key.distinction = file_key_distinction(list, 1);
        if (was_seen(answer, id, file_key_hash(&key)))
            continue;
        sqlite3_value *copy =
            sqlite3_value_dup(sqlite3_column_value(list, 1)); /* the row's own goes with it */
        if (!copy)
            die("out of memory (file name)");
        going = delete_row(filer, answer, id, copy, failure);
        sqlite3_value_free(copy);
    }
    if (going && code != SQLITE_DONE)
        going = database_failed(filer->database, "read", failure);
    sqlite3_reset(list);
    return going;
}

/* Whether so many more may go: all of them, or none if that is too many to believe. Rows that are known by
 * all that is said of them are not lost but changed where others of the kind have come. */
static bool may_lose(struct filer_walk *walk, const struct seen_key *seen, size_t count, uint64_t missing)
{
    for (size_t i = 0; i < count && missing; i++)
        missing -= seen[i].is_unheard_of;
    bool is_accepted = walk->accept_losses && (walk->lost_before > 0 || walk->confirms);
    if (missing && !is_accepted && (walk->deleted + missing) * LOSS_SHARE > walk->had) {
        walk->lost += missing;
        return false;
    }
    walk->deleted += missing;
    return true;
}

/* Whether the agent has been asked again since: then rows that are not settled may be newer than the answer.
 */
static bool is_outdated(const struct filer *filer, const struct filed_answer *answer)
{
    for (unsigned i = 0; i < FILER_WALKS; i++) {
        const struct filer_walk *walk = &filer->walks[i];
        if (i != answer->walk && walk->agent == answer->agent && walk->latest > answer->asked_at)
            return true;
    }
    return false;
}

/* Up to which id what the answer lacks is gone. */
static int64_t final_up_to(const struct filer *filer, const struct filed_answer *answer, int64_t hi)
{
    int64_t settled = filer->walks[answer->walk].settled;
    return is_outdated(filer, answer) && settled < hi ? settled : hi;
}

/* Deals with the rows of (lo, hi] once they are proved: what did not come is gone from the server. */
static bool reconcile(struct filer *filer, struct filed_answer *answer, int64_t lo, int64_t hi,
                      struct failure *failure)
{
    int64_t first = lo <= 0 ? INT64_MIN : lo + 1;
    sort_seen(answer);
    int64_t final = final_up_to(filer, answer, hi);
    size_t below = first == INT64_MIN ? 0 : seen_up_to(answer, lo);
    size_t seen = final > lo ? seen_up_to(answer, final) - below : 0;
    int64_t missing = final > lo ? count_in(filer, answer->agent, first, final) - (int64_t)seen : 0;
    if (missing > 0 &&
        may_lose(&filer->walks[answer->walk], seen ? answer->seen + below : NULL, seen, (uint64_t)missing) &&
        !delete_unseen(filer, answer, first, final, failure))
        return false;
    size_t done = seen_up_to(answer, hi);
    answer->seen_count -= done;
    if (answer->seen_count)
        memmove(answer->seen, answer->seen + done, answer->seen_count * sizeof *answer->seen);
    return true;
}

/* What is read down from within the tail belongs to it, if it was asked at as_of or later. */
static bool lower_tail(struct filer *filer, const struct filed_answer *answer, struct coverage_range truth,
                       struct failure *failure)
{
    sqlite3_stmt *statement = filer->statements[FILER_LOWER_TAIL];
    sqlite3_bind_int64(statement, 1, answer->agent);
    sqlite3_bind_int64(statement, 4, answer->asked_at);
    sqlite3_bind_int64(statement, 2, filer_least_claim(filer, answer, truth.lo));
    sqlite3_bind_int64(statement, 3, truth.hi);
    return database_run(filer->database, statement, "write to", failure);
}

/* Whether an answer lacks so much of what was known that it proves nothing: with nothing of it at all, or
 * where it claims to be everything; or where it is to be asked again before the loss is accepted. */
static bool is_incredible(const struct filer *filer, const struct filed_answer *answer,
                          struct coverage_range truth)
{
    const struct filer_walk *walk = &filer->walks[answer->walk];
    return walk->lost > 0 && (walk->accept_losses || walk->seen == 0 || truth.lo < answer->judgement.from);
}

/* Another program may have purged or forgotten meanwhile what was proved before. */
static bool look_for_witness(struct filer *filer, const struct filed_answer *answer, int64_t witness,
                             bool *is_there, struct failure *failure)
{
    *is_there = true;
    return witness == 0 || filer_is_covered(filer, answer->agent, witness, is_there, failure);
}

/* What of a proof is still there: without order what was proved before the end is void anyway. */
static bool raise_floor(struct filer *filer, struct filed_answer *answer, struct coverage_range *truth,
                        struct failure *failure)
{
    bool is_there = true;
    if (!filer->traits.unordered && !look_for_witness(filer, answer, answer->witness, &is_there, failure))
        return false;
    if (!is_there) {
        answer->floor = answer->judgement.greatest;
        answer->witness = 0;
    }
    if (answer->floor > truth->lo)
        truth->lo = answer->floor;
    return true;
}

/* Covers the settled part of (truth.lo, truth.hi]. */
static bool cover_settled(struct filer *filer, struct filed_answer *answer, struct coverage_range truth,
                          bool whole, struct failure *failure)
{
    struct filer_walk *walk = &filer->walks[answer->walk];
    int64_t settled = walk->lost ? walk->seen : walk->settled;
    if (settled > truth.hi)
        settled = truth.hi;
    int64_t lo = filer_least_claim(filer, answer, truth.lo);
    if (settled <= lo)
        return true;
    if (!walk->witness && truth.lo >= walk->tail)
        walk->witness = lo + 1;
    if (!answer->witness)
        answer->witness = lo + 1;
    const struct seen_range range = {lo, settled, answer->asked_at};
    return filer_cover(filer, answer->agent, whole, &range, failure);
}

/* Files the proof of (truth.lo, truth.hi]: rows first, then the settled part as coverage. */
static bool file_truth(struct filer *filer, struct filed_answer *answer, struct coverage_range truth,
                       bool whole, struct failure *failure)
{
    if (truth.lo < answer->judgement.from && !answer->lowered) { /* the server ignored the cursor */
        answer->lowered = true;
        if (answer->proved == answer->judgement.from)
            answer->proved = truth.lo;
        else if (!reconcile(filer, answer, truth.lo, answer->judgement.from, failure))
            return false;
    }
    int64_t from = truth.lo > answer->proved ? truth.lo : answer->proved;
    if (truth.hi > from) {
        if (!reconcile(filer, answer, from, truth.hi, failure))
            return false;
        answer->proved = truth.hi;
    }
    if (is_incredible(filer, answer, truth))
        return true;
    if (truth.hi > truth.lo && !lower_tail(filer, answer, truth, failure))
        return false;
    return cover_settled(filer, answer, truth, whole, failure) &&
           filer_claim_kept(filer, answer, truth, failure);
}

static bool write_count(struct filer *filer, struct filed_answer *answer, struct failure *failure)
{
    if (!answer->added)
        return true;
    sqlite3_stmt *statement = filer->statements[FILER_CHANGE_COUNT];
    sqlite3_bind_int64(statement, 1, answer->agent);
    sqlite3_bind_int64(statement, 2, answer->added);
    answer->added = 0;
    return database_run(filer->database, statement, "write to", failure);
}

static bool write_lost(struct filer *filer, const struct filed_answer *answer, struct failure *failure)
{
    sqlite3_stmt *statement = filer->statements[FILER_SET_LOST];
    const struct filer_walk *walk = &filer->walks[answer->walk];
    uint64_t kept = walk->distrusts ? walk->lost_before : 0;
    sqlite3_bind_int64(statement, 1, answer->agent);
    sqlite3_bind_int64(statement, 2, (int64_t)(walk->lost ? walk->lost : kept));
    return database_run(filer->database, statement, "write to", failure);
}

/* What cut answers proved falls when an answer shows that the server keeps no order; so do the tails, which
 * they may have lowered. */
static bool void_cut_coverage(struct filer *filer, struct failure *failure)
{
    filer->traits.unordered = filer->others_changed = true;
    return database_run(filer->database, filer->statements[FILER_VOID_CUT_COVERAGE], "write to", failure) &&
           database_run(filer->database, filer->statements[FILER_VOID_TAILS], "write to", failure);
}

bool filer_prove(struct filer *filer, struct filed_answer *answer, struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    answer->agent = filer_merged_agent(filer, answer->agent);
    if (answer->judgement.fell && !filer->traits.unordered && !void_cut_coverage(filer, failure))
        return false;
    struct coverage_range truth = answer_cut_truth(&answer->judgement, &filer->traits);
    if (answer->is_astray)
        return write_count(filer, answer, failure);
    return raise_floor(filer, answer, &truth, failure) && file_truth(filer, answer, truth, false, failure) &&
           write_count(filer, answer, failure);
}

/* Where the last ones that were known are gone the server may give their ids anew. */
static bool uncover_gone(struct filer *filer, const struct filed_answer *answer, struct failure *failure)
{
    const struct filer_walk *walk = &filer->walks[answer->walk];
    int64_t top = walk->seen > walk->tail ? walk->seen : walk->tail;
    return (!walk->lost && !walk->deleted) || filer_uncover(filer, answer->agent, top, INT64_MAX, failure);
}

/* An unbroken run of whole answers that ends with "nothing above" has read everything above where it began.
 */
static bool write_tail(struct filer *filer, const struct filed_answer *answer, struct coverage_range truth,
                       struct failure *failure)
{
    struct filer_walk *walk = &filer->walks[answer->walk];
    if (truth.hi <= truth.lo || truth.lo > walk->contiguous)
        return true;
    if (truth.lo < walk->tail)
        walk->tail = truth.lo;
    walk->contiguous = truth.hi;
    if (truth.hi != INT64_MAX || walk->keeps_tail || is_incredible(filer, answer, truth))
        return true;
    bool is_there;
    if (!look_for_witness(filer, answer, walk->witness, &is_there, failure))
        return false;
    if (!is_there)
        walk->tail = truth.lo;
    sqlite3_stmt *statement = filer->statements[FILER_SET_TAIL];
    sqlite3_bind_int64(statement, 1, answer->agent);
    sqlite3_bind_int64(statement, 2, filer_least_claim(filer, answer, walk->tail));
    sqlite3_bind_int64(statement, 3, walk->asked_at);
    return database_run(filer->database, statement, "write to", failure) &&
           uncover_gone(filer, answer, failure);
}

/* No loss is accepted on one answer: that is asked for again. */
static void ask_to_confirm(struct filer_walk *walk, struct filed_answer *answer)
{
    answer->judgement.is_unconfirmed = walk->accept_losses && walk->lost > 0 && !walk->confirms;
    if (!answer->judgement.is_unconfirmed)
        return;
    walk->confirms = true;
    walk->lost = 0;
}

bool filer_end(struct filer *filer, struct filed_answer *answer, bool whole, struct failure *failure)
{
    filer_end_settling(filer, answer);
    if (!filer_prove(filer, answer, failure))
        return false;
    answer->judgement.is_estranged = filer_is_estranged(answer);
    if (answer->judgement.is_estranged) {
        if (!filer_forget_estranged(filer, answer, failure))
            return false;
    } else if (whole) {
        struct coverage_range truth = answer_whole_truth(&answer->judgement, &filer->traits);
        bool grounds = !answer->judgement.unreadable; /* else only as good as a cut answer */
        if (!raise_floor(filer, answer, &truth, failure) ||
            !file_truth(filer, answer, truth, grounds, failure) || !write_tail(filer, answer, truth, failure))
            return false;
    }
    ask_to_confirm(&filer->walks[answer->walk], answer);
    answer_teach(&answer->judgement, &filer->traits);
    if (answer_shows_cursor(&answer->judgement))
        filer->walks[answer->walk].ignored =
            answer->judgement.below ? filer->walks[answer->walk].ignored + 1 : 0;
    return write_count(filer, answer, failure) && write_lost(filer, answer, failure) &&
           filer_write_left_out(filer, answer, failure) && filer_learn_agent(filer, answer, failure);
}

const struct answer *filed_answer_judgement(const struct filed_answer *answer)
{
    return &answer->judgement;
}

int64_t filed_answer_agent(const struct filed_answer *answer)
{
    return answer->agent;
}

const struct filer_unread *filed_answer_unread(const struct filed_answer *answer)
{
    return &answer->unread;
}

int64_t filed_answer_oldest(const struct filed_answer *answer)
{
    return answer->oldest;
}

struct moment filed_answer_reached(const struct filed_answer *answer)
{
    return answer->reached;
}

bool filed_answer_changed(struct filed_answer *answer)
{
    bool changed = answer->changed;
    answer->changed = false;
    return changed;
}

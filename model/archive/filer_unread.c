/* What of the server's answers could not be read, as long as it is missing. */
#include "model/archive/database.h"
#include "model/archive/filer_state.h"
#include "net/base/hash.h"

static int64_t number_of(const char *text, size_t length, int64_t place, uint64_t run)
{
    uint64_t hash = hash_on(HASH_BEGIN, text, length);
    hash = hash_on(hash, &place, sizeof place);
    return (int64_t)hash_on(hash, &run, sizeof run);
}

/* False if the walk has met it already. */
static bool meet(struct filer_walk *walk, int64_t number)
{
    if (number_map_find(&walk->unread, number))
        return false;
    number_map_add(&walk->unread, number, walk);
    return true;
}

void filer_note_unread(struct filer *filer, struct filed_answer *answer, const struct recording *recording,
                       const char *text, size_t length)
{
    struct filer_unread *unread = &answer->unread;
    if (!recording->unread_start && !recording->unread_end)
        return;
    if (!meet(&filer->walks[answer->walk], number_of(text, length, 0, 0)))
        return;
    if (recording->unread_start && !unread->starts++)
        failure_quote(unread->start, sizeof unread->start, recording->unread_start);
    if (recording->unread_end && !unread->ends++)
        failure_quote(unread->end, sizeof unread->end, recording->unread_end);
}

/* An element that is none has no id: it is the same as one that stood behind the same id or, as what a server
 * that takes no notice of the question says first, at the begin of an answer. */
static bool is_left_out_anew(struct filer_walk *walk, struct filed_answer *answer, const char *text,
                             size_t length)
{
    enum { AT_BEGIN = -1 };
    bool with_id = answer->judgement.with_id;
    int64_t place = with_id ? answer->judgement.last : answer->judgement.from;
    answer->left_out = answer->left_out_at == place ? answer->left_out + 1 : 1;
    answer->left_out_at = place;
    bool is_new = meet(walk, number_of(text, length, place, answer->left_out));
    bool is_first = with_id || meet(walk, number_of(text, length, AT_BEGIN, answer->left_out));
    return is_new && is_first;
}

void filer_leave_out(struct filer *filer, struct filed_answer *answer, const char *text, size_t length)
{
    struct filer_walk *walk = &filer->walks[answer->walk];
    const struct answer *judgement = &answer->judgement;
    walk->left_out_at = judgement->with_id ? judgement->last : judgement->from + 1;
    if (!is_left_out_anew(walk, answer, text, length))
        return;
    if (!answer->unread.elements++)
        recording_explain(filer->decoder, answer->unread.reason);
    walk->left_out++;
}

/* The id at which something was left out is held only when that has come after all. */
static bool forget_if_it_came(struct filer *filer, const struct filed_answer *answer, struct failure *failure)
{
    return database_run_with(
        filer->database,
        "DELETE FROM unreadable WHERE agent = ?1 AND (EXISTS(SELECT 1 FROM coverage"
        " WHERE coverage.agent = ?1 AND lo < place AND hi >= place) OR EXISTS(SELECT 1 FROM agents"
        " WHERE agents.agent = ?1 AND as_of IS NOT NULL AND tail < place))",
        &answer->agent, 1, failure);
}

bool filer_write_left_out(struct filer *filer, const struct filed_answer *answer, struct failure *failure)
{
    const struct filer_walk *walk = &filer->walks[answer->walk];
    const int64_t numbers[] = {answer->agent, (int64_t)walk->left_out, walk->left_out_at};
    if (answer->judgement.unreadable)
        return database_run_with(
            filer->database, "INSERT OR REPLACE INTO unreadable(agent, elements, place) VALUES(?1, ?2, ?3)",
            numbers, 3, failure);
    return forget_if_it_came(filer, answer, failure);
}

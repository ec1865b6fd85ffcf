#include "model/archive/writer_unread.h"

#include "model/archive/database.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_state.h"
#include "model/coverage/answer.h"
#include "model/recording/recording.h"
#include "model/recording/recording_decode.h"
#include "net/base/failure.h"
#include "net/base/hash.h"
#include "net/base/number_map.h"

/* A hash by which an element is known: its text, the id before it, and its number among undecodable ones there. */
static int64_t number_of(const char *text, size_t length, int64_t place, uint64_t run)
{
    uint64_t hash = hash_on(HASH_BEGIN, text, length);
    hash = hash_on(hash, &place, sizeof place);
    return (int64_t)hash_on(hash, &run, sizeof run);
}

/* Notes an element. False if the fetch has met it before. */
static bool meet(struct writer_fetch *fetch, int64_t number)
{
    if (number_map_find(&fetch->unread, number))
        return false;
    number_map_add(&fetch->unread, number, fetch);
    return true;
}

void writer_note_unread(struct writer *writer, struct response_ingest *answer,
                        const struct recording *recording, const char *text, size_t length)
{
    struct writer_unread *unread = &answer->unread;
    if (!recording->unread_start && !recording->unread_end)
        return;
    if (!meet(&writer->fetches[answer->fetch], number_of(text, length, 0, 0)))
        return;
    if (recording->unread_start && !unread->starts++)
        failure_quote(unread->start, sizeof unread->start, recording->unread_start);
    if (recording->unread_end && !unread->ends++)
        failure_quote(unread->end, sizeof unread->end, recording->unread_end);
}

/* Whether the fetch has not met an undecodable element before. It has no id, so it is the same as one that stood behind
 * the same id or, as a server that ignores the question begins each answer alike, at the beginning of another one. */
static bool is_left_out_anew(struct writer_fetch *fetch, struct response_ingest *answer, const char *text,
                             size_t length)
{
    enum { AT_BEGIN = -1 };
    bool with_id = answer->judgement.with_id;
    int64_t place = with_id ? answer->judgement.last : answer->judgement.from;
    answer->left_out = answer->left_out_at == place ? answer->left_out + 1 : 1;
    answer->left_out_at = place;
    bool is_new = meet(fetch, number_of(text, length, place, answer->left_out));
    bool is_first = with_id || meet(fetch, number_of(text, length, AT_BEGIN, answer->left_out));
    return is_new && is_first;
}

void writer_leave_out(struct writer *writer, struct response_ingest *answer, const char *text, size_t length)
{
    struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    const struct answer *judgement = &answer->judgement;
    fetch->left_out_at = judgement->with_id ? judgement->last : judgement->from + 1;
    if (!is_left_out_anew(fetch, answer, text, length))
        return;
    if (!answer->unread.elements++)
        recording_explain(writer->decoder, answer->unread.reason);
    fetch->left_out++;
}

/* Deletes the note once the id at which something was left out is covered: then it has come after all. */
static bool forget_if_it_came(struct writer *writer, const struct response_ingest *answer,
                              struct failure *failure)
{
    return database_run_with(
        writer->database,
        "DELETE FROM unreadable WHERE agent = ?1 AND (EXISTS(SELECT 1 FROM coverage"
        " WHERE coverage.agent = ?1 AND lo < place AND hi >= place) OR EXISTS(SELECT 1 FROM agents"
        " WHERE agents.agent = ?1 AND as_of IS NOT NULL AND tail < place))",
        DATABASE_NUMBERS(answer->agent), failure);
}

bool writer_write_left_out(struct writer *writer, const struct response_ingest *answer,
                           struct failure *failure)
{
    const struct writer_fetch *fetch = &writer->fetches[answer->fetch];
    if (answer->judgement.unreadable)
        return database_run_with(
            writer->database, "INSERT OR REPLACE INTO unreadable(agent, elements, place) VALUES(?1, ?2, ?3)",
            DATABASE_NUMBERS(answer->agent, (int64_t)fetch->left_out, fetch->left_out_at), failure);
    return forget_if_it_came(writer, answer, failure);
}

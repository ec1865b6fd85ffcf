#include "model/archive/writer_restore.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/identity.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_coverage.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_merge.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/recording/agent.h"
#include "model/recording/recording.h"
#include "net/base/failure.h"

#include <string.h>

/* Whether any agent has a row with the recording's call and file name. */
static bool find_row(struct writer *writer, const struct recording *recording, bool *is_there,
                     struct failure *failure)
{
    static const char list[] =
        "SELECT file FROM recordings WHERE agent IN (SELECT agent FROM agents) AND call = ?1";
    char buffer[FILE_KEY_NAME_SIZE];
    const char *wanted = recording->file_name ? recording->file_name : "";
    sqlite3_stmt *rows =
        statements_bound(&writer->statements, list, DATABASE_NUMBERS(recording->queue_call_id), failure);
    int code = SQLITE_DONE;
    if (!rows)
        return false;
    *is_there = false;
    while (!*is_there && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        const char *name = file_key_column(rows, 0, buffer);
        *is_there = strcmp(name ? name : "", wanted) == 0;
    }
    return database_done(writer->database, rows, code, failure);
}

/* Finds the agent, or adds it with the name that the recording gives. */
static bool find_agent(struct writer *writer, const struct agent_reference *reference,
                       const struct recording *recording, int64_t *agent, struct failure *failure)
{
    bool is_merged = false;
    struct agent_entry entry = {.reference = *reference};
    if (recording->agent_id == agent_reference_number(reference))
        entry.name = (char *)recording->agent_name;
    if (!identity_find(&writer->statements, &entry, agent, &is_merged, failure) ||
        (is_merged && !writer_note_merge(writer, failure)))
        return false;
    return *agent || writer_add_agent(writer, &entry, agent, failure);
}

/* Files the recording like a cut answer, which proves nothing. */
static bool file_recording(struct writer *writer, int64_t agent, const struct recording *recording,
                           struct failure *failure)
{
    const int64_t call = recording->queue_call_id;
    const struct writer_question question = {.first = true, .agent = agent, .from = call - 1};
    struct writer_row row = {.recording = *recording};
    struct response_ingest *answer = writer_begin(writer, &question);
    file_key_make(&row.file, recording->file_name);
    bool is_filed = writer_take_rows(writer, answer, &row, 1, failure) &&
                    writer_prove(writer, answer, failure) &&
                    writer_uncover(writer, agent, call - 1, call, failure);
    response_ingest_free(&answer);
    return is_filed;
}

bool writer_restore(struct writer *writer, const struct agent_reference *reference,
                    const struct recording *recording, struct failure *failure)
{
    int64_t agent = 0;
    bool is_there = false;
    if (!find_row(writer, recording, &is_there, failure) || is_there)
        return is_there;
    if (writer_begin_transaction(writer, failure) &&
        find_agent(writer, reference, recording, &agent, failure) &&
        file_recording(writer, agent, recording, failure) && writer_commit(writer, failure))
        return true;
    writer_rollback(writer);
    return false;
}

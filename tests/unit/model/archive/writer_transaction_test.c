/* What the writer could not read is not taken for something that is not there: what was concluded from it is not
 * committed. */
#include "tests/unit/model/archive/filed.h"

#include "model/archive/response_ingest.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <string.h>

static const char history[] = "[{\"QueueCallId\":5,\"AgentId\":103,\"RecordingFileName\":\"5.mp3\"},"
                              "{\"QueueCallId\":7,\"AgentId\":103,\"RecordingFileName\":\"7.mp3\"},"
                              "{\"QueueCallId\":9,\"AgentId\":103,\"RecordingFileName\":\"9.mp3\"}]";
static const char later[] = "{\"QueueCallId\":11,\"AgentId\":103,\"RecordingFileName\":\"11.mp3\"}";

/* SQLite has no memory for the statements that are made while the answer is begun. */
static struct response_ingest *begin_without_memory(struct filed *filed,
                                                    const struct writer_question *question)
{
    sqlite3_hard_heap_limit64(1);
    struct response_ingest *answer = writer_begin(filed->writer, question);
    sqlite3_hard_heap_limit64(0);
    assert_non_null(answer);
    return answer;
}

static void what_could_not_be_read_is_not_absent(void **state)
{
    struct filed *filed = *state;
    struct failure failure;
    filed_history(filed, filed->agent, history);
    filed_reopen(filed);
    const struct writer_question question = {
        .first = true, .agent = filed->agent, .from = 8, .asked_at = FILED_ASKED_AT};
    struct response_ingest *answer = begin_without_memory(filed, &question);
    must(writer_take(filed->writer, answer, later, strlen(later), &failure), &failure);
    bool is_filed =
        writer_end(filed->writer, answer, true, &failure) && writer_commit(filed->writer, &failure);
    assert_false(is_filed);
    assert_int_not_equal(failure.kind, FAILURE_NONE);
    assert_true(failure.what[0] != '\0');
    writer_rollback(filed->writer);
    response_ingest_free(&answer);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings"), 3);
    filed_ask(filed, &question,
              "[{\"QueueCallId\":9,\"AgentId\":103,\"RecordingFileName\":\"9.mp3\"},"
              "{\"QueueCallId\":11,\"AgentId\":103,\"RecordingFileName\":\"11.mp3\"}]");
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings"), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_could_not_be_read_is_not_absent, filed_set_up, filed_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* An agent is one agent, by whatever references it is known, and whenever that turns out. */
#include "model/archive/identity.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>
#include <string.h>

#define SYNC_ID "f4fd9e5f-017d-4350-adf8-8dd811bc1a2e"
#define LISTED                                                                                               \
    "{\"AgentId\":105,\"AgentName\":\"Åse\",\"AgentEmail\":\"Ase@x.dk\",\"SyncId\":\"" SYNC_ID "\","         \
    "\"SipUri\":\"sip:ase@x.dk\"}"

/* Six recordings, of which all but `others` carry the AgentId `id`. */
static const char *six(char body[2000], int id, int others)
{
    snprintf(body, 2000, "[");
    for (int i = 1; i <= 6; i++)
        snprintf(body + strlen(body), 2000 - strlen(body),
                 "%s{\"QueueCallId\":%d,\"AgentId\":%d,\"RecordingFileName\":\"f%d\","
                 "\"ConversationStartedUtc\":\"2024-05-01T10:0%d:00Z\"}",
                 i > 1 ? "," : "", i, i <= others ? 109 : id, i, i);
    snprintf(body + strlen(body), 2000 - strlen(body), "]");
    return body;
}

static int64_t agents(struct filed *filed)
{
    return filed_integer(filed, "SELECT count(*) FROM agents");
}

static size_t rows(struct filed *filed)
{
    struct page *page = filed_list(filed, PAGE_ALL_AGENTS, "");
    size_t count = page->count;
    page_free(&page);
    return count;
}

static void the_listing_tells_who_was_named(void **state)
{
    static const char *const named[] = {"syncId:F4FD9E5F-017d-4350-adf8-8dd811bc1a2e", "email:ase@X.dk",
                                        "sipUri:ase@x.dk", "id:105"};
    struct filed *filed = *state;
    char body[2000];
    int64_t numbers[4];
    for (size_t i = 0; i < 4; i++) {
        numbers[i] = filed_add_named(filed, named[i]);
        filed_history(filed, numbers[i], six(body, 105, 0));
    }
    int64_t listed = filed_add_listed(filed, LISTED);
    assert_int_equal(agents(filed), 2);
    assert_int_equal(rows(filed), 6);
    for (size_t i = 0; i < 4; i++) { /* also by the number of before, and when it is named again */
        struct archive_agent agent;
        filed_agent(filed, numbers[i], &agent);
        assert_int_equal(agent.agent, listed);
        assert_int_equal(agent.recordings, 6);
        assert_string_equal(agent.reference.identification, "105");
        assert_true(agent.as_of != TIMESTAMP_NONE);
        archive_agent_clear(&agent);
        assert_int_equal(filed_add_named(filed, named[i]), listed);
    }
}

static void who_is_listed_is_known_when_he_is_named(void **state)
{
    struct filed *filed = *state;
    int64_t listed = filed_add_listed(filed, LISTED);
    assert_int_equal(filed_add_named(filed, "email:ase@x.dk"), listed);
    assert_int_equal(filed_add_named(filed, "sipUri:sip:ASE@x.dk"), listed);
    assert_int_equal(filed_add_named(filed, "syncId:" SYNC_ID), listed);
    assert_int_equal(agents(filed), 2);
}

/* Of both histories nothing is there that either lacks. */
static void what_was_purged_of_one_is_purged_of_both(void **state)
{
    struct filed *filed = *state;
    int64_t by_sync_id = filed_add_named(filed, "syncId:" SYNC_ID);
    int64_t by_email = filed_add_named(filed, "email:ase@x.dk");
    char *sql = memory_format("INSERT INTO purges(agent, before, call) VALUES(%lld, 700, 9), (%lld, 800, 5)",
                              (long long)by_sync_id, (long long)by_email);
    filed_rewrite(filed, sql);
    free(sql);
    filed_add_listed(filed, LISTED);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM purges"), 1);
    assert_int_equal(filed_integer(filed, "SELECT before FROM purges"), 800);
    assert_int_equal(filed_integer(filed, "SELECT call FROM purges"), 9);
}

/* They may be the same elements, but no fewer than of either. */
static void what_was_left_out_of_one_is_left_out_of_both(void **state)
{
    struct filed *filed = *state;
    int64_t by_sync_id = filed_add_named(filed, "syncId:" SYNC_ID);
    int64_t by_email = filed_add_named(filed, "email:ase@x.dk");
    char *sql =
        memory_format("INSERT INTO unreadable(agent, elements, place) VALUES(%lld, 2, 70), (%lld, 3, 50)",
                      (long long)by_sync_id, (long long)by_email);
    filed_rewrite(filed, sql);
    free(sql);
    filed_add_listed(filed, LISTED);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM unreadable"), 1);
    assert_int_equal(filed_integer(filed, "SELECT elements FROM unreadable"), 3);
    assert_int_equal(filed_integer(filed, "SELECT place FROM unreadable"), 70);
}

/* A mailbox of two tells of neither, but whoever was named by it is the same the next time. */
static void a_reference_of_two_is_one_agent_when_it_is_named(void **state)
{
    struct filed *filed = *state;
    char body[2000];
    filed_add_listed(filed, "{\"AgentId\":105,\"AgentEmail\":\"team@x.dk\"}");
    filed_add_listed(filed, "{\"AgentId\":106,\"AgentEmail\":\"team@x.dk\"}");
    int64_t named = filed_add_named(filed, "email:team@x.dk");
    filed_history(filed, named, six(body, 107, 0));
    assert_int_equal(filed_add_named(filed, "email:team@x.dk"), named);
    assert_int_equal(agents(filed), 4);
}

/* Without a listing the recordings say it. */
static void recordings_tell_who_it_is(void **state)
{
    struct filed *filed = *state;
    char body[2000];
    int64_t named = filed_add_named(filed, "syncId:" SYNC_ID);
    filed_history(filed, named, six(body, 106, 0));
    assert_int_equal(filed_add_named(filed, "id:106"), named);
    filed_history(filed, filed->agent, six(body, 103, 0)); /* 103 is known, and has them, too */
    int64_t other = filed_add_named(filed, "email:ida@x.dk");
    filed_history(filed, other, six(body, 103, 2));
    assert_int_equal(filed_add_named(filed, "email:ida@x.dk"), filed->agent);
    assert_int_equal(agents(filed), 2);
    struct page *page = filed_list(filed, filed->agent, "");
    assert_int_equal(page->count, 6);
    page_free(&page);
}

/* Some rows name another agent, the first one or the last; whoever of the two is fetched first. */
static void who_is_known_later_is_the_one_of_before(void **state)
{
    struct filed *filed = *state;
    char body[2000];
    int64_t named = filed_add_named(filed, "email:ase@x.dk");
    filed_history(filed, named, six(body, 105, 1));
    int64_t by_id = filed_add_named(filed, "id:105");
    assert_int_not_equal(by_id, named);
    filed_history(filed, by_id, six(body, 105, 1));
    assert_int_equal(agents(filed), 2);
    assert_int_equal(rows(filed), 6);
    assert_int_equal(filed_add_named(filed, "email:ase@x.dk"), by_id);
}

static bool mixes_agents(struct filed *filed)
{
    return filed_integer(filed, "SELECT count(*) FROM account WHERE name = 'mixes_agents' AND value = 1") > 0;
}

/* Each answer names one agent only, but not the same. */
static void answers_that_name_different_agents_are_noticed(void **state)
{
    struct filed *filed = *state;
    int64_t named = filed_add_named(filed, "email:ase@x.dk");
    filed_answer(filed, named, 6, "[{\"QueueCallId\":7,\"RecordingFileName\":\"g\",\"AgentId\":105}]");
    filed_answer(filed, named, 6, "[{\"QueueCallId\":7,\"RecordingFileName\":\"g\",\"AgentId\":105}]");
    assert_false(mixes_agents(filed));
    filed_answer(filed, named, 7, "[{\"QueueCallId\":8,\"RecordingFileName\":\"h\",\"AgentId\":109}]");
    assert_true(mixes_agents(filed));
}

static void two_agents_stay_two(void **state)
{
    struct filed *filed = *state;
    char body[2000];
    /* who share an address */
    int64_t one = filed_add_listed(filed, "{\"AgentId\":1,\"AgentEmail\":\"info@x.dk\"}");
    int64_t two = filed_add_listed(filed, "{\"AgentId\":2,\"AgentEmail\":\"info@x.dk\"}");
    assert_int_not_equal(one, two);
    assert_int_equal(filed_add_listed(filed, "{\"AgentId\":1,\"AgentEmail\":\"info@x.dk\"}"), one);
    int64_t shared = filed_add_named(filed, "email:info@x.dk");
    assert_int_not_equal(shared, one);
    assert_int_not_equal(shared, two);
    /* of whom one has recordings that carry the other's number */
    filed_history(filed, one, six(body, 2, 0));
    assert_int_equal(filed_add_named(filed, "id:2"), two);
    int64_t named = filed_add_named(filed, "email:lars@x.dk");
    filed_answer(filed, two, 0, "[{\"QueueCallId\":7,\"RecordingFileName\":\"x\"}]");
    filed_history(filed, named, six(body, 2, 0));
    assert_int_equal(filed_add_named(filed, "email:lars@x.dk"), named);
    assert_int_equal(agents(filed), 5);
}

/* Up to version 5 each had one reference, and was filed once for each. */
static void what_is_filed_twice_is_merged_once(void **state)
{
    struct filed *filed = *state;
    char body[2000];
    filed_rewrite(filed, "INSERT INTO agents(agent, reference, name, email, listed) VALUES"
                         "(50, 'email:IDA@x.dk', '', '', 1), (51, 'syncId:" SYNC_ID "', 'Ida', '', 1);"
                         "UPDATE agents SET email = 'ida@x.dk' WHERE agent = 1; DELETE FROM identities;");
    filed_history(filed, filed->agent, six(body, 103, 0));
    filed_rewrite(
        filed,
        "INSERT INTO recordings SELECT 50, call, file, started, ended, caller, person, queue, kind, place"
        " FROM recordings WHERE agent = 1;"
        "INSERT INTO recordings SELECT 51, call, file, started, ended, caller, person, queue, kind, place"
        " FROM recordings WHERE agent = 1;"
        "UPDATE agents SET recordings = 6; DELETE FROM identities; DROP TABLE merged;"
        "PRAGMA user_version=3");
    assert_int_equal(agents(filed), 1);
    assert_int_equal(rows(filed), 6);
    struct archive_agent agent;
    filed_agent(filed, 51, &agent);
    assert_int_equal(agent.agent, filed->agent);
    assert_int_equal(agent.recordings, 6);
    assert_string_equal(agent.name, "Ida Holm");
    archive_agent_clear(&agent);
    filed_reopen(filed);
    assert_int_equal(filed_add_named(filed, "syncId:" SYNC_ID), filed->agent);
}

/* An answer about one that was merged meanwhile is one about the other. */
static void an_answer_under_way_is_the_others(void **state)
{
    struct failure failure;
    struct filed *filed = *state;
    char body[2000];
    int64_t named = filed_add_named(filed, "email:ase@x.dk");
    const struct writer_question question = {.first = true, .agent = named, .asked_at = FILED_ASKED_AT};
    struct response_ingest *answer = writer_begin(filed->writer, &question);
    int64_t known = filed_add_named(filed, "id:105");
    filed_history(filed, known, six(body, 105, 0));
    assert_int_equal(filed_add_listed(filed, LISTED), known);
    static const char row[] = "{\"QueueCallId\":1,\"RecordingFileName\":\"f1\"}";
    must(writer_take(filed->writer, answer, row, sizeof row - 1, &failure) &&
             writer_end(filed->writer, answer, false, &failure) && writer_commit(filed->writer, &failure),
         &failure);
    assert_int_equal(response_ingest_agent(answer), known);
    response_ingest_free(&answer);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings"), 6);
}

/* As the user names him, for once. */
static void name_once(struct filed *filed, const char *reference)
{
    struct failure failure;
    int64_t agent = 0;
    struct agent_entry entry = {.name = memory_text(""), .is_named = true};
    assert_true(agent_reference_parse(&entry.reference, reference));
    must(writer_add_agent(filed->writer, &entry, &agent, &failure) && writer_commit(filed->writer, &failure),
         &failure);
    agent_entry_clear(&entry);
}

/* Another program has been told of one of them by the server, and has perhaps begun to fetch him. */
static void who_is_listed_meanwhile_does_not_go(void **state)
{
    struct filed *filed = *state;
    name_once(filed, "id:105");
    name_once(filed, "id:106");
    struct writer *other = filed_writer(filed->path, INT64_C(86400) * TIMESTAMP_SECOND);
    int64_t listed = filed_add_agent(other, "id:105", "Åse");
    writer_close(&other);
    filed_reopen(filed);
    assert_int_equal(agents(filed), 2);
    assert_int_equal(filed_add_named(filed, "id:105"), listed);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, filed_set_up, filed_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_listing_tells_who_was_named),
        TEST(who_is_listed_is_known_when_he_is_named),
        TEST(who_is_listed_meanwhile_does_not_go),
        TEST(recordings_tell_who_it_is),
        TEST(who_is_known_later_is_the_one_of_before),
        TEST(answers_that_name_different_agents_are_noticed),
        TEST(two_agents_stay_two),
        TEST(what_is_filed_twice_is_merged_once),
        TEST(an_answer_under_way_is_the_others),
        TEST(a_reference_of_two_is_one_agent_when_it_is_named),
        TEST(what_was_left_out_of_one_is_left_out_of_both),
        TEST(what_was_purged_of_one_is_purged_of_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

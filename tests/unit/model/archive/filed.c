#include "tests/unit/model/archive/filed.h"
#include "model/filter/filter_parse.h"

#include "model/archive/database.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/query/reader.h"
#include "model/recording/recording_decode.h"
#include "net/api/framer.h"
#include "net/base/memory.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 100 };

struct writer *filed_writer(const char *path, int64_t settle)
{
    struct failure failure;
    char aside[512];
    const struct writer_options options = {path, "http://127.0.0.1/mot/test", settle, NULL};
    struct writer *writer = writer_open(&options, aside, sizeof aside, &failure);
    must(writer != NULL, &failure);
    return writer;
}

static void open_writer(struct filed *filed)
{
    filed->writer = filed_writer(filed->path, INT64_C(86400) * TIMESTAMP_SECOND);
}

void filed_reopen(struct filed *filed)
{
    writer_close(&filed->writer);
    open_writer(filed);
}

int filed_set_up(void **state)
{
    struct filed *filed = memory_new(sizeof *filed);
    snprintf(filed->folder, sizeof filed->folder, "/tmp/tapedeck-filed-XXXXXX");
    assert_non_null(mkdtemp(filed->folder));
    filed->path = memory_format("%s/archive.db", filed->folder);
    open_writer(filed);
    filed->agent = filed_add_listed(filed, "{\"AgentId\":103,\"AgentName\":\"Ida Holm\"}");
    *state = filed;
    return 0;
}

int filed_tear_down(void **state)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    struct filed *filed = *state;
    writer_close(&filed->writer);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *name = memory_format("%s%s", filed->path, suffixes[i]);
        unlink(name);
        free(name);
    }
    rmdir(filed->folder);
    free(filed->path);
    free(filed);
    return 0;
}

static int64_t add(struct writer *writer, struct agent_entry *entry)
{
    struct failure failure;
    int64_t agent = 0;
    must(writer_add_agent(writer, entry, &agent, &failure) && writer_commit(writer, &failure), &failure);
    agent_entry_clear(entry);
    return agent;
}

int64_t filed_add_listed(struct filed *filed, const char *element)
{
    struct agent_entry entry;
    assert_true(agent_entry_decode(&entry, element, strlen(element)));
    return add(filed->writer, &entry);
}

int64_t filed_add_agent(struct writer *writer, const char *reference, const char *name)
{
    struct agent_entry entry = {.name = memory_text(name)};
    assert_true(agent_reference_parse(&entry.reference, reference));
    return add(writer, &entry);
}

int64_t filed_add_named(struct filed *filed, const char *reference)
{
    return filed_add_agent(filed->writer, reference, "");
}

/* An answer that is being filed. */
struct taken_answer {
    struct writer *writer;
    struct response_ingest *answer;
    int64_t from;
};

/* As a server leaves out what does not come after `from`. */
static void take(void *context, const char *text, size_t length)
{
    struct failure failure;
    const struct taken_answer *taken = context;
    int64_t id = recording_peek_id(text, length);
    if (id != RECORDING_NO_NUMBER && id <= taken->from)
        return;
    must(writer_take(taken->writer, taken->answer, text, length, &failure), &failure);
}

struct writer_unread filed_ask(struct filed *filed, const struct writer_question *question, const char *body)
{
    struct failure failure;
    struct taken_answer taken = {filed->writer, writer_begin(filed->writer, question), question->from};
    struct framer *framer = framer_new(take, &taken);
    framer_feed(framer, body, strlen(body));
    assert_int_equal(framer_finish(framer), FRAMER_CLOSED);
    framer_free(&framer);
    must(writer_end(filed->writer, taken.answer, true, &failure) && writer_commit(filed->writer, &failure),
         &failure);
    struct writer_unread unread = *response_ingest_unread(taken.answer);
    response_ingest_free(&taken.answer);
    return unread;
}

struct writer_unread filed_unread(struct filed *filed, int64_t agent, int64_t from, const char *body)
{
    const struct writer_question question = {.first = true,
                                             .agent = agent,
                                             .from = from,
                                             .asked_at = FILED_ASKED_AT,
                                             .kept_since = filed->kept_since};
    return filed_ask(filed, &question, body);
}

void filed_answer(struct filed *filed, int64_t agent, int64_t from, const char *body)
{
    filed_unread(filed, agent, from, body);
}

void filed_history(struct filed *filed, int64_t agent, const char *body)
{
    struct writer_question question = {
        .first = true, .agent = agent, .asked_at = FILED_ASKED_AT, .kept_since = filed->kept_since};
    filed_ask(filed, &question, body);
    question.first = false;
    question.from = filed_integer(filed, "SELECT max(call) - 1 FROM recordings");
    filed_ask(filed, &question, body);
    question.from++;
    filed_ask(filed, &question, body);
}

void filed_agent(struct filed *filed, int64_t agent, struct archive_agent *found)
{
    struct failure failure;
    struct archive_agent *agents;
    size_t count;
    must(writer_read_agents(filed->writer, agent, &agents, &count, &failure), &failure);
    assert_int_equal(count, 1);
    *found = agents[0];
    free(agents);
}

void filed_rewrite(struct filed *filed, const char *sql)
{
    struct failure failure;
    writer_close(&filed->writer);
    sqlite3 *database = database_open(filed->path, DATABASE_WRITE, &failure);
    must(database && database_execute(database, sql, &failure), &failure);
    database_close(&database);
    open_writer(filed);
}

int64_t filed_integer(struct filed *filed, const char *sql)
{
    struct failure failure;
    sqlite3 *database = database_open(filed->path, DATABASE_READ, &failure);
    must(database != NULL, &failure);
    int64_t value = database_integer(database, sql, -1);
    database_close(&database);
    return value;
}

struct page *filed_list(struct filed *filed, int64_t agent, const char *filter)
{
    struct failure failure;
    struct page_request request = {.query = {.agent = agent}, .anchor = PAGE_FIRST, .after = ROWS};
    filter_parse(&request.query.filter, filter, FILED_ASKED_AT, true, NULL);
    struct reader *reader = reader_open(filed->path, &failure);
    must(reader != NULL, &failure);
    struct page *page = reader_page(reader, &request, &failure);
    must(page != NULL, &failure);
    reader_close(&reader);
    return page;
}

#include "tests/unit/model/fetch/history_driver.h"

#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/fetch/answer_reading.h"
#include "tests/unit/model/archive/filed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One job under way. */
struct run {
    struct history_driver *driver;
    unsigned agent;
    struct fetch_job *job;
    struct answer_reading reading;
    struct response_ingest *filed; /* of the answer that is read; NULL: nothing of it is filed */
    bool keeps_head;
    bool filed_one; /* an answer of this job has been filed */
    bool failed;
    bool killed;
    bool is_lost; /* a proxy has emptied the answer; never two in a row */
    unsigned questions;
};

static bool is_reported(void)
{
    return getenv("TEST_TELL") != NULL;
}

static void begin_plan(struct history_driver *driver, unsigned agent)
{
    driver->plans[agent] = (struct plan)PLAN_NONE;
    driver->plans[agent].stretch = driver->stretch;
    driver->anew[agent] = false;
}

void history_driver_begin(struct history_driver *driver, uint64_t seed)
{
    memset(driver, 0, sizeof *driver);
    history_server_begin(&driver->server, seed);
    history_archive_begin(&driver->archive, driver->server.settle);
    driver->page = history_chance(&driver->server, 8) ? PLAN_PAGE : 2 + history_pick(&driver->server, 15);
    driver->stretch = history_pick(&driver->server, 60);
    for (unsigned i = 0; i < HISTORY_AGENTS; i++)
        begin_plan(driver, i);
}

void history_driver_end(struct history_driver *driver)
{
    history_archive_end(&driver->archive);
    history_server_end(&driver->server);
    chronology_clear(&driver->chronology);
}

void history_kill(struct history_driver *driver)
{
    history_archive_kill(&driver->archive);
    chronology_clear(&driver->chronology);
    driver->spacing = 0;
    for (unsigned i = 0; i < HISTORY_AGENTS; i++)
        begin_plan(driver, i);
    history_expect_honest(&driver->archive, &driver->server);
}

void history_verify(struct history_driver *driver, unsigned agent)
{
    struct failure failure;
    struct history_archive *archive = &driver->archive;
    must(writer_forget_seen(archive->writer, archive->agents[agent], &failure), &failure);
    must(writer_commit(archive->writer, &failure), &failure);
    plan_want_all(&driver->plans[agent], TIMESTAMP_NONE);
    plan_want_verified(&driver->plans[agent]);
    driver->looks = true;
}

void history_fetch_anew(struct history_driver *driver, unsigned agent)
{
    struct failure failure;
    struct history_archive *archive = &driver->archive;
    must(writer_forget_coverage(archive->writer, archive->agents[agent], &failure), &failure);
    must(writer_commit(archive->writer, &failure), &failure);
    begin_plan(driver, agent);
    plan_want_all(&driver->plans[agent], TIMESTAMP_NONE);
    driver->anew[agent] = true;
}

static void begin_writing(struct run *run)
{
    struct history_driver *driver = run->driver;
    const struct writer_question question = {
        .first = !run->filed_one,
        .accept_losses = driver->anew[run->agent],
        .agent = driver->archive.agents[run->agent],
        .keeps_head = run->keeps_head,
        .from = run->reading.question.from,
        .stop_at = run->reading.question.stop_at,
        .asked_at = run->reading.asked_at,
    };
    run->filed_one = true;
    run->filed = writer_begin(driver->archive.writer, &question);
}

static void file(void *context, const char *text, size_t length)
{
    struct failure failure;
    struct run *run = context;
    struct history_driver *driver = run->driver;
    struct writer *writer = driver->archive.writer;
    if (!run->filed)
        begin_writing(run);
    must(writer_take(writer, run->filed, text, length, &failure), &failure);
    if (history_chance(&driver->server, 30)) {
        must(writer_prove(writer, run->filed, &failure), &failure);
        must(writer_commit(writer, &failure), &failure);
        history_expect_agent_honest(&driver->archive, &driver->server, run->agent);
    }
}

/* Elements come at a pace that has nothing to do with the time of the server, the same with every run. */
static uint64_t clock_of_elements(void)
{
    static uint64_t now;
    return now += 10000000;
}

/* Reads recordings until there is enough of them, or a fault comes; true if it has read all. */
static bool read_all(struct run *run, const struct history_answer *answer, size_t fault_at)
{
    struct history_server *server = &run->driver->server;
    for (size_t i = 0; i < answer->count && !run->reading.is_enough; i++) {
        if (i == fault_at)
            return false;
        char text[HISTORY_TEXT_SIZE];
        size_t length = history_text(text, answer->recordings[i]);
        if (!run->driver->is_calm && history_chance(server, 400))
            length = (size_t)snprintf(text, sizeof text, "{\"QueueCallId\":");
        answer_reading_take(&run->reading, text, length);
        if (run->reading.is_enough && (i + 1 < answer->count || history_chance(server, 2)))
            return false;
    }
    return fault_at > answer->count;
}

static void end_writing(struct run *run, bool whole)
{
    struct failure failure;
    struct history_driver *driver = run->driver;
    struct writer *writer = driver->archive.writer;
    if (is_reported())
        fprintf(stderr, "    filed %llu of them\n",
                (unsigned long long)response_ingest_judgement(run->filed)->count);
    run->killed = !driver->is_calm && history_chance(&driver->server, 60);
    if (!run->killed) {
        must(writer_end(writer, run->filed, whole, &failure), &failure);
        must(writer_commit(writer, &failure), &failure);
        const struct fetch_job_answer outcome = {
            .judgement = *response_ingest_judgement(run->filed),
            .traits = *writer_traits(writer),
            .cut = run->reading.is_enough,
            .last = response_ingest_reached(run->filed),
        };
        if (!run->failed)
            fetch_job_take(run->job, &outcome);
    }
    response_ingest_free(&run->filed);
}

static void read_answer(struct run *run, const struct history_answer *answer)
{
    struct history_driver *driver = run->driver;
    struct history_server *server = &driver->server;
    size_t fault_at = SIZE_MAX;
    if (!driver->is_calm && history_chance(server, 25))
        fault_at = history_pick(server, (unsigned)answer->count + 1);
    bool is_all = read_all(run, answer, fault_at);
    run->failed = !is_all && !run->reading.is_enough;
    enum answer_end end = answer_reading_end(&run->reading, is_all, true);
    run->failed = run->failed || end == ANSWER_LACKS;
    if (end == ANSWER_WHOLE && !run->filed && !run->reading.is_enough)
        begin_writing(run);
    if (run->filed)
        end_writing(run, end == ANSWER_WHOLE);
}

/* Asks one question. */
static void ask(struct run *run)
{
    struct history_driver *driver = run->driver;
    struct history_server *server = &driver->server;
    struct history_answer answer;
    if (!driver->is_calm)
        history_pass(server, history_pick(server, 5) * HISTORY_SECOND, 0);
    history_ask(server, run->agent, run->reading.question.from, &answer);
    run->is_lost = driver->loses && !driver->is_calm && !run->is_lost && !server->has_jumps &&
                   history_chance(server, 40);
    if (run->is_lost)
        answer.count = 0;
    if (is_reported())
        fprintf(stderr, "  at %lld agent %u is asked from %lld (look %zu): %zu\n",
                (long long)run->reading.asked_at, run->agent, (long long)run->reading.question.from,
                run->reading.question.look, answer.count);
    read_answer(run, &answer);
    history_answer_clear(&answer);
    if (!run->killed)
        history_expect_agent_honest(&driver->archive, server, run->agent);
    if (!driver->is_calm && history_chance(server, 10)) {
        int64_t time = history_pick(server, 7200) * HISTORY_SECOND;
        history_pass(server, time, history_pick(server, 4));
    }
}

static size_t own_count(const struct history_server *server, unsigned agent)
{
    size_t count = 0;
    for (size_t i = 0; i < server->count; i++)
        count += server->recordings[i].agent == agent;
    return count;
}

static struct plan_known known_of(struct history_driver *driver, const struct archive_agent *filed)
{
    return (struct plan_known){
        .coverage = &filed->coverage,
        .times = &filed->times,
        .seen = driver->looks ? &filed->seen : NULL,
        .recordings = filed->recordings,
        .verify = 90 * HISTORY_DAY,
        .opened = driver->opened,
        .head_from = filed->head_from,
        .as_of = filed->as_of,
        .newest_final = filed->newest_final,
        .newest = filed->newest,
        .has_lost = filed->lost > 0,
        .traits = *writer_traits(driver->archive.writer),
        .chronology = &driver->chronology,
        .spacing = driver->spacing,
        .now = driver->server.now,
        .settle = driver->server.settle,
    };
}

void history_want_period(struct history_driver *driver, unsigned agent, int64_t begin, int64_t end)
{
    struct archive_agent filed;
    history_read_agent(&driver->archive, agent, &filed);
    const struct plan_known known = known_of(driver, &filed);
    plan_want_period(&driver->plans[agent], &known, begin, end);
    archive_agent_clear(&filed);
}

static void learn(struct history_driver *driver, const struct fetch_job *job)
{
    const struct chronology *learnt = fetch_job_chronology(job);
    for (size_t i = 0; i < learnt->count; i++)
        chronology_add(&driver->chronology, learnt->moments[i].id, learnt->moments[i].time);
    if (fetch_job_spacing(job) > 0)
        driver->spacing = fetch_job_spacing(job);
}

/* Runs one job to its end; false if nothing is wanted or it did not come to its end. */
static bool run_job(struct history_driver *driver, unsigned agent)
{
    struct archive_agent filed;
    struct fetch_job_spec order;
    history_read_agent(&driver->archive, agent, &filed);
    const struct plan_known known = known_of(driver, &filed);
    bool is_wanted = plan_next(&driver->plans[agent], &known, &order);
    assert_int_equal(is_wanted, plan_urgency(&driver->plans[agent], &known) != PLAN_NOTHING);
    if (!is_wanted) {
        archive_agent_clear(&filed);
        return false;
    }
    order.page = driver->page;
    if (is_reported())
        fprintf(stderr, "agent %u: job %d, from %lld, stop at %lld, last %lld\n", agent, order.kind,
                (long long)order.from, (long long)order.stop_at, (long long)order.last);
    struct run run = {
        .driver = driver, .agent = agent, .job = fetch_job_new(&order), .keeps_head = order.keeps_head};
    run.reading = (struct answer_reading){
        .job = run.job,
        .file = file,
        .context = &run,
        .clock = clock_of_elements,
    };
    archive_agent_clear(&filed);
    order.coverage = NULL;
    unsigned most = 100 + 4 * (unsigned)own_count(&driver->server, agent);
    while (!run.failed && !run.killed && answer_reading_ask(&run.reading, driver->server.now)) {
        if (++run.questions > most)
            fail_msg("a job of kind %d asks and asks", order.kind);
        ask(&run);
    }
    plan_done(&driver->plans[agent], &order, run.job, run.failed);
    learn(driver, run.job);
    answer_reading_clear(&run.reading);
    fetch_job_free(&run.job);
    if (run.killed)
        history_kill(driver);
    else
        history_expect_honest(&driver->archive, &driver->server);
    return !run.failed && !run.killed;
}

void history_fetch(struct history_driver *driver)
{
    for (unsigned i = 0; i < driver->server.agents; i++) {
        unsigned jobs = 0;
        unsigned most = 60 + (unsigned)own_count(&driver->server, i);
        while (run_job(driver, i)) {
            if (++jobs > most)
                fail_msg("agent %u is never done", i);
        }
    }
}

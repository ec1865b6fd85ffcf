#include "tests/unit/model/fetch/history_driver.h"

#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/fetch/fetch_job.h"

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
    struct fetch_job_question question;
    bool keeps_head;
    bool first;
    bool failed;
    bool killed;
    unsigned questions;
};

enum ending { PROPERLY, CUT, BY_FAULT };

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
    history_must(writer_forget_seen(archive->writer, archive->agents[agent], &failure), &failure);
    history_must(writer_commit(archive->writer, &failure), &failure);
    plan_want_all(&driver->plans[agent], TIMESTAMP_NONE);
    plan_want_verified(&driver->plans[agent]);
    driver->looks = true;
}

void history_fetch_anew(struct history_driver *driver, unsigned agent)
{
    struct failure failure;
    struct history_archive *archive = &driver->archive;
    history_must(writer_forget_coverage(archive->writer, archive->agents[agent], &failure), &failure);
    history_must(writer_commit(archive->writer, &failure), &failure);
    begin_plan(driver, agent);
    plan_want_all(&driver->plans[agent], TIMESTAMP_NONE);
    driver->anew[agent] = true;
}

/* Takes the recordings of the answer that the question wants to see; returns how many elements they were. */
static size_t look_at(const struct run *run, const struct history_answer *answer, struct moment *seen,
                      size_t *count)
{
    size_t at = 0;
    *count = 0;
    while (at < answer->count && *count < run->question.look) {
        const struct history_recording *recording = answer->recordings[at++];
        if (recording->id != INT64_MIN && !recording->is_broken)
            seen[(*count)++] = (struct moment){recording->id, history_start_read(recording)};
    }
    return at;
}

/* Shows the job what it wants to see; false if the answer is not to be filed. */
static bool is_kept(struct run *run, const struct history_answer *answer)
{
    struct moment *seen = calloc(run->question.look, sizeof *seen);
    size_t count;
    bool all = look_at(run, answer, seen, &count) == answer->count;
    bool kept = fetch_job_look(run->job, seen, count, all) == FETCH_JOB_KEEP;
    free(seen);
    if (kept) {
        struct fetch_job_question question;
        assert_true(fetch_job_ask(run->job, &question));
        assert_int_equal(question.from, run->question.from);
        run->question = question;
    }
    return kept;
}

static bool take(struct run *run, struct response_ingest *filed, const struct history_recording *recording)
{
    struct failure failure;
    struct history_driver *driver = run->driver;
    struct writer *writer = driver->archive.writer;
    char text[HISTORY_TEXT_SIZE];
    size_t length = history_text(text, recording);
    if (!driver->is_calm && history_chance(&driver->server, 400))
        length = (size_t)snprintf(text, sizeof text, "{\"QueueCallId\":");
    history_must(writer_take(writer, filed, text, length, &failure), &failure);
    if (history_chance(&driver->server, 30)) {
        history_must(writer_prove(writer, filed, &failure), &failure);
        history_must(writer_commit(writer, &failure), &failure);
        history_expect_agent_honest(&driver->archive, &driver->server, run->agent);
    }
    return response_ingest_judgement(filed)->count > (uint64_t)2 * ANSWER_EVIDENCE &&
           run->question.stop_at != INT64_MAX && recording->id > run->question.stop_at;
}

/* Files recordings until the question has enough of them, or a fault comes. */
static enum ending take_all(struct run *run, struct response_ingest *filed,
                            const struct history_answer *answer, size_t fault_at)
{
    for (size_t i = 0; i < answer->count; i++) {
        if (i == fault_at)
            return BY_FAULT;
        bool is_above = take(run, filed, answer->recordings[i]);
        if (is_above || i + 1 >= run->question.most)
            return CUT;
    }
    return fault_at == answer->count ? BY_FAULT : PROPERLY;
}

static struct fetch_job_answer outcome_of(const struct run *run, const struct response_ingest *filed,
                                          const struct history_answer *answer, bool cut)
{
    struct fetch_job_answer outcome = {
        .judgement = *response_ingest_judgement(filed),
        .traits = *writer_traits(run->driver->archive.writer),
        .cut = cut,
        .last = {.time = TIMESTAMP_NONE},
    };
    for (size_t i = outcome.judgement.count; i > 0 && outcome.last.time == TIMESTAMP_NONE; i--) {
        const struct history_recording *recording = answer->recordings[i - 1];
        if (!recording->is_broken)
            outcome.last = (struct moment){recording->id, history_start_read(recording)};
    }
    return outcome;
}

static void file(struct run *run, const struct history_answer *answer, int64_t asked_at, size_t fault_at)
{
    struct failure failure;
    struct history_driver *driver = run->driver;
    struct writer *writer = driver->archive.writer;
    const struct writer_question question = {
        .first = run->first,
        .accept_losses = driver->anew[run->agent],
        .agent = driver->archive.agents[run->agent],
        .keeps_head = run->keeps_head,
        .from = run->question.from,
        .stop_at = run->question.stop_at,
        .asked_at = asked_at,
    };
    struct response_ingest *filed = writer_begin(writer, &question);
    run->first = false;
    enum ending ending = take_all(run, filed, answer, fault_at);
    if (is_reported())
        fprintf(stderr, "    filed %llu of them, ending %d\n",
                (unsigned long long)response_ingest_judgement(filed)->count, ending);
    bool is_last = response_ingest_judgement(filed)->count == answer->count;
    bool whole = ending == PROPERLY || (ending == CUT && is_last && history_chance(&driver->server, 2));
    run->killed = !driver->is_calm && history_chance(&driver->server, 60);
    if (!run->killed) {
        history_must(writer_end(writer, filed, whole, &failure), &failure);
        history_must(writer_commit(writer, &failure), &failure);
        struct fetch_job_answer outcome = outcome_of(run, filed, answer, ending == CUT);
        if (ending != BY_FAULT)
            fetch_job_take(run->job, &outcome);
    }
    run->failed = ending == BY_FAULT;
    response_ingest_free(&filed);
}

/* Asks one question. */
static void ask(struct run *run)
{
    struct history_driver *driver = run->driver;
    struct history_server *server = &driver->server;
    struct history_answer answer;
    int64_t asked_at = server->now;
    if (!driver->is_calm)
        history_pass(server, history_pick(server, 5) * HISTORY_SECOND, 0);
    history_ask(server, run->agent, run->question.from, &answer);
    if (is_reported())
        fprintf(stderr, "  at %lld agent %u is asked from %lld (look %zu): %zu\n", (long long)asked_at,
                run->agent, (long long)run->question.from, run->question.look, answer.count);
    size_t fault_at = SIZE_MAX;
    if (!driver->is_calm && history_chance(server, 25))
        fault_at = history_pick(server, (unsigned)answer.count + 1);
    bool is_nothing = answer.count == 0 && fault_at == SIZE_MAX;
    if (is_nothing && fetch_job_doubt(run->job)) {
        history_answer_clear(&answer);
        return;
    }
    bool is_broken_early = fault_at < run->question.look && fault_at <= answer.count;
    if (run->question.look == 0 || is_broken_early || is_kept(run, &answer))
        file(run, &answer, asked_at, fault_at);
    history_answer_clear(&answer);
    if (!run->killed)
        history_expect_agent_honest(&driver->archive, server, run->agent);
    if (!driver->is_calm && history_chance(server, 10))
        history_pass(server, history_pick(server, 7200) * HISTORY_SECOND, history_pick(server, 4));
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
        fprintf(stderr, "agent %u: errand %d, from %lld, stop at %lld, last %lld\n", agent, order.kind,
                (long long)order.from, (long long)order.stop_at, (long long)order.last);
    struct run run = {.driver = driver,
                      .agent = agent,
                      .job = fetch_job_new(&order),
                      .keeps_head = order.keeps_head,
                      .first = true};
    archive_agent_clear(&filed);
    order.coverage = NULL;
    unsigned most = 100 + 4 * (unsigned)own_count(&driver->server, agent);
    while (!run.failed && !run.killed && fetch_job_ask(run.job, &run.question)) {
        if (++run.questions > most)
            fail_msg("an errand of kind %d asks and asks", order.kind);
        ask(&run);
    }
    plan_done(&driver->plans[agent], &order, run.job, run.failed);
    learn(driver, run.job);
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

#include "tests/unit/model/fetch/history_archive.h"

#include "model/archive/archive_check.h"
#include "model/archive/database.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/filed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The files that the archive has of one agent, sorted: their numbers are all different. */
struct covered_files {
    unsigned *files; /* owned */
    size_t count;
    size_t capacity;
};

static void add_agents(struct history_archive *archive)
{
    for (unsigned i = 0; i < HISTORY_AGENTS; i++) {
        char name[20], reference[20];
        snprintf(name, sizeof name, "Agent %u", i);
        snprintf(reference, sizeof reference, "id:%u", 100 + i);
        archive->agents[i] = filed_add_agent(archive->writer, reference, name);
    }
}

void history_archive_begin(struct history_archive *archive, int64_t settle)
{
    struct failure failure;
    *archive = (struct history_archive){.path = database_memory_name(), .settle = settle};
    archive->writer = filed_writer(archive->path, archive->settle);
    add_agents(archive);
    archive->keeper = database_open(archive->path, DATABASE_READ, &failure);
    must(archive->keeper != NULL, &failure);
    archive->list =
        database_prepare(archive->keeper, "SELECT file FROM recordings WHERE agent = ?1", &failure);
    must(archive->list != NULL, &failure);
}

void history_archive_end(struct history_archive *archive)
{
    writer_close(&archive->writer);
    database_close(&archive->keeper);
    free(archive->path);
}

void history_archive_kill(struct history_archive *archive)
{
    writer_close(&archive->writer);
    archive->writer = filed_writer(archive->path, archive->settle);
}

void history_read_agent(struct history_archive *archive, unsigned agent, struct archive_agent *read)
{
    struct failure failure;
    struct archive_agent *agents;
    size_t count;
    must(writer_read_agents(archive->writer, archive->agents[agent], &agents, &count, &failure), &failure);
    assert_int_equal(count, 1);
    *read = agents[0];
    free(agents);
}

static int compare_files(const void *left, const void *right)
{
    unsigned a = *(const unsigned *)left;
    unsigned b = *(const unsigned *)right;
    return a < b ? -1 : a > b;
}

static void read_time_coverage(struct history_archive *archive, unsigned agent, struct covered_files *times)
{
    sqlite3_stmt *list = archive->list;
    sqlite3_bind_int64(list, 1, archive->agents[agent]);
    *times = (struct covered_files){0};
    while (sqlite3_step(list) == SQLITE_ROW) {
        times->files = memory_grow(times->files, &times->capacity, times->count + 1, sizeof *times->files);
        const char *name = (const char *)sqlite3_column_text(list, 0);
        times->files[times->count++] = (unsigned)strtoul(name + 1, NULL, 10);
    }
    sqlite3_reset(list);
    if (times->count)
        qsort(times->files, times->count, sizeof *times->files, compare_files);
}

static bool is_covered(const struct covered_files *times, unsigned file)
{
    return times->count &&
           bsearch(&file, times->files, times->count, sizeof *times->files, compare_files) != NULL;
}

static bool is_complete(const struct archive_agent *agent)
{
    return agent->as_of != TIMESTAMP_NONE && coverage_reaches_up(&agent->coverage, 0) >= agent->head_from;
}

/* Whether a range of ids promises the time of a recording, as of then if it has no end. */
static bool is_in_time_coverage(const struct archive_agent *agent, int64_t started, bool was_asked)
{
    for (size_t i = 0; i < agent->times.count; i++) {
        const struct time_coverage one = {&agent->times.ranges[i], 1, 1};
        if ((was_asked || one.ranges->hi != INT64_MAX) && time_coverage_contains(&one, started, started + 1))
            return true;
    }
    return false;
}

/* What makes the archive promise that it has a recording that the server has; NULL if nothing does. */
static const char *promise_of(const struct archive_agent *agent, const struct history_recording *recording)
{
    bool was_asked = agent->as_of != TIMESTAMP_NONE && recording->appears <= agent->as_of;
    bool has_time = recording->time == HISTORY_TIME && recording->id < HISTORY_JUMP; /* else they disagree */
    if (recording->id == INT64_MIN) /* only a question from the very start can find it */
        return NULL;
    if (coverage_contains(&agent->coverage, recording->id))
        return "its id is covered";
    if (was_asked && recording->id > agent->head_from)
        return "it was there at as_of and is above the tail";
    if (was_asked && is_complete(agent))
        return "it was there at as_of and all is complete";
    if (was_asked && has_time && agent->complete_from != TIMESTAMP_NONE &&
        recording->started >= agent->complete_from)
        return "it was there at as_of and began after complete_from";
    if (has_time && agent->complete_until != TIMESTAMP_NONE && recording->started <= agent->complete_until)
        return "it began before complete_until";
    if (has_time && is_in_time_coverage(agent, recording->started, was_asked))
        return "all of that time is covered";
    return NULL;
}

static void explain(const struct archive_agent *agent)
{
    fprintf(stderr, "agent %lld: tail %lld, as_of %lld, complete_from %lld, complete_until %lld, covered",
            (long long)agent->agent, (long long)agent->head_from, (long long)agent->as_of,
            (long long)agent->complete_from, (long long)agent->complete_until);
    for (size_t i = 0; i < agent->coverage.count; i++)
        fprintf(stderr, " (%lld, %lld]", (long long)agent->coverage.ranges[i].lo,
                (long long)agent->coverage.ranges[i].hi);
    fprintf(stderr, "\n");
}

static void expect_promises_kept(struct history_archive *archive, const struct history_server *server,
                                 const struct archive_agent *agent, unsigned index,
                                 const struct covered_files *times)
{
    for (size_t i = 0; i < server->count; i++) {
        const struct history_recording *recording = &server->recordings[i];
        if (recording->agent != index || !history_is_there(recording, server->now) ||
            is_covered(times, recording->file))
            continue;
        const char *promise = promise_of(agent, recording);
        if (!promise)
            continue;
        explain(agent);
        fail_msg("%s: id %lld, file r%u of agent %u is not in the archive, but %s (appears %lld, now %lld)",
                 archive->trouble, (long long)recording->id, recording->file, index, promise,
                 (long long)recording->appears, (long long)server->now);
    }
}

void history_expect_agent_honest(struct history_archive *archive, const struct history_server *server,
                                 unsigned index)
{
    struct archive_agent agent;
    struct covered_files times;
    history_read_agent(archive, index, &agent);
    read_time_coverage(archive, index, &times);
    if (!archive->is_unsure)
        expect_promises_kept(archive, server, &agent, index, &times);
    if (agent.recordings != times.count)
        fail_msg("%s: the count of agent %u is %llu, not %zu", archive->trouble, index,
                 (unsigned long long)agent.recordings, times.count);
    free(times.files);
    archive_agent_clear(&agent);
}

void history_expect_honest(struct history_archive *archive, const struct history_server *server)
{
    for (unsigned i = 0; i < server->agents; i++)
        history_expect_agent_honest(archive, server, i);
}

static size_t count_there(const struct history_server *server, unsigned agent,
                          const struct covered_files *times, size_t *missing)
{
    size_t there = 0;
    *missing = 0;
    for (size_t i = 0; i < server->count; i++) {
        const struct history_recording *recording = &server->recordings[i];
        if (recording->agent != agent || recording->is_broken || !history_is_there(recording, server->now))
            continue;
        there++;
        *missing += !is_covered(times, recording->file);
    }
    return there;
}

void history_expect_found(struct history_archive *archive, const struct history_server *server)
{
    for (unsigned i = 0; i < server->agents; i++) {
        struct archive_agent agent;
        struct covered_files times;
        size_t missing;
        history_read_agent(archive, i, &agent);
        read_time_coverage(archive, i, &times);
        count_there(server, i, &times, &missing);
        if (missing) {
            explain(&agent);
            for (size_t k = 0; k < server->count; k++) {
                const struct history_recording *recording = &server->recordings[k];
                if (recording->agent == i && history_is_there(recording, server->now) &&
                    !is_covered(&times, recording->file))
                    fprintf(stderr, "id %lld, file r%u, started %lld\n", (long long)recording->id,
                            recording->file, (long long)recording->started);
            }
            fail_msg("%s: agent %u lacks %zu recordings", archive->trouble, i, missing);
        }
        free(times.files);
        archive_agent_clear(&agent);
    }
}

void history_expect_equal(struct history_archive *archive, const struct history_server *server)
{
    static unsigned checks;
    struct failure failure;
    if (checks++ % 16 == 0)
        must(archive_check(archive->keeper, &failure), &failure);
    for (unsigned i = 0; i < server->agents; i++) {
        struct archive_agent agent;
        struct covered_files times;
        size_t missing;
        history_read_agent(archive, i, &agent);
        read_time_coverage(archive, i, &times);
        size_t there = count_there(server, i, &times, &missing);
        bool is_equal = times.count == there && is_complete(&agent);
        if (missing || (!is_equal && !server->has_broken)) {
            explain(&agent);
            fail_msg("%s: agent %u has %zu recordings, the archive %zu, %zu are missing, complete: %d",
                     archive->trouble, i, there, times.count, missing, is_complete(&agent));
        }
        free(times.files);
        archive_agent_clear(&agent);
    }
}

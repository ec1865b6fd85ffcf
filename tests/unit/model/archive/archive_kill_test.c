/* Programs are killed while they bring an old archive up to date, purge, and look an archive through: nothing
 * is lost, nothing is called complete that is not, and the next program goes on. TEST_SEED chooses the
 * moments, TEST_SEEDS how many there are; the seed of every run is printed. */
#include "model/archive/archive_check.h"
#include "model/archive/archive_seal.h"
#include "model/archive/database.h"
#include "model/archive/writer.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_traces.h"
#include "model/archive/writer_transaction.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/filed.h"
#include "tests/unit/model/archive/old_archive.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILLS = 10, IDA = 2, FIRST_CALL = 1000, EXPIRED = 20000, SECOND = 1000000000 };

#define STARTED "(16000000000000000 + n * 600000000)"
#define NUMBERS                                                                                              \
    "WITH RECURSIVE numbers(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM numbers WHERE n < 25999) "
#define BEFORE (INT64_C(16000000000000000) + (FIRST_CALL + EXPIRED) * INT64_C(600000000))

/* Each agent of the old archive who is one with the other has as many rows, a tenth of them without a name.
 */
static const char many[] =
    "BEGIN;" NUMBERS "INSERT INTO recordings SELECT 1, n, CASE WHEN n % 10 THEN CAST(printf('%016d', n) AS "
    "BLOB) ELSE '' END, " STARTED ", NULL, 1 + n % 6, 1, 1 + n % 2, 1 FROM numbers;"
    "INSERT INTO recordings SELECT 2, call, file, started, ended, caller, person, queue, kind FROM recordings"
    " WHERE agent = 1 AND call >= 1000;"
    "UPDATE agents SET recordings = (SELECT count(*) FROM recordings WHERE agent = agents.agent);"
    "UPDATE coverage SET hi = 25999 WHERE agent < 3 AND hi = 507;"
    "COMMIT";

/* What must be the same at all times. */
static const char contents[] =
    "SELECT (SELECT group_concat(total, '|') FROM (SELECT count(*) || '/' || sum(call) || '/' ||"
    " sum(started % 1000003 * call + ifnull(caller, 7)) AS total FROM (SELECT DISTINCT max(agent, 2) AS "
    "agent,"
    " call, started, ended, caller, person, queue, kind FROM recordings) GROUP BY agent ORDER BY agent))"
    " || (SELECT group_concat(number) FROM (SELECT number FROM callers ORDER BY caller))"
    " || (SELECT group_concat(range) FROM (SELECT agent || ':' || whole || ':' || lo || ':' || hi AS range"
    " FROM coverage WHERE agent <> 1 ORDER BY agent, whole, lo))"
    " || (SELECT group_concat(purge) FROM (SELECT agent || ':' || before || ':' || call AS purge FROM "
    "purges))";

struct killing {
    unsigned dice;
    unsigned kills;
    int64_t whole; /* ns that it takes when nobody is killed */
};

static void start_killing(struct killing *killing)
{
    const char *seed = getenv("TEST_SEED"), *seeds = getenv("TEST_SEEDS");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *killing = (struct killing){(unsigned)now.tv_nsec / 1000, KILLS, 0};
    if (seed)
        killing->dice = (unsigned)strtoul(seed, NULL, 10);
    if (seeds)
        killing->kills = (unsigned)strtoul(seeds, NULL, 10);
    print_message("# TEST_SEED=%u\n", killing->dice);
}

static int64_t choose_moment(struct killing *killing)
{
    enum { PARTS = 10000 };
    killing->dice = killing->dice * 1664525U + 1013904223U;
    return 1 + killing->whole / PARTS * ((killing->dice >> 8) % PARTS);
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * SECOND + time.tv_nsec;
}

/* Runs in a process of its own, which is killed after `moment` ns (0: never). Whether it came to its end. */
static bool run(struct filed *filed, void (*work)(struct filed *filed), int64_t moment)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        timer_t timer;
        struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
        struct itimerspec when = {.it_value = {moment / SECOND, moment % SECOND}};
        if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0 && timer_settime(timer, 0, &when, NULL) == 0)
            work(filed);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        assert_int_equal(WEXITSTATUS(status), 0);
    else
        assert_int_equal(WTERMSIG(status), SIGKILL);
    return WIFEXITED(status);
}

static char *read_contents(const char *path)
{
    struct failure failure;
    sqlite3 *database = database_open(path, DATABASE_READ, &failure);
    must(database != NULL, &failure);
    sqlite3_stmt *statement = database_prepare(database, contents, &failure);
    must(statement != NULL, &failure);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    char *text = memory_text((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    database_close(&database);
    return text;
}

static void expect_sound(struct filed *filed)
{
    struct failure failure;
    sqlite3 *database = database_open(filed->path, DATABASE_READ, &failure);
    must(database && archive_check(database, &failure), &failure);
    database_close(&database);
}

static void remove_file(const char *path, const char *suffix)
{
    char *name = memory_format("%s%s", path, suffix);
    unlink(name);
    free(name);
}

static void remove_archive(const char *path)
{
    remove_file(path, "");
    remove_file(path, "-wal");
    remove_file(path, "-shm");
    remove_file(path, "-seal");
}

static void copy_archive(const char *from, const char *to)
{
    remove_archive(to);
    int source = open(from, O_RDONLY | O_CLOEXEC), target = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    struct stat status;
    assert_true(source >= 0 && target >= 0);
    assert_int_equal(fstat(source, &status), 0);
    char *bytes = memory_new((size_t)status.st_size);
    assert_int_equal(read(source, bytes, (size_t)status.st_size), status.st_size);
    assert_int_equal(write(target, bytes, (size_t)status.st_size), status.st_size);
    free(bytes);
    close(source);
    close(target);
}

/* An archive of the last version before this one's, and a copy of it. The caller frees its name. */
static char *make_old(struct filed *filed)
{
    sqlite3 *database = NULL;
    writer_close(&filed->writer);
    remove_archive(filed->path);
    assert_int_equal(old_archive_make(filed->path, OLD_ARCHIVE_LAST), SQLITE_OK);
    assert_int_equal(sqlite3_open(filed->path, &database), SQLITE_OK);
    if (sqlite3_exec(database, many, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(database));
    sqlite3_close(database);
    char *copy = memory_format("%s-copy", filed->path);
    copy_archive(filed->path, copy);
    return copy;
}

static void reopen(struct filed *filed)
{
    filed_reopen(filed);
    writer_close(&filed->writer);
}

static void expect_version(struct filed *filed, int64_t newest, const char *before)
{
    char *after = read_contents(filed->path);
    assert_string_equal(after, before);
    free(after);
    if (filed_integer(filed, "PRAGMA user_version") == newest) {
        expect_sound(filed);
        return;
    }
    assert_int_equal(filed_integer(filed, "PRAGMA user_version"), OLD_ARCHIVE_LAST);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM sqlite_schema WHERE name = 'identities'"), 0);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM agents"), 3);
}

static void an_old_archive_is_brought_up_to_date(void **state)
{
    struct filed *filed = *state;
    struct killing killing;
    int64_t newest = filed_integer(filed, "PRAGMA user_version");
    char *copy = make_old(filed);
    char *before = read_contents(filed->path);
    unsigned finished = 0;
    start_killing(&killing);
    killing.whole = -now();
    assert_true(run(filed, reopen, 0));
    killing.whole += now();
    expect_version(filed, newest, before);
    for (unsigned i = 0; i < killing.kills; i++) {
        if (filed_integer(filed, "PRAGMA user_version") == newest)
            copy_archive(copy, filed->path);
        finished += run(filed, reopen, choose_moment(&killing));
        expect_version(filed, newest, before);
    }
    print_message("# %u of %u were not killed\n", finished, killing.kills);
    assert_true(run(filed, reopen, 0));
    expect_version(filed, newest, before);
    assert_int_equal(filed_integer(filed, "PRAGMA user_version"), newest);
    filed_reopen(filed);
    unlink(copy);
    free(copy);
    free(before);
}

static void purge(struct filed *filed)
{
    struct failure failure;
    struct writer_purge purge = {.agent = IDA, .before = BEFORE};
    filed_reopen(filed);
    while (!purge.done) {
        if (!writer_purge(filed->writer, &purge, &failure) || !writer_commit(filed->writer, &failure))
            _exit(1);
    }
    if (!writer_remove_traces(filed->writer))
        _exit(1);
    writer_close(&filed->writer);
}

/* Of what has not expired everything is there; of the rest nothing that is missing is covered. */
static void expect_justified(struct filed *filed)
{
    expect_sound(filed);
    assert_int_equal(filed_integer(filed, NUMBERS
                                   "SELECT count(*) FROM numbers LEFT JOIN recordings ON agent = 2 AND"
                                   " call = n WHERE call IS NULL AND n >= 21000"),
                     0);
    assert_int_equal(filed_integer(filed, NUMBERS
                                   "SELECT count(*) FROM numbers JOIN coverage ON coverage.agent = 2 AND"
                                   " n > lo AND n <= hi LEFT JOIN recordings ON recordings.agent = 2 AND"
                                   " call = n WHERE call IS NULL"),
                     0);
    assert_int_equal(filed_integer(filed, "SELECT max(hi) FROM coverage WHERE agent = 2"), 25999);
}

static void a_purge_goes_on(void **state)
{
    struct filed *filed = *state;
    struct killing killing;
    char *old = make_old(filed);
    assert_true(run(filed, reopen, 0));
    copy_archive(filed->path, old);
    start_killing(&killing);
    killing.whole = -now();
    assert_true(run(filed, purge, 0));
    killing.whole += now();
    for (unsigned i = 0; i < killing.kills; i++) {
        copy_archive(old, filed->path);
        run(filed, purge, choose_moment(&killing));
        expect_justified(filed);
        if (i % 4)
            continue;
        assert_true(run(filed, purge, 0));
        expect_justified(filed);
        assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings WHERE agent = 2 AND"
                                              " started < 16012600000000000"),
                         0);
    }
    filed_reopen(filed);
    unlink(old);
    free(old);
}

static bool *looked; /* shared with the process that looks */

static void look_through(struct filed *filed)
{
    bool holds;
    struct failure failure;
    struct archive_seal *seal = archive_seal_open(filed->path, NULL, &holds);
    filed_reopen(filed);
    sqlite3 *database = database_open(filed->path, DATABASE_READ, &failure);
    if (!holds && !(database && archive_check(database, &failure)))
        _exit(1);
    *looked = true;
    database_close(&database);
    writer_close(&filed->writer);
    archive_seal_checked(seal);
    archive_seal_close(&seal, true);
}

static bool is_sealed(struct filed *filed)
{
    bool holds;
    struct archive_seal *seal = archive_seal_open(filed->path, NULL, &holds);
    archive_seal_close(&seal, false);
    return holds;
}

static void what_was_not_looked_through_is_not_sealed(void **state)
{
    struct filed *filed = *state;
    struct killing killing;
    /* cppcheck-suppress invalidFunctionArg; no file, so that the memory is shared with the children alone */
    looked = mmap(NULL, sizeof *looked, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(looked, MAP_FAILED);
    char *copy = make_old(filed);
    unlink(copy);
    free(copy);
    assert_true(run(filed, reopen, 0));
    char *before = read_contents(filed->path);
    start_killing(&killing);
    killing.whole = -now();
    assert_true(run(filed, look_through, 0));
    killing.whole += now();
    assert_true(is_sealed(filed));
    for (unsigned i = 0; i < killing.kills; i++) {
        remove_file(filed->path, "-seal");
        *looked = false;
        bool finished = run(filed, look_through, choose_moment(&killing));
        bool sealed = is_sealed(filed);
        assert_true(sealed ? *looked : !finished);
        char *after = read_contents(filed->path);
        assert_string_equal(after, before);
        free(after);
    }
    assert_true(run(filed, look_through, 0));
    assert_true(is_sealed(filed));
    filed_reopen(filed);
    free(before);
    remove_file(filed->path, "-seal");
    munmap(looked, sizeof *looked);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, filed_set_up, filed_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_old_archive_is_brought_up_to_date),
        TEST(a_purge_goes_on),
        TEST(what_was_not_looked_through_is_not_sealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Recordings that the server names so that no name can be taken as it is are saved by a program that is killed again and again
 * as it changes files. TEST_SAVES says how many there are, TEST_KILLS how often it is killed, TEST_SEED where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/e2e/access.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/saved.h"

#define EMPTY "--agents 1 --recordings 0 --until 2026-03-02 --fault kind=odd&every=1&mode=names"

/* Changes of files, about: until the first recording is saved, and at the most for each. */
enum { SAVES = 40, KILLS = 10, MOST_BYTES = 255, START = 100, MOST_OF_EACH = 50 };

static unsigned long given(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 10) : otherwise;
}

static unsigned throw_dice(unsigned *dice, unsigned long below)
{
    *dice = *dice * 1664525U + 1013904223U;
    return (unsigned)((*dice >> 8) % below);
}

/* Every fourth kill falls into the start of the program, the others while it saves. */
static unsigned long choose(unsigned *dice, unsigned long changes)
{
    return throw_dice(dice, 4) == 0 ? 1 + throw_dice(dice, START) : START + throw_dice(dice, changes);
}

/* A file that was there: it stays as it is, its inode and its time of change. */
struct kept_one {
    char *path; /* owned */
    struct stat status;
};

struct kept {
    struct server *server;
    const char *folder;
    struct kept_one *files;
    size_t count, seen;
};

static struct kept_one *find(struct kept *kept, const char *path)
{
    for (size_t i = 0; i < kept->count; i++)
        if (strcmp(kept->files[i].path, path) == 0)
            return &kept->files[i];
    return NULL;
}

/* Beside the one that was there before there is only what the server has for the call of its name. */
static void take(struct kept *kept, const char *path, const struct stat *status)
{
    char id[24];
    const char *name = strrchr(path, '/') + 1;
    snprintf(id, sizeof id, "%.*s", (int)strcspn(name, "_"), name);
    if (!saved_is_audio(kept->server, path, id))
        fail_msg("%s is not what the server has", path);
    kept->files = realloc(kept->files, (kept->count + 1) * sizeof *kept->files);
    assert_non_null(kept->files);
    kept->files[kept->count++] = (struct kept_one){strdup(path), *status};
}

static void look_at(void *context, const char *path)
{
    struct kept *kept = context;
    struct stat status;
    const char *name = strrchr(path, '/') + 1;
    assert_int_equal(stat(path, &status), 0);
    struct kept_one *before = find(kept, path);
    kept->seen++;
    assert_int_equal((size_t)(name - path - 1), strlen(kept->folder)); /* no name is a path */
    assert_in_range(strlen(name), 1, MOST_BYTES);
    if (!before) {
        take(kept, path, &status);
        return;
    }
    assert_int_equal(before->status.st_ino, status.st_ino);
    assert_int_equal(before->status.st_size, status.st_size);
    assert_int_equal(before->status.st_ctim.tv_sec, status.st_ctim.tv_sec);
    assert_int_equal(before->status.st_ctim.tv_nsec, status.st_ctim.tv_nsec);
}

/* All that were there before are, and nothing is half. */
static void look(struct kept *kept)
{
    size_t before = kept->count;
    kept->seen = 0;
    saved_each(kept->folder, look_at, kept);
    assert_int_equal(kept->seen, kept->count);
    assert_true(kept->count >= before);
}

/* Some were saved before, or all; at the end all are, none twice. */
static void expect_all(struct fixture *fixture, struct kept *kept, const char *const *arguments)
{
    size_t rows = 0, told = 0;
    const char *listed = command_output(fixture_run(fixture, "list", "--offline", "--format", "jsonl"), NULL);
    for (; (listed = strchr(listed, '\n')); listed++)
        rows++;
    struct command *save = fixture_run_list(fixture, arguments);
    assert_int_equal(command_status(save), 0);
    for (const char *at = command_output(save, NULL); (at = strchr(at, '\n')); at++)
        told++;
    look(kept);
    assert_int_equal(told, rows);
    assert_int_equal(kept->count, rows);
    assert_true(rows > given("TEST_SAVES", SAVES)); /* of some calls there are two */
}

static void odd_names_survive_kills(void **state)
{
    struct fixture *fixture = *state;
    unsigned long saves = given("TEST_SAVES", SAVES), kills = given("TEST_KILLS", KILLS), killed = 0;
    unsigned dice = (unsigned)given("TEST_SEED", (unsigned long)(clock_now() / 1000 % 1000000));
    char folder[300], out[340];
    snprintf(folder, sizeof folder, "%s", workspace_path(fixture->workspace, "out"));
    snprintf(out, sizeof out, "%s/{call}_{file}", folder);
    const char *const arguments[] = {"save", "--since", "1990-01-01", "-o", out, NULL};
    print_message("# TEST_SEED=%u\n", dice);
    fixture_serve(fixture, EMPTY);
    free(calls_add(fixture->server, 101, (int)saves, 2));
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    struct kept kept = {.server = fixture->server, .folder = folder};
    for (unsigned long i = 0; i < kills; i++) {
        unsigned long change = choose(&dice, MOST_OF_EACH * saves / kills);
        killed += fixture_run_killed(fixture, change, NULL, arguments);
        look(&kept);
    }
    assert_true(killed > kills / 3);
    print_message("# %lu kills, after which %zu were saved\n", killed, kept.count);
    expect_all(fixture, &kept, arguments);
    assert_non_null(strstr(access_verify(fixture, NULL, NULL), "intact"));
    for (size_t i = 0; i < kept.count; i++)
        free(kept.files[i].path);
    free(kept.files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(odd_names_survive_kills, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests_name("save_kill", tests, NULL, NULL);
}

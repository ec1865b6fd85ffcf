/* What was heard, from one run to the next, in a file that others may have written. */
#include "model/audio/heard_calls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ACCOUNT "https://host/mot/greenbox"
#define NAMELESS "981039346670733" /* "" as a number */
#define OTHER "https://host/mot/greenbox2"

enum { PROGRAMS = 4, EACH = 20, ALL = PROGRAMS * EACH };

static char folder[60], path[80];
static struct failure failure;

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/tapedeck-heard-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/heard", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void write_file(const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_file(const char *text)
{
    static char there[100000];
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    there[fread(there, 1, sizeof there - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(there, text);
}

static void hear(struct heard_calls *calls, int64_t number, size_t begin, size_t end)
{
    struct heard_call *call = heard_calls_find(calls, number, "");
    heard_add(&call->heard, begin, end);
    call->position_ms = (int64_t)end * AUDIO_COLUMN_MS;
}

static void what_is_heard_grows_together(void **state)
{
    (void)state;
    static const struct audio_span all[] = {{10, 20}, {40, 50}, {0, 5},  {20, 25},
                                            {60, 60}, {4, 11},  {49, 70}};
    struct heard heard = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        heard_add(&heard, all[i].begin, all[i].end);
    assert_int_equal(heard.count, 2);
    assert_int_equal(heard.spans[0].begin, 0);
    assert_int_equal(heard.spans[0].end, 25);
    assert_int_equal(heard.spans[1].begin, 40);
    assert_int_equal(heard.spans[1].end, 70);
    heard_add(&heard, 0, 100);
    assert_int_equal(heard.count, 1);
    heard_clear(&heard);
}

static void it_is_there_in_the_next_run(void **state)
{
    (void)state;
    struct stat status;
    struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
    hear(calls, 7, 0, 50);
    hear(calls, 8, 5, 6);
    hear(calls, 7, 100, 150);
    assert_true(heard_calls_close(&calls, &failure));
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_file(ACCOUNT " 8/" NAMELESS " 120 5-6 \n" ACCOUNT " 7/" NAMELESS " 3000 0-50 100-150 \n");
    calls = heard_calls_open(path, ACCOUNT);
    const struct heard_call *call = heard_calls_find(calls, 7, "");
    assert_int_equal(call->position_ms, 3000);
    assert_int_equal(call->heard.count, 2);
    assert_int_equal(call->heard.spans[1].begin, 100);
    assert_true(heard_calls_close(&calls, &failure));
}

static void other_accounts_and_runs_keep_theirs(void **state)
{
    (void)state;
    write_file(OTHER " 7 60 1-3 \n" ACCOUNT " 5 20 0-1 \n");
    struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
    hear(calls, 7, 0, 50);
    struct heard_calls *beside = heard_calls_open(path, ACCOUNT);
    hear(beside, 6, 0, 2);
    assert_true(heard_calls_close(&beside, &failure));
    assert_true(heard_calls_close(&calls, &failure));
    assert_file(OTHER " 7 60 1-3 \n" ACCOUNT " 5 20 0-1 \n" ACCOUNT " 6/" NAMELESS " 40 0-2 \n" ACCOUNT
                      " 7/" NAMELESS " 1000 0-50 \n");
    calls = heard_calls_open(path, ACCOUNT);
    assert_true(heard_calls_close(&calls, &failure)); /* nothing was played: it is not written */
    assert_file(OTHER " 7 60 1-3 \n" ACCOUNT " 5 20 0-1 \n" ACCOUNT " 6/" NAMELESS " 40 0-2 \n" ACCOUNT
                      " 7/" NAMELESS " 1000 0-50 \n");
}

/* One of a transfer, say: what was played of one says nothing of the other. */
static void recordings_of_a_call_have_their_own(void **state)
{
    (void)state;
    struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
    heard_add(&heard_calls_find(calls, 7, "a.mp3")->heard, 0, 50);
    assert_int_equal(heard_calls_find(calls, 7, "b.mp3")->heard.count, 0);
    heard_calls_find(calls, 7, "b.mp3")->position_ms = 40;
    assert_true(heard_calls_close(&calls, &failure));
    calls = heard_calls_open(path, ACCOUNT);
    assert_int_equal(heard_calls_find(calls, 7, "a.mp3")->position_ms, 0);
    assert_int_equal(heard_calls_find(calls, 7, "a.mp3")->heard.count, 1);
    assert_int_equal(heard_calls_find(calls, 7, "b.mp3")->position_ms, 40);
    assert_int_equal(heard_calls_find(calls, 7, "b.mp3")->heard.count, 0);
    assert_true(heard_calls_close(&calls, &failure));
}

/* Which of the call's recordings it was is not known: it may be any. */
static void what_a_version_before_has_noted_is_of_each(void **state)
{
    (void)state;
    write_file(ACCOUNT " 7 60 1-3 \n");
    struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
    heard_add(&heard_calls_find(calls, 7, "a.mp3")->heard, 10, 20);
    assert_int_equal(heard_calls_find(calls, 7, "a.mp3")->heard.count, 2);
    assert_true(heard_calls_close(&calls, &failure));
    calls = heard_calls_open(path, ACCOUNT);
    assert_int_equal(heard_calls_find(calls, 7, "a.mp3")->heard.count, 2);
    assert_int_equal(heard_calls_find(calls, 7, "a.mp3")->position_ms, 60);
    assert_int_equal(heard_calls_find(calls, 7, "b.mp3")->heard.count, 1);
    assert_int_equal(heard_calls_find(calls, 7, "b.mp3")->position_ms, 60);
    assert_true(heard_calls_close(&calls, &failure));
}

static void only_the_last_are_kept(void **state)
{
    (void)state;
    struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
    for (int64_t number = 1; number <= HEARD_CALLS + 10; number++)
        hear(calls, number, 0, 1);
    assert_true(heard_calls_close(&calls, &failure));
    calls = heard_calls_open(path, ACCOUNT);
    hear(calls, HEARD_CALLS + 11, 0, 1);
    assert_true(heard_calls_close(&calls, &failure));
    calls = heard_calls_open(path, ACCOUNT);
    assert_int_equal(heard_calls_find(calls, 12, "")->heard.count, 1);
    assert_int_equal(heard_calls_find(calls, 11, "")->heard.count, 0);
    assert_true(heard_calls_close(&calls, &failure));
}

static void play_some(int64_t first)
{
    for (int64_t number = first; number < first + EACH; number++) {
        struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
        hear(calls, number, 0, 1);
        heard_calls_close(&calls, &failure);
    }
}

/* None loses what another has heard. */
static void programs_end_at_once(void **state)
{
    (void)state;
    for (int64_t i = 0; i < PROGRAMS; i++) {
        if (fork() == 0) {
            play_some(1 + i * EACH);
            _exit(0);
        }
    }
    for (int i = 0; i < PROGRAMS; i++)
        assert_true(wait(NULL) > 0);
    struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
    for (int64_t number = 1; number <= ALL; number++)
        assert_int_equal(heard_calls_find(calls, number, "")->heard.count, 1);
    assert_true(heard_calls_close(&calls, &failure));
}

static void what_is_spoilt_is_left_out(void **state)
{
    (void)state;
    write_file("\n" ACCOUNT "\n" ACCOUNT " \n" ACCOUNT " x 5 1-2 \n" ACCOUNT " 1 5 9-3 4-6 6- 9-10 \n" ACCOUNT
               " 2 99999999999999999999 1-2 \n" ACCOUNT " 3 5 0-1 99999999999-999999999999 \n");
    struct heard_calls *calls = heard_calls_open(path, ACCOUNT);
    struct heard_call *call = heard_calls_find(calls, 1, "");
    assert_int_equal(call->heard.count, 1);
    assert_int_equal(call->heard.spans[0].begin, 4);
    assert_int_equal(heard_calls_find(calls, 2, "")->heard.count, 0);
    assert_int_equal(heard_calls_find(calls, 3, "")->heard.count, 1);
    assert_true(heard_calls_close(&calls, &failure));
}

static void without_a_file_nothing_is_kept(void **state)
{
    (void)state;
    struct heard_calls *calls = heard_calls_open(NULL, ACCOUNT);
    hear(calls, 7, 0, 50);
    assert_int_equal(heard_calls_find(calls, 7, "")->heard.count, 1);
    assert_true(heard_calls_close(&calls, &failure));
    assert_null(calls);
    assert_int_equal(mkdir(path, 0700), 0); /* where no file can be */
    calls = heard_calls_open(path, ACCOUNT);
    hear(calls, 7, 0, 50);
    assert_false(heard_calls_close(&calls, &failure));
    assert_non_null(strstr(failure.what, "what was heard cannot be kept"));
    assert_int_equal(rmdir(path), 0);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_heard_grows_together),
        WITH_FOLDER(it_is_there_in_the_next_run),
        WITH_FOLDER(other_accounts_and_runs_keep_theirs),
        WITH_FOLDER(recordings_of_a_call_have_their_own),
        WITH_FOLDER(what_a_version_before_has_noted_is_of_each),
        WITH_FOLDER(only_the_last_are_kept),
        WITH_FOLDER(programs_end_at_once),
        WITH_FOLDER(what_is_spoilt_is_left_out),
        WITH_FOLDER(without_a_file_nothing_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

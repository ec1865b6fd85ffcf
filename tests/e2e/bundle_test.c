/* `tapedeck bundle` and `verify`: a case in a zip that proves itself, by the lines of its VERIFY.txt as well, where
 * nothing but sha512sum and ssh-keygen is. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/calls.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/held.h"
#include "tests/e2e/saved.h"

#define HISTORY "--agents 2 --recordings 20 --seed 5 --until 2024-05-17"

enum { CALL_SIZE = 24 };

static const char *path_of(struct fixture *fixture, const char *name)
{
    static char path[4][300];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", workspace_path(fixture->workspace, "home"), name);
    return path[next];
}

/* A synced history, keys of two people, one of which signs; the bundle of a call and what is on hold. */
static void make(struct fixture *fixture, char call[CALL_SIZE])
{
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_int_equal(
        workspace_shell(fixture->workspace,
                        "ssh-keygen -q -t ed25519 -N '' -f ida && ssh-keygen -q -t ed25519 -N '' -f eve"),
        0);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[bundle]\nkey = ~/ida\n", 0600);
    snprintf(call, CALL_SIZE, "%s", calls_with(fixture->server, '8'));
    struct command *command = fixture_run(fixture, "bundle", "case 12", call, "--purpose", "complaint", "-o",
                                          path_of(fixture, "case.zip"));
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "/case.zip\n"));
    assert_non_null(strstr(command_errors(command, NULL), "bundled 1 recording, signed"));
    assert_int_equal(workspace_mode(fixture->workspace, "home/case.zip"), 0600);
    assert_int_equal(
        workspace_shell(fixture->workspace,
                        "unzip -q case.zip && mv case_12 bag && sed -n 's/^    //p' bag/VERIFY.txt >lines.sh"
                        " && mkdir bin && ln -s $(command -v sha512sum) $(command -v ssh-keygen) bin"),
        0);
}

/* The lines of VERIFY.txt in a shell that finds these two programs only. */
static int follow_guide(struct fixture *fixture)
{
    return workspace_shell(fixture->workspace,
                           "cd bag && env -i PATH=\"$PWD/../bin\" /bin/sh -e ../lines.sh >../said 2>&1");
}

static void expect_verify(struct fixture *fixture, const char *bundle, int status, const char *text)
{
    const struct command *command = fixture_run(fixture, "verify", path_of(fixture, bundle));
    if (!strstr(command_output(command, NULL), text) && !strstr(command_errors(command, NULL), text))
        fail_msg("\"%s%s\" does not say \"%s\"", command_output(command, NULL), command_errors(command, NULL),
                 text);
    assert_int_equal(command_status(command), status);
}

static void a_bundle_proves_itself(void **state)
{
    struct fixture *fixture = *state;
    char call[CALL_SIZE], name[100], text[200];
    make(fixture, call);
    expect_verify(fixture, "case.zip", 0, "intact: ");
    expect_verify(fixture, "case.zip", 0, "signed with ED25519 key SHA256:");
    expect_verify(fixture, "bag", 0, "intact: ");
    assert_int_equal(follow_guide(fixture), 0);
    snprintf(name, sizeof name, "bag/data/audio/%s.mp3", call);
    assert_true(saved_is_audio(fixture->server, path_of(fixture, name), call));
    char *log = workspace_read(fixture->workspace, "home/bag/data/access-log.jsonl");
    assert_null(log); /* nobody has looked at that call */
    char *csv = workspace_read(fixture->workspace, "home/bag/data/recordings.csv");
    snprintf(text, sizeof text, ",%s,", call);
    assert_non_null(strstr(csv, text));
    free(csv);
    char *coverage = workspace_read(fixture->workspace, "home/bag/data/coverage.txt");
    assert_non_null(strstr(coverage, "complete for 2 of 2 agents"));
    free(coverage);
    const struct command *logged = fixture_run(fixture, "log", "--format", "jsonl");
    assert_non_null(strstr(command_output(logged, NULL), "\"case\":\"case 12\",\"purpose\":\"complaint\""));
    assert_int_equal(command_status(fixture_run(fixture, "verify", path_of(fixture, "case.zip"), "--signer",
                                                path_of(fixture, "ida.pub"))),
                     0);
}

static void what_is_wrong_is_named(void **state)
{
    static const struct {
        const char *change, *back, *says;
        bool guide_sees;
    } cases[] = {
        {"printf x >>bag/data/recordings.csv", "sed -i '$s/x$//' bag/data/recordings.csv",
         "changed: data/recordings.csv", true},
        {"touch bag/data/audio/more.mp3", "rm bag/data/audio/more.mp3", "added: data/audio/more.mp3", true},
        {"touch bag/.more", "rm bag/.more", "added: .more", true},
        {"touch bag/..more", "rm bag/..more", "added: ..more", true},
        {"touch bag/bagit.txt:bag-info.txt", "rm bag/bagit.txt:*", "added: bagit.txt:bag-info.txt", true},
        {"mkdir -p bag/data/a/.b/c && touch bag/data/a/.b/c/more", "rm -r bag/data/a",
         "added: data/a/.b/c/more", true},
        {"ln -s nowhere bag/data/link", "rm bag/data/link", "added: data/link", true},
        {"mv bag/data/coverage.txt c", "mv c bag/data/coverage.txt", "missing: data/coverage.txt", true},
        {"mv bag/tagmanifest-sha512.txt t", "mv t bag/tagmanifest-sha512.txt",
         "missing: tagmanifest-sha512.txt", true},
        {"cp bag/tagmanifest-sha512.txt.sig s; sed -i 3s/[a-y]/z/ bag/tagmanifest-sha512.txt.sig",
         "cp s bag/tagmanifest-sha512.txt.sig", "the signature is not of this bundle", true},
    };
    struct fixture *fixture = *state;
    char call[CALL_SIZE];
    make(fixture, call);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(workspace_shell(fixture->workspace, cases[i].change), 0);
        expect_verify(fixture, "bag", 1, cases[i].says);
        if ((follow_guide(fixture) != 0) != cases[i].guide_sees)
            fail_msg("VERIFY.txt after: %s", cases[i].change);
        assert_int_equal(workspace_shell(fixture->workspace, cases[i].back), 0);
    }
    expect_verify(fixture, "bag", 0, "intact: ");
    assert_int_equal(follow_guide(fixture), 0);
    assert_int_equal(workspace_shell(fixture->workspace, "head -c 9000 case.zip >cut.zip"), 0);
    expect_verify(fixture, "cut.zip", 1, "no whole zip");
    expect_verify(fixture, "nothing.zip", 4, "cannot read it");
}

static void expect_signer(struct fixture *fixture, const char *key, int status, const char *text)
{
    const struct command *command =
        fixture_run(fixture, "verify", path_of(fixture, "case.zip"), "--signer", path_of(fixture, key));
    if (!strstr(command_output(command, NULL), text) && !strstr(command_errors(command, NULL), text))
        fail_msg("\"%s%s\" does not say \"%s\"", command_output(command, NULL), command_errors(command, NULL),
                 text);
    assert_null(status == 2 ? strstr(command_output(command, NULL), "INTACT") : NULL);
    assert_int_equal(command_status(command), status);
}

/* As ssh does; what is no key says nothing of the bundle. */
static void the_key_of_a_signer_is_read(void **state)
{
    static const char good[] = "which is the key of --signer";
    struct fixture *fixture = *state;
    char call[CALL_SIZE];
    make(fixture, call);
    assert_int_equal(workspace_shell(fixture->workspace,
                                     "(echo '# of Ida'; echo; cat eve.pub ida.pub) >commented &&"
                                     " printf 'ida@x %s\\n' \"$(cat ida.pub)\" >allowed &&"
                                     " (i=0; while [ $i -lt 50 ]; do cat eve.pub; i=$((i + 1)); done;"
                                     " cat ida.pub) >many && echo text >text && : >empty"),
                     0);
    expect_signer(fixture, "ida", 0, good);
    expect_signer(fixture, "commented", 0, good);
    expect_signer(fixture, "allowed", 0, good);
    expect_signer(fixture, "many", 0, good);
    expect_signer(fixture, "eve", 1, "signed by another key");
    expect_signer(fixture, "eve", 1, ", 1 thing is wrong\n");
    expect_signer(fixture, "text", 2, "there is no public key in it: ");
    expect_signer(fixture, "empty", 2, "there is no public key in it: ");
    expect_signer(fixture, "nobody.pub", 2, "cannot read it (No such file or directory): ");
}

/* Another who makes all of it anew can sign it, but not with that key. */
static void another_signer_is_seen(void **state)
{
    struct fixture *fixture = *state;
    char call[CALL_SIZE];
    make(fixture, call);
    assert_int_equal(
        workspace_shell(fixture->workspace,
                        "cd bag && rm tagmanifest-sha512.txt.sig && ssh-keygen -q -Y sign -f ../eve -n"
                        " tapedeck-bundle tagmanifest-sha512.txt"),
        0);
    expect_verify(fixture, "bag", 0, "whose key that is has to be known from elsewhere");
    const struct command *command =
        fixture_run(fixture, "verify", path_of(fixture, "bag"), "--signer", path_of(fixture, "ida.pub"));
    assert_non_null(strstr(command_output(command, NULL), "signed by another key"));
    assert_int_equal(command_status(command), 1);
    assert_int_equal(workspace_shell(fixture->workspace, "rm bag/tagmanifest-sha512.txt.sig"), 0);
    command =
        fixture_run(fixture, "verify", path_of(fixture, "bag"), "--signer", path_of(fixture, "ida.pub"));
    assert_non_null(strstr(command_output(command, NULL), "not signed"));
    assert_int_equal(command_status(command), 1);
}

/* Without the server what is on hold has its audio; the rest says that it has none. */
static void what_is_on_hold_has_its_audio(void **state)
{
    struct fixture *fixture = *state;
    char call[CALL_SIZE], name[100];
    make(fixture, call);
    assert_int_equal(command_status(fixture_run(fixture, "hold", call, "--reason", "x")), 0);
    struct command *command = fixture_run(fixture, "bundle", "held", "--offline", "--filter", "held:yes",
                                          "-o", path_of(fixture, "held.zip"));
    assert_int_equal(command_status(command), 0);
    assert_int_equal(workspace_shell(fixture->workspace, "unzip -q held.zip"), 0);
    snprintf(name, sizeof name, "held/data/audio/%s.mp3", call);
    assert_true(saved_is_audio(fixture->server, path_of(fixture, name), call));
    char *log = workspace_read(fixture->workspace, "home/held/data/access-log.jsonl");
    assert_non_null(strstr(log, "\"action\":\"hold\""));
    free(log);
    command = fixture_run(fixture, "bundle", "all", "--offline", "--since", "2000-01-01", "-o",
                          path_of(fixture, "all.zip"));
    assert_non_null(strstr(command_errors(command, NULL), "without audio: 19 recordings"));
    assert_int_equal(command_status(command), 5);
    assert_int_equal(
        command_status(fixture_run(fixture, "bundle", "none", "--offline", "--filter", "99999999")), 1);
    assert_int_equal(command_status(fixture_run(fixture, "bundle", "none", "--offline")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "bundle", "none", "x")), 2);
}

/* The secret is refused after two: nothing more is asked for, and each that was not tried says why. */
static void what_was_not_tried_says_why(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_true(server_tell(fixture->server, "fault?kind=status&status=401&match=calls/recordings/&skip=2"));
    struct command *command =
        fixture_run(fixture, "bundle", "case", "--since", "2000-01-01", "-o", path_of(fixture, "case.zip"));
    assert_non_null(strstr(command_errors(command, NULL), "the bundle says why"));
    assert_int_equal(command_status(command), 5);
    assert_int_equal(
        workspace_shell(
            fixture->workspace,
            "unzip -q case.zip && sed -i 1d case/data/recordings.csv && cd case/data && test $(grep"
            " -c ',the server refuse' recordings.csv) -gt 10 && test $(ls audio | wc -l) -eq 2 &&"
            " ! grep -v -e ',audio/[^,]*,server,' -e ',the server refuse' recordings.csv"),
        0);
}

static void a_damaged_copy_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_in_archives(fixture, HELD_FLIP);
    held_expect_says(fixture_run(fixture, "bundle", "12", held.call, "-o", path_of(fixture, "damaged.zip")),
                     0, "its bytes are others than those that were kept; this is from the server");
    free(held.audio);
}

/* Each numbers its calls for itself; the log is of all. */
static void what_was_done_to_a_call_of_another_account_stays_out(void **state)
{
    struct fixture *fixture = *state;
    char call[CALL_SIZE];
    make(fixture, call);
    assert_int_equal(command_status(fixture_run(fixture, "hold", call, "--reason", "x")), 0);
    fixture_serve(fixture, HISTORY " --account other");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_int_equal(
        command_status(fixture_run(fixture, "bundle", "other", call, "-o", path_of(fixture, "other.zip"))),
        0);
    assert_int_equal(
        workspace_shell(fixture->workspace, "unzip -q other.zip && test ! -e other/data/access-log.jsonl"),
        0);
}

/* A key that cannot sign leaves no bundle that looks signed. */
static void without_its_key_nothing_is_written(void **state)
{
    struct fixture *fixture = *state;
    char call[CALL_SIZE];
    make(fixture, call);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[bundle]\nkey = ~/nobody\n", 0600);
    struct command *command =
        fixture_run(fixture, "bundle", "again", call, "-o", path_of(fixture, "again.zip"));
    assert_non_null(strstr(command_errors(command, NULL), "the bundle cannot be signed"));
    assert_int_equal(command_status(command), 4);
    assert_false(workspace_exists(fixture->workspace, "home/again.zip"));
    assert_int_equal(workspace_shell(fixture->workspace, "ls -a | grep -c '^.tapedeck-' | grep -q '^0$'"), 0);
}

/* Not in a dialog either. */
static void nobody_is_asked_for_a_passphrase(void **state)
{
    struct fixture *fixture = *state;
    char call[CALL_SIZE];
    make(fixture, call);
    assert_int_equal(workspace_shell(fixture->workspace,
                                     "ssh-keygen -q -t ed25519 -N secret -f locked && printf '#!/bin/sh\\n"
                                     "touch \"$HOME/asked\"; echo secret\\n' >ask && chmod 700 ask"),
                     0);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[bundle]\nkey = ~/locked\n", 0600);
    environment_set(workspace_environment(fixture->workspace), "DISPLAY", ":0");
    environment_set(workspace_environment(fixture->workspace), "SSH_ASKPASS", path_of(fixture, "ask"));
    struct command *command =
        fixture_run(fixture, "bundle", "again", call, "-o", path_of(fixture, "again.zip"));
    assert_false(workspace_exists(fixture->workspace, "home/asked"));
    assert_non_null(strstr(command_errors(command, NULL), "a key without a passphrase"));
    assert_int_equal(command_status(command), 4);
}

/* The audio that was fetched for it lies beside it meanwhile. */
static void a_kill_leaves_no_audio(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_true(server_tell(fixture->server, "fault?kind=stall&after=100&match=queues/calls&skip=2"));
    struct command *command =
        fixture_start(fixture, "bundle", "case", "--since", "1990-01-01", "-o", path_of(fixture, "case.zip"));
    fixture->command = NULL; /* others are run beside it */
    int64_t deadline = clock_deadline(COMMAND_LIMIT);
    while (workspace_shell(fixture->workspace, "ls .tapedeck-*/*.mp3 >/dev/null 2>&1") != 0) {
        assert_true(clock_remaining(deadline) > 0 && command_status(command) < 0);
        command_wait_for_output(command, "nothing has this name", 1);
    }
    assert_int_equal(command_status(fixture_run(fixture, "held")),
                     1); /* it is not touched while it is at work */
    assert_int_equal(workspace_shell(fixture->workspace, "ls .tapedeck-*/*.mp3 >/dev/null"), 0);
    command_signal(command, SIGKILL);
    assert_true(command_finish(command, COMMAND_LIMIT));
    command_free(&command);
    assert_int_equal(workspace_shell(fixture->workspace, "ls .tapedeck-*/*.mp3 >/dev/null"), 0);
    assert_int_equal(command_status(fixture_run(fixture, "held")), 1);
    assert_int_equal(saved_count(workspace_path(fixture->workspace, "home")), 0);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_bundle_proves_itself),
        WITH_FIXTURE(what_is_wrong_is_named),
        WITH_FIXTURE(the_key_of_a_signer_is_read),
        WITH_FIXTURE(another_signer_is_seen),
        WITH_FIXTURE(what_is_on_hold_has_its_audio),
        WITH_FIXTURE(what_was_not_tried_says_why),
        WITH_FIXTURE(a_damaged_copy_is_told),
        WITH_FIXTURE(what_was_done_to_a_call_of_another_account_stays_out),
        WITH_FIXTURE(without_its_key_nothing_is_written),
        WITH_FIXTURE(nobody_is_asked_for_a_passphrase),
        WITH_FIXTURE(a_kill_leaves_no_audio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The shared secret: where it comes from, and that it is seen nowhere else. */
#include "model/config/secret.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define VARIABLE "TAPEDECK_SECRET"
#define SECRET "hush-4711"

static void assert_command(const char *command, const char *expected)
{
    struct failure failure;
    char *secret = secret_from_command(command, 0, &failure);
    assert_non_null(secret);
    assert_string_equal(secret, expected);
    secret_free(&secret);
    assert_null(secret);
}

/* The command fails, and what is told of it has nothing of its output. */
static void assert_command_fails(const char *command, const char *what)
{
    struct failure failure;
    assert_null(secret_from_command(command, 0, &failure));
    assert_int_equal(failure.kind, FAILURE_USAGE);
    if (!strstr(failure.what, what))
        fail_msg("\"%s\" says nothing of \"%s\"", failure.what, what);
    assert_null(strstr(failure.what, SECRET));
    assert_null(strstr(failure.advice, SECRET));
}

static void the_environment_gives_it_once(void **state)
{
    (void)state;
    struct failure failure;
    setenv(VARIABLE, SECRET, 1);
    char *secret = secret_from_environment();
    assert_string_equal(secret, SECRET);
    assert_true(secret_check(secret, VARIABLE, &failure));
    secret_free(&secret);
    assert_null(getenv(VARIABLE));
    assert_null(secret_from_environment());
}

static void an_empty_variable_is_none(void **state)
{
    (void)state;
    setenv(VARIABLE, "", 1);
    assert_null(secret_from_environment());
    assert_null(getenv(VARIABLE));
}

/* In the child: takes the secret from the environment it was started with and looks whether the system still
 * shows it there. */
static int look_at_own_environment(void)
{
    char bytes[65536];
    char *secret = secret_from_environment();
    int file = open("/proc/self/environ", O_RDONLY | O_CLOEXEC);
    ssize_t size = file < 0 ? -1 : read(file, bytes, sizeof bytes);
    if (file >= 0)
        close(file);
    bool taken = secret && strcmp(secret, SECRET) == 0;
    secret_free(&secret);
    if (!taken || size <= 0)
        return 2;
    return memmem(bytes, (size_t)size, SECRET, strlen(SECRET)) ? 1 : 0;
}

/* The state is the path of this program; /proc/self/exe may be what it runs under. */
static void the_system_does_not_show_it_afterwards(void **state)
{
    char *name = *state;
    char option[] = "--child";
    char entry[] = VARIABLE "=" SECRET;
    char again[] = VARIABLE "=" SECRET "-again";
    char *arguments[] = {name, option, NULL};
    char *environment[] = {entry, again, NULL};
    pid_t child = fork();
    if (child == 0) {
        execve(name, arguments, environment);
        _exit(3);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void the_first_line_of_a_command_is_it(void **state)
{
    (void)state;
    assert_command("echo " SECRET, SECRET);
    assert_command("printf " SECRET, SECRET);
    assert_command("printf '" SECRET "\\r\\nuser: me\\n'", SECRET);
    assert_command("printf 'a b; c = d '", "a b; c = d ");
    assert_command("echo " SECRET "; head -c 1000000 /dev/zero", SECRET);
}

static void a_command_is_waited_for_no_longer_than_the_limit(void **state)
{
    (void)state;
    static const char *const endless[] = {"exec sleep 1000", "echo " SECRET "; exec >&-; exec sleep 1000"};
    struct failure failure;
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        assert_null(secret_from_command(endless[i], 1000, &failure));
        assert_int_equal(failure.kind, FAILURE_CANCELLED);
        assert_string_equal(failure.what, "secret_command has not ended within 1 s");
    }
    char *secret = secret_from_command("echo " SECRET, 60000, &failure);
    assert_string_equal(secret, SECRET);
    secret_free(&secret);
}

static void a_command_that_fails_is_told_without_its_output(void **state)
{
    (void)state;
    assert_command_fails("echo " SECRET "; exit 3", "exit status 3");
    assert_command_fails("exec 2>/dev/null; /nonexistent/" SECRET, "exit status 127");
    assert_command_fails("echo " SECRET "; kill -TERM $$", "signal 15");
    assert_command_fails("true", "no secret");
    assert_command_fails("printf '\\n" SECRET "\\n'", "no secret");
    assert_command_fails("printf '\\r\\n'", "no secret");
    assert_command_fails("head -c 5000 /dev/zero | tr '\\0' x", "too long");
    assert_command_fails("printf 'a\\000" SECRET "\\n'", "NUL");
}

static void a_command_inherits_no_ignored_signal(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    assert_command_fails("kill -PIPE $$; echo " SECRET, "signal 13");
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN);
    assert_command_fails("kill -XFSZ $$; echo " SECRET, "signal 25");
    signal(SIGXFSZ, SIG_DFL);
}

static void only_one_line_of_printable_characters_is_a_secret(void **state)
{
    (void)state;
    static const char *const bad[] = {SECRET "\n", SECRET "\r\nX-Other: 1", "\t" SECRET, SECRET "\x7f",
                                      "\x1b" SECRET};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct failure failure;
        assert_false(secret_check(bad[i], "the configuration", &failure));
        assert_non_null(strstr(failure.what, "the configuration"));
        assert_null(strstr(failure.what, SECRET));
    }
    struct failure failure;
    assert_true(secret_check("S\xc3\xb8ren's; secret = #1 ", VARIABLE, &failure));
}

int main(int count, char **arguments)
{
    if (count > 1 && strcmp(arguments[1], "--child") == 0)
        return look_at_own_environment();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_environment_gives_it_once),
        cmocka_unit_test(an_empty_variable_is_none),
        cmocka_unit_test_prestate(the_system_does_not_show_it_afterwards, arguments[0]),
        cmocka_unit_test(the_first_line_of_a_command_is_it),
        cmocka_unit_test(a_command_is_waited_for_no_longer_than_the_limit),
        cmocka_unit_test(a_command_that_fails_is_told_without_its_output),
        cmocka_unit_test(a_command_inherits_no_ignored_signal),
        cmocka_unit_test(only_one_line_of_printable_characters_is_a_secret),
    };
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}

/* Trust in the server: a certificate that nobody knows is refused, --ca accepts it, --pin ties to one key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 3 --agent-recordings 103=20 --seed 5 --until 2024-05-17"
#define WRONG_PIN "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

enum { WIDE = 250, NETWORK_FAILED = 4, USAGE = 2 };

/* Makes NAME.crt, which holds for `holder`, and NAME.key. */
static void make_certificate(struct fixture *fixture, const char *name, const char *holder)
{
    struct buffer script = {0};
    buffer_format(&script,
                  "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
                  " -subj /CN=test -addext subjectAltName=%s -keyout %s.key -out %s.crt",
                  holder, name, name);
    const char *const arguments[] = {"sh", "-c", script.data, NULL};
    const struct command_options options = {
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .directory = workspace_path(fixture->workspace, "home"),
    };
    struct command *command = command_run(&options);
    if (command_status(command) != 0)
        print_error("%s\n", command_errors(command, NULL));
    assert_int_equal(command_status(command), 0);
    command_free(&command);
    buffer_clear(&script);
}

static void serve(struct fixture *fixture, const char *name)
{
    struct buffer options = {0};
    const char *home = workspace_path(fixture->workspace, "home");
    buffer_format(&options, HISTORY " --tls %s/%s.crt %s/%s.key", home, name, home, name);
    fixture_serve(fixture, options.data);
    buffer_clear(&options);
}

/* "sha256//…" of the public key of home/NAME.crt. The caller frees. */
static char *pin_of(struct fixture *fixture, const char *name)
{
    struct buffer script = {0};
    buffer_format(&script,
                  "openssl x509 -in %s.crt -pubkey -noout | openssl pkey -pubin -outform der |"
                  " openssl dgst -sha256 -binary | openssl base64 -A",
                  name);
    const char *const arguments[] = {"sh", "-c", script.data, NULL};
    const struct command_options options = {
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .directory = workspace_path(fixture->workspace, "home"),
    };
    struct command *command = command_run(&options);
    buffer_reset(&script);
    buffer_format(&script, "sha256//%s", command_output(command, NULL));
    command_free(&command);
    assert_int_equal(script.length, strlen(WRONG_PIN));
    return buffer_take(&script);
}

/* Opens the screen with the options and waits for one line with both texts. */
static void expect_refused(struct fixture *fixture, const char *const *arguments, const char *says,
                           const char *advises)
{
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, arguments);
    expect_in_row(terminal, 23, says);
    expect_in_row(terminal, 23, advises);
    expect_in_row(terminal, 0, "offline");
    terminal_keys(terminal, "?");
    expect_text(terminal, "one line up");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void expect_accepted(struct fixture *fixture, const char *const *arguments)
{
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, arguments);
    expect_text(terminal, " 20 recordings");
    expect_text(terminal, "complete as of");
    expect_in_row(terminal, 0, "live");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void an_unknown_certificate_is_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char *const nothing[] = {"--agent", "103", NULL};
    make_certificate(fixture, "own", "IP:127.0.0.1");
    make_certificate(fixture, "other", "IP:127.0.0.1");
    serve(fixture, "own");
    expect_refused(fixture, nothing, "is not trusted", "with --ca FILE");
    static const char *const other[] = {"--agent", "103", "--ca", "other.crt", NULL};
    expect_refused(fixture, other, "is not trusted", "with --ca FILE");
    const struct command *list = fixture_run(fixture, "list", "--agent", "103");
    assert_int_equal(command_status(list), NETWORK_FAILED);
    assert_non_null(strstr(command_errors(list, NULL), "is not trusted"));
}

static void its_own_certificate_is_accepted(void **state)
{
    struct fixture *fixture = *state;
    static const char *const arguments[] = {"--agent", "103", "--ca", "own.crt", NULL};
    make_certificate(fixture, "own", "IP:127.0.0.1");
    serve(fixture, "own");
    expect_accepted(fixture, arguments);
}

/* The pin comes on top of the trust in the certificate; it does not stand in for it. */
static void a_pin_ties_to_one_key(void **state)
{
    struct fixture *fixture = *state;
    static const char *const wrong[] = {"--agent", "103", "--ca", "own.crt", "--pin", WRONG_PIN, NULL};
    make_certificate(fixture, "own", "IP:127.0.0.1");
    serve(fixture, "own");
    char *pin = pin_of(fixture, "own");
    const char *const right[] = {"--agent", "103", "--ca", "own.crt", "--pin", pin, NULL};
    const char *const alone[] = {"--agent", "103", "--pin", pin, NULL};
    expect_refused(fixture, wrong, "is not the pinned one", "ask its administrator for the new --pin");
    expect_refused(fixture, alone, "is not trusted", "with --ca FILE");
    expect_accepted(fixture, right);
    free(pin);
}

static void a_certificate_for_another_name_is_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char *const arguments[] = {"--agent", "103", "--ca", "own.crt", NULL};
    make_certificate(fixture, "own", "DNS:telephone.example");
    serve(fixture, "own");
    expect_refused(fixture, arguments, "is not trusted", "use the name that is in the certificate");
}

static void a_ca_file_that_is_none_is_refused(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "home/none.crt", "no certificate\n", 0600);
    make_certificate(fixture, "own", "IP:127.0.0.1");
    serve(fixture, "own");
    const struct command *list = fixture_run(fixture, "list", "--agent", "103", "--ca", "none.crt");
    assert_int_equal(command_status(list), USAGE);
    assert_non_null(strstr(command_errors(list, NULL), "PEM"));
    list = fixture_run(fixture, "list", "--agent", "103", "--ca", "missing.crt");
    assert_int_equal(command_status(list), USAGE);
    assert_non_null(strstr(command_errors(list, NULL), "missing.crt"));
    const char *pipe = workspace_path(fixture->workspace, "home/pipe.crt"); /* which nobody writes to */
    assert_int_equal(mkfifo(pipe, 0600), 0);
    list = fixture_run(fixture, "list", "--agent", "103", "--ca", "pipe.crt");
    assert_int_equal(command_status(list), USAGE);
    assert_non_null(strstr(command_errors(list, NULL), "cannot read the certificates in"));
}

static void https_on_a_port_that_speaks_http(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct buffer url = {0};
    buffer_format(&url, "https%s", server_url(fixture->server) + strlen("http"));
    const struct tapedeck_options options = {
        .workspace = fixture->workspace, .url = url.data, .rows = 24, .columns = WIDE};
    fixture->terminal = tapedeck_open(&options);
    expect_in_row(fixture->terminal, 23, "no TLS connection");
    expect_in_row(fixture->terminal, 23, "check that the port in the address speaks https");
    buffer_clear(&url);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_certificate_is_refused),
        TEST(its_own_certificate_is_accepted),
        TEST(a_pin_ties_to_one_key),
        TEST(a_certificate_for_another_name_is_refused),
        TEST(a_ca_file_that_is_none_is_refused),
        TEST(https_on_a_port_that_speaks_http),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

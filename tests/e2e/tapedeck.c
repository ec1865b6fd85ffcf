#include "tests/e2e/tapedeck.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/process.h"

/* A list of words for exec, ended by NULL; it owns them. */
struct words {
    char **list;
    size_t count;
};

static void add_word(struct words *words, const char *word)
{
    char **list = allocate(words->count + 2, sizeof(*list));
    if (words->count > 0)
        memcpy(list, words->list, words->count * sizeof(*list));
    list[words->count++] = copy_text(word);
    free(words->list);
    words->list = list;
}

/* Adds the words of a text with blanks between; NULL adds none. */
static void add_words(struct words *words, const char *text)
{
    char *copy = copy_text(text ? text : "");
    char *rest = NULL;
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        add_word(words, word);
    free(copy);
}

static void clear_words(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->list[i]);
    free(words->list);
    *words = (struct words){0};
}

static const char *const *list_words(const struct words *words)
{
    return (const char *const *)words->list;
}

char *tapedeck_program(void)
{
    const char *path = getenv("TAPEDECK");
    return path ? copy_text(path) : process_sibling("../../tapedeck");
}

/* The command line, and the environment with the secret. */
static struct words prepare(const struct tapedeck_options *options)
{
    struct words words = {0};
    add_words(&words, getenv("TAPEDECK_WRAPPER"));
    char *program = options->program ? copy_text(options->program) : tapedeck_program();
    /* It starts in another folder, where a relative path would lead elsewhere. */
    char *absolute = strchr(program, '/') ? realpath(program, NULL) : NULL;
    add_word(&words, absolute ? absolute : program);
    free(absolute);
    free(program);
    if (options->url) {
        add_word(&words, "--url");
        add_word(&words, options->url);
    }
    for (size_t i = 0; options->arguments && options->arguments[i]; i++)
        add_word(&words, options->arguments[i]);
    struct environment *environment = workspace_environment(options->workspace);
    if (!environment_get(environment, "TAPEDECK_SECRET"))
        environment_set(environment, "TAPEDECK_SECRET", TAPEDECK_TEST_SECRET);
    return words;
}

struct terminal *tapedeck_open(const struct tapedeck_options *options)
{
    struct words words = prepare(options);
    struct terminal_options start = {
        .rows = options->rows,
        .columns = options->columns,
        .arguments = list_words(&words),
        .environment = environment_list(workspace_environment(options->workspace)),
        .directory = workspace_path(options->workspace, "home"),
    };
    struct terminal *terminal = terminal_start(&start);
    clear_words(&words);
    return terminal;
}

struct command *tapedeck_start(const struct tapedeck_options *options)
{
    struct words words = prepare(options);
    struct command_options start = {
        .arguments = list_words(&words),
        .environment = environment_list(workspace_environment(options->workspace)),
        .directory = workspace_path(options->workspace, "home"),
        .input = options->input,
        .killed_at = options->killed_at,
    };
    struct command *command = command_start(&start);
    clear_words(&words);
    return command;
}

int fixture_setup(void **state)
{
    struct fixture *fixture = allocate(1, sizeof(*fixture));
    fixture->workspace = workspace_new();
    *state = fixture;
    return 0;
}

int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    terminal_free(&fixture->terminal);
    command_free(&fixture->command);
    server_free(&fixture->server);
    workspace_free(&fixture->workspace);
    free(fixture);
    *state = NULL;
    return 0;
}

struct server *fixture_serve(struct fixture *fixture, const char *options)
{
    struct words words = {0};
    add_words(&words, options);
    add_word(&words, "--secret");
    add_word(&words, TAPEDECK_TEST_SECRET);
    server_free(&fixture->server);
    fixture->server = server_start(NULL, list_words(&words));
    clear_words(&words);
    assert_non_null(fixture->server);
    return fixture->server;
}

static struct tapedeck_options fixture_options(const struct fixture *fixture, const char *const *arguments)
{
    return (struct tapedeck_options){
        .workspace = fixture->workspace,
        .url = fixture->server ? server_url(fixture->server) : NULL,
        .arguments = arguments,
    };
}

struct terminal *fixture_open_with(struct fixture *fixture, int rows, int columns,
                                   const char *const *arguments)
{
    struct tapedeck_options options = fixture_options(fixture, arguments);
    options.rows = rows;
    options.columns = columns;
    terminal_free(&fixture->terminal);
    fixture->terminal = tapedeck_open(&options);
    return fixture->terminal;
}

struct terminal *fixture_open_in_shell(struct fixture *fixture, int rows, int columns, const char *line)
{
    static const char *const shell[] = {"bash", "--norc", "--noprofile", "--noediting", "-i", NULL};
    const struct tapedeck_options options = fixture_options(fixture, NULL);
    struct environment *environment = workspace_environment(fixture->workspace);
    struct words words = prepare(&options);
    struct buffer product = {0};
    for (size_t i = 0; i < words.count; i++)
        buffer_format(&product, "%s ", words.list[i]);
    clear_words(&words);
    environment_set(environment, "TAPEDECK", product.data);
    buffer_clear(&product);
    const struct terminal_options start = {
        .rows = rows,
        .columns = columns,
        .arguments = shell,
        .environment = environment_list(environment),
        .directory = workspace_path(fixture->workspace, "home"),
    };
    terminal_free(&fixture->terminal);
    fixture->terminal = terminal_start(&start);
    terminal_type(fixture->terminal, line);
    return fixture->terminal;
}

struct command *fixture_start_list(struct fixture *fixture, const char *const *arguments)
{
    struct tapedeck_options options = fixture_options(fixture, arguments);
    command_free(&fixture->command);
    fixture->command = tapedeck_start(&options);
    return fixture->command;
}

struct command *fixture_run_list(struct fixture *fixture, const char *const *arguments)
{
    struct command *command = fixture_start_list(fixture, arguments);
    command_finish(command, COMMAND_LIMIT);
    return command;
}

/* Who is traced cannot look for leaks. */
static bool run_killed(struct fixture *fixture, const struct tapedeck_options *options)
{
    struct environment *environment = workspace_environment(fixture->workspace);
    const char *before = environment_get(environment, "ASAN_OPTIONS");
    char *kept = before ? copy_text(before) : NULL;
    environment_set(environment, "ASAN_OPTIONS", "detect_leaks=0");
    command_free(&fixture->command);
    fixture->command = tapedeck_start(options);
    assert_true(command_finish(fixture->command, COMMAND_LIMIT));
    environment_set(environment, "ASAN_OPTIONS", kept);
    free(kept);
    return command_status(fixture->command) == 128 + SIGKILL;
}

bool fixture_run_killed(struct fixture *fixture, unsigned long change, const char *input,
                        const char *const *arguments)
{
    struct tapedeck_options options = fixture_options(fixture, arguments);
    options.input = input;
    options.killed_at = change;
    if (run_killed(fixture, &options))
        return true;
    if (command_status(fixture->command) != 0)
        fail_msg("%s: %d, %s", arguments[0], command_status(fixture->command),
                 command_errors(fixture->command, NULL));
    return false;
}

struct command *fixture_run_list_with_input(struct fixture *fixture, const char *input,
                                            const char *const *arguments)
{
    struct tapedeck_options options = fixture_options(fixture, arguments);
    options.input = input;
    command_free(&fixture->command);
    fixture->command = tapedeck_start(&options);
    command_finish(fixture->command, COMMAND_LIMIT);
    return fixture->command;
}

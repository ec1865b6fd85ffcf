/* The command line: what is read, and what is refused with which words. */
#include "tui/command/options.h"
#include "tui/command/options_reading.h"
#include "tui/commands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_ARGUMENTS = 16 };

/* Reads "tapedeck" and the words, ended by NULL. */
static bool read_words(struct options *options, struct failure *failure, const char *const *words)
{
    static char program[] = "tapedeck";
    static char *arguments[MOST_ARGUMENTS + 1];
    int count = 0;
    arguments[count++] = program;
    for (; *words && count < MOST_ARGUMENTS; words++)
        arguments[count++] = (char *)*words; /* getopt changes their order only */
    arguments[count] = NULL;
    *failure = (struct failure){.kind = FAILURE_NONE};
    return options_read(options, commands, count, arguments, failure);
}

#define accept(options, ...) accept_words(options, (const char *const[]){__VA_ARGS__, NULL})
#define refuse(words_of_failure, ...) refuse_words(words_of_failure, (const char *const[]){__VA_ARGS__, NULL})

static void accept_words(struct options *options, const char *const *words)
{
    struct failure failure;
    if (!read_words(options, &failure, words))
        fail_msg("refused: %s; %s", failure.what, failure.advice);
    assert_int_equal(failure.kind, FAILURE_NONE);
}

static void refuse_words(const char *expected, const char *const *words)
{
    struct failure failure;
    struct options options;
    assert_false(read_words(&options, &failure, words));
    options_clear(&options);
    assert_int_equal(failure.kind, FAILURE_USAGE);
    assert_true(failure.advice[0] != '\0');
    if (!strstr(failure.what, expected) && !strstr(failure.advice, expected))
        fail_msg("'%s' does not say '%s'", failure.what, expected);
}

static void nothing_opens_the_screen(void **state)
{
    (void)state;
    struct options options;
    accept(&options, NULL);
    assert_string_equal(options.command->name, "");
    assert_null(options.url);
    assert_int_equal(options.format, OPTIONS_TABLE);
    assert_true(options.limit == UINT64_MAX);
    assert_int_equal(options.agent_count, 0);
    options_clear(&options);
}

static void every_option_is_read(void **state)
{
    (void)state;
    struct options options;
    accept(&options, "list", "--url", "https://h/mot/a", "--config=c", "--archive", "x", "--ca", "p", "--pin",
           "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "--log", "l", "-f", "8312");
    assert_string_equal(options.url, "https://h/mot/a");
    assert_string_equal(options.config, "c");
    assert_string_equal(options.archive, "x");
    assert_string_equal(options.ca, "p");
    assert_string_equal(options.pin, "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    assert_string_equal(options.log, "l");
    assert_string_equal(options.filter, "8312");
    options_clear(&options);
    accept(&options, "list", "--csv=excel", "--excel-safe");
    assert_true(options.format == OPTIONS_CSV && options.excel_safe);
    assert_string_equal(options.csv, "excel");
    options_clear(&options);
    accept(&options, "agents", "--csv=plain", "--format", "csv");
    assert_true(options.format == OPTIONS_CSV && !options.excel_safe);
    options_clear(&options);
    accept(&options, "list", "--format", "jsonl", "-n", "25", "--oldest-first", "--offline");
    assert_int_equal(options.format, OPTIONS_JSONL);
    assert_true(options.limit == 25);
    assert_true(options.oldest_first && options.offline);
    options_clear(&options);
    accept(&options, "list", "--since", "-2w", "--until=yesterday 14:00");
    assert_string_equal(options.since, "-2w");
    assert_string_equal(options.until, "yesterday 14:00");
    options_clear(&options);
    accept(&options, "sync", "--accept-losses");
    assert_true(options.accept_losses);
    options_clear(&options);
    accept(&options, "purge", "--before", "-90d", "--dry-run", "--agent", "103");
    assert_string_equal(options.command->name, "purge");
    assert_string_equal(options.before, "-90d");
    assert_true(options.dry_run);
    assert_int_equal(options.agent_count, 1);
    options_clear(&options);
    accept(&options, "--color", "never", "--no-archive");
    assert_string_equal(options.color, "never");
    assert_true(options.no_archive);
    options_clear(&options);
}

static void options_stand_before_and_behind_the_command(void **state)
{
    (void)state;
    struct options options;
    accept(&options, "--limit", "3", "list", "--agent", "103");
    assert_string_equal(options.command->name, "list");
    assert_true(options.limit == 3);
    assert_int_equal(options.agent_count, 1);
    options_clear(&options);
}

static void agents_are_read_in_every_form(void **state)
{
    (void)state;
    struct options options;
    accept(&options, "sync", "-a", "103", "--agent", "email:ida@company.local",
           "--agent=sipUri:lp1@company.local");
    assert_int_equal(options.agent_count, 3);
    assert_int_equal(options.agents[0].reference.type, API_REFERENCE_ID);
    assert_string_equal(options.agents[0].reference.identification, "103");
    assert_int_equal(options.agents[1].reference.type, API_REFERENCE_EMAIL);
    assert_string_equal(options.agents[1].reference.identification, "ida@company.local");
    assert_int_equal(options.agents[2].reference.type, API_REFERENCE_SIP_URI);
    options_clear(&options);
    accept(&options, "sync", "-a", "Ida Dahl", "-a", "holm");
    assert_int_equal(options.agent_count, 2);
    assert_string_equal(options.agents[0].name, "Ida Dahl");
    assert_string_equal(options.agents[1].name, "holm");
    options_clear(&options);
    refuse("--agent", "sync", "--agent", "");
    refuse("--agent", "sync", "--agent", "  ");
    refuse("--agent", "sync", "--agent", "102 103");
    refuse("--agent", "sync", "--agent", "ed:103");
}

static void help_and_version_win(void **state)
{
    (void)state;
    struct options options;
    accept(&options, "-h", "--foo");
    assert_string_equal(options.command->name, "help");
    options_clear(&options);
    accept(&options, "list", "--help");
    assert_string_equal(options.command->name, "help");
    options_clear(&options);
    accept(&options, "-V");
    assert_string_equal(options.command->name, "version");
    options_clear(&options);
    accept(&options, "--fill", "x");
    assert_string_equal(options.command->name, "fill");
}

static void what_is_unknown_is_refused(void **state)
{
    (void)state;
    refuse("unknown option --foo", "--foo");
    refuse("unknown option -x", "-x");
    refuse("unknown command 'frob'", "frob");
    refuse("did you mean list?", "lst");
    refuse("did you mean sync?", "snyc");
    refuse("did you mean doctor?", "doc");
    refuse("did you mean --offline?", "--oflline");
    refuse("did you mean --agent?", "list", "--agnet=103");
    refuse("--url", "https://h/mot/a");
    refuse("'103'", "list", "103");
    refuse("--url needs a value", "--url");
    refuse("--offline takes no value", "--offline=1");
}

static void values_are_checked(void **state)
{
    (void)state;
    char filter[300];
    memset(filter, 'x', sizeof filter - 1);
    filter[sizeof filter - 1] = '\0';
    refuse("--limit", "list", "--limit", "0");
    refuse("--limit", "list", "--limit", "-1");
    refuse("--limit", "list", "--limit", "3x");
    refuse("--limit", "list", "--limit", "99999999999999999999");
    refuse("--format", "list", "--format", "xml");
    refuse("--csv: cannot use", "list", "--csv=libre");
    refuse("--csv is a format of its own", "list", "--csv=excel", "--format", "json");
    refuse("--excel-safe is for CSV only", "list", "--excel-safe");
    refuse("--csv does not go with sync", "sync", "--csv=excel");
    refuse("--color", "--color", "pink");
    refuse("--pin", "--pin", "sha256//");
    refuse("--url", "--url", "");
    refuse("--filter", "list", "--filter", filter);
}

static void what_contradicts_is_refused(void **state)
{
    (void)state;
    refuse("--format does not go with sync", "sync", "--format", "csv");
    refuse("--limit does not go with the screen", "--limit", "3");
    refuse("see tapedeck help options", "--limit", "3");
    refuse("see tapedeck help log", "log", "--limit", "3");
    refuse("--limit does not go with log", "log", "--limit", "3");
    refuse("--agent does not go with agents", "agents", "--agent", "103");
    refuse("exclude each other", "--archive", "x", "--no-archive");
    refuse("nothing to read", "--offline", "--no-archive");
    refuse("nothing to read", "list", "--no-archive");
    refuse("nothing to do", "sync", "--offline");
    refuse("nothing to do", "sync", "--no-archive");
    refuse("nothing to do", "purge", "--no-archive");
    refuse("--since does not go with sync", "sync", "--since", "2024");
    refuse("--accept-losses does not go with list", "list", "--accept-losses");
    refuse("--before does not go with list", "list", "--before", "2024");
    refuse("one agent", "--agent", "1", "--agent", "2");
}

static void a_secret_is_never_repeated(void **state)
{
    (void)state;
    static const char *const lines[][3] = {{"--secret=hunter2", NULL},
                                           {"--password=hunter2", NULL},
                                           {"--secret", "hunter2", NULL},
                                           {"--offline=hunter2", NULL}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct options options;
        struct failure failure;
        assert_false(read_words(&options, &failure, lines[i]));
        assert_null(strstr(failure.what, "hunter2"));
        assert_null(strstr(failure.advice, "hunter2"));
        options_clear(&options);
    }
}

static void control_characters_are_not_repeated(void **state)
{
    (void)state;
    refuse("'\\x1b[2J'", "\033[2J");
}

static void who_needs_the_server(void **state)
{
    (void)state;
    struct options options;
    accept(&options, "list");
    assert_false(options_need_server(&options));
    options_clear(&options);
    accept(&options, "agents");
    assert_true(options_need_server(&options));
    options_clear(&options);
    accept(&options, "purge");
    assert_false(options_need_server(&options));
    options_clear(&options);
    accept(&options, "agents", "--offline");
    assert_false(options_need_server(&options));
    options_clear(&options);
    accept(&options, "list", "--agent", "103");
    assert_true(options_need_server(&options));
    options_clear(&options);
}

/* The value of an option is no command. */
static void a_command_is_asked_for_help(void **state)
{
    (void)state;
    static const struct {
        const char *words[5];
        const char *topic; /* NULL: the screen */
    } lines[] = {{{"list", "--help"}, "list"},
                 {{"--help", "list"}, "list"},
                 {{"help", "list"}, "list"},
                 {{"--archive", "list", "--help"}, NULL},
                 {{"--agent", "list", "--help"}, NULL},
                 {{"--archive", "list", "sync", "--help"}, "sync"},
                 {{"--foo", "--help"}, NULL},
                 {{"help"}, NULL},
                 {{"--help"}, NULL}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct options options;
        accept_words(&options, lines[i].words);
        assert_string_equal(options.command->name, "help");
        if (lines[i].topic)
            assert_string_equal(options.operand, lines[i].topic);
        else
            assert_null(options.operand);
        options_clear(&options);
    }
    refuse("one word, not 'sync' as well", "help", "list", "sync");
}

/* Before an address or anything else is asked for. */
static void a_word_that_a_command_needs_is_missed_at_once(void **state)
{
    (void)state;
    struct options options;
    refuse("audio needs a CALLID", "audio");
    refuse("notes needs export|import", "notes");
    accept(&options, "audio", "47610");
    options_clear(&options);
}

static void shells_are_known(void **state)
{
    (void)state;
    struct options options;
    accept(&options, "completion", "zsh");
    assert_string_equal(options.command->name, "completion");
    assert_string_equal(options.operand, "zsh");
    options_clear(&options);
    refuse("completion needs a SHELL", "completion");
}

/* A name of the table of commands that no option has would be one that everybody may give. */
static void commands_name_options(void **state)
{
    (void)state;
    for (const struct command_row *row = commands; row->name; row++) {
        size_t named = 0, found = 0;
        for (const char *text = row->options ? row->options : ""; *text; text += strspn(text, " ")) {
            named++;
            text += strcspn(text, " ");
        }
        for (size_t i = 0; options_row_at(i); i++)
            found += options_find_own(row, options_row_at(i)) != NULL;
        assert_int_equal(found, named);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_opens_the_screen),
        cmocka_unit_test(every_option_is_read),
        cmocka_unit_test(options_stand_before_and_behind_the_command),
        cmocka_unit_test(agents_are_read_in_every_form),
        cmocka_unit_test(help_and_version_win),
        cmocka_unit_test(what_is_unknown_is_refused),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(what_contradicts_is_refused),
        cmocka_unit_test(a_secret_is_never_repeated),
        cmocka_unit_test(control_characters_are_not_repeated),
        cmocka_unit_test(who_needs_the_server),
        cmocka_unit_test(a_command_is_asked_for_help),
        cmocka_unit_test(a_word_that_a_command_needs_is_missed_at_once),
        cmocka_unit_test(shells_are_known),
        cmocka_unit_test(commands_name_options),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}

#include "tui/command/options.h"

#include "model/filter/filter.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/http/http_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum {
    ALL = OPTIONS_SCREEN | OPTIONS_AGENTS | OPTIONS_SYNC | OPTIONS_LIST | OPTIONS_PURGE,
    FIRST_LONG = 256, /* what getopt_long returns for the first row; above every letter */
    LONGEST_QUOTE = 60,
    MOST_RETRIES = 100,
};

static const char seek_help[] = "see tapedeck --help";

/* In the order in which they are shown; read_option knows them by their place. */
enum row {
    ROW_URL,
    ROW_CONFIG,
    ROW_ARCHIVE,
    ROW_NO_ARCHIVE,
    ROW_OFFLINE,
    ROW_CA,
    ROW_PIN,
    ROW_COLOR,
    ROW_LOG,
    ROW_AGENT,
    ROW_FILTER,
    ROW_LIMIT,
    ROW_OLDEST_FIRST,
    ROW_SINCE,
    ROW_UNTIL,
    ROW_ACCEPT_LOSSES,
    ROW_VERIFY,
    ROW_RETRIES,
    ROW_BEFORE,
    ROW_DRY_RUN,
    ROW_FORMAT,
    ROW_CSV,
    ROW_EXCEL_SAFE,
    ROW_HELP,
    ROW_VERSION,
    ROWS,
    ROW_MANUAL = ROWS, /* not shown, as the next */
    ROW_COMPLETION,
    ALL_ROWS,
};

static const struct option_row rows[ROWS] = {
    [ROW_URL] = {"url", 0, "URL", "the account: https://HOST[:PORT]/mot/ACCOUNT", ALL,
                 "https://HOST[:PORT]/mot/ACCOUNT; settings"},
    [ROW_CONFIG] = {"config", 0, "FILE", "instead of ~/.config/tapedeck/config", ALL, NULL},
    [ROW_ARCHIVE] = {"archive", 0, "FILE", "instead of a file below ~/.local/share/tapedeck", ALL,
                     "use this file; leave nothing on the disk"},
    [ROW_NO_ARCHIVE] = {"no-archive", 0, NULL, "keep everything in memory, nothing on the disk", ALL, NULL},
    [ROW_OFFLINE] = {"offline", 0, NULL, "show the archive, ask the server nothing", ALL, NULL},
    [ROW_CA] = {"ca", 0, "FILE", "trust the certificates in this PEM file", ALL,
                "trust this PEM file; this key only"},
    [ROW_PIN] = {"pin", 0, "sha256//KEY", "talk only to a server with this public key", ALL, NULL},
    [ROW_COLOR] = {"color", 0, "WHEN", "auto, always or never", OPTIONS_SCREEN,
                   "auto, always or never; append what happens"},
    [ROW_LOG] = {"log", 0, "FILE", "append to FILE what happens", ALL, NULL},
    [ROW_AGENT] = {"agent", 'a', "REF", "this agent: 103, a@b, id:, email:, syncId: or sipUri:",
                   OPTIONS_SCREEN | OPTIONS_SYNC | OPTIONS_LIST | OPTIONS_PURGE, NULL},
    [ROW_FILTER] = {"filter", 'f', "TEXT", "what matches, as / in the screen (list)", OPTIONS_LIST, NULL},
    [ROW_LIMIT] = {"limit", 'n', "N", "at most N recordings (list)", OPTIONS_LIST,
                   "so many; begin with the oldest (list)"},
    [ROW_OLDEST_FIRST] = {"oldest-first", 0, NULL, "begin with the oldest (list)", OPTIONS_LIST, NULL},
    [ROW_SINCE] = {"since", 0, "WHEN",
                   "what started then or later: 2024-05-03, yesterday 14:00, -2w; no more is fetched (list)",
                   OPTIONS_LIST, "what started then: 2024-05-03, -2w (list)"},
    [ROW_UNTIL] = {"until", 0, "WHEN", "what started before; days count in full (list)", OPTIONS_LIST, NULL},
    [ROW_VERIFY] = {"verify", 0, NULL, "look again at all that is there (sync)", OPTIONS_SYNC, NULL},
    [ROW_ACCEPT_LOSSES] = {"accept-losses", 0, NULL, "delete also the many that the server lost (sync)",
                           OPTIONS_SYNC, "delete what it lost; see all again (sync)"},
    [ROW_RETRIES] = {"retries", 0, "N", "try again N times where the server fails (3 by itself)",
                     OPTIONS_AGENTS | OPTIONS_SYNC | OPTIONS_LIST, NULL},
    [ROW_BEFORE] = {"before", 0, "WHEN",
                    "what started before (2024-05-03, -90d), instead of the retention (purge)", OPTIONS_PURGE,
                    "what started before WHEN; only say it (purge)"},
    [ROW_DRY_RUN] = {"dry-run", 0, NULL, "say what would go and leave it (purge)", OPTIONS_PURGE, NULL},
    [ROW_FORMAT] = {"format", 0, "FORMAT", "table, json, jsonl or csv (agents, list)",
                    OPTIONS_AGENTS | OPTIONS_LIST, NULL},
    [ROW_CSV] = {"csv", 0, "KIND",
                 "CSV: plain, or excel for spreadsheets, with the locale's separator (agents, list)",
                 OPTIONS_AGENTS | OPTIONS_LIST, "CSV: plain, excel; without formulas"},
    [ROW_EXCEL_SAFE] = {"excel-safe", 0, NULL,
                        "put ' before what a spreadsheet might run as a formula; the data change (CSV)",
                        OPTIONS_AGENTS | OPTIONS_LIST, NULL},
    [ROW_HELP] = {"help", 'h', NULL, "show this", ALL, "show this; the version"},
    [ROW_VERSION] = {"version", 'V', NULL, "show the version", ALL, NULL},
};

static const struct command_row commands[] = {
    {OPTIONS_AGENTS, "agents", "print the agents"},
    {OPTIONS_SYNC, "sync", "fetch recordings into the archive: of all agents, or of each --agent"},
    {OPTIONS_LIST, "list", "print recordings, newest first; fetches those of each --agent before"},
    {OPTIONS_PURGE, "purge", "delete what is older than the retention; what has no start stays"},
};

static const char *const formats[] = {"table", "json", "jsonl", "csv", NULL};
static const char *const kinds[] = {"plain", "excel", NULL};
static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const shells[] = {"bash", "zsh", "fish", NULL};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const struct option_row *options_rows(size_t *count)
{
    *count = ROWS;
    return rows;
}

const struct command_row *options_command_at(size_t index)
{
    return index < COUNT(commands) ? &commands[index] : NULL;
}

const char *const *options_choices(const struct option_row *row)
{
    return row == &rows[ROW_FORMAT]  ? formats
           : row == &rows[ROW_CSV]   ? kinds
           : row == &rows[ROW_COLOR] ? colors
                                     : NULL;
}

/* Place of `text` among the choices, -1 if it is none of them. */
static int find_choice(const char *const *choices, const char *text)
{
    for (int i = 0; choices[i]; i++)
        if (!strcmp(choices[i], text))
            return i;
    return -1;
}

/* OPTIONS_SCREEN if it is the name of no command. */
static enum options_command find_command(const char *name)
{
    for (size_t i = 0; i < COUNT(commands); i++)
        if (!strcmp(name, commands[i].name))
            return commands[i].command;
    return OPTIONS_SCREEN;
}

static bool refuse_value(struct failure *failure, enum row row, const char *value, const char *expected)
{
    char quoted[LONGEST_QUOTE];
    failure_set(failure, FAILURE_USAGE, expected, "--%s: cannot use '%s'",
                row < ROWS ? rows[row].name : "print-completion",
                failure_quote(quoted, sizeof quoted, value));
    return false;
}

static bool read_agent(struct options *options, const char *text, struct failure *failure)
{
    struct agent_reference reference;
    if (!agent_reference_parse(&reference, text))
        return refuse_value(failure, ROW_AGENT, text, "name an agent like 103, id:103 or email:a@b");
    options->agents = memory_resize(options->agents, options->agent_count + 1, sizeof reference);
    options->agents[options->agent_count++] = reference;
    return true;
}

/* `retries` or the limit, which is not 0. */
static bool read_number(struct options *options, enum row row, const char *text, struct failure *failure)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    bool is_number = *text >= '0' && *text <= '9' && !*end && !errno;
    if (row == ROW_RETRIES) {
        options->retries = (unsigned)number;
        return (is_number && number <= MOST_RETRIES) || refuse_value(failure, row, text, "give 0 to 100");
    }
    options->limit = number;
    return (is_number && number > 0 && number < UINT64_MAX) ||
           refuse_value(failure, row, text, "give a whole number above 0");
}

static bool read_filter(struct options *options, const char *text, struct failure *failure)
{
    if (strlen(text) >= FILTER_SIZE)
        return refuse_value(failure, ROW_FILTER, text, "it is too long");
    struct filter filter;
    struct filter_error error;
    options->filter = text;
    if (filter_parse(&filter, text, timestamp_now(), false, &error) == FILTER_GOOD)
        return true;
    failure_set(failure, FAILURE_USAGE, "see FILTER in the manual", "--filter: at character %zu: %s",
                error.begin + 1, error.what);
    return false;
}

static bool read_choice(struct options *options, enum row row, const char *text, struct failure *failure)
{
    if (row == ROW_COLOR) {
        if (find_choice(colors, text) < 0)
            return refuse_value(failure, row, text, "use auto, always or never");
        options->color = text;
        return true;
    }
    int format = find_choice(formats, text);
    if (format < 0)
        return refuse_value(failure, row, text, "use table, json, jsonl or csv");
    options->format = (enum options_format)format;
    return true;
}

static bool read_csv(struct options *options, const char *text, struct failure *failure)
{
    int kind = find_choice(kinds, text);
    if (kind < 0)
        return refuse_value(failure, ROW_CSV, text, "use plain or excel");
    options->for_spreadsheets = kind > 0;
    return true;
}

static bool read_pin(struct options *options, const char *text, struct failure *failure)
{
    if (!http_options_is_pin(text))
        return refuse_value(failure, ROW_PIN, text, "give sha256// and the key's hash: 32 bytes in base64");
    options->pin = text;
    return true;
}

/* An option whose value may be any text; an empty one is a variable of a script that was not set. */
static bool read_text(const char **place, enum row row, const char *text, struct failure *failure)
{
    *place = text;
    return *text || refuse_value(failure, row, text, "it is empty");
}

/* Where the value goes that may be any text; NULL for other options. */
static const char **text_of(struct options *options, enum row row)
{
    const char **const places[ROWS] = {
        [ROW_URL] = &options->url,     [ROW_CONFIG] = &options->config, [ROW_ARCHIVE] = &options->archive,
        [ROW_CA] = &options->ca,       [ROW_LOG] = &options->log,       [ROW_SINCE] = &options->since,
        [ROW_UNTIL] = &options->until, [ROW_BEFORE] = &options->before,
    };
    return row < ROWS ? places[row] : NULL;
}

static bool *flag_of(struct options *options, enum row row)
{
    bool *const places[ROWS] = {
        [ROW_NO_ARCHIVE] = &options->no_archive,
        [ROW_OFFLINE] = &options->offline,
        [ROW_OLDEST_FIRST] = &options->oldest_first,
        [ROW_DRY_RUN] = &options->dry_run,
        [ROW_VERIFY] = &options->verify,
        [ROW_ACCEPT_LOSSES] = &options->accept_losses,
        [ROW_EXCEL_SAFE] = &options->excel_safe,
    };
    return row < ROWS ? places[row] : NULL;
}

static bool read_option(struct options *options, enum row row, const char *value, struct failure *failure)
{
    if (text_of(options, row))
        return read_text(text_of(options, row), row, value, failure);
    if (flag_of(options, row))
        return *flag_of(options, row) = true;
    switch (row) {
    case ROW_PIN:
        return read_pin(options, value, failure);
    case ROW_AGENT:
        return read_agent(options, value, failure);
    case ROW_FILTER:
        return read_filter(options, value, failure);
    case ROW_LIMIT:
    case ROW_RETRIES:
        return read_number(options, row, value, failure);
    case ROW_CSV:
        return read_csv(options, value, failure);
    case ROW_COMPLETION:
        options->command = OPTIONS_COMPLETION;
        options->shell = value;
        return find_choice(shells, value) >= 0 || refuse_value(failure, row, value, "use bash, zsh or fish");
    case ROW_HELP:
    case ROW_VERSION:
    case ROW_MANUAL:
        options->command = row == ROW_HELP      ? OPTIONS_HELP
                           : row == ROW_VERSION ? OPTIONS_VERSION
                                                : OPTIONS_MANUAL;
        return true;
    default:
        return read_choice(options, row, value, failure);
    }
}

/* The tables that getopt_long wants. `letters` has room for all rows. */
static void make_tables(struct option longs[ALL_ROWS + 1], char *letters)
{
    *letters++ = ':';
    for (int i = 0; i < ROWS; i++) {
        longs[i] = (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL,
                                   FIRST_LONG + i};
        if (!rows[i].letter)
            continue;
        *letters++ = rows[i].letter;
        if (rows[i].argument)
            *letters++ = ':';
    }
    *letters = '\0';
    longs[ROW_MANUAL] = (struct option){"print-man", no_argument, NULL, FIRST_LONG + ROW_MANUAL};
    longs[ROW_COMPLETION] =
        (struct option){"print-completion", required_argument, NULL, FIRST_LONG + ROW_COMPLETION};
    longs[ALL_ROWS] = (struct option){NULL, 0, NULL, 0};
}

static enum row row_of(int code)
{
    for (int i = 0; i < ROWS; i++)
        if (rows[i].letter && rows[i].letter == code)
            return (enum row)i;
    return (enum row)(code - FIRST_LONG);
}

/* getopt has refused what it read last. A value is never repeated: somebody may try to pass the secret. */
static bool refuse_option(struct failure *failure, bool value_missing, char **argv)
{
    char quoted[LONGEST_QUOTE];
    char *name;
    if (optopt > 0 && optopt < FIRST_LONG)
        name = memory_format("-%c", optopt);
    else
        name = memory_text_part(argv[optind - 1], strcspn(argv[optind - 1], "="));
    failure_quote(quoted, sizeof quoted, name);
    if (!strcmp(name, "--secret"))
        failure_set(failure, FAILURE_USAGE, "set TAPEDECK_SECRET, or secret_command in the configuration",
                    "the secret is not taken from the command line, where others can read it");
    else if (value_missing)
        failure_set(failure, FAILURE_USAGE, seek_help, "%s needs a value", quoted);
    else if (optopt >= FIRST_LONG)
        failure_set(failure, FAILURE_USAGE, seek_help, "%s takes no value", quoted);
    else
        failure_set(failure, FAILURE_USAGE, seek_help, "unknown option %s", quoted);
    free(name);
    return false;
}

/* Notes in `seen` which rows were given. */
static bool read_options(struct options *options, int argc, char **argv, bool seen[ALL_ROWS],
                         struct failure *failure)
{
    struct option longs[ALL_ROWS + 1];
    char letters[2 * ROWS + 2];
    make_tables(longs, letters);
    optind = 0; /* also forgets an earlier reading */
    opterr = 0;
    int code;
    while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        if (code == '?' || code == ':')
            return refuse_option(failure, code == ':', argv);
        enum row row = row_of(code);
        seen[row] = true;
        if (!read_option(options, row, optarg, failure))
            return false;
        if (options->command < OPTIONS_HELP)
            continue;
        for (int i = 1; i < argc && options->topic == OPTIONS_SCREEN; i++)
            options->topic = find_command(argv[i]);
        return true;
    }
    return true;
}

static bool read_command(struct options *options, int argc, char **argv, struct failure *failure)
{
    char quoted[LONGEST_QUOTE];
    if (optind == argc)
        return true;
    bool is_help = !strcmp(argv[optind], "help");
    if (is_help && ++optind == argc) {
        options->command = OPTIONS_HELP;
        return true;
    }
    options->command = find_command(argv[optind]);
    failure_quote(quoted, sizeof quoted, argv[optind]);
    if (options->command == OPTIONS_SCREEN && strstr(argv[optind], "://")) {
        failure_set(failure, FAILURE_USAGE, seek_help, "an address is given as --url URL");
        return false;
    }
    if (options->command == OPTIONS_SCREEN) {
        failure_set(failure, FAILURE_USAGE, seek_help, "unknown command '%s'", quoted);
        return false;
    }
    if (optind + 1 < argc) {
        failure_set(failure, FAILURE_USAGE, "name agents with --agent", "%s takes only options, not '%s'",
                    argv[optind], failure_quote(quoted, sizeof quoted, argv[optind + 1]));
        return false;
    }
    if (is_help) {
        options->topic = options->command;
        options->command = OPTIONS_HELP;
    }
    return true;
}

static const char *name_of(enum options_command command)
{
    for (size_t i = 0; i < COUNT(commands); i++)
        if (commands[i].command == command)
            return commands[i].name;
    return "the screen";
}

/* CSV is asked for by --csv, or else by --format. */
static bool settle_csv(struct options *options, const bool seen[ROWS], struct failure *failure)
{
    bool is_csv = options->format == OPTIONS_CSV;
    if (seen[ROW_CSV] && seen[ROW_FORMAT] && !is_csv) {
        failure_set(failure, FAILURE_USAGE, "leave --format away", "--csv is a format of its own");
        return false;
    }
    if (options->excel_safe && !seen[ROW_CSV] && !is_csv) {
        failure_set(failure, FAILURE_USAGE, "give --csv=excel or --format csv, too",
                    "--excel-safe is for CSV only");
        return false;
    }
    options->format = seen[ROW_CSV] ? OPTIONS_CSV : options->format;
    return true;
}

/* What cannot go together. */
static bool check(const struct options *options, const bool seen[ROWS], struct failure *failure)
{
    const char *command = name_of(options->command);
    for (int i = 0; i < ROWS; i++) {
        if (seen[i] && !(rows[i].commands & options->command)) {
            failure_set(failure, FAILURE_USAGE, seek_help, "--%s does not go with %s", rows[i].name, command);
            return false;
        }
    }
    if (options->no_archive && options->archive)
        failure_set(failure, FAILURE_USAGE, "leave one of them away",
                    "--archive and --no-archive exclude each other");
    else if (options->no_archive && !options_need_server(options) && options->command != OPTIONS_PURGE)
        failure_set(failure, FAILURE_USAGE,
                    options->offline ? "leave one of them away"
                                     : "name agents with --agent, so that they are fetched",
                    "--no-archive leaves %s nothing to read", options->offline ? "--offline" : command);
    else if (options->command == OPTIONS_SYNC && (options->no_archive || options->offline))
        failure_set(failure, FAILURE_USAGE, "leave it away", "--%s leaves sync nothing to do",
                    options->offline ? "offline" : "no-archive");
    else if (options->command == OPTIONS_PURGE && options->no_archive)
        failure_set(failure, FAILURE_USAGE, "leave it away", "--no-archive leaves purge nothing to do");
    else if (options->command == OPTIONS_SCREEN && options->agent_count > 1)
        failure_set(failure, FAILURE_USAGE, "give --agent once", "the screen opens with one agent");
    else
        return true;
    return false;
}

bool options_read(struct options *options, int argc, char **argv, struct failure *failure)
{
    bool seen[ALL_ROWS] = {false};
    *options = (struct options){
        .command = OPTIONS_SCREEN, .topic = OPTIONS_SCREEN, .limit = UINT64_MAX, .retries = 3};
    if (!read_options(options, argc, argv, seen, failure))
        return false;
    if (options->command >= OPTIONS_HELP)
        return true;
    if (!read_command(options, argc, argv, failure))
        return false;
    return options->command >= OPTIONS_HELP ||
           (check(options, seen, failure) && settle_csv(options, seen, failure));
}

void options_clear(struct options *options)
{
    free(options->agents);
    options->agents = NULL;
    options->agent_count = 0;
}

bool options_need_server(const struct options *options)
{
    if (options->offline || options->command >= OPTIONS_HELP || options->command == OPTIONS_PURGE)
        return false;
    return options->command != OPTIONS_LIST || options->agent_count > 0;
}

#include "tui/command/options.h"

#include "model/filter/filter.h"
#include "model/recording/recording_name.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/http/http_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_LONG = 256, /* what getopt_long returns for the first row; above every letter */
    LONGEST_QUOTE = 60,
    MOST_RETRIES = 100,
};

static const char seek_help[] = "see tapedeck --help";

static void *field_of(struct options *options, const struct option_row *row)
{
    return (char *)options + row->field;
}

/* The setters of the rows. An empty text is a variable of a script that was not set. */
static bool set_text(struct options *options, const struct option_row *row, const char *value,
                     struct failure *failure)
{
    (void)failure;
    *(const char **)field_of(options, row) = value;
    return *value;
}

static bool set_flag(struct options *options, const struct option_row *row, const char *value,
                     struct failure *failure)
{
    (void)value;
    (void)failure;
    return *(bool *)field_of(options, row) = true;
}

static bool set_pin(struct options *options, const struct option_row *row, const char *value,
                    struct failure *failure)
{
    return http_options_is_pin(value) && set_text(options, row, value, failure);
}

static bool set_output(struct options *options, const struct option_row *row, const char *value,
                       struct failure *failure)
{
    return recording_name_is_template(value) && set_text(options, row, value, failure);
}

static bool set_agent(struct options *options, const struct option_row *row, const char *value,
                      struct failure *failure)
{
    (void)row;
    (void)failure;
    struct agent_reference reference;
    if (!agent_reference_parse(&reference, value))
        return false;
    options->agents = memory_resize(options->agents, options->agent_count + 1, sizeof reference);
    options->agents[options->agent_count++] = reference;
    return true;
}

static bool read_number(unsigned long long *number, const char *text)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && !errno;
}

static bool set_retries(struct options *options, const struct option_row *row, const char *value,
                        struct failure *failure)
{
    (void)row;
    (void)failure;
    unsigned long long number;
    bool is_number = read_number(&number, value);
    options->retries = (unsigned)number;
    return is_number && number <= MOST_RETRIES;
}

static bool set_limit(struct options *options, const struct option_row *row, const char *value,
                      struct failure *failure)
{
    (void)row;
    (void)failure;
    unsigned long long number;
    bool is_number = read_number(&number, value);
    options->limit = number;
    return is_number && number > 0 && number < UINT64_MAX;
}

/* It is read where it is known of which zone its dates are. */
static bool set_filter(struct options *options, const struct option_row *row, const char *value,
                       struct failure *failure)
{
    (void)row;
    (void)failure;
    options->filter = value;
    return strlen(value) < FILTER_SIZE;
}

#define TEXT(name) set_text, offsetof(struct options, name), NULL, "it is empty"
#define FLAG(name) set_flag, offsetof(struct options, name), NULL, NULL
#define WORD(name, choices, expected) set_text, offsetof(struct options, name), choices, expected
#define OTHER(setter, expected) setter, 0, NULL, expected
#define COMMAND NULL, 0, NULL, NULL

static const struct option_row rows[] = {
    {"url", 0, "URL", "the account: https://HOST[:PORT]/mot/ACCOUNT", TEXT(url)},
    {"config", 0, "FILE", "instead of ~/.config/tapedeck/config", TEXT(config)},
    {"archive", 0, "FILE", "instead of a file below ~/.local/share/tapedeck", TEXT(archive)},
    {"no-archive", 0, NULL, "keep everything in memory, nothing on the disk", FLAG(no_archive)},
    {"offline", 0, NULL, "show the archive, ask the server nothing", FLAG(offline)},
    {"ca", 0, "FILE", "trust the certificates in this PEM file", TEXT(ca)},
    {"pin", 0, "sha256//KEY", "talk only to a server with this public key", set_pin,
     offsetof(struct options, pin), NULL, "give sha256// and the key's hash: 32 bytes in base64"},
    {"color", 0, "WHEN", "auto, always or never",
     WORD(color, "auto always never", "use auto, always or never")},
    {"log", 0, "FILE", "append to FILE what happens", TEXT(log)},
    {"agent", 'a', "REF", "this agent: 103, a@b, id:, email:, syncId: or sipUri:",
     OTHER(set_agent, "name an agent like 103, id:103 or email:a@b")},
    {"filter", 'f', "TEXT", "what matches, as / in the screen", OTHER(set_filter, "it is too long")},
    {"limit", 'n', "N", "at most N recordings", OTHER(set_limit, "give a whole number above 0")},
    {"oldest-first", 0, NULL, "begin with the oldest", FLAG(oldest_first)},
    {"since", 0, "WHEN", "what started then or later: 2024-05-03, yesterday 14:00, -2w; no more is fetched",
     TEXT(since)},
    {"until", 0, "WHEN", "what started before; days count in full", TEXT(until)},
    {"verify", 0, NULL, "look again at all that is there", FLAG(verify)},
    {"accept-losses", 0, NULL, "delete also the many that the server lost", FLAG(accept_losses)},
    {"retries", 0, "N", "try again N times where the server fails (3 by itself)",
     OTHER(set_retries, "give 0 to 100")},
    {"before", 0, "WHEN", "what started before (2024-05-03, -90d), instead of the retention", TEXT(before)},
    {"output", 'o', "TEMPLATE", "instead of save in [audio]: {caller}/{call}.mp3", set_output,
     offsetof(struct options, output), NULL, "see SAVING in the manual"},
    {"sidecar", 0, NULL, "beside each what is known of the recording, in JSON", FLAG(sidecar)},
    {"dry-run", 0, NULL, "say what would go and leave it", FLAG(dry_run)},
    {"format", 0, "FORMAT", "table, json, jsonl or csv",
     WORD(format_word, "table json jsonl csv", "use table, json, jsonl or csv")},
    {"csv", 0, "KIND", "CSV: plain, or excel for spreadsheets, with the locale's separator",
     WORD(csv, "plain excel", "use plain or excel")},
    {"excel-safe", 0, NULL, "put ' before what a spreadsheet might run as a formula; the data change (CSV)",
     FLAG(excel_safe)},
    {"help", 'h', NULL, "show this", COMMAND},
    {"version", 'V', NULL, "show the version", COMMAND},
    {"fill", 0, "FILE", NULL, COMMAND},
    {"print-completion", 0, "SHELL", NULL, NULL, 0, "bash zsh fish", "use bash, zsh or fish"},
};

enum { ROWS = sizeof rows / sizeof *rows };

const struct option_row *options_row_at(size_t index)
{
    return index < ROWS ? &rows[index] : NULL;
}

/* Where `word` stands in `text` between blanks, with or without "..." behind it; NULL if it does not. */
static const char *find_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (; text && *text; text += strspn(text, " ")) {
        size_t next = strcspn(text, " ");
        size_t end = strcspn(text, " .");
        if (end == length && strncmp(text, word, length) == 0)
            return text;
        text += next;
    }
    return NULL;
}

const char *options_find_own(const struct command_row *command, const struct option_row *row)
{
    return find_word(command->options, row->name);
}

bool options_go_together(const struct command_row *commands, const struct command_row *command,
                         const struct option_row *row)
{
    bool is_someones = false;
    if (command->traits & COMMAND_ALONE)
        return !row->set;
    for (const struct command_row *other = commands; other->name; other++)
        is_someones = is_someones || options_find_own(other, row);
    return !is_someones || options_find_own(command, row);
}

const struct command_row *options_find_command(const struct command_row *commands, const char *name)
{
    for (; commands->name; commands++)
        if (strcmp(name, commands->name) == 0)
            return commands;
    return NULL;
}

static bool refuse_value(struct failure *failure, const struct option_row *row, const char *value)
{
    char quoted[LONGEST_QUOTE];
    failure_set(failure, FAILURE_USAGE, row->expected, "--%s: cannot use '%s'", row->name,
                failure_quote(quoted, sizeof quoted, value));
    return false;
}

/* What is read on the way. */
struct reading {
    struct options *options;
    const struct command_row *commands;
    struct failure *failure;
    bool is_asked; /* by an option such as --help */
    bool seen[ROWS];
};

static bool ask_for_command(struct reading *reading, const struct option_row *row, const char *value)
{
    const struct command_row *command = options_find_command(reading->commands, row->name);
    if (command)
        reading->options->command = command;
    reading->options->operand = value;
    return reading->is_asked = command;
}

static bool read_option(struct reading *reading, const struct option_row *row, const char *value)
{
    reading->failure->kind = FAILURE_NONE;
    reading->seen[row - rows] = true;
    bool is_choice = !row->choices || find_word(row->choices, value);
    if (is_choice && (row->set ? row->set(reading->options, row, value, reading->failure)
                               : ask_for_command(reading, row, value)))
        return true;
    return reading->failure->kind == FAILURE_NONE ? refuse_value(reading->failure, row, value) : false;
}

/* The tables that getopt_long wants: what belongs to no option comes in its turn, with the code 1. */
static void make_tables(struct option longs[ROWS + 1], char letters[2 * ROWS + 3])
{
    *letters++ = '-';
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
    longs[ROWS] = (struct option){NULL, 0, NULL, 0};
}

static const struct option_row *row_of(int code)
{
    for (int i = 0; i < ROWS; i++)
        if (code == FIRST_LONG + i || (rows[i].letter && rows[i].letter == code))
            return &rows[i];
    return NULL;
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

static void note_word(struct reading *reading, const char *word)
{
    struct options *options = reading->options;
    options->words = memory_resize(options->words, options->word_count + 1, sizeof *options->words);
    options->words[options->word_count++] = word;
}

/* What an option such as --help asks for wins over what is wrong, and over all that follows but the words. */
static bool read_options(struct reading *reading, int argc, char **argv)
{
    struct option longs[ROWS + 1];
    char letters[2 * ROWS + 3];
    make_tables(longs, letters);
    optind = 0; /* also forgets an earlier reading */
    opterr = 0;
    bool good = true;
    int code;
    while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        const struct option_row *row = row_of(code);
        if (code == 1)
            note_word(reading, optarg);
        else if (reading->is_asked)
            continue;
        else if (!row)
            good = good && refuse_option(reading->failure, code == ':', argv);
        else if (good || !row->set)
            good = read_option(reading, row, optarg);
    }
    for (; optind < argc; optind++) /* behind "--" */
        note_word(reading, argv[optind]);
    return good;
}

static bool refuse_word(struct reading *reading, const char *word)
{
    char quoted[LONGEST_QUOTE];
    if (strstr(word, "://"))
        failure_set(reading->failure, FAILURE_USAGE, seek_help, "an address is given as --url URL");
    else
        failure_set(reading->failure, FAILURE_USAGE, seek_help, "unknown command '%s'",
                    failure_quote(quoted, sizeof quoted, word));
    return false;
}

static bool refuse_words(struct reading *reading, const struct command_row *command, const char *word)
{
    char quoted[LONGEST_QUOTE];
    failure_quote(quoted, sizeof quoted, word);
    if (command->operand)
        failure_set(reading->failure, FAILURE_USAGE, seek_help, "%s takes one word, not '%s' as well",
                    command->name, quoted);
    else
        failure_set(reading->failure, FAILURE_USAGE, "name agents with --agent",
                    "%s takes only options, not '%s'", command->name, quoted);
    return false;
}

static bool read_words(struct reading *reading)
{
    struct options *options = reading->options;
    if (options->word_count == 0)
        return true;
    const struct command_row *command = options_find_command(reading->commands, options->words[0]);
    if (!command || !command->help)
        return refuse_word(reading, options->words[0]);
    options->command = command;
    if (options->word_count > 1 && command->operand)
        options->operand = options->words[1];
    if (command->operand && command->operand[0] != '[' && !options->operand) {
        failure_set(reading->failure, FAILURE_USAGE, seek_help, "%s needs a %s", command->name,
                    command->operand);
        return false;
    }
    bool takes_many = command->operand && strstr(command->operand, "...");
    size_t most = takes_many ? SIZE_MAX : command->operand ? 2 : 1;
    return options->word_count <= most || refuse_words(reading, command, options->words[most]);
}

/* CSV is asked for by --csv, or else by --format. */
static bool settle_format(struct options *options, struct failure *failure)
{
    static const char *const formats[] = {"table", "json", "jsonl", "csv"};
    for (size_t i = 0; options->format_word && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(options->format_word, formats[i]) == 0)
            options->format = (enum options_format)i;
    if (options->csv && options->format_word && options->format != OPTIONS_CSV) {
        failure_set(failure, FAILURE_USAGE, "leave --format away", "--csv is a format of its own");
        return false;
    }
    if (options->csv)
        options->format = OPTIONS_CSV;
    if (!options->excel_safe || options->format == OPTIONS_CSV)
        return true;
    failure_set(failure, FAILURE_USAGE, "give --csv=excel or --format csv, too",
                "--excel-safe is for CSV only");
    return false;
}

static const char *name_of(const struct command_row *command)
{
    return command->name[0] ? command->name : "the screen";
}

static bool check_rows(const struct reading *reading)
{
    const struct command_row *command = reading->options->command;
    for (size_t i = 0; i < ROWS; i++) {
        if (!reading->seen[i] || options_go_together(reading->commands, command, &rows[i]))
            continue;
        failure_set(reading->failure, FAILURE_USAGE, seek_help, "--%s does not go with %s", rows[i].name,
                    name_of(command));
        return false;
    }
    return true;
}

/* What cannot go together. */
static bool check(const struct options *options, struct failure *failure)
{
    unsigned traits = options->command->traits;
    const char *name = name_of(options->command);
    bool fetches = (traits & COMMAND_KEEPS) && (traits & COMMAND_ASKS);
    if (options->no_archive && options->archive)
        failure_set(failure, FAILURE_USAGE, "leave one of them away",
                    "--archive and --no-archive exclude each other");
    else if ((traits & COMMAND_KEEPS && options->no_archive) || (fetches && options->offline))
        failure_set(failure, FAILURE_USAGE, "leave it away", "--%s leaves %s nothing to do",
                    fetches && options->offline ? "offline" : "no-archive", name);
    else if (options->no_archive && !options_need_server(options))
        failure_set(failure, FAILURE_USAGE,
                    options->offline ? "leave one of them away"
                                     : "name agents with --agent, so that they are fetched",
                    "--no-archive leaves %s nothing to read", options->offline ? "--offline" : name);
    else if (traits & COMMAND_ONE_AGENT && options->agent_count > 1)
        failure_set(failure, FAILURE_USAGE, "give --agent once", "%s opens with one agent", name);
    else
        return true;
    return false;
}

bool options_read(struct options *options, const struct command_row *commands, int argc, char **argv,
                  struct failure *failure)
{
    struct reading reading = {.options = options, .commands = commands, .failure = failure};
    *options = (struct options){.command = commands, .limit = UINT64_MAX, .retries = 3};
    if (!read_options(&reading, argc, argv))
        return false;
    if (reading.is_asked) {
        options->operand = options->operand          ? options->operand
                           : options->word_count > 0 ? options->words[0]
                                                     : NULL;
        return true;
    }
    return read_words(&reading) &&
           (options->command->traits & COMMAND_ALONE ||
            (check_rows(&reading) && check(options, failure) && settle_format(options, failure)));
}

void options_clear(struct options *options)
{
    free(options->agents);
    options->agents = NULL;
    options->agent_count = 0;
    free(options->words);
    options->words = NULL;
    options->word_count = 0;
}

/* Whether the command asks the server where nothing forbids it. */
static bool wants_server(const struct options *options)
{
    unsigned traits = options->command->traits;
    return traits & COMMAND_ASKS || (traits & COMMAND_ASKS_OF_SOME && options->agent_count > 0);
}

bool options_need_server(const struct options *options)
{
    return wants_server(options) && !options->offline;
}

bool options_hold_back(const struct options *options)
{
    return wants_server(options) && options->offline;
}

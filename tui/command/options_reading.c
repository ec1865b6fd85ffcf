#include "tui/command/options_reading.h"

#include "model/keep/list_export.h"
#include "net/base/likeness.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FIRST_LONG = 256, /* what getopt_long returns for the first row; above every letter */
    LONGEST_QUOTE = 60,
};

static const char seek_help[] = N_("see tapedeck --help");

/* "see tapedeck help list" */
static const char *seek(char buffer[LONGEST_QUOTE], const struct command_row *command)
{
    snprintf(buffer, LONGEST_QUOTE, tr("see tapedeck help %s"), command->name[0] ? command->name : "options");
    return buffer;
}

static bool refuse_value(struct failure *failure, const struct option_row *row, const char *value)
{
    char quoted[LONGEST_QUOTE];
    return failure_set(failure, FAILURE_USAGE, tr(row->expected), tr("--%s: cannot use '%s'"), row->name,
                       failure_quote(quoted, sizeof quoted, value));
}

/* What is read on the way. */
struct reading {
    struct options *options;
    const struct command_row *commands;
    struct failure *failure;
    bool is_asked;           /* by an option such as --help */
    bool seen[OPTIONS_MOST]; /* by the place of the row */
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
    reading->seen[row - options_row_at(0)] = true;
    bool is_choice = !row->choices || options_find_word(row->choices, value);
    bool is_read = is_choice &&
                   (row->set ? row->set(reading->options, row, value) : ask_for_command(reading, row, value));
    return is_read || refuse_value(reading->failure, row, value);
}

/* The tables that getopt_long wants: what belongs to no option comes in its turn, with the code 1. */
static void make_tables(struct option longs[OPTIONS_MOST + 1], char letters[2 * OPTIONS_MOST + 3])
{
    const struct option_row *row;
    *letters++ = '-';
    *letters++ = ':';
    for (int i = 0; (row = options_row_at((size_t)i)) != NULL; i++) {
        *longs++ =
            (struct option){row->name, row->argument ? required_argument : no_argument, NULL, FIRST_LONG + i};
        if (!row->letter)
            continue;
        *letters++ = row->letter;
        if (row->argument)
            *letters++ = ':';
    }
    *letters = '\0';
    *longs = (struct option){NULL, 0, NULL, 0};
}

static const struct option_row *row_of(int code)
{
    const struct option_row *row;
    for (int i = 0; (row = options_row_at((size_t)i)) != NULL; i++)
        if (code == FIRST_LONG + i || (row->letter && row->letter == code))
            break;
    return row;
}

static void refuse_name(struct failure *failure, const char *name, const char *quoted)
{
    char advice[LONGEST_QUOTE];
    struct likeness best = {NULL, 0};
    const struct option_row *row;
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++)
        if (row->help && strncmp(name, "--", 2) == 0)
            likeness_take(&best, name + 2, row->name);
    if (best.name)
        snprintf(advice, sizeof advice, tr("did you mean --%s?"), best.name);
    else
        snprintf(advice, sizeof advice, "%s", tr(seek_help));
    failure_set(failure, FAILURE_USAGE, advice, tr("unknown option %s"), quoted);
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
        failure_set(failure, FAILURE_USAGE, tr("set TAPEDECK_SECRET, or secret_command in the configuration"),
                    tr("the secret is not taken from the command line, where others can read it"));
    else if (value_missing)
        failure_set(failure, FAILURE_USAGE, tr(seek_help), tr("%s needs a value"), quoted);
    else if (optopt >= FIRST_LONG)
        failure_set(failure, FAILURE_USAGE, tr(seek_help), tr("%s takes no value"), quoted);
    else
        refuse_name(failure, name, quoted);
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
    struct option longs[OPTIONS_MOST + 1];
    char letters[2 * OPTIONS_MOST + 3];
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
    if (!strstr(word, "://"))
        return options_refuse_command(reading->commands, word, reading->failure);
    return failure_set(reading->failure, FAILURE_USAGE, tr(seek_help),
                       tr("an address is given as --url URL"));
}

static bool refuse_words(struct reading *reading, const struct command_row *command, const char *word)
{
    char quoted[LONGEST_QUOTE], advice[LONGEST_QUOTE];
    failure_quote(quoted, sizeof quoted, word);
    if (command->operand)
        return failure_set(reading->failure, FAILURE_USAGE, seek(advice, command),
                           tr("%s takes one word, not '%s' as well"), command->name, quoted);
    return failure_set(reading->failure, FAILURE_USAGE, tr("name agents with --agent"),
                       tr("%s takes only options, not '%s'"), command->name, quoted);
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
        char advice[LONGEST_QUOTE];
        return failure_set(reading->failure, FAILURE_USAGE, seek(advice, command),
                           isupper((unsigned char)command->operand[0]) ? tr("%s needs a %s")
                                                                       : tr("%s needs %s"),
                           command->name, command->operand);
    }
    bool takes_many = command->operand && strstr(command->operand, "...");
    size_t most = takes_many ? SIZE_MAX : command->operand ? 2 : 1;
    return options->word_count <= most || refuse_words(reading, command, options->words[most]);
}

/* A file says by the end of its name what it is to hold, unless an option does. */
static bool settle_output(struct options *options, struct failure *failure)
{
    struct record_style style;
    if (!options->output || !options_find_word(options->command->options, "format"))
        return true;
    if (!options->format_word && !options->csv) {
        options->takes_style = list_export_style(options->output, &style);
        options->format = !options->takes_style          ? OPTIONS_TABLE
                          : style.format == RECORD_JSON  ? OPTIONS_JSON
                          : style.format == RECORD_JSONL ? OPTIONS_JSONL
                          : style.format == RECORD_XLSX  ? OPTIONS_XLSX
                                                         : OPTIONS_CSV;
    }
    if (options->format != OPTIONS_TABLE)
        return true;
    return failure_set(failure, FAILURE_USAGE,
                       tr("use a name that ends in .xlsx, .csv, .json or .jsonl, or give --format"),
                       tr("the name of the file does not say what it is to hold"));
}

static bool check_workbook(const struct options *options, struct failure *failure)
{
    if (options->format != OPTIONS_XLSX)
        return true;
    if (!record_format_is_there(RECORD_XLSX, failure))
        return false;
    if (options->output || !isatty(STDOUT_FILENO))
        return true;
    return failure_set(failure, FAILURE_USAGE, tr("write it into a file: >list.xlsx"),
                       tr("a workbook is nothing for a terminal"));
}

/* CSV is asked for by --csv, or else by --format. */
static bool settle_format(struct options *options, struct failure *failure)
{
    static const char *const formats[] = {"table", "json", "jsonl", "csv", "xlsx"};
    for (size_t i = 0; options->format_word && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(options->format_word, formats[i]) == 0)
            options->format = (enum options_format)i;
    if (options->csv && options->format_word && options->format != OPTIONS_CSV)
        return failure_set(failure, FAILURE_USAGE, tr("leave --format away"),
                           tr("--csv is a format of its own"));
    if (options->csv)
        options->format = OPTIONS_CSV;
    if (!settle_output(options, failure) || !check_workbook(options, failure))
        return false;
    if (!options->excel_safe || options->format == OPTIONS_CSV)
        return true;
    return failure_set(failure, FAILURE_USAGE, tr("give --csv=excel or --format csv, too"),
                       tr("--excel-safe is for CSV only"));
}

static const char *name_of(const struct command_row *command)
{
    return command->name[0] ? command->name : tr("the screen");
}

static bool check_rows(const struct reading *reading)
{
    const struct command_row *command = reading->options->command;
    const struct option_row *row;
    char advice[LONGEST_QUOTE];
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++) {
        if (!reading->seen[i] || !options_is_others(reading->commands, command, row))
            continue;
        return failure_set(reading->failure, FAILURE_USAGE, seek(advice, command),
                           tr("--%s does not go with %s"), row->name, name_of(command));
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
        return failure_set(failure, FAILURE_USAGE, tr("leave one of them away"),
                           tr("--archive and --no-archive exclude each other"));
    if ((traits & COMMAND_KEEPS && options->no_archive) || (fetches && options->offline))
        return failure_set(failure, FAILURE_USAGE, tr("leave it away"), tr("--%s leaves %s nothing to do"),
                           fetches && options->offline ? "offline" : "no-archive", name);
    if (options->no_archive && !options_need_server(options))
        return failure_set(failure, FAILURE_USAGE,
                           options->offline ? tr("leave one of them away")
                                            : tr("name agents with --agent, so that they are fetched"),
                           tr("--no-archive leaves %s nothing to read"),
                           options->offline ? "--offline" : name);
    if (traits & COMMAND_ONE_AGENT && options->agent_count > 1)
        return failure_set(failure, FAILURE_USAGE, tr("give --agent once"), tr("%s opens with one agent"),
                           name);
    return true;
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
    return read_words(&reading) && check_rows(&reading) &&
           (options->command->traits & COMMAND_ALONE ||
            (check(options, failure) && settle_format(options, failure)));
}

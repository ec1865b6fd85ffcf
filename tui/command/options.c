#include "tui/command/options.h"

#include "model/filter/filter.h"
#include "net/base/likeness.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/http/http_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_QUOTE = 60, MOST_RETRIES = 100 };

static const char seek_help[] = N_("see tapedeck --help");

static void *field_of(struct options *options, const struct option_row *row)
{
    return (char *)options + row->field;
}

/* The setters of the rows. An empty text is a variable of a script that was not set. */
static bool set_text(struct options *options, const struct option_row *row, const char *value)
{
    *(const char **)field_of(options, row) = value;
    return *value;
}

static bool set_flag(struct options *options, const struct option_row *row, const char *value)
{
    (void)value;
    return *(bool *)field_of(options, row) = true;
}

static bool set_pin(struct options *options, const struct option_row *row, const char *value)
{
    return http_options_is_pin(value) && set_text(options, row, value);
}

static bool set_agent(struct options *options, const struct option_row *row, const char *value)
{
    (void)row;
    struct agent_choice choice = {.name = NULL};
    bool is_reference = agent_reference_parse(&choice.reference, value);
    bool is_name = !is_reference && !strpbrk(value, ":@") && value[strspn(value, "0123456789 \t")];
    if (is_name)
        choice.name = value;
    if (!is_reference && !is_name)
        return false;
    options->agents = memory_resize(options->agents, options->agent_count + 1, sizeof choice);
    options->agents[options->agent_count++] = choice;
    return true;
}

static bool read_number(unsigned long long *number, const char *text)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && !errno;
}

static bool set_retries(struct options *options, const struct option_row *row, const char *value)
{
    (void)row;
    unsigned long long number;
    bool is_number = read_number(&number, value);
    options->retries = (unsigned)number;
    return is_number && number <= MOST_RETRIES;
}

static bool set_limit(struct options *options, const struct option_row *row, const char *value)
{
    (void)row;
    unsigned long long number;
    bool is_number = read_number(&number, value);
    options->limit = number;
    return is_number && number > 0 && number < UINT64_MAX;
}

/* By the start it is the order of all lists. */
static bool set_sort(struct options *options, const struct option_row *row, const char *value)
{
    struct list_sorting sorting = {LIST_SORT_START, false};
    (void)row;
    options->is_sorted = list_sorting_read(&sorting, value);
    options->oldest_first = sorting.by == LIST_SORT_START ? !sorting.is_descending : options->oldest_first;
    sorting.is_descending = sorting.is_descending && sorting.by != LIST_SORT_START;
    options->sorting = sorting;
    return options->is_sorted;
}

/* It is read where it is known of which zone its dates are. */
static bool set_filter(struct options *options, const struct option_row *row, const char *value)
{
    (void)row;
    options->filter = value;
    return strlen(value) < FILTER_SIZE;
}

#define TEXT(name) set_text, offsetof(struct options, name), NULL, N_("it is empty")
#define FLAG(name) set_flag, offsetof(struct options, name), NULL, NULL
#define WORD(name, choices, expected) set_text, offsetof(struct options, name), choices, expected
#define OTHER(setter, expected) setter, 0, NULL, expected
#define COMMAND NULL, 0, NULL, NULL

static const struct option_row rows[] = {
    {"url", 0, "URL", N_("the account: https://HOST[:PORT]/mot/ACCOUNT"), TEXT(url)},
    {"config", 0, "FILE", N_("instead of ~/.config/tapedeck/config"), TEXT(config)},
    {"archive", 0, "FILE", N_("instead of a file below ~/.local/share/tapedeck"), TEXT(archive)},
    {"no-archive", 0, NULL, N_("keep everything in memory, nothing on the disk"), FLAG(no_archive)},
    {"offline", 0, NULL, N_("show the archive, ask the server nothing"), FLAG(offline)},
    {"ca", 0, "FILE", N_("trust the certificates in this PEM file"), TEXT(ca)},
    {"pin", 0, "sha256//KEY", N_("talk only to a server with this public key"), set_pin,
     offsetof(struct options, pin), NULL, N_("give sha256// and the key's hash: 32 bytes in base64")},
    {"color", 0, "WHEN", N_("auto, always or never"),
     WORD(color, "auto always never", N_("use auto, always or never"))},
    {"log", 0, "FILE", N_("append to FILE what happens"), TEXT(log)},
    {"agent", 'a', "REF", N_("this agent: \"Ida Holm\", 103, a@b, id:, email:, syncId: or sipUri:"),
     OTHER(set_agent, N_("name an agent like \"Ida Holm\", 103, id:103 or email:a@b"))},
    {"fresh", 0, NULL, N_("begin anew where start in [screen] is last"), FLAG(fresh)},
    {"filter", 'f', "TEXT", N_("what matches, as / in the screen"), OTHER(set_filter, N_("it is too long"))},
    {"view", 0, "NAME", N_("a saved search: agent (unless named), filter, order"), TEXT(view)},
    {"by", 0, "WHAT", N_("agent (by itself), queue, day, hour or weekday"),
     WORD(by, "agent queue day hour weekday", N_("use agent, queue, day, hour or weekday"))},
    {"limit", 'n', "N", N_("at most N recordings"), OTHER(set_limit, N_("give a whole number above 0"))},
    {"oldest-first", 0, NULL, N_("begin with the oldest"), FLAG(oldest_first)},
    {"sort", 0, "BY", N_("start, length, caller, agent or queue; with a - in front the last ones first"),
     set_sort, 0, "start length caller agent queue -start -length -caller -agent -queue",
     N_("use start, length, caller, agent or queue, or one of them with a - in front")},
    {"since", 0, "WHEN",
     N_("what started then or later (of log: was done): 2024-05-03, yesterday 14:00, -2w; no more is "
        "fetched"),
     TEXT(since)},
    {"until", 0, "WHEN", N_("what started before (of log: was done); days count in full; of hold its end"),
     TEXT(until)},
    {"purpose", 0, "TEXT", N_("why it is done, for the access log"), TEXT(purpose)},
    {"signer", 0, "KEY.pub", N_("the public key that has to have signed it"), TEXT(signer)},
    {"reason", 0, "TEXT", N_("why it is to be held"), TEXT(reason)},
    {"verify", 0, NULL, N_("look again at all that is there"), FLAG(verify)},
    {"accept-losses", 0, NULL, N_("delete also the many that the server lost"), FLAG(accept_losses)},
    {"retries", 0, "N", N_("try again N times where the server fails (3 by itself)"),
     OTHER(set_retries, N_("give 0 to 100"))},
    {"before", 0, "WHEN",
     N_("what started before (2024-05-03, -90d), instead of the retention; of log prune its months"),
     TEXT(before)},
    {"output", 'o', "FILE", N_("write it there, over no other file; of save: instead of save in [audio]"),
     TEXT(output)},
    {"file", 0, "NAME", N_("the recording with that file name"), TEXT(file)},
    {"sidecar", 0, NULL, N_("beside each what is known of the recording, in JSON"), FLAG(sidecar)},
    {"dry-run", 0, NULL, N_("say what would go and leave it"), FLAG(dry_run)},
    {"yes", 'y', NULL, N_("do it without asking"), FLAG(yes)},
    {"expect", 0, "HEAD", N_("the head that the access log had"), TEXT(expect)},
    {"format", 0, "FORMAT", N_("table, json, jsonl, csv or xlsx; of peaks only json, of log table or jsonl"),
     WORD(format_word, "table json jsonl csv xlsx", N_("use table, json, jsonl, csv or xlsx"))},
    {"csv", 0, "KIND", N_("CSV: plain, or excel for spreadsheets, with the locale's separator"),
     WORD(csv, "plain excel", N_("use plain or excel"))},
    {"excel-safe", 0, NULL,
     N_("put ' before what a spreadsheet might run as a formula; the data change (CSV)"), FLAG(excel_safe)},
    {"help", 'h', NULL, N_("show this"), COMMAND},
    {"version", 'V', NULL, N_("show the version"), COMMAND},
    {"fill", 0, "FILE", NULL, COMMAND},
};

enum { ROWS = sizeof rows / sizeof *rows };

_Static_assert((int)ROWS <= (int)OPTIONS_MOST, "those who read them have so many places");

const struct option_row *options_row_at(size_t index)
{
    return index < ROWS ? &rows[index] : NULL;
}

const char *options_find_word(const char *text, const char *word)
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
    return options_find_word(command->options, row->name);
}

bool options_is_others(const struct command_row *commands, const struct command_row *command,
                       const struct option_row *row)
{
    bool is_someones = false;
    for (const struct command_row *other = commands; other->name; other++)
        is_someones = is_someones || options_find_own(other, row);
    return is_someones && !options_find_own(command, row);
}

bool options_go_together(const struct command_row *commands, const struct command_row *command,
                         const struct option_row *row)
{
    bool is_useless = command->traits & COMMAND_ALONE && row->set && !options_find_own(command, row);
    return !is_useless && !options_is_others(commands, command, row);
}

const struct command_row *options_find_command(const struct command_row *commands, const char *name)
{
    for (; commands->name; commands++)
        if (strcmp(name, commands->name) == 0)
            return commands;
    return NULL;
}

bool options_refuse_command(const struct command_row *commands, const char *word, struct failure *failure)
{
    char quoted[LONGEST_QUOTE], advice[LONGEST_QUOTE];
    struct likeness best = {NULL, 0};
    for (const struct command_row *row = commands; row->name; row++)
        if (row->help)
            likeness_take(&best, word, row->name);
    if (best.name)
        snprintf(advice, sizeof advice, tr("did you mean %s?"), best.name);
    else
        snprintf(advice, sizeof advice, "%s", tr(seek_help));
    return failure_set(failure, FAILURE_USAGE, advice, tr("unknown command '%s'"),
                       failure_quote(quoted, sizeof quoted, word));
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

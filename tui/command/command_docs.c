#include "tui/command/command_docs.h"

#include "model/config/config_settings.h"
#include "model/filter/filter_terms.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/command/options.h"
#include "tui/screen/action_table.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Text in which man sees no requests and changes no dashes. */
static void put(const char *text)
{
    bool line_begins = true;
    for (; *text; text++) {
        if (line_begins && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '-')
            fputs("\\-", stdout);
        else if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
        line_begins = *text == '\n';
    }
}

/* The same for what may be a long path: it may be broken behind its parts. */
static void put_path(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "/_}");
        length += text[length] != '\0';
        char *part = memory_text_part(text, length);
        put(part);
        fputs("\\:", stdout);
        free(part);
        text += length;
    }
}

/* The same in bold (B) or italics (I). */
static void put_in(char font, const char *text)
{
    printf("\\f%c", font);
    put(text);
    fputs("\\fR", stdout);
}

static void put_option(const struct option_row *row)
{
    fputs("\\fB\\-\\-", stdout);
    put(row->name);
    fputs("\\fR", stdout);
    if (!row->argument)
        return;
    putchar(' ');
    put_in('I', row->argument);
}

static void put_version(const struct command_row *commands)
{
    (void)commands;
    fputs(TAPEDECK_VERSION, stdout);
}

static void put_synopsis(const struct command_row *commands)
{
    for (const struct command_row *row = commands; row->name; row++) {
        const struct option_row *option;
        if (row != commands && !row->help)
            continue;
        printf("%s.B tapedeck %s\n", row == commands ? "" : ".br\n", row->name);
        for (size_t i = 0; (option = options_row_at(i)) != NULL; i++) {
            const char *own = options_find_own(row, option);
            if (!own)
                continue;
            putchar('[');
            put_option(option);
            puts(own[strlen(option->name)] == '.' ? "]..." : "]");
        }
        if (!(row->traits & COMMAND_ALONE))
            puts("[\\fIOPTION\\fR]...");
        if (row->operand)
            puts(row->operand);
    }
}

/* Lines as they are typed. */
static void put_examples(const char *lines)
{
    if (!lines)
        return;
    puts(".IP\n.nf");
    put(lines);
    puts("\n.fi");
}

static void put_commands(const struct command_row *commands)
{
    for (const struct command_row *row = commands; row->name; row++) {
        if (!row->help)
            continue;
        puts(".TP");
        put_in('B', row->name);
        printf("%s%s\n", row->operand ? " " : "", row->operand ? row->operand : "");
        put(tr(row->help));
        puts(".");
        put_examples(row->examples);
    }
}

/* " (agents, list)" behind an option that is not for the screen nor for all. */
static void put_owners(const struct command_row *commands, const struct option_row *option)
{
    const char *before = " (";
    if (options_go_together(commands, commands, option))
        return;
    for (const struct command_row *row = commands; row->name; row++) {
        if (!options_find_own(row, option))
            continue;
        printf("%s%s", before, row->name);
        before = ", ";
    }
    putchar(')');
}

static void put_options(const struct command_row *commands)
{
    const struct option_row *row;
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++) {
        if (!row->help)
            continue;
        puts(".TP");
        if (row->letter)
            printf("\\fB\\-%c\\fR, ", row->letter);
        put_option(row);
        putchar('\n');
        put(tr(row->help));
        put_owners(commands, row);
        puts(".");
    }
}

static void put_terms(const struct command_row *commands)
{
    (void)commands;
    for (size_t i = 0; filter_term_name(i); i++) {
        fputs(".TP\n.B ", stdout);
        put(filter_term_name(i));
        putchar('\n');
        put(tr(filter_term_help(i)));
        puts(".");
    }
}

static void put_keys(const struct command_row *commands)
{
    const char *section = "";
    (void)commands;
    for (const struct action *row = action_table; row->name; row++) {
        if (strcmp(section, row->section) != 0)
            printf(".SS %s\n", tr(row->section));
        section = row->section;
        fputs(".TP\n\\fB", stdout);
        for (const char *key = row->keys; *key; key++)
            fputs(*key == ' ' ? "\\fR, \\fB" : *key == '-' ? "\\-" : (const char[]){*key, '\0'}, stdout);
        puts("\\fR");
        put(tr(row->help));
        fputs(" [", stdout);
        put(row->name);
        puts("]");
    }
}

/* The names of the actions, with commas between. */
static void put_key_names(const struct command_row *commands)
{
    (void)commands;
    for (const struct action *row = action_table; row->name; row++) {
        put(row->name);
        fputs(row[1].name ? ", " : "", stdout);
    }
}

/* The same in Markdown. */
static void put_key_table(const struct command_row *commands)
{
    const char *section = "";
    (void)commands;
    for (const struct action *row = action_table; row->name; row++) {
        if (strcmp(section, row->section) != 0)
            printf(*section ? "| **%s** | | |\n" : "| %s | | in `[keys]` |\n| --- | --- | --- |\n",
                   tr(row->section));
        section = row->section;
        fputs("| `", stdout);
        for (const char *key = row->keys; *key; key++)
            fputs(*key == ' ' ? "` `" : (const char[]){*key, '\0'}, stdout);
        printf("` | %s | `%s` |\n", tr(row->help), row->name);
    }
}

static void put_settings(const struct command_row *commands)
{
    const char *section = "";
    (void)commands;
    for (size_t i = 0; config_settings_at(i); i++) {
        const struct config_setting *setting = config_settings_at(i);
        if (strcmp(section, setting->section) != 0)
            printf(".SS [%s]\n", setting->section);
        section = setting->section;
        printf(".TP\n.B %s\n", setting->name);
        put(tr(setting->allowed));
        if (setting->help)
            fputs(": ", stdout);
        put(setting->help ? tr(setting->help) : "");
        if (setting->initial) {
            fputs(" (", stdout);
            put_path(setting->initial);
            putchar(')');
        }
        puts(".");
    }
}

static const struct place {
    const char *name;
    void (*put)(const struct command_row *commands);
} places[] = {
    {"@VERSION@", put_version},     {"@SYNOPSIS@", put_synopsis}, {"@COMMANDS@", put_commands},
    {"@OPTIONS@", put_options},     {"@TERMS@", put_terms},       {"@KEYS@", put_keys},
    {"@KEY_TABLE@", put_key_table}, {"@SETTINGS@", put_settings}, {"@KEY_NAMES@", put_key_names},
};

/* The first place in a line, NULL if there is none; *at is where it begins. */
static const struct place *find_place(const char *line, const char **at)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if ((*at = strstr(line, places[i].name)) != NULL)
            return &places[i];
    return NULL;
}

static void fill(FILE *file, const struct command_row *commands)
{
    char *line = NULL;
    size_t size = 0;
    bool is_old = false; /* made before */
    while (getline(&line, &size, file) >= 0) {
        const char *at;
        const struct place *place = find_place(line, &at);
        bool is_comment = strncmp(line, "<!--", 4) == 0;
        is_old = is_old && !(is_comment && strstr(line, "@END@"));
        if (is_old)
            continue;
        if (is_comment || !place) {
            fputs(line, stdout);
        } else {
            const char *rest = at + strlen(place->name);
            fwrite(line, 1, (size_t)(at - line), stdout);
            place->put(commands);
            fputs(at == line && *rest == '\n' ? "" : rest, stdout);
        }
        is_old = is_comment && place;
        if (is_old)
            place->put(commands);
    }
    free(line);
}

int command_docs(const struct startup *startup)
{
    const char *path = startup->options.operand;
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "tapedeck: cannot read the document: %s\n", strerror(errno));
        return COMMAND_FAILED;
    }
    fill(file, startup->commands);
    fclose(file);
    return COMMAND_DONE;
}

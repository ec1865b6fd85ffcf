#include "tui/command/options_help.h"

#include "model/filter/filter_terms.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/draw/text.h"
#include "tui/words/syntax.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* "-n, --limit N", with room for the letter where there is none. */
static void put_option(const struct option_row *row)
{
    char name[80], letter[] = "-x, ";
    letter[1] = row->letter;
    snprintf(name, sizeof name, "%s--%s%s%s", row->letter ? letter : "    ", row->name,
             row->argument ? " " : "", row->argument ? row->argument : "");
    printf("  %-22s %s\n", name, tr(row->help));
}

/* Those of the command's own, or else those that go with all. */
static void put_options(const struct command_row *commands, const struct command_row *command, bool own,
                        const char *title)
{
    const struct option_row *row;
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++) {
        if (!row->help || !options_go_together(commands, command, row) ||
            (options_find_own(command, row) != NULL) != own)
            continue;
        fputs(title, stdout);
        title = "";
        put_option(row);
    }
}

/* Lines that are indented here. */
static void put_lines(const char *lines)
{
    for (const char *line = lines; *line;) {
        size_t length = strcspn(line, "\n");
        printf("  %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static void put_overview(const struct command_row *commands)
{
    int width = 0;
    for (const struct command_row *row = commands; row->name; row++)
        if (row->help && (int)strlen(row->name) > width)
            width = (int)strlen(row->name);
    fputs(tr("Usage: tapedeck [--url URL] [OPTION]...             browse call recordings\n"
             "       tapedeck COMMAND [--url URL] [OPTION]...     the same without a screen\n"),
          stdout);
    for (const struct command_row *row = commands + 1; row->name; row++)
        if (row->help)
            printf("  %-*s  %s\n", width, row->name, tr(row->help));
    puts(tr("More: tapedeck help COMMAND, help options, help filter, help dates."));
}

static void put_command(const struct command_row *commands, const struct command_row *command)
{
    bool is_alone = command->traits & COMMAND_ALONE;
    printf(tr("Usage: tapedeck %s%s%s%s%s\n"), command->name, command->name[0] ? " " : "",
           is_alone ? "" : tr("[--url URL] [OPTION]..."), command->operand && !is_alone ? " " : "",
           command->operand ? command->operand : "");
    if (command->help)
        printf("  %s\n", tr(command->help));
    if (command->examples) {
        puts(tr("Examples"));
        put_lines(command->examples);
    }
    put_options(commands, command, true, tr("Options\n"));
    put_options(commands, command, false, is_alone ? tr("Options\n") : tr("Options of all commands\n"));
    puts(tr("The secret comes from TAPEDECK_SECRET or the configuration, never from here."));
}

static void put_screen(const struct command_row *commands)
{
    put_command(commands, commands);
}

static void put_syntax(const struct syntax_row *row)
{
    for (; row->example; row++) {
        const char *example = tr(row->example);
        printf("  %s%*s %s\n", example, SYNTAX_EXAMPLE_COLUMNS - (int)text_width(example), "",
               tr(row->meaning));
    }
}

static void put_filter(const struct command_row *commands)
{
    (void)commands;
    puts(tr("What --filter takes, and / on the screen. All of it must match:"));
    put_syntax(syntax_of_filter);
    for (size_t i = 0; filter_term_name(i); i++)
        printf("  %-*s %s\n", SYNTAX_EXAMPLE_COLUMNS, filter_term_name(i), tr(filter_term_help(i)));
}

static void put_dates(const struct command_row *commands)
{
    (void)commands;
    puts(tr("How dates and times are written, in English or Danish:"));
    put_syntax(syntax_of_dates);
}

static const struct topic {
    const char *name;
    void (*put)(const struct command_row *commands);
} topics[] = {{"options", put_screen}, {"filter", put_filter}, {"dates", put_dates}, {"", put_screen}};

enum { TOPICS = sizeof topics / sizeof *topics };

const char *options_help_topic(size_t index)
{
    return index < TOPICS && topics[index].name[0] ? topics[index].name : NULL;
}

/* Writes what is named; false if it is nothing. */
static bool put_named(const struct command_row *commands, const char *name)
{
    const struct command_row *command = options_find_command(commands, name);
    for (size_t i = 0; i < TOPICS; i++) {
        if (strcmp(topics[i].name, name) != 0)
            continue;
        topics[i].put(commands);
        return true;
    }
    if (!command || !command->help)
        return false;
    put_command(commands, command);
    return true;
}

int options_help(const struct startup *startup)
{
    struct failure failure;
    const char *name = startup->options.operand;
    if (!name)
        put_overview(startup->commands);
    if (!name || put_named(startup->commands, name))
        return COMMAND_DONE;
    options_refuse_command(startup->commands, name, &failure);
    return command_failure_print(&failure);
}

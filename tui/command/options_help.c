#include "tui/command/options_help.h"

#include "tui/command/command_failure.h"

#include <stddef.h>
#include <stdio.h>

/* "-n, --limit N", with room for the letter where there is none. */
static void put_option(const struct option_row *row)
{
    char name[80], letter[] = "-x, ";
    letter[1] = row->letter;
    snprintf(name, sizeof name, "%s--%s%s%s", row->letter ? letter : "    ", row->name,
             row->argument ? " " : "", row->argument ? row->argument : "");
    printf("  %-22s %s\n", name, row->help);
}

static void put_commands(const struct command_row *commands)
{
    fputs("Usage: tapedeck [--url URL] [OPTION]...             browse call recordings\n"
          "       tapedeck COMMAND [--url URL] [OPTION]...     the same without a screen\n",
          stdout);
    for (const struct command_row *row = commands + 1; row->name; row++)
        if (row->help)
            printf("  %-7s %s\n", row->name, row->help);
    fputs("Options (tapedeck help COMMAND has those of one)\n", stdout);
}

/* The command of the operand, or the screen; NULL, with *failure filled, if it is none. */
static const struct command_row *find_topic(const struct startup *startup, struct failure *failure)
{
    char quoted[60];
    const char *name = startup->options.operand;
    const struct command_row *topic = options_find_command(startup->commands, name ? name : "");
    if (topic && (topic->help || topic == startup->commands))
        return topic;
    failure_set(failure, FAILURE_USAGE, "see tapedeck --help", "unknown command '%s'",
                failure_quote(quoted, sizeof quoted, name));
    return NULL;
}

int options_help(const struct startup *startup)
{
    struct failure failure;
    const struct command_row *topic = find_topic(startup, &failure);
    const struct option_row *row;
    if (!topic) {
        command_failure_print(&failure);
        return (int)command_failure_status(&failure);
    }
    if (topic == startup->commands)
        put_commands(startup->commands);
    else
        printf("Usage: tapedeck %s %s%s%s\n  %s\nOptions\n", topic->name,
               topic->traits & COMMAND_ALONE ? "" : "[--url URL] [OPTION]...",
               topic->operand && !(topic->traits & COMMAND_ALONE) ? " " : "",
               topic->operand ? topic->operand : "", topic->help);
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++)
        if (row->help && options_go_together(startup->commands, topic, row))
            put_option(row);
    puts("The secret comes from TAPEDECK_SECRET or the configuration, never from here.");
    return COMMAND_DONE;
}

#include "tui/command/options_help.h"

#include <stdbool.h>
#include <stddef.h>

/* "-n, --limit N"; where there is no letter, with room for it if `aligned`. */
static void write_name(char *text, size_t size, const struct option_row *row, bool aligned)
{
    const char *argument = row->argument;
    char letter[] = "-x, ";
    letter[1] = row->letter;
    snprintf(text, size, "%s--%s%s%s",
             row->letter ? letter
             : aligned   ? "    "
                         : "",
             row->name, argument ? " " : "", argument ? argument : "");
}

static void write_commands(FILE *stream)
{
    fputs("Usage: tapedeck [--url URL] [OPTION]...             browse call recordings\n"
          "       tapedeck COMMAND [--url URL] [OPTION]...     the same without a screen\n",
          stream);
    for (size_t i = 0; options_command_at(i); i++)
        fprintf(stream, "  %-7s %s\n", options_command_at(i)->name, options_command_at(i)->help);
    fputs("Options (tapedeck help COMMAND has those of one)\n", stream);
}

static void write_command(FILE *stream, enum options_command topic)
{
    for (size_t i = 0; options_command_at(i); i++)
        if (options_command_at(i)->command == topic)
            fprintf(stream, "Usage: tapedeck %s [--url URL] [OPTION]...\n  %s\nOptions\n",
                    options_command_at(i)->name, options_command_at(i)->help);
}

void options_help(FILE *stream, enum options_command topic)
{
    size_t count;
    const struct option_row *rows = options_rows(&count);
    bool is_brief = topic == OPTIONS_SCREEN;
    if (is_brief)
        write_commands(stream);
    else
        write_command(stream, topic);
    for (size_t i = 0; i < count; i++) {
        char left[80], next[80];
        if (!(rows[i].commands & topic) && !is_brief)
            continue;
        write_name(left, sizeof left, &rows[i], true);
        const char *brief = is_brief ? rows[i].brief : NULL;
        if (brief) {
            write_name(next, sizeof next, &rows[++i], false);
            fprintf(stream, "  %s, %s  %s\n", left, next, brief);
        } else {
            fprintf(stream, "  %-22s %s\n", left, rows[i].help);
        }
    }
    fputs("The secret comes from TAPEDECK_SECRET or the configuration, never from here.\n", stream);
}

#include "tui/command/options_help.h"

#include "tui/command/options.h"

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

void options_help(FILE *stream)
{
    size_t count;
    const struct option_row *rows = options_rows(&count);
    fputs("Usage: tapedeck [--url URL] [OPTION]...             browse call recordings\n"
          "       tapedeck COMMAND [--url URL] [OPTION]...     the same without a screen\n",
          stream);
    for (size_t i = 0; options_command_name(i); i++)
        fprintf(stream, "  %-7s %s\n", options_command_name(i), options_command_help(i));
    fputs("Options\n", stream);
    for (size_t i = 0; i < count; i++) {
        char left[80];
        write_name(left, sizeof left, &rows[i], true);
        const char *brief = rows[i].brief;
        if (!brief) {
            fprintf(stream, "  %-22s %s\n", left, rows[i].help);
            continue;
        }
        char next[80];
        write_name(next, sizeof next, &rows[++i], false);
        fprintf(stream, "  %s, %s  %s\n", left, next, brief);
    }
    fputs("The secret comes from TAPEDECK_SECRET or the configuration, never from here.\n", stream);
}

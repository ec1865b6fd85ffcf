#include "tui/command/options_completion.h"

#include "tui/command/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* The names of the commands with `separator` between them. */
static void put_commands(FILE *stream, unsigned commands, const char *separator)
{
    const char *before = "";
    for (size_t i = 0; options_command_at(i); i++) {
        if (!(options_command_at(i)->command & commands))
            continue;
        fprintf(stream, "%s%s", before, options_command_at(i)->name);
        before = separator;
    }
}

static void put_choices(FILE *stream, const struct option_row *row)
{
    const char *const *choices = options_choices(row);
    for (size_t i = 0; choices[i]; i++)
        fprintf(stream, "%s%s", i ? " " : "", choices[i]);
}

/* A text in single quotes; zsh has a meaning for brackets and colons in it. */
static void put_quoted(FILE *stream, const char *text, bool is_zsh)
{
    for (; *text; text++) {
        if (is_zsh && strchr("[]:\\", *text))
            fputc('\\', stream);
        fputs(*text != '\'' ? (const char[]){*text, '\0'} : is_zsh ? "'\\''" : "\\'", stream);
    }
}

static bool takes_file(const struct option_row *row)
{
    return row->argument && strcmp(row->argument, "FILE") == 0;
}

static void put_bash_values(FILE *stream)
{
    size_t count;
    const struct option_row *rows = options_rows(&count);
    fputs("    word=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    [[ $word == = ]] && word=${COMP_WORDS[COMP_CWORD-2]}\n    case $word in\n",
          stream);
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].argument)
            continue;
        fprintf(stream, "    --%s", rows[i].name);
        if (rows[i].letter)
            fprintf(stream, " | -%c", rows[i].letter);
        fputs(") ", stream);
        if (takes_file(&rows[i])) {
            fputs("local IFS=$'\\n'; compopt -o filenames; COMPREPLY=($(compgen -f -- \"$2\")); ", stream);
        } else if (options_choices(&rows[i])) {
            fputs("COMPREPLY=($(compgen -W \"", stream);
            put_choices(stream, &rows[i]);
            fputs("\" -- \"$2\")); ", stream);
        }
        fputs("return ;;\n", stream);
    }
    fputs("    esac\n", stream);
}

static void put_bash_options(FILE *stream, enum options_command command)
{
    size_t count;
    const struct option_row *rows = options_rows(&count);
    for (size_t i = 0; i < count; i++)
        if (rows[i].commands & command)
            fprintf(stream, " --%s", rows[i].name);
    fputs("\" ;;\n", stream);
}

static void put_bash(FILE *stream)
{
    fputs("_tapedeck()\n{\n    local word command= words\n    COMPREPLY=()\n"
          "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n        case $word in ",
          stream);
    put_commands(stream, ~0U, " | ");
    fputs(") command=$word ;; esac\n    done\n", stream);
    put_bash_values(stream);
    fputs("    case $command in\n", stream);
    for (size_t i = 0; options_command_at(i); i++) {
        fprintf(stream, "    %s) words=\"", options_command_at(i)->name);
        put_bash_options(stream, options_command_at(i)->command);
    }
    fputs("    *) words=\"", stream);
    put_commands(stream, ~0U, " ");
    fputs(" help", stream);
    put_bash_options(stream, OPTIONS_SCREEN);
    fputs("    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$2\"))\n}\ncomplete -F _tapedeck tapedeck\n",
          stream);
}

static void put_zsh_option(FILE *stream, const struct option_row *row, bool is_letter)
{
    fputs(" \\\n        '*-", stream);
    if (is_letter)
        fprintf(stream, "%c%s[", row->letter, row->argument ? "+" : "");
    else
        fprintf(stream, "-%s%s[", row->name, row->argument ? "=" : "");
    put_quoted(stream, row->help, true);
    fputc(']', stream);
    if (row->argument)
        fprintf(stream, ":%s:", takes_file(row) ? "FILE" : row->name);
    if (takes_file(row)) {
        fputs("_files", stream);
    } else if (options_choices(row)) {
        fputc('(', stream);
        put_choices(stream, row);
        fputc(')', stream);
    }
    fputc('\'', stream);
}

static void put_zsh_arguments(FILE *stream, enum options_command command)
{
    size_t count;
    const struct option_row *rows = options_rows(&count);
    fputs("    _arguments '1:command:(", stream);
    put_commands(stream, ~0U, " ");
    fputs(" help)'", stream);
    for (size_t i = 0; i < count; i++) {
        if (!(rows[i].commands & command))
            continue;
        put_zsh_option(stream, &rows[i], false);
        if (rows[i].letter)
            put_zsh_option(stream, &rows[i], true);
    }
    fputs(" ;;\n", stream);
}

static void put_zsh(FILE *stream)
{
    fputs("#compdef tapedeck\ncase ${words[(r)(", stream);
    put_commands(stream, ~0U, "|");
    fputs(")]} in\n", stream);
    for (size_t i = 0; options_command_at(i); i++) {
        fprintf(stream, "%s)\n", options_command_at(i)->name);
        put_zsh_arguments(stream, options_command_at(i)->command);
    }
    fputs("*)\n", stream);
    put_zsh_arguments(stream, OPTIONS_SCREEN);
    fputs("esac\n", stream);
}

static void put_fish_option(FILE *stream, const struct option_row *row)
{
    fprintf(stream, "complete -c tapedeck -l %s", row->name);
    if (row->letter)
        fprintf(stream, " -s %c", row->letter);
    if (!(row->commands & OPTIONS_SCREEN)) {
        fputs(" -n '__fish_seen_subcommand_from ", stream);
        put_commands(stream, row->commands, " ");
        fputc('\'', stream);
    }
    if (row->argument)
        fputs(takes_file(row) ? " -r -F" : " -x", stream);
    if (options_choices(row)) {
        fputs(" -a '", stream);
        put_choices(stream, row);
        fputc('\'', stream);
    }
    fputs(" -d '", stream);
    put_quoted(stream, row->help, false);
    fputs("'\n", stream);
}

static void put_fish(FILE *stream)
{
    size_t count;
    const struct option_row *rows = options_rows(&count);
    fputs("complete -c tapedeck -f\n", stream);
    for (size_t i = 0; options_command_at(i); i++)
        fprintf(stream, "complete -c tapedeck -n __fish_use_subcommand -a %s -d '%s'\n",
                options_command_at(i)->name, options_command_at(i)->help);
    fputs("complete -c tapedeck -n __fish_use_subcommand -a help -d 'what a command does'\n", stream);
    for (size_t i = 0; i < count; i++)
        put_fish_option(stream, &rows[i]);
}

void options_completion(FILE *stream, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        put_bash(stream);
    else if (strcmp(shell, "zsh") == 0)
        put_zsh(stream);
    else
        put_fish(stream);
}

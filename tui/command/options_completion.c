#include "tui/command/options_completion.h"

#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/command/options_help.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define SHELL "SHELL"

/* The names of the commands with `separator` between them; of those that take the option, if one is given. */
static void put_commands(const struct command_row *commands, const struct option_row *option,
                         const char *separator)
{
    const char *before = "";
    for (const struct command_row *row = commands + 1; row->name; row++) {
        if (!row->help || (option && !options_go_together(commands, row, option)))
            continue;
        printf("%s%s", before, row->name);
        before = separator;
    }
}

/* What may stand behind a command, with blanks between, where its operand is one of some words. */
static void put_operands(const struct command_row *commands, const struct command_row *command)
{
    if (strcmp(command->operand, SHELL) == 0) {
        fputs("bash zsh fish", stdout);
        return;
    }
    put_commands(commands, NULL, " ");
    for (size_t i = 0; options_help_topic(i); i++)
        printf(" %s", options_help_topic(i));
}

/* A text in single quotes; zsh has a meaning for brackets and colons in it. */
static void put_quoted(const char *text, bool is_zsh)
{
    for (; *text; text++) {
        if (is_zsh && strchr("[]:\\", *text))
            putchar('\\');
        fputs(*text != '\'' ? (const char[]){*text, '\0'} : is_zsh ? "'\\''" : "\\'", stdout);
    }
}

static bool takes_file(const struct option_row *row)
{
    return row->argument && strcmp(row->argument, "FILE") == 0;
}

/* The names of saved searches, for which their file is read and nobody asked. */
static bool takes_view(const struct option_row *row)
{
    return strcmp(row->name, "view") == 0;
}

#define NAMES_IN(folder) "sed -n \"s/^view //p\" " folder "/tapedeck/views 2>/dev/null"
#define IN_SHELL NAMES_IN("\"${XDG_STATE_HOME-$HOME/.local/state}\"")
#define IN_FISH NAMES_IN("(set -q XDG_STATE_HOME; and echo $XDG_STATE_HOME; or echo $HOME/.local/state)")

static bool takes_word(const struct command_row *row)
{
    return row->operand && (strcmp(row->operand, "[COMMAND]") == 0 || strcmp(row->operand, SHELL) == 0);
}

static void put_bash_values(void)
{
    const struct option_row *row;
    fputs("    word=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    [[ $word == = ]] && word=${COMP_WORDS[COMP_CWORD-2]}\n    case $word in\n",
          stdout);
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++) {
        if (!row->argument || !row->help)
            continue;
        printf("    --%s", row->name);
        if (row->letter)
            printf(" | -%c", row->letter);
        fputs(") ", stdout);
        if (takes_file(row))
            fputs("local IFS=$'\\n'; compopt -o filenames; COMPREPLY=($(compgen -f -- \"$2\")); ", stdout);
        else if (row->choices)
            printf("COMPREPLY=($(compgen -W \"%s\" -- \"$2\")); ", row->choices);
        else if (takes_view(row))
            fputs("local IFS=$'\\n'; compopt -o filenames; "
                  "COMPREPLY=($(compgen -W \"$(" IN_SHELL ")\" -- \"$2\")); ",
                  stdout);
        puts("return ;;");
    }
    puts("    esac");
}

/* The options that take a value as the word before it: "--agent,* | -a,*". */
static void put_bash_taking(const char *separator)
{
    const struct option_row *row;
    const char *before = "";
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++) {
        if (!row->argument || !row->help)
            continue;
        printf("%s--%s,*", before, row->name);
        before = separator;
        if (row->letter)
            printf("%s-%c,*", separator, row->letter);
    }
}

static void put_bash_options(const struct command_row *commands, const struct command_row *command)
{
    const struct option_row *row;
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++)
        if (row->help && options_go_together(commands, command, row))
            printf(" --%s", row->name);
    puts("\" ;;");
}

static void put_bash(const struct command_row *commands)
{
    fputs("_tapedeck()\n{\n    local word before= command= words\n    COMPREPLY=()\n"
          "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n        case $before,$word in\n        ",
          stdout);
    put_bash_taking(" | ");
    fputs(") ;;\n        *,", stdout);
    put_commands(commands, NULL, " | *,");
    puts(") command=$word ;;\n        esac\n        [[ $word == = ]] || before=$word\n    done");
    put_bash_values();
    puts("    case $command in");
    for (const struct command_row *row = commands + 1; row->name; row++) {
        if (!row->help)
            continue;
        printf("    %s) words=\"", row->name);
        if (takes_word(row))
            put_operands(commands, row);
        put_bash_options(commands, row);
    }
    fputs("    *) words=\"", stdout);
    put_commands(commands, NULL, " ");
    put_bash_options(commands, commands);
    puts("    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$2\"))\n}\ncomplete -F _tapedeck tapedeck");
}

static void put_zsh_option(const struct option_row *row, bool is_letter)
{
    fputs(" \\\n        '*-", stdout);
    if (is_letter)
        printf("%c%s[", row->letter, row->argument ? "+" : "");
    else
        printf("-%s%s[", row->name, row->argument ? "=" : "");
    put_quoted(tr(row->help), true);
    putchar(']');
    if (row->argument)
        printf(":%s:", takes_file(row) ? "FILE" : row->name);
    if (takes_file(row))
        fputs("_files", stdout);
    else if (row->choices)
        printf("(%s)", row->choices);
    else if (takes_view(row))
        fputs("{compadd -- ${(f)\"$(" IN_SHELL ")\"}}", stdout);
    putchar('\'');
}

static void put_zsh_arguments(const struct command_row *commands, const struct command_row *command)
{
    const struct option_row *row;
    fputs("    _arguments '1:command:(", stdout);
    put_commands(commands, NULL, " ");
    fputs(")'", stdout);
    if (takes_word(command)) {
        fputs(" '2:word:(", stdout);
        put_operands(commands, command);
        fputs(")'", stdout);
    }
    for (size_t i = 0; (row = options_row_at(i)) != NULL; i++) {
        if (!row->help || !options_go_together(commands, command, row))
            continue;
        put_zsh_option(row, false);
        if (row->letter)
            put_zsh_option(row, true);
    }
    puts(" ;;");
}

static void put_zsh(const struct command_row *commands)
{
    fputs("#compdef tapedeck\ncase ${words[(r)(", stdout);
    put_commands(commands, NULL, "|");
    puts(")]} in");
    for (const struct command_row *row = commands + 1; row->name; row++) {
        if (!row->help)
            continue;
        printf("%s)\n", row->name);
        put_zsh_arguments(commands, row);
    }
    puts("*)");
    put_zsh_arguments(commands, commands);
    puts("esac");
}

static void put_fish_option(const struct command_row *commands, const struct option_row *row)
{
    printf("complete -c tapedeck -l %s", row->name);
    if (row->letter)
        printf(" -s %c", row->letter);
    if (!options_go_together(commands, commands, row)) {
        fputs(" -n '__fish_seen_subcommand_from ", stdout);
        put_commands(commands, row, " ");
        putchar('\'');
    }
    if (row->argument)
        fputs(takes_file(row) ? " -r -F" : " -x", stdout);
    if (row->choices)
        printf(" -a '%s'", row->choices);
    else if (takes_view(row))
        fputs(" -a '(" IN_FISH ")'", stdout);
    fputs(" -d '", stdout);
    put_quoted(tr(row->help), false);
    puts("'");
}

static void put_fish(const struct command_row *commands)
{
    const struct option_row *option;
    puts("complete -c tapedeck -f");
    for (const struct command_row *row = commands + 1; row->name; row++)
        if (row->help)
            printf("complete -c tapedeck -n __fish_use_subcommand -a %s -d '%s'\n", row->name, tr(row->help));
    for (const struct command_row *row = commands + 1; row->name; row++) {
        if (!row->help || !takes_word(row))
            continue;
        printf("complete -c tapedeck -n '__fish_seen_subcommand_from %s' -a '", row->name);
        put_operands(commands, row);
        puts("'");
    }
    for (size_t i = 0; (option = options_row_at(i)) != NULL; i++)
        if (option->help)
            put_fish_option(commands, option);
}

int options_completion(const struct startup *startup)
{
    static const struct {
        const char *name;
        void (*put)(const struct command_row *commands);
    } shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};
    char quoted[60];
    struct failure failure;
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(startup->options.operand, shells[i].name) != 0)
            continue;
        shells[i].put(startup->commands);
        return COMMAND_DONE;
    }
    failure_set(&failure, FAILURE_USAGE, tr("use bash, zsh or fish"), tr("no completion for the shell '%s'"),
                failure_quote(quoted, sizeof quoted, startup->options.operand));
    return command_failure_print(&failure);
}

/* The command line: one table of options and, handed in, one of commands, from which reading, help, manual and
 * completions come. The texts of struct options point into the arguments that were read. */
#ifndef TUI_COMMAND_OPTIONS_H
#define TUI_COMMAND_OPTIONS_H

#include "model/query/list_sort.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct startup;

enum command_trait {
    COMMAND_ALONE = 1,        /* needs its options only, neither configuration nor archive */
    COMMAND_ASKS = 2,         /* the server, */
    COMMAND_ASKS_OF_SOME = 4, /* or only where agents are named */
    COMMAND_KEEPS = 8,        /* is there for what it changes in the archive */
    COMMAND_ONE_AGENT = 16,   /* and no more can be named */
    COMMAND_CONFIGURES = 32,  /* reads the configuration itself, which may be wrong, or none */
};

/* A command. A table of them begins with the screen, for which nothing is typed, and ends with a row without a
 * name. What an option such as --version asks for is a row of its name, too. */
struct command_row {
    const char *name;
    const char *
        operand; /* "[COMMAND]", what may stand behind the name, "CALLID..." more than once; NULL for nothing */
    const char *help;    /* NULL: it is listed nowhere, and an option only asks for it */
    const char *options; /* names of those of its own, "agent... limit"; "...": may be given again */
    unsigned traits;     /* or-ed enum command_trait */
    int (*run)(const struct startup *startup); /* returns the exit status */
    const char *examples;                      /* lines; NULL where it is listed nowhere */
};

/* An agent of the command line: by its reference, or by its name, which means somebody only once the agents are
 * known. */
struct agent_choice {
    struct agent_reference reference;
    const char *name; /* NULL: by its reference */
};

enum options_format { OPTIONS_TABLE, OPTIONS_JSON, OPTIONS_JSONL, OPTIONS_CSV, OPTIONS_XLSX };

struct options {
    const struct command_row *command; /* of the table */
    const char *operand;               /* this and the following texts are NULL where not given */
    const char *url;
    const char *config;
    const char *archive;
    const char *ca;
    const char *pin;
    const char *color;
    const char *log;
    const char *expect;
    const char *filter;
    const char *view;  /* the name of a saved search */
    const char *by;    /* enum list_grouping */
    const char *since; /* when, as written */
    const char *until;
    const char *before;
    const char *reason; /* of a hold */
    const char *purpose;
    const char *signer;
    const char *format_word;
    const char *csv;
    const char *file;
    const char *output; /* a file; of save a template, see recording_name.h */
    bool no_archive;
    bool offline;
    struct list_sorting sorting;
    bool is_sorted; /* that, or the order, was asked for */
    bool oldest_first;
    bool dry_run;
    bool yes; /* nobody is asked */
    bool accept_losses;
    bool verify; /* sync */
    bool sidecar;
    bool fresh;
    unsigned retries;
    uint64_t limit; /* UINT64_MAX if not given */
    enum options_format format;
    bool takes_style;            /* that of the output's name, see list_export_style */
    bool excel_safe;             /* no formulas in CSV */
    struct agent_choice *agents; /* owned, see options_clear */
    size_t agent_count;
    const char **words; /* that belong to no option: the command and its operands; owned */
    size_t word_count;
};

/* An option. One that no command names among its own goes with all. */
struct option_row {
    const char *name;     /* "url" */
    char letter;          /* 0 where there is none */
    const char *argument; /* "URL"; NULL where it takes none */
    const char *help;     /* NULL: it is listed nowhere */

    /* Reads the value. False if it cannot be used, for the reason that `expected` tells. NULL: it asks for the command
     * of its name, with the value as its operand. */
    bool (*set)(struct options *options, const struct option_row *row, const char *value);
    size_t field;         /* where the value goes in struct options */
    const char *choices;  /* the words that it takes, "auto always never"; NULL where it takes any */
    const char *expected; /* what to give instead of what cannot be used */
};

enum { OPTIONS_MOST = 64 }; /* rows, of options */

/* The rows in the order in which they are shown; NULL behind the last. */
const struct option_row *options_row_at(size_t index);

/* The command of that name, NULL if there is none. */
const struct command_row *options_find_command(const struct command_row *commands, const char *name);

/* Where `word` stands in `text` between blanks, with or without "..." behind it; NULL if it does not. */
const char *options_find_word(const char *text, const char *word);

/* Refuses a word that is no command, and says which one it may be: *failure. Returns false. */
bool options_refuse_command(const struct command_row *commands, const char *word, struct failure *failure);

/* Where the command names the option among its own; NULL if it does not. */
const char *options_find_own(const struct command_row *command, const struct option_row *row);

/* Whether the option is of other commands only: of neither this one nor all. */
bool options_is_others(const struct command_row *commands, const struct command_row *command,
                       const struct option_row *row);

/* Whether the option does something for the command. */
bool options_go_together(const struct command_row *commands, const struct command_row *command,
                         const struct option_row *row);

void options_clear(struct options *options);

/* Whether what is to be done asks the server anything; if not, neither secret nor network is needed. */
bool options_need_server(const struct options *options);

/* Whether it would, were it not for --offline. */
bool options_hold_back(const struct options *options);

#endif

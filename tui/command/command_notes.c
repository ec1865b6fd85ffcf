#include "tui/command/command_notes.h"

#include "model/notes/note_json.h"
#include "tui/command/command.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_run.h"
#include "tui/draw/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_SIZE = 64 };

static bool is_import(const struct command *command)
{
    return strcmp(command->options->operand, "import") == 0;
}

static bool prepare(struct command *command, struct failure *failure)
{
    if (is_import(command) || strcmp(command->options->operand, "export") == 0)
        return true;
    failure_set(failure, FAILURE_USAGE, "give export or import", "notes takes one of two words");
    return false;
}

static bool is_read(struct command *command)
{
    return !notes_is_busy(account_notes(command->account));
}

/* What a line cannot be taken for a note stops nothing: the others are put in, and it is told. */
static size_t read_notes(struct note_table *table)
{
    char *line = NULL;
    size_t size = 0, wrong = 0;
    while (getline(&line, &size, stdin) > 0)
        if (line[strspn(line, " \t\r\n")] != '\0')
            wrong += !note_json_read(table, line);
    free(line);
    return wrong;
}

static void import_all(struct command *command)
{
    struct note_table table = {0};
    char count[COUNT_SIZE];
    size_t wrong = read_notes(&table);
    for (size_t i = 0; i < table.count; i++)
        notes_put(account_notes(command->account), &table.notes[i]);
    command_tell(command, "imported the notes of %s",
                 text_count(count, sizeof count, table.count, "recording"));
    if (wrong)
        command_tell(command, "%s: no note that export has written",
                     text_count(count, sizeof count, wrong, "line"));
    command->status = wrong ? COMMAND_PARTIAL : COMMAND_DONE;
    note_table_clear(&table);
}

static void export_all(struct command *command)
{
    const struct note_table *table = notes_table(account_notes(command->account));
    const struct record_style style = record_style_plain(RECORD_JSONL);
    struct record_writer writer;
    record_begin(&writer, stdout, &style, NULL, 0);
    for (size_t i = 0; i < table->count; i++)
        note_json_write(&writer, &table->notes[i]);
    if (record_end(&writer)) {
        command->status = table->count ? COMMAND_DONE : COMMAND_NO_MATCH;
        return;
    }
    command_tell(command, "cannot write to standard output: %s", strerror(errno));
    command->status = COMMAND_FAILED;
}

static void begin(struct command *command)
{
    if (is_import(command))
        import_all(command);
    else
        export_all(command);
}

/* What failed has been told. */
static void end(struct command *command)
{
    if (notes_failure(account_notes(command->account)))
        command->status = COMMAND_FAILED;
}

static const struct command_stage read_stage = {NULL, is_read, NULL};
static const struct command_stage write_stage = {begin, is_read, end};

int command_notes(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&read_stage, &write_stage, NULL};
    return command_run(startup,
                       &(struct command_plan){.stages = stages, .prepare = prepare, .keep_old = true});
}

#include "tui/command/command_notes.h"

#include "model/account/account_audit.h"
#include "model/notes/note_json.h"
#include "net/base/translate.h"
#include "tui/command/command.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_query.h"
#include "tui/command/command_run.h"
#include "tui/command/stored.h"
#include "tui/draw/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_SIZE = 64 };

/* What standard input has for import. */
struct imported {
    struct note_table table;
    size_t wrong; /* lines */
};

static bool is_import(const struct options *options)
{
    return strcmp(options->operand, "import") == 0;
}

static bool prepare(struct command *command, struct failure *failure)
{
    if (is_import(command->options))
        return true;
    if (strcmp(command->options->operand, "export") == 0)
        return command_query_may_print(command, failure);
    return failure_set(failure, FAILURE_USAGE, tr("give export or import"),
                       tr("notes takes one of two words"));
}

static bool is_read(struct command *command)
{
    return !notes_is_busy(account_notes(command->account));
}

/* What a line cannot be taken for a note stops nothing: the others are put in, and it is told. */
static void read_notes(struct imported *imported)
{
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0)
        if (line[strspn(line, " \t\r\n")] != '\0')
            imported->wrong += !note_json_read(&imported->table, line);
    free(line);
}

static void import_all(struct command *command)
{
    const struct imported *imported = command->state;
    notes_put(account_notes(command->account), &imported->table);
}

static void tell_import(struct command *command)
{
    const struct imported *imported = command->state;
    char text[2 * COUNT_SIZE];
    uint64_t taken = notes_taken(account_notes(command->account)), left = imported->table.count - taken;
    bool has_failed = notes_failure(account_notes(command->account)) != NULL;
    command_tell(command, "%s",
                 text_count(text, sizeof text, taken, "imported the notes of %s recording",
                            "imported the notes of %s recordings"));
    if (left && has_failed)
        command_tell(command, "%s",
                     text_count(text, sizeof text, left, "%s recording: not written, or as new there",
                                "%s recordings: not written, or as new there"));
    else if (left)
        command_tell(command, "%s",
                     text_count(text, sizeof text, left, "%s recording: what is there is as new",
                                "%s recordings: what is there is as new"));
    if (imported->wrong)
        command_tell(command, "%s",
                     text_count(text, sizeof text, imported->wrong,
                                "%s line: no note that export has written",
                                "%s lines: no note that export has written"));
    command->status = imported->wrong ? COMMAND_PARTIAL : COMMAND_DONE;
}

/* As long as they lie there, what is noted may not be all that was. */
static bool tell_damaged(struct command *command)
{
    struct stored stored;
    struct failure failure;
    bool is_told = false;
    if (!stored_find(&stored, command->config, &failure))
        return false;
    for (size_t i = 0; i < stored.count; i++) {
        if (stored.files[i].damage != STORED_DAMAGED_NOTES)
            continue;
        command_tell(command,
                     tr("notes were damaged; what could be read was taken over, the rest is missing: %s"),
                     stored.files[i].path);
        is_told = true;
    }
    if (is_told)
        command_tell(command, "%s", tr("this is told until that file is moved away or deleted"));
    stored_clear(&stored);
    return is_told;
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
        bool is_partial = tell_damaged(command);
        if (table->count == 0 && !is_partial && notes_is_read(account_notes(command->account)))
            command_tell(command, "%s", tr("nothing is marked, tagged or noted"));
        command->status = is_partial ? COMMAND_PARTIAL : table->count ? COMMAND_DONE : COMMAND_NO_MATCH;
        return;
    }
    command_tell(command, tr("cannot write to standard output: %s"), strerror(errno));
    command->status = COMMAND_FAILED;
}

static void note(struct command *command, const char *action, const char *result, size_t recordings)
{
    const struct audit_entry entry = {.action = action,
                                      .result = result,
                                      .recordings = (int64_t)recordings,
                                      .purpose = command->options->purpose};
    account_note(command->account, 0, &entry);
}

static void begin(struct command *command)
{
    if (is_import(command->options)) {
        note(command, "note", "begun", 0);
        import_all(command);
        return;
    }
    note(command, "export", "begun", 0);
    export_all(command);
    size_t count = notes_table(account_notes(command->account))->count;
    note(command, "export", command->status == COMMAND_FAILED ? "failed" : "done", count);
}

/* What failed has been told. */
static void end(struct command *command)
{
    if (is_import(command->options))
        note(command, "note", notes_failure(account_notes(command->account)) ? "failed" : "done",
             notes_taken(account_notes(command->account)));
    if (command->stopped)
        return;
    if (is_import(command->options))
        tell_import(command);
    if (notes_failure(account_notes(command->account)))
        command->status = COMMAND_FAILED;
}

static const struct command_stage read_stage = {NULL, is_read, NULL};
static const struct command_stage write_stage = {begin, is_read, end};

int command_notes(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&read_stage, &write_stage, NULL};
    struct imported imported = {.wrong = 0};
    if (is_import(&startup->options)) /* before signals are caught: it may wait for its input for ever */
        read_notes(&imported);
    int status = command_run(
        startup,
        &(struct command_plan){.stages = stages, .prepare = prepare, .state = &imported, .keep_old = true});
    note_table_clear(&imported.table);
    return status;
}

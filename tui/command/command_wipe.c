#include "tui/command/command_wipe.h"

#include "model/archive/archive_file.h"
#include "model/archive/archive_wipe.h"
#include "model/audit/audit_log.h"
#include "model/hold/hold_files.h"
#include "model/time/timestamp.h"
#include "net/base/folders.h"
#include "net/base/log.h"
#include "net/base/translate.h"
#include "tui/command/ask.h"
#include "tui/command/command_failure.h"
#include "tui/command/stored.h"
#include "tui/draw/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_SIZE = 4096, COUNT_SIZE = 64 };

static void tell(const struct stored *stored, const struct config *config)
{
    char line[LINE_SIZE], size[TEXT_NUMBER_SIZE], count[COUNT_SIZE];
    fprintf(stderr, tr("tapedeck: stored of %s: %s, %s\n"), text_escape(line, sizeof line, stored->label),
            text_count(count, sizeof count, stored->count, "%s file", "%s files"),
            text_bytes(size, (uint64_t)stored_size(stored)));
    for (size_t i = 0; i < stored->count; i++) {
        const struct stored_file *file = &stored->files[i];
        fprintf(stderr, "  %s: %s (%s)\n", tr(file->what), text_escape(line, sizeof line, file->path),
                text_bytes(size, (uint64_t)file->size));
    }
    if (stored->has_archive)
        fputs(tr("  Marks, tags and notes go with it; tapedeck notes export writes them elsewhere before.\n"),
              stderr);
    if (config->path)
        fprintf(stderr, tr("  The configuration stays: %s\n"), text_escape(line, sizeof line, config->path));
    char *log = audit_log_folder();
    if (log && access(log, F_OK) == 0)
        fprintf(stderr, tr("  The access log stays: %s\n"), text_escape(line, sizeof line, log));
    free(log);
}

/* Nothing goes unless somebody wants it. */
static bool is_wanted(const struct options *options, enum command_status *status)
{
    struct failure failure;
    if (options->yes)
        return true;
    if (!ask_is_possible()) {
        failure_set(&failure, FAILURE_USAGE, tr("give --yes"), tr("nobody is there who could be asked"));
        *status = command_failure_print(&failure);
        return false;
    }
    bool is_wanted = ask_yes(tr("Delete all of it for good? [y/N] "));
    if (!is_wanted)
        fputs(tr("tapedeck: nothing was deleted\n"), stderr);
    *status = COMMAND_INTERRUPTED;
    return is_wanted;
}

/* Ours, if nothing of another account is left in them. */
static void remove_folders(void)
{
    static const enum folders_kind kinds[] = {FOLDERS_DATA, FOLDERS_STATE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char *folder = folders_path(kinds[i], "");
        if (folder)
            rmdir(folder);
        free(folder);
    }
}

/* The archive first: where it is held everything stays. */
static bool wipe(const struct stored *stored, const struct config *config, struct failure *failure)
{
    bool wiped =
        !stored->has_archive || archive_wipe(stored->archive, stored->base, !config->archive_file, failure);
    for (size_t i = 0; wiped && i < stored->count; i++) {
        const char *path = stored->files[i].path;
        if (unlink(path) == 0 || errno == ENOENT)
            continue;
        failure_set(failure, FAILURE_DISK, tr("check the folder and its permissions"),
                    tr("cannot delete %s: %s"), path, strerror(errno));
        wiped = false;
    }
    remove_folders();
    return wiped;
}

/* The folder of what is on hold; NULL if there is no archive. The caller frees. */
static char *held_folder(const struct stored *stored)
{
    struct failure failure;
    char *place = stored->archive ? archive_file_place(stored->archive, &failure) : NULL;
    char *folder = place ? hold_files_folder(place) : NULL;
    free(place);
    return folder;
}

/* What is on hold stays until it is released. */
static bool may_go(const char *folder, struct failure *failure)
{
    char count[COUNT_SIZE];
    size_t held = 0;
    struct hold_table table = {0};
    bool is_read = !folder || hold_files_read(folder, &table, failure);
    for (size_t i = 0; i < table.count; i++)
        held += !hold_is_over(&table.holds[i], timestamp_now());
    hold_table_clear(&table);
    if (held)
        failure_set(failure, FAILURE_USAGE, tr("see tapedeck held, and release them first"), tr("%s on hold"),
                    text_count(count, sizeof count, held, "%s recording", "%s recordings"));
    return is_read && held == 0;
}

/* The log is of all accounts, and the proof of what was done to this one: it stays, and has this, too. */
static void note(const struct stored *stored, const struct config *config, bool is_wiped)
{
    struct failure failure;
    const struct audit_entry entry = {
        .action = "wipe", .account = stored->label, .result = is_wiped ? "done" : "failed"};
    char *folder = config->access_log ? audit_log_folder() : NULL;
    if (folder && !audit_log_write(folder, &entry, &failure))
        command_failure_print(&failure);
    free(folder);
}

static enum command_status run(const struct startup *startup, const struct stored *stored, const char *held)
{
    struct failure failure;
    enum command_status status = COMMAND_DONE;
    if (stored->count == 0) {
        fprintf(stderr, tr("tapedeck: nothing is stored of %s\n"), stored->label);
        return COMMAND_DONE;
    }
    tell(stored, &startup->config);
    if (startup->options.dry_run || !is_wanted(&startup->options, &status))
        return status;
    if (!may_go(held, &failure)) /* somebody may have held one meanwhile */
        return command_failure_print(&failure);
    bool is_wiped = wipe(stored, &startup->config, &failure);
    note(stored, &startup->config, is_wiped);
    if (!is_wiped)
        return command_failure_print(&failure);
    if (held)
        rmdir(held);
    log_line("all that was stored of the account is deleted");
    fputs(tr("tapedeck: all of it is deleted\n"), stderr);
    return COMMAND_DONE;
}

int command_wipe(const struct startup *startup)
{
    struct stored stored;
    struct failure failure;
    if (!stored_find(&stored, &startup->config, &failure))
        return command_failure_print(&failure);
    enum command_status status = COMMAND_USAGE;
    char *folder = held_folder(&stored);
    if (may_go(folder, &failure))
        status = run(startup, &stored, folder);
    else
        command_failure_print(&failure);
    free(folder);
    stored_clear(&stored);
    return (int)status;
}

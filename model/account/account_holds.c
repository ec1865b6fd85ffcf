#include "model/account/account_holds.h"

#include "model/account/account_audit.h"
#include "model/account/account_state.h"
#include "model/account/archive_opening.h"
#include "model/archive/archive.h"
#include "model/archive/archive_file.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_held.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_thread.h"
#include "model/audio/audio.h"
#include "model/hold/hold_files.h"
#include "model/hold/hold_watch.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>

static void on_changed(void *context)
{
    report_changed(&((struct account *)context)->report, ACCOUNT_NOTES);
}

static void on_gone(void *context, const struct hold *hold)
{
    report_say(&((struct account *)context)->report, ACCOUNT_WARNING,
               tr("The server no longer has a recording of call %lld: it stays here, as it is on hold."),
               (long long)hold->recording->queue_call_id);
}

static void on_put(void *context, const struct hold *hold, bool is_written)
{
    const struct audit_entry entry = {
        .action = "hold",
        .agent = hold->agent,
        .call = hold->recording->queue_call_id,
        .file = hold_file_name(hold),
        .purpose = hold->reason,
        .result = is_written ? "done" : "failed",
    };
    account_note(context, 0, &entry);
}

/* What the server no longer has, and nobody holds any more. */
static void purge_row(struct account *account, const struct hold *hold)
{
    const struct writer_purge purge = {.call = hold->recording->queue_call_id,
                                       .file = writer_purge_file(hold_file_name(hold))};
    if (hold->is_gone && account->archive.writer_thread)
        writer_thread_purge(account->archive.writer_thread, &purge);
}

static void on_leaving(void *context, const struct hold *hold)
{
    purge_row(context, hold);
}

/* What the server no longer has goes now; all else is as any other recording again. */
static void on_ended(void *context, const struct hold *hold, bool is_released)
{
    struct account *account = context;
    const int64_t call = hold->recording->queue_call_id;
    const struct audit_entry entry = {
        .action = "release",
        .agent = hold->agent,
        .call = call,
        .file = hold_file_name(hold),
        .result = is_released ? "done" : "its end was reached",
    };
    account_note(account, 0, &entry);
    if (account->audio)
        audio_forget_copy(account->audio, call, hold_file_name(hold));
    if (is_released)
        report_say(&account->report, ACCOUNT_INFORMATION, tr("Call %lld is released."), (long long)call);
    else
        report_say(&account->report, ACCOUNT_WARNING,
                   tr("Call %lld was on hold until now; it is not any more."), (long long)call);
    purge_row(account, hold);
}

static void on_failed(void *context, const struct failure *failure)
{
    report_say_loss(&((struct account *)context)->report, failure);
}

/* All three on the writer's thread. */
static bool is_held(void *context, int64_t call, const char *file)
{
    return hold_watch_has(((struct account *)context)->hold_watch, call, file);
}

static void on_kept(void *context, int64_t call, const char *file)
{
    hold_files_note_gone(((struct account *)context)->holds_folder, call, file);
}

static void on_released(void *context, int64_t call, uint64_t file)
{
    struct failure failure;
    struct hold_table table = {0};
    const char *folder = ((struct account *)context)->holds_folder;
    hold_files_read_released(folder, &table, &failure);
    for (size_t i = 0; i < table.count; i++) {
        const struct hold *hold = &table.holds[i];
        if (hold->recording->queue_call_id == call && writer_purge_file(hold_file_name(hold)) == file)
            hold_files_forget(folder, hold);
    }
    hold_table_clear(&table);
}

/* Of an archive that is not opened, as nothing of it is needed. NULL if nothing of the disk is to be used. */
static char *find_folder(const struct account *account)
{
    struct failure failure;
    const char *named = account->config->archive_file;
    if (account->options.leaves_nothing)
        return NULL;
    char *path = named ? memory_text(named) : archive_default_path(account->label, &failure);
    char *place = path ? archive_file_place(path, &failure) : NULL;
    char *folder = place ? hold_files_folder(place) : NULL;
    free(path);
    free(place);
    return folder;
}

void account_holds_take(struct account *account, struct archive_opening *opening)
{
    if (account->options.no_archive) {
        account->holds_folder = find_folder(account);
        return;
    }
    account->holds_folder = opening->holds_folder;
    account->hold_watch = opening->hold_watch;
    opening->holds_folder = NULL;
    opening->hold_watch = NULL;
    if (opening->not_restored.kind != FAILURE_NONE)
        report_say_failure(&account->report, &opening->not_restored);
}

void account_holds_open(struct account *account, struct writer *writer)
{
    const struct holds_events events = {on_changed, on_gone,   on_put, on_ended,
                                        on_leaving, on_failed, account};
    const struct writer_holder holder = {is_held, on_kept, on_released, account};
    if (account->options.no_archive)
        return;
    account->holds = holds_open(account->loop, account->holds_folder, &events);
    writer_on_held(writer, &holder);
}

void account_holds_clear(struct account *account)
{
    hold_watch_free(&account->hold_watch);
    free(account->holds_folder);
}

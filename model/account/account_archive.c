#include "model/account/account_archive.h"

#include "model/archive/archive.h"
#include "model/archive/archive_file.h"
#include "model/archive/archive_unused.h"
#include "model/archive/database.h"
#include "model/archive/writer.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 4096

/* Where the archive is; NULL with *failure filled. What was open to others is corrected and said. */
static char *find_archive(const struct account_archive *archive, const char *named, const char *label,
                          struct failure *failure)
{
    char said[PATH_SIZE] = "";
    char *path = named ? memory_text(named) : archive_default_path(label, failure);
    char *place = path ? archive_file_place(path, failure) : NULL;
    free(path);
    if (place)
        archive_file_protect(place, !named, said, sizeof said);
    if (*said)
        report_say(archive->report, ACCOUNT_WARNING, "%s", said);
    return place;
}

/* Of what is damaged, or might be, nothing is called complete. */
static void doubt(struct account_archive *archive, enum agent_doubt how)
{
    roster_doubt(archive->roster, how);
    archive->report->status.is_checking = how == AGENT_UNCHECKED;
    report_changed(archive->report, ACCOUNT_ROSTER | ACCOUNT_CONNECTION);
}

static void on_checked(void *context, const struct failure *failure)
{
    struct account_archive *archive = context;
    archive->is_checked = !failure;
    if (failure && failure->kind != FAILURE_DAMAGED)
        doubt(archive, AGENT_UNCHECKABLE);
    if (failure)
        account_archive_failed(archive, failure);
    else if (archive->roster->doubt == AGENT_UNCHECKED)
        doubt(archive, AGENT_SURE);
    if (archive->roster->doubt == AGENT_SURE)
        archive_seal_checked(archive->seal);
}

void account_archive_failed(struct account_archive *archive, const struct failure *failure)
{
    archive->report->status.archive = *failure;
    if (failure->kind == FAILURE_DAMAGED && archive->roster->doubt != AGENT_DAMAGED)
        doubt(archive, AGENT_DAMAGED);
    report_say_failure(archive->report, failure);
    report_changed(archive->report, ACCOUNT_CONNECTION);
}

void account_archive_went_well(struct account_archive *archive)
{
    if (archive->report->status.archive.kind != FAILURE_DAMAGED)
        memset(&archive->report->status.archive, 0, sizeof(struct failure));
}

static void on_query_failed(void *context, const struct failure *failure)
{
    if (failure->kind == FAILURE_DAMAGED)
        account_archive_failed(context, failure);
}

/* One that is read-only is of use where nothing is fetched. */
static bool is_of_use(const struct account_archive *archive, struct failure *failure)
{
    if (!archive->is_read_only || archive->options->offline)
        return true;
    failure_set(failure, FAILURE_DISK, tr("read it with --offline, or name another file with --archive"),
                tr("the archive cannot be written to, itself or its folder: %s"), archive->path);
    return false;
}

void account_archive_waits(struct account_archive *archive)
{
    bool is_open = archive->writer_thread != NULL;
    report_say(archive->report, archive->options->live && is_open ? ACCOUNT_WARNING : ACCOUNT_PATIENCE,
               tr("waiting for another program that writes the archive"));
}

static void on_waiting(void *context)
{
    account_archive_waits(context);
}

static bool goes_on(void *context)
{
    const struct account_events *listener = &((struct account_archive *)context)->report->listener;
    return !listener->waits || listener->waits(listener->context);
}

struct writer *account_archive_open(struct account_archive *archive, const struct config *config,
                                    const char *base, const char *label, struct failure *failure)
{
    char set_aside[PATH_SIZE];
    bool is_in_memory = archive->options->no_archive;
    archive->path =
        is_in_memory ? database_memory_name() : find_archive(archive, config->archive_file, label, failure);
    if (!archive->path)
        return NULL;
    archive->wait = (struct database_wait){.waiting = on_waiting, .goes_on = goes_on, .context = archive};
    archive->is_sealed = true;
    if (!is_in_memory)
        archive->seal = archive_seal_open(archive->path, &archive->wait, &archive->is_sealed);
    const struct writer_options writer_options = {
        .path = archive->path,
        .base = base,
        .settle = config->settle_seconds * TIMESTAMP_SECOND,
        .wait = &archive->wait,
    };
    archive->is_new = !is_in_memory && access(archive->path, F_OK) != 0;
    struct writer *writer = writer_open(&writer_options, set_aside, sizeof set_aside, failure);
    if (!writer)
        return NULL;
    archive->is_read_only = writer_is_read_only(writer);
    archive->is_sealed = archive->is_sealed || *set_aside;
    if (*set_aside)
        report_say(archive->report, ACCOUNT_WARNING,
                   tr("The archive was damaged and is kept as %s; a new one was begun."), set_aside);
    if (!is_of_use(archive, failure))
        writer_close(&writer);
    return writer;
}

void account_archive_start(struct account_archive *archive, uv_loop_t *loop, struct writer *writer,
                           const struct writer_events *events)
{
    archive->queries = queries_open(loop, archive->path);
    queries_on_failure(archive->queries, on_query_failed, archive);
    archive->writer_thread = writer_thread_start(loop, writer, events);
    archive->is_checked = archive->is_sealed;
    if (!archive->is_sealed) {
        archive->checker = archive_checker_start(loop, archive->path, on_checked, archive);
        doubt(archive, AGENT_UNCHECKED);
    }
}

unsigned account_archive_close(struct account_archive *archive, void (*closed)(void *context), void *context)
{
    bool is_checking = archive->checker != NULL;
    writer_thread_stop(&archive->writer_thread, closed, context);
    queries_close(&archive->queries, closed, context);
    if (is_checking)
        archive_checker_stop(&archive->checker, closed, context);
    return is_checking ? 3 : 2;
}

void account_archive_clear(struct account_archive *archive)
{
    archive_seal_close(&archive->seal, archive->is_checked && archive->roster->doubt == AGENT_SURE);
    if (archive->is_new && archive->path)
        archive_remove_unused(archive->path);
    free(archive->path);
}

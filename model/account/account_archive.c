#include "model/account/account_archive.h"

#include "model/account/archive_opening.h"
#include "model/archive/archive_wipe.h"
#include "model/archive/database.h"
#include "model/archive/writer.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>

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

/* Takes what belongs to the archive, whether it could be opened or not. */
static void take(struct account_archive *archive)
{
    struct archive_opening *opening = archive->opening;
    archive->path = memory_text(opening->path);
    archive->seal = opening->seal;
    archive->is_new = opening->is_new;
    archive->is_sealed = opening->is_sealed;
    archive->is_read_only = opening->is_read_only;
    opening->seal = NULL;
    opening->is_new = false;
    if (*opening->opened_up)
        report_say(archive->report, ACCOUNT_WARNING, "%s", opening->opened_up);
    if (*opening->set_aside)
        report_say(archive->report, ACCOUNT_WARNING,
                   tr("The archive was damaged and is kept as %s; a new one was begun."), opening->set_aside);
}

bool account_archive_open(struct account_archive *archive, struct archive_opening *opening,
                          struct failure *failure)
{
    archive->opening = opening;
    archive->wait = (struct database_wait){.waiting = on_waiting, .goes_on = goes_on, .context = archive};
    if (!archive_opening_end(opening))
        archive_opening_run(opening, &archive->wait);
    take(archive);
    if (opening->is_open)
        return true;
    *failure = opening->failure;
    return false;
}

void account_archive_show(struct account_archive *archive, uv_loop_t *loop)
{
    archive->queries = queries_open(loop, archive->path, archive->opening->reader);
    queries_on_failure(archive->queries, on_query_failed, archive);
    archive->opening->reader = NULL;
    archive->is_checked = archive->is_sealed;
    if (!archive->is_sealed)
        doubt(archive, AGENT_UNCHECKED);
}

void account_archive_start(struct account_archive *archive, uv_loop_t *loop,
                           const struct writer_events *events)
{
    archive->writer_thread = writer_thread_start(loop, archive->opening->writer, events);
    archive->opening->writer = NULL;
    queries_start(archive->queries);
    archive_opening_free(&archive->opening);
    if (!archive->is_sealed)
        archive->checker = archive_checker_start(loop, archive->path, on_checked, archive);
}

unsigned account_archive_close(struct account_archive *archive, void (*closed)(void *context), void *context)
{
    bool is_checking = archive->checker != NULL, is_started = archive->writer_thread != NULL;
    if (is_started)
        writer_thread_stop(&archive->writer_thread, closed, context);
    queries_close(&archive->queries, closed, context);
    if (is_checking)
        archive_checker_stop(&archive->checker, closed, context);
    return 1U + is_started + is_checking;
}

void account_archive_clear(struct account_archive *archive)
{
    archive_opening_free(&archive->opening);
    archive_seal_close(&archive->seal, archive->is_checked && archive->roster->doubt == AGENT_SURE);
    if (archive->is_new && archive->path)
        archive_remove_unused(archive->path);
    free(archive->path);
}

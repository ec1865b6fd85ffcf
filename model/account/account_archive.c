/* The archive of an account: opening it, whether it is sound, what its failures mean for what is said. */
#include "model/account/account_state.h"
#include "model/archive/archive.h"
#include "model/archive/archive_file.h"
#include "model/archive/archive_unused.h"
#include "model/archive/database.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_chronology.h"
#include "model/archive/writer_thread.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 4096

/* The agents that the archive knows are there from the start. */
static bool load_agents(struct account *account, struct writer *writer, struct failure *failure)
{
    struct archive_agent *agents;
    size_t count;
    bool read = writer_read_agents(writer, 0, &agents, &count, failure);
    if (read)
        roster_update(&account->roster, agents, count);
    for (size_t i = 0; !read && i < count; i++)
        archive_agent_clear(&agents[i]);
    free(agents);
    return read;
}

/* Where the archive is; NULL with *failure filled. What was open to others is corrected and `said`. */
static char *find_archive(const struct account *account, char *said, size_t size, struct failure *failure)
{
    const char *named = account->config->archive_file;
    char *path = named ? memory_text(named) : archive_default_path(account->label, failure);
    char *place = path ? archive_file_place(path, failure) : NULL;
    free(path);
    if (place)
        archive_file_protect(place, !named, said, size);
    return place;
}

/* Of what is damaged, or might be, nothing is called complete. */
static void doubt(struct account *account, enum agent_doubt how)
{
    roster_doubt(&account->roster, how);
    account->report.status.is_checking = how == AGENT_UNCHECKED;
    report_changed(&account->report, ACCOUNT_ROSTER | ACCOUNT_CONNECTION);
}

static void on_checked(void *context, const struct failure *failure)
{
    struct account *account = context;
    account->is_checked = !failure;
    if (failure && failure->kind != FAILURE_DAMAGED)
        doubt(account, AGENT_UNCHECKABLE);
    if (failure)
        account_archive_failed(account, failure);
    else if (account->roster.doubt == AGENT_UNCHECKED)
        doubt(account, AGENT_SURE);
    if (account->roster.doubt == AGENT_SURE)
        archive_seal_checked(account->seal);
    report_due(&account->report, 0);
}

void account_archive_failed(struct account *account, const struct failure *failure)
{
    account->report.status.archive = *failure;
    if (failure->kind == FAILURE_DAMAGED && account->roster.doubt != AGENT_DAMAGED)
        doubt(account, AGENT_DAMAGED);
    account_say_failure(account, failure);
    report_changed(&account->report, ACCOUNT_CONNECTION);
}

void account_archive_went_well(struct account *account)
{
    if (account->report.status.archive.kind != FAILURE_DAMAGED)
        memset(&account->report.status.archive, 0, sizeof account->report.status.archive);
}

static void on_query_failed(void *context, const struct failure *failure)
{
    if (failure->kind == FAILURE_DAMAGED)
        account_archive_failed(context, failure);
}

static void check(struct account *account)
{
    if (account->is_sealed)
        return;
    account->checker = archive_checker_start(account->loop, account->path, on_checked, account);
    doubt(account, AGENT_UNCHECKED);
}

/* Reads what is there; closes the writer if that fails. */
static bool read_archive(struct account *account, struct writer **writer, struct failure *failure)
{
    account->known.traits = *writer_traits(*writer);
    account->listed_at = writer_listed_at(*writer);
    look_budget_note_spent(&account->looks, writer_spent_up_to(*writer));
    if (!load_agents(account, *writer, failure) || /* what ids tell is for questions to the server */
        (!account->offline && !writer_read_chronology(*writer, &account->known.chronology, failure))) {
        writer_close(writer);
        return false;
    }
    account->queries = queries_open(account->loop, account->path);
    queries_on_failure(account->queries, on_query_failed, account);
    return true;
}

/* One that is read-only is of use where nothing is fetched; closes the writer otherwise. */
static bool check_use(struct account *account, struct writer **writer, struct failure *failure)
{
    account->is_read_only = writer_is_read_only(*writer);
    if (!account->is_read_only || account->offline)
        return true;
    writer_close(writer);
    failure_set(failure, FAILURE_DISK, "read it with --offline, or name another file with --archive",
                "the archive cannot be written to, itself or its folder: %s", account->path);
    return false;
}

static void on_waiting(void *context)
{
    struct account *account = context;
    bool is_open = account->writer_thread != NULL;
    report_say(&account->report, account->live && is_open ? ACCOUNT_WARNING : ACCOUNT_PATIENCE,
               "waiting for another program that writes the archive");
}

static bool goes_on(void *context)
{
    struct account *account = context;
    return !account->report.listener.waits ||
           account->report.listener.waits(account->report.listener.context);
}

bool account_archive_open(struct account *account, bool no_archive, struct failure *failure)
{
    char protected[PATH_SIZE] = "", set_aside[PATH_SIZE];
    bool is_sealed = true;
    account->path =
        no_archive ? database_memory_name() : find_archive(account, protected, sizeof protected, failure);
    if (!account->path)
        return false;
    account->opening = (struct database_wait){.waiting = on_waiting, .goes_on = goes_on, .context = account};
    if (!no_archive)
        account->seal = archive_seal_open(account->path, &account->opening, &is_sealed);
    struct writer_options writer_options = {
        .path = account->path,
        .base = account->base,
        .settle = account->config->settle_seconds * TIMESTAMP_SECOND,
        .wait = &account->opening,
    };
    account->is_archive_new = !no_archive && access(account->path, F_OK) != 0;
    struct writer *writer = writer_open(&writer_options, set_aside, sizeof set_aside, failure);
    if (!writer || !check_use(account, &writer, failure) || !read_archive(account, &writer, failure))
        return false;
    const struct writer_events events = {account_on_filed,
                                         account_on_agents,
                                         account_on_writing_failed,
                                         account_on_drained,
                                         account_on_purged,
                                         on_waiting,
                                         account};
    account->writer_thread = account->looks.writer_thread =
        writer_thread_start(account->loop, writer, &events);
    account->is_sealed = is_sealed || *set_aside;
    if (*protected)
        report_say(&account->report, ACCOUNT_WARNING, "%s", protected);
    if (*set_aside)
        report_say(&account->report, ACCOUNT_WARNING,
                   "The archive was damaged and is kept as %s; a new one was begun.", set_aside);
    check(account);
    return true;
}

void account_archive_closed(struct account *account)
{
    bool is_sound = (account->is_sealed || account->is_checked) && account->roster.doubt == AGENT_SURE;
    archive_seal_close(&account->seal, is_sound);
    if (account->is_archive_new && account->path)
        archive_remove_unused(account->path);
}

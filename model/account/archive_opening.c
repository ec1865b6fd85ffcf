#include "model/account/archive_opening.h"

#include "model/archive/archive.h"
#include "model/archive/archive_file.h"
#include "model/archive/archive_wipe.h"
#include "model/archive/writer_chronology.h"
#include "model/archive/writer_restore.h"
#include "model/hold/hold_files.h"
#include "model/recording/agent.h"
#include "model/time/timestamp.h"
#include "net/api/api.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <unistd.h>

static char *find(const struct config *config, const struct account_options *options, const char *base,
                  struct failure *failure)
{
    if (options->no_archive)
        return database_memory_name();
    if (config->archive_file)
        return memory_text(config->archive_file);
    char *label = api_account_label(base), *path = archive_default_path(label, failure);
    free(label);
    return path;
}

struct archive_opening *archive_opening_new(const struct config *config,
                                            const struct account_options *options, const char *base,
                                            struct failure *failure)
{
    char *path = find(config, options, base, failure);
    if (!path)
        return NULL;
    struct archive_opening *opening = memory_new(sizeof *opening);
    opening->config = config;
    opening->options = options;
    opening->base = memory_text(base);
    opening->path = path;
    return opening;
}

/* Of an archive that is not opened what is on hold beside it is of use all the same, but of no other account: a call of that number
 * is another there. What cannot be told is no reason, as holds outlive their archive. */
static bool may_be_ours(struct archive_opening *opening)
{
    int64_t version;
    struct failure failure = {.kind = FAILURE_NONE};
    const char *path = opening->options->leaves_nothing ? NULL : opening->config->archive_file;
    sqlite3 *database = path && access(path, F_OK) == 0 ? database_open(path, DATABASE_READ, &failure) : NULL;
    bool is_refused = database && !archive_judge(database, path, opening->base, &version, &failure) &&
                      failure.kind == FAILURE_USAGE;
    database_close(&database);
    if (is_refused)
        opening->failure = failure;
    return !is_refused;
}

/* Before SQLite is let near it. What was open to others is corrected. */
static bool prepare(struct archive_opening *opening, struct database_wait *wait)
{
    opening->is_sealed = true;
    if (opening->options->no_archive)
        return may_be_ours(opening);
    if (!opening->config->archive_file && !archive_make_folders(opening->path, &opening->failure))
        return false;
    char *place = archive_file_place(opening->path, &opening->failure);
    if (!place)
        return false;
    free(opening->path);
    opening->path = place;
    if (!*opening->opened_up)
        archive_file_protect(place, !opening->config->archive_file, opening->opened_up,
                             sizeof opening->opened_up);
    opening->seal = archive_seal_open(place, wait, &opening->is_sealed);
    opening->is_new = access(place, F_OK) != 0;
    return true;
}

/* One that is read-only is of use where nothing is fetched. */
static bool is_of_use(struct archive_opening *opening)
{
    if (!writer_is_read_only(opening->writer) || opening->options->offline)
        return true;
    return failure_set(
        &opening->failure, FAILURE_DISK,
        tr("read it with --offline, name another file with --archive, or keep nothing with --no-archive"),
        tr("the archive cannot be written to, itself or its folder: %s"), opening->path);
}

static void watch_holds(struct archive_opening *opening)
{
    if (opening->hold_watch)
        return;
    opening->holds_folder = hold_files_folder(opening->path);
    opening->hold_watch = hold_watch_new(opening->holds_folder);
}

/* What is on hold and lacks in the archive gets its row again. First of all. */
static void restore(struct archive_opening *opening)
{
    struct agent_reference reference;
    struct failure *failure = &opening->not_restored;
    uint64_t version;
    if (opening->options->no_archive)
        return;
    watch_holds(opening);
    failure->kind = FAILURE_NONE;
    const struct hold_table *table =
        writer_is_read_only(opening->writer) ? NULL : hold_watch_read(opening->hold_watch, &version, failure);
    for (size_t i = 0; table && i < table->count && failure->kind == FAILURE_NONE; i++) {
        const struct hold *hold = &table->holds[i];
        if (!hold->is_unread && !hold_is_over(hold, timestamp_now()) &&
            agent_reference_parse(&reference, hold->agent))
            writer_restore(opening->writer, &reference, hold->recording, failure);
    }
}

static void forget_agents(struct archive_opening *opening)
{
    for (size_t i = 0; i < opening->agent_count; i++)
        archive_agent_clear(&opening->agents[i]);
    free(opening->agents);
    opening->agents = NULL;
    opening->agent_count = 0;
}

/* The agents that the archive knows are there from the start. */
static bool read_all(struct archive_opening *opening)
{
    struct writer *writer = opening->writer;
    opening->traits = *writer_traits(writer);
    opening->is_read_only = writer_is_read_only(writer);
    opening->listed_at = writer_listed_at(writer);
    opening->spent_up_to = writer_spent_up_to(writer);
    bool is_read = writer_read_agents(writer, 0, &opening->agents, &opening->agent_count, &opening->failure);
    if (!is_read) {
        forget_agents(opening);
        writer_close(&opening->writer);
    }
    return is_read;
}

static struct writer_options options_of(const struct archive_opening *opening, struct database_wait *wait)
{
    return (struct writer_options){
        .path = opening->path,
        .base = opening->base,
        .settle = opening->config->settle_seconds * TIMESTAMP_SECOND,
        .wait = wait,
    };
}

static bool open_prepared(struct archive_opening *opening, struct database_wait *wait)
{
    const struct writer_options options = options_of(opening, wait);
    opening->writer = writer_open(&options, opening->set_aside, sizeof opening->set_aside, &opening->failure);
    opening->is_sealed = opening->is_sealed || *opening->set_aside;
    if (opening->writer && !is_of_use(opening))
        writer_close(&opening->writer);
    if (!opening->writer)
        return false;
    restore(opening);
    return read_all(opening);
}

void archive_opening_run(struct archive_opening *opening, struct database_wait *wait)
{
    opening->failure.kind = FAILURE_NONE;
    opening->is_open = prepare(opening, wait) && open_prepared(opening, wait);
}

static bool give_up(void *context)
{
    ((struct archive_opening *)context)->had_to_wait = true;
    return false;
}

static void say_nothing(void *context)
{
    (void)context;
}

/* What is as it is left every day needs only to be read before the first rows are shown: nothing is on hold that might
 * lack in it, nothing in it would be changed as it is opened. */
static bool open_to_read(struct archive_opening *opening)
{
    const struct writer_options options = options_of(opening, &opening->impatience);
    uint64_t version;
    watch_holds(opening);
    const struct hold_table *holds = hold_watch_read(opening->hold_watch, &version, &opening->failure);
    if (!holds || holds->count)
        return false;
    opening->writer = writer_open_to_read(&options, &opening->failure);
    return opening->writer && read_all(opening);
}

/* The first rows are read by the connection that is there: another one would have to be waited for. What fails is opened
 * when something is asked. */
static void pass_to_reader(struct archive_opening *opening)
{
    struct failure ignored;
    sqlite3 *database = writer_leave(&opening->writer);
    if (database_only_read(database, opening->path, &ignored))
        opening->reader = reader_open_by(database, &ignored);
    else
        database_close(&database);
}

static void run_thread(void *argument)
{
    struct archive_opening *opening = argument;
    struct database_wait *wait = &opening->impatience;
    opening->failure.kind = FAILURE_NONE;
    opening->is_open = prepare(opening, wait) && (open_to_read(opening) || open_prepared(opening, wait));
    if (opening->is_open)
        pass_to_reader(opening);
}

void archive_opening_begin(struct archive_opening *opening)
{
    opening->impatience =
        (struct database_wait){.waiting = say_nothing, .goes_on = give_up, .context = opening};
    opening->has_thread = !opening->options->no_archive && access(opening->path, F_OK) == 0 &&
                          uv_thread_create(&opening->thread, run_thread, opening) == 0;
}

static void join(struct archive_opening *opening)
{
    if (opening->has_thread)
        uv_thread_join(&opening->thread);
    opening->has_thread = false;
}

/* The seal at last: it tells how the file was left. */
static void close_all(struct archive_opening *opening)
{
    opening->is_open = false;
    reader_close(&opening->reader);
    writer_close(&opening->writer);
    forget_agents(opening);
    hold_watch_free(&opening->hold_watch);
    free(opening->holds_folder);
    opening->holds_folder = NULL;
    archive_seal_close(&opening->seal, opening->is_sealed);
    if (opening->is_new && opening->path)
        archive_remove_unused(opening->path);
    opening->is_new = false;
}

bool archive_opening_end(struct archive_opening *opening)
{
    bool was_begun = opening->has_thread;
    join(opening);
    bool is_done = was_begun && (!opening->had_to_wait || *opening->set_aside); /* not aside twice */
    if (!is_done)
        close_all(opening);
    return is_done;
}

bool archive_opening_finish(struct archive_opening *opening, struct chronology *chronology,
                            struct failure *failure)
{
    const struct writer_options options = options_of(opening, NULL);
    if (!opening->writer)
        opening->writer = writer_open(&options, NULL, 0, &opening->failure);
    if (opening->writer &&
        (opening->options->offline ||
         writer_read_chronology(opening->writer, timestamp_now(), chronology, &opening->failure)))
        return true;
    *failure = opening->failure;
    return false;
}

void archive_opening_free(struct archive_opening **opening)
{
    struct archive_opening *freed = *opening;
    *opening = NULL;
    if (!freed)
        return;
    join(freed);
    close_all(freed);
    free(freed->base);
    free(freed->path);
    free(freed);
}

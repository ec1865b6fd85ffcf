#include "model/hold/holds.h"

#include "model/audit/audit_user.h"
#include "model/hold/hold_files.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>

/* A request to the thread pool: what to do with the folder, and the results. */
struct round {
    struct hold_table put, audio, released; /* arguments of holds_put, holds_put_audio, holds_release */
    struct hold_table table;                /* all holds after that, if is_read is set */
    bool is_read;
    struct hold_table over;    /* released because they have expired */
    struct hold_table leaving; /* see holds_events.leaving */
    struct failure failure;
};

struct holds {
    uv_loop_t *loop;
    char *folder; /* owned */
    struct holds_events events;
    struct hold_table table;
    struct round waiting; /* arguments for the next round */
    struct round *doing;  /* owned by the pool's thread while it works; NULL: no round is under way */
    uv_work_t work;
    bool is_wanted; /* another round is to follow */
    bool is_read;
    void (*closed)(void *context); /* NULL: it is not being closed */
    void *closed_context;
    struct failure failed;
    struct audit_user user; /* used by the pool's thread only */
};

static void clear(struct round *round)
{
    hold_table_clear(&round->put);
    hold_table_clear(&round->audio);
    hold_table_clear(&round->released);
    hold_table_clear(&round->table);
    hold_table_clear(&round->over);
    hold_table_clear(&round->leaving);
}

/* Releases expired holds. False if none was released. */
static bool release_expired(const char *folder, struct round *round)
{
    int64_t now = timestamp_now();
    for (size_t i = 0; i < round->table.count; i++) {
        struct hold *hold = &round->table.holds[i];
        if (hold_is_over(hold, now) && hold_files_release(folder, hold, &round->failure))
            hold_table_add(&round->over, hold);
    }
    return round->over.count > 0;
}

/* Writes a hold with the name of the current user. */
static bool put(struct holds *holds, const struct hold *asked, struct failure *failure)
{
    struct hold hold = *asked;
    audit_user_find(&holds->user);
    hold.by = holds->user.name;
    return hold_files_put(holds->folder, &hold, failure);
}

/* On a thread of the pool. A failure does not keep the rest from being done; holds that failed are marked by
 * is_unread. */
static void work(uv_work_t *work)
{
    struct holds *holds = work->data;
    struct round *round = holds->doing;
    if (!holds->is_read) {
        hold_files_sweep(holds->folder);
        hold_files_read_released(holds->folder, &round->leaving, &round->failure);
    }
    for (size_t i = 0; i < round->put.count; i++)
        if (!put(holds, &round->put.holds[i], &round->failure))
            round->put.holds[i].is_unread = true;
    for (size_t i = 0; i < round->audio.count; i++)
        hold_files_put_audio(holds->folder, &round->audio.holds[i], &round->failure);
    for (size_t i = round->released.count; i-- > 0;)
        if (!hold_files_release(holds->folder, &round->released.holds[i], &round->failure))
            round->released.holds[i].is_unread = true;
    round->is_read = hold_files_read(holds->folder, &round->table, &round->failure);
    if (round->is_read && release_expired(holds->folder, round)) {
        hold_table_clear(&round->table);
        round->is_read = hold_files_read(holds->folder, &round->table, &round->failure);
    }
}

static void take_table(struct holds *holds, struct round *round)
{
    const struct hold_table before = holds->table;
    holds->table = round->table;
    round->table = before;
    for (size_t i = 0; i < holds->table.count && holds->is_read; i++) {
        const struct hold *hold = &holds->table.holds[i],
                          *had = hold_table_find(&before, hold->recording->queue_call_id,
                                                 hold_file_name(hold), INT64_MIN);
        if (hold->is_gone && had && !had->is_gone)
            holds->events.gone(holds->events.context, hold);
    }
    holds->is_read = true;
    holds->events.changed(holds->events.context);
}

static void deliver(struct holds *holds, struct round *round)
{
    if (round->failure.kind != FAILURE_NONE) {
        holds->failed = round->failure;
        holds->events.failed(holds->events.context, &round->failure);
    }
    if (round->is_read && !holds->closed)
        take_table(holds, round);
    for (size_t i = 0; i < round->put.count; i++)
        holds->events.put(holds->events.context, &round->put.holds[i], !round->put.holds[i].is_unread);
    for (size_t i = 0; i < round->leaving.count; i++)
        holds->events.leaving(holds->events.context, &round->leaving.holds[i]);
    for (size_t i = 0; i < round->released.count; i++)
        if (!round->released.holds[i].is_unread)
            holds->events.ended(holds->events.context, &round->released.holds[i], true);
    for (size_t i = 0; i < round->over.count; i++)
        holds->events.ended(holds->events.context, &round->over.holds[i], false);
}

static void go_on(struct holds *holds);

static void on_done(uv_work_t *work, int status)
{
    (void)status; /* it is never cancelled */
    struct holds *holds = work->data;
    struct round *round = holds->doing;
    holds->doing = NULL;
    deliver(holds, round);
    clear(round);
    free(round);
    go_on(holds);
}

static void end(struct holds *holds)
{
    void (*closed)(void *context) = holds->closed;
    void *context = holds->closed_context;
    hold_table_clear(&holds->table);
    free(holds->folder);
    free(holds);
    closed(context);
}

static void go_on(struct holds *holds)
{
    if (holds->doing)
        return;
    if (holds->is_wanted) {
        holds->is_wanted = false;
        holds->doing = memory_new(sizeof *holds->doing);
        *holds->doing = holds->waiting;
        holds->waiting = (struct round){.is_read = false};
        uv_queue_work(holds->loop, &holds->work, work, on_done);
    } else if (holds->closed) {
        end(holds);
    }
}

struct holds *holds_open(uv_loop_t *loop, const char *folder, const struct holds_events *events)
{
    struct holds *holds = memory_new(sizeof *holds);
    holds->loop = loop;
    holds->folder = memory_text(folder);
    holds->events = *events;
    holds->work.data = holds;
    holds_look(holds);
    return holds;
}

void holds_close(struct holds **holds, void (*closed)(void *context), void *context)
{
    struct holds *closing = *holds;
    *holds = NULL;
    closing->closed = closed;
    closing->closed_context = context;
    go_on(closing);
}

const struct hold *holds_find(const struct holds *holds, int64_t call, const char *file)
{
    return hold_table_find(&holds->table, call, file, timestamp_now());
}

size_t holds_gone(const struct holds *holds, int64_t call)
{
    size_t gone = 0;
    for (size_t i = 0; i < holds->table.count; i++)
        gone += holds->table.holds[i].is_gone && holds->table.holds[i].recording->queue_call_id == call;
    return gone;
}

const struct hold_table *holds_table(const struct holds *holds)
{
    return &holds->table;
}

const char *holds_folder(const struct holds *holds)
{
    return holds->folder;
}

bool holds_is_busy(const struct holds *holds)
{
    return holds->doing != NULL;
}

bool holds_is_read(const struct holds *holds)
{
    return holds->is_read;
}

const struct failure *holds_failure(const struct holds *holds)
{
    return holds->failed.kind != FAILURE_NONE ? &holds->failed : NULL;
}

void holds_put(struct holds *holds, const struct hold *hold)
{
    hold_table_add(&holds->waiting.put, hold);
    holds_look(holds);
}

void holds_put_audio(struct holds *holds, const struct hold *hold)
{
    hold_table_add(&holds->waiting.audio, hold);
    holds_look(holds);
}

void holds_release(struct holds *holds, const struct hold *hold)
{
    hold_table_add(&holds->waiting.released, hold);
    holds_look(holds);
}

void holds_look(struct holds *holds)
{
    holds->is_wanted = true;
    go_on(holds);
}

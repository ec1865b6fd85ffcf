#include "model/account/account_notes.h"

#include "model/account/account_state.h"
#include "model/archive/writer_gone.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>

static void on_changed(void *context)
{
    report_changed(&((struct account *)context)->report, ACCOUNT_NOTES);
}

static void on_failed(void *context, const struct failure *failure)
{
    report_say_loss(&((struct account *)context)->report, failure);
}

static void on_set_aside(void *context, const char *name)
{
    report_say(&((struct account *)context)->report, ACCOUNT_WARNING,
               tr("The file of marks and notes was damaged and is kept as %s; what could be read of it was "
                  "taken over."),
               name);
}

/* The writer's list as the notes take it; the caller frees. */
static struct notes_doomed *doomed_of(const struct writer_gone *gone, size_t count)
{
    struct notes_doomed *doomed = memory_array(count, sizeof *doomed);
    for (size_t i = 0; i < count; i++)
        doomed[i] = (struct notes_doomed){.key = {gone[i].agent, gone[i].call, gone[i].file},
                                          .is_last = gone[i].is_last};
    return doomed;
}

/* These three on the writer's thread. */
static void on_ask(void *context, const struct writer_gone *gone, size_t count, bool *is_kept)
{
    struct notes_doomed *doomed = doomed_of(gone, count);
    notes_ask(((struct account *)context)->notes, doomed, count);
    for (size_t i = 0; i < count; i++)
        is_kept[i] = doomed[i].is_kept;
    free(doomed);
}

static int64_t on_going(void *context, const struct writer_gone *gone, size_t count)
{
    struct notes_doomed *doomed = doomed_of(gone, count);
    int64_t number = notes_condemn(((struct account *)context)->notes, doomed, count);
    free(doomed);
    return number;
}

static void on_gone(void *context, const struct writer_gone *gone, size_t count)
{
    struct notes *notes = ((struct account *)context)->notes;
    for (size_t i = 0; i < count; i++)
        notes_forget(notes, &(struct note_key){gone[i].agent, gone[i].call, gone[i].file}, gone[i].is_last);
}

void account_notes_open(struct account *account, struct writer *writer)
{
    const struct notes_events events = {on_changed, on_failed, on_set_aside, account, account->options.live};
    if (account->options.no_archive)
        return;
    char *path = memory_format("%s.notes", account->archive.path);
    account->notes = notes_open(account->loop, path, writer_gone_number(writer), &events);
    free(path);
    writer_on_gone(writer, &(struct writer_gone_events){on_ask, on_going, on_gone, account});
}

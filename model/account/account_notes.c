#include "model/account/account_notes.h"

#include "model/account/account_state.h"
#include "model/archive/writer_gone.h"
#include "net/base/memory.h"

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
    report_say(
        &((struct account *)context)->report, ACCOUNT_WARNING,
        "The file of marks and notes was damaged and is kept as %s; what could be read of it was taken over.",
        name);
}

/* On the writer's thread. */
static void on_gone(void *context, const char *agent, int64_t call, const char *file)
{
    notes_forget(((struct account *)context)->notes, &(struct note_key){agent, call, file});
}

void account_notes_open(struct account *account, struct writer *writer)
{
    const struct notes_events events = {on_changed, on_failed, on_set_aside, account};
    if (account->options.no_archive)
        return;
    char *path = memory_format("%s.notes", account->archive.path);
    account->notes = notes_open(account->loop, path, &events);
    free(path);
    writer_on_gone(writer, on_gone, account);
}

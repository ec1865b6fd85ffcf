#include "tui/command/hold_audio.h"

#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/draw/text.h"

#include <stdlib.h>

enum { COUNT_SIZE = 64 };

static void take_result(void *context, const struct saver_result *result)
{
    struct command *command = context;
    if (result->outcome != KEPT_FAILED)
        return;
    char *reason = failure_text(result->failure);
    command_tell(command, tr("call %lld is on hold, but without its audio: %s"),
                 (long long)result->recording->queue_call_id, reason);
    free(reason);
}

struct hold_saver *hold_audio_open(struct command *command)
{
    const struct hold_saver_options options = {
        .loop = &command->loop,
        .audio = account_audio(command->account),
        .holds = account_holds(command->account),
        .retries = command->options->retries,
        .took = take_result,
        .context = command,
    };
    struct hold_saver *saver = command->options->offline ? NULL : hold_saver_open(&options);
    if (saver)
        hold_saver_add(saver);
    return saver;
}

/* How many are there of which the server has something, or no longer. */
static size_t count(const struct command *command, bool is_gone)
{
    size_t found = 0;
    const struct holds *holds = account_holds(command->account);
    const struct hold_table *table = holds ? holds_table(holds) : NULL;
    for (size_t i = 0; table && i < table->count; i++)
        found += is_gone ? table->holds[i].is_gone : hold_lacks_audio(&table->holds[i]);
    return found;
}

static bool is_done(struct command *command)
{
    const struct holds *holds = account_holds(command->account);
    if (!holds || holds_is_busy(holds))
        return !holds;
    if (!command->state && count(command, false))
        command->state = hold_audio_open(command);
    if (command->state)
        hold_saver_turn(command->state);
    return !command->state || hold_saver_is_done(command->state);
}

static void end(struct command *command)
{
    struct hold_saver *saver = command->state;
    command->state = NULL;
    hold_saver_close(&saver);
}

static void begin(struct command *command)
{
    command->state = NULL;
}

const struct command_stage hold_audio_stage = {begin, is_done, end};

void hold_audio_tell_gone(struct command *command)
{
    char text[COUNT_SIZE];
    size_t gone = count(command, true);
    if (gone)
        command_tell(command,
                     tr("on hold, and kept although the server no longer has it: %s; see tapedeck held"),
                     text_count(text, sizeof text, gone, "%s recording", "%s recordings"));
}

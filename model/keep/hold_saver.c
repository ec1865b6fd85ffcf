#include "model/keep/hold_saver.h"

#include "model/hold/hold_files.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"

#include <stdlib.h>

struct hold_saver {
    struct hold_saver_options options;
    struct saver *saver;
    struct number_map tried; /* calls */
};

static bool is_held(const struct holds *holds, int64_t call)
{
    const struct hold_table *table = holds_table(holds);
    for (size_t i = 0; i < table->count; i++)
        if (table->holds[i].recording->queue_call_id == call)
            return true;
    return false;
}

/* It may have been released while its audio came. */
static void on_took(void *context, const struct saver_result *result)
{
    struct hold_saver *saver = context;
    const struct hold released = {
        .recording = (struct recording *)result->recording, .agent = "", .reason = "", .by = ""};
    if (is_held(saver->options.holds, result->recording->queue_call_id))
        holds_look(saver->options.holds);
    else
        holds_release(saver->options.holds, &released);
    saver->options.took(saver->options.context, result);
}

struct hold_saver *hold_saver_open(const struct hold_saver_options *options)
{
    struct hold_saver *saver = memory_new(sizeof *saver);
    char *name_template = hold_files_audio_template(holds_folder(options->holds));
    saver->options = *options;
    saver->saver = saver_open(&(struct saver_options){
        .loop = options->loop,
        .audio = options->audio,
        .name_template = name_template,
        .retries = options->retries,
        .took = on_took,
        .context = saver,
    });
    free(name_template);
    return saver;
}

void hold_saver_close(struct hold_saver **saver_pointer)
{
    struct hold_saver *saver = *saver_pointer;
    *saver_pointer = NULL;
    if (!saver)
        return;
    saver_close(&saver->saver);
    number_map_clear(&saver->tried);
    free(saver);
}

void hold_saver_add(struct hold_saver *saver)
{
    const struct hold_table *table = holds_table(saver->options.holds);
    for (size_t i = 0; i < table->count; i++) {
        const struct hold *hold = &table->holds[i];
        const int64_t call = hold->recording->queue_call_id;
        if (hold->audio || hold->is_gone || number_map_find(&saver->tried, call))
            continue;
        number_map_add(&saver->tried, call, saver);
        saver_add(saver->saver, hold->recording);
    }
}

void hold_saver_turn(struct hold_saver *saver)
{
    saver_turn(saver->saver);
}

bool hold_saver_is_done(const struct hold_saver *saver)
{
    return saver_is_done(saver->saver);
}

struct saver_counts hold_saver_counts(const struct hold_saver *saver)
{
    return saver_counts(saver->saver);
}

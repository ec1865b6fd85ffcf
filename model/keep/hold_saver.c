#include "model/keep/hold_saver.h"

#include "model/hold/hold_names.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"

#include <stdlib.h>
#include <string.h>

struct hold_saver {
    struct hold_saver_options options;
    struct saver *saver;
    struct number_map tried; /* by audio_key */
};

/* The hold may have been released meanwhile; holds_put_audio then deletes the file. */
static void on_took(void *context, const struct saver_result *result)
{
    struct hold_saver *saver = context;
    const struct recording *recording = result->recording;
    const struct hold *held =
        holds_find(saver->options.holds, recording->queue_call_id, recording_file(recording));
    struct hold hold = {.recording = (struct recording *)recording,
                        .agent = held ? held->agent : "",
                        .reason = "",
                        .by = "",
                        .audio = (char *)result->path,
                        .audio_is_proved = !result->is_unproved};
    bool is_mended = held && held->audio; /* the audio replaces a damaged copy */
    if (result->is_held) /* another program has saved it meanwhile; its hold file says more of it */
        holds_look(saver->options.holds);
    else if (result->path)
        holds_put_audio(saver->options.holds, &hold);
    if (!result->path || !is_mended) /* a replacement is reported once it was compared with the old digest */
        saver->options.took(saver->options.context, result);
}

struct hold_saver *hold_saver_open(const struct hold_saver_options *options)
{
    struct hold_saver *saver = memory_new(sizeof *saver);
    char *name_template = hold_names_audio_template(holds_folder(options->holds));
    saver->options = *options;
    saver->saver = saver_open(&(struct saver_options){
        .loop = options->loop,
        .audio = options->audio,
        .name_template = name_template,
        .retries = options->retries,
        .tells_untried = true,
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
        const int64_t key = audio_key(hold->recording->queue_call_id, hold_file_name(hold));
        if (!hold_lacks_audio(hold) || number_map_find(&saver->tried, key))
            continue;
        number_map_add(&saver->tried, key, saver);
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

#include "model/bundle/bundler.h"

#include "model/bundle/bag.h"
#include "model/bundle/bag_folder.h"
#include "model/bundle/bundle.h"
#include "model/hold/hold_names.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>

struct bundler {
    struct bundler_options options; /* its texts are owned */
    struct bundle *bundle;
    struct saver *saver;            /* NULL: nothing is fetched */
    struct temporary_folder folder; /* gets the audio until the bundle is written */
    struct number_map wanted;       /* calls whose audio was requested from the saver, unless apart */
    uv_work_t work;
    bool is_begun, is_writing, is_closed;
    char *kept_as;
    struct failure failure;
};

static char *copy(const char *text)
{
    return text ? memory_text(text) : NULL;
}

char *bundler_default_path(const char *case_name)
{
    char *name = bag_name(case_name), *path = memory_format("%s.zip", name);
    free(name);
    return path;
}

struct bundler *bundler_open(const struct bundler_options *options)
{
    struct bundler *bundler = memory_new(sizeof *bundler);
    bundler->options = *options;
    bundler->options.path = copy(options->path);
    bundler->options.key = copy(options->key);
    bundler->bundle =
        bundle_new(options->case_name, options->coverage, options->log_folder, options->account);
    bundler->work.data = bundler;
    return bundler;
}

static void destroy(struct bundler *bundler)
{
    temporary_folder_remove(&bundler->folder);
    bundle_free(&bundler->bundle);
    number_map_clear(&bundler->wanted);
    free(bundler->kept_as);
    free((char *)bundler->options.path);
    free((char *)bundler->options.key);
    free(bundler);
}

void bundler_close(struct bundler **closing)
{
    struct bundler *bundler = *closing;
    *closing = NULL;
    if (!bundler)
        return;
    saver_close(&bundler->saver);
    bundler->is_closed = true;
    if (!bundler->is_writing)
        destroy(bundler);
}

static void on_took(void *context, const struct saver_result *result)
{
    struct bundler *bundler = context;
    const struct bundle_audio audio = {
        .path = result->path,
        .origin = result->is_held  ? "hold"
                  : result->damage ? "server-for-damaged-copy"
                                   : "server",
        .missing = result->failure ? result->failure->what : NULL,
    };
    bundle_set_audio(bundler->bundle, result->recording, &audio);
    if (result->damage && !result->failure)
        bundler->options.damaged(bundler->options.context, result->damage);
}

/* Opens the saver with the first recording; it saves into a temporary folder beside the bundle. */
static bool open_saver(struct bundler *bundler)
{
    const char *path = bundler->options.path, *slash = strrchr(path, '/');
    if (bundler->saver)
        return true;
    char *below = slash ? memory_text_part(path, (size_t)(slash - path + 1)) : memory_text(".");
    bool is_made = bag_folder_make(&bundler->folder, below, &bundler->failure);
    free(below);
    if (!is_made)
        return false;
    char *name_template = hold_names_audio_template(bundler->folder.path);
    bundler->saver = saver_open(&(struct saver_options){
        .loop = bundler->options.loop,
        .audio = bundler->options.audio,
        .name_template = name_template,
        .retries = bundler->options.retries,
        .took = on_took,
        .context = bundler,
    });
    free(name_template);
    return true;
}

static void want_audio(struct bundler *bundler, const struct recording *recording, bool is_apart)
{
    int64_t call = recording->queue_call_id;
    struct bundle_audio none = {.missing = tr("the server was not asked")};
    if (call == RECORDING_NO_NUMBER)
        none.missing = tr("it has no call id by which its audio could be asked for");
    if (call == RECORDING_NO_NUMBER || !bundler->options.audio) {
        bundle_set_audio(bundler->bundle, recording, &none);
    } else if ((is_apart || !number_map_find(&bundler->wanted, call)) && open_saver(bundler)) {
        saver_add(bundler->saver, recording);
        if (!is_apart)
            number_map_add(&bundler->wanted, call, bundler);
    }
}

void bundler_add(struct bundler *bundler, const struct recording *recording, const char *agent)
{
    const struct bundler_options *options = &bundler->options;
    const char *file = recording_file(recording);
    const struct note_key key = {agent, recording->queue_call_id, file};
    bundle_add(bundler->bundle, recording, agent, options->notes ? notes_find(options->notes, &key) : NULL,
               options->holds ? holds_find(options->holds, recording->queue_call_id, file) : NULL);
}

/* Wants the audio of held recordings first: it needs no server, and a server that fails ends the saver. */
void bundler_begin(struct bundler *bundler)
{
    bundler->is_begun = true;
    for (int is_apart = 1; is_apart >= 0; is_apart--)
        for (size_t i = 0; i < bundle_count(bundler->bundle); i++)
            if (bundle_is_apart(bundler->bundle, i) == (is_apart == 1))
                want_audio(bundler, bundle_recording(bundler->bundle, i), is_apart == 1);
}

static void write_bundle(uv_work_t *work)
{
    struct bundler *bundler = work->data;
    bundler->kept_as =
        bundle_write(bundler->bundle, bundler->options.path, bundler->options.key, &bundler->failure);
}

static void tell(struct bundler *bundler)
{
    const struct bundler_result result = {
        .path = bundler->kept_as,
        .failure = bundler->kept_as ? NULL : &bundler->failure,
        .recordings = bundle_count(bundler->bundle),
        .missing = bundle_missing(bundler->bundle),
    };
    bundler->options.ended(bundler->options.context, &result);
}

static void on_written(uv_work_t *work, int status)
{
    struct bundler *bundler = work->data;
    (void)status; /* it is never cancelled */
    bundler->is_writing = false;
    if (bundler->is_closed)
        destroy(bundler);
    else
        tell(bundler);
}

void bundler_turn(struct bundler *bundler)
{
    if (bundler->saver)
        saver_turn(bundler->saver);
    if (!bundler->is_begun || bundler->is_writing || (bundler->saver && !saver_is_done(bundler->saver)))
        return;
    bundler->is_begun = false;
    if (bundler->saver && saver_given_up(bundler->saver))
        bundle_set_missing(bundler->bundle, saver_given_up(bundler->saver)->what);
    if (bundler->failure.kind != FAILURE_NONE) {
        tell(bundler);
        return;
    }
    bundler->is_writing = true;
    uv_queue_work(bundler->options.loop, &bundler->work, write_bundle, on_written);
}

struct saver_counts bundler_counts(const struct bundler *bundler)
{
    return bundler->saver ? saver_counts(bundler->saver) : (struct saver_counts){0};
}

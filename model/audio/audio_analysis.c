#include "model/audio/audio_analysis.h"

#include "model/audio/audio_decoder.h"
#include "net/base/memory.h"

#include <stdlib.h>

/* While is_busy, decoder, piece, is_more, given_size and given_end belong to the thread of the pool. */
struct audio_analysis {
    uv_loop_t *loop;
    uv_work_t work;
    void (*changed)(void *context); /* NULL: audio_analysis_end was called */
    void *context;
    bool is_busy;
    uint64_t size;       /* bytes in the file now */
    bool is_end;         /* it will not grow */
    uint64_t given_size; /* these two as of the start of the work */
    bool given_end;
    bool is_more;                  /* the decoder has not reached given_size yet */
    struct audio_decoder *decoder; /* owned; NULL once all bytes are decoded */
    struct audio_shape piece;      /* what this work adds to the shape */
    struct audio_shape shape;
    struct audio_sound sound;
    bool is_sound_old; /* the shape has grown since `sound` was found */
    struct audio_facts facts;
};

static void analysis_free(struct audio_analysis *analysis)
{
    audio_decoder_free(&analysis->decoder);
    audio_shape_clear(&analysis->piece);
    audio_shape_clear(&analysis->shape);
    audio_sound_clear(&analysis->sound);
    free(analysis);
}

/* On a thread of the pool. */
static void decode(uv_work_t *work)
{
    struct audio_analysis *analysis = work->data;
    analysis->is_more =
        audio_decoder_run(analysis->decoder, analysis->given_size, analysis->given_end, &analysis->piece);
}

static void start(struct audio_analysis *analysis);

static void on_decoded(uv_work_t *work, int status)
{
    struct audio_analysis *analysis = work->data;
    (void)status;
    analysis->is_busy = false;
    if (!analysis->changed) {
        analysis_free(analysis);
        return;
    }
    audio_shape_append(&analysis->shape, &analysis->piece);
    audio_shape_clear(&analysis->piece);
    analysis->is_sound_old = true;
    analysis->facts = audio_decoder_facts(analysis->decoder);
    bool is_behind = analysis->size != analysis->given_size || analysis->is_end != analysis->given_end;
    if (analysis->facts.is_over)
        audio_decoder_free(&analysis->decoder); /* many analyses are kept, for their shapes */
    else if (analysis->is_more || is_behind)
        start(analysis);
    analysis->changed(analysis->context);
}

static void start(struct audio_analysis *analysis)
{
    analysis->is_busy = true;
    analysis->given_size = analysis->size;
    analysis->given_end = analysis->is_end;
    int code = uv_queue_work(analysis->loop, &analysis->work, decode, on_decoded);
    if (code)
        die("cannot decode beside the loop: %s", uv_strerror(code));
}

struct audio_analysis *audio_analysis_start(uv_loop_t *loop, enum audio_kind kind, int file,
                                            void (*changed)(void *context), void *context)
{
    struct audio_analysis *analysis = memory_new(sizeof *analysis);
    analysis->loop = loop;
    analysis->changed = changed;
    analysis->context = context;
    analysis->work.data = analysis;
    analysis->decoder = audio_decoder_new(kind, file);
    return analysis;
}

void audio_analysis_go_on(struct audio_analysis *analysis, uint64_t size, bool is_end)
{
    analysis->size = size;
    analysis->is_end = is_end;
    if (!analysis->is_busy && analysis->decoder)
        start(analysis);
}

void audio_analysis_end(struct audio_analysis **analysis_pointer)
{
    struct audio_analysis *analysis = *analysis_pointer;
    *analysis_pointer = NULL;
    if (!analysis)
        return;
    analysis->changed = NULL;
    if (!analysis->is_busy)
        analysis_free(analysis);
}

const struct audio_shape *audio_analysis_shape(const struct audio_analysis *analysis)
{
    return &analysis->shape;
}

const struct audio_sound *audio_analysis_sound(struct audio_analysis *analysis)
{
    if (analysis->is_sound_old)
        audio_sound_find(&analysis->sound, &analysis->shape);
    analysis->is_sound_old = false;
    return &analysis->sound;
}

const struct audio_facts *audio_analysis_facts(const struct audio_analysis *analysis)
{
    return &analysis->facts;
}

#include "model/audio/mp3_decoder.h"

#include "model/audio/mp3_frame.h"
#include "model/audio/mpg123_library.h"
#include "net/base/memory.h"

#include <stdlib.h>

enum {
    OUTPUT_SAMPLES = 4 * 1152,   /* of both channels: two frames */
    UNHEARD_LIMIT = 64 * 1024,   /* bytes that were fed and gave nothing */
    UNDECODED_LIMIT = UINT16_MAX /* likewise samples */
};

struct mp3_decoder {
    const struct mpg123_library *library;
    mpg123_handle *handle;
    struct mp3_frame before; /* size 0: what comes next is looked for */
    uint64_t first;          /* place of the first frame */
    uint64_t end;            /* of the last one */
    uint64_t announced;      /* bytes between them, 0 if nobody says */
    uint64_t frames;
    bool is_cut;
    bool is_behind_junk; /* no tag begins there */
    size_t unheard;      /* bytes fed since something was decoded */
    uint64_t undecoded;  /* samples in them */
    unsigned rate;
    unsigned channels;
};

/* Whatever rate there is, one channel or two, 16 bits; and nothing on stderr. */
static void set_up(struct mp3_decoder *decoder)
{
    static const long rates[] = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
    const struct mpg123_library *library = decoder->library;
    library->param(decoder->handle, MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_SKIP_ID3V2, 0);
    library->format_none(decoder->handle);
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        library->format(decoder->handle, rates[i], MPG123_MONO | MPG123_STEREO, MPG123_ENC_SIGNED_16);
    library->open_feed(decoder->handle);
}

struct mp3_decoder *mp3_decoder_new(void)
{
    const struct mpg123_library *library = mpg123_library();
    mpg123_handle *handle = library ? library->new (NULL, NULL) : NULL;
    if (!handle)
        return NULL;
    struct mp3_decoder *decoder = memory_new(sizeof *decoder);
    decoder->library = library;
    decoder->handle = handle;
    set_up(decoder);
    return decoder;
}

void mp3_decoder_free(struct mp3_decoder **decoder)
{
    if (*decoder)
        (*decoder)->library->delete ((*decoder)->handle);
    free(*decoder);
    *decoder = NULL;
}

/* What was fed and will not be heard lasts as long all the same. */
static void give_up(struct mp3_decoder *decoder, struct audio_peaks *peaks, struct audio_shape *shape)
{
    if (!peaks->rate)
        audio_peaks_format(peaks, decoder->before.rate, decoder->before.channels, shape);
    audio_peaks_silence(peaks, decoder->undecoded, shape);
    decoder->unheard = 0;
    decoder->undecoded = 0;
}

static void take_format(struct mp3_decoder *decoder, struct audio_peaks *peaks, struct audio_shape *shape)
{
    long rate = 0;
    int channels = 0, encoding = 0;
    decoder->library->getformat(decoder->handle, &rate, &channels, &encoding);
    decoder->rate = (unsigned)rate;
    decoder->channels = channels == 1 ? 1 : 2;
    audio_peaks_format(peaks, decoder->rate, decoder->channels, shape);
}

/* Reads all that the bytes that were fed give. */
static void hear(struct mp3_decoder *decoder, struct audio_peaks *peaks, struct audio_shape *shape)
{
    int16_t samples[OUTPUT_SAMPLES];
    int result = MPG123_OK;
    while (result == MPG123_OK || result == MPG123_NEW_FORMAT) {
        size_t bytes = 0;
        result = decoder->library->read(decoder->handle, (void *)samples, sizeof samples, &bytes);
        if (bytes && decoder->rate) {
            audio_peaks_take(peaks, samples, bytes / sizeof *samples / decoder->channels, shape);
            decoder->unheard = 0;
            decoder->undecoded = 0;
        }
        if (result == MPG123_NEW_FORMAT)
            take_format(decoder, peaks, shape);
    }
    if (result != MPG123_NEED_MORE)
        give_up(decoder, peaks, shape);
    if (decoder->unheard > UNHEARD_LIMIT || decoder->undecoded > UNDECODED_LIMIT) {
        give_up(decoder, peaks, shape);
        decoder->library->open_feed(decoder->handle); /* forgets them */
    }
}

static void take_frame(struct mp3_decoder *decoder, const struct audio_block *frame,
                       struct audio_peaks *peaks, struct audio_shape *shape)
{
    bool describes = false;
    if (!decoder->end) {
        decoder->first = frame->at;
        decoder->announced = mp3_announced(frame->bytes, &decoder->before, &describes);
    }
    decoder->end = frame->at + frame->length;
    if (!describes) {
        decoder->frames++;
        decoder->unheard += frame->length;
        decoder->undecoded += decoder->before.samples;
    }
    if (decoder->library->feed(decoder->handle, frame->bytes, frame->length) == MPG123_OK)
        hear(decoder, peaks, shape);
}

/* Bytes of a tag that begins here; one is at the start, or behind a frame or a tag. */
static size_t skip_tag(struct mp3_decoder *decoder, const struct audio_block *block, size_t at)
{
    bool may_be = !decoder->is_behind_junk && block->length - at >= MP3_TAG_SIZE;
    size_t size = may_be ? mp3_tag_size(block->bytes + at) : 0;
    if (size)
        decoder->before.size = 0;
    return size;
}

uint64_t mp3_decoder_take(struct mp3_decoder *decoder, const struct audio_block *block,
                          struct audio_peaks *peaks, struct audio_shape *shape)
{
    size_t done = 0;
    for (;;) {
        size_t skip = skip_tag(decoder, block, done);
        if (skip)
            return done + skip;
        struct mp3_frame frame;
        enum mp3_found found = mp3_find(&decoder->before, block->bytes + done, block->length - done,
                                        block->is_end, &skip, &frame);
        if (skip)
            decoder->before.size = 0;
        decoder->is_behind_junk = skip > 0 || decoder->is_behind_junk;
        done += skip;
        decoder->is_cut = found == MP3_CUT;
        if (found != MP3_FRAME)
            return done;
        decoder->before = frame;
        decoder->is_behind_junk = false;
        const struct audio_block whole = {block->at + done, block->bytes + done, frame.size, false};
        take_frame(decoder, &whole, peaks, shape);
        done += frame.size;
    }
}

void mp3_decoder_facts(const struct mp3_decoder *decoder, struct audio_facts *facts)
{
    uint64_t there = decoder->end - decoder->first;
    facts->has_shape = decoder->frames > 0;
    facts->is_cut = decoder->is_cut || there < decoder->announced;
    facts->rate = decoder->rate;
    facts->channels = decoder->channels;
}

#include "model/audio/mp3_decoder.h"

#include "model/audio/mp3_frame.h"
#include "model/audio/mpg123_library.h"
#include "net/base/memory.h"

#include <stdlib.h>

enum {
    OUTPUT_SAMPLES = 4 * 1152,   /* two frames of two channels */
    UNHEARD_LIMIT = 64 * 1024,   /* bytes that may be fed without any output */
    UNDECODED_LIMIT = UINT16_MAX /* the same in samples of a channel */
};

struct mp3_decoder {
    const struct mpg123_library *library;
    mpg123_handle *handle;
    struct mp3_frame before; /* the frame that ends at the next byte; size 0: none does */
    uint64_t first;          /* offset of the first frame in the file */
    uint64_t end;            /* offset of the end of the last one */
    uint64_t announced;      /* bytes between them by the first frame (mp3_announced); 0: unknown */
    uint64_t frames;         /* without one that only describes (mp3_announced) */
    bool is_cut;             /* the file ends within a frame */
    bool is_behind_junk;     /* the next byte follows neither a frame nor a tag: no tag is looked for */
    size_t unheard;          /* bytes fed since the last output */
    uint64_t undecoded;      /* samples of a channel in them */
    unsigned rate;           /* of the output, Hz; 0: none yet */
    unsigned channels;
};

/* Output at the rate of the input, with one or two channels of 16 bits; no messages on stderr. */
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

/* Adds what was fed but will not be decoded as silence of the same length. */
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

/* Reads all output that the library has for the bytes it was fed. */
static void read_output(struct mp3_decoder *decoder, struct audio_peaks *peaks, struct audio_shape *shape)
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
        decoder->library->open_feed(decoder->handle); /* begins anew, without the bytes it has buffered */
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
        read_output(decoder, peaks, shape);
}

/* The size of an ID3v2 tag that begins here, 0 if none does: only at the start, or behind a frame or a tag. */
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

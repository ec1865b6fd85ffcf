#include "model/audio/audio_decoder.h"

#include "model/audio/mp3_decoder.h"
#include "model/audio/wav_decoder.h"
#include "net/base/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { WINDOW = 64 * 1024 };

struct audio_decoder {
    enum audio_kind kind;
    int file;
    uint64_t at;             /* offset in the file to go on from; may lie behind `size` */
    uint64_t size;           /* bytes in the file, as of the last run */
    bool is_over;            /* all bytes are decoded, and no more will come */
    struct mp3_decoder *mp3; /* owned; NULL: another kind, or libmpg123 is missing */
    struct wav_decoder wav;
    struct audio_peaks peaks;
    uint64_t window_at; /* offset in the file of the window's bytes */
    size_t window_length;
    unsigned char window[WINDOW];
};

struct audio_decoder *audio_decoder_new(enum audio_kind kind, int file)
{
    struct audio_decoder *decoder = memory_new(sizeof *decoder);
    decoder->kind = kind;
    decoder->file = file;
    return decoder;
}

void audio_decoder_free(struct audio_decoder **decoder)
{
    if (!*decoder)
        return;
    close((*decoder)->file);
    mp3_decoder_free(&(*decoder)->mp3);
    free(*decoder);
    *decoder = NULL;
}

static void fill_window(struct audio_decoder *decoder, uint64_t size)
{
    uint64_t left = size - decoder->at;
    size_t wanted = left < WINDOW ? (size_t)left : WINDOW, done = 0;
    while (done < wanted) {
        ssize_t count =
            pread(decoder->file, decoder->window + done, wanted - done, (off_t)(decoder->at + done));
        if (count == 0 || (count < 0 && errno != EINTR))
            break;
        done += count > 0 ? (size_t)count : 0;
    }
    decoder->window_at = decoder->at;
    decoder->window_length = done;
}

/* The bytes from `at` on. The window is read again only when less than half of it is left, so that small steps cost no
 * reading. */
static struct audio_block next_block(struct audio_decoder *decoder, uint64_t size, bool is_end)
{
    uint64_t done = decoder->at - decoder->window_at, end = decoder->window_at + decoder->window_length;
    if (end < decoder->at || (end < size && end - decoder->at < WINDOW / 2)) {
        fill_window(decoder, size);
        done = 0;
        end = decoder->at + decoder->window_length;
    }
    return (struct audio_block){decoder->at, decoder->window + done, (size_t)(end - decoder->at),
                                is_end && end == size};
}

static uint64_t take(struct audio_decoder *decoder, const struct audio_block *block,
                     struct audio_shape *shape)
{
    if (decoder->kind == AUDIO_WAV)
        return wav_decoder_take(&decoder->wav, block, &decoder->peaks, shape);
    if (decoder->kind == AUDIO_MP3 && !decoder->mp3)
        decoder->mp3 = mp3_decoder_new();
    if (decoder->mp3)
        return mp3_decoder_take(decoder->mp3, block, &decoder->peaks, shape);
    return block->length;
}

bool audio_decoder_run(struct audio_decoder *decoder, uint64_t size, bool is_end, struct audio_shape *shape)
{
    const uint64_t limit = decoder->at + AUDIO_DECODER_STEP;
    uint64_t taken = 1;
    audio_peaks_resume(&decoder->peaks, shape);
    while (taken && decoder->at < size && decoder->at < limit) {
        const struct audio_block block = next_block(decoder, size, is_end);
        taken = block.length ? take(decoder, &block, shape) : 0;
        decoder->at += taken;
    }
    bool is_more = taken && decoder->at < size;
    decoder->size = size;
    decoder->is_over = is_end && !is_more;
    return is_more;
}

struct audio_facts audio_decoder_facts(const struct audio_decoder *decoder)
{
    struct audio_facts facts = {.is_over = decoder->is_over, .bytes = decoder->at};
    if (decoder->mp3)
        mp3_decoder_facts(decoder->mp3, &facts);
    else if (decoder->kind == AUDIO_WAV)
        wav_decoder_facts(&decoder->wav, decoder->size, &facts);
    facts.has_shape = facts.has_shape && decoder->peaks.rate > 0;
    facts.is_cut = facts.is_over && (facts.is_cut || decoder->at > decoder->size);
    return facts;
}

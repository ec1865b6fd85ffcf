#include "model/audio/wav_decoder.h"

#include <math.h>
#include <string.h>

enum { PCM = 1, FLOAT = 3, A_LAW = 6, MU_LAW = 7, EXTENSIBLE = 0xfffe };
enum {
    RIFF_SIZE = 12,
    CHUNK_SIZE = 8,
    FORMAT_SIZE = 16,
    LEAST_RATE = 1000,
    MOST_RATE = 384000,
    STEP = 4096, /* samples of a channel that are decoded at a time */
};

static uint32_t number_at(const unsigned char *bytes, unsigned size)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < size; i++)
        number |= (uint32_t)bytes[i] << (8 * i);
    return number;
}

/* ITU-T G.711. */
static int16_t of_mu_law(unsigned char byte)
{
    unsigned code = ~(unsigned)byte & 0xff;
    int size = (int)(((code & 0xf) << 3) + 0x84) << (code >> 4 & 7);
    return (int16_t)(code & 0x80 ? 0x84 - size : size - 0x84);
}

static int16_t of_a_law(unsigned char byte)
{
    unsigned code = byte ^ 0x55U, segment = code >> 4 & 7;
    int size = (int)((code & 0xf) << 4) + (segment ? 0x108 : 8);
    if (segment > 1)
        size <<= segment - 1;
    return (int16_t)(code & 0x80 ? size : -size);
}

static int16_t of_float(const unsigned char *bytes)
{
    float value;
    uint32_t number = number_at(bytes, 4);
    memcpy(&value, &number, sizeof value);
    if (isnan(value))
        return 0;
    if (value <= -1)
        return INT16_MIN;
    return value < 1 ? (int16_t)(value * INT16_MAX) : INT16_MAX;
}

static int16_t sample_at(const struct wav_decoder *decoder, const unsigned char *bytes)
{
    unsigned size = decoder->bits / 8;
    switch (decoder->format) {
    case A_LAW:
        return of_a_law(*bytes);
    case MU_LAW:
        return of_mu_law(*bytes);
    case FLOAT:
        return of_float(bytes);
    default:
        return size == 1 ? (int16_t)((*bytes - 128) * 256) : (int16_t)number_at(bytes + size - 2, 2);
    }
}

static bool is_known(const struct wav_decoder *decoder)
{
    bool is_size = decoder->format == PCM     ? decoder->bits % 8 == 0 && decoder->bits / 8 - 1U < 4
                   : decoder->format == FLOAT ? decoder->bits == 32
                                              : decoder->bits == 8;
    bool is_format = decoder->format == PCM || decoder->format == FLOAT || decoder->format == A_LAW ||
                     decoder->format == MU_LAW;
    return is_format && is_size && decoder->channels >= 1 && decoder->channels <= AUDIO_CHANNELS &&
           decoder->rate >= LEAST_RATE && decoder->rate <= MOST_RATE;
}

static void read_format(struct wav_decoder *decoder, const unsigned char *bytes, uint32_t size)
{
    decoder->format = number_at(bytes, 2);
    decoder->channels = number_at(bytes + 2, 2);
    decoder->rate = number_at(bytes + 4, 4);
    decoder->bits = number_at(bytes + 14, 2);
    if (decoder->format == EXTENSIBLE && size >= FORMAT_SIZE + 10)
        decoder->format = number_at(bytes + FORMAT_SIZE + 8, 2);
    decoder->has_format = true;
    decoder->is_refused = !is_known(decoder);
}

/* Takes the header of a chunk, and the contents of a format chunk. Returns the bytes to advance; 0: more are needed. */
static uint64_t take_chunk(struct wav_decoder *decoder, const struct audio_block *block)
{
    const unsigned char *bytes = block->bytes;
    if (block->length < CHUNK_SIZE)
        return 0;
    uint32_t size = number_at(bytes + 4, 4);
    if (memcmp(bytes, "data", 4) == 0) {
        bool is_open = size == 0 || size == UINT32_MAX;
        decoder->is_refused = !decoder->has_format || decoder->is_refused;
        decoder->in_data = true;
        decoder->data_end = is_open ? UINT64_MAX : block->at + CHUNK_SIZE + size;
        return CHUNK_SIZE;
    }
    if (memcmp(bytes, "fmt ", 4) == 0 && size >= FORMAT_SIZE) {
        const uint32_t needed = size < FORMAT_SIZE + 10 ? FORMAT_SIZE : FORMAT_SIZE + 10;
        if (block->length < CHUNK_SIZE + needed)
            return 0;
        read_format(decoder, bytes + CHUNK_SIZE, size);
    }
    return (uint64_t)CHUNK_SIZE + size + (size & 1);
}

static uint64_t take_samples(struct wav_decoder *decoder, const struct audio_block *block,
                             struct audio_peaks *peaks, struct audio_shape *shape)
{
    int16_t samples[STEP * AUDIO_CHANNELS];
    const unsigned size = decoder->bits / 8, whole = size * decoder->channels;
    uint64_t left = decoder->data_end - block->at;
    size_t count = (size_t)(left < block->length ? left : block->length) / whole;
    count = count < STEP ? count : STEP;
    if (!peaks->rate)
        audio_peaks_format(peaks, decoder->rate, decoder->channels, shape);
    for (size_t i = 0; i < count * decoder->channels; i++)
        samples[i] = sample_at(decoder, block->bytes + i * size);
    audio_peaks_take(peaks, samples, count, shape);
    decoder->taken += count;
    return (uint64_t)count * whole;
}

uint64_t wav_decoder_take(struct wav_decoder *decoder, const struct audio_block *block,
                          struct audio_peaks *peaks, struct audio_shape *shape)
{
    const uint64_t end = block->at + block->length;
    if (!block->at)
        return block->length < RIFF_SIZE ? 0 : RIFF_SIZE;
    if (!decoder->in_data)
        return take_chunk(decoder, block);
    if (decoder->is_refused || block->at >= decoder->data_end)
        return block->length;
    uint64_t taken = take_samples(decoder, block, peaks, shape);
    bool is_tail = !taken && decoder->data_end <= end; /* less than a sample of each channel is left */
    return is_tail ? decoder->data_end - block->at : taken;
}

void wav_decoder_facts(const struct wav_decoder *decoder, uint64_t size, struct audio_facts *facts)
{
    bool is_open = decoder->data_end == UINT64_MAX;
    facts->has_shape = decoder->taken > 0;
    facts->is_cut = !decoder->in_data || (!is_open && size < decoder->data_end);
    facts->rate = decoder->rate;
    facts->channels = decoder->channels;
}

/* Recognises and decodes whatever comes, whole and in pieces: both must see the same, and nothing may cost
 * more than its size allows. */
#include "model/audio/audio_decoder.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/mutation.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

/* Of the smallest frames eight bytes last as long as a column, a WAV of 1,000 Hz has a byte for 1 ms. */
enum { BYTES_A_COLUMN = 4 };

static struct audio_facts decode(enum audio_kind kind, const uint8_t *bytes, size_t size, size_t step,
                                 struct audio_shape *shape)
{
    int file = open(file_of(bytes, size), O_RDONLY | O_CLOEXEC);
    check(file >= 0);
    struct audio_decoder *decoder = audio_decoder_new(kind, file);
    for (size_t now = 0; now < size;) {
        now = now + step < size ? now + step : size;
        bool is_more = true;
        while (is_more) {
            struct audio_shape piece = {0};
            is_more = audio_decoder_run(decoder, now, now == size, &piece);
            audio_shape_append(shape, &piece);
            audio_shape_clear(&piece);
        }
    }
    struct audio_facts facts = audio_decoder_facts(decoder);
    audio_decoder_free(&decoder);
    return facts;
}

static void check_alike(const struct audio_shape *one, const struct audio_shape *other)
{
    check(one->count == other->count && one->channels == other->channels && one->rest_us == other->rest_us);
    for (unsigned channel = 0; one->count && channel < one->channels; channel++)
        check(memcmp(one->columns[channel], other->columns[channel],
                     one->count * sizeof *one->columns[channel]) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct audio_shape whole = {0}, pieces = {0};
    if (size < 2)
        return 0;
    size_t step = 1 + data[0] % 50;
    enum audio_kind kind = audio_kind_of((const char *)data + 1, size - 1, true);
    check(kind != AUDIO_UNDECIDED);
    if (!audio_kind_is_audio(kind))
        kind = data[0] & 1 ? AUDIO_MP3 : AUDIO_WAV;
    struct audio_facts facts = decode(kind, data + 1, size - 1, size, &whole);
    struct audio_facts in_pieces = decode(kind, data + 1, size - 1, step, &pieces);
    check(facts.is_over && in_pieces.is_over && facts.is_cut == in_pieces.is_cut);
    check(whole.count <= 50 + size / BYTES_A_COLUMN);
    check_alike(&whole, &pieces);
    audio_shape_clear(&whole);
    audio_shape_clear(&pieces);
    return 0;
}

#define FRAME "\xff\xf3\x18\xc4 this is a frame of thirty-six "

/* Without NUL bytes, which end a seed: the changes bring them. */
static const char *const seeds[] = {
    "ID3\4\1\1\1\1\1\5abcde\xff\xe3\x18\xc4 one frame of 2.5 ...",
    FRAME FRAME FRAME FRAME,
    "RIFF\1\1\1\1WAVEfmt \x10\1\1\1\1\1\1\1\x40\x1f\1\1\1\1\1\1\1\1\x08\1data\1\1\1\1",
    "OggS\1\2",
    "fLaC",
};

const struct mutation_plan mutation_plan = {
    .name = "audio: decoded whole and in pieces alike, and never larger than it may be",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "\xff\xf3\x18\xc4\xfb\xe3\x14\x01\x10\x80XingInfoVBRIdatafmt ID3",
    .prefix = 1,
};

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

/* Four frames of 8 kbit/s as LAME makes them, of one channel, and three of two. */
#define ENCODED                                                                                              \
    "\377\343\030\304\014\016@\272\304\001\223\030~j3!\203\220TH,l\003\2763%P\364A\036\223\200tGB"           \
    "\200\214\241\256\030)8%\032\032\022\372'\021\032\032\022\254\357\335\362\263\250\377}H\0175"            \
    "\036oo\212\302\207g\354\355\377\343\030\304\016\017\340\326\324\311\217\030\002j=\301\2173"             \
    "\326\310\247\360\033\005\231r\253V23t\230\036\031\240\211\00374K_*$4\024\033 \204!:\300DBn"             \
    "\377\226\0425\314\377\365\330\272\0776\332\037\365)}H \377\343\030\304\011\016\370\272\314"             \
    "\311\222\020~_\034\266FF\202\023\014R^`k\340\362I\001\034\222\244\024\231\374\014\014X~`\032"           \
    "x5\357.\037\014\011N\313\177\007\315B\241<\267\362\357w\347\277\337\323\263G9;\377\257\317X"            \
    "\377\343\030\304\010\016@\312\274\001\2310~S\317K\042\2577\353\352[\370\3346[DRf\260yU\2411$"           \
    "9\240\360,\032k\001CV\222:\375\377\341i\227\017\203 c!\317\224\270\331\223I26uh+\314\211\243"           \
    "\023V"
#define ENCODED_TWICE                                                                                        \
    "\377\343\030D\007\002\330Gn~\306\200~\206hZ\234\001\232~~\314\013\215\016X)e\326\034 E>\036"            \
    "\356\212\307q\302T\302v5T\302\2316\354p\247\042:h]1[\377\354\232\317\374wJB\355\365.\232k7"             \
    "\2556\377\343\030D\011\003PGp~\306\200~\0060Z\250\241\231~~ELd&\203\361\324\320A)X>\033\022"            \
    "\077W\030\220\206\346\002\344\037\201\352\204U\023\344\077\351f~\217B3\377f\327\277\341\334"            \
    "\252\377\377\262e\376b\025\342\377\343\030D\010\003PKl~\306\200~\006\240Z\234\001\232~~2\224"           \
    "\024a\014\246\023\322\262T\307.\037\014)\363\337\242\275\312\014X#\214\307Q\361\022P\373\333"           \
    "\2320\007\216Bhs\077\366={\375z\332gf\376\233\240\211"

/* NUL is written ~; the format has its channels, rate, bytes a second and a sample, and bits. */
#define WAV(size, format, data) "RIFF" size "WAVEfmt \x10~~~" format "data" data
#define PCM "\1~\1~\x40\x1f~~\x80\x3e~~\2~\x10~"
#define STEREO "\1~\2~\x40\x1f~~~\x7d~~\4~\x10~"
#define MU_LAW "\7~\1~\x40\x1f~~\x40\x1f~~\1~\x8~"
#define SAMPLES "~~\x10~\x20~\x30\x01\x40\x02\xf0\xff\xe0\xfe\x80\x80\xff\x7f"

static const char *const seeds[] = {
    "ID3\4\1\1\1\1\1\5abcde\xff\xe3\x18\xc4 one frame of 2.5 ...",
    FRAME FRAME FRAME FRAME,
    ENCODED,
    ENCODED_TWICE,
    "ID3\4~~~~~\4abcd" ENCODED,
    "ID3\4~~\x7f\x7f\x7f\x7f" ENCODED, /* a tag of 256 MiB */
    /* The largest frames of each layer, a free bit rate, and one that nobody uses. */
    "\xff\xfb\xea\xc4" ENCODED "\xff\xfb\xea\xc4",
    "\xff\xfd\xea\xc4" ENCODED "\xff\xfd\xea\xc4",
    "\xff\xff\xea\xc4" ENCODED "\xff\xff\xea\xc4",
    "\xff\xfb\x04\xc4" ENCODED "\xff\xeb\x18\xc4",
    WAV("\x36~~~", PCM, "\x12~~~" SAMPLES),
    WAV("\xff\xff\xff\xff", PCM, "\xff\xff\xff\xff" SAMPLES), /* as from a pipe */
    WAV("~~~~", STEREO, "\xf0\xff\xff\x7f" SAMPLES),          /* more than there is */
    WAV("\1~~~", MU_LAW, "\3~~~" SAMPLES),                    /* less */
    "RIFF\1\1\1\1WAVEJUNK\xff\xff\xff\xff" SAMPLES,           /* a chunk of 4 GiB */
    "RIFF\1\1\1\1WAVEfmt \xf0\xff\xff\xff" PCM "data~~~~",
    "\xff",
    "R",
    "OggS\1\2",
    "fLaC",
};

const struct mutation_plan mutation_plan = {
    .name = "audio: decoded whole and in pieces alike, and never larger than it may be",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "\xff\xf3\x18\xc4\xfb\xe3\x14\x01\x10\x80XingInfoVBRIdatafmt ID3~~~\x7f",
    .prefix = 1,
    .zero = '~',
};

#include "model/audio/mp3_frame.h"

#include <string.h>

enum { MPEG1 = 3, MPEG2_5 = 0, RESERVED = 1 };

/* Bit rates in kbit/s by bitrate_index: layers 1, 2 and 3 of MPEG-1, layer 1 of MPEG-2, layers 2 and 3 of MPEG-2. */
static const uint16_t rates_of_bits[5][15] = {
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
};

static unsigned rate_of(unsigned version, unsigned number)
{
    static const uint16_t rates[] = {44100, 48000, 32000};
    unsigned rate = rates[number];
    return version == MPEG1 ? rate : version == MPEG2_5 ? rate / 4 : rate / 2;
}

static unsigned samples_of(unsigned version, unsigned layer)
{
    if (layer == 1)
        return 384;
    return layer == 3 && version != MPEG1 ? 576 : 1152;
}

bool mp3_frame_read(const unsigned char *bytes, struct mp3_frame *frame)
{
    unsigned version = bytes[1] >> 3 & 3, layer = 4 - (bytes[1] >> 1 & 3);
    unsigned bits = bytes[2] >> 4, rate = bytes[2] >> 2 & 3, padding = bytes[2] >> 1 & 1;
    bool is_sync = bytes[0] == 0xff && (bytes[1] & 0xe0) == 0xe0;
    if (!is_sync || version == RESERVED || layer == 4 || bits == 0 || bits == 15 || rate == 3)
        return false;
    unsigned row = version == MPEG1 ? layer - 1 : layer == 1 ? 3 : 4;
    frame->version = version;
    frame->layer = layer;
    frame->rate = rate_of(version, rate);
    frame->samples = samples_of(version, layer);
    frame->channels = bytes[3] >> 6 == 3 ? 1 : 2;
    size_t unit = layer == 1 ? 4 : 1;
    frame->size =
        (frame->samples / 8 / unit * rates_of_bits[row][bits] * 1000 / frame->rate + padding) * unit;
    return true;
}

size_t mp3_tag_size(const unsigned char *bytes)
{
    bool is_tag = memcmp(bytes, "ID3", 3) == 0 && bytes[3] != 0xff && bytes[4] != 0xff;
    if (!is_tag || ((bytes[6] | bytes[7] | bytes[8] | bytes[9]) & 0x80))
        return 0;
    size_t size = (size_t)bytes[6] << 21 | (size_t)bytes[7] << 14 | (size_t)bytes[8] << 7 | bytes[9];
    bool has_footer = bytes[5] & 0x10;
    return size + MP3_TAG_SIZE + (has_footer ? MP3_TAG_SIZE : 0);
}

static bool is_alike(const struct mp3_frame *one, const struct mp3_frame *other)
{
    return one->version == other->version && one->layer == other->layer && one->rate == other->rate;
}

/* Whether a frame that does not follow a known one may begin here: another one like it, or the end, follows. *is_open:
 * more bytes are needed to tell. */
static bool is_first(const unsigned char *bytes, size_t length, bool is_end, const struct mp3_frame *frame,
                     bool *is_open)
{
    struct mp3_frame next;
    *is_open = length < frame->size + MP3_HEADER_SIZE && !is_end;
    if (*is_open)
        return true;
    if (length >= frame->size + MP3_HEADER_SIZE)
        return mp3_frame_read(bytes + frame->size, &next) && is_alike(frame, &next);
    return length == frame->size;
}

static bool may_follow(const struct mp3_frame *before, const struct mp3_frame *frame)
{
    return before->size == 0 || is_alike(before, frame);
}

/* The offset of the next byte 0xff, with which a header begins, from `from` on; `length` if there is none. */
static size_t next_sync(const unsigned char *bytes, size_t length, size_t from)
{
    const unsigned char *found = from < length ? memchr(bytes + from, 0xff, length - from) : NULL;
    return found ? (size_t)(found - bytes) : length;
}

enum mp3_found mp3_find(const struct mp3_frame *before, const unsigned char *bytes, size_t length,
                        bool is_end, size_t *skip, struct mp3_frame *frame)
{
    size_t at = 0;
    *skip = 0;
    if (length < MP3_TAG_SIZE && !is_end)
        return MP3_MORE;
    for (at = next_sync(bytes, length, 0); at + MP3_HEADER_SIZE <= length;
         at = next_sync(bytes, length, at + 1)) {
        bool is_open = false, follows = at == 0 && before->size > 0;
        if (!mp3_frame_read(bytes + at, frame))
            continue;
        if (follows ? !may_follow(before, frame)
                    : !is_first(bytes + at, length - at, is_end, frame, &is_open))
            continue;
        *skip = at;
        if (length - at >= frame->size && !is_open)
            return MP3_FRAME;
        return is_end ? MP3_CUT : MP3_MORE;
    }
    *skip = is_end ? length : at;
    return MP3_MORE;
}

static uint32_t number_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

uint64_t mp3_announced(const unsigned char *bytes, const struct mp3_frame *frame, bool *describes)
{
    enum { VBRI_PLACE = 36, HAS_FRAMES = 1, HAS_BYTES = 2, TAG_ROOM = 16 };
    const size_t side =
        frame->version == MPEG1 ? (frame->channels == 1 ? 17 : 32) : (frame->channels == 1 ? 9 : 17);
    const unsigned char *tag = bytes + MP3_HEADER_SIZE + side;
    *describes = false;
    if (frame->layer != 3 || frame->size < MP3_HEADER_SIZE + side + TAG_ROOM)
        return 0;
    if (memcmp(tag, "Xing", 4) == 0 || memcmp(tag, "Info", 4) == 0) {
        uint32_t flags = number_at(tag + 4);
        *describes = true;
        return flags & HAS_BYTES ? number_at(tag + (flags & HAS_FRAMES ? 12 : 8)) : 0;
    }
    *describes = frame->size >= VBRI_PLACE + TAG_ROOM && memcmp(bytes + VBRI_PLACE, "VBRI", 4) == 0;
    return *describes ? number_at(bytes + VBRI_PLACE + 10) : 0;
}

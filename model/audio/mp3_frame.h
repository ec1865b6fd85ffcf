/* Finds the frames of MPEG audio (ISO/IEC 11172-3, 13818-3, and "MPEG 2.5" for lower rates), and tags between them.
 * Pure. */
#ifndef MODEL_AUDIO_MP3_FRAME_H
#define MODEL_AUDIO_MP3_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MP3_HEADER_SIZE = 4,
    MP3_TAG_SIZE = 10, /* the header of an ID3v2 tag */
};

struct mp3_frame {
    size_t size;      /* bytes, header included */
    unsigned samples; /* of a channel */
    unsigned rate;    /* Hz */
    unsigned channels;
    unsigned version; /* as in the header: 3 MPEG-1, 2 MPEG-2, 0 "2.5" */
    unsigned layer;   /* 1, 2 or 3 */
};

/* Reads a header of MP3_HEADER_SIZE bytes. False if it is invalid; the free format counts as invalid. */
bool mp3_frame_read(const unsigned char *bytes, struct mp3_frame *frame);

/* The size in bytes of an ID3v2 tag with that header of MP3_TAG_SIZE bytes; 0 if it is none. */
size_t mp3_tag_size(const unsigned char *bytes);

enum mp3_found {
    MP3_FRAME, /* the complete `frame` is at offset `skip` */
    MP3_MORE,  /* go on at offset `skip` with more bytes; with is_end there is no other frame */
    MP3_CUT,   /* (only with is_end) a frame begins at offset `skip`, but its end is missing */
};

/* Finds the next frame. `before` is the frame that ends where these bytes begin; without one (size 0) a frame has to be
 * followed by another one like it. `is_end`: nothing follows these bytes. */
enum mp3_found mp3_find(const struct mp3_frame *before, const unsigned char *bytes, size_t length,
                        bool is_end, size_t *skip, struct mp3_frame *frame);

/* If the first frame only describes the file (Xing, Info or VBRI), sets *describes and returns the number of bytes from
 * that frame on as it says; else, or if it does not say, 0. `bytes` is the complete frame. */
uint64_t mp3_announced(const unsigned char *bytes, const struct mp3_frame *frame, bool *describes);

#endif

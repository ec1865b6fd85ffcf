/* The frames of MPEG audio (ISO 11172-3, 13818-3, and "2.5" for lower rates), and what stands between them.
 * Pure. */
#ifndef MODEL_AUDIO_MP3_FRAME_H
#define MODEL_AUDIO_MP3_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MP3_HEADER_SIZE = 4,
    MP3_TAG_SIZE = 10,     /* the head of an ID3v2 tag */
    MP3_FRAME_LIMIT = 3000 /* no frame has so many bytes */
};

struct mp3_frame {
    size_t size;      /* bytes, header included */
    unsigned samples; /* a channel */
    unsigned rate;    /* Hz */
    unsigned channels;
    unsigned version; /* as in the header: 3 MPEG-1, 2 MPEG-2, 0 "2.5" */
    unsigned layer;   /* 1, 2 or 3 */
};

/* Reads a header of MP3_HEADER_SIZE bytes. False if it is none; frames of free format count as none. */
bool mp3_frame_read(const unsigned char *bytes, struct mp3_frame *frame);

/* Bytes of the ID3v2 tag that begins in these, of which there are MP3_TAG_SIZE; 0 if none does. */
size_t mp3_tag_size(const unsigned char *bytes);

enum mp3_found {
    MP3_FRAME, /* `frame` lies whole at `skip` */
    MP3_MORE,  /* go on at `skip` when there are more bytes; at the end of all, nothing more comes */
    MP3_CUT,   /* (at the end only) a frame begins at `skip` that goes on behind the end */
};

/* Looks for the next frame. `before` is the frame that ended where these bytes begin; without one (size 0) two
 * in a row that fit are looked for. `is_end`: nothing follows these bytes. */
enum mp3_found mp3_find(const struct mp3_frame *before, const unsigned char *bytes, size_t length,
                        bool is_end, size_t *skip, struct mp3_frame *frame);

/* Bytes from the first frame on, as that frame says if it is one that only describes (Xing, Info or VBRI);
 * else 0. *describes says which it is. `bytes` is the whole frame. */
uint64_t mp3_announced(const unsigned char *bytes, const struct mp3_frame *frame, bool *describes);

#endif

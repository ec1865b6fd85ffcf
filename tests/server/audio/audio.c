#include "tests/server/audio/audio.h"

#include "tests/server/audio/mp3.h"
#include "tests/server/audio/wav.h"
#include "tests/server/must.h"

#include <stdlib.h>
#include <string.h>

struct form {
    const char *type;
    void (*head)(const struct audio *audio, struct text *out); /* NULL: none */
    int64_t (*size)(const struct audio *audio, int64_t piece); /* 0 behind the last */
    void (*piece)(const struct audio *audio, int64_t piece, struct text *out);
    struct mp3_form mp3;
};

struct audio {
    const struct form *form;
    struct sound *sound;
    struct text head;
    int64_t size;
};

struct audio_body {
    struct body body;
    struct audio *audio;
    int64_t next;
    int64_t end;
    int64_t piece;    /* the one that is there */
    int64_t begin;    /* of its bytes */
    struct text text; /* the head, or a piece */
};

static void xing_head(const struct audio *audio, struct text *out)
{
    mp3_head(audio->sound, &audio->form->mp3, out);
}

static int64_t mp3_piece_size(const struct audio *audio, int64_t piece)
{
    return mp3_size(audio->sound, &audio->form->mp3, piece);
}

static void mp3_piece(const struct audio *audio, int64_t piece, struct text *out)
{
    mp3_encode(audio->sound, &audio->form->mp3, piece, out);
}

static void riff_head(const struct audio *audio, struct text *out)
{
    wav_head(audio->sound, out);
}

static int64_t wav_piece_size(const struct audio *audio, int64_t piece)
{
    return wav_size(audio->sound, piece);
}

static void wav_piece(const struct audio *audio, int64_t piece, struct text *out)
{
    wav_second(audio->sound, piece, out);
}

/* A title of one letter, as a tag of version 2.3. */
static void id3_head(const struct audio *audio, struct text *out)
{
    static const char tag[] = "ID3\3\0\0\0\0\0\14TIT2\0\0\0\2\0\0\0C";

    (void)audio;
    text_add(out, tag, sizeof tag - 1);
}

#define MP3(head, ...)                                                                                       \
    {                                                                                                        \
        "audio/mpeg", head, mp3_piece_size, mp3_piece,                                                       \
        {                                                                                                    \
            __VA_ARGS__                                                                                      \
        }                                                                                                    \
    }

static const struct form plain = MP3(NULL, .channels = 1, .kilobits = 24);

/* By the last digit of the id. */
static const struct form forms[10] = {
    [5] = MP3(id3_head, .channels = 1, .kilobits = 24),
    [6] = MP3(NULL, .channels = 1, .kilobits = 16, .variable = true),
    [7] = MP3(xing_head, .channels = 1, .kilobits = 16, .variable = true),
    [8] = MP3(NULL, .channels = 2, .kilobits = 32),
    [9] = {"audio/wav", riff_head, wav_piece_size, wav_piece, {0}},
};

struct audio *audio_new(int kind, const struct recording *call)
{
    struct audio *audio = must_alloc(1, sizeof *audio);
    const struct form *form = &forms[(uint64_t)call->id % 10];
    int64_t size;

    audio->form = form->type == NULL ? &plain : form;
    audio->sound = sound_new(kind, call->id, call->agent, (int64_t)call->length);
    if (audio->form->head != NULL)
        audio->form->head(audio, &audio->head);
    audio->size = (int64_t)audio->head.length;
    for (int64_t piece = 0; (size = audio->form->size(audio, piece)) > 0; piece++)
        audio->size += size;
    return audio;
}

void audio_free(struct audio **audio)
{
    if (*audio == NULL)
        return;
    sound_free(&(*audio)->sound);
    text_free(&(*audio)->head);
    free(*audio);
    *audio = NULL;
}

int64_t audio_size(const struct audio *audio)
{
    return audio->size;
}

const char *audio_type(const struct audio *audio)
{
    return audio->form->type;
}

/* Makes what has the next byte. Pieces before it are only measured. */
static void find(struct audio_body *self)
{
    const struct audio *audio = self->audio;
    int64_t length = (int64_t)self->text.length;

    if (self->next < self->begin + length)
        return;
    while (self->next >= self->begin + length) {
        self->begin += length;
        self->piece++;
        length = audio->form->size(audio, self->piece);
    }
    self->text.length = 0;
    audio->form->piece(audio, self->piece, &self->text);
}

static size_t audio_read(struct body *body, char *out, size_t room)
{
    struct audio_body *self = (struct audio_body *)body;
    size_t done = 0;

    if (self->next < self->end) {
        find(self);
        int64_t left = self->begin + (int64_t)self->text.length - self->next;
        if (left > self->end - self->next)
            left = self->end - self->next;
        done = (uint64_t)left < room ? (size_t)left : room;
        memcpy(out, self->text.bytes + (self->next - self->begin), done);
        self->next += (int64_t)done;
    }
    return done;
}

static void audio_release(struct body *body)
{
    struct audio_body *self = (struct audio_body *)body;

    audio_free(&self->audio);
    text_free(&self->text);
    free(self);
}

struct body *audio_body(struct audio *audio, int64_t from, int64_t to)
{
    struct audio_body *self = must_alloc(1, sizeof *self);

    self->body = (struct body){audio_read, audio_release, to - from, 0};
    self->audio = audio;
    self->next = from;
    self->end = to;
    self->piece = -1;
    self->text = audio->head;
    audio->head = (struct text){0};
    return &self->body;
}

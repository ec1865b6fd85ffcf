#include "tests/bench/download.h"

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "model/recording/recording.h"
#include "model/recording/recording_decode.h"
#include "net/api/api.h"
#include "net/api/framer.h"
#include "net/http/http.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/tapedeck.h"

/* Bytes; what curl hands on at a time. */
enum { PIECE = 16 << 10 };

struct transfer {
    struct http *http;
    struct buffer *answer;
    uint64_t bytes;
    int64_t ended; /* 0: it failed */
};

static enum http_flow on_data(void *context, const struct http_head *head, const char *bytes, size_t length)
{
    struct transfer *transfer = context;
    (void)head;
    transfer->bytes += length;
    if (transfer->answer)
        buffer_append(transfer->answer, bytes, length);
    return HTTP_CONTINUE;
}

static void on_closed(void *context)
{
    (void)context;
}

static void on_end(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure)
{
    struct transfer *transfer = context;
    (void)head;
    if (outcome == HTTP_COMPLETE)
        transfer->ended = clock_now();
    else
        fprintf(stderr, "bench: %s\n", failure->what);
    http_close(&transfer->http, on_closed, NULL);
}

int64_t download_answer(const struct server *server, struct buffer *answer, uint64_t *bytes)
{
    static const struct http_callbacks callbacks = {on_data, on_end};
    struct transfer transfer = {.answer = answer};
    struct failure failure;
    uv_loop_t loop;
    char *base = api_base(server_url(server), &failure);
    const struct http_options options = {.server = base, .secret = TAPEDECK_TEST_SECRET};
    uv_loop_init(&loop);
    transfer.http = http_open(&loop, &options, &failure);
    int64_t begun = clock_now();
    if (transfer.http) {
        char *url = api_recordings_url(base, API_REFERENCE_ID, ORIGIN_AGENT, 0);
        http_get(transfer.http, url, "the recordings", &callbacks, &transfer);
        uv_run(&loop, UV_RUN_DEFAULT);
        free(url);
    }
    uv_loop_close(&loop);
    free(base);
    *bytes = transfer.bytes;
    return transfer.ended > 0 ? transfer.ended - begun : 0;
}

struct decoding {
    struct recording_decoder *decoder;
    uint64_t rows;
};

static void on_element(void *context, const char *text, size_t length)
{
    struct decoding *decoding = context;
    struct recording recording;
    decoding->rows += recording_decode(decoding->decoder, text, length, &recording);
}

int64_t download_decode(const struct buffer *answer, uint64_t *rows)
{
    int64_t begun = clock_now();
    struct decoding decoding = {.decoder = recording_decoder_new()};
    struct framer *framer = framer_new(on_element, &decoding);
    for (size_t at = 0; at < answer->length; at += PIECE) {
        size_t left = answer->length - at;
        framer_feed(framer, answer->data + at, left < PIECE ? left : PIECE);
    }
    framer_finish(framer);
    framer_free(&framer);
    recording_decoder_free(&decoding.decoder);
    *rows = decoding.rows;
    return clock_now() - begun;
}

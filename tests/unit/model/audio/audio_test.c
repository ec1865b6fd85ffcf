/* The audio of a call, fetched from a server that may misbehave. */
#include "model/audio/audio.h"
#include "tests/unit/model/audio/made_mp3.h"
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CALL = 47610, MEMORY = 1 << 20 };

/* What the server does; set before it is asked. */
static struct {
    struct made_mp3 file;
    size_t cut;             /* so many bytes, then the connection breaks; 0: none */
    unsigned cuts;          /* how many answers are cut */
    size_t cut_step;        /* each so much later than the one before */
    size_t shrinks_to;      /* the file, after one that was cut */
    const char *other_then; /* `other`, after one that was cut */
    size_t short_by;        /* the length that it announces, and sends, lacks so many */
    bool knows_parts;       /* Range */
    size_t part_off_by;     /* the part begins so much later than asked */
    size_t part_more;       /* it says that so many bytes more are there */
    bool no_end;            /* neither length nor chunks */
    bool is_chunked;        /* no length, but one chunk; likewise no total in a part */
    size_t part_until;      /* a part ends there, without a total as if it were all; 0: with the file */
    size_t change_at;       /* a byte that is another one after an answer that was cut */
    bool hangs;             /* instead of breaking a connection */
    const char *other;      /* an answer of its own */
} server;

static struct fixture fixture;
static struct audio *audio;
static unsigned changes;

static size_t asked_from(const char *request)
{
    const char *range = strstr(request, "Range: bytes=");
    return range && server.knows_parts ? strtoul(range + strlen("Range: bytes="), NULL, 10) : 0;
}

/* A part without a total, which may be of nothing. */
static bool answer_part(struct loopback_client *client, size_t from)
{
    char head[200];
    size_t until = server.part_until > from ? server.part_until : from;
    snprintf(head, sizeof head,
             "HTTP/1.1 206 Part\r\nContent-Range: bytes %zu-%zu/*\r\nContent-Length: %zu\r\n\r\n", from,
             until, until - from);
    return loopback_send_text(client, head) &&
           loopback_send(client, (const char *)server.file.bytes + from, until - from);
}

static bool answer_chunk(struct loopback_client *client)
{
    char head[200];
    size_t size = server.file.length, until = server.cuts ? server.cut : size;
    server.cuts -= server.cuts > 0;
    snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n", size);
    return loopback_send_text(client, head) &&
           loopback_send(client, (const char *)server.file.bytes, until) && until == size &&
           loopback_send_text(client, "\r\n0\r\n\r\n");
}

/* One that is cut at `until` has been sent. */
static void after_cut(struct loopback_client *client)
{
    if (server.hangs)
        loopback_wait(client, 60000);
    if (server.change_at)
        server.file.bytes[server.change_at] ^= 1;
    if (server.shrinks_to)
        server.file.length = server.shrinks_to;
    server.other = server.other_then;
    server.cut += server.cut_step;
}

static int write_head(char head[200], size_t from, size_t end, size_t size)
{
    if (from == 0)
        return snprintf(head, 200, "HTTP/1.1 200 OK\r\n");
    return snprintf(head, 200, "HTTP/1.1 206 Part\r\nContent-Range: bytes %zu-%zu/%zu\r\n", from, end - 1,
                    size + server.part_more);
}

static bool answer(struct loopback_client *client, const char *request)
{
    char head[200];
    size_t from = asked_from(request), size = server.file.length - server.short_by;
    bool is_part = from > 0;
    if (server.other)
        return loopback_send_text(client, server.other) && false;
    if (is_part && from >= size)
        return loopback_send_text(client, "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n");
    from += is_part ? server.part_off_by : 0;
    if (server.is_chunked)
        return is_part ? answer_part(client, from) : answer_chunk(client);
    size_t end = is_part && server.part_until ? server.part_until : size;
    bool is_cut = server.cuts && server.cut < size && from < server.cut;
    size_t until = is_cut ? server.cut : end;
    server.cuts -= is_cut;
    int length = write_head(head, from, end, size);
    if (server.no_end)
        snprintf(head + length, sizeof head - (size_t)length, "Connection: close\r\n\r\n");
    else
        snprintf(head + length, sizeof head - (size_t)length, "Content-Length: %zu\r\n\r\n", end - from);
    bool sent = loopback_send_text(client, head) &&
                loopback_send(client, (const char *)server.file.bytes + from, until - from);
    if (is_cut)
        after_cut(client);
    return sent && !is_cut && !server.no_end;
}

static void on_changed(void *context, int64_t call)
{
    (void)context;
    (void)call;
    changes++;
}

static void open_audio(void)
{
    const struct audio_options options = {.loop = &fixture.loop,
                                          .http = fixture.http,
                                          .base = fixture.base,
                                          .memory = MEMORY,
                                          .changed = on_changed};
    audio = audio_open(&options);
}

static int set_up(void **state)
{
    (void)state;
    memset(&server, 0, sizeof server);
    server.file = made_mp3(false, true, true);
    for (unsigned second = 1; second <= 60; second++)
        made_mp3_add(&server.file, second * 1000, second & 1);
    made_mp3_end(&server.file);
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){0});
    open_audio();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    audio_close(&audio);
    assert_null(audio);
    fixture_close(&fixture);
    made_mp3_free(&server.file);
    return 0;
}

static struct audio_status fetched(int64_t call)
{
    audio_fetch(audio, call, "");
    struct audio_status status = audio_status(audio, call, "");
    while (status.state == AUDIO_ARRIVING || (status.shape && !status.is_analysed)) {
        assert_true(status.state != AUDIO_COMPLETE); /* it may still be found to be cut */
        uv_run(&fixture.loop, UV_RUN_ONCE);
        status = audio_status(audio, call, "");
    }
    return status;
}

static void assert_is_file(int64_t call)
{
    const struct audio_buffer *buffer = audio_bytes(audio, call, "");
    assert_non_null(buffer);
    assert_int_equal(audio_buffer_size(buffer), server.file.length);
    char *bytes = malloc(server.file.length);
    assert_int_equal(audio_buffer_read(buffer, 0, bytes, server.file.length), server.file.length);
    assert_memory_equal(bytes, server.file.bytes, server.file.length);
    free(bytes);
}

static void assert_comes_whole(int64_t call)
{
    assert_int_equal(fetched(call).state, AUDIO_COMPLETE);
    assert_is_file(call);
}

static void a_whole_one_is_there(void **state)
{
    (void)state;
    assert_int_equal(audio_status(audio, CALL, "").state, AUDIO_ABSENT);
    audio_fetch(audio, CALL, "");
    audio_fetch(audio, CALL, "");
    struct audio_status status = fetched(CALL);
    assert_int_equal(status.state, AUDIO_COMPLETE);
    assert_int_equal(status.kind, AUDIO_MP3);
    assert_true(status.is_analysed);
    assert_int_equal(status.total, server.file.length);
    assert_in_range(audio_shape_length_ms(status.shape), 59900, 60000);
    assert_true(changes > 0);
    assert_is_file(CALL);
    fetched(CALL);
    assert_int_equal(loopback_requests(fixture.server), 1);
}

/* Cut at every tenth by a server that does not give parts: never called whole, and asked for anew. */
static void what_is_cut_comes_anew(void **state)
{
    (void)state;
    for (unsigned tenth = 1; tenth < 10; tenth++) {
        server.cut = server.file.length * tenth / 10;
        server.cuts = 100;
        struct audio_status status = fetched(tenth);
        assert_int_equal(status.state, AUDIO_CUT);
        assert_int_equal(status.bytes, server.cut);
        assert_int_equal(status.total, server.file.length);
        assert_non_null(strstr(status.failure.what, "the audio of call"));
        assert_true(status.shape->count > 0);
    }
    server.cuts = 0;
    for (unsigned tenth = 1; tenth < 10; tenth++)
        assert_comes_whole(tenth);
    server.cuts = 1; /* by itself, where each try brings something */
    assert_comes_whole(CALL);
    assert_false(loopback_saw(fixture.server, "Range: bytes=0-"));
}

static void what_is_cut_is_gone_on_with(void **state)
{
    (void)state;
    server.knows_parts = true;
    for (unsigned tenth = 1; tenth < 10; tenth++) {
        server.cut = server.file.length * tenth / 10;
        server.cuts = 1;
        struct audio_status status = fetched(CALL);
        assert_int_equal(status.state, AUDIO_COMPLETE);
        assert_is_file(CALL);
        assert_in_range(audio_shape_length_ms(status.shape), 59900, 60000);
        audio_close(&audio);
        open_audio();
    }
    assert_int_equal(loopback_requests(fixture.server), 18);
    assert_true(loopback_saw(fixture.server, "Range: bytes="));
}

/* Each try brings something: four of them, then the reader is asked. */
static void what_is_cut_again_and_again_is_told(void **state)
{
    (void)state;
    server.knows_parts = true;
    server.cut = server.cut_step = server.file.length / 10;
    server.cuts = 100;
    struct audio_status status = fetched(CALL);
    assert_int_equal(status.state, AUDIO_CUT);
    assert_int_equal(status.bytes, 4 * server.cut_step);
    assert_int_equal(loopback_requests(fixture.server), 4);
    server.cuts = 0;
    assert_comes_whole(CALL);
}

/* Frames of one size, without one that describes: a file that ends between two says nothing of more. */
static size_t serve_equal_frames(void)
{
    made_mp3_free(&server.file);
    server.file = made_mp3(false, false, false);
    made_mp3_add(&server.file, 60000, MADE_LEFT);
    return server.file.length / server.file.frames;
}

/* What was cut is another file by then: it begins after what is there, has another length, or is none. */
static void another_file_is_not_gone_on_with(void **state)
{
    (void)state;
    const size_t frame = serve_equal_frames();
    server.knows_parts = true;
    server.cut = 100 * frame;
    server.cuts = 1;
    server.part_more = frame;
    assert_comes_whole(CALL);
    assert_int_equal(loopback_requests(fixture.server), 3);
    server.part_more = 0;
    server.cuts = 1;
    server.other_then = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>";
    struct audio_status status = fetched(CALL + 1);
    assert_int_equal(status.state, AUDIO_FAILED);
    assert_non_null(strstr(status.failure.what, "web page"));
    assert_null(audio_bytes(audio, CALL + 1, "")); /* no descriptor is kept for it */
    server.other = server.other_then = NULL;
    server.cuts = 1;
    server.shrinks_to = 20 * frame;
    status = fetched(CALL + 2);
    assert_int_equal(status.state, AUDIO_COMPLETE);
    assert_int_equal(status.bytes, 20 * frame);
}

/* A part ends well before the end that it tells of itself. */
static void a_part_that_is_not_the_rest_is_told(void **state)
{
    (void)state;
    server.knows_parts = true;
    server.cut = server.file.length / 4;
    server.cuts = 1;
    server.part_until = server.file.length / 2;
    struct audio_status status = fetched(CALL);
    assert_int_equal(status.state, AUDIO_CUT);
    assert_int_equal(status.bytes, server.part_until);
    assert_non_null(strstr(status.failure.what, " bytes came"));
}

/* A part that begins elsewhere, or a file that is another one by now, is not put together with the rest. */
static void parts_that_do_not_fit_are_not_taken(void **state)
{
    (void)state;
    server.knows_parts = true;
    server.cut = server.file.length / 2;
    server.cuts = 1;
    server.part_off_by = 100;
    assert_comes_whole(CALL);
    audio_close(&audio);
    open_audio();
    server.part_off_by = 0;
    server.cuts = 1;
    server.change_at = server.cut - 100;
    assert_comes_whole(CALL);
    assert_true(loopback_requests(fixture.server) == 6);
}

/* Nobody says how much there is, and a part ends before what there is does: at once, elsewhere, or later. */
static void an_end_of_a_part_is_not_that_of_all(void **state)
{
    (void)state;
    const size_t frame = serve_equal_frames();
    server.is_chunked = server.knows_parts = true;
    server.cut = 100 * frame;
    for (unsigned elsewhere = 0; elsewhere < 2; elsewhere++) {
        server.cuts = 1;
        server.part_off_by = elsewhere * frame;
        assert_comes_whole(CALL);
        audio_close(&audio);
        open_audio();
    }
    server.part_off_by = 0;
    server.part_until = 200 * frame;
    server.cuts = 1;
    struct audio_status status = fetched(CALL);
    assert_int_equal(status.state, AUDIO_UNPROVED);
    assert_int_equal(status.bytes, server.part_until);
    assert_int_equal(loopback_requests(fixture.server), 8);
}

/* All that it announces comes, and yet it ends in the middle. */
static void what_the_server_calls_whole_may_be_cut(void **state)
{
    (void)state;
    for (unsigned tenth = 1; tenth < 10; tenth++) {
        server.short_by = server.file.length * tenth / 10;
        struct audio_status status = fetched(tenth);
        assert_int_equal(status.state, AUDIO_CUT);
        assert_non_null(strstr(status.failure.what, "ends in the middle"));
    }
    server.short_by = 0;
    for (unsigned tenth = 1; tenth < 10; tenth++)
        assert_comes_whole(tenth);
}

static void an_end_that_nobody_announced_proves_nothing(void **state)
{
    (void)state;
    server.no_end = true;
    struct audio_status status = fetched(CALL);
    assert_int_equal(status.state, AUDIO_UNPROVED);
    assert_int_equal(status.total, 0);
    assert_is_file(CALL);
}

static void what_is_no_audio_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        const char *what;
        enum failure_kind kind;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", "web page",
         FAILURE_ANSWER},
        {"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 6\r\n\r\n<html>", "web page",
         FAILURE_ANSWER},
        {"HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n{\"Message\":\"No such recording\"}",
         "the server says \"No such record", FAILURE_ANSWER},
        {"HTTP/1.1 200 OK\r\nContent-Length: 35\r\n\r\n{\"Message\":\"it is s3cret-of-the-tests\"}",
         "got data (JSON), not audio", FAILURE_ANSWER},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "the server gave nothing", FAILURE_ANSWER},
        {"HTTP/1.1 204 No Content\r\n\r\n", "the server gave nothing", FAILURE_ANSWER},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "text", FAILURE_ANSWER},
        {"HTTP/1.1 404 No\r\nContent-Length: 18\r\n\r\n{\"Message\":\"Gone\"}", "the server says \"Gone\"",
         FAILURE_NOT_FOUND},
        {"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "the audio of call", FAILURE_REFUSED},
        {"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "elsewhere",
         FAILURE_SERVER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        server.other = cases[i].answer;
        struct audio_status status = fetched(CALL);
        assert_int_equal(status.state, AUDIO_FAILED);
        assert_int_equal(status.failure.kind, cases[i].kind);
        if (!strstr(status.failure.what, cases[i].what))
            fail_msg("\"%s\" does not say \"%s\"", status.failure.what, cases[i].what);
        assert_true(status.failure.status != 404 || strstr(status.failure.advice, "not there yet"));
        assert_true(status.failure.status != 403 || strstr(status.failure.advice, "no access"));
        assert_null(strstr(status.failure.what, FIXTURE_SECRET));
        assert_null(audio_bytes(audio, CALL, ""));
    }
    server.other = NULL;
    assert_int_equal(fetched(CALL).state, AUDIO_COMPLETE);
}

static void what_is_larger_than_memory_is_not_kept_whole(void **state)
{
    (void)state;
    struct made_mp3 *file = &server.file;
    while (file->length <= MEMORY)
        made_mp3_add(file, (file->frames + 1) * MADE_FRAME_MS, MADE_LEFT);
    struct audio_status status = fetched(CALL);
    assert_int_equal(status.state, AUDIO_CUT);
    assert_non_null(strstr(status.failure.what, "1 MiB"));
    assert_true(status.bytes <= MEMORY);
}

/* What was heard longest ago leaves, but not what is coming; it can be fetched again. */
static void what_leaves_is_as_if_it_had_never_come(void **state)
{
    (void)state;
    serve_equal_frames();
    const int64_t fit = MEMORY / (int64_t)server.file.length;
    assert_true(fit > 3);
    server.cut = server.file.length / 2;
    server.cuts = 1;
    server.hangs = true;
    audio_fetch(audio, CALL, "");
    while (audio_status(audio, CALL, "").bytes < server.cut)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    for (int64_t call = 1; call < fit; call++)
        assert_int_equal(fetched(call).state, AUDIO_COMPLETE);
    assert_non_null(audio_bytes(audio, 1, ""));
    for (int64_t call = fit; call < 2 * fit - 2; call++)
        assert_int_equal(fetched(call).state, AUDIO_COMPLETE);
    assert_int_equal(audio_status(audio, CALL, "").bytes, server.cut);
    assert_int_equal(audio_status(audio, 1, "").state, AUDIO_COMPLETE);
    struct audio_status status = audio_status(audio, 2, "");
    assert_int_equal(status.state, AUDIO_ABSENT);
    assert_int_equal(status.kind, AUDIO_UNDECIDED);
    assert_int_equal(status.total, 0);
    assert_null(status.shape);
    assert_int_equal(fetched(2).state, AUDIO_COMPLETE);
}

static void what_is_coming_may_be_stopped(void **state)
{
    (void)state;
    server.hangs = true;
    server.knows_parts = true;
    server.cut = server.file.length / 2;
    server.cuts = 1;
    audio_fetch(audio, CALL, "");
    while (audio_status(audio, CALL, "").bytes < server.cut)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    audio_stop(audio, CALL, "");
    assert_int_equal(audio_status(audio, CALL, "").state, AUDIO_CUT);
    server.hangs = false;
    assert_comes_whole(CALL);
    assert_true(loopback_saw(fixture.server, "Range: bytes="));
    audio_fetch(audio, CALL + 1, ""); /* and is let go with all else */
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_whole_one_is_there),
        WITH_SERVER(what_is_cut_comes_anew),
        WITH_SERVER(what_is_cut_is_gone_on_with),
        WITH_SERVER(what_is_cut_again_and_again_is_told),
        WITH_SERVER(another_file_is_not_gone_on_with),
        WITH_SERVER(a_part_that_is_not_the_rest_is_told),
        WITH_SERVER(parts_that_do_not_fit_are_not_taken),
        WITH_SERVER(an_end_of_a_part_is_not_that_of_all),
        WITH_SERVER(what_the_server_calls_whole_may_be_cut),
        WITH_SERVER(an_end_that_nobody_announced_proves_nothing),
        WITH_SERVER(what_is_no_audio_is_told),
        WITH_SERVER(what_is_larger_than_memory_is_not_kept_whole),
        WITH_SERVER(what_leaves_is_as_if_it_had_never_come),
        WITH_SERVER(what_is_coming_may_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The shape of a call: how soon its first piece is there after the first byte, and how long all of an hour takes.
 * No arguments. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/audio/audio.h"
#include "model/audio/audio_analysis.h"
#include "net/api/api.h"
#include "tests/bench/origin.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/tapedeck.h"

enum { CALLS = 100, CALL_SECONDS = 240, HOUR = 3600, RUNS = 5 };

/* Budgets. */
enum { FIRST_MS = 100, HOUR_S = 1 };

struct bench {
    uv_loop_t loop;
    struct http *http;
    struct audio *audio;
    char *base;
    int64_t first_byte; /* when it came; 0: none did */
    int64_t first_piece;
    bool is_over;
};

static void on_changed(void *context, int64_t call)
{
    struct bench *bench = context;
    struct audio_status status = audio_status(bench->audio, call);
    if (status.bytes && !bench->first_byte)
        bench->first_byte = clock_now();
    if (status.shape && status.shape->count && !bench->first_piece)
        bench->first_piece = clock_now();
    bench->is_over = status.state != AUDIO_ARRIVING;
}

static void on_closed(void *context)
{
    (void)context;
}

static void fetch(struct bench *bench, const char *id)
{
    bench->first_byte = bench->first_piece = 0;
    bench->is_over = false;
    audio_fetch(bench->audio, strtoll(id, NULL, 10));
    while (!bench->is_over)
        uv_run(&bench->loop, UV_RUN_ONCE);
    verdict_holds("the audio has no shape", bench->first_piece != 0);
}

static void measure_first(struct bench *bench, struct server *server)
{
    struct latency *first = latency_new();
    char *lines = calls_add(server, 101, CALLS, CALL_SECONDS), *rest = NULL;
    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        fetch(bench, line);
        latency_add(first, bench->first_piece - bench->first_byte);
    }
    table_latency("first byte to the first piece of the shape", first, &table_milliseconds, FIRST_MS);
    free(lines);
    latency_free(&first);
}

static void on_analysed(void *context)
{
    (void)context;
}

/* Everything is there; in one thread. */
static double seconds_of_hour(struct bench *bench, const struct audio_buffer *bytes, enum audio_kind kind)
{
    struct failure failure;
    int64_t begun = clock_now();
    struct audio_analysis *analysis =
        audio_analysis_start(&bench->loop, kind, audio_buffer_open(bytes, &failure), on_analysed, NULL);
    audio_analysis_go_on(analysis, audio_buffer_size(bytes), true);
    while (!audio_analysis_facts(analysis)->is_over)
        uv_run(&bench->loop, UV_RUN_ONCE);
    const struct audio_sound *sound = audio_analysis_sound(analysis);
    double seconds = (double)(clock_now() - begun) / 1e9;
    verdict_holds("there is no sound in it", sound->sounding > 0);
    verdict_holds("it is not an hour", audio_shape_length_ms(audio_analysis_shape(analysis)) / 1000 == HOUR);
    audio_analysis_end(&analysis);
    return seconds;
}

static double measure_hour(struct bench *bench, struct server *server, int digit)
{
    char order[60];
    double least = 0;
    snprintf(order, sizeof order, "add?agent=101&seconds=%d&digit=%d", HOUR, digit);
    char *line = server_control(server, order);
    fetch(bench, line);
    int64_t call = strtoll(line, NULL, 10);
    const struct audio_buffer *bytes = audio_bytes(bench->audio, call);
    for (int i = 0; i < RUNS; i++) {
        double seconds = seconds_of_hour(bench, bytes, audio_status(bench->audio, call).kind);
        least = i == 0 || seconds < least ? seconds : least;
    }
    free(line);
    return least;
}

int main(void)
{
    struct bench bench = {.http = NULL};
    struct failure failure;
    struct server *server = origin_serve("--agents 1 --recordings 10 --until " ORIGIN_END);
    bench.base = api_base(server_url(server), &failure);
    uv_loop_init(&bench.loop);
    const struct http_options options = {.server = bench.base, .secret = TAPEDECK_TEST_SECRET};
    bench.http = http_open(&bench.loop, &options, &failure);
    bench.audio = audio_open(&(struct audio_options){.loop = &bench.loop,
                                                     .http = bench.http,
                                                     .base = bench.base,
                                                     .memory = (uint64_t)1 << 30,
                                                     .changed = on_changed,
                                                     .context = &bench});
    table_begin("The shape of calls, loopback");
    measure_first(&bench, server);
    table_at_most("whole shape of an hour of MP3", measure_hour(&bench, server, 0), "s", HOUR_S);
    table_at_most("whole shape of an hour of WAV", measure_hour(&bench, server, 9), "s", HOUR_S);
    table_value("the same of MP3 of two channels", measure_hour(&bench, server, 8), "s", "twice the samples");
    audio_close(&bench.audio);
    http_close(&bench.http, on_closed, NULL);
    uv_run(&bench.loop, UV_RUN_DEFAULT);
    uv_loop_close(&bench.loop);
    free(bench.base);
    server_free(&server);
    return verdict_status();
}

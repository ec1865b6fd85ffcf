/* The shape of a call: how soon its first piece is there after the first byte, and how long all of an hour takes,
 * in processor time beside bare libmpg123, which only decodes. Argument: a size below which it is a trial. */
#include <mpg123.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
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

enum { CALLS = 100, CALL_SECONDS = 240, HOUR = 3600, RUNS = 5, RATE = 8000, BLOCK = 64 * 1024 };

enum { LIMIT = 60000 /* ms for one call */, GLANCE = 100 /* ms */ };

/* Budgets. */
enum { FIRST_MS = 100, HOUR_S = 1 };

struct bench {
    uv_loop_t loop;
    uv_timer_t glance;
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
    struct audio_status status = audio_status(bench->audio, call, "");
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

static void on_glance(uv_timer_t *timer)
{
    (void)timer;
}

/* Until something happens, or a while has passed. */
static void wait_for_more(struct bench *bench)
{
    uv_timer_start(&bench->glance, on_glance, GLANCE, 0);
    uv_run(&bench->loop, UV_RUN_ONCE);
}

static void fetch(struct bench *bench, const char *id)
{
    bench->first_byte = bench->first_piece = 0;
    bench->is_over = false;
    audio_fetch(bench->audio, strtoll(id, NULL, 10), "");
    int64_t deadline = clock_deadline(LIMIT);
    while (!bench->is_over && clock_remaining(deadline) > 0)
        wait_for_more(bench);
    verdict_holds("the audio has no shape", bench->is_over && bench->first_piece != 0);
}

static void measure_first(struct bench *bench, struct server *server)
{
    struct latency *first = latency_new();
    char *lines = calls_add(server, 101, origin_rounds(CALLS), CALL_SECONDS), *rest = NULL;
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

/* The least of some runs. */
struct hour {
    double seconds;
    double processor; /* seconds */
    double bare;      /* the same of bare libmpg123 */
};

static double processor_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void keep_least(double *least, double value)
{
    *least = *least == 0 || value < *least ? value : *least;
}

/* Everything is there; in one thread. */
static void measure_shape(struct bench *bench, const struct audio_buffer *bytes, enum audio_kind kind,
                          struct hour *hour)
{
    struct failure failure;
    int64_t begun = clock_now();
    double processor = processor_seconds();
    struct audio_analysis *analysis =
        audio_analysis_start(&bench->loop, kind, audio_buffer_open(bytes, &failure), on_analysed, NULL);
    audio_analysis_go_on(analysis, audio_buffer_size(bytes), true);
    int64_t deadline = clock_deadline(LIMIT);
    while (!audio_analysis_facts(analysis)->is_over && clock_remaining(deadline) > 0)
        wait_for_more(bench);
    const struct audio_sound *sound = audio_analysis_sound(analysis);
    keep_least(&hour->seconds, (double)(clock_now() - begun) / 1e9);
    keep_least(&hour->processor, processor_seconds() - processor);
    verdict_holds("there is no sound in it", sound->sounding > 0);
    verdict_holds("it is not an hour",
                  audio_shape_length_ms(audio_analysis_shape(analysis)) / 1000 == origin_rounds(HOUR));
    audio_analysis_end(&analysis);
}

static void measure_bare(const struct audio_buffer *bytes, struct hour *hour)
{
    static char block[BLOCK];
    static unsigned char samples[BLOCK];
    double processor = processor_seconds();
    size_t taken = 0, done = 0, all = 0;
    int result = MPG123_OK;
    mpg123_handle *handle = mpg123_new(NULL, NULL);
    mpg123_param(handle, MPG123_ADD_FLAGS, MPG123_QUIET, 0);
    mpg123_open_feed(handle);
    for (uint64_t at = 0; (taken = audio_buffer_read(bytes, at, block, sizeof block)); at += taken) {
        mpg123_feed(handle, (unsigned char *)block, taken);
        do {
            result = mpg123_read(handle, samples, sizeof samples, &done);
            all += done;
        } while (result == MPG123_OK || result == MPG123_NEW_FORMAT);
    }
    mpg123_delete(handle);
    verdict_holds("bare libmpg123 decodes no hour",
                  all >= (size_t)origin_rounds(HOUR) * RATE * sizeof(int16_t));
    keep_least(&hour->bare, processor_seconds() - processor);
}

static struct hour measure_hour(struct bench *bench, struct server *server, int digit)
{
    char order[60];
    struct hour hour = {0};
    snprintf(order, sizeof order, "add?agent=101&seconds=%d&digit=%d", origin_rounds(HOUR), digit);
    char *line = server_control(server, order);
    fetch(bench, line);
    int64_t call = strtoll(line, NULL, 10);
    const struct audio_buffer *bytes = audio_bytes(bench->audio, call, "");
    const enum audio_kind kind = audio_status(bench->audio, call, "").kind;
    for (int i = 0; i < origin_rounds(RUNS); i++) {
        measure_shape(bench, bytes, kind, &hour);
        if (kind == AUDIO_MP3)
            measure_bare(bytes, &hour);
    }
    free(line);
    return hour;
}

static void tell_hour(const char *what, const struct hour *hour, double budget)
{
    char figure[80], beside[80] = "";
    snprintf(figure, sizeof figure, "whole shape of an hour of %s", what);
    table_at_most(figure, hour->seconds, "s", budget);
    if (hour->bare > 0)
        snprintf(beside, sizeof beside, "%.2f times what bare libmpg123 takes", hour->processor / hour->bare);
    table_value("processor time of that", hour->processor, "s", beside);
}

/* By the last digit of their ids. */
static const struct {
    int digit;
    const char *name;
} hours[] = {{0, "MP3"}, {6, "MP3, VBR"}, {8, "MP3, two channels"}, {9, "WAV"}};

int main(int count, char **arguments)
{
    uint64_t size = 0;
    struct bench bench = {.http = NULL};
    struct failure failure;
    struct server *server = origin_serve("--agents 1 --recordings 10 --until " ORIGIN_END);
    bench.base = api_base(server_url(server), &failure);
    uv_loop_init(&bench.loop);
    uv_timer_init(&bench.loop, &bench.glance);
    const struct http_options options = {.server = bench.base, .secret = TAPEDECK_TEST_SECRET};
    bench.http = http_open(&bench.loop, &options, &failure);
    bench.audio = audio_open(&(struct audio_options){.loop = &bench.loop,
                                                     .http = bench.http,
                                                     .base = bench.base,
                                                     .memory = (uint64_t)1 << 30,
                                                     .changed = on_changed,
                                                     .context = &bench});
    origin_sizes(count, arguments, &size, 1, 1);
    table_begin("The shape of calls, loopback");
    measure_first(&bench, server);
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
        struct hour hour = measure_hour(&bench, server, hours[i].digit);
        tell_hour(hours[i].name, &hour, HOUR_S);
    }
    audio_close(&bench.audio);
    uv_close((uv_handle_t *)&bench.glance, NULL);
    http_close(&bench.http, on_closed, NULL);
    uv_run(&bench.loop, UV_RUN_DEFAULT);
    uv_loop_close(&bench.loop);
    free(bench.base);
    server_free(&server);
    return verdict_status();
}

/* Hearing a call: from the key until it sounds, with a player that runs and one that has to be started, which bare
 * mpv is compared with; keys while a long call plays and a large history is filed; and memory. Argument: the size
 * of that history. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/bench/bare_player.h"
#include "tests/bench/origin.h"
#include "tests/bench/sitting.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/sound_device.h"

enum {
    CALL_SECONDS = 240,
    COLD_STARTS = 10,
    WARM_STARTS = 100,
    KEPT = 40, /* calls, more than there is memory for */
    KEYS = 500,
    FILING = 1000, /* ms until the history is being filed */
    LIMIT = 10000, /* ms for one key */
    MEMORY = 16,   /* MiB of [audio] */
};

/* Budgets. */
enum { WARM_MS = 150, COLD_RATIO = 2, KEY_MS = 16, MEMORY_BESIDE = 20 /* MiB */ };

/* The newest calls, which come first in the list. */
struct calls {
    char ids[WARM_STARTS + COLD_STARTS][24];
    size_t count;
};

static struct calls newest_calls(struct server *server, int seconds, int count)
{
    struct calls calls = {.count = 0};
    char *lines = calls_add(server, 101, count, seconds);
    char *rest = NULL;
    for (char *line = strtok_r(lines, "\n", &rest); line && calls.count < (size_t)count;
         line = strtok_r(NULL, "\n", &rest))
        snprintf(calls.ids[calls.count++], sizeof calls.ids[0], "%.*s", (int)strspn(line, "0123456789"),
                 line);
    free(lines);
    return calls;
}

/* From the list's beginning on. */
static const char *call_at(const struct calls *calls, size_t place)
{
    return calls->ids[calls->count - 1 - place];
}

/* The call (context: its number) is what sounds. */
static bool sounds(struct terminal *terminal, void *context)
{
    char text[40];
    struct screen *screen = terminal_screen(terminal);
    snprintf(text, sizeof text, " call %s ", (const char *)context);
    for (int row = SITTING_ROWS - 1; row >= 0; row--)
        if (screen_find_in_row(screen, row, text, NULL))
            return screen_find_in_row(screen, row, " playing", NULL);
    return false;
}

/* All of it is there besides. */
static bool is_whole(struct terminal *terminal, void *context)
{
    return sounds(terminal, context) && !screen_find(terminal_screen(terminal), " so far", NULL) &&
           screen_find(terminal_screen(terminal), " / 4:00", NULL);
}

static bool shows(struct terminal *terminal, const char *id)
{
    int64_t number = strtoll(id, NULL, 10);
    return terminal_wait_until(terminal, sitting_has_call, &number, LIMIT);
}

static struct terminal *open_at(struct workspace *workspace, struct server *server, const char *id)
{
    struct terminal *terminal = sitting_open(workspace, server_url(server), false);
    verdict_holds("the newest call never came", shows(terminal, id));
    return terminal;
}

static void measure_cold(struct workspace *workspace, struct server *server, const struct calls *calls)
{
    struct latency *bare = latency_new(), *cold = latency_new();
    struct http_answer answer = calls_audio(server, call_at(calls, 0));
    const char *path = workspace_path(workspace, "bare.mp3");
    FILE *file = fopen(path, "we");
    verdict_holds("the file for bare mpv cannot be written",
                  file && fwrite(answer.body, 1, answer.length, file) == answer.length);
    if (file)
        fclose(file);
    for (int i = 0; i < origin_rounds(COLD_STARTS); i++) {
        int64_t taken = bare_player_start(path, environment_list(workspace_environment(workspace)));
        verdict_holds("bare mpv does not play", taken > 0);
        latency_add(bare, taken);
        struct terminal *terminal = open_at(workspace, server, call_at(calls, 0));
        verdict_holds("the call never sounds",
                      latency_measure(cold, terminal, "p", sounds, (void *)call_at(calls, 0), LIMIT));
        terminal_free(&terminal);
    }
    table_latency("bare mpv, from its start until it plays", bare, &table_milliseconds, 0);
    table_latency("key to sound, cold", cold, &table_milliseconds, 0);
    double ratio = (double)latency_percentile(cold, 0.5) / (double)latency_percentile(bare, 0.5);
    table_at_most("key to sound, cold, of bare mpv (p50)", ratio, "", COLD_RATIO);
    http_clear(&answer);
    latency_free(&bare);
    latency_free(&cold);
}

static void measure_warm(struct workspace *workspace, struct server *server, const struct calls *calls)
{
    struct latency *warm = latency_new();
    struct terminal *terminal = open_at(workspace, server, call_at(calls, 0));
    terminal_keys(terminal, "p");
    verdict_holds("the call never sounds",
                  terminal_wait_until(terminal, sounds, (void *)call_at(calls, 0), LIMIT));
    for (int i = 1; i <= origin_rounds(WARM_STARTS); i++) {
        terminal_keys(terminal, "j");
        verdict_holds("the next call is not selected", shows(terminal, call_at(calls, (size_t)i)));
        verdict_holds("the call never sounds",
                      latency_measure(warm, terminal, "p", sounds, (void *)call_at(calls, (size_t)i), LIMIT));
    }
    table_latency("key to sound, warm", warm, &table_milliseconds, WARM_MS);
    terminal_free(&terminal);
    latency_free(&warm);
}

/* What the files in memory take that the process has open; one of which the shape is made counts twice. */
static uint64_t memory_files(pid_t process)
{
    char pattern[40], target[40] = "";
    uint64_t bytes = 0;
    glob_t files;
    snprintf(pattern, sizeof pattern, "/proc/%d/fd/*", (int)process);
    if (glob(pattern, GLOB_NOSORT, NULL, &files) != 0)
        return 0;
    for (size_t i = 0; i < files.gl_pathc; i++) {
        struct stat status;
        ssize_t length = readlink(files.gl_pathv[i], target, sizeof target - 1);
        target[length > 0 ? length : 0] = '\0';
        if (strncmp(target, "/memfd:", strlen("/memfd:")) == 0 && stat(files.gl_pathv[i], &status) == 0)
            bytes += (uint64_t)status.st_blocks * 512;
    }
    globfree(&files);
    return bytes;
}

static double mebibytes(struct terminal *terminal)
{
    double own = (double)latency_memory(terminal) / 1024;
    return own + (double)memory_files(terminal_process(terminal)) / (1 << 20);
}

/* More calls than there is memory for are played, one after the other. */
static void measure_memory(struct workspace *workspace, struct server *server, const struct calls *calls)
{
    char config[60];
    snprintf(config, sizeof config, "[audio]\nmemory = %dM\n", MEMORY);
    workspace_write(workspace, "config/tapedeck/config", config, 0600);
    struct terminal *terminal = open_at(workspace, server, call_at(calls, 0));
    double before = mebibytes(terminal), most = before;
    for (int i = 0; i < KEPT; i++) {
        terminal_keys(terminal, i ? "j p" : "p");
        verdict_holds("the call is never whole",
                      terminal_wait_until(terminal, is_whole, (void *)call_at(calls, (size_t)i), LIMIT));
        double now = mebibytes(terminal);
        most = now > most ? now : most;
    }
    verdict_holds("the memory was never full",
                  memory_files(terminal_process(terminal)) > (uint64_t)MEMORY << 19);
    table_value("memory before the first call", before, "MiB", "");
    table_at_most("memory for calls of 27 MiB, of which 16 are kept", most - before, "MiB",
                  MEMORY + MEMORY_BESIDE);
    terminal_free(&terminal);
}

static void measure_calls(void)
{
    struct workspace *workspace = workspace_new();
    struct server *server = origin_serve("--agents 1 --recordings 30 --until " ORIGIN_END);
    struct calls calls = newest_calls(server, CALL_SECONDS, WARM_STARTS + 1);
    sound_device_set(workspace_environment(workspace), true);
    table_begin("Hearing calls of %d s, loopback", CALL_SECONDS);
    measure_cold(workspace, server, &calls);
    measure_warm(workspace, server, &calls);
    measure_memory(workspace, server, &calls);
    server_free(&server);
    workspace_free(&workspace);
}

/* Keys while an hour plays and is decoded, and a large history is filed. */
static void measure_keys(uint64_t size)
{
    struct buffer options = {0};
    char number[TABLE_NUMBER_SIZE];
    struct workspace *workspace = workspace_new();
    struct latency *keys = latency_new();
    buffer_format(&options, "--agents 1 --until " ORIGIN_END " --recordings %llu", (unsigned long long)size);
    struct server *server = origin_serve(options.data);
    struct calls calls = newest_calls(server, 3600, 1);
    sound_device_set(workspace_environment(workspace), true);
    table_begin("Keys while a call of an hour arrives and plays, and %s recordings are filed",
                table_number(number, size));
    struct terminal *terminal = open_at(workspace, server, call_at(&calls, 0));
    sitting_pause(terminal, FILING);
    terminal_keys(terminal, "p");
    verdict_holds("the call never sounds",
                  terminal_wait_until(terminal, sounds, (void *)call_at(&calls, 0), LIMIT));
    for (int i = 0; i < origin_rounds(KEYS); i++) {
        struct sitting_sight sight;
        sitting_look(terminal, &sight);
        verdict_holds("a key was not answered", latency_measure(keys, terminal, i / 20 % 2 ? "k" : "j",
                                                                sitting_looks_different, &sight, LIMIT));
    }
    bool was_filing = !terminal_wait_until(terminal, sitting_is_complete, NULL, 0);
    table_latency("key to screen", keys, &table_milliseconds, KEY_MS);
    table_value("recordings filed by then", (double)sitting_archive_count(workspace), "",
                was_filing ? "not all yet" : "all");
    terminal_free(&terminal);
    latency_free(&keys);
    server_free(&server);
    workspace_free(&workspace);
    buffer_clear(&options);
}

int main(int count, char **arguments)
{
    uint64_t size = 1000000;
    origin_sizes(count, arguments, &size, 1, 1);
    measure_calls();
    measure_keys(size);
    return verdict_status();
}

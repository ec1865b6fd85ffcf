/* Playing with a command of the user's: what it gets, how it ends, and that nothing of it is left. */
#include "model/audio/audio_command.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { CALL = 47610, SIZE = 300000, PATIENCE_MS = 60000 };

static uv_loop_t loop;
static struct audio_command *command;
static struct audio_buffer *buffer;
static struct failure failure;
static bool is_all; /* is in the buffer */
static unsigned descriptors;
static char folder[40], got[60]; /* what the command writes, a file there */

static unsigned open_descriptors(void)
{
    unsigned count = 0;
    for (int file = 0; file < 1024; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

static char byte_at(size_t at)
{
    return (char)(at * 31 + at / 256);
}

static void append(size_t size)
{
    char *bytes = malloc(size);
    size_t from = (size_t)audio_buffer_size(buffer);
    for (size_t i = 0; i < size; i++)
        bytes[i] = byte_at(from + i);
    assert_true(audio_buffer_append(buffer, bytes, size, &failure));
    free(bytes);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/tapedeck-command-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(got, sizeof got, "%s/got", folder);
    descriptors = open_descriptors();
    assert_int_equal(uv_loop_init(&loop), 0);
    buffer = audio_buffer_new(&failure);
    assert_non_null(buffer);
    append(SIZE);
    is_all = true;
    return 0;
}

/* Neither a child nor a descriptor is left. */
static int tear_down(void **state)
{
    (void)state;
    audio_command_free(&command);
    uv_run(&loop, UV_RUN_DEFAULT);
    int closed = uv_loop_close(&loop);
    audio_buffer_free(&buffer);
    unlink(got);
    rmdir(folder);
    bool has_child = waitpid(-1, NULL, WNOHANG) >= 0;
    return closed != 0 || has_child || open_descriptors() > descriptors + 2;
}

static void on_changed(void *context)
{
    (void)context;
    audio_command_give(command, buffer, is_all);
}

/* What it does with "$f", a file of the test's. */
static void play(const char *what)
{
    char text[400];
    snprintf(text, sizeof text, "f=%s; %s", got, what);
    const struct audio_command_options options = {.loop = &loop, .command = text, .changed = on_changed};
    command = audio_command_new(&options);
    audio_command_play(command, CALL);
    audio_command_give(command, buffer, is_all);
}

static struct audio_player_status await(enum audio_player_state state)
{
    uint64_t begun = uv_hrtime();
    while (audio_command_status(command).state != state) {
        if (uv_hrtime() - begun > (uint64_t)PATIENCE_MS * 1000000)
            fail_msg("state %d, not %d", audio_command_status(command).state, state);
        uv_run(&loop, UV_RUN_ONCE);
    }
    return audio_command_status(command);
}

static size_t size_of_got(void)
{
    FILE *file = fopen(got, "re");
    size_t size = 0;
    for (int byte; file && (byte = getc(file)) != EOF; size++)
        assert_int_equal((char)byte, byte_at(size));
    if (file)
        fclose(file);
    return size;
}

static void await_file(void)
{
    uint64_t begun = uv_hrtime();
    while (access(got, F_OK) != 0) {
        assert_true(uv_hrtime() - begun < (uint64_t)PATIENCE_MS * 1000000);
        uv_run(&loop, UV_RUN_NOWAIT);
    }
}

static void it_gets_all_of_the_audio(void **state)
{
    (void)state;
    play("cat >$f");
    assert_int_equal(audio_command_status(command).state, AUDIO_PLAYER_PLAYING);
    assert_int_equal(audio_command_status(command).call, CALL);
    await(AUDIO_PLAYER_ENDED);
    assert_int_equal(size_of_got(), SIZE);
}

static void it_gets_what_arrives_later(void **state)
{
    (void)state;
    is_all = false;
    play("cat >$f");
    while (size_of_got() < SIZE)
        uv_run(&loop, UV_RUN_NOWAIT);
    assert_int_equal(audio_command_status(command).state, AUDIO_PLAYER_PLAYING);
    append(SIZE);
    is_all = true;
    audio_command_give(command, buffer, is_all);
    await(AUDIO_PLAYER_ENDED);
    assert_int_equal(size_of_got(), 2 * SIZE);
}

static void one_that_wants_no_more_has_ended(void **state)
{
    (void)state;
    play("head -c 1000 >$f");
    await(AUDIO_PLAYER_ENDED);
    assert_int_equal(size_of_got(), 1000);
}

static void one_that_fails_is_told(void **state)
{
    (void)state;
    play("cat >/dev/null; exit 3");
    struct audio_player_status status = await(AUDIO_PLAYER_FAILED);
    assert_string_equal(status.failure.what, "the command of player in [audio] failed with exit status 3");
    audio_command_free(&command);
    play("kill -9 $$");
    status = await(AUDIO_PLAYER_FAILED);
    assert_string_equal(status.failure.what, "the command of player in [audio] was ended by signal 9");
    audio_command_free(&command);
    play("/nonexistent/player");
    status = await(AUDIO_PLAYER_FAILED);
    assert_non_null(strstr(status.failure.what, "exit status 127"));
    audio_command_stop(command);
    assert_int_equal(audio_command_status(command).state, AUDIO_PLAYER_IDLE);
}

/* Nobody may have waited for it yet: in a container the first process need not. */
static bool has_ended(int process)
{
    char path[40], line[200] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    FILE *file = fopen(path, "re");
    bool is_told = file && fgets(line, sizeof line, file);
    if (file)
        fclose(file);
    return kill(process, 0) != 0 || (is_told && strstr(line, ") Z "));
}

/* Nor what it has started. */
static void one_that_is_stopped_is_gone(void **state)
{
    (void)state;
    play("trap '' TERM; sleep 300 & echo $! >$f.2; mv $f.2 $f; wait");
    await_file();
    char line[20] = "";
    FILE *file = fopen(got, "re");
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    int process = (int)strtol(line, NULL, 10);
    assert_true(process > 0);
    audio_command_stop(command);
    assert_int_equal(audio_command_status(command).state, AUDIO_PLAYER_ENDED);
    uv_run(&loop, UV_RUN_DEFAULT);
    uint64_t begun = uv_hrtime();
    while (!has_ended(process))
        assert_true(uv_hrtime() - begun < (uint64_t)PATIENCE_MS * 1000000);
}

static void it_starts_again(void **state)
{
    (void)state;
    play("sleep 300");
    audio_command_play(command, CALL + 1);
    assert_int_equal(audio_command_status(command).call, CALL + 1);
    assert_int_equal(audio_command_status(command).state, AUDIO_PLAYER_PLAYING);
}

#define WITH_LOOP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_LOOP(it_gets_all_of_the_audio),         WITH_LOOP(it_gets_what_arrives_later),
        WITH_LOOP(one_that_wants_no_more_has_ended), WITH_LOOP(one_that_fails_is_told),
        WITH_LOOP(one_that_is_stopped_is_gone),      WITH_LOOP(it_starts_again),
    };
    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

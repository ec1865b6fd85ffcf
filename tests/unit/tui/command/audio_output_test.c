/* Audio written while it comes: once, however often it begins anew, and never waited for. */
#include "tui/command/audio_output.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PART = 30000 };

struct fixture {
    uv_loop_t loop;
    int ends[2];
    struct audio_buffer *buffer;
    struct audio_output *output;
    char bytes[PART];
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct failure failure;
    memset(&fixture, 0, sizeof fixture);
    for (int i = 0; i < PART; i++)
        fixture.bytes[i] = (char)(i * 7 + i / 256);
    (void)signal(SIGPIPE, SIG_IGN);
    uv_loop_init(&fixture.loop);
    fixture.buffer = audio_buffer_new(&failure);
    fixture.output =
        pipe2(fixture.ends, O_CLOEXEC) == 0 ? audio_output_new(&fixture.loop, fixture.ends[1]) : NULL;
    *state = &fixture;
    return fixture.buffer && fixture.output ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    audio_output_free(&fixture->output);
    uv_run(&fixture->loop, UV_RUN_DEFAULT);
    audio_buffer_free(&fixture->buffer);
    close(fixture->ends[0]);
    close(fixture->ends[1]);
    return uv_loop_close(&fixture->loop);
}

static void come(struct fixture *fixture, size_t from, size_t length)
{
    struct failure failure;
    assert_true(audio_buffer_append(fixture->buffer, fixture->bytes + from, length, &failure));
}

/* Gives what there is until that has been done. */
static enum audio_output_state give(struct fixture *fixture, bool is_all)
{
    enum audio_output_state state;
    while ((state = audio_output_give(fixture->output, fixture->buffer, is_all)) == AUDIO_OUTPUT_WRITING)
        uv_run(&fixture->loop, UV_RUN_ONCE);
    return state;
}

static void assert_reads(struct fixture *fixture, size_t from, size_t length)
{
    char bytes[PART];
    size_t done = 0;
    while (done < length) {
        ssize_t count = read(fixture->ends[0], bytes + done, length - done);
        assert_true(count > 0);
        done += (size_t)count;
    }
    assert_memory_equal(bytes, fixture->bytes + from, length);
}

static void it_is_written_as_it_comes(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(audio_output_give(fixture->output, NULL, false), AUDIO_OUTPUT_WRITTEN);
    come(fixture, 0, 10000);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_WRITTEN);
    assert_reads(fixture, 0, 10000);
    come(fixture, 10000, 20000);
    assert_int_equal(give(fixture, true), AUDIO_OUTPUT_WRITTEN);
    assert_reads(fixture, 10000, 20000);
}

static void what_comes_again_is_written_once(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, 10000);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_WRITTEN);
    audio_buffer_clear(fixture->buffer);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_WRITTEN);
    come(fixture, 0, 5000);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_WRITTEN);
    come(fixture, 5000, 20000);
    assert_int_equal(give(fixture, true), AUDIO_OUTPUT_WRITTEN);
    assert_reads(fixture, 0, 25000);
}

static void other_audio_does_not_follow(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, 10000);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_WRITTEN);
    audio_buffer_clear(fixture->buffer);
    come(fixture, 1, 20000);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_DIFFERENT);
    assert_int_equal(give(fixture, true), AUDIO_OUTPUT_DIFFERENT);
    assert_reads(fixture, 0, 10000);
}

static void less_than_was_written_is_not_all(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 0, 10000);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_WRITTEN);
    audio_buffer_clear(fixture->buffer);
    come(fixture, 0, 9999);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_WRITTEN);
    assert_int_equal(give(fixture, true), AUDIO_OUTPUT_DIFFERENT);
}

static void a_reader_that_has_gone_is_told(void **state)
{
    struct fixture *fixture = *state;
    close(fixture->ends[0]);
    come(fixture, 0, 10000);
    assert_int_equal(give(fixture, false), AUDIO_OUTPUT_FAILED);
    assert_int_equal(audio_output_error(fixture->output), EPIPE);
    fixture->ends[0] = -1;
}

/* More than a pipe takes; tear_down waits for it. */
static void a_reader_that_does_not_read_is_not_waited_for(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 10; i++)
        come(fixture, 0, PART);
    assert_int_equal(audio_output_give(fixture->output, fixture->buffer, true), AUDIO_OUTPUT_WRITING);
    uv_run(&fixture->loop, UV_RUN_NOWAIT);
    assert_int_equal(audio_output_give(fixture->output, fixture->buffer, true), AUDIO_OUTPUT_WRITING);
}

#define WITH_PIPE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PIPE(it_is_written_as_it_comes),      WITH_PIPE(what_comes_again_is_written_once),
        WITH_PIPE(other_audio_does_not_follow),    WITH_PIPE(less_than_was_written_is_not_all),
        WITH_PIPE(a_reader_that_has_gone_is_told), WITH_PIPE(a_reader_that_does_not_read_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

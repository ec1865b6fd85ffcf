/* What curses writes is never held up, however slowly the terminal takes it. */
#include "tui/terminal/output_buffer.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LARGE = 3 << 20 /* more than a pipe may hold */ };

struct fixture {
    struct output_buffer output;
    int ends[2]; /* of a pipe in the place of the terminal */
    char *text;
};

static int set_up(void **state)
{
    struct fixture *fixture = *state = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->text = malloc(LARGE);
    assert_non_null(fixture->text);
    for (size_t i = 0; i < LARGE; i++)
        fixture->text[i] = (char)('a' + i % 23);
    assert_int_equal(pipe2(fixture->ends, O_CLOEXEC | O_NONBLOCK), 0);
    assert_true(output_buffer_open(&fixture->output, fixture->ends[1]));
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    output_buffer_close(&fixture->output);
    close(fixture->ends[0]);
    close(fixture->ends[1]);
    free(fixture->text);
    free(fixture);
    return 0;
}

static void put(struct fixture *fixture, size_t length)
{
    assert_int_equal(fwrite(fixture->text, 1, length, fixture->output.stream), length);
    assert_int_equal(fflush(fixture->output.stream), 0);
}

/* What has come to the terminal, which goes on where `at` is in the text. */
static size_t take(const struct fixture *fixture, size_t at)
{
    char bytes[1 << 12];
    ssize_t length = read(fixture->ends[0], bytes, sizeof bytes);
    if (length <= 0)
        return at;
    assert_true(at + (size_t)length <= LARGE);
    assert_memory_equal(bytes, fixture->text + at, (size_t)length);
    return at + (size_t)length;
}

static void all_of_a_large_frame_comes_to_a_slow_terminal(void **state)
{
    struct fixture *fixture = *state;
    alarm(60); /* a write that blocks */
    put(fixture, LARGE);
    assert_int_equal(output_buffer_waiting(&fixture->output), LARGE);
    assert_false(output_buffer_flush(&fixture->output));
    size_t at = 0;
    while (!output_buffer_flush(&fixture->output))
        at = take(fixture, at);
    for (size_t before = LARGE; at != before;) {
        before = at;
        at = take(fixture, at);
    }
    assert_int_equal(at, LARGE);
    assert_int_equal(output_buffer_waiting(&fixture->output), 0);
    alarm(0);
}

static void what_is_written_again_and_again_takes_no_more_memory(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 10; i++) {
        put(fixture, 1000);
        assert_int_equal(output_buffer_waiting(&fixture->output), 1000);
        assert_true(output_buffer_flush(&fixture->output));
        assert_int_equal(take(fixture, 0), 1000);
        assert_int_equal(lseek(fileno(fixture->output.stream), 0, SEEK_END), 0);
    }
}

static void what_is_forgotten_does_not_come(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, 1000);
    output_buffer_forget(&fixture->output);
    assert_int_equal(output_buffer_waiting(&fixture->output), 0);
    put(fixture, 500);
    assert_true(output_buffer_drain(&fixture->output, 0));
    assert_int_equal(take(fixture, 0), 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_of_a_large_frame_comes_to_a_slow_terminal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_written_again_and_again_takes_no_more_memory, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_forgotten_does_not_come, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

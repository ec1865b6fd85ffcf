/* The shape is made beside the loop, while the bytes come. */
#include "model/audio/audio_analysis.h"
#include "tests/unit/model/audio/made_mp3.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    uv_loop_t loop;
    struct audio_analysis *analysis;
    struct made_mp3 made;
    int file; /* of the bytes, to be written */
    size_t written;
    unsigned changes;
};

static void on_changed(void *context)
{
    struct fixture *fixture = context;
    fixture->changes++;
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    assert_int_equal(uv_loop_init(&fixture.loop), 0);
    fixture.made = made_mp3(false, false, false);
    made_mp3_add(&fixture.made, 2000, 0);
    made_mp3_add(&fixture.made, 60000, MADE_LEFT);
    fixture.file = memfd_create("audio", MFD_CLOEXEC);
    fixture.analysis =
        audio_analysis_start(&fixture.loop, AUDIO_MP3, dup(fixture.file), on_changed, &fixture);
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    audio_analysis_end(&fixture->analysis);
    assert_null(fixture->analysis);
    uv_run(&fixture->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&fixture->loop), 0);
    made_mp3_free(&fixture->made);
    close(fixture->file);
    return 0;
}

/* As many bytes more come, or all that is left. */
static void come(struct fixture *fixture, size_t count)
{
    size_t left = fixture->made.length - fixture->written;
    count = count < left ? count : left;
    assert_int_equal(
        pwrite(fixture->file, fixture->made.bytes + fixture->written, count, (off_t)fixture->written), count);
    fixture->written += count;
    audio_analysis_go_on(fixture->analysis, fixture->written, false);
    if (fixture->written == fixture->made.length) /* that this is all is known a little later */
        audio_analysis_go_on(fixture->analysis, fixture->written, true);
}

static void await_column(struct fixture *fixture, size_t column)
{
    while (audio_analysis_shape(fixture->analysis)->count <= column && uv_run(&fixture->loop, UV_RUN_ONCE))
        ;
    assert_true(audio_analysis_shape(fixture->analysis)->count > column);
}

static void the_first_bytes_give_the_first_columns(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, 1000);
    await_column(fixture, 8);
    assert_true(fixture->changes > 0);
    assert_false(audio_analysis_facts(fixture->analysis)->is_over);
    assert_in_range(audio_analysis_facts(fixture->analysis)->bytes, 1, 1000);
}

static void all_of_it_comes(void **state)
{
    struct fixture *fixture = *state;
    while (fixture->written < fixture->made.length) {
        come(fixture, 5000);
        uv_run(&fixture->loop, UV_RUN_NOWAIT);
        const size_t columns = audio_analysis_shape(fixture->analysis)->count;
        assert_int_equal(audio_analysis_sound(fixture->analysis)->columns, columns);
    }
    uv_run(&fixture->loop, UV_RUN_DEFAULT);
    assert_true(audio_analysis_facts(fixture->analysis)->is_over);
    assert_int_equal(audio_analysis_facts(fixture->analysis)->bytes, fixture->made.length);
    assert_int_equal(audio_shape_length_ms(audio_analysis_shape(fixture->analysis)),
                     fixture->made.frames * MADE_FRAME_MS);
    const struct audio_sound *sound = audio_analysis_sound(fixture->analysis);
    assert_int_equal(sound->count, 1);
    assert_in_range(sound->spans[0].begin, 80, 88);
}

static void what_is_under_way_may_be_left(void **state)
{
    struct fixture *fixture = *state;
    come(fixture, fixture->made.length);
    unsigned changes = fixture->changes;
    audio_analysis_end(&fixture->analysis);
    uv_run(&fixture->loop, UV_RUN_DEFAULT);
    assert_int_equal(fixture->changes, changes);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(the_first_bytes_give_the_first_columns),
        WITH_FIXTURE(all_of_it_comes),
        WITH_FIXTURE(what_is_under_way_may_be_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The shape of a call in cells against a plain scan: random shapes, sounds, widths. TEST_SEED runs one seed again,
 * TEST_SEEDS sets how many. */
#include "tui/list/shape_line.h"

#include "tests/unit/model/archive/archive_fixture.h"
#include "tui/draw/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_COLUMNS = 3000, MOST_CELLS = 200 };

struct world {
    struct archive_fixture random; /* only its numbers */
    struct audio_shape shape;
    struct audio_sound sound;
    struct audio_span heard[2];
    struct shape_line line;
    struct shape_cell cells[MOST_CELLS * AUDIO_CHANNELS];
};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->random, below);
}

/* Loud and silent stretches of some seconds each. */
static void make_shape(struct world *world)
{
    unsigned columns = pick(world, MOST_COLUMNS), left = 0;
    bool is_loud = false;
    audio_shape_widen(&world->shape, 1 + pick(world, 2));
    for (unsigned i = 0; i < columns; i++, left--) {
        struct audio_column column[AUDIO_CHANNELS] = {{0}};
        if (left == 0) {
            left = 1 + pick(world, 400);
            is_loud = !is_loud;
        }
        for (unsigned channel = 0; channel < AUDIO_CHANNELS && is_loud; channel++)
            column[channel] = (struct audio_column){(uint8_t)(1 + pick(world, 255)), 150};
        audio_shape_add(&world->shape, column);
    }
    audio_sound_find(&world->sound, &world->shape);
}

static void world_open(struct world *world, unsigned seed)
{
    memset(world, 0, sizeof *world);
    world->random.random = seed;
    make_shape(world);
    size_t count = world->shape.count, more = pick(world, 2) ? pick(world, MOST_COLUMNS) : 0;
    size_t first = pick(world, (unsigned)count + 1),
           second = first + pick(world, (unsigned)(count - first) + 1);
    world->heard[0] = (struct audio_span){first / 2, first};
    world->heard[1] = (struct audio_span){second, count};
    world->line = (struct shape_line){
        .shape = &world->shape,
        .sound = &world->sound,
        .heard = world->heard,
        .heard_count = 2,
        .columns = count + more > 0 ? count + more : 1,
        .cells = 1 + pick(world, MOST_CELLS),
        .lines = pick(world, 2) ? world->shape.channels : 1,
    };
    shape_line_fill(&world->line, world->cells);
}

static void world_close(struct world *world)
{
    audio_shape_clear(&world->shape);
    audio_sound_clear(&world->sound);
}

/* What holds of a column, for a plain scan. */
static bool is_within(const struct audio_span *spans, size_t count, size_t column)
{
    for (size_t i = 0; i < count; i++)
        if (column >= spans[i].begin && column < spans[i].end)
            return true;
    return false;
}

/* The first column that a cell stands for. */
static size_t begin_of(const struct shape_line *line, size_t cell)
{
    return line->cells ? cell * line->columns / line->cells : 0;
}

static void check_cell(const struct world *world, size_t number, size_t place)
{
    const struct shape_line *line = &world->line;
    const struct shape_cell *cell = &world->cells[number * line->cells + place];
    size_t begin = begin_of(line, place), end = begin_of(line, place + 1);
    size_t sounding = 0, heard = 0;
    end = end > begin ? end : begin + 1;
    for (size_t column = begin; column < end; column++) {
        sounding += is_within(world->sound.spans, world->sound.count, column);
        heard += is_within(world->heard, 2, column);
    }
    assert_int_equal(cell->is_there, begin < world->shape.count);
    assert_int_equal(cell->level > 0, sounding > 0);
    assert_true(cell->level <= TEXT_BARS);
    assert_int_equal(cell->is_heard, heard * 2 > end - begin);
}

/* The cell of each column is the one that stands for it, or, where there are more cells than columns, one of them. */
static void check_places(const struct world *world)
{
    const struct shape_line *line = &world->line;
    for (size_t column = 0; column < line->columns; column++) {
        size_t cell = shape_line_cell(line, (int64_t)column * AUDIO_COLUMN_MS + AUDIO_COLUMN_MS - 1);
        size_t begin = begin_of(line, cell), end = begin_of(line, cell + 1);
        assert_true(cell < line->cells && begin <= column && (column < end || begin == column));
    }
    for (size_t cell = 0; cell < line->cells; cell++) {
        int64_t position = shape_line_position(line, cell);
        size_t back = shape_line_cell(line, position);
        assert_true(position >= 0 && position < (int64_t)line->columns * AUDIO_COLUMN_MS);
        if (position == 0) /* the beginning is the first cell, however many stand for it */
            assert_int_equal(back, 0);
        else
            assert_true(line->columns < line->cells ? back >= cell : back == cell);
    }
    assert_int_equal(shape_line_cell(line, -1), 0);
    assert_int_equal(shape_line_cell(line, INT64_MAX), line->cells - 1);
}

static void cells_are_what_a_plain_scan_finds(void **state)
{
    (void)state;
    const char *one = getenv("TEST_SEED"), *count = getenv("TEST_SEEDS");
    unsigned first = one ? (unsigned)strtoul(one, NULL, 10) : 1;
    unsigned seeds = one ? 1 : count ? (unsigned)strtoul(count, NULL, 10) : 100;
    print_message("TEST_SEED=%u\n", first);
    for (unsigned seed = first; seed < first + seeds; seed++) {
        struct world world;
        world_open(&world, seed);
        for (size_t i = 0; i < world.line.cells * world.line.lines; i++)
            check_cell(&world, i / world.line.cells, i % world.line.cells);
        check_places(&world);
        world_close(&world);
    }
}

static void add(struct audio_shape *shape, unsigned columns, uint8_t left, uint8_t right)
{
    const struct audio_column column[AUDIO_CHANNELS] = {{left, left ? 150 : 0}, {right, right ? 150 : 0}};
    while (columns-- > 0)
        audio_shape_add(shape, column);
}

/* Each channel has its line; in one line there is the louder of them. */
static void channels_are_told_apart(void **state)
{
    (void)state;
    struct audio_shape shape = {0};
    struct audio_sound sound = {0};
    struct shape_cell cells[6];
    audio_shape_widen(&shape, 2);
    add(&shape, 100, 200, 0);
    add(&shape, 100, 0, 0);
    add(&shape, 100, 0, 100);
    audio_sound_find(&sound, &shape);
    struct shape_line line = {
        .shape = &shape, .sound = &sound, .columns = shape.count, .cells = 3, .lines = 2};
    shape_line_fill(&line, cells);
    assert_int_equal(cells[0].level, TEXT_BARS);
    assert_int_equal(cells[2].level, 1);
    assert_int_equal(cells[3].level, 1);
    assert_in_range(cells[5].level, 4, 5);
    line.lines = 1;
    shape_line_fill(&line, cells);
    assert_int_equal(cells[0].level, TEXT_BARS);
    assert_in_range(cells[2].level, 4, 5);
    audio_shape_clear(&shape);
    audio_sound_clear(&sound);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_a_plain_scan_finds),
        cmocka_unit_test(channels_are_told_apart),
    };
    return cmocka_run_group_tests_name("shape_line", tests, NULL, NULL);
}

/* Which id belongs to a time. */
#include "model/coverage/chronology.h"

#include "model/time/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define HOUR (3600 * TIMESTAMP_SECOND)
#define DAY (24 * HOUR)
#define BEGINNING (INT64_C(1600000000) * TIMESTAMP_SECOND)

static int64_t id_at(const struct chronology *chronology, int64_t time)
{
    int64_t id = -1;
    assert_true(chronology_id_at(chronology, time, &id));
    return id;
}

/* A hundred ids an hour for some days. */
static void fill(struct chronology *chronology, int days)
{
    for (int64_t day = 0; day <= days; day++)
        chronology_add(chronology, 1000 + 2400 * day, BEGINNING + day * DAY);
}

static void test_two_moments_are_needed(void **state)
{
    (void)state;
    struct chronology chronology = {0};
    int64_t id;
    assert_false(chronology_id_at(&chronology, BEGINNING, &id));
    chronology_add(&chronology, 1000, BEGINNING);
    assert_false(chronology_id_at(&chronology, BEGINNING, &id));
    chronology_add(&chronology, 2000, BEGINNING); /* of the same time they tell no pace */
    assert_false(chronology_id_at(&chronology, BEGINNING, &id));
    chronology_add(&chronology, 3000, BEGINNING + HOUR);
    assert_true(chronology_id_at(&chronology, BEGINNING, &id));
    chronology_clear(&chronology);
}

static void test_between_moments(void **state)
{
    (void)state;
    struct chronology chronology = {0};
    fill(&chronology, 10);
    assert_int_equal(id_at(&chronology, BEGINNING + 3 * DAY), 1000 + 3 * 2400);
    assert_int_equal(id_at(&chronology, BEGINNING + 3 * DAY + DAY / 2), 1000 + 3 * 2400 + 1200);
    chronology_clear(&chronology);
}

static void test_beyond_the_ends_the_pace_goes_on(void **state)
{
    (void)state;
    struct chronology chronology = {0};
    fill(&chronology, 100);
    assert_in_range(id_at(&chronology, BEGINNING + 120 * DAY), 1000 + 119 * 2400, 1000 + 121 * 2400);
    assert_int_equal(id_at(&chronology, BEGINNING - 1000 * DAY), 0);
    assert_true(id_at(&chronology, INT64_MAX) > 1000);
    assert_int_equal(id_at(&chronology, TIMESTAMP_EARLIEST), 0);
    chronology_clear(&chronology);
}

/* Twice as many ids in every stretch of hundred days: more are expected in the next one, too. */
static void test_a_change_of_pace_goes_on(void **state)
{
    (void)state;
    struct chronology chronology = {0};
    chronology_add(&chronology, 10000, BEGINNING);
    chronology_add(&chronology, 20000, BEGINNING + 100 * DAY);
    chronology_add(&chronology, 40000, BEGINNING + 200 * DAY);
    assert_in_range(id_at(&chronology, BEGINNING + 300 * DAY), 65000, 75000);
    chronology_clear(&chronology);
}

/* The nights and weekends that a short sample does not show are allowed for. */
static void test_a_day_at_work_is_not_every_day(void **state)
{
    (void)state;
    struct chronology chronology = {0};
    chronology_add(&chronology, 1000, BEGINNING);
    chronology_add(&chronology, 1800, BEGINNING + 8 * HOUR);
    assert_in_range(id_at(&chronology, BEGINNING + 100 * DAY), 1000 + 10 * 2400, 1000 + 60 * 2400);
    assert_in_range(id_at(&chronology, BEGINNING + 9 * HOUR), 1800, 1900);
    chronology_clear(&chronology);
}

static void test_what_has_no_id_or_time_is_left_away(void **state)
{
    (void)state;
    struct chronology chronology = {0};
    chronology_add(&chronology, 0, BEGINNING);
    chronology_add(&chronology, INT64_MIN, BEGINNING);
    chronology_add(&chronology, 5, TIMESTAMP_NONE);
    chronology_add(&chronology, 5, TIMESTAMP_EARLIEST - 1);
    assert_int_equal(chronology.count, 0);
    chronology_clear(&chronology);
}

static void test_a_wrong_time_does_no_lasting_harm(void **state)
{
    (void)state;
    const int64_t wrong[] = {BEGINNING + 40000 * DAY, BEGINNING - 1000 * DAY};
    for (size_t i = 0; i < 2; i++) {
        struct chronology chronology = {0};
        chronology_add(&chronology, 1001 + 2400 * (int64_t)i * 20, wrong[i]);
        fill(&chronology, 20);
        chronology_add(&chronology, 1003 + 2400 * 10, wrong[i]);
        assert_in_range(chronology.count, 16, 20);
        assert_in_range(id_at(&chronology, BEGINNING + 15 * DAY), 1000 + 14 * 2400, 1000 + 16 * 2400);
        chronology_clear(&chronology);
    }
}

/* Added in any order, kept in one; beyond a number every second one goes and the ends stay. */
static void test_many_moments(void **state)
{
    (void)state;
    struct chronology chronology = {0};
    for (int64_t i = 0; i < 5000; i++) {
        int64_t day = i * 2003 % 5000;
        chronology_add(&chronology, 1000 + 2400 * day, BEGINNING + day * DAY);
        assert_true(chronology.count <= CHRONOLOGY_MOST);
    }
    for (size_t i = 1; i < chronology.count; i++) {
        assert_true(chronology.moments[i - 1].id < chronology.moments[i].id);
        assert_true(chronology.moments[i - 1].time <= chronology.moments[i].time);
    }
    assert_int_equal(chronology.moments[0].id, 1000);
    assert_int_equal(chronology.moments[chronology.count - 1].id, 1000 + 2400 * 4999);
    struct chronology copy = {0};
    chronology_copy(&copy, &chronology);
    assert_int_equal(id_at(&copy, BEGINNING + 777 * DAY), id_at(&chronology, BEGINNING + 777 * DAY));
    chronology_clear(&copy);
    chronology_clear(&chronology);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_moments_are_needed),
        cmocka_unit_test(test_between_moments),
        cmocka_unit_test(test_beyond_the_ends_the_pace_goes_on),
        cmocka_unit_test(test_a_change_of_pace_goes_on),
        cmocka_unit_test(test_a_day_at_work_is_not_every_day),
        cmocka_unit_test(test_what_has_no_id_or_time_is_left_away),
        cmocka_unit_test(test_a_wrong_time_does_no_lasting_harm),
        cmocka_unit_test(test_many_moments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

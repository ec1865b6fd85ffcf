/* Answers read element by element: what of them is filed, when they are cut, and which empty ones are believed. */
#include "model/fetch/answer_reading.h"

#include "model/time/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define NOW (INT64_C(1700000000) * TIMESTAMP_SECOND)

static const struct coverage nothing_covered = {0};
static const struct chronology nothing_known = {0};

struct fixture {
    struct fetch_job *job;
    struct answer_reading reading;
    unsigned filed;
};

static void count(void *context, const char *text, size_t length)
{
    struct fixture *fixture = context;
    assert_true(length > 0 && text[0] == '{');
    fixture->filed++;
}

static uint64_t clock_of_test(void)
{
    static uint64_t now;
    return now += 1000000;
}

static void begin(struct fixture *fixture, struct fetch_job_spec order)
{
    order.now = NOW;
    order.page = 20;
    order.chronology = &nothing_known;
    order.coverage = &nothing_covered;
    *fixture = (struct fixture){.job = fetch_job_new(&order)};
    fixture->reading = (struct answer_reading){
        .job = fixture->job, .file = count, .context = fixture, .clock = clock_of_test};
    assert_true(answer_reading_ask(&fixture->reading, NOW));
}

static void end(struct fixture *fixture)
{
    answer_reading_clear(&fixture->reading);
    fetch_job_free(&fixture->job);
}

static void take(struct fixture *fixture, int64_t id)
{
    char text[64];
    size_t length = (size_t)snprintf(text, sizeof text, "{\"QueueCallId\":%lld}", (long long)id);
    answer_reading_take(&fixture->reading, text, length);
}

static void take_at(struct fixture *fixture, int64_t id, int64_t started)
{
    char text[128], start[TIMESTAMP_TEXT_SIZE];
    size_t length =
        (size_t)snprintf(text, sizeof text, "{\"QueueCallId\":%lld,\"ConversationStartedUtc\":\"%s\"}",
                         (long long)id, timestamp_utc_text(start, started));
    answer_reading_take(&fixture->reading, text, length);
}

/* A whole answer, and the next question. */
static void answer_with(struct fixture *fixture, const int64_t *ids, size_t count)
{
    struct fetch_job_answer answer = {.last = {.time = TIMESTAMP_NONE}};
    answer_begin(&answer.judgement, fixture->reading.question.from, false);
    for (size_t i = 0; i < count; i++) {
        take(fixture, ids[i]);
        answer_take(&answer.judgement, ids[i]);
    }
    assert_int_equal(answer_reading_end(&fixture->reading, true, true), ANSWER_WHOLE);
    fetch_job_take(fixture->job, &answer);
    assert_true(answer_reading_ask(&fixture->reading, NOW));
}

static void test_a_stretch_ends_behind_the_id_where_the_archive_goes_on(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_STRETCH, .from = 1000, .stop_at = 1100});
    int64_t id = 1000;
    while (!fixture.reading.is_enough && id < 2000)
        take(&fixture, ++id);
    assert_int_equal(id, 1101);
    assert_int_equal(fixture.filed, 101);
    take(&fixture, ++id);
    assert_int_equal(fixture.filed, 101);
    assert_int_equal(answer_reading_end(&fixture.reading, false, true), ANSWER_PART);
    end(&fixture);
}

static void test_the_order_of_ids_is_seen_before_an_answer_is_cut(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_STRETCH, .from = 1000, .stop_at = 1001});
    for (unsigned i = 0; i < 2 * ANSWER_EVIDENCE; i++)
        take(&fixture, 2000 + i);
    assert_false(fixture.reading.is_enough);
    take(&fixture, 3000);
    assert_true(fixture.reading.is_enough);
    end(&fixture);
}

static void test_what_is_looked_at_is_filed_only_when_the_job_wants_it(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_NEWEST});
    assert_true(fixture.reading.question.look > 2);
    take(&fixture, 50);
    take(&fixture, 51);
    assert_int_equal(fixture.filed, 0);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_WHOLE);
    assert_int_equal(fixture.filed, 2);
    end(&fixture);
}

static void test_a_look_that_breaks_off_files_what_came(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_NEWEST});
    take(&fixture, 50);
    assert_int_equal(answer_reading_end(&fixture.reading, false, true), ANSWER_PART);
    assert_int_equal(fixture.filed, 1);
    assert_null(fixture.reading.sample);
    end(&fixture);
}

/* However little was looked at, when nobody can wait for more. */
static void test_a_look_may_be_decided_early(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_NEWEST});
    take(&fixture, 50);
    assert_non_null(fixture.reading.sample);
    answer_reading_decide(&fixture.reading);
    assert_null(fixture.reading.sample);
    assert_true(fixture.reading.is_enough || fixture.filed == 1);
    answer_reading_decide(&fixture.reading);
    end(&fixture);
}

static void test_no_more_is_filed_than_is_wanted(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD});
    fixture.reading.question.most = 3;
    for (int64_t id = 1; id <= 5; id++)
        take(&fixture, id);
    assert_true(fixture.reading.is_enough);
    assert_int_equal(fixture.filed, 3);
    end(&fixture);
}

/* Something has come since: the next empty answer is another matter. */
static void test_a_doubt_ends_with_what_comes(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD});
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    take(&fixture, 50);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_WHOLE);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    assert_int_equal(answer_reading_end(&fixture.reading, true, false), ANSWER_AGAIN);
    end(&fixture);
}

static void test_a_look_without_anything_is_asked_for_twice(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_NEWEST});
    const int64_t from = fixture.reading.question.from;
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    assert_int_equal(fixture.reading.question.from, from);
    assert_non_null(fixture.reading.sample);
    end(&fixture);
}

static void test_an_answer_without_anything_is_asked_for_twice(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD});
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    assert_int_equal(fixture.reading.question.from, 0);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_WHOLE);
    end(&fixture);
}

/* What both say was so when the first was asked for: of the time between them one alone tells. */
static void test_an_end_is_believed_as_of_the_first_of_two_answers(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD, .from = 1000});
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW + TIMESTAMP_SECOND));
    assert_int_equal(fixture.reading.question.from, 1000);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_WHOLE);
    assert_int_equal(fixture.reading.asked_at, NOW);
    assert_true(answer_reading_ask(&fixture.reading, NOW + TIMESTAMP_SECOND));
    assert_int_equal(fixture.reading.asked_at, NOW + TIMESTAMP_SECOND);
    end(&fixture);
}

/* From the last that is known on a search files nothing, too. */
static void test_an_end_that_is_searched_is_asked_for_twice(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_NEWEST, .known = 2000, .last = 3000});
    assert_int_equal(fixture.reading.question.from, 2999);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    assert_int_equal(fixture.reading.question.from, 2999);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_WHOLE);
    end(&fixture);
}

/* It is not claimed to be the end, and costs one question. */
static void test_nothing_new_is_believed_at_once(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD, .from = 1000, .keeps_head = true});
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_WHOLE);
    end(&fixture);
}

/* Further down it is another question, of which one answer alone may be wrong. */
static void test_each_step_down_is_asked_for_twice(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD, .from = 1500, .known = 1600});
    static const int64_t expected[] = {1500, 1500, 500, 500, 0, 0};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        bool is_last = i + 1 == sizeof expected / sizeof *expected;
        assert_int_equal(fixture.reading.question.from, expected[i]);
        assert_int_equal(answer_reading_end(&fixture.reading, true, true),
                         is_last ? ANSWER_WHOLE : ANSWER_AGAIN);
        assert_true(answer_reading_ask(&fixture.reading, NOW));
    }
    end(&fixture);
}

/* What was not there any more before is not waited for. */
static void test_what_was_lost_before_is_looked_for_at_the_start(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture,
          (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD, .from = 1500, .known = 1600, .is_lost = true});
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    assert_int_equal(fixture.reading.question.from, 0);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_WHOLE);
    end(&fixture);
}

/* Everything that came was looked at, and left: it came all the same. */
static void test_an_answer_that_is_left_is_not_without_anything(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_DATE, .time = NOW});
    size_t look = fixture.reading.question.look;
    for (size_t i = 0; i < look; i++)
        take_at(&fixture, 1000 + 100 * (int64_t)i, NOW - (int64_t)(1000 - i) * 3600 * TIMESTAMP_SECOND);
    assert_true(fixture.reading.is_enough);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_WHOLE);
    end(&fixture);
}

/* All that a server has that ignores the cursor, again and again. What came is asked for further down until that is
 * certain, and cannot be nothing then. */
static void test_nothing_below_what_has_come_is_not_believed(void **state)
{
    (void)state;
    static const int64_t ids[] = {100, 101, 102, 103, 110, 111};
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD, .from = 99});
    answer_with(&fixture, ids, 4);
    assert_int_equal(fixture.reading.question.from, 102);
    answer_with(&fixture, ids, 6);
    assert_int_equal(fixture.reading.question.from, 101);
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    assert_int_equal(answer_reading_end(&fixture.reading, true, true), ANSWER_LACKS);
    end(&fixture);
}

static void test_an_answer_without_a_list_is_doubted_wherever_it_was_asked(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, (struct fetch_job_spec){.kind = FETCH_JOB_FORWARD, .from = 1000});
    assert_int_equal(answer_reading_end(&fixture.reading, true, false), ANSWER_AGAIN);
    assert_true(answer_reading_ask(&fixture.reading, NOW));
    assert_int_equal(answer_reading_end(&fixture.reading, true, false), ANSWER_WHOLE);
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stretch_ends_behind_the_id_where_the_archive_goes_on),
        cmocka_unit_test(test_the_order_of_ids_is_seen_before_an_answer_is_cut),
        cmocka_unit_test(test_what_is_looked_at_is_filed_only_when_the_job_wants_it),
        cmocka_unit_test(test_a_look_that_breaks_off_files_what_came),
        cmocka_unit_test(test_a_look_may_be_decided_early),
        cmocka_unit_test(test_no_more_is_filed_than_is_wanted),
        cmocka_unit_test(test_a_doubt_ends_with_what_comes),
        cmocka_unit_test(test_a_look_without_anything_is_asked_for_twice),
        cmocka_unit_test(test_an_answer_without_anything_is_asked_for_twice),
        cmocka_unit_test(test_an_end_is_believed_as_of_the_first_of_two_answers),
        cmocka_unit_test(test_an_end_that_is_searched_is_asked_for_twice),
        cmocka_unit_test(test_nothing_new_is_believed_at_once),
        cmocka_unit_test(test_each_step_down_is_asked_for_twice),
        cmocka_unit_test(test_what_was_lost_before_is_looked_for_at_the_start),
        cmocka_unit_test(test_an_answer_that_is_left_is_not_without_anything),
        cmocka_unit_test(test_nothing_below_what_has_come_is_not_believed),
        cmocka_unit_test(test_an_answer_without_a_list_is_doubted_wherever_it_was_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is tried again by itself, and after how long. */
#include "model/fetch/patience.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct failure failure_of(enum failure_kind kind, int retry_after)
{
    return (struct failure){.kind = kind, .retry_after = retry_after};
}

static void assert_about(uint64_t delay, uint64_t expected)
{
    if (delay < expected * 3 / 4 || delay > expected * 5 / 4)
        fail_msg("%llu is not about %llu", (unsigned long long)delay, (unsigned long long)expected);
}

static void what_a_change_must_mend_is_not_waited_for(void **state)
{
    (void)state;
    struct failure failure = failure_of(FAILURE_NETWORK, 0);
    assert_true(patience_helps(&failure));
    failure.is_lasting = true;
    assert_false(patience_helps(&failure));
    static const enum failure_kind lasting[] = {FAILURE_USAGE, FAILURE_REFUSED, FAILURE_NOT_FOUND,
                                                FAILURE_DISK,  FAILURE_DAMAGED, FAILURE_CANCELLED};
    for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++) {
        failure = failure_of(lasting[i], 0);
        assert_false(patience_helps(&failure));
    }
}

static void a_command_waits_for_seconds(void **state)
{
    (void)state;
    struct failure failure = failure_of(FAILURE_SERVER, 0);
    assert_about(patience_of_command(&failure, 1), 1000);
    assert_about(patience_of_command(&failure, 3), 4000);
    assert_about(patience_of_command(&failure, 100), 60000);
    failure.retry_after = 90;
    assert_int_equal(patience_of_command(&failure, 1), 90000);
    failure.retry_after = 86400;
    assert_int_equal(patience_of_command(&failure, 1), 0);
}

static void a_screen_waits_for_minutes(void **state)
{
    (void)state;
    struct failure failure = failure_of(FAILURE_SERVER, 0);
    assert_about(patience_of_screen(&failure, 1), 4000);
    assert_about(patience_of_screen(&failure, 100), 240000);
    failure.retry_after = 86400;
    assert_int_equal(patience_of_screen(&failure, 1), 86400000);
    failure = failure_of(FAILURE_REFUSED, 0);
    assert_about(patience_of_screen(&failure, 1), 3600000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_change_must_mend_is_not_waited_for),
        cmocka_unit_test(a_command_waits_for_seconds),
        cmocka_unit_test(a_screen_waits_for_minutes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

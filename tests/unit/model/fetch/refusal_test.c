/* When nothing more is asked of a server that refuses. */
#include "model/fetch/refusal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool take(struct refusal *refusal, enum failure_kind kind, int status)
{
    const struct failure failure = {.kind = kind, .status = status};
    return refusal_take(refusal, &failure);
}

static void one_question_at_a_time_until_one_is_answered(void **state)
{
    (void)state;
    struct refusal refusal = {0};
    assert_true(refusal_may_ask(&refusal, false));
    assert_false(refusal_may_ask(&refusal, true));
    assert_false(take(&refusal, FAILURE_SERVER, 503));
    assert_false(take(&refusal, FAILURE_NETWORK, 0));
    assert_false(take(&refusal, FAILURE_NOT_FOUND, 404));
    assert_false(refusal_may_ask(&refusal, true));
    assert_false(refusal_take(&refusal, NULL));
    assert_true(refusal_may_ask(&refusal, true));
    assert_false(take(&refusal, FAILURE_SERVER, 503));
    assert_true(refusal_may_ask(&refusal, true));
}

static void a_wrong_secret_is_the_end(void **state)
{
    (void)state;
    struct refusal refusal = {0};
    assert_true(take(&refusal, FAILURE_REFUSED, 401));
    assert_false(take(&refusal, FAILURE_NONE, 0));
    assert_true(take(&refusal, FAILURE_REFUSED, 401));
    assert_false(refusal_may_ask(&refusal, true));
}

static void one_agent_may_be_forbidden(void **state)
{
    (void)state;
    struct refusal refusal = {0};
    assert_true(take(&refusal, FAILURE_REFUSED, 403));
    refusal_take(&refusal, NULL);
    refusal = (struct refusal){.accepted = true};
    assert_false(take(&refusal, FAILURE_REFUSED, 403));
    assert_false(refusal_may_ask(&refusal, true));
    assert_false(refusal_take(&refusal, NULL));
    assert_false(take(&refusal, FAILURE_REFUSED, 403));
    assert_true(take(&refusal, FAILURE_REFUSED, 403));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_question_at_a_time_until_one_is_answered),
        cmocka_unit_test(a_wrong_secret_is_the_end),
        cmocka_unit_test(one_agent_may_be_forbidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

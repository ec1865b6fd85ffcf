/* What the commands say of what there is of an agent. */
#include "tui/command/command_coverage.h"

#include "model/time/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A command that is stopped early may end before the archive has been looked through. */
static void what_is_not_known_to_be_damaged_is_not_said_to_be(void **state)
{
    (void)state;
    char text[COMMAND_COVERAGE_SIZE];
    struct agent_summary agent = {.as_of = TIMESTAMP_NONE, .doubt = AGENT_UNCHECKED};
    assert_null(strstr(command_coverage_of(text, &agent, true), "is damaged"));
    agent.doubt = AGENT_DAMAGED;
    assert_non_null(strstr(command_coverage_of(text, &agent, true), "is damaged"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_known_to_be_damaged_is_not_said_to_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

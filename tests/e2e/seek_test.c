/* From match to match of the last filter with the rest in sight, and an agent found by its name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"

enum { ROWS = 50, COLUMNS = 200, PROMPT_ROW = ROWS - 1 };

static void n_goes_from_match_to_match_among_all_others(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "76318521");
    expect_text(terminal, "9 hits");
    terminal_keys(terminal, "Esc");
    expect_gone(terminal, "hits");
    expect_text(terminal, "3,000 recordings");
    expect_selected(terminal, "2026-05-03");
    terminal_keys(terminal, "n");
    expect_selected(terminal, "2026-04-28 08:50");
    expect_text(terminal, "3,000 recordings");
    struct position at;
    int row = screen_cursor(terminal_screen(terminal)).row;
    expect_that(terminal, screen_find_in_row(terminal_screen(terminal), row, "76 31 85 21", &at));
    expect_that(terminal, screen_cell(terminal_screen(terminal), row, at.column).underline);
    terminal_keys(terminal, "n");
    expect_selected(terminal, "2026-03-10 16:16");
    terminal_keys(terminal, "N");
    expect_selected(terminal, "2026-04-28 08:50");
    terminal_keys(terminal, "N");
    expect_text(terminal, "no call further up matches /76318521");
    expect_selected(terminal, "2026-04-28 08:50");
}

/* Two agents of three have not been fetched. */
static void what_is_not_fetched_may_match(void **state)
{
    static const char *const open_103[] = {"--agent", "103", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --agent-recordings 103=60 --seed 7 --until 2026-05-04");
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "h g");
    expect_text(terminal, "1 of 3 agents complete");
    terminal_keys(terminal, "l /");
    terminal_type(terminal, "longer:1s");
    expect_text(terminal, "60 hits so far");
    terminal_keys(terminal, "Esc");
    expect_gone(terminal, "hits");
    terminal_keys(terminal, "N");
    expect_text(terminal, "no call further up matches /longer:1s so far");
    terminal_keys(terminal, "h /");
    terminal_type(terminal, "agent:103 longer:1s"); /* what they have does not */
    expect_text(terminal, "60 hits");
    terminal_keys(terminal, "Esc g N");
    expect_in_row(terminal, PROMPT_ROW, "no call further up matches /agent:103 longer:1s");
    expect_that(terminal, !screen_find_in_row(terminal_screen(terminal), PROMPT_ROW, "so far", NULL));
}

static void nothing_is_sought_before_a_filter(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "n");
    expect_text(terminal, "nothing has been filtered yet");
    expect_selected(terminal, "2026-05-03");
}

static void an_agent_is_found_as_its_name_is_typed(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "h /");
    expect_in_row(terminal, PROMPT_ROW, "an agent's name or number");
    terminal_type(terminal, "KOWAL");
    expect_in_row(terminal, PROMPT_ROW, "/KOWAL");
    expect_in_row(terminal, 1, "Karen Kowalska");
    terminal_keys(terminal, "Enter");
    expect_gone(terminal, "/KOWAL");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "baek");
    expect_in_row(terminal, 1, "Bodil Bæk");
    terminal_keys(terminal, "Esc"); /* back to where that began */
    expect_in_row(terminal, 1, "Karen Kowalska");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "fr"); /* from there on: Freja Gram stands above */
    expect_in_row(terminal, 1, "Ægir Frøslev");
    terminal_keys(terminal, "Esc");
    expect_in_row(terminal, 1, "Karen Kowalska");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "7631"); /* nobody's name */
    expect_text(terminal, "hits");
    expect_in_row(terminal, 1, "Karen Kowalska · /7631");
    terminal_keys(terminal, "Enter");
}

static void a_filter_goes_along_to_another_agent(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "76318521");
    expect_text(terminal, "9 hits");
    terminal_keys(terminal, "Enter h j");
    expect_in_row(terminal, 1, "Bodil Bæk · /76318521");
    expect_gone(terminal, "9 hits");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(n_goes_from_match_to_match_among_all_others, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_fetched_may_match, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_is_sought_before_a_filter, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(an_agent_is_found_as_its_name_is_typed, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_filter_goes_along_to_another_agent, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests_name("seek", tests, NULL, NULL);
}

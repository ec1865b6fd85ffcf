/* A supervisor's day in tasks, each done by its keys, which are counted: none takes more than MOST_KEYS. They
 * are typed ahead, as by somebody who knows them: those for the selected call act on the one that the filter before
 * them finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"

enum { ROWS = 24, COLUMNS = 80, MOST_KEYS = 25, MOST_STEPS = 9 };

enum step_kind { END, KEYS, TEXT, SEEN, SELECTED, COPIED };

struct step {
    enum step_kind kind;
    const char *text;
};

static const struct task {
    const char *name;
    struct step steps[MOST_STEPS];
} tasks[] = {
    {"all of a call whose caller's last four digits are known",
     {{KEYS, "/"},
      {TEXT, "8521"},
      {KEYS, "Enter Enter Enter"},
      {SEEN, "▸ Details"},
      {SEEN, "+45 76 31 85 21"}}},
    {"every call of this caller, over all agents",
     {{KEYS, "/"},
      {TEXT, "8521"},
      {KEYS, "Enter c"},
      {SEEN, "Calls of +45 76 31 85 21"},
      {SEEN, "9 recordings"}}},
    {"who called on the third of February at three o'clock",
     {{KEYS, "t"}, {TEXT, "3/2/2026 15:00"}, {KEYS, "Enter"}, {SELECTED, "2026-02-03 14:56"}}},
    {"the long calls of one agent, known by name",
     {{KEYS, "h /"},
      {TEXT, "freja"},
      {KEYS, "Enter Enter /"},
      {TEXT, ">10m"},
      {KEYS, "Enter"},
      {SEEN, "hits"}}},
    {"who had the most calls in April, and these calls",
     {{KEYS, "/"},
      {TEXT, "on:2026-04"},
      {KEYS, "Enter #"},
      {SEEN, "▸ agent"},
      {KEYS, "Enter"},
      {SEEN, "/on:2026-04"}}},
    {"hear the newest call from its tenth second on",
     {{KEYS, "p"}, {SEEN, "♪"}, {KEYS, "Tab t"}, {TEXT, "0:10"}, {KEYS, "Enter"}, {SEEN, "0:1"}}},
    {"mark it for coaching, and write why",
     {{KEYS, "m T"},
      {TEXT, "coaching"},
      {KEYS, "Enter a"},
      {TEXT, "greeting"},
      {KEYS, "Enter"},
      {SEEN, "0:01:58*"}}},
    {"what is to be coached", {{KEYS, "/"}, {TEXT, "tag:coaching"}, {KEYS, "Enter"}, {SEEN, "1 hit"}}},
    {"what was written of the greeting",
     {{KEYS, "/"}, {TEXT, "note:greeting"}, {KEYS, "Enter"}, {SEEN, "1 hit"}}},
    {"a call by its id", {{KEYS, "/"}, {TEXT, "call:45356"}, {KEYS, "Enter"}, {SEEN, "1 hit"}}},
    {"the calls of a day from eight to ten",
     {{KEYS, "/"}, {TEXT, "on:2026-04-29 hour:8-10"}, {KEYS, "Enter"}, {SEEN, "09:48"}, {SEEN, "1 hit"}}},
    {"two agents side by side",
     {{KEYS, "/"},
      {TEXT, "agent:freja,bodil"},
      {KEYS, "Enter #"},
      {SEEN, "▸ agent"},
      {SEEN, "Freja Gram"},
      {SEEN, "Bodil"}}},
    {"save the audio for a case", {{KEYS, "s"}, {SEEN, "saved as"}}},
    {"the audio of all that is marked",
     {{KEYS, "/"}, {TEXT, "mark:yes"}, {KEYS, "Enter S y"}, {SEEN, "1 there already"}}},
    {"the list of a queue for the spreadsheet",
     {{KEYS, "/"}, {TEXT, "jobcenter"}, {KEYS, "Enter e Enter"}, {SEEN, "recordings as ~/"}}},
    {"the caller's number for another program", {{KEYS, "y"}, {COPIED, "+45"}}},
    {"the day before this one, and whether all of it is here",
     {{KEYS, "d"}, {SELECTED, "2026-05-"}, {SEEN, "5 of 5 agents complete"}}},
};

static int count_words(const char *text)
{
    int count = 1;
    for (; *text; text++)
        count += *text == ' ';
    return count;
}

static bool has_copied(struct terminal *terminal, void *text)
{
    const char *copied = screen_copied(terminal_screen(terminal));
    return copied && strstr(copied, text);
}

/* The number of keys that it takes. */
static int do_step(struct terminal *terminal, const struct step *step)
{
    switch (step->kind) {
    case END:
        break;
    case KEYS:
        terminal_keys(terminal, step->text);
        return count_words(step->text);
    case TEXT:
        terminal_type(terminal, step->text);
        return (int)strlen(step->text);
    case SEEN:
        expect_text(terminal, step->text);
        break;
    case SELECTED:
        expect_selected(terminal, step->text);
        break;
    case COPIED:
        expect_until(terminal, has_copied, (void *)step->text);
        break;
    }
    return 0;
}

static void each_takes_few_keys(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        static const char *const fresh[] = {"--fresh", NULL};
        struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, fresh);
        expect_text(terminal, "5 of 5 agents complete");
        int keys = 0;
        for (const struct step *step = tasks[i].steps; step < tasks[i].steps + MOST_STEPS; step++)
            keys += do_step(terminal, step);
        print_message("%3d keys: %s\n", keys, tasks[i].name);
        assert_in_range(keys, 1, MOST_KEYS);
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_takes_few_keys, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

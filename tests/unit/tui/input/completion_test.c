/* What Tab makes of a line, press by press. */
#include "tests/unit/use_utf8.h"
#include "tui/input/completion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const agents[] = {"", "5663", "Ida Holm", "Ida Holm",
                                     "J\xc3\xb8rgen \"JJ\" \xc3\x98rsted"};
static const char *const queues[] = {"Holiday", "Sales", "on: call",
                                     ("Wide\xc2\xa0"
                                      "Zone")};
static const char *const tags[] = {"case-12", "case:13", "coaching"};
static const struct completion_names names = {.agents = agents,
                                              .agent_count = COUNT(agents),
                                              .queues = queues,
                                              .queue_count = COUNT(queues),
                                              .tags = tags,
                                              .tag_count = COUNT(tags)};

/* `line` has the cursor at its end or at "|"; the proposals are given in their order, the line as it was
 * typed comes behind them. */
static void assert_turns(const char *line, const char *const *expected, size_t count, bool backwards)
{
    struct completion completion = {0};
    struct prompt prompt;
    char typed[PROMPT_SIZE] = "";
    size_t cursor = strcspn(line, "|");
    memcpy(typed, line, cursor);
    strncat(typed, line + cursor + (line[cursor] == '|'), PROMPT_SIZE - cursor - 1);
    prompt_start(&prompt, typed);
    prompt.cursor = cursor;
    for (size_t i = 0; i < count; i++) {
        assert_true(completion_turn(&completion, &prompt, &names, backwards));
        assert_string_equal(prompt.text, expected[backwards ? count - 1 - i : i]);
        assert_int_equal(prompt.length, strlen(prompt.text));
        assert_true(completion_is_shown(&completion, &prompt));
    }
    assert_int_equal(completion_turn(&completion, &prompt, &names, backwards), count > 0);
    assert_string_equal(prompt.text, typed);
    assert_int_equal(prompt.cursor, cursor);
    assert_false(completion_is_shown(&completion, &prompt));
}

/* Where tags are typed there are no terms, and no quotes. */
static void tags_stand_alone(void **state)
{
    (void)state;
    static const char *const expected[] = {"ag case-12 x", "ag case:13 x", "ag c x"};
    const struct completion_names only = {.tags = tags, .tag_count = 2, .is_tags_only = true};
    struct completion completion = {0};
    struct prompt prompt;
    prompt_start(&prompt, "ag c x");
    prompt.cursor = strlen("ag c");
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_true(completion_turn(&completion, &prompt, &only, false));
        assert_string_equal(prompt.text, expected[i]);
    }
    prompt_start(&prompt, "ag");
    assert_false(completion_turn(&completion, &prompt, &only, false));
}

static const struct {
    const char *line;
    const char *proposals[20];
} lines[] = {
    {"",
     {"after:", "agent:", "before:", "call:", "caller:", "file:", "held:", "hour:", "is:", "longer:", "mark:",
      "note:", "on:", "queue:", "shorter:", "tag:", "type:", "weekday:"}},
    {"mark:", {"mark:yes", "mark:no"}},
    {"is:", {"is:new", "is:unheard", "is:heard"}},
    {"tag:c", {"tag:case-12", "tag:\"case:13\"", "tag:coaching"}},
    {"tag:x,CO", {"tag:x,coaching"}},
    {"a", {"after:", "agent:"}},
    {"8312 AG", {"8312 agent:"}},
    {"-ag", {"-agent:"}},
    {"xyz", {NULL}},
    {"hol", {"\"Ida Holm\"", "Holiday"}},
    {"agent:", {"agent:\"5663\"", "agent:\"Ida Holm\"", "agent:\"J\xc3\xb8rgen \""}},
    {"agent:hol", {"agent:\"Ida Holm\""}},
    {"agent:\"ida h", {"agent:\"Ida Holm\""}},
    {"agent:\xc3\xb8r", {"agent:\"J\xc3\xb8rgen \""}},
    {"agent:olm", {NULL}},
    {"queue:",
     {"queue:Holiday", "queue:Sales", "queue:\"on: call\"",
      "queue:\"Wide\xc2\xa0"
      "Zone\""}},
    {"queue:wi",
     {"queue:\"Wide\xc2\xa0"
      "Zone\""}},
    {"!queue:s", {"!queue:Sales"}},
    {"queue:\"s", {"queue:\"Sales\""}},
    {"\"sa", {"\"Sales\""}},
    {"type:", {"type:queue", "type:callback"}},
    {"type:c", {"type:callback"}},
    {"type:queue,c", {"type:queue,callback"}},
    {"queue:Sales,h", {"queue:Sales,Holiday"}},
    {"agent:\"Ida Holm\",5", {"agent:\"Ida Holm\",\"5663\""}},
    {"agent:orst", {"agent:\"J\xc3\xb8rgen \""}},
    {"weekday:we", {"weekday:weekend", "weekday:wednesday"}},
    {"on:las", {"on:\"last week\"", "on:\"last month\""}},
    {"caller:", {"caller:none"}},
    {"on:y", {"on:yesterday"}},
    {"sa| 8312", {"Sales 8312"}},
    {"sales| 8312", {"Sales 8312"}},
};

static void proposals_follow_one_another(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        size_t count = 0;
        while (count < COUNT(lines[i].proposals) && lines[i].proposals[count])
            count++;
        assert_turns(lines[i].line, lines[i].proposals, count, false);
        assert_turns(lines[i].line, lines[i].proposals, count, true);
    }
}

static void what_is_typed_begins_anew(void **state)
{
    (void)state;
    struct completion completion = {0};
    struct prompt prompt;
    prompt_start(&prompt, "qu");
    assert_true(completion_turn(&completion, &prompt, &names, false));
    assert_string_equal(prompt.text, "queue:");
    prompt_type(&prompt, 's');
    assert_false(completion_is_shown(&completion, &prompt));
    assert_true(completion_turn(&completion, &prompt, &names, false));
    assert_string_equal(prompt.text, "queue:Sales");
}

static void a_line_that_would_be_too_long_stays(void **state)
{
    (void)state;
    struct completion completion = {0};
    struct prompt prompt;
    char line[PROMPT_SIZE];
    memset(line, 'x', sizeof line);
    memcpy(line + sizeof line - 4, " ho", 4);
    prompt_start(&prompt, line);
    assert_false(completion_turn(&completion, &prompt, &names, false));
    assert_string_equal(prompt.text, line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proposals_follow_one_another),
        cmocka_unit_test(tags_stand_alone),
        cmocka_unit_test(what_is_typed_begins_anew),
        cmocka_unit_test(a_line_that_would_be_too_long_stays),
    };
    return cmocka_run_group_tests_name("completion", tests, use_utf8, NULL);
}

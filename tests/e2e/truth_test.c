/* Random histories: a server changes, fails, lies once, is restored from a backup; commands and screens run,
 * two at once, are killed; and after each step everything that tapedeck says is compared with what the server
 * had. In the end, without faults, everything must be there.
 *
 * TRUTH_HISTORIES is how many (20), TRUTH_SEED the seed of the first (1). The seed of a history that fails is
 * printed, with its steps. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/claims.h"
#include "tests/e2e/oracle.h"
#include "tests/e2e/tapedeck.h"
#include "tests/server/dice.h"

enum {
    FEWEST_STEPS = 6,
    MOST_STEPS = 16,
    MOST_SYNCS = 4,
    ROWS = 24,
    COLUMNS = 100,
    MOST_LOOKS = 30,
    ANSWER_MS = 3000
};

struct history {
    struct fixture *fixture;
    struct oracle *oracle;
    struct dice dice;
    unsigned agents, size;  /* recordings at the start, of all together */
    const char *trait;      /* a fault that stays; NULL: none */
    bool lies;              /* one of its answers will look whole and not be, or was so */
    bool can_converge;      /* with that trait all can be read */
    struct buffer reported; /* the steps so far */
    char *wrong;            /* what is false; NULL: nothing yet */
    unsigned long judged;   /* claims so far */
};

static unsigned pick(struct history *history, unsigned below)
{
    return dice_below(&history->dice, below);
}

static bool chance(struct history *history, unsigned one_in)
{
    return pick(history, one_in) == 0;
}

/* Two to four digits of some caller's number. */
static const char *pick_digits(struct history *history, char digits[9])
{
    unsigned caller = pick(history, 1u << 20);
    return oracle_digits(history->oracle, caller, 2 + pick(history, 3), digits);
}

static const char *agent_text(struct history *history, char text[8])
{
    snprintf(text, 8, "%u", 101 + pick(history, history->agents));
    return text;
}

__attribute__((format(printf, 2, 3))) static void tell(struct history *history, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    buffer_format(&history->reported, "  %s\n", line);
}

/* Takes what is false, and keeps the first. */
static void judge(struct history *history, const char *step, char *why)
{
    history->judged++;
    if (why && !history->wrong) {
        struct buffer text = {0};
        buffer_format(&text, "%s: %s", step, why);
        history->wrong = text.data;
    }
    free(why);
}

/* What happens to the server. */

__attribute__((format(printf, 3, 4))) static void change(struct history *history, enum oracle_notice notice,
                                                         const char *format, ...)
{
    char request[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(request, sizeof request, format, arguments);
    va_end(arguments);
    char *answer = server_control(history->fixture->server, request);
    tell(history, "server %s -> %.60s", request, answer ? answer : "refused");
    free(answer);
    oracle_look(history->oracle, notice);
}

static void add_calls(struct history *history)
{
    char agent[8];
    change(history, ORACLE_IF_YOUNG, "add?agent=%s&count=%u", agent_text(history, agent),
           1 + pick(history, 5));
}

/* With an id of some hours ago, or among the old ones. */
static void add_late_call(struct history *history)
{
    static const char *const hours[] = {"0.2", "2", "20", "50", "110"};
    char agent[8];
    agent_text(history, agent);
    long id = oracle_id(history->oracle, pick(history, 1u << 20));
    if (id == 0)
        add_calls(history);
    else if (history->size > 100 && chance(history, 2))
        change(history, ORACLE_IF_YOUNG, "late?agent=%s&hours=%s", agent, hours[pick(history, 5)]);
    else
        change(history, ORACLE_IF_YOUNG, "late?agent=%s&below=%ld", agent, id + 1);
}

static void delete_calls(struct history *history)
{
    char agent[8];
    change(history, ORACLE_IF_YOUNG, "delete?agent=%s&count=%u", agent_text(history, agent),
           1 + pick(history, 3));
}

static void restore(struct history *history)
{
    char agent[8];
    change(history, ORACLE_AT_ONCE, "restore?id=%ld", oracle_id(history->oracle, pick(history, 1u << 20)));
    for (unsigned calls = pick(history, 3); calls > 0; calls--)
        change(history, ORACLE_AT_ONCE, "add?agent=%s&count=%u", agent_text(history, agent),
               1 + pick(history, 8));
}

/* Answers that look whole and are not are lies; tapedeck stands one at a time. The other faults can be seen.
 */
static void break_server(struct history *history)
{
    static const char *const faults[] = {
        "kind=cut&after=900",
        "kind=cut&after=5000&mode=reset",
        "kind=status&status=503",
        "kind=status&status=500",
        "kind=status&status=404",
        "kind=close",
        "kind=html",
        "kind=not-array",
        "kind=trailing",
        "kind=broken&row=2",
        "kind=drip&rate=40000",
        "kind=delay&ms=40",
    };
    static const char *const lies[] = {"kind=null",       "kind=204",        "kind=empty",
                                       "kind=empty-list", "kind=error-list", "kind=shuffle&mode=local"};
    static const char *const places[] = {"", "&match=/recordings", "&match=agents?", "&match=/101/",
                                         "&match=/102/"};
    bool lies_now = !history->lies && chance(history, 2);
    history->lies |= lies_now;
    char request[160];
    const char *kind = lies_now ? lies[pick(history, sizeof lies / sizeof *lies)]
                                : faults[pick(history, sizeof faults / sizeof *faults)];
    const char *place = places[pick(history, 5)];
    snprintf(request, sizeof request, "fault?%s%s&times=1&skip=%u", kind, place, pick(history, 4));
    server_tell(history->fixture->server, request);
    tell(history, "server %s", request);
}

static void mend_server(struct history *history)
{
    server_tell(history->fixture->server, "clear-faults");
    tell(history, "server clear-faults");
    history->lies = false;
    if (history->trait)
        server_tell(history->fixture->server, history->trait);
}

/* What is done with tapedeck. */

static void note_losses(struct history *history, const struct command *command)
{
    if (strstr(command_errors(command, NULL), "too many to believe"))
        oracle_losses_are_told(history->oracle, true);
}

/* Ends a command that was started and tells how. */
static int finish(struct history *history, struct command *command, const char *what)
{
    if (!command_finish(command, COMMAND_LIMIT))
        judge(history, what, copy_text("did not end"));
    int status = command_status(command);
    tell(history, "%s -> %d", what, status);
    if (status > 5)
        judge(history, what, copy_text(command_errors(command, NULL)));
    note_losses(history, command);
    return status;
}

/* The archive has what the server has now. */
static void expect_all(struct history *history, const char *what)
{
    struct oracle_claim claim = {0};
    const struct command *list = fixture_run(history->fixture, "list", "--offline", "--format", "jsonl");
    judge(history, what, oracle_judge(history->oracle, &claim, command_output(list, NULL)));
}

/* After a sync that says that all is there the list does not say less. */
static void expect_complete(struct history *history, const char *agent, const char *what)
{
    int status = command_status(fixture_run(history->fixture, "list", "--offline", agent));
    if (status > 1)
        judge(history, what, copy_text("but the list is not complete"));
}

static void sync_all(struct history *history)
{
    const char *retries = chance(history, 3) ? "--retries=0" : NULL;
    if (finish(history, fixture_start(history->fixture, "sync", retries), "sync") == 0)
        expect_complete(history, NULL, "sync with 0");
}

static void sync_agent(struct history *history)
{
    char agent[8], option[24];
    snprintf(option, sizeof option, "--agent=%s", agent_text(history, agent));
    if (finish(history, fixture_start(history->fixture, "sync", option), option) == 0)
        expect_complete(history, option, "sync of one agent with 0");
}

static void list_agent(struct history *history)
{
    char agent[8], as_of[ORACLE_TIME_SIZE], since[ORACLE_TIME_SIZE];
    struct command *command;
    struct oracle_claim claim = {.as_of = oracle_time(as_of, 0)};
    claim.agent = (int)strtol(agent_text(history, agent), NULL, 10);
    if (chance(history, 2)) {
        claim.since = oracle_time(since, pick(history, 900) * 86400.0);
        snprintf(since + strlen("2026-05-04T10:29:53"), 2, "Z"); /* whole seconds */
        command =
            fixture_start(history->fixture, "list", "--agent", agent, "--since", since, "--format", "jsonl");
    } else {
        command = fixture_start(history->fixture, "list", "--agent", agent, "--format", "jsonl");
    }
    finish(history, command, claim.since ? "list --agent --since" : "list --agent");
    tell(history, "  agent %s since %s", agent, claim.since ? since : "ever");
    judge(history, "list", claims_of_list(command, history->oracle, &claim));
}

static void search_agent(struct history *history)
{
    char agent[8], as_of[ORACLE_TIME_SIZE], digits[9];
    struct oracle_claim claim = {.as_of = oracle_time(as_of, 0)};
    claim.agent = (int)strtol(agent_text(history, agent), NULL, 10);
    claim.digits = pick_digits(history, digits);
    struct command *command =
        fixture_start(history->fixture, "list", "--agent", agent, "--filter", digits, "--format", "jsonl");
    finish(history, command, "list --agent --filter");
    tell(history, "  agent %s digits %s", agent, digits);
    judge(history, "search", claims_of_list(command, history->oracle, &claim));
}

static void kill_sync(struct history *history)
{
    if (chance(history, 2))
        server_tell(history->fixture->server, "fault?kind=drip&rate=60000&times=6");
    struct command *command = fixture_start(history->fixture, "sync");
    unsigned wait = pick(history, 250);
    command_finish(command, (int)wait);
    note_losses(history, command);
    tell(history, "sync, killed after %u ms", wait);
}

/* Starts a second program that is not the fixture's. */
static struct command *start_beside(struct history *history, const char *const *arguments)
{
    struct tapedeck_options options = {.workspace = history->fixture->workspace,
                                       .url = server_url(history->fixture->server),
                                       .arguments = arguments};
    return tapedeck_start(&options);
}

static void two_syncs(struct history *history)
{
    static const char *const sync[] = {"sync", NULL};
    struct command *other = start_beside(history, sync);
    int status = finish(history, fixture_start(history->fixture, "sync"), "one of two syncs");
    status = finish(history, other, "the other sync") == 0 && status == 0 ? 0 : 5;
    command_free(&other);
    if (status == 0)
        expect_complete(history, NULL, "two syncs with 0");
}

/* Looks at the screen each time that it has come to rest. */
static void watch(struct history *history, struct terminal *terminal, struct oracle_claim *claim)
{
    for (int i = 0; i < MOST_LOOKS && !history->wrong; i++) {
        bool rests = terminal_wait_stable(terminal, 60, NULL, NULL, 400);
        if (screen_find(terminal_screen(terminal), "no longer gives", NULL))
            oracle_losses_are_told(history->oracle, true);
        judge(history, "screen", claims_of_screen(terminal, history->oracle, claim));
        if (history->wrong)
            screen_print(terminal_screen(terminal), stderr);
        if (rests && !screen_find(terminal_screen(terminal), "↻", NULL))
            break;
    }
}

/* A question that came up by itself takes the first Q for a no. */
static void quit(struct history *history, struct terminal *terminal)
{
    int status;
    if (chance(history, 3))
        terminal_signal(terminal, SIGKILL);
    else
        terminal_keys(terminal, "Q");
    for (int i = 0; i < 3 && !terminal_wait_exit(terminal, &status, ANSWER_MS); i++)
        terminal_keys(terminal, "Q");
    if (terminal_has_ended(terminal))
        return;
    judge(history, "screen", copy_text("did not end"));
    screen_print(terminal_screen(terminal), stderr);
}

static void open_screen(struct history *history)
{
    char agent[8], digits[9];
    const char *arguments[] = {"--agent", agent_text(history, agent), NULL};
    static const char *const fresh[] = {"--fresh", NULL};
    struct oracle_claim claim = {0};
    bool one = chance(history, 2);
    if (one)
        claim.agent = (int)strtol(agent, NULL, 10);
    struct terminal *terminal = fixture_open_with(history->fixture, ROWS, COLUMNS, one ? arguments : fresh);
    terminal_wait_for(terminal, one ? "─" : "All agents", TERMINAL_LIMIT);
    if (!one)
        terminal_keys(terminal, "Enter");
    tell(history, "screen of %s", one ? agent : "all");
    watch(history, terminal, &claim);
    if (chance(history, 2) && !history->wrong) {
        claim.digits = pick_digits(history, digits);
        tell(history, "  filter %s", digits);
        terminal_keys(terminal, "/");
        terminal_type(terminal, digits);
        terminal_keys(terminal, "Enter");
        terminal_wait_for(terminal, digits, TERMINAL_LIMIT);
        watch(history, terminal, &claim);
    }
    quit(history, terminal);
}

static void screen_beside_sync(struct history *history)
{
    static const char *const sync[] = {"sync", NULL};
    struct command *other = start_beside(history, sync);
    open_screen(history);
    finish(history, other, "sync beside a screen");
    command_free(&other);
}

static const struct {
    unsigned weight;
    void (*run)(struct history *history);
    bool is_ours; /* the archive may have changed */
} steps[] = {
    {6, add_calls, false},    {4, add_late_call, false},     {3, delete_calls, false}, {1, restore, false},
    {6, break_server, false}, {2, mend_server, false},       {5, sync_all, true},      {3, sync_agent, true},
    {4, list_agent, true},    {3, search_agent, true},       {4, kill_sync, true},     {2, two_syncs, true},
    {4, open_screen, true},   {2, screen_beside_sync, true},
};

static void step(struct history *history)
{
    char digits[9];
    unsigned all = 0, i = 0;
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
        all += steps[k].weight;
    unsigned chosen = pick(history, all);
    while (chosen >= steps[i].weight)
        chosen -= steps[i++].weight;
    steps[i].run(history);
    if (!steps[i].is_ours || history->wrong)
        return;
    oracle_digits(history->oracle, pick(history, 1u << 20), 2, digits);
    judge(history, "archive", claims_of_archive(history->fixture, history->oracle, digits));
}

/* Without faults, and after all has been looked at again, everything is there and nothing else. */
static void converge(struct history *history)
{
    struct command *command;
    mend_server(history);
    if (!history->can_converge)
        return;
    int status = 5;
    const char *accept = NULL;
    for (int i = 0; i < MOST_SYNCS && status != 0 && !history->wrong; i++) {
        oracle_losses_are_told(history->oracle, false);
        command = fixture_start(history->fixture, "sync", "--verify", accept);
        status = finish(history, command, "sync --verify");
        accept = strstr(command_errors(command, NULL), "too many to believe") ? "--accept-losses" : NULL;
        if (status != 0)
            tell(history, "%s", command_errors(command, NULL));
    }
    if (status != 0)
        judge(history, "in the end", copy_text("sync does not come to an end"));
    oracle_verified(history->oracle);
    expect_all(history, "in the end");
}

static void serve(struct history *history)
{
    static const unsigned sizes[] = {0, 12, 60, 200, 700};
    static const char *const caps[] = {"", "", " --cap 100", " --cap 25", " --cap 7"};
    char options[240];
    history->agents = 1 + pick(history, 4);
    unsigned trait = pick(history, 12), cap = pick(history, 5);
    history->size = sizes[pick(history, 5)];
    unsigned seed = pick(history, 10000);
    const char *callbacks = chance(history, 3) ? " --callbacks 20" : "";
    const char *style = chance(history, 3) ? " --agent-style mixed" : "";
    snprintf(options, sizeof options, "--agents %u --recordings %u --seed %u%s%s%s", history->agents,
             history->size, seed, caps[cap], callbacks, style);
    /* One that caps and ignores the cursor looks just like one that has no more. */
    history->trait = trait == 0 && !*caps[cap] ? "fault?kind=ignore-cursor"
                     : trait == 1              ? "fault?kind=shuffle"
                                               : NULL;
    history->can_converge = !history->trait || !*caps[cap];
    tell(history, "demo-server %s, %s", options, history->trait ? history->trait : "no trait");
    fixture_serve(history->fixture, options);
    if (history->trait)
        server_tell(history->fixture->server, history->trait);
    history->oracle = oracle_new(history->fixture->server, history->agents);
}

/* Answers whether nothing false was said; adds the claims that were judged to *judged. */
static bool run_history(uint64_t seed, unsigned long *judged)
{
    void *state;
    struct history history = {.dice = {dice_mix(seed)}};
    fixture_setup(&state);
    history.fixture = state;
    buffer_reset(&history.reported);
    serve(&history);
    for (unsigned left = FEWEST_STEPS + pick(&history, MOST_STEPS - FEWEST_STEPS); left > 0; left--)
        if (!history.wrong)
            step(&history);
    if (!history.wrong)
        converge(&history);
    bool is_true = !history.wrong;
    if (!is_true)
        print_error("TRUTH_SEED=%llu TRUTH_HISTORIES=1: %s\n%s", (unsigned long long)seed, history.wrong,
                    history.reported.data);
    *judged += history.judged;
    free(history.wrong);
    buffer_clear(&history.reported);
    oracle_free(&history.oracle);
    fixture_teardown(&state);
    return is_true;
}

static void nothing_false_is_said(void **state)
{
    (void)state;
    const char *many = getenv("TRUTH_HISTORIES"), *given = getenv("TRUTH_SEED");
    unsigned long histories = many ? strtoul(many, NULL, 10) : 20;
    uint64_t seed = given ? strtoull(given, NULL, 10) : 1;
    unsigned long wrong = 0, judged = 0;
    print_message("TRUTH_SEED=%llu\n", (unsigned long long)seed);
    for (unsigned long i = 0; i < histories; i++)
        wrong += !run_history(seed + i, &judged);
    print_message("%lu of %lu histories false, %lu claims judged\n", wrong, histories, judged);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_false_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/e2e/claims.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "tests/e2e/buffer.h"

/* The number before `word` in a row, with its separators of thousands; -1 if there is none. */
static long number_before(const char *row, const char *word)
{
    const char *at = strstr(row, word);
    long number = 0, factor = 1;
    bool any = false;
    for (; at && at > row && (isdigit((unsigned char)at[-1]) || at[-1] == ','); at--) {
        if (at[-1] == ',')
            continue;
        number += factor * (at[-1] - '0');
        factor *= 10;
        any = true;
    }
    return any ? number : -1;
}

/* The number behind `word`; -1 if there is none. */
static long number_behind(const char *row, const char *word)
{
    const char *at = strstr(row, word);
    return at && isdigit((unsigned char)at[strlen(word)]) ? strtol(at + strlen(word), NULL, 10) : -1;
}

/* The last time that has these minutes, and seconds, in the server's form; false if the text says none. */
static bool read_as_of(const char *text, char as_of[ORACLE_TIME_SIZE])
{
    const char *at = strstr(text, "as of ");
    const char *colon = at ? strchr(at, ':') : NULL;
    if (!colon)
        return false;
    long minute = strtol(colon + 1, NULL, 10);
    long second = colon[3] == ':' ? strtol(colon + 4, NULL, 10) : 0;
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    /* Zones of the tests differ from UTC by whole hours, so that the minute tells it within the hour. */
    long ago = (parts.tm_min - minute) * 60 + parts.tm_sec - second;
    oracle_time(as_of, (double)(ago < 0 ? ago + 3600 : ago) + 1);
    return true;
}

/* The statuses of a list: something, or nothing, was found in all that there is. */
enum { FOUND = 0, NOTHING = 1 };

static bool is_all(int status)
{
    return status == FOUND || status == NOTHING;
}

/* Puts what was looked at before what is wrong with it. Takes `why`, which may be NULL. */
static char *about(const char *what, char *why)
{
    struct buffer text = {0};
    if (!why)
        return NULL;
    buffer_format(&text, "%s: %s", what, why);
    free(why);
    return text.data;
}

/* A list goes by start, the newest first. */
static char *judge_order(const char *json_lines)
{
    static const char field[] = "\"ConversationStartedUtc\":\"";
    struct buffer why = {0};
    const char *later = NULL;
    for (const char *at = strstr(json_lines, field); at && !why.data; at = strstr(at, field)) {
        at += strlen(field);
        if (later && strncmp(later, at, ORACLE_TIME_SIZE - 1) < 0)
            buffer_format(&why, "%.28s is listed behind %.28s", at, later);
        later = at;
    }
    return why.data;
}

char *claims_of_list(const struct command *command, const struct oracle *oracle,
                     const struct oracle_claim *claim)
{
    int status = command_status(command);
    const char *lines = command_output(command, NULL);
    char as_of[ORACLE_TIME_SIZE];
    struct oracle_claim reported = *claim;
    if (read_as_of(command_errors(command, NULL), as_of))
        reported.as_of = as_of;
    char *why = is_all(status) ? oracle_judge(oracle, &reported, lines) : oracle_judge_rows(oracle, lines);
    if (!why)
        why = about("order", judge_order(lines));
    if (!why && status == NOTHING && *lines)
        why = copy_text("found something, but says that it did not");
    return why;
}

static const char *value(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static size_t lines_in(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* Leaves the lines of one agent. */
static char *lines_of_agent(const char *json_lines, int agent)
{
    char field[32];
    struct buffer lines = {0};
    buffer_reset(&lines);
    snprintf(field, sizeof field, "\"AgentId\":%d,", agent);
    for (const char *line = json_lines; *line;) {
        size_t length = strcspn(line, "\n");
        length += line[length] == '\n';
        if (memmem(line, length, field, strlen(field)))
            buffer_append(&lines, line, length);
        line += length;
    }
    return buffer_take(&lines);
}

/* A recording count that is not that of the rows; NULL if it is. */
static char *judge_count(const cJSON *agent, size_t listed)
{
    struct buffer why = {0};
    double count = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(agent, "Recordings"));
    if ((size_t)count != listed)
        buffer_format(&why, "%.0f recordings, but %zu are listed", count, listed);
    return why.data;
}

/* What `agents` says about one of them; `own` are its rows. */
static char *judge_state(const struct oracle *oracle, const cJSON *agent, int id, const char *own)
{
    struct oracle_claim claim = {.agent = id, .as_of = value(agent, "AsOfUtc")};
    /* Those that the server no longer gives are said to be among them. */
    claim.only_lacks = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(agent, "NoLongerGiven")) > 0;
    if (strcmp(value(agent, "State"), "complete") == 0)
        return about("complete", oracle_judge(oracle, &claim, own));
    claim.since = value(agent, "CompleteFromUtc");
    claim.until = value(agent, "CompleteUntilUtc");
    claim.only_lacks = true;
    if (!claim.as_of || (!claim.since && !claim.until))
        return NULL;
    struct buffer dates = {0};
    buffer_format(&dates, "complete from %s until %s", claim.since ? claim.since : "the first",
                  claim.until ? claim.until : "the last");
    char *why = about(dates.data, oracle_judge(oracle, &claim, own));
    buffer_clear(&dates);
    return why;
}

/* What is said of all agents together. */
struct summary {
    unsigned complete;
    char as_of[ORACLE_TIME_SIZE]; /* the oldest of the complete ones */
};

static char *judge_agent(const struct oracle *oracle, const cJSON *agent, const char *list,
                         struct summary *summary)
{
    const char *reference = value(agent, "Agent"), *state = value(agent, "State");
    const char *as_of = value(agent, "AsOfUtc");
    if (!reference || !state || number_behind(reference, "id:") < 0)
        return copy_text("the agent cannot be read");
    int id = (int)number_behind(reference, "id:");
    char *own = lines_of_agent(list, id);
    char *why = judge_count(agent, lines_in(own));
    if (!why)
        why = judge_state(oracle, agent, id, own);
    free(own);
    if (strcmp(state, "complete") == 0) {
        summary->complete++;
        if (as_of && (!summary->as_of[0] || strcmp(as_of, summary->as_of) < 0))
            snprintf(summary->as_of, sizeof summary->as_of, "%s", as_of);
    }
    return about(reference, why);
}

static char *judge_agents(const struct oracle *oracle, const char *agents, const char *list,
                          struct summary *summary)
{
    char *why = NULL;
    for (const char *line = agents; *line && !why;) {
        size_t length = strcspn(line, "\n");
        cJSON *agent = cJSON_ParseWithLength(line, length);
        why = agent ? judge_agent(oracle, agent, list, summary) : copy_text("a line that is no JSON");
        cJSON_Delete(agent);
        line += length + (line[length] == '\n');
    }
    return why;
}

/* A search in an archive that says that it holds all. */
static char *judge_search(struct fixture *fixture, const struct oracle *oracle, const struct summary *summary,
                          const char *digits)
{
    struct oracle_claim claim = {.digits = digits, .as_of = summary->as_of, .only_lacks = true};
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--format", "jsonl", "--filter", digits);
    if (!is_all(command_status(list)))
        return NULL;
    return about("list --offline --filter", oracle_judge(oracle, &claim, command_output(list, NULL)));
}

char *claims_of_archive(struct fixture *fixture, const struct oracle *oracle, const char *digits)
{
    struct summary summary = {0};
    char *agents =
        copy_text(command_output(fixture_run(fixture, "agents", "--offline", "--format", "jsonl"), NULL));
    const struct command *list = fixture_run(fixture, "list", "--offline", "--format", "jsonl");
    bool all = is_all(command_status(list));
    const char *rows = command_output(list, NULL);
    char *why = about("list --offline", oracle_judge_rows(oracle, rows));
    if (!why)
        why = about("agents --offline", judge_agents(oracle, agents, rows, &summary));
    if (!why && all && summary.complete < oracle_agents(oracle))
        why = copy_text("list --offline says that all is there, agents --offline does not");
    if (!why && all)
        why = judge_search(fixture, oracle, &summary, digits);
    free(agents);
    return why;
}

/* Whether a row says that everything is there: of one agent, or of all that there are. Of those that nobody
 * knows yet it says nothing. */
static bool says_complete(const char *row)
{
    long all = number_before(row, " agents complete");
    char all_of[32];
    snprintf(all_of, sizeof all_of, "%ld of %ld agents complete", all, all);
    return strstr(row, " complete as of") || (strstr(row, all_of) && !strstr(row, "others are not known"));
}

/* A count without "so far" beside a row that says that everything is there; -1 if there is none. */
static long claimed_count(struct screen *screen, char as_of[ORACLE_TIME_SIZE])
{
    long count = -1;
    bool complete = false;
    for (int row = 0; row < screen_rows(screen); row++) {
        const char *text = screen_row(screen, row);
        if (strstr(text, "so far"))
            return -1;
        if (count < 0)
            count = number_before(text, " recording");
        if (count < 0)
            count = number_before(text, " hit");
        complete |= says_complete(text) && read_as_of(text, as_of);
    }
    return complete ? count : -1;
}

char *claims_of_screen(struct terminal *terminal, const struct oracle *oracle, struct oracle_claim *claim)
{
    char as_of[ORACLE_TIME_SIZE];
    size_t least, most;
    struct buffer why = {0};
    char title[32];
    snprintf(title, sizeof title, " · /%s", claim->digits ? claim->digits : "");
    long count = claimed_count(terminal_screen(terminal), as_of);
    /* A question that came up by itself may have taken the keys of the filter. */
    if (count < 0 || (claim->digits && !screen_find(terminal_screen(terminal), title, NULL)))
        return NULL;
    claim->as_of = as_of;
    oracle_count(oracle, claim, &least, &most);
    claim->as_of = NULL;
    if ((size_t)count < least || (size_t)count > most)
        buffer_format(&why, "the screen says %ld, complete; there were %zu to %zu since %s", count, least,
                      most, as_of);
    return why.data;
}

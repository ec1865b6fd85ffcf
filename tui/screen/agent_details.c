#include "tui/screen/agent_details.h"

#include "model/time/timestamp.h"
#include "tui/browse/app.h"
#include "tui/draw/text.h"
#include "tui/words/caller.h"
#include "tui/words/completeness.h"
#include "tui/words/moment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    HOUR = 3600,
    MINUTE = 60,
    HOURS_WITHOUT_MINUTES = 100,
    EXACT_CALLS = 120,
    VALUE_SIZE = LINES_VALUE_SIZE
};

static const struct agent_summary *chosen(const struct app *app)
{
    return app->view->agent == PAGE_ALL_AGENTS ? NULL
                                               : account_agent_by_number(app->account, app->view->agent);
}

const char *agent_details_title(const struct app *app)
{
    return chosen(app) == NULL ? "All agents" : "Agent";
}

/* Half a second is lost of each call at the most: the middle of what it can be. */
const char *agent_details_total(char buffer[AGENT_DETAILS_TOTAL_SIZE], uint64_t half_seconds, uint64_t calls)
{
    char length[TIMESTAMP_TEXT_SIZE], number[TEXT_NUMBER_SIZE];
    uint64_t seconds = (2 * half_seconds + calls) / 4, hours = seconds / HOUR;
    const char *about = calls > EXACT_CALLS ? "about " : "";
    if (hours >= HOURS_WITHOUT_MINUTES)
        snprintf(buffer, AGENT_DETAILS_TOTAL_SIZE, "%s%s h", about,
                 text_number(number, (seconds + HOUR / 2) / HOUR));
    else if (hours > 0)
        snprintf(buffer, AGENT_DETAILS_TOTAL_SIZE, "%s%" PRIu64 " h %02" PRIu64 " min", about, hours,
                 seconds % HOUR / MINUTE);
    else
        snprintf(buffer, AGENT_DETAILS_TOTAL_SIZE, "%s%s", about,
                 timestamp_length_text(length, (int64_t)seconds * TIMESTAMP_SECOND));
    return buffer;
}

/* "Ida Holm · id:103" */
static void put_who(struct lines *lines, const struct agent_summary *agent)
{
    char value[VALUE_SIZE], name[VALUE_SIZE / 2 - 4], raw[VALUE_SIZE / 2], reference[VALUE_SIZE / 2 - 4];
    agent_reference_text(raw, sizeof(raw), &agent->reference);
    snprintf(value, sizeof(value), "%s · %s", text_escape(name, sizeof(name), agent->name),
             text_escape(reference, sizeof(reference), raw));
    lines_put(lines, ROLE_STRONG, "Agent", value);
}

/* How many recordings there are; not all that the server has where not everything is fetched. */
static void put_recordings(struct lines *lines, uint64_t recordings, bool is_fetched, bool is_complete)
{
    char value[VALUE_SIZE], number[TEXT_NUMBER_SIZE];
    snprintf(value, sizeof(value), "%s%s",
             is_fetched || recordings > 0 ? text_number(number, recordings) : "–",
             is_complete                    ? ""
             : is_fetched || recordings > 0 ? " so far"
                                            : "");
    lines_put(lines, ROLE_TEXT, "Recordings", value);
}

/* What the totals that follow are of, if that is not all of the agent. */
static void put_listed(const struct app *app, struct lines *lines, const struct list_summary *summary)
{
    const struct list_query *shown = &app->view->list.shown;
    char value[VALUE_SIZE], what[160], raw[128], formatted[160], calls[64];
    if (shown->filter.text[0] == '\0' && shown->filter.caller[0] == '\0')
        return;
    caller_format(formatted, sizeof(formatted), text_escape(raw, sizeof(raw), shown->filter.caller));
    text_fit(what, sizeof(what), shown->filter.text, 40);
    if (summary == NULL)
        snprintf(calls, sizeof(calls), "…");
    else
        text_count(calls, sizeof(calls), summary->calls, "call");
    snprintf(value, sizeof(value), "%s%s%s%s%s%s; what follows is of these only", calls,
             shown->filter.caller[0] != '\0' ? " of " : "", shown->filter.caller[0] != '\0' ? formatted : "",
             shown->filter.text[0] != '\0' ? " that match “" : "", shown->filter.text[0] != '\0' ? what : "",
             shown->filter.text[0] != '\0' ? "”" : "");
    lines_put(lines, ROLE_TEXT, "Listed", value);
}

static void put_without(struct lines *lines, uint64_t calls, const char *what)
{
    char value[VALUE_SIZE], number[TEXT_NUMBER_SIZE];
    snprintf(value, sizeof(value), "%s without %s", text_number(number, calls), what);
    if (calls > 0)
        lines_put(lines, ROLE_DIM, "", value);
}

/* "Fri 2021-11-26 09:32:19, so far" */
static void put_time(const struct app *app, struct lines *lines, const char *label, int64_t time,
                     const char *so_far)
{
    char value[VALUE_SIZE], moment[MOMENT_SIZE];
    bool is_known = time != TIMESTAMP_NONE;
    snprintf(value, sizeof(value), "%s%s%s", moment_weekday(moment, time, app->utc),
             is_known && *so_far != '\0' ? ", " : "", is_known ? so_far : "");
    lines_put(lines, is_known ? ROLE_TEXT : ROLE_DIM, label, value);
}

static void put_lengths(struct lines *lines, const struct list_summary *summary, const char *in_all)
{
    char value[VALUE_SIZE], total[AGENT_DETAILS_TOTAL_SIZE], median[TIMESTAMP_TEXT_SIZE];
    snprintf(value, sizeof(value), "%s %s, median %s",
             agent_details_total(total, summary->half_seconds, summary->measured), in_all,
             timestamp_length_text(median, summary->median));
    lines_put(lines, summary->measured > 0 ? ROLE_TEXT : ROLE_DIM, "Length",
              summary->measured > 0 ? value : "–");
    put_without(lines, summary->calls - summary->measured, "a length that can be believed");
}

static void put_calls(const struct app *app, struct lines *lines)
{
    bool is_complete = search_completeness_so_far(&app->view->searched)[0] == '\0' &&
                       summary_watch_is_current(&app->summary_watch);
    const struct list_summary *summary = summary_watch_of(&app->summary_watch, &app->view->list.shown);
    put_listed(app, lines, summary);
    if (summary == NULL || app->view->list.shown.agent != app->view->agent) {
        lines_put(lines, ROLE_DIM, "Calls", "…");
        return;
    }
    const char *so_far = is_complete ? "" : "so far";
    put_time(app, lines, "First", summary->first, so_far);
    put_time(app, lines, "Last", summary->last, so_far);
    put_without(lines, summary->undated, "a start that can be believed");
    put_lengths(lines, summary, is_complete ? "in all" : so_far);
}

/* When what is there was seen last: "history checked 2026-11-02 to 2026-11-28". */
static void put_checked(const struct app *app, struct lines *lines, const struct agent_summary *agent)
{
    char value[VALUE_SIZE], first[MOMENT_SIZE], last[MOMENT_SIZE];
    if (agent->checked_from == TIMESTAMP_NONE)
        return;
    moment_day(first, agent->checked_from, app->utc);
    moment_day(last, agent->checked_to, app->utc);
    bool is_one = strcmp(first, last) == 0;
    snprintf(value, sizeof(value), "history checked %s%s%s", first, is_one ? "" : " to ", is_one ? "" : last);
    lines_put(lines, ROLE_DIM, "", value);
}

static void put_agent(const struct app *app, struct lines *lines, const struct agent_summary *agent)
{
    char state[COMPLETENESS_SIZE];
    bool is_complete = agent->completeness == AGENT_COMPLETE;
    put_who(lines, agent);
    lines_put(lines, ROLE_TEXT, "Fetched", completeness_agent(state, agent, app->utc));
    put_checked(app, lines, agent);
    put_recordings(lines, agent->recordings, agent->completeness != AGENT_UNFETCHED, is_complete);
    put_calls(app, lines);
    lines_put_text(lines, "Email", agent->email);
    lines_put_text(lines, "Department", agent->department);
    lines_put_text(lines, "Status", agent->status);
}

void agent_details_put(const struct app *app, struct lines *lines)
{
    char state[COMPLETENESS_SIZE];
    const struct completeness_totals *totals = &app->agents.totals;
    const struct agent_summary *agent = chosen(app);
    if (agent != NULL) {
        put_agent(app, lines, agent);
        return;
    }
    lines_put(lines, ROLE_TEXT, "Fetched", completeness_all(state, totals, app->utc));
    put_recordings(lines, totals->recordings, totals->complete + totals->partial > 0,
                   completeness_is_complete(totals));
    put_calls(app, lines);
}

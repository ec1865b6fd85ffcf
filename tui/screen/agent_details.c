#include "tui/screen/agent_details.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/browse/app.h"
#include "tui/draw/text.h"
#include "tui/words/caller.h"
#include "tui/words/completeness.h"
#include "tui/words/moment.h"

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
    return chosen(app) == NULL ? tr("All agents") : tr("Agent");
}

/* Half a second is lost of each call at the most: the middle of what it can be. */
const char *agent_details_total(char buffer[AGENT_DETAILS_TOTAL_SIZE], uint64_t half_seconds, uint64_t calls)
{
    char length[TIMESTAMP_TEXT_SIZE], number[TEXT_NUMBER_SIZE];
    uint64_t seconds = (2 * half_seconds + calls) / 4, hours = seconds / HOUR;
    bool is_rough = calls > EXACT_CALLS;
    if (hours >= HOURS_WITHOUT_MINUTES)
        snprintf(buffer, AGENT_DETAILS_TOTAL_SIZE, is_rough ? tr("about %s h") : tr("%s h"),
                 text_number(number, (seconds + HOUR / 2) / HOUR));
    else if (hours > 0)
        snprintf(buffer, AGENT_DETAILS_TOTAL_SIZE, is_rough ? tr("about %u h %02u min") : tr("%u h %02u min"),
                 (unsigned)hours, (unsigned)(seconds % HOUR / MINUTE));
    else
        snprintf(buffer, AGENT_DETAILS_TOTAL_SIZE, is_rough ? tr("about %s") : "%s",
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
    lines_put(lines, ROLE_STRONG, tr("Agent"), value);
}

/* How many recordings there are; not all that the server has where not everything is fetched. */
static void put_recordings(struct lines *lines, uint64_t recordings, bool is_fetched, bool is_complete)
{
    char value[VALUE_SIZE], number[TEXT_NUMBER_SIZE];
    bool is_known = is_fetched || recordings > 0;
    snprintf(value, sizeof(value), is_known && !is_complete ? tr("%s so far") : "%s",
             is_known ? text_number(number, recordings) : "–");
    lines_put(lines, ROLE_TEXT, tr("Recordings"), value);
}

/* What the totals that follow are of, if that is not all of the agent. */
static void put_listed(const struct app *app, struct lines *lines, const struct list_summary *summary)
{
    const struct list_query *shown = &app->view->list.shown;
    char value[VALUE_SIZE], what[160], formatted[160], calls[64];
    if (!list_query_is_narrowed(shown))
        return;
    caller_format(formatted, sizeof(formatted), shown->filter.caller);
    text_fit(what, sizeof(what), shown->filter.text, 40);
    if (summary == NULL)
        snprintf(calls, sizeof(calls), "…");
    else
        text_count(calls, sizeof(calls), summary->calls, "%s call", "%s calls");
    if (shown->filter.text[0] == '\0')
        snprintf(value, sizeof(value), tr("%s of %s; what follows is of these only"), calls, formatted);
    else if (shown->filter.caller[0] == '\0')
        snprintf(value, sizeof(value), tr("%s that match “%s”; what follows is of these only"), calls, what);
    else
        snprintf(value, sizeof(value), tr("%s of %s that match “%s”; what follows is of these only"), calls,
                 formatted, what);
    lines_put(lines, ROLE_TEXT, tr("Listed"), value);
}

/* `form`: with a place for their number. */
static void put_without(struct lines *lines, uint64_t calls, const char *form)
{
    char value[VALUE_SIZE];
    text_form_number(value, sizeof(value), form, calls);
    if (calls > 0)
        lines_put(lines, ROLE_DIM, "", value);
}

/* "Fri 2021-11-26 09:32:19, so far" */
static void put_time(const struct app *app, struct lines *lines, const char *label, int64_t time,
                     bool is_so_far)
{
    char value[VALUE_SIZE], moment[MOMENT_SIZE];
    bool is_known = time != TIMESTAMP_NONE;
    snprintf(value, sizeof(value), is_known && is_so_far ? tr("%s, so far") : "%s",
             moment_weekday(moment, time, app->utc));
    lines_put(lines, is_known ? ROLE_TEXT : ROLE_DIM, label, value);
}

static void put_lengths(struct lines *lines, const struct list_summary *summary, bool is_all)
{
    char value[VALUE_SIZE], total[AGENT_DETAILS_TOTAL_SIZE], median[TIMESTAMP_TEXT_SIZE];
    snprintf(value, sizeof(value), is_all ? tr("%s in all, median %s") : tr("%s so far, median %s"),
             agent_details_total(total, summary->half_seconds, summary->measured),
             timestamp_length_text(median, summary->median));
    lines_put(lines, summary->measured > 0 ? ROLE_TEXT : ROLE_DIM, tr("Length"),
              summary->measured > 0 ? value : "–");
    put_without(lines, summary->calls - summary->measured, tr("%s without a length that can be believed"));
}

static void put_calls(const struct app *app, struct lines *lines)
{
    bool is_complete = search_completeness_so_far(&app->view->searched)[0] == '\0' &&
                       summary_watch_is_current(&app->summary_watch);
    const struct list_summary *summary = summary_watch_of(&app->summary_watch, &app->view->list.shown);
    put_listed(app, lines, summary);
    if (summary == NULL || app->view->list.shown.agent != app->view->agent) {
        lines_put(lines, ROLE_DIM, tr("Calls"), "…");
        return;
    }
    put_time(app, lines, tr("First"), summary->first, !is_complete);
    put_time(app, lines, tr("Last"), summary->last, !is_complete);
    put_without(lines, summary->undated, tr("%s without a start that can be believed"));
    put_lengths(lines, summary, is_complete);
}

/* When what is there was seen last: "history checked 2026-11-02 to 2026-11-28". */
static void put_checked(const struct app *app, struct lines *lines, const struct agent_summary *agent)
{
    char value[VALUE_SIZE], first[MOMENT_SIZE], last[MOMENT_SIZE];
    if (agent->checked_from == TIMESTAMP_NONE)
        return;
    moment_day(first, agent->checked_from, app->utc);
    moment_day(last, agent->checked_to, app->utc);
    if (strcmp(first, last) == 0)
        snprintf(value, sizeof(value), tr("history checked %s"), first);
    else
        snprintf(value, sizeof(value), tr("history checked %s to %s"), first, last);
    lines_put(lines, ROLE_DIM, "", value);
}

static void put_agent(const struct app *app, struct lines *lines, const struct agent_summary *agent)
{
    char state[COMPLETENESS_SIZE];
    bool is_complete = agent->completeness == AGENT_COMPLETE;
    put_who(lines, agent);
    lines_put(lines, ROLE_TEXT, tr("Fetched"), completeness_agent(state, agent, app->utc));
    put_checked(app, lines, agent);
    put_recordings(lines, agent->recordings, agent->completeness != AGENT_UNFETCHED, is_complete);
    put_calls(app, lines);
    lines_put_text(lines, tr("Email"), agent->email);
    lines_put_text(lines, tr("Department"), agent->department);
    lines_put_text(lines, tr("Status"), agent->status);
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
    lines_put(lines, ROLE_TEXT, tr("Fetched"), completeness_all(state, totals, app->utc));
    put_recordings(lines, totals->recordings, totals->complete + totals->partial > 0,
                   completeness_is_complete(totals));
    put_calls(app, lines);
}

#include "tui/screen/pane_details.h"

#include "model/account/account_audit.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/browse/browse_hold.h"
#include "tui/browse/browse_notes.h"
#include "tui/browse/list_view.h"
#include "tui/draw/lines.h"
#include "tui/draw/text.h"
#include "tui/screen/agent_details.h"
#include "tui/screen/audio_details.h"
#include "tui/screen/sheet.h"
#include "tui/words/caller.h"
#include "tui/words/caller_history.h"
#include "tui/words/completeness.h"
#include "tui/words/moment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LABEL_COLUMNS = 9, VALUE_SIZE = LINES_VALUE_SIZE };

static bool shows_agent(const struct app *app)
{
    return app->view->focus == LAYOUT_AGENTS;
}

static void title(const struct app *app, char text[PANE_TITLE_SIZE], char note[PANE_TITLE_SIZE])
{
    const struct listed_recording *listed = list_selected(&app->view->list);
    snprintf(text, PANE_TITLE_SIZE, "%s", shows_agent(app) ? agent_details_title(app) : tr("Details"));
    note[0] = '\0';
    if (!shows_agent(app) && listed != NULL && listed->recording.queue_call_id != RECORDING_NO_NUMBER)
        snprintf(note, PANE_TITLE_SIZE, tr("call %lld"), (long long)listed->recording.queue_call_id);
}

/* "Ida Holm · id 103" */
static void put_name(struct lines *lines, const char *label, const char *raw, int64_t id)
{
    char value[VALUE_SIZE], name[VALUE_SIZE - 40];
    bool named = raw != NULL && raw[0] != '\0';
    text_escape(name, sizeof(name), named ? raw : "–");
    if (id == RECORDING_NO_NUMBER)
        snprintf(value, sizeof(value), "%s", name);
    else
        snprintf(value, sizeof(value), "%s · id %" PRId64, name, id);
    lines_put(lines, named ? ROLE_TEXT : ROLE_DIM, label, value);
}

static void put_moment(struct lines *lines, const char *label, int64_t ticks)
{
    char value[VALUE_SIZE], local[MOMENT_SIZE], utc[MOMENT_SIZE];
    if (ticks == TIMESTAMP_NONE)
        snprintf(value, sizeof(value), "–");
    else
        snprintf(value, sizeof(value), "%s · %s", moment_local(local, ticks), moment_utc(utc, ticks));
    lines_put(lines, ticks == TIMESTAMP_NONE ? ROLE_DIM : ROLE_TEXT, label, value);
}

static void put_other_calls(const struct app *app, struct lines *lines, const struct recording *recording)
{
    char value[VALUE_SIZE], last[MOMENT_SIZE], calls[64];
    const struct caller_summary *summary = &app->details.summary;
    bool is_all = completeness_is_complete(&app->agents.totals);
    if (!app->details.known) {
        lines_put(lines, ROLE_DIM, "", "…");
        return;
    }
    if (summary->calls <= 1) {
        lines_put(lines, ROLE_DIM, "", is_all ? tr("no other call") : tr("no other call so far"));
        return;
    }
    text_count(calls, sizeof(calls), summary->calls - 1, "%s other call", "%s other calls");
    if (summary->newest == recording->started)
        snprintf(value, sizeof(value), is_all ? tr("%s, none later") : tr("%s so far, none later"), calls);
    else
        snprintf(value, sizeof(value), is_all ? tr("%s, the last %s") : tr("%s so far, the last %s"), calls,
                 moment_recent(last, summary->newest, app->utc));
    lines_put(lines, ROLE_TEXT, "", value);
}

static void put_caller(const struct app *app, struct lines *lines, const struct recording *recording)
{
    char raw[128], formatted[160], value[VALUE_SIZE];
    if (recording->caller == NULL || recording->caller[0] == '\0') {
        lines_put(lines, ROLE_DIM, tr("Caller"), "–");
        return;
    }
    text_escape(raw, sizeof(raw), recording->caller);
    caller_format(formatted, sizeof(formatted), recording->caller);
    bool same = strcmp(raw, formatted) == 0;
    snprintf(value, sizeof(value), "%s%s%s", formatted, same ? "" : " · ", same ? "" : raw);
    lines_put(lines, ROLE_STRONG, tr("Caller"), value);
    if (details_knows_caller(recording->caller))
        put_other_calls(app, lines, recording);
}

static void put_call(struct lines *lines, const struct recording *recording)
{
    char value[VALUE_SIZE] = "–";
    if (recording->queue_call_id != RECORDING_NO_NUMBER)
        snprintf(value, sizeof(value), "%" PRId64, recording->queue_call_id);
    lines_put(lines, ROLE_TEXT, tr("Call id"), value);
}

/* Both are short: they share a line. */
static void put_kind(struct lines *lines, const struct recording *recording)
{
    char value[VALUE_SIZE], type[VALUE_SIZE / 2], culture[VALUE_SIZE / 4];
    bool typed = recording->type != NULL && recording->type[0] != '\0';
    bool spoken = recording->culture != NULL && recording->culture[0] != '\0';
    snprintf(value, sizeof(value), tr("%s · language %s"),
             text_escape(type, sizeof(type), typed ? recording->type : "–"),
             text_escape(culture, sizeof(culture), spoken ? recording->culture : "–"));
    lines_put(lines, typed || spoken ? ROLE_TEXT : ROLE_DIM, tr("Type"), value);
}

/* Among the calls of a caller: what lies between this call and the one before. */
static void put_step(const struct app *app, struct lines *lines)
{
    char value[CALLER_HISTORY_SIZE];
    if (list_query_is_sorted(&app->view->list.shown)) /* that is not the row beside it */
        return;
    const struct caller_history_step step = caller_history_step(
        app->view->list.page, app->view->list.selected, app->view->list.shown.oldest_first);
    lines_put(lines, ROLE_TEXT, tr("Since"), caller_history_sentence(value, &step));
}

/* Above what the server says, in two lines: it is what the user looks for. */
static void put_note(const struct app *app, struct lines *lines, const struct listed_recording *listed)
{
    char value[VALUE_SIZE], tags[VALUE_SIZE - 40];
    const struct note *note = browse_note_of(app, listed);
    if (note == NULL)
        return;
    bool has_tags = note->tags[0] != '\0';
    text_escape(tags, sizeof(tags), note->tags);
    snprintf(value, sizeof(value), "%s%s%s", note->is_marked ? tr("marked") : "",
             note->is_marked && has_tags ? " · " : "", tags);
    if (value[0] != '\0')
        lines_put(lines, ROLE_STRONG, note->is_marked ? tr("Mark") : tr("Tags"), value);
    if (note->text[0] != '\0')
        lines_put_text(lines, tr("Note"), note->text);
}

/* "until it is released, with its audio: case 12" */
static void put_hold(const struct app *app, struct lines *lines, const struct listed_recording *listed)
{
    char value[VALUE_SIZE], reason[VALUE_SIZE - 100], end[MOMENT_SIZE];
    const struct hold *hold = browse_hold_of(app, listed);
    if (hold == NULL)
        return;
    text_escape(reason, sizeof(reason), hold->reason);
    if (hold->until == TIMESTAMP_NONE)
        snprintf(value, sizeof(value),
                 tr(hold->audio == NULL      ? N_("until it is released, without its audio: %s")
                    : hold->audio_is_damaged ? N_("until it is released, with audio that is damaged: %s")
                                             : N_("until it is released, with its audio: %s")),
                 reason);
    else
        snprintf(value, sizeof(value),
                 tr(hold->audio == NULL      ? N_("until %s, without its audio: %s")
                    : hold->audio_is_damaged ? N_("until %s, with audio that is damaged: %s")
                                             : N_("until %s, with its audio: %s")),
                 moment_until(end, hold->until, app->utc), reason);
    lines_put(lines, ROLE_STRONG, tr("On hold"), value);
    if (hold->is_gone)
        lines_put(lines, ROLE_TEXT, "", tr("the server no longer has this recording"));
}

static void put_all(const struct app *app, struct lines *lines, const struct listed_recording *listed)
{
    const struct recording *recording = &listed->recording;
    const struct agent_summary *agent = account_agent_by_number(app->account, listed->agent);
    char length[TIMESTAMP_TEXT_SIZE];
    bool named = recording->agent_name != NULL && recording->agent_name[0] != '\0';
    put_hold(app, lines, listed);
    put_note(app, lines, listed);
    put_caller(app, lines, recording);
    put_moment(lines, tr("Start"), recording->started);
    put_moment(lines, tr("End"), recording->ended);
    lines_put(lines, ROLE_TEXT, tr("Length"), timestamp_length_text(length, recording_duration(recording)));
    audio_details_put(app, lines, recording);
    if (listed->gap_before && !list_view_is_whole(app))
        lines_put(lines, ROLE_WARNING, tr("Before"), tr(COMPLETENESS_GAP));
    if (app->view->list.shown.filter.caller[0] != '\0')
        put_step(app, lines);
    put_name(lines, tr("Agent"), named || agent == NULL ? recording->agent_name : agent->name,
             recording->agent_id);
    put_name(lines, tr("Queue"), recording->queue_name, recording->queue_id);
    put_call(lines, recording);
    put_kind(lines, recording);
    lines_put_text(lines, tr("File"), recording->file_name);
}

/* Agents are never scrolled: the keys act elsewhere. */
static void draw_agent(const struct app *app, const struct canvas *canvas)
{
    struct lines lines = {
        .canvas = canvas, .label_columns = AGENT_DETAILS_LABEL_COLUMNS, .label_role = ROLE_DIM};
    agent_details_put(app, &lines);
}

static void draw(struct app *app, const struct canvas *canvas)
{
    const struct listed_recording *listed = list_selected(&app->view->list);
    struct details *details = &app->details;
    size_t height = (size_t)canvas->area.rows;
    canvas_erase(canvas);
    details->lines = 0;
    if (shows_agent(app)) {
        draw_agent(app, canvas);
        return;
    }
    if (listed == NULL)
        return;
    struct lines lines = {
        .canvas = canvas, .label_columns = LABEL_COLUMNS, .label_role = ROLE_DIM, .skip = details->scroll};
    put_all(app, &lines, listed);
    details->lines = lines.count;
    size_t most = lines.count > height ? lines.count - height : 0;
    if (details->scroll > most) { /* there is less of it than before */
        details->scroll = most;
        draw(app, canvas);
    } else if (details->scroll < most) {
        canvas_right(canvas, canvas->area.rows - 1, 0, canvas->area.columns, ROLE_DIM, "↓");
    }
}

static void cursor(const struct app *app, const struct canvas *canvas)
{
    (void)app;
    canvas_cursor(canvas, 0, 0);
}

static unsigned wheel(struct app *app, int lines)
{
    int64_t top = (int64_t)app->details.scroll + lines;
    app->details.scroll = top > 0 ? (size_t)top : 0;
    return CHANGED_DETAILS;
}

static const struct sheet_text opened;

/* Lines go to the next recording, pages scroll; what has no room in the pane is opened in full. */
static unsigned move_by(struct app *app, enum move move)
{
    struct details *details = &app->details;
    int64_t lines = actions_lines(move, app->layout.panes[LAYOUT_DETAILS].rows);
    if (move == MOVE_OPEN)
        return sheet_toggle(app, &opened);
    if (move == MOVE_UP || move == MOVE_DOWN)
        return list_move(&app->view->list, lines) ? CHANGED_LIST | CHANGED_DETAILS : CHANGED_NOTHING;
    if (move == MOVE_LAST)
        details->scroll = details->lines;
    else if (move == MOVE_FIRST)
        details->scroll = 0;
    return wheel(app, (int)lines);
}

const struct pane pane_details = {NULL, title, draw, cursor, move_by, NULL, wheel};

static void put_in_full(const struct app *app, struct lines *lines)
{
    const struct listed_recording *listed = list_selected(&app->view->list);
    lines->label_columns = LABEL_COLUMNS;
    lines->label_role = ROLE_DIM;
    if (listed != NULL)
        put_all(app, lines, listed);
}

static unsigned move_in_full(struct app *app, enum move move, bool *done)
{
    *done = move == MOVE_UP || move == MOVE_DOWN || move == MOVE_RIGHT;
    return *done && move != MOVE_RIGHT ? move_by(app, move) : CHANGED_NOTHING;
}

/* What is done to the list is done to it below the sheet; what has to be seen there closes it. */
static unsigned act_in_full(struct app *app, const struct action *action)
{
    unsigned changes = CHANGED_NOTHING;
    if (action->where == ACTION_OF_LIST) {
        changes = CHANGED_LAYOUT | app_pop(app);
        app->view->focus = LAYOUT_DETAILS;
    }
    return changes | actions_run(action, app);
}

static const struct sheet_text in_full = {
    .title = N_("Details"), .put = put_in_full, .go = move_in_full, .act = act_in_full};

/* The same where there is a pane, which need not have room for all of it. */
static const struct sheet_text opened = {
    .title = N_("Details"), .put = put_in_full, .go = move_in_full, .act = act_in_full};

void pane_details_place(struct app *app)
{
    bool is_shown = layout_shows(&app->layout, LAYOUT_DETAILS);
    if (is_shown && sheet_is_on_top(app, &in_full)) {
        app_pop(app);
        app->view->focus = LAYOUT_DETAILS;
    } else if (!is_shown && app->view->focus == LAYOUT_DETAILS && app->top == &app->view->base) {
        app->view->focus = LAYOUT_RECORDINGS;
        sheet_toggle(app, &in_full);
    }
}

static void note_opening(struct app *app)
{
    const struct listed_recording *listed = list_selected(&app->view->list);
    if (listed == NULL)
        return;
    const struct audit_entry entry = {
        .action = "open", .call = listed->recording.queue_call_id, .file = listed->recording.file_name};
    account_note(app->account, listed->agent, &entry);
}

unsigned pane_details_open(struct app *app)
{
    note_opening(app);
    if (layout_shows(&app->layout, LAYOUT_DETAILS))
        return app_focus(app, LAYOUT_DETAILS);
    list_touch(&app->view->list); /* what is read stays */
    return sheet_toggle(app, &in_full);
}

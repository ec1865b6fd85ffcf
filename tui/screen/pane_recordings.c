#include "tui/screen/pane_recordings.h"

#include "model/account/account_fetch.h"
#include "net/base/translate.h"
#include "tui/browse/browse.h"
#include "tui/browse/browse_period.h"
#include "tui/browse/list_view.h"
#include "tui/browse/timeline_view.h"
#include "tui/draw/text.h"
#include "tui/list/list_scroll.h"
#include "tui/screen/columns.h"
#include "tui/screen/pane_details.h"
#include "tui/words/caller.h"
#include "tui/words/completeness.h"
#include "tui/words/filter_hint.h"
#include "tui/words/sort_words.h"

#include <stdio.h>

enum {
    HEADER_ROWS = 1,
    FOOTER_ROWS = 1,
    CALLER_SIZE = 128,
    TITLE_EDGES = 8 /* columns: lines, blanks and the sign of the focus */
};

static void layout(struct app *app, const struct rectangle *area)
{
    if (area->rows > 0)
        list_set_height(&app->view->list,
                        area->rows - HEADER_ROWS - FOOTER_ROWS - timeline_view_rows(area->rows));
}

static const struct agent_summary *shown_agent(const struct app *app)
{
    int64_t agent = app->view->list.shown.agent;
    return agent == PAGE_ALL_AGENTS ? NULL : account_agent_by_number(app->account, agent);
}

/* "37 hits", "1,234 recordings", "counting…" */
static void count_text(const struct app *app, char *buffer, size_t size)
{
    const struct recording_list *list = &app->view->list;
    const struct agent_summary *agent = shown_agent(app);
    char number[64];
    uint64_t recordings = agent == NULL ? app->agents.totals.recordings : agent->recordings;
    bool filtered = list->shown.filter.text[0] != '\0' && !filter_is_empty(&list->shown.filter),
         reported = list->shown.filter.caller[0] != '\0';
    if (list->page == NULL || app->view->filter.refused || (!filtered && !reported && recordings == 0))
        buffer[0] = '\0'; /* the list itself says why */
    else if (!filtered && !reported)
        snprintf(buffer, size, "%s%s",
                 text_count(number, sizeof(number), recordings, "%s recording", "%s recordings"),
                 search_completeness_so_far(&app->view->searched));
    else if (!list->counted)
        snprintf(buffer, size, "%s", tr("counting…"));
    else
        snprintf(buffer, size, "%s%s",
                 text_form_number(number, sizeof(number),
                                  filtered ? tr_count("%s hit", "%s hits", list->count)
                                           : tr_count("%s recording", "%s recordings", list->count),
                                  list->count),
                 list_view_so_far(app));
}

/* "Calls of +45 83 12 34 56" */
static void name_calls_of(char *buffer, size_t size, const char *caller)
{
    char formatted[CALLER_SIZE], fitted[CALLER_SIZE];
    caller_format(formatted, sizeof(formatted), caller);
    snprintf(buffer, size, tr("Calls of %s"), text_fit(fitted, sizeof(fitted), formatted, 30));
}

/* "↑ 46 new · g · ": what came in above, and the key that goes there; "" if nothing did. */
static void badge_text(const struct app *app, char text[PANE_TITLE_SIZE])
{
    size_t rows = app->view->list.new_rows, most = LIST_NEW_MOST - 1;
    char name[KEYS_NAME_SIZE];
    const char *key = keymap_first(&app->keymap, "first", name);
    text[0] = '\0';
    if (rows > 0)
        snprintf(text, PANE_TITLE_SIZE, tr("↑ %zu%s new · %s%s"), rows > most ? most : rows,
                 rows > most ? "+" : "", key == NULL ? "" : key, key == NULL ? "" : " · ");
}

/* `is_brief`: the order comes first, as it stands in the head of its column. */
static void put_name(const struct app *app, char text[PANE_TITLE_SIZE], bool is_brief)
{
    const struct recording_list *list = &app->view->list;
    const struct agent_summary *agent = shown_agent(app);
    char name[96], filter[96] = "", order[SORT_WORDS_SIZE];
    snprintf(name, sizeof(name), "%s", tr("All agents"));
    if (list->shown.filter.caller[0] != '\0')
        name_calls_of(name, sizeof(name), list->shown.filter.caller);
    else if (agent != NULL)
        text_fit(name, sizeof(name), agent->name, 40);
    if (list->shown.filter.text[0] != '\0')
        text_fit(filter, sizeof(filter), list->shown.filter.text, 30);
    bool is_usual = list_query_is_newest_first(&list->shown), is_first = is_brief && !is_usual,
         is_last = !is_brief && !is_usual;
    snprintf(text, PANE_TITLE_SIZE, "%s%s%s%s%s%s%s",
             is_first ? sort_words_brief(order, &list->shown.sorting, list->shown.oldest_first) : "",
             is_first ? " · " : "", name, filter[0] != '\0' ? " · /" : "", filter, is_last ? " · " : "",
             is_last ? sort_words_order(&list->shown.sorting, list->shown.oldest_first) : "");
}

void pane_recordings_name(const struct app *app, char text[PANE_TITLE_SIZE])
{
    put_name(app, text, false);
}

static void title(const struct app *app, char text[PANE_TITLE_SIZE], char note[PANE_TITLE_SIZE])
{
    char count[64];
    count_text(app, count, sizeof(count));
    badge_text(app, note);
    text_append(note, PANE_TITLE_SIZE, "%s", count);
    pane_recordings_name(app, text);
    if (TITLE_EDGES + (int)(text_width(text) + text_width(note)) >
        app->layout.panes[LAYOUT_RECORDINGS].columns)
        put_name(app, text, true);
}

static bool has_gap(const struct page *page, size_t index)
{
    return index < page->count && page->rows[index].gap_before;
}

/* Whether a rule belongs below the row: where what is certain ends. In a list of all agents the rows next to each
 * other need not be of the same one. */
static bool is_ruled(const struct app *app, size_t index)
{
    const struct recording_list *list = &app->view->list;
    const struct page *page = list->page;
    if (list->shown.agent == PAGE_ALL_AGENTS || list_view_is_whole(app))
        return false;
    if (list->shown.oldest_first)
        return has_gap(page, index + 1) && !has_gap(page, index + 2);
    return has_gap(page, index) && (index == 0 || !has_gap(page, index - 1));
}

/* In front of all, or between date and time where that place is taken or there is none. */
static void draw_gap(const struct column_plan *plan, const struct canvas *canvas, int row, bool taken)
{
    bool has_start = plan->width[COLUMN_START] > 0;
    int instead = has_start ? plan->at[COLUMN_START] + columns_date(plan->start) : plan->behind;
    int column = layout_margin(canvas->area.columns) > 0 && !taken ? 0 : instead;
    canvas_text(canvas, row, column, 1, ROLE_STRONG, COMPLETENESS_GAP_SIGN);
}

static void draw_recording(const struct app *app, const struct canvas *canvas, const struct column_plan *plan,
                           int row, size_t index)
{
    bool focused = app->view->focus != LAYOUT_AGENTS, selected = index == app->view->list.selected;
    const struct column_row line = {app, plan, index, row, selected && focused};
    struct canvas place = *canvas;
    place.ruled = is_ruled(app, index);
    columns_draw(&line, &place);
    bool pointed = selected && !focused && layout_margin(canvas->area.columns) > 0;
    if (pointed)
        canvas_text(canvas, row, 0, 1, ROLE_STRONG, "▸");
    place.selected = line.selected;
    if (app->view->list.page->rows[index].gap_before && !list_view_is_whole(app))
        draw_gap(plan, &place, row, pointed);
}

/* In the middle of the pane, the first in bold; long lines are broken. */
static void draw_texts(const struct canvas *canvas, const char *const *texts, size_t count)
{
    int row = canvas->area.rows > 8 ? canvas->area.rows / 3 : HEADER_ROWS, columns = canvas->area.columns - 2;
    for (size_t i = 0; i < count; i++) {
        size_t skip = 0;
        for (const char *at = texts[i]; *at != '\0' && row < canvas->area.rows - FOOTER_ROWS; row++) {
            char line[COMPLETENESS_SIZE];
            size_t length = text_line(at, (unsigned)columns, &skip);
            snprintf(line, sizeof(line), "%.*s", (int)length, at);
            canvas_center(canvas, row, i == 0 ? ROLE_STRONG : ROLE_TEXT, line);
            at += length + skip;
        }
    }
}

/* Of one agent's calls without a hit: the keys that look among those of all. Else *text stays. */
static void way_to_all(const struct app *app, char text[COMPLETENESS_SIZE])
{
    const struct agent_summary *agent = shown_agent(app);
    bool is_typed = app_types_filter(app), is_there = !is_typed && app->view->focus == LAYOUT_AGENTS;
    const char *const actions[] = {is_typed ? "prompt-accept" : NULL, is_there ? NULL : "left", "first"};
    char name[128], key[KEYS_NAME_SIZE], keys[3 * (KEYS_NAME_SIZE + 1)] = "";
    size_t used = 0;
    if (agent == NULL || app->view->list.shown.filter.text[0] == '\0')
        return;
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (actions[i] != NULL && keymap_first(&app->keymap, actions[i], key) == NULL)
            return;
        if (actions[i] != NULL)
            used += (size_t)snprintf(keys + used, sizeof(keys) - used, "%s%s", used > 0 ? " " : "", key);
    }
    text_fit(name, sizeof(name), agent->name, 40);
    snprintf(text, COMPLETENESS_SIZE, tr("This is %s alone: %s takes the filter to all agents."), name, keys);
}

/* Why there is nothing to see. */
static void draw_reason(const struct app *app, const struct canvas *canvas)
{
    char searched[COMPLETENESS_SIZE], open[KEYS_NAME_SIZE], refresh[KEYS_NAME_SIZE], drop[KEYS_NAME_SIZE];
    char hint[FILTER_HINT_SIZE] = "", all[COMPLETENESS_SIZE] = "";
    struct completeness_reason reason;
    struct completeness_question question = {
        .agent = shown_agent(app),
        .totals = &app->agents.totals,
        .status = account_status(app->account),
        .filter = app->view->list.shown.filter.text,
        .searched = search_completeness_text(searched, &app->view->searched, COMPLETENESS_SIZE),
        .is_searched = scope_is_complete(&app->view->searched.tally),
        .open_key = keymap_first(&app->keymap, "open", open),
        .refresh_key = keymap_first(&app->keymap, "refresh", refresh),
        .drop_key = keymap_first(&app->keymap, "drop-filter", drop),
        .utc = app->utc,
        .is_busy = account_is_busy(app->account),
        .is_of_caller = app->view->list.shown.filter.caller[0] != '\0',
    };
    if (app->view->list.failure.kind != FAILURE_NONE) {
        snprintf(reason.why, sizeof(reason.why), "%s", app->view->list.failure.what);
        snprintf(reason.advice, sizeof(reason.advice), "%s", app->view->list.failure.advice);
    } else {
        completeness_empty(&reason, &question);
        filter_hint(hint, question.filter, timestamp_now(), app->utc);
        way_to_all(app, all);
    }
    const char *const texts[] = {reason.why, reason.advice, all, hint};
    draw_texts(canvas, texts, sizeof(texts) / sizeof(texts[0]));
}

static const char *put_completeness(const struct app *app, char text[COMPLETENESS_SIZE], int columns)
{
    const struct agent_summary *agent = shown_agent(app);
    if (app->view->list.shown.filter.text[0] != '\0')
        return search_completeness_text(text, &app->view->searched, (unsigned)columns);
    if (app->view->list.shown.filter.caller[0] != '\0')
        return completeness_caller(text, &app->agents.totals, app->view->searched.fetch_key, app->utc);
    return agent != NULL ? completeness_agent(text, agent, app->utc)
                         : completeness_all(text, &app->agents.totals, app->utc);
}

/* Of a sorted list what comes first is that only of what has been fetched. */
const char *pane_recordings_completeness(const struct app *app, char text[COMPLETENESS_SIZE], int columns)
{
    char rest[COMPLETENESS_SIZE];
    bool is_part = list_query_is_sorted(&app->view->list.shown) && list_view_so_far(app)[0] != '\0';
    if (!is_part)
        return put_completeness(app, text, columns);
    const char *first = tr("sorted: what is here so far");
    put_completeness(app, rest, columns - (int)text_width(first) - 3);
    snprintf(text, COMPLETENESS_SIZE, "%s · %.240s", first, rest);
    return text;
}

static void draw_footer(const struct app *app, const struct canvas *canvas)
{
    char text[COMPLETENESS_SIZE];
    const struct agent_summary *agent = shown_agent(app);
    int row = canvas->area.rows - FOOTER_ROWS, margin = layout_margin(canvas->area.columns);
    bool failed = agent != NULL && agent->failure.kind != FAILURE_NONE && !agent->fetching;
    pane_recordings_completeness(app, text, canvas->area.columns - margin);
    canvas_blank(canvas, row, 0, canvas->area.columns);
    if (app->view->list.page != NULL)
        canvas_text(canvas, row, margin, canvas->area.columns - margin, failed ? ROLE_ERROR : ROLE_DIM, text);
}

static void draw(struct app *app, const struct canvas *canvas)
{
    size_t count = app->view->list.page == NULL ? 0 : app->view->list.page->count;
    const struct list_query *shown = &app->view->list.shown;
    const struct column_choice choice = {&app->columns.shown, app->agents.name_columns};
    struct column_plan plan;
    columns_fit(&plan, canvas->area.columns,
                shown->filter.caller[0] != '\0'   ? COLUMNS_OF_CALLER
                : shown->agent == PAGE_ALL_AGENTS ? COLUMNS_OF_ALL
                                                  : COLUMNS_OF_AGENT,
                &choice);
    columns_draw_header(app, canvas, &plan);
    int timeline = count > 0 ? timeline_view_rows(canvas->area.rows) : 0;
    int end = canvas->area.rows - FOOTER_ROWS - timeline;
    for (int row = HEADER_ROWS; row < end; row++) {
        size_t index = app->view->list.top + (size_t)(row - HEADER_ROWS);
        if (index < count)
            draw_recording(app, canvas, &plan, row, index);
        else
            canvas_blank(canvas, row, 0, canvas->area.columns);
    }
    if (list_is_empty(&app->view->list) ||
        (app->view->list.page == NULL && app->view->list.failure.kind != FAILURE_NONE))
        draw_reason(app, canvas);
    if (timeline > 0)
        timeline_view_draw(app, canvas, end);
    draw_footer(app, canvas);
}

static void cursor(const struct app *app, const struct canvas *canvas)
{
    canvas_cursor(canvas, HEADER_ROWS + (int)(app->view->list.selected - app->view->list.top), 0);
}

static unsigned moved(struct app *app, bool changed)
{
    if (changed)
        details_moved(&app->details);
    return changed ? CHANGED_LIST : CHANGED_NOTHING;
}

static unsigned move_by(struct app *app, enum move move)
{
    int height = (int)app->view->list.height;
    if (move == MOVE_OPEN) {
        if (list_selected(&app->view->list) != NULL)
            return pane_details_open(app);
        return app->view->agent == PAGE_ALL_AGENTS ? app_focus(app, LAYOUT_AGENTS) : browse_open(app);
    }
    bool changed = move == MOVE_FIRST  ? list_to_first(&app->view->list)
                   : move == MOVE_LAST ? list_to_last(&app->view->list)
                                       : list_move(&app->view->list, actions_lines(move, height));
    return moved(app, changed);
}

static unsigned click_line(struct app *app, size_t line)
{
    app->click.is_on_line = list_select(&app->view->list, line);
    return moved(app, app->click.is_on_line);
}

static unsigned click(struct app *app, int row, int column)
{
    int rows = app->layout.panes[LAYOUT_RECORDINGS].rows, end = rows - FOOTER_ROWS - timeline_view_rows(rows);
    if (row >= end && row < rows - FOOTER_ROWS)
        return browse_show_period(app, timeline_view_column(app, column));
    return row < HEADER_ROWS || row >= end
               ? CHANGED_NOTHING
               : click_line(app, app->view->list.top + (size_t)(row - HEADER_ROWS));
}

static unsigned wheel(struct app *app, int lines)
{
    return moved(app, list_scroll(&app->view->list, lines));
}

const struct pane pane_recordings = {layout, title, draw, cursor, move_by, click, wheel};

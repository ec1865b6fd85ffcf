#include "tui/browse/timeline_view.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/draw/canvas.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <string.h>

enum { ROWS = 2, ROWS_OF_LIST = 10 };

int timeline_view_rows(int rows)
{
    return rows <= ROWS_OF_LIST ? 0 : rows < ROWS_OF_LIST + ROWS ? rows - ROWS_OF_LIST : ROWS;
}

int64_t timeline_view_place(const struct app *app)
{
    const struct listed_recording *selected = list_selected(&app->view->list);
    const struct list_summary *summary = summary_watch_of(&app->summary_watch, &app->view->list.shown);
    bool is_believed = selected != NULL && summary != NULL &&
                       selected->recording.started >= TIMESTAMP_EARLIEST &&
                       selected->recording.started <= summary->latest;
    return is_believed ? selected->recording.started : TIMESTAMP_NONE;
}

/* Where the list stands in the pane; the keys go by the same periods while that is not on the screen. */
static unsigned columns_of(const struct app *app)
{
    int columns = app->layout.panes[LAYOUT_RECORDINGS].columns;
    columns = columns > 0 ? columns : app->layout.columns;
    columns -= layout_margin(columns);
    return columns > 0 ? (unsigned)columns : 0;
}

static bool is_up_to_date(const struct app *app, unsigned columns, int64_t place)
{
    const struct view_timeline *view = &app->view->timeline;
    const struct timeline *timeline = &view->timeline;
    bool as_wanted = view->is_near ? timeline->is_near && timeline->unit == view->unit
                                   : timeline->unit == timeline->unit_of_all;
    bool is_seen =
        !timeline->is_near || place == TIMESTAMP_NONE || timeline_find(timeline, place) != SIZE_MAX;
    return view->number == app->summary_watch.number && view->columns == columns &&
           timeline->utc == app->utc && as_wanted && is_seen;
}

const struct timeline *timeline_view_update(struct app *app)
{
    struct view_timeline *view = &app->view->timeline;
    const struct list_summary *summary = summary_watch_of(&app->summary_watch, &app->view->list.shown);
    if (summary == NULL) {
        timeline_clear(&view->timeline);
        view->number = 0;
        if (!list_query_is_same(&view->query, &app->view->list.shown))
            *view = (struct view_timeline){0};
        return NULL;
    }
    unsigned columns = columns_of(app);
    int64_t place = timeline_view_place(app);
    if (!is_up_to_date(app, columns, place)) {
        const struct timeline_question question = {summary, columns,         view->is_near, view->unit,
                                                   place,   timestamp_now(), app->utc};
        timeline_lay_out(&view->timeline, &question);
        view->query = app->view->list.shown;
        view->number = app->summary_watch.number;
        view->columns = columns;
        view->is_near = view->is_near && view->unit < view->timeline.unit_of_all;
    }
    return &view->timeline;
}

size_t timeline_view_column(const struct app *app, int column)
{
    const struct timeline *timeline = &app->view->timeline.timeline;
    int margin = layout_margin(app->layout.panes[LAYOUT_RECORDINGS].columns);
    int at = timeline->count > 0 ? column - margin - (int)timeline_indent(timeline) : -1;
    return at >= 0 && (size_t)at < timeline->count ? (size_t)at : SIZE_MAX;
}

/* What stands above the axis, in a cell. */
static void draw_bar(const struct timeline *timeline, const struct canvas *canvas, int row, int at,
                     size_t column, bool is_selected)
{
    unsigned level = timeline_level(timeline, column);
    if (level == 0 && !timeline->columns[column].is_covered)
        canvas_text(canvas, row, at, 1, ROLE_DIM, "░");
    else
        canvas_text(canvas, row, at, 1, is_selected ? ROLE_STRONG : ROLE_TEXT, text_bar(level));
}

static void draw_axis(const struct timeline *timeline, const struct canvas *canvas, int row, int at,
                      size_t column, bool is_selected)
{
    bool is_covered = timeline->columns[column].is_covered;
    if (is_selected)
        canvas_text(canvas, row, at, 1, ROLE_STRONG, is_covered ? "▴" : "▵");
    else
        canvas_text(canvas, row, at, 1, is_covered ? ROLE_RULE : ROLE_DIM, is_covered ? "━" : "┄");
}

/* The sign at an end of the axis: there is more, or there may be. */
static const char *sign_of_end(bool has_more, bool is_covered, const char *more)
{
    return has_more ? more : is_covered ? "" : "…";
}

static void draw_labels(const struct timeline *timeline, const struct canvas *canvas, int row, int margin)
{
    char label[TIMELINE_LABEL_SIZE], most[TEXT_NUMBER_SIZE], text[TEXT_NUMBER_SIZE + 8];
    int columns = canvas->area.columns, begin = margin + (int)timeline_indent(timeline);
    int end = begin + (int)timeline->count;
    const struct timeline_column *first = &timeline->columns[0],
                                 *last = &timeline->columns[timeline->count - 1];
    canvas_text(canvas, row, margin, columns, ROLE_DIM, timeline_unit_name(timeline->unit));
    canvas_text(canvas, row + 1, margin, columns, ROLE_DIM,
                timeline_label(label, timeline->unit, first->period.begin, timeline->utc));
    canvas_text(canvas, row + 1, begin - 1, 1, ROLE_DIM,
                sign_of_end(timeline->has_before, timeline->is_covered_before, "←"));
    canvas_text(canvas, row + 1, end, 1, ROLE_DIM,
                sign_of_end(timeline->has_after, timeline->is_covered_after, "→"));
    canvas_text(canvas, row + 1, end + 1, columns, ROLE_DIM,
                timeline_label(label, timeline->unit, last->period.begin, timeline->utc));
    snprintf(text, sizeof(text), tr("max %s"), text_number(most, timeline->most));
    if (end + 1 + (int)text_width(text) <= columns)
        canvas_text(canvas, row, end + 1, columns, ROLE_DIM, text);
}

void timeline_view_draw(struct app *app, const struct canvas *canvas, int row)
{
    const struct timeline *timeline = timeline_view_update(app);
    int margin = layout_margin(canvas->area.columns), rows = timeline_view_rows(canvas->area.rows);
    for (int i = 0; i < rows; i++)
        canvas_blank(canvas, row + i, 0, canvas->area.columns);
    if (timeline == NULL || timeline->count == 0)
        return;
    size_t selected = timeline_find(timeline, timeline_view_place(app));
    for (size_t i = 0; i < timeline->count; i++) {
        int at = margin + (int)(timeline_indent(timeline) + i);
        draw_bar(timeline, canvas, row, at, i, i == selected);
        draw_axis(timeline, canvas, row + 1, at, i, i == selected);
    }
    draw_labels(timeline, canvas, row, margin);
}

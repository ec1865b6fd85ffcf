#include "tui/browse/strip_view.h"

#include "model/time/timestamp.h"
#include "tui/draw/canvas.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <string.h>

enum { ROWS = 2, LEAST_PANE_ROWS = 12 };

int strip_view_rows(int rows)
{
    return rows >= LEAST_PANE_ROWS ? ROWS : 0;
}

int64_t strip_view_place(const struct app *app)
{
    const struct listed_recording *selected = list_selected(&app->list);
    const struct overview *overview = glance_of(&app->glance, &app->list.shown);
    bool is_believed = selected != NULL && overview != NULL &&
                       selected->recording.started >= TIMESTAMP_EARLIEST &&
                       selected->recording.started <= overview->latest;
    return is_believed ? selected->recording.started : TIMESTAMP_NONE;
}

/* Where the list stands in the pane; the keys go by the same periods while that is not on the screen. */
static unsigned columns_of(const struct app *app)
{
    int columns = app->layout.panes[LAYOUT_RECORDINGS].columns;
    columns = (columns > 0 ? columns : app->layout.columns) - app->plan.at[COLUMN_START];
    return columns > 0 ? (unsigned)columns : 0;
}

static bool is_up_to_date(const struct app *app, unsigned columns, int64_t place)
{
    const struct app_strip *view = &app->strip;
    const struct strip *strip = &view->strip;
    bool as_wanted =
        view->is_near ? strip->is_near && strip->unit == view->unit : strip->unit == strip->unit_of_all;
    bool is_seen = !strip->is_near || place == TIMESTAMP_NONE || strip_find(strip, place) != SIZE_MAX;
    return view->number == app->glance.number && view->columns == columns && strip->utc == app->utc &&
           as_wanted && is_seen;
}

const struct strip *strip_view_update(struct app *app)
{
    struct app_strip *view = &app->strip;
    const struct overview *overview = glance_of(&app->glance, &app->list.shown);
    if (overview == NULL) {
        strip_clear(&view->strip);
        *view = (struct app_strip){0};
        return NULL;
    }
    unsigned columns = columns_of(app);
    int64_t place = strip_view_place(app);
    if (!is_up_to_date(app, columns, place)) {
        const struct strip_question question = {overview, columns,         view->is_near, view->unit,
                                                place,    timestamp_now(), app->utc};
        strip_lay_out(&view->strip, &question);
        view->number = app->glance.number;
        view->columns = columns;
        view->is_near = view->is_near && view->unit < view->strip.unit_of_all;
    }
    return &view->strip;
}

/* What stands above the axis, in a cell. */
static void draw_bar(const struct strip *strip, const struct canvas *canvas, int row, int at, size_t column,
                     bool is_selected)
{
    static const char *const bars[STRIP_LEVELS + 1] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    unsigned level = strip_level(strip, column);
    if (level == 0 && !strip->columns[column].is_held)
        canvas_text(canvas, row, at, 1, ROLE_DIM, "░");
    else
        canvas_text(canvas, row, at, 1, is_selected ? ROLE_STRONG : ROLE_TEXT, bars[level]);
}

static void draw_axis(const struct strip *strip, const struct canvas *canvas, int row, int at, size_t column,
                      bool is_selected)
{
    bool is_held = strip->columns[column].is_held;
    if (is_selected)
        canvas_text(canvas, row, at, 1, ROLE_STRONG, is_held ? "▴" : "▵");
    else
        canvas_text(canvas, row, at, 1, is_held ? ROLE_RULE : ROLE_DIM, is_held ? "━" : "┄");
}

/* The sign at an end of the axis: there is more, or there may be. */
static const char *sign_of_end(bool has_more, bool is_held, const char *more)
{
    return has_more ? more : is_held ? "" : "…";
}

static void draw_labels(const struct strip *strip, const struct canvas *canvas, int row, int margin)
{
    char label[STRIP_LABEL_SIZE], most[TEXT_NUMBER_SIZE], text[TEXT_NUMBER_SIZE + 8];
    int columns = canvas->area.columns, begin = margin + (int)strip_indent(strip);
    int end = begin + (int)strip->count;
    const struct strip_column *first = &strip->columns[0], *last = &strip->columns[strip->count - 1];
    canvas_text(canvas, row, margin, columns, ROLE_DIM, strip_unit_name(strip->unit));
    canvas_text(canvas, row + 1, margin, columns, ROLE_DIM,
                strip_label(label, strip->unit, first->period.begin, strip->utc));
    canvas_text(canvas, row + 1, begin - 1, 1, ROLE_DIM,
                sign_of_end(strip->has_before, strip->is_held_before, "←"));
    canvas_text(canvas, row + 1, end, 1, ROLE_DIM, sign_of_end(strip->has_after, strip->is_held_after, "→"));
    canvas_text(canvas, row + 1, end + 1, columns, ROLE_DIM,
                strip_label(label, strip->unit, last->period.begin, strip->utc));
    snprintf(text, sizeof(text), "max %s", text_number(most, strip->most));
    if (end + 1 + (int)text_width(text) <= columns)
        canvas_text(canvas, row, end + 1, columns, ROLE_DIM, text);
}

void strip_view_draw(struct app *app, const struct canvas *canvas, int row)
{
    const struct strip *strip = strip_view_update(app);
    int margin = app->plan.at[COLUMN_START];
    for (int i = 0; i < ROWS; i++)
        canvas_blank(canvas, row + i, 0, canvas->area.columns);
    if (strip == NULL || strip->count == 0)
        return;
    size_t selected = strip_find(strip, strip_view_place(app));
    for (size_t i = 0; i < strip->count; i++) {
        int at = margin + (int)(strip_indent(strip) + i);
        draw_bar(strip, canvas, row, at, i, i == selected);
        draw_axis(strip, canvas, row + 1, at, i, i == selected);
    }
    draw_labels(strip, canvas, row, margin);
}

#include "tui/screen/sheet.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>

enum { TITLE_ROW = 1 };

struct sheet {
    struct view view;
    const struct sheet_text *text;
    size_t top;       /* the first line on the screen; SIZE_MAX: the last ones are to be, */
    size_t above_end; /* less so many, which have been gone up since */
    size_t lines;     /* as last drawn */
};

static size_t put_from(const struct app *app, const struct sheet *sheet, const struct canvas *canvas)
{
    struct lines lines = {.canvas = canvas, .skip = sheet->top};
    canvas_erase(canvas);
    sheet->text->put(app, &lines);
    return lines.count;
}

static void draw_title(const struct app *app, const struct sheet *sheet, size_t height)
{
    char text[64];
    struct canvas rule = app_canvas(app, (struct rectangle){TITLE_ROW, 0, 1, app->layout.columns});
    canvas_horizontal(&rule, 0, 0, app->layout.columns, "─");
    snprintf(text, sizeof(text), " ▸ %s ", tr(sheet->text->title));
    canvas_text(&rule, 0, 1, app->layout.columns - 2, ROLE_FOCUS, text);
    if (sheet->lines <= height)
        return;
    snprintf(text, sizeof(text), tr(" %zu–%zu of %zu "), sheet->top + 1, sheet->top + height, sheet->lines);
    canvas_right(&rule, 0, 1, app->layout.columns - 2, ROLE_TITLE, text);
}

static void draw(struct app *app, struct view *view, unsigned dirty)
{
    struct sheet *sheet = (struct sheet *)view;
    if ((dirty & ~(unsigned)CHANGED_TOP) == 0)
        return;
    const struct layout *layout = &app->layout;
    struct canvas canvas = app_canvas(
        app, (struct rectangle){TITLE_ROW + 1, 1, layout->end - TITLE_ROW - 1, layout->columns - 1});
    size_t height = (size_t)canvas.area.rows;
    sheet->lines = put_from(app, sheet, &canvas);
    size_t most = sheet->lines > height ? sheet->lines - height : 0;
    if (sheet->top > most) {
        sheet->top = most - (sheet->above_end < most ? sheet->above_end : most);
        sheet->above_end = 0;
        put_from(app, sheet, &canvas);
    }
    draw_title(app, sheet, height);
}

static void cursor(const struct app *app, const struct view *view)
{
    (void)view;
    struct canvas canvas = app_canvas(app, (struct rectangle){TITLE_ROW + 1, 0, 1, 1});
    canvas_cursor(&canvas, 0, 0);
}

static size_t moved(size_t from, int64_t lines)
{
    return lines < 0 && from < (size_t)-lines ? 0 : (size_t)((int64_t)from + lines);
}

static unsigned scroll_lines(struct sheet *sheet, int64_t lines)
{
    if (lines == 0)
        return CHANGED_NOTHING;
    if (sheet->top == SIZE_MAX)
        sheet->above_end = moved(sheet->above_end, -lines);
    else
        sheet->top = moved(sheet->top, lines);
    return CHANGED_SHEET;
}

static unsigned scroll_by(const struct app *app, struct sheet *sheet, enum move move)
{
    if (move != MOVE_FIRST && move != MOVE_LAST)
        return scroll_lines(sheet, actions_lines(move, app->layout.end - TITLE_ROW - 1));
    sheet->top = move == MOVE_LAST ? SIZE_MAX : 0;
    sheet->above_end = 0;
    return CHANGED_SHEET;
}

static unsigned move_by(struct app *app, struct view *view, enum move move)
{
    struct sheet *sheet = (struct sheet *)view;
    bool done = false;
    unsigned changes = sheet->text->go != NULL ? sheet->text->go(app, move, &done) : CHANGED_NOTHING;
    if (done)
        return changes;
    if (move == MOVE_BACK || move == MOVE_DROP || move == MOVE_LEFT || move == MOVE_OPEN)
        return app_pop(app);
    return scroll_by(app, sheet, move);
}

static unsigned act(struct app *app, struct view *view, const struct action *action)
{
    const struct sheet_text *text = ((const struct sheet *)view)->text;
    return text->act != NULL ? text->act(app, action) : CHANGED_NOTHING;
}

static void close_sheet(struct app *app, struct view *view)
{
    (void)app;
    free(view);
}

static unsigned point(struct app *app, struct view *view, const struct mouse_event *event)
{
    (void)app;
    int lines = event->button == MOUSE_LEFT ? 0 : VIEW_WHEEL_LINES;
    return scroll_lines((struct sheet *)view, event->button == MOUSE_WHEEL_UP ? -lines : lines);
}

static const char *const hints[] = {"back", "page-down", "page-up", "quit", NULL};
static const struct view_kind kind = {draw, cursor, move_by, act, close_sheet, hints, point};

static bool is_sheet(const struct view *view, const struct sheet_text *text)
{
    return view->kind == &kind && ((const struct sheet *)view)->text == text;
}

bool sheet_is_on_top(const struct app *app, const struct sheet_text *text)
{
    return is_sheet(app->top, text);
}

/* Whether a sheet is open on the list that is shown. */
static bool is_open(const struct app *app, const struct sheet_text *text)
{
    const struct view *view = app->top;
    while (view->kind == &kind && !is_sheet(view, text))
        view = view->below;
    return view->kind == &kind;
}

unsigned sheet_toggle(struct app *app, const struct sheet_text *text)
{
    bool was_open = is_open(app, text);
    while (is_open(app, text))
        app_pop(app);
    if (was_open)
        return CHANGED_LAYOUT;
    struct sheet *sheet = memory_new(sizeof(*sheet));
    sheet->view.kind = &kind;
    sheet->text = text;
    sheet->top = text->is_read_from_end ? SIZE_MAX : 0;
    return app_push(app, &sheet->view);
}

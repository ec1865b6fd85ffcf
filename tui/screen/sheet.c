#include "tui/screen/sheet.h"

#include "model/filter/filter_fold.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE_ROW = 1 };

static const struct view_kind kind;

struct sheet {
    struct view view;
    const struct sheet_text *text;
    size_t top;       /* the first line on the screen; SIZE_MAX: the last ones are to be, */
    size_t above_end; /* less so many, which have been gone up since */
    size_t lines;     /* as last drawn */
    char sought[PROMPT_SIZE];
    struct lines_search search; /* of that, and what it found last */
};

static struct canvas canvas_of(const struct app *app)
{
    const struct layout *layout = &app->layout;
    return app_canvas(app,
                      (struct rectangle){TITLE_ROW + 1, 1, layout->end - TITLE_ROW - 1, layout->columns - 1});
}

static size_t put_from(const struct app *app, const struct sheet *sheet, const struct canvas *canvas)
{
    struct lines lines = {.canvas = canvas, .skip = sheet->top, .marked = &sheet->search};
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

/* Whether less than a screen would be left from its top on, which is another one then. */
static bool settle(struct sheet *sheet, size_t height)
{
    size_t most = sheet->lines > height ? sheet->lines - height : 0;
    if (sheet->top <= most)
        return false;
    sheet->top = most - (sheet->above_end < most ? sheet->above_end : most);
    sheet->above_end = 0;
    return true;
}

static void draw(struct app *app, struct view *view, unsigned dirty)
{
    struct sheet *sheet = (struct sheet *)view;
    if ((dirty & ~(unsigned)CHANGED_TOP) == 0)
        return;
    struct canvas canvas = canvas_of(app);
    size_t height = (size_t)canvas.area.rows;
    sheet->lines = put_from(app, sheet, &canvas);
    if (settle(sheet, height))
        put_from(app, sheet, &canvas);
    draw_title(app, sheet, height);
}

static bool shows_found(const struct app *app, const struct sheet *sheet)
{
    size_t found = sheet->search.found, height = (size_t)canvas_of(app).area.rows;
    return found != LINES_NONE && found >= sheet->top && found - sheet->top < height;
}

static void cursor(const struct app *app, const struct view *view)
{
    const struct sheet *sheet = (const struct sheet *)view;
    struct canvas canvas = canvas_of(app);
    canvas.area.column = 0;
    canvas_cursor(&canvas, shows_found(app, sheet) ? (int)(sheet->search.found - sheet->top) : 0, 0);
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

static size_t look(const struct app *app, struct sheet *sheet)
{
    const struct canvas canvas = canvas_of(app);
    struct lines lines = {.canvas = &canvas, .skip = SIZE_MAX, .search = &sheet->search};
    sheet->search.found = LINES_NONE;
    sheet->text->put(app, &lines);
    return lines.count;
}

/* That it is not the line that was asked for; `at` is the one that was found before, or at the top. */
static unsigned tell_way(struct app *app, const struct sheet *sheet, size_t at, bool was_found)
{
    const struct lines_search *search = &sheet->search;
    if (was_found && search->found == at)
        return app_note(app, tr("no other line has “%s”"), sheet->sought);
    if (search->is_up && search->found >= at)
        return app_note(app, tr("no line further up has “%s”; this is the last one"), sheet->sought);
    if (!search->is_up && search->found < at)
        return app_note(app, tr("no line further down has “%s”; this is the first one"), sheet->sought);
    return CHANGED_NOTHING;
}

/* From the line that was found last if it is still there, or the top; 0: also at that. False if no line has it. */
static bool find(struct app *app, struct sheet *sheet, int direction, unsigned *changes)
{
    struct lines_search *search = &sheet->search;
    bool was_found = shows_found(app, sheet);
    size_t at = search->found;
    sheet->lines = look(app, sheet);
    settle(sheet, (size_t)canvas_of(app).area.rows);
    at = was_found ? at : sheet->top;
    search->is_up = direction < 0;
    search->from = direction < 0 ? at - 1 : was_found ? at + (size_t)direction : at;
    look(app, sheet);
    *changes = CHANGED_BOTTOM | CHANGED_SHEET;
    if (search->found == LINES_NONE)
        return false;
    *changes |= tell_way(app, sheet, at, was_found && direction != 0);
    sheet->top = search->found;
    sheet->above_end = 0;
    return true;
}

/* Whatever was on top when it was asked for may have been closed. */
static unsigned accept_line(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    struct sheet *sheet = app->top->kind == &kind ? (struct sheet *)app->top : NULL;
    if (sheet == NULL || app->line.length == 0)
        return app_prompt_leave(app);
    snprintf(sheet->sought, sizeof(sheet->sought), "%s", app->line.text);
    return find(app, sheet, 0, &changes) ? changes | app_prompt_leave(app)
                                         : changes | app_refuse(app, tr("no line has “%s”"), sheet->sought);
}

static unsigned edit_line(struct app *app)
{
    static const struct app_prompt prompt = {
        .sign = "/", .hint = N_("a text that a line here has"), .accept = accept_line};
    prompt_start(&app->line, "");
    return app_prompt_open(app, &prompt, &app->line);
}

static unsigned find_next(struct app *app, struct sheet *sheet, int direction)
{
    unsigned changes = CHANGED_NOTHING;
    if (sheet->sought[0] == '\0')
        return app_note(app, tr("no text has been looked for here yet"));
    return find(app, sheet, direction, &changes)
               ? changes
               : changes | app_note(app, tr("no line has “%s”"), sheet->sought);
}

static unsigned act(struct app *app, struct view *view, const struct action *action)
{
    struct sheet *sheet = (struct sheet *)view;
    if (sheet->text->act != NULL)
        return sheet->text->act(app, action);
    if (strcmp(action->name, "filter") == 0)
        return edit_line(app);
    if (strcmp(action->name, "next-match") == 0 || strcmp(action->name, "previous-match") == 0)
        return find_next(app, sheet, action->argument);
    return CHANGED_NOTHING;
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

static const char *const hints[] = {"back", N_("filter:find"), "pause", "page-down", "page-up", "quit", NULL};
static const struct view_kind kind = {draw, cursor, move_by, act, close_sheet, hints, point};

/* Where actions are those of the list below. */
static const char *const hints_of_list[] = {"back", "pause", "page-down", "page-up", "quit", NULL};
static const struct view_kind kind_of_list = {draw, cursor, move_by, act, close_sheet, hints_of_list, point};

static bool is_any_sheet(const struct view *view)
{
    return view->kind == &kind || view->kind == &kind_of_list;
}

static bool is_sheet(const struct view *view, const struct sheet_text *text)
{
    return is_any_sheet(view) && ((const struct sheet *)view)->text == text;
}

bool sheet_is_on_top(const struct app *app, const struct sheet_text *text)
{
    return is_sheet(app->top, text);
}

/* Whether a sheet is open on the list that is shown. */
static bool is_open(const struct app *app, const struct sheet_text *text)
{
    const struct view *view = app->top;
    while (is_any_sheet(view) && !is_sheet(view, text))
        view = view->below;
    return is_any_sheet(view);
}

unsigned sheet_toggle(struct app *app, const struct sheet_text *text)
{
    bool was_open = is_open(app, text);
    while (is_open(app, text))
        app_pop(app);
    if (was_open)
        return CHANGED_LAYOUT;
    struct sheet *sheet = memory_new(sizeof(*sheet));
    sheet->view.kind = text->act != NULL ? &kind_of_list : &kind;
    sheet->text = text;
    sheet->search = (struct lines_search){.has = filter_has_part, .part = sheet->sought, .found = LINES_NONE};
    sheet->top = text->is_read_from_end ? SIZE_MAX : 0;
    return app_push(app, &sheet->view);
}

#include "tui/screen/drawing.h"

#include "net/base/translate.h"
#include "tui/browse/app.h"
#include "tui/browse/list_view.h"
#include "tui/draw/canvas.h"
#include "tui/screen/pane_recordings.h"
#include "tui/screen/panes.h"
#include "tui/screen/status.h"

#include <stdio.h>

enum { SHOWING = 2 /* ms that the terminal needs for a frame, if nobody takes the processor from it */ };

static void draw_too_small(const struct app *app)
{
    char text[64];
    struct canvas canvas = app_canvas(app, (struct rectangle){0, 0, app->layout.rows, app->layout.columns});
    int middle = app->layout.rows / 2;
    snprintf(text, sizeof(text), tr("%d×%d: make it %d×%d"), app->layout.columns, app->layout.rows,
             LAYOUT_LEAST_COLUMNS, LAYOUT_LEAST_ROWS);
    canvas_erase(&canvas);
    canvas_center(&canvas, middle > 0 ? middle - 1 : 0, ROLE_STRONG, tr("Window too small"));
    if (app->layout.rows > 1)
        canvas_center(&canvas, middle, ROLE_TEXT, text);
    canvas_cursor(&canvas, 0, 0);
}

/* The cursor stands where the keys act, for those who read the screen by it. */
static void place_cursor(const struct app *app, const struct canvas *bottom)
{
    if (app->asking != NULL)
        status_cursor(app, bottom);
    else
        app->top->kind->cursor(app, app->top);
}

void drawing_place(struct app *app)
{
    if ((app->dirty & CHANGED_LAYOUT) == 0)
        return;
    panes_place(app);
}

static void draw(struct app *app, unsigned dirty)
{
    if ((dirty & CHANGED_LAYOUT) != 0)
        werase(stdscr);
    if (app->layout.too_small) {
        draw_too_small(app);
        return;
    }
    struct canvas top = app_canvas(app, (struct rectangle){0, 0, 1, app->layout.columns});
    struct canvas bottom =
        app_canvas(app, (struct rectangle){app->layout.rows - 1, 0, 1, app->layout.columns});
    if ((dirty & (CHANGED_TOP | CHANGED_LAYOUT)) != 0)
        status_draw_top(app, &top);
    if ((dirty & ~(unsigned)CHANGED_DECK) != 0)
        app->top->kind->draw(app, app->top, dirty);
    if ((dirty & (CHANGED_DECK | CHANGED_LAYOUT)) != 0)
        panes_draw_deck(app);
    if ((dirty & (CHANGED_BOTTOM | CHANGED_LIST | CHANGED_LAYOUT)) != 0)
        status_draw_bottom(app, &bottom);
    place_cursor(app, &bottom);
}

static void on_patience_lost(uv_timer_t *timer)
{
    struct app *app = timer->data;
    terminal_gives_no_answer(app->terminal);
}

/* Whether the terminal has not shown what it was sent last. What has changed is drawn when it has, once for
 * all. */
static bool is_behind(struct app *app)
{
    bool behind = terminal_is_behind(app->terminal);
    if (!behind)
        uv_timer_stop(&app->patience);
    else if (!uv_is_active((uv_handle_t *)&app->patience))
        uv_timer_start(&app->patience, on_patience_lost, terminal_patience(app->terminal), 0);
    return behind;
}

static void on_shown(uv_timer_t *timer)
{
    (void)timer; /* it only wakes the loop, which reads on */
}

static void send_frame(struct app *app)
{
    uv_timer_start(&app->showing, on_shown, SHOWING, 0);
    app->awaits_output = !terminal_send_frame(app->terminal);
    if (app->awaits_output)
        input_await_output(&app->input);
}

/* While the first page is read. */
static bool awaits_first_rows(struct app *app)
{
    const struct recording_list *list = &app->view->list;
    bool rows_are_coming = list->page == NULL && list->asked == LIST_ASKED_WINDOW;
    return first_frame_awaits(&app->first_frame, rows_are_coming);
}

/* Not while a filter is typed: each of its keys would send it. */
static void name_window(const struct app *app)
{
    char name[PANE_TITLE_SIZE], text[PANE_TITLE_SIZE + 16];
    if (app->asking != NULL)
        return;
    pane_recordings_name(app, name);
    snprintf(text, sizeof(text), "tapedeck · %s", name);
    terminal_set_title(app->terminal, text);
}

void drawing_refresh(struct app *app)
{
    unsigned dirty = app->dirty;
    if (dirty == CHANGED_NOTHING && !terminal_has_rest(app->terminal))
        return;
    if (app->awaits_output || is_behind(app))
        return;
    app->dirty = CHANGED_NOTHING;
    if (dirty != CHANGED_NOTHING) {
        list_view_look(app);
        draw(app, dirty);
    }
    if (awaits_first_rows(app)) /* around them all is drawn meanwhile */
        return;
    name_window(app);
    send_frame(app);
}

void drawing_wait(struct app *app, const char *what)
{
    char text[120], key[KEYS_NAME_SIZE];
    struct canvas line = app_canvas(app, (struct rectangle){0, 0, 1, COLS});
    const char *quit = keymap_first(&app->keymap, "quit", key);
    snprintf(text, sizeof(text), tr("tapedeck: %s; %s quits"), what,
             quit != NULL ? quit : keymap_first(&app->keymap, "back", key));
    werase(stdscr);
    canvas_text(&line, 0, 0, COLS, ROLE_TEXT, text);
    send_frame(app);
}

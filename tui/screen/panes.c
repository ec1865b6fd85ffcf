#include "tui/screen/panes.h"

#include "net/base/translate.h"
#include "tui/browse/browse.h"
#include "tui/browse/browse_filter.h"
#include "tui/browse/list_view.h"
#include "tui/draw/text.h"
#include "tui/screen/columns.h"
#include "tui/screen/pane_agents.h"
#include "tui/screen/pane_deck.h"
#include "tui/screen/pane_details.h"
#include "tui/screen/pane_recordings.h"

#include <stdio.h>
#include <string.h>

enum { TITLE_ROW = 1 };

static const struct pane *const panes[LAYOUT_PANES] = {
    [LAYOUT_AGENTS] = &pane_agents,
    [LAYOUT_RECORDINGS] = &pane_recordings,
    [LAYOUT_DETAILS] = &pane_details,
    [LAYOUT_DECK] = &pane_deck,
};

/* The title of a pane in its first line or, of all but the deck, above that: "─ ▸ Agents ───────────── 40 ─". */
static void draw_title(const struct app *app, enum layout_pane pane)
{
    const struct rectangle *area = &app->layout.panes[pane];
    struct canvas canvas = app_canvas(
        app, (struct rectangle){area->row - (pane == LAYOUT_DECK ? 0 : 1), area->column, 1, area->columns});
    char title[PANE_TITLE_SIZE], note[PANE_TITLE_SIZE], text[PANE_TITLE_SIZE + 16];
    bool focused = app_has_focus(app, pane);
    int columns = area->columns - 2, note_columns = 0;
    panes[pane]->title(app, title, note);
    canvas_horizontal(&canvas, 0, 0, area->columns, "─");
    if (note[0] != '\0') {
        snprintf(text, sizeof(text), " %s ", note);
        int most = columns * 3 / 5;
        note_columns = (int)text_width(text);
        note_columns = note_columns < most ? note_columns : most;
        bool badge = pane == LAYOUT_RECORDINGS && app->view->list.new_rows > 0;
        canvas_right(&canvas, 0, 1 + columns - note_columns, note_columns, badge ? ROLE_BADGE : ROLE_TITLE,
                     text);
    }
    snprintf(text, sizeof(text), focused ? " ▸ %s " : " %s ", title);
    if ((int)text_width(text) > columns - note_columns)
        text[strlen(text) - 1] = '\0'; /* rather the blank behind it than a letter */
    canvas_text(&canvas, 0, 1, columns - note_columns, focused ? ROLE_FOCUS : ROLE_TITLE, text);
}

/* What the details are of stands in their title: both are drawn together. */
static void draw_frame(const struct app *app, unsigned dirty)
{
    const struct layout *layout = &app->layout;
    struct canvas canvas = app_canvas(app, (struct rectangle){0, 0, layout->rows, layout->columns});
    const int dividers[] = {layout->divider, layout->right_divider};
    for (enum layout_pane pane = 0; pane < LAYOUT_DECK; pane++)
        if ((layout_shows(layout, pane) || (pane == LAYOUT_DETAILS && layout->details_below)) &&
            (pane != LAYOUT_DETAILS || (dirty & (CHANGED_DETAILS | CHANGED_LAYOUT)) != 0))
            draw_title(app, pane);
    for (size_t i = 0; i < 2; i++) {
        if (dividers[i] < 0)
            continue;
        canvas_vertical(&canvas, TITLE_ROW, dividers[i], 1, "┬");
        canvas_vertical(&canvas, TITLE_ROW + 1, dividers[i], layout->end - TITLE_ROW - 1, "│");
    }
    if (layout->details_below && layout->divider >= 0)
        canvas_vertical(&canvas, layout->panes[LAYOUT_DETAILS].row - 1, layout->divider, 1, "├");
}

static void draw(struct app *app, struct view *view, unsigned dirty)
{
    (void)view;
    static const unsigned changes[] = {[LAYOUT_AGENTS] = CHANGED_AGENTS,
                                       [LAYOUT_RECORDINGS] = CHANGED_LIST,
                                       [LAYOUT_DETAILS] = CHANGED_DETAILS};
    draw_frame(app, dirty);
    for (enum layout_pane pane = 0; pane < LAYOUT_DECK; pane++) {
        struct canvas canvas = app_canvas(app, app->layout.panes[pane]);
        if (layout_shows(&app->layout, pane) && (dirty & (changes[pane] | CHANGED_LAYOUT)) != 0)
            panes[pane]->draw(app, &canvas);
    }
}

void panes_draw_deck(struct app *app)
{
    const struct rectangle *area = &app->layout.panes[LAYOUT_DECK];
    const struct canvas canvas = app_canvas(app, *area);
    if (area->rows > 1)
        draw_title(app, LAYOUT_DECK);
    if (area->rows > 0)
        pane_deck.draw(app, &canvas);
}

void panes_place(struct app *app)
{
    if (app->view->focus == LAYOUT_DECK && app->deck.rows == 0)
        app->view->focus = LAYOUT_RECORDINGS;
    const struct column_choice columns = {&app->columns.shown, app->agents.name_columns};
    const struct layout_wishes wishes = {
        .agents = pane_agents_wish(app),
        .recordings = columns_wish(&columns),
        .deck = app->deck.rows,
        .one_pane = app->one_pane,
    };
    layout_compute(&app->layout, LINES, COLS, app->view->focus, &wishes);
    if (app->layout.too_small)
        return;
    pane_details_place(app);
    for (enum layout_pane pane = 0; pane < LAYOUT_PANES; pane++)
        if (panes[pane]->layout != NULL)
            panes[pane]->layout(app, &app->layout.panes[pane]);
}

static void cursor(const struct app *app, const struct view *view)
{
    (void)view;
    struct canvas canvas = app_canvas(app, app->layout.panes[app->view->focus]);
    panes[app->view->focus]->cursor(app, &canvas);
}

/* True if the pane is on the screen or, where one is at a time, can be. */
static bool is_reachable(const struct app *app, enum layout_pane pane)
{
    return layout_shows(&app->layout, pane) || (app->layout.one_pane && pane != LAYOUT_DECK);
}

/* To the next one there is; not around: of those that stand beside each other. */
static unsigned go_to_pane(struct app *app, int direction, bool around)
{
    int pane = (int)app->view->focus;
    do {
        pane += direction;
        if (around)
            pane = (pane + LAYOUT_PANES) % LAYOUT_PANES;
        if (pane < 0 || pane >= (around ? LAYOUT_PANES : LAYOUT_DECK))
            return CHANGED_NOTHING;
    } while (!is_reachable(app, (enum layout_pane)pane));
    if (pane == LAYOUT_DETAILS)
        return pane_details_open(app);
    unsigned changes = app_focus(app, (enum layout_pane)pane);
    app->agents.is_entered = pane == LAYOUT_AGENTS;
    return changes;
}

unsigned panes_next(struct app *app, int direction)
{
    return go_to_pane(app, direction, true);
}

unsigned panes_toggle_one(struct app *app)
{
    if (app->layout.columns < LAYOUT_TWO_PANES_COLUMNS)
        return app_note(app, "%s", tr("this window has room for one pane only"));
    app->one_pane = app->layout.one_pane = !app->one_pane;
    return CHANGED_LAYOUT | (app->one_pane ? app_turn_to_list(app) : CHANGED_NOTHING);
}

static unsigned move_by(struct app *app, struct view *view, enum move move)
{
    (void)view;
    bool is_deck = app->view->focus == LAYOUT_DECK;
    switch (move) {
    case MOVE_LEFT:
    case MOVE_RIGHT:
        return is_deck ? pane_deck.go(app, move) : go_to_pane(app, move == MOVE_LEFT ? -1 : 1, false);
    case MOVE_BACK:
        return browse_back(app, true);
    case MOVE_DROP:
        return app->view->filter.prompt.length > 0 ? browse_drop_filter(app) : browse_back(app, false);
    default:
        return panes[app->view->focus]->go(app, move);
    }
}

static unsigned act(struct app *app, struct view *view, const struct action *action)
{
    (void)view;
    return actions_run(action, app);
}

/* The pane at a place, its title being part of it; LAYOUT_PANES if there is none. */
static enum layout_pane pane_at(const struct layout *layout, int row, int column)
{
    enum layout_pane pane = 0;
    for (; pane < LAYOUT_PANES; pane++) {
        const struct rectangle *area = &layout->panes[pane];
        int first = area->row - (pane == LAYOUT_DECK ? 0 : 1);
        if (layout_shows(layout, pane) && row >= first && row < area->row + area->rows &&
            column >= area->column && column < area->column + area->columns)
            break;
    }
    return pane;
}

static unsigned point(struct app *app, struct view *view, const struct mouse_event *event)
{
    (void)view;
    enum layout_pane pane = pane_at(&app->layout, event->row, event->column);
    if (pane == LAYOUT_PANES)
        return CHANGED_NOTHING;
    const struct rectangle area = app->layout.panes[pane];
    if (event->button != MOUSE_LEFT)
        return panes[pane]->wheel == NULL
                   ? CHANGED_NOTHING
                   : panes[pane]->wheel(app, event->button == MOUSE_WHEEL_UP ? -VIEW_WHEEL_LINES
                                                                             : VIEW_WHEEL_LINES);
    unsigned changes = CHANGED_NOTHING;
    if (event->row >= area.row && panes[pane]->click != NULL)
        changes = panes[pane]->click(app, event->row - area.row, event->column - area.column);
    return changes | (pane == LAYOUT_DETAILS ? pane_details_open(app) : app_focus(app, pane));
}

static const char *const hints[] = {"open",      "filter",       "pause",        "play",       "help",
                                    "step-back", "step-forward", "stop-playing", "go-to-time", "faster",
                                    "caller",    "mark",         "back",         "save",       "note",
                                    "next-pane", "refresh",      "log",          "quit",       NULL};
const struct view_kind panes_view = {draw, cursor, move_by, act, list_view_close, hints, point};

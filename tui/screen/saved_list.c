#include "tui/screen/saved_list.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_views.h"
#include "tui/draw/scroll.h"
#include "tui/draw/text.h"
#include "tui/words/sort_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TITLE,
    HEADER,
    ROWS,
    FIRST_ROW = 1,
    GAP = 2,
    LEAST_NAME = 8,
    MOST_NAME = 40,
    LEAST_AGENT = 8,
    MOST_AGENT = 24
};

struct saved_list {
    struct view base;
    struct saved_views views;
    size_t selected;
    size_t top; /* the first one on the screen */
};

static int height_of(const struct app *app)
{
    return app->layout.end - FIRST_ROW - ROWS;
}

/* By its name if it is known here, else by what it was saved with. */
static const char *agent_text(const struct app *app, const struct view_lines *view, char *text, size_t size)
{
    char reference[AGENT_REFERENCE_SIZE];
    int64_t number = view->has_agent ? account_find_agent(app->account, &view->agent) : 0;
    const struct agent_summary *agent = number != 0 ? account_agent_by_number(app->account, number) : NULL;
    if (!view->has_agent)
        return tr("all agents");
    return text_escape(text, size,
                       agent != NULL ? agent->name
                                     : agent_reference_text(reference, sizeof(reference), &view->agent));
}

/* Columns: how wide the names and the agents are; 0 for what has no place. */
struct columns {
    int name, agent;
};

static struct columns fit(const struct app *app, const struct saved_list *list, int columns)
{
    char text[TEXT_NUMBER_SIZE + 4 * PROMPT_SIZE];
    int name = LEAST_NAME, agent = LEAST_AGENT;
    for (size_t i = 0; i < list->views.count; i++) {
        const struct saved_view *view = &list->views.views[i];
        int wide = (int)text_width(text_escape(text, sizeof(text), view->name));
        name = wide > name ? wide : name;
        wide = (int)text_width(agent_text(app, &view->shown, text, sizeof(text)));
        agent = wide > agent ? wide : agent;
    }
    struct columns fitted = {name < MOST_NAME ? name : MOST_NAME, agent < MOST_AGENT ? agent : MOST_AGENT};
    int room = columns - 2 * layout_margin(columns);
    if (fitted.name + GAP + fitted.agent + GAP + LEAST_NAME > room)
        fitted.agent = 0;
    if (fitted.name > room)
        fitted.name = room;
    return fitted;
}

/* One line: what has no place is left out from the right. */
static void draw_line(const struct canvas *canvas, int row, const struct columns *columns,
                      enum theme_role role, const char *const texts[3])
{
    int at = layout_margin(canvas->area.columns), end = canvas->area.columns - at;
    canvas_text(canvas, row, at, columns->name, role, texts[0]);
    at += columns->name + GAP;
    if (columns->agent > 0)
        canvas_text(canvas, row, at, columns->agent, role, texts[1]);
    at += columns->agent > 0 ? columns->agent + GAP : 0;
    if (end > at)
        canvas_text(canvas, row, at, end - at, role, texts[2]);
}

static void draw_view(const struct app *app, const struct saved_list *list, const struct columns *columns,
                      size_t i)
{
    struct canvas canvas = app_canvas_from(app, FIRST_ROW);
    const struct saved_view *view = &list->views.views[i];
    const struct view_lines *shown = &view->shown;
    char agent[4 * PROMPT_SIZE], filter[PROMPT_SIZE + 80];
    int row = ROWS + (int)(i - list->top);
    const char *order = sort_words_order(&shown->sorting, shown->oldest_first);
    bool is_usual = shown->sorting.by == LIST_SORT_START && !shown->oldest_first;
    snprintf(filter, sizeof(filter), is_usual ? "%s" : "%s (%s)",
             shown->filter[0] != '\0' ? shown->filter : tr("no filter"), order);
    canvas.selected = i == list->selected;
    canvas_blank(&canvas, row, 0, canvas.area.columns);
    const char *const texts[] = {view->name, agent_text(app, shown, agent, sizeof(agent)), filter};
    draw_line(&canvas, row, columns, ROLE_TEXT, texts);
}

static void scroll_to_selected(const struct app *app, struct saved_list *list)
{
    size_t height = height_of(app) > 1 ? (size_t)height_of(app) : 1;
    list->top = scroll_top(list->top, list->selected, list->views.count, height);
}

static void read_again(struct app *app, struct saved_list *list)
{
    saved_views_clear(&list->views);
    saved_views_read(&list->views, account_status(app->account)->label);
    list->selected = scroll_move(list->selected, 0, list->views.count);
}

/* With what was saved or deleted since it was last asked for: a key may come before the next drawing. */
static struct saved_list *list_of(struct app *app, struct view *base)
{
    struct saved_list *list = (struct saved_list *)base;
    if (browse_views_changed(app))
        read_again(app, list);
    return list;
}

static void draw(struct app *app, struct view *base, unsigned dirty)
{
    struct saved_list *list = list_of(app, base);
    struct canvas canvas = app_canvas_from(app, FIRST_ROW);
    const char *const header[] = {tr("Name"), tr("Agent"), tr("Filter")};
    if ((dirty & ~(unsigned)CHANGED_TOP) == 0)
        return;
    canvas_erase(&canvas);
    canvas_horizontal(&canvas, TITLE, 0, canvas.area.columns, "─");
    canvas_text(&canvas, TITLE, 1, canvas.area.columns - 2, ROLE_TITLE, tr(" Saved searches "));
    if (list->views.count == 0) {
        canvas_center(&canvas, ROWS + height_of(app) / 3, ROLE_STRONG,
                      tr("none is saved: Ctrl-S in the filter (/) saves it under a name"));
        return;
    }
    const struct columns columns = fit(app, list, canvas.area.columns);
    scroll_to_selected(app, list);
    draw_line(&canvas, HEADER, &columns, ROLE_HEADER, header);
    for (size_t i = list->top; i < list->views.count && i < list->top + (size_t)height_of(app); i++)
        draw_view(app, list, &columns, i);
}

static void cursor(const struct app *app, const struct view *base)
{
    const struct saved_list *list = (const struct saved_list *)base;
    const struct canvas canvas = app_canvas_from(app, FIRST_ROW);
    canvas_cursor(&canvas, ROWS + (int)(list->selected - list->top), 0);
}

static unsigned select_by(struct saved_list *list, int64_t lines)
{
    list->selected = scroll_move(list->selected, lines, list->views.count);
    return CHANGED_SHEET;
}

static unsigned move_by(struct app *app, struct view *base, enum move move)
{
    struct saved_list *list = list_of(app, base);
    struct saved_view chosen;
    switch (move) {
    case MOVE_OPEN:
        if (list->views.count == 0)
            return CHANGED_NOTHING;
        chosen = list->views.views[list->selected]; /* the list goes */
        return browse_open_view(app, &chosen);
    case MOVE_BACK:
    case MOVE_DROP:
        return app_pop(app);
    case MOVE_LEFT:
    case MOVE_RIGHT:
        return CHANGED_NOTHING;
    case MOVE_FIRST:
    case MOVE_LAST:
        return select_by(list, move == MOVE_FIRST ? INT32_MIN : INT32_MAX);
    default:
        return select_by(list, actions_lines(move, height_of(app)));
    }
}

static void close_list(struct app *app, struct view *base)
{
    struct saved_list *list = (struct saved_list *)base;
    (void)app;
    saved_views_clear(&list->views);
    free(list);
}

static unsigned point(struct app *app, struct view *base, const struct mouse_event *event)
{
    struct saved_list *list = list_of(app, base);
    int line = event->row - FIRST_ROW - ROWS;
    if (event->button != MOUSE_LEFT)
        return select_by(list, event->button == MOUSE_WHEEL_UP ? -VIEW_WHEEL_LINES : VIEW_WHEEL_LINES);
    if (line < 0 || line >= height_of(app) || list->top + (size_t)line >= list->views.count)
        return CHANGED_NOTHING;
    app->click.is_on_line = true;
    return select_by(list, (int64_t)(list->top + (size_t)line) - (int64_t)list->selected);
}

/* What needs to see the list leads back to it. */
static unsigned act(struct app *app, struct view *base, const struct action *action)
{
    (void)base;
    if (strcmp(action->name, "searches") == 0)
        return app_pop(app);
    return action->where == ACTION_OF_LIST ? app_pop(app) | actions_run(action, app) : CHANGED_NOTHING;
}

static const char *const hints[] = {
    "open", N_("delete-search:delete"), N_("rename-search:rename"), "pause", "back", "help", "quit", NULL};
static const struct view_kind kind = {draw, cursor, move_by, act, close_list, hints, point};

unsigned saved_list_open(struct app *app)
{
    struct saved_list *list = memory_new(sizeof(*list));
    list->base.kind = &kind;
    read_again(app, list);
    return app_push(app, &list->base);
}

/* The one that is meant; NULL, having said so, if none is. */
static const char *chosen_name(struct app *app, unsigned *changes)
{
    const struct saved_list *list = app->top->kind == &kind ? list_of(app, app->top) : NULL;
    if (list != NULL && list->views.count > 0)
        return list->views.views[list->selected].name;
    *changes = app_say(app, ACCOUNT_INFORMATION, tr("no saved search is selected; v lists them"));
    return NULL;
}

unsigned saved_list_rename(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    const char *name = chosen_name(app, &changes);
    return name == NULL ? changes : browse_rename_view(app, name);
}

unsigned saved_list_delete(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    const char *name = chosen_name(app, &changes);
    return name == NULL ? changes : browse_ask_delete_view(app, name);
}

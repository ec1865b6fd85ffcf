#include "tui/screen/pane_agents.h"

#include "net/base/translate.h"
#include "tui/browse/browse.h"
#include "tui/draw/scroll.h"
#include "tui/draw/text.h"
#include "tui/words/completeness.h"

#include <stdio.h>
#include <string.h>

enum { NAME_COLUMN = 3 };

int pane_agents_wish(const struct app *app)
{
    return NAME_COLUMN + app->agents.name_columns + 1 + app->agents.count_columns + 1;
}

static size_t line_count(const struct app *app)
{
    return account_agent_count(app->account) + 1;
}

/* Brings the chosen agent onto the screen, unless the reader looks elsewhere. */
static void settle(struct app *app, int rows)
{
    size_t height = rows > 0 ? (size_t)rows : 1, count = line_count(app);
    size_t shown = app->agents.is_scrolled ? app->agents.top : app->agents.row;
    app->agents.top = scroll_top(app->agents.top, shown, count, height);
}

static void layout(struct app *app, const struct rectangle *area)
{
    app->agents.is_scrolled = false;
    settle(app, area->rows);
}

static void title(const struct app *app, char text[PANE_TITLE_SIZE], char note[PANE_TITLE_SIZE])
{
    char number[TEXT_NUMBER_SIZE];
    snprintf(text, PANE_TITLE_SIZE, "%s", tr("Agents"));
    snprintf(note, PANE_TITLE_SIZE, "%s",
             app->agents.totals.agents == 0 ? "" : text_number(number, app->agents.totals.agents));
}

static enum theme_role sign_role(const struct agent_summary *agent)
{
    if (agent->fetching)
        return ROLE_WARNING;
    if (agent->failure.kind != FAILURE_NONE && agent->failure.kind != FAILURE_CANCELLED)
        return ROLE_ERROR;
    return agent->completeness == AGENT_COMPLETE ? ROLE_GOOD : ROLE_DIM;
}

/* "1,234"; what was never fetched has no number, not even 0. */
static void count_text(char buffer[TEXT_NUMBER_SIZE], uint64_t recordings, bool unfetched)
{
    if (unfetched && recordings == 0)
        snprintf(buffer, TEXT_NUMBER_SIZE, "–");
    else
        text_number(buffer, recordings);
}

static void draw_line(const struct app *app, const struct canvas *canvas, int row, size_t line)
{
    const struct agent_summary *agent = line == 0 ? NULL : account_agent(app->account, line - 1);
    bool chosen = line == app->agents.row, focused = app->view->focus == LAYOUT_AGENTS;
    struct canvas place = *canvas;
    char count[TEXT_NUMBER_SIZE];
    int columns = canvas->area.columns;
    place.selected = chosen && focused;
    canvas_blank(&place, row, 0, columns);
    if (agent == NULL)
        count_text(count, app->agents.totals.recordings,
                   app->agents.totals.complete + app->agents.totals.partial == 0);
    else
        count_text(count, agent->recordings, agent->completeness == AGENT_UNFETCHED);
    const char *name = agent == NULL ? tr("All agents") : agent->name;
    int room = columns - NAME_COLUMN, least = NAME_COLUMN + (int)text_width(name) + 1;
    if (least + (int)text_width(count) <= columns - 1 || columns >= pane_agents_wish(app))
        room -= canvas_right(&place, row, NAME_COLUMN, columns - NAME_COLUMN - 1, ROLE_DIM, count) + 2;
    enum theme_role role = chosen ? ROLE_STRONG : ROLE_TEXT;
    if (agent != NULL && !agent->listed)
        role = ROLE_DIM;
    canvas_text(&place, row, 0, 1, ROLE_STRONG, chosen && !focused ? "▸" : " ");
    if (agent != NULL)
        canvas_text(&place, row, 1, 1, sign_role(agent), completeness_sign(agent));
    canvas_text(&place, row, NAME_COLUMN, room, role, name);
}

static void draw(struct app *app, const struct canvas *canvas)
{
    size_t count = line_count(app);
    settle(app, canvas->area.rows);
    for (int row = 0; row < canvas->area.rows; row++) {
        size_t line = app->agents.top + (size_t)row;
        if (line < count)
            draw_line(app, canvas, row, line);
        else
            canvas_blank(canvas, row, 0, canvas->area.columns);
    }
}

static void cursor(const struct app *app, const struct canvas *canvas)
{
    int row = (int)app->agents.row - (int)app->agents.top, last = canvas->area.rows - 1;
    canvas_cursor(canvas, row < 0 ? 0 : row > last ? last : row, 0);
}

static unsigned move_by(struct app *app, enum move move)
{
    int64_t lines = 0;
    unsigned changes = app->agents.is_scrolled ? CHANGED_AGENTS : CHANGED_NOTHING;
    app->agents.is_scrolled = false;
    app->agents.is_entered = true;
    if (move == MOVE_OPEN)
        return browse_open(app);
    if (move == MOVE_FIRST)
        lines = INT32_MIN;
    else if (move == MOVE_LAST)
        lines = INT32_MAX;
    else
        lines = actions_lines(move, app->layout.panes[LAYOUT_AGENTS].rows);
    return changes | browse_choose(app, scroll_move(app->agents.row, lines, line_count(app)));
}

static unsigned click(struct app *app, int row, int column)
{
    (void)column;
    size_t line = app->agents.top + (size_t)row;
    app->click.is_on_line = line < line_count(app);
    return app->click.is_on_line ? browse_choose(app, line) : CHANGED_NOTHING;
}

/* The list beside it stays what it is. */
static unsigned wheel(struct app *app, int lines)
{
    int rows = app->layout.panes[LAYOUT_AGENTS].rows;
    int64_t most = (int64_t)line_count(app) - rows, top = (int64_t)app->agents.top + lines;
    app->agents.top = (size_t)(top > most ? (most > 0 ? most : 0) : top > 0 ? top : 0);
    app->agents.is_scrolled = true;
    return CHANGED_AGENTS;
}

const struct pane pane_agents = {layout, title, draw, cursor, move_by, click, wheel};

#include "tui/screen/pane_deck.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_deck.h"
#include "tui/draw/lines.h"
#include "tui/draw/text.h"
#include "tui/list/shape_line.h"
#include "tui/words/playback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MARGIN = 1,
    LEAST_SHAPE = 8,
    HEARD_COLUMNS = 100 /* of the screen */,
    PAGE = 60,
    HALF_PAGE = 30,
    STEP = 5 /* seconds */
};

static bool is_refused(const struct deck_status *status)
{
    return status->state == DECK_FAILED && !status->is_silent;
}

static const char *trouble_of(const struct app *app, const struct deck_status *status,
                              char text[PLAYBACK_SIZE])
{
    char key[KEYS_NAME_SIZE];
    return playback_trouble(text, status, app->deck.call_ms, keymap_first(&app->keymap, "refresh", key));
}

static void title(const struct app *app, char text[PANE_TITLE_SIZE], char note[PANE_TITLE_SIZE])
{
    const struct deck_status status = browse_deck_status(app);
    char state[PLAYBACK_SIZE], trouble[PLAYBACK_SIZE], position[PLAYBACK_SIZE], ways[PLAYBACK_SIZE];
    trouble_of(app, &status, trouble);
    note[0] = '\0';
    snprintf(text, PANE_TITLE_SIZE, tr("%.100s%s%.100s · call %lld%s%.50s"), playback_state(state, &status),
             trouble[0] != '\0' ? " · " : "", trouble, (long long)status.call,
             app->deck.caller[0] != '\0' ? " · " : "", app->deck.caller);
    if (!is_refused(&status))
        snprintf(note, PANE_TITLE_SIZE, "%.100s%.200s", playback_position(position, &status),
                 playback_ways(ways, &status, app->layout.columns >= HEARD_COLUMNS));
}

/* As many columns as there are, or as all of it will have by what of it was decoded. */
static size_t columns_of(const struct audio_status *audio)
{
    size_t columns = audio->shape->count;
    uint64_t total = audio->total > audio->bytes ? audio->total : audio->bytes, decoded = audio->facts->bytes;
    if (audio->state == AUDIO_ARRIVING && decoded > 0 && total > decoded)
        columns = (size_t)((double)columns * (double)total / (double)decoded);
    return columns > 0 ? columns : 1;
}

static struct shape_line shape_line(const struct deck_status *status, int columns, int lines)
{
    const struct audio_status *audio = &status->audio;
    return (struct shape_line){
        .shape = audio->shape,
        .sound = audio->sound,
        .heard = status->heard,
        .heard_count = status->heard_count,
        .columns = columns_of(audio),
        .cells = (size_t)columns,
        .lines = lines > 1 && audio->shape->channels > 1 ? audio->shape->channels : 1,
    };
}

static bool has_shape(const struct deck_status *status)
{
    return status->audio.shape != NULL && status->audio.shape->count > 0;
}

/* What was heard is dim, and underlined: that is seen in silences, and where a terminal knows no dim. */
static void draw_cell(const struct canvas *canvas, int row, int column, const struct shape_cell *cell)
{
    struct canvas place = *canvas;
    place.ruled = cell->is_heard;
    if (cell->is_there)
        canvas_text(&place, row, column, 1, cell->is_heard ? ROLE_DIM : ROLE_TEXT, text_bar(cell->level));
    else
        canvas_text(&place, row, column, 1, ROLE_DIM, "░");
}

static void draw_shape(const struct deck_status *status, const struct canvas *canvas, int lines)
{
    const struct shape_line line = shape_line(status, canvas->area.columns, lines);
    struct shape_cell *cells = memory_array(line.cells * line.lines, sizeof *cells);
    size_t position = shape_line_cell(&line, status->position_ms);
    shape_line_fill(&line, cells);
    for (size_t i = 0; i < line.cells * line.lines; i++) {
        int row = (int)(i / line.cells), column = (int)(i % line.cells);
        if (i % line.cells == position && !status->is_command)
            canvas_text(canvas, row, column, 1, ROLE_FOCUS, "│");
        else
            draw_cell(canvas, row, column, &cells[i]);
    }
    free(cells);
}

static void put_line(const struct canvas *canvas, int row, enum theme_role role, const char *text)
{
    canvas_text(canvas, row, MARGIN, canvas->area.columns - MARGIN, role, text);
}

static void draw_unknown(const struct deck_status *status, const struct canvas *canvas)
{
    char text[80];
    bool is_over = status->audio.facts != NULL && status->audio.facts->is_over;
    snprintf(text, sizeof text, tr("%s is not decoded here: its shape is not known"),
             audio_kind_name(status->audio.kind));
    if (is_over && !has_shape(status))
        put_line(canvas, 0, ROLE_DIM, text);
}

static void draw_failure(const struct failure *failure, const struct canvas *canvas)
{
    struct lines lines = {.canvas = canvas};
    lines_put(&lines, ROLE_ERROR, "", failure->what);
    lines_put(&lines, ROLE_TEXT, "", failure->advice);
}

enum { LINE_SIZE = 2 * PLAYBACK_SIZE + 8 };

/* Where one line is all: the state, and what is wrong or the clock. */
static const char *line_text(const struct app *app, const struct deck_status *status, char text[LINE_SIZE])
{
    char state[PLAYBACK_SIZE], rest[PLAYBACK_SIZE];
    bool is_well = trouble_of(app, status, rest)[0] == '\0';
    if (is_well)
        playback_position(rest, status);
    snprintf(text, LINE_SIZE, "%s%s %s%s", app_has_focus(app, LAYOUT_DECK) ? "▸ " : "",
             playback_state(state, status), is_well ? "" : "· ", rest);
    return text;
}

/* The cells of the shape; without rows if it has no place, or nobody knows it. */
static struct rectangle shape_area(const struct app *app, const struct deck_status *status)
{
    char text[LINE_SIZE];
    struct rectangle area = app->layout.panes[LAYOUT_DECK];
    bool is_line = area.rows == 1;
    int first = is_line ? MARGIN + (int)text_width(line_text(app, status, text)) + 1 : MARGIN;
    area.row += is_line ? 0 : 1;
    area.rows -= is_line ? 0 : status->is_silent ? 2 : 1;
    area.column += first;
    area.columns -= first + MARGIN;
    if (!has_shape(status) || is_refused(status) || (is_line && area.columns < LEAST_SHAPE))
        area.rows = 0;
    return area;
}

/* What stands below the title: the shape, or why there is nothing to be heard. */
static void draw_body(const struct app *app, const struct deck_status *status, const struct canvas *body)
{
    char text[PLAYBACK_SIZE], line[BROWSE_DECK_LINE_SIZE];
    struct canvas shape = *body;
    shape.area = shape_area(app, status);
    if (is_refused(status))
        draw_failure(&status->failure, body);
    else if (shape.area.rows > 0)
        draw_shape(status, &shape, shape.area.rows);
    else if (body->area.rows > (status->is_silent ? 1 : 0))
        draw_unknown(status, body);
    if (!status->is_silent)
        return;
    snprintf(text, sizeof text, tr("on your own machine: %s"), browse_deck_elsewhere(app, line));
    put_line(body, body->area.rows - 1, ROLE_WARNING, text);
}

/* All in one line: the state, and what is wrong or the clock and the shape. */
static void draw_line(const struct app *app, const struct deck_status *status, const struct canvas *canvas)
{
    char text[LINE_SIZE];
    struct canvas shape = *canvas;
    shape.area = shape_area(app, status);
    canvas_text(canvas, 0, MARGIN, canvas->area.columns - MARGIN,
                app_has_focus(app, LAYOUT_DECK) ? ROLE_FOCUS : ROLE_TEXT, line_text(app, status, text));
    if (shape.area.rows > 0)
        draw_shape(status, &shape, 1);
}

static void draw(struct app *app, const struct canvas *canvas)
{
    const struct deck_status status = browse_deck_status(app);
    for (int row = canvas->area.rows > 1 ? 1 : 0; row < canvas->area.rows; row++)
        canvas_blank(canvas, row, 0, canvas->area.columns);
    struct canvas body = *canvas;
    body.area.row++;
    body.area.rows--;
    if (canvas->area.rows > 1)
        draw_body(app, &status, &body);
    else
        draw_line(app, &status, canvas);
}

static void cursor(const struct app *app, const struct canvas *canvas)
{
    const struct deck_status status = browse_deck_status(app);
    const struct rectangle area = shape_area(app, &status);
    int column = 0;
    if (area.rows > 0) {
        const struct shape_line line = shape_line(&status, area.columns, 1);
        column = area.column - canvas->area.column + (int)shape_line_cell(&line, status.position_ms);
    }
    canvas_cursor(canvas, canvas->area.rows > 1 ? 1 : 0, column);
}

/* Goes to what the cell stands for. */
static unsigned click(struct app *app, int row, int column)
{
    const struct deck_status status = browse_deck_status(app);
    const struct rectangle pane = app->layout.panes[LAYOUT_DECK], area = shape_area(app, &status);
    int cell = column - (area.column - pane.column), line_row = row - (area.row - pane.row);
    if (line_row < 0 || line_row >= area.rows || cell < 0 || cell >= area.columns)
        return CHANGED_NOTHING;
    const struct shape_line line = shape_line(&status, area.columns, 1);
    deck_seek(account_deck(app->account), shape_line_position(&line, (size_t)cell));
    return CHANGED_DECK;
}

/* Sideways in the call; lines go to the next recording. */
static unsigned move_by(struct app *app, enum move move)
{
    static const int steps[] = {
        [MOVE_LEFT] = -STEP,     [MOVE_RIGHT] = STEP,         [MOVE_PAGE_UP] = -PAGE,
        [MOVE_PAGE_DOWN] = PAGE, [MOVE_HALF_UP] = -HALF_PAGE, [MOVE_HALF_DOWN] = HALF_PAGE,
    };
    const struct deck_status status = browse_deck_status(app);
    int position = (int)(status.position_ms / 1000), length = (int)(status.length_ms / 1000);
    if (move == MOVE_OPEN)
        return browse_deck_act(app, BROWSE_DECK_TOGGLE);
    if (move == MOVE_UP || move == MOVE_DOWN)
        return list_move(&app->view->list, actions_lines(move, 1)) ? CHANGED_LIST | CHANGED_DETAILS
                                                                   : CHANGED_NOTHING;
    return browse_deck_step(app, move == MOVE_FIRST  ? -position - 1
                                 : move == MOVE_LAST ? length - position - STEP
                                                     : steps[move]);
}

const struct pane pane_deck = {NULL, title, draw, cursor, move_by, click, NULL};

#include "tui/screen/numbers.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/browse/numbers_view.h"
#include "tui/draw/scroll.h"
#include "tui/draw/text.h"
#include "tui/screen/pane_recordings.h"
#include "tui/words/numbers.h"

#include <stdio.h>
#include <string.h>

enum {
    TITLE,
    SUBJECT,
    HEADER,
    GROUPS,
    FOOTER_ROWS = 1,
    FIRST_ROW = 1,
    GAP = 2,
    MOST_NAME = 40,
    LEAST_NAME = 8
};
enum { LEAST_BAR = 6, MOST_BAR = 60, EIGHTHS = 8, HOURS = 24, ALL_GROUPINGS_COLUMNS = 76 };

/* Where what is said of a group stands: columns, 0 for what has no place. */
struct columns {
    int name, calls, total, median, bar;
    int calls_at, total_at, median_at, bar_at;
    uint64_t most; /* calls of a group: a whole bar */
};

static int height_of(const struct app *app)
{
    return app->layout.end - FIRST_ROW - GROUPS - FOOTER_ROWS;
}

static int name_columns(const struct list_groups *groups)
{
    char name[NUMBERS_SIZE];
    int columns = LEAST_NAME;
    bool is_any = groups->grouping <= LIST_BY_QUEUE;
    for (size_t i = 0; i < groups->count && (is_any || i <= HOURS); i++) {
        int wanted = (int)text_width(numbers_name(name, groups, &groups->groups[i]));
        columns = wanted > columns ? wanted : columns;
    }
    return columns < MOST_NAME ? columns : MOST_NAME;
}

/* The greatest of each number that groups have. */
static struct list_group greatest(const struct list_groups *groups)
{
    struct list_group most = {.calls = 1, .median = TIMESTAMP_NONE};
    for (size_t i = 0; i < groups->count; i++) {
        const struct list_group *group = &groups->groups[i];
        most.calls = group->calls > most.calls ? group->calls : most.calls;
        most.measured = group->measured > most.measured ? group->measured : most.measured;
        most.half_seconds = group->half_seconds > most.half_seconds ? group->half_seconds : most.half_seconds;
        most.median = group->median > most.median ? group->median : most.median;
    }
    return most;
}

static int at_least(const char *text, const char *header)
{
    int columns = (int)text_width(text), least = (int)text_width(header);
    return columns > least ? columns : least;
}

/* There is no bar if there is no room, then no total, no median; then the name gives way. */
static struct columns fit(const struct list_groups *groups, const struct list_group *most, int columns)
{
    char calls[TEXT_NUMBER_SIZE], total[TIMESTAMP_TEXT_SIZE], median[TIMESTAMP_TEXT_SIZE];
    int margin = layout_margin(columns), wanted = name_columns(groups);
    struct columns fitted = {.calls = at_least(text_number(calls, most->calls), tr("Calls")),
                             .total = at_least(numbers_total(total, most), tr("Total")),
                             .median = at_least(numbers_median(median, most), tr("Median")),
                             .most = most->calls};
    int left = columns - 2 * margin - GAP - fitted.calls - 1;
    if (left - 2 * GAP - fitted.total - fitted.median < wanted)
        fitted.total = 0;
    left -= fitted.total > 0 ? GAP + fitted.total : 0;
    if (left - GAP - fitted.median < wanted)
        fitted.median = 0;
    left -= fitted.median > 0 ? GAP + fitted.median : 0;
    fitted.name = wanted < left ? wanted : left;
    fitted.calls_at = margin + fitted.name + GAP;
    fitted.total_at = fitted.calls_at + fitted.calls + 1 + GAP;
    fitted.median_at = fitted.total_at + (fitted.total > 0 ? fitted.total + GAP : 0);
    fitted.bar_at = fitted.median_at + (fitted.median > 0 ? fitted.median + GAP : 0);
    fitted.bar = columns - margin - fitted.bar_at;
    fitted.bar = fitted.bar < LEAST_BAR ? 0 : fitted.bar < MOST_BAR ? fitted.bar : MOST_BAR;
    return fitted;
}

/* In eighths of a column; in whole ones where the terminal has no others. What there is has some length. */
static void draw_bar(const struct canvas *canvas, int row, const struct columns *columns, uint64_t calls)
{
    static const char *const parts[EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int eighths = (int)((double)calls / (double)columns->most * columns->bar * EIGHTHS);
    bool is_fine = text_is_unicode();
    if (!is_fine)
        eighths = (eighths + EIGHTHS - 1) / EIGHTHS * EIGHTHS;
    eighths = eighths > 0 ? eighths : 1;
    int whole = eighths / EIGHTHS;
    for (int i = 0; i < whole; i++)
        canvas_text(canvas, row, columns->bar_at + i, 1, ROLE_DIM, is_fine ? "█" : "#");
    if (eighths % EIGHTHS > 0)
        canvas_text(canvas, row, columns->bar_at + whole, 1, ROLE_DIM, parts[eighths % EIGHTHS]);
}

static void draw_group(const struct app *app, const struct numbers_view *view, const struct columns *columns,
                       size_t index)
{
    struct canvas canvas = app_canvas_from(app, FIRST_ROW);
    const struct list_groups *groups = view->known;
    const struct list_group *group = &groups->groups[index];
    char name[NUMBERS_SIZE], calls[TEXT_NUMBER_SIZE], total[TIMESTAMP_TEXT_SIZE], median[TIMESTAMP_TEXT_SIZE];
    int row = GROUPS + (int)(index - view->top), margin = layout_margin(canvas.area.columns);
    canvas.selected = index == view->selected;
    canvas_blank(&canvas, row, 0, canvas.area.columns);
    canvas_text(&canvas, row, margin, columns->name, ROLE_TEXT, numbers_name(name, groups, group));
    canvas_right(&canvas, row, columns->calls_at, columns->calls, ROLE_TEXT,
                 text_number(calls, group->calls));
    if (!numbers_view_is_whole(view, index))
        canvas_text(&canvas, row, columns->calls_at + columns->calls, 1, ROLE_STRONG, "+");
    canvas_right(&canvas, row, columns->total_at, columns->total, ROLE_TEXT, numbers_total(total, group));
    canvas_right(&canvas, row, columns->median_at, columns->median, ROLE_TEXT, numbers_median(median, group));
    if (columns->bar > 0)
        draw_bar(&canvas, row, columns, group->calls);
}

static void draw_header(const struct canvas *canvas, const struct columns *columns,
                        enum list_grouping grouping)
{
    static const char *const names[LIST_GROUPINGS] = {N_("Agent"), N_("Queue"), N_("Day"), N_("Hour"),
                                                      N_("Weekday")};
    canvas_text(canvas, HEADER, layout_margin(canvas->area.columns), columns->name, ROLE_HEADER,
                tr(names[grouping]));
    canvas_right(canvas, HEADER, columns->calls_at, columns->calls, ROLE_HEADER, tr("Calls"));
    canvas_right(canvas, HEADER, columns->total_at, columns->total, ROLE_HEADER, tr("Total"));
    canvas_right(canvas, HEADER, columns->median_at, columns->median, ROLE_HEADER, tr("Median"));
}

/* "─ Numbers by ▸ agent   queue   day … ────── 1,234 calls so far ─" */
static void draw_title(const struct numbers_view *view, const struct canvas *canvas)
{
    char note[96] = "", number[64];
    int columns = canvas->area.columns, at = 2;
    bool has_all = columns >= ALL_GROUPINGS_COLUMNS;
    canvas_horizontal(canvas, TITLE, 0, columns, "─");
    at += canvas_text(canvas, TITLE, 1, columns, ROLE_TITLE, tr(" Numbers by "));
    for (enum list_grouping grouping = 0; grouping < LIST_GROUPINGS; grouping++) {
        char text[32];
        bool is_shown = grouping == view->grouping;
        snprintf(text, sizeof(text), is_shown ? "▸ %s " : "  %s ", tr(numbers_grouping(grouping)));
        if (is_shown || has_all)
            at += canvas_text(canvas, TITLE, at - 1, columns - at, is_shown ? ROLE_FOCUS : ROLE_TITLE, text);
    }
    if (view->known != NULL && view->known->total.calls > 0)
        snprintf(note, sizeof(note), view->is_all ? " %s " : tr(" %s so far "),
                 text_count(number, sizeof(number), view->known->total.calls, "%s call", "%s calls"));
    canvas_right(canvas, TITLE, at, columns - at - 1, ROLE_TITLE, note);
}

/* What the list is, and all of it together. */
static void draw_subject(const struct app *app, const struct numbers_view *view, const struct canvas *canvas)
{
    char name[PANE_TITLE_SIZE], lengths[NUMBERS_SIZE] = "";
    int columns = canvas->area.columns, margin = layout_margin(columns), taken = 0;
    pane_recordings_name(app, name);
    if (view->known != NULL && view->known->total.calls > 0)
        taken = canvas_right(canvas, SUBJECT, columns / 3, columns - columns / 3 - margin, ROLE_TEXT,
                             numbers_lengths(lengths, &view->known->total));
    canvas_text(canvas, SUBJECT, margin, columns - 2 * margin - taken - GAP, ROLE_STRONG, name);
}

/* Why there are no groups. "None" never looks like "not read". */
static void draw_nothing(const struct app *app, const struct numbers_view *view, const struct canvas *canvas)
{
    int row = GROUPS + height_of(app) / 3;
    if (view->failure.kind != FAILURE_NONE)
        canvas_center(canvas, row, ROLE_ERROR, view->failure.what);
    else if (view->known != NULL)
        canvas_center(canvas, row, ROLE_STRONG, view->is_all ? tr("no calls") : tr("no calls so far"));
    else
        canvas_center(canvas, row, ROLE_DIM, tr("counting…"));
}

static void scroll_to_selected(const struct app *app, struct numbers_view *view)
{
    size_t height = height_of(app) > 1 ? (size_t)height_of(app) : 1;
    view->top = scroll_top(view->top, view->selected, view->known->count, height);
}

static void draw(struct app *app, struct view *base, unsigned dirty)
{
    struct numbers_view *view = (struct numbers_view *)base;
    struct canvas canvas = app_canvas_from(app, FIRST_ROW);
    char completeness[COMPLETENESS_SIZE];
    int height = height_of(app), margin = layout_margin(canvas.area.columns);
    if ((dirty & ~(unsigned)CHANGED_TOP) == 0)
        return;
    canvas_erase(&canvas);
    draw_title(view, &canvas);
    draw_subject(app, view, &canvas);
    if (view->known == NULL || view->known->count == 0) {
        draw_nothing(app, view, &canvas);
    } else {
        const struct list_group most = greatest(view->known);
        const struct columns columns = fit(view->known, &most, canvas.area.columns);
        scroll_to_selected(app, view);
        draw_header(&canvas, &columns, view->grouping);
        for (size_t i = view->top; i < view->known->count && i < view->top + (size_t)height; i++)
            draw_group(app, view, &columns, i);
    }
    canvas_text(&canvas, canvas.area.rows - FOOTER_ROWS, margin, canvas.area.columns - margin, ROLE_DIM,
                pane_recordings_completeness(app, completeness, canvas.area.columns - margin));
}

static void cursor(const struct app *app, const struct view *base)
{
    const struct numbers_view *view = (const struct numbers_view *)base;
    const struct canvas canvas = app_canvas_from(app, FIRST_ROW);
    canvas_cursor(&canvas, GROUPS + (int)(view->selected - view->top), 0);
}

static unsigned move_by(struct app *app, struct view *base, enum move move)
{
    struct numbers_view *view = (struct numbers_view *)base;
    switch (move) {
    case MOVE_LEFT:
    case MOVE_RIGHT:
        return numbers_view_turn(view, move == MOVE_LEFT ? -1 : 1);
    case MOVE_OPEN:
        return numbers_view_enter(view);
    case MOVE_BACK:
    case MOVE_DROP:
        return app_pop(app);
    case MOVE_FIRST:
        return numbers_view_select(view, INT32_MIN);
    case MOVE_LAST:
        return numbers_view_select(view, INT32_MAX);
    default:
        return numbers_view_select(view, actions_lines(move, height_of(app)));
    }
}

/* Those of the list as a whole can be done here; what needs to see it leads back to it. */
static unsigned act(struct app *app, struct view *base, const struct action *action)
{
    static const char *const of_list[] = {"refresh", "fetch-missing", "fetch-anew", "stop"};
    struct numbers_view *view = (struct numbers_view *)base;
    if (strcmp(action->name, "next-pane") == 0 || strcmp(action->name, "previous-pane") == 0)
        return numbers_view_turn(view, action->name[0] == 'n' ? 1 : -1);
    if (strcmp(action->name, "numbers") == 0)
        return app_pop(app);
    for (size_t i = 0; i < sizeof(of_list) / sizeof(of_list[0]); i++)
        if (strcmp(action->name, of_list[i]) == 0)
            return actions_run(action, app);
    return action->where == ACTION_OF_LIST ? app_pop(app) | actions_run(action, app) : CHANGED_NOTHING;
}

static unsigned point(struct app *app, struct view *base, const struct mouse_event *event)
{
    struct numbers_view *view = (struct numbers_view *)base;
    int line = event->row - FIRST_ROW - GROUPS;
    size_t count = view->known != NULL ? view->known->count : 0;
    if (event->button != MOUSE_LEFT)
        return numbers_view_select(view,
                                   event->button == MOUSE_WHEEL_UP ? -VIEW_WHEEL_LINES : VIEW_WHEEL_LINES);
    if (line < 0 || line >= height_of(app) || view->top + (size_t)line >= count)
        return CHANGED_NOTHING;
    app->click.is_on_line = true;
    return numbers_view_select(view, (int64_t)(view->top + (size_t)line) - (int64_t)view->selected);
}

static const char *const hints[] = {
    N_("open:its calls"), N_("next-pane:other groups"), "pause", "back", "help", "quit", NULL};
static const struct view_kind kind = {draw, cursor, move_by, act, numbers_view_close, hints, point};

unsigned numbers_open(struct app *app)
{
    return numbers_view_open(app, &kind);
}

void numbers_think(struct app *app)
{
    if (app->top->kind == &kind)
        numbers_view_follow((struct numbers_view *)app->top);
}

#include "tui/screen/columns.h"

#include "model/time/timestamp.h"
#include "tui/draw/text.h"
#include "tui/words/caller.h"
#include "tui/words/caller_history.h"
#include "tui/words/moment.h"

#include <string.h>

enum { GAP = 2, NARROW_GAP = 1, CALLER_SIZE = 128 };

/* Sets of columns. */
enum {
    START = 1 << COLUMN_START,
    SINCE = 1 << COLUMN_SINCE,
    LENGTH = 1 << COLUMN_LENGTH,
    CALLER = 1 << COLUMN_CALLER,
    AGENT = 1 << COLUMN_AGENT,
    QUEUE = 1 << COLUMN_QUEUE,
    TYPE = 1 << COLUMN_TYPE,
    TO_CALLER = START | LENGTH | CALLER,
    TO_AGENT = TO_CALLER | AGENT,
    TO_QUEUE = TO_AGENT | QUEUE,
    TO_TYPE = TO_QUEUE | TYPE,
    CALLER_HISTORY = START | SINCE | AGENT,
    CALLER_HISTORY_TO_QUEUE = CALLER_HISTORY | LENGTH | QUEUE,
};

/* Forms of a list from the fullest to the barest; the first that fits is taken, the last one always. */
struct form {
    enum column_start start;
    int columns; /* a set of them */
};

static const struct form forms_of_lists[] = {
    {START_WEEKDAY, TO_TYPE},   {START_SECONDS, TO_TYPE},  {START_SECONDS, TO_QUEUE},
    {START_MINUTES, TO_QUEUE},  {START_MINUTES, TO_AGENT}, {START_SECONDS, TO_CALLER},
    {START_MINUTES, TO_CALLER},
};

static const struct form forms_of_callers[] = {
    {START_WEEKDAY, CALLER_HISTORY_TO_QUEUE | TYPE}, {START_SECONDS, CALLER_HISTORY_TO_QUEUE | TYPE},
    {START_SECONDS, CALLER_HISTORY_TO_QUEUE},        {START_MINUTES, CALLER_HISTORY_TO_QUEUE},
    {START_MINUTES, CALLER_HISTORY | QUEUE},         {START_MINUTES, CALLER_HISTORY},
};

enum {
    LIST_FORMS = sizeof(forms_of_lists) / sizeof(forms_of_lists[0]),
    CALLER_FORMS = sizeof(forms_of_callers) / sizeof(forms_of_callers[0])
};

static int start_width(enum column_start start)
{
    return start == START_WEEKDAY ? 23 : start == START_SECONDS ? 19 : 16;
}

int columns_date(enum column_start start)
{
    return start == START_WEEKDAY ? 14 : 10;
}

/* A row in one column. */
struct cell {
    const struct column_row *of;
    const struct canvas *canvas;
    const struct recording_list *list;
    const struct listed_recording *listed;
    int at, width;
};

static void put(const struct cell *cell, enum theme_role role, const char *text)
{
    canvas_text(cell->canvas, cell->of->row, cell->at, cell->width, role, text);
}

static void put_name(const struct cell *cell, const char *name)
{
    bool absent = name == NULL || name[0] == '\0';
    put(cell, absent ? ROLE_DIM : ROLE_TEXT, absent ? "–" : name);
}

/* The day stands only where it is a new one, at the top and on the selected line. */
static void draw_start(const struct cell *cell)
{
    const struct listed_recording *rows = cell->list->page->rows;
    bool utc = cell->of->app->utc, selected = cell->canvas->selected;
    int64_t started = cell->listed->recording.started;
    int date = columns_date(cell->of->plan->start);
    char text[MOMENT_SIZE], clock[MOMENT_SIZE];
    if (started == TIMESTAMP_NONE) {
        put(cell, ROLE_DIM, "–");
        return;
    }
    bool new_day =
        cell->of->index == 0 || moment_day_number(started, utc) !=
                                    moment_day_number(rows[cell->of->index - 1].recording.started, utc);
    moment_weekday(text, started, utc);
    moment_clock(clock, started, utc);
    if (new_day || cell->of->index == cell->list->top || selected) {
        text[14] = '\0'; /* "Fri 2024-05-03" */
        canvas_text(cell->canvas, cell->of->row, cell->at, date,
                    selected  ? ROLE_TEXT
                    : new_day ? ROLE_STRONG
                              : ROLE_DIM,
                    cell->of->plan->start == START_WEEKDAY ? text : text + 4);
    }
    if (cell->of->plan->start == START_MINUTES)
        clock[5] = '\0'; /* "14:02" */
    canvas_text(cell->canvas, cell->of->row, cell->at + date + 1, cell->width - date - 1, ROLE_TEXT, clock);
}

/* In the words that the column has room for. */
static void draw_since(const struct cell *cell)
{
    char text[CALLER_HISTORY_SIZE];
    const struct caller_history_step step =
        caller_history_step(cell->list->page, cell->of->index, cell->list->shown.oldest_first);
    bool is_marked = step.link == CALLER_HISTORY_REPEAT || step.link == CALLER_HISTORY_TRANSFER;
    put(cell, is_marked ? ROLE_STRONG : ROLE_TEXT,
        caller_history_text(text, &step, cell->width >= COLUMNS_SINCE_FULL));
}

static void draw_length(const struct cell *cell)
{
    char length[TIMESTAMP_TEXT_SIZE];
    timestamp_length_text(length, recording_duration(&cell->listed->recording));
    canvas_right(cell->canvas, cell->of->row, cell->at, cell->width, ROLE_TEXT, length);
}

static void draw_caller(const struct cell *cell)
{
    const char *caller = cell->listed->recording.caller;
    char text[CALLER_SIZE], escaped[CALLER_SIZE];
    size_t begin[FILTER_NUMBERS], end[FILTER_NUMBERS];
    struct canvas_mark marks[FILTER_NUMBERS];
    text_escape(escaped, sizeof(escaped), caller);
    caller_format(text, sizeof(text), escaped);
    size_t count = filter_mark_caller(&cell->of->app->view->searched.scope.query.filter, text, begin, end);
    for (size_t i = 0; i < count; i++)
        marks[i] = (struct canvas_mark){begin[i], end[i]};
    bool absent = caller == NULL || caller[0] == '\0';
    const struct canvas_marked marked = {text, marks, count};
    canvas_marked(cell->canvas, cell->of->row, cell->at, cell->width, absent ? ROLE_DIM : ROLE_TEXT, &marked);
}

static void draw_agent(const struct cell *cell)
{
    const struct agent_summary *agent = account_agent_by_number(cell->of->app->account, cell->listed->agent);
    put_name(cell, agent != NULL ? agent->name : cell->listed->recording.agent_name);
}

static void draw_queue(const struct cell *cell)
{
    put_name(cell, cell->listed->recording.queue_name);
}

static void draw_type(const struct cell *cell)
{
    const char *type = cell->listed->recording.type;
    if (type != NULL && strcmp(type, "QueueCall") == 0)
        type = "queue";
    else if (type != NULL && strcmp(type, "CallbackCall") == 0)
        type = "callback";
    put_name(cell, type);
}

/* Widths are in columns of the screen; that of the start goes by how it is written. */
static const struct {
    const char *header;
    int least, least_of_caller; /* in lists of all kinds, among the calls of one caller */
    int wanted;                 /* before others get more than the least; 0: that will do */
    int most;                   /* what it is widened to */
    bool is_right;
    void (*draw)(const struct cell *cell);
} columns_table[COLUMNS_COUNT] = {
    [COLUMN_START] = {"Start", 0, 0, 0, 0, false, draw_start},
    [COLUMN_SINCE] = {"Gap", 0, COLUMNS_SINCE_LEAST, COLUMNS_SINCE_FULL, 0, false, draw_since},
    [COLUMN_LENGTH] = {"Length", 7, 7, 0, 8, true, draw_length},
    [COLUMN_CALLER] = {"Caller", 15, 0, 16, 20, false, draw_caller},
    [COLUMN_AGENT] = {"Agent", 10, 8, 0, 30, false, draw_agent},
    [COLUMN_QUEUE] = {"Queue", 10, 9, 0, 34, false, draw_queue},
    [COLUMN_TYPE] = {"Type", 8, 8, 0, 10, false, draw_type},
};

/* Least widths of the columns of a form, 0 for the others. Returns what they take. */
static int least_widths(int width[COLUMNS_COUNT], const struct form *form, enum columns_of of, int gap)
{
    int total = 0;
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        bool is_left_out = (form->columns >> i & 1) == 0 || (i == COLUMN_AGENT && of == COLUMNS_OF_AGENT);
        width[i] = is_left_out               ? 0
                   : i == COLUMN_START       ? start_width(form->start)
                   : of == COLUMNS_OF_CALLER ? columns_table[i].least_of_caller
                                             : columns_table[i].least;
        total += width[i] + (is_left_out || i == 0 ? 0 : gap);
    }
    return total;
}

/* Gives what is left to those that want it, if half of it will do, then to all by turns. */
static void widen(struct column_plan *plan, int rest)
{
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        int more = columns_table[i].wanted - plan->width[i];
        if (plan->width[i] == 0 || more <= 0 || more > (rest + 1) / 2)
            continue;
        plan->width[i] += more;
        rest -= more;
    }
    for (bool widened = true; widened && rest > 0;) {
        widened = false;
        for (int i = 0; i < COLUMNS_COUNT && rest > 0; i++) {
            if (plan->width[i] == 0 || plan->width[i] >= columns_table[i].most)
                continue;
            plan->width[i]++;
            rest--;
            widened = true;
        }
    }
}

void columns_fit(struct column_plan *plan, int columns, enum columns_of of)
{
    bool is_caller = of == COLUMNS_OF_CALLER;
    const struct form *form = is_caller ? forms_of_callers : forms_of_lists;
    const struct form *last =
        is_caller ? &forms_of_callers[CALLER_FORMS - 1] : &forms_of_lists[LIST_FORMS - 1];
    int margin = layout_margin(columns), gap = margin > 0 ? GAP : NARROW_GAP, room = columns - 2 * margin;
    int used = least_widths(plan->width, form, of, gap);
    while (form < last && used > room)
        used = least_widths(plan->width, ++form, of, gap);
    plan->start = form->start;
    widen(plan, room - used);
    for (int i = 0, at = margin; i < COLUMNS_COUNT; i++) {
        plan->at[i] = at;
        at += plan->width[i] == 0 ? 0 : plan->width[i] + gap;
    }
}

void columns_draw_header(const struct app *app, const struct canvas *canvas, const struct column_plan *plan)
{
    canvas_blank(canvas, 0, 0, canvas->area.columns);
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        const char *name = i == COLUMN_START && app->utc ? "Start (UTC)" : columns_table[i].header;
        if (columns_table[i].is_right)
            canvas_right(canvas, 0, plan->at[i], plan->width[i], ROLE_HEADER, name);
        else
            canvas_text(canvas, 0, plan->at[i], plan->width[i], ROLE_HEADER, name);
    }
}

void columns_draw(const struct column_row *row, const struct canvas *canvas)
{
    const struct column_plan *plan = row->plan;
    const struct recording_list *list = &row->app->view->list;
    struct canvas bar = *canvas;
    bar.selected = row->selected;
    canvas_blank(canvas, row->row, 0, canvas->area.columns);
    canvas_blank(&bar, row->row, 0,
                 plan->width[COLUMN_QUEUE] > 0 ? plan->at[COLUMN_QUEUE] - 1 : canvas->area.columns);
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        const struct cell cell = {row,         i < COLUMN_QUEUE ? &bar : canvas,
                                  list,        &list->page->rows[row->index],
                                  plan->at[i], plan->width[i]};
        if (cell.width > 0)
            columns_table[i].draw(&cell);
    }
    int64_t call = list->page->rows[row->index].recording.queue_call_id;
    if (call == row->app->deck.call && call != 0)
        canvas_text(&bar, row->row, plan->at[COLUMN_START] + plan->width[COLUMN_START], 1, ROLE_STRONG, "♪");
}

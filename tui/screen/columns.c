#include "tui/screen/columns.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/browse/browse_deck.h"
#include "tui/browse/browse_hold.h"
#include "tui/browse/browse_match.h"
#include "tui/browse/browse_notes.h"
#include "tui/draw/text.h"
#include "tui/list/recording_list_days.h"
#include "tui/words/caller.h"
#include "tui/words/caller_history.h"
#include "tui/words/moment.h"

#include <stdio.h>
#include <string.h>

enum { GAP = 2, NARROW_GAP = 1, CALLER_SIZE = 128, HEADER_SIZE = 60 };

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

/* Forms of a list from the barest to the fullest, each with all of the one before it; the fullest that fits is
 * taken, the first one always. */
struct form {
    enum column_start start;
    int columns;  /* a set of them */
    bool is_full; /* only where nothing that is wanted is cut, and not in a list that stands alone: beside the
                     agents it would not have it any more */
};

static const struct form forms_of_lists[] = {
    {START_DATE, TO_CALLER, false},   {START_DATE, TO_AGENT, false},  {START_DATE, TO_QUEUE, false},
    {START_WEEKDAY, TO_QUEUE, false}, {START_WEEKDAY, TO_TYPE, true}, {START_SECONDS, TO_TYPE, true},
};

static const struct form forms_of_callers[] = {
    {START_DATE, CALLER_HISTORY, false},
    {START_DATE, CALLER_HISTORY | QUEUE, false},
    {START_DATE, CALLER_HISTORY_TO_QUEUE, false},
    {START_WEEKDAY, CALLER_HISTORY_TO_QUEUE, false},
    {START_WEEKDAY, CALLER_HISTORY_TO_QUEUE | TYPE, true},
    {START_SECONDS, CALLER_HISTORY_TO_QUEUE | TYPE, true},
};

enum {
    LIST_FORMS = sizeof(forms_of_lists) / sizeof(forms_of_lists[0]),
    CALLER_FORMS = sizeof(forms_of_callers) / sizeof(forms_of_callers[0]),
    FORMS_MOST = CONFIG_COLUMNS_MOST + 2
};

static int start_width(enum column_start start)
{
    return start == START_SECONDS ? 23 : start == START_WEEKDAY ? 20 : 16;
}

int columns_date(enum column_start start)
{
    return start == START_DATE ? 10 : 14;
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

/* The day stands only where it is a new one, at the top and on the selected line; in a sorted list everywhere. */
static void draw_start(const struct cell *cell)
{
    bool utc = cell->of->app->utc, selected = cell->canvas->selected;
    int64_t started = cell->listed->recording.started;
    int date = columns_date(cell->of->plan->start);
    char text[MOMENT_SIZE], clock[MOMENT_SIZE];
    if (started == TIMESTAMP_NONE) {
        put(cell, ROLE_DIM, "–");
        return;
    }
    bool is_sorted = list_query_is_sorted(&cell->list->shown);
    bool new_day = !is_sorted && list_begins_day(cell->list->page, cell->of->index, utc);
    if (cell->of->plan->start == START_DATE)
        moment_day(text, started, utc);
    else
        moment_weekday_and_day(text, started, utc);
    moment_clock(clock, started, utc);
    if (new_day || is_sorted || cell->of->index == cell->list->top || selected) {
        canvas_text(cell->canvas, cell->of->row, cell->at, date,
                    selected || is_sorted ? ROLE_TEXT
                    : new_day             ? ROLE_STRONG
                                          : ROLE_DIM,
                    text);
    }
    if (cell->of->plan->start != START_SECONDS)
        clock[5] = '\0'; /* "14:02" */
    canvas_text(cell->canvas, cell->of->row, cell->at + date + 1, cell->width - date - 1, ROLE_TEXT, clock);
}

/* In the words that the column has room for. In a sorted list the call before is not the row beside it. */
static void draw_since(const struct cell *cell)
{
    char text[CALLER_HISTORY_SIZE];
    if (list_query_is_sorted(&cell->list->shown))
        return;
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
    char text[CALLER_SIZE];
    size_t begin[FILTER_NUMBERS], end[FILTER_NUMBERS];
    struct canvas_mark marks[FILTER_NUMBERS];
    caller_format(text, sizeof(text), caller);
    size_t count = filter_mark_caller(browse_marks(cell->of->app), text, begin, end);
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
        type = tr("queue");
    else if (type != NULL && strcmp(type, "CallbackCall") == 0)
        type = tr("callback");
    put_name(cell, type);
}

/* Widths are in columns of the screen; that of the start goes by how it is written, what is wanted of agents by
 * their names. */
static const struct {
    const char *header;
    int least;
    int at_once; /* what it is widened to where half of the rest will do; 0: nothing */
    int wanted;  /* what it is widened to by and by before anything else; likewise */
    int most;    /* and then */
    bool is_right;
    void (*draw)(const struct cell *cell);
    enum list_sort sorts; /* LIST_SORT_START: it goes without saying, or is none */
} columns_table[COLUMNS_COUNT] = {
    [COLUMN_START] = {N_("Start"), 0, 0, 0, 0, false, draw_start, LIST_SORT_START},
    [COLUMN_SINCE] = {N_("Gap"), COLUMNS_SINCE_LEAST, COLUMNS_SINCE_FULL, 0, 0, false, draw_since,
                      LIST_SORT_START},
    [COLUMN_LENGTH] = {N_("Length"), 7, 0, 0, 8, true, draw_length, LIST_SORT_LENGTH},
    [COLUMN_CALLER] = {N_("Caller"), 15, 0, 15, 20, false, draw_caller, LIST_SORT_CALLER},
    [COLUMN_AGENT] = {N_("Agent"), 8, 0, 0, 0, false, draw_agent, LIST_SORT_AGENT},
    [COLUMN_QUEUE] = {N_("Queue"), 8, 0, 20, 34, false, draw_queue, LIST_SORT_QUEUE},
    [COLUMN_TYPE] = {N_("Type"), 8, 0, 8, 10, false, draw_type, LIST_SORT_START},
};

/* Least widths of the columns of a form, 0 for the others. Returns what they take with the least gaps. */
static int least_widths(int width[COLUMNS_COUNT], const struct form *form, enum columns_of of)
{
    int total = -NARROW_GAP;
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        bool is_left_out = (form->columns >> i & 1) == 0 ||
                           (i == COLUMN_AGENT && of == COLUMNS_OF_AGENT && form->columns != AGENT);
        width[i] = is_left_out ? 0 : i == COLUMN_START ? start_width(form->start) : columns_table[i].least;
        total += width[i] + (is_left_out ? 0 : NARROW_GAP);
    }
    return total;
}

static int wanted_width(int column, int agent_columns)
{
    const int wanted = column == COLUMN_AGENT ? agent_columns : columns_table[column].wanted;
    return wanted > columns_table[column].at_once ? wanted : columns_table[column].at_once;
}

/* What the columns lack of what is wanted. */
static int lacking(const int width[COLUMNS_COUNT], int agent_columns)
{
    int total = 0;
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        int more = wanted_width(i, agent_columns) - width[i];
        total += width[i] > 0 && more > 0 ? more : 0;
    }
    return total;
}

/* Gives what is left to all by turns, each up to its limit. Returns what is left then. */
static int widen(int width[COLUMNS_COUNT], int rest, const int limit[COLUMNS_COUNT])
{
    for (bool widened = true; widened && rest > 0;) {
        widened = false;
        for (int i = 0; i < COLUMNS_COUNT && rest > 0; i++) {
            if (width[i] == 0 || width[i] >= limit[i])
                continue;
            width[i]++;
            rest--;
            widened = true;
        }
    }
    return rest;
}

/* Returns the gap between the columns. */
static int use_rest(int width[COLUMNS_COUNT], int rest, int agent_columns)
{
    int wanted[COLUMNS_COUNT], most[COLUMNS_COUNT], gaps = -1;
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        int more = columns_table[i].at_once - width[i];
        if (width[i] > 0 && more > 0 && more <= (rest + 1) / 2) {
            width[i] += more;
            rest -= more;
        }
        wanted[i] = i == COLUMN_AGENT ? agent_columns : columns_table[i].wanted;
        most[i] = columns_table[i].most;
        gaps += width[i] > 0;
    }
    rest = widen(width, rest, wanted);
    bool is_roomy = rest >= gaps * (GAP - NARROW_GAP);
    widen(width, is_roomy ? rest - gaps * (GAP - NARROW_GAP) : 0, most);
    return is_roomy ? GAP : NARROW_GAP;
}

/* The columns in the order in which they stand, those that are not chosen last. */
static void order_of(enum column order[COLUMNS_COUNT], enum columns_of of, const struct config_columns *own)
{
    static const enum column columns[CONFIG_COLUMNS_MOST] = {COLUMN_START, COLUMN_LENGTH, COLUMN_CALLER,
                                                             COLUMN_AGENT, COLUMN_QUEUE,  COLUMN_TYPE};
    int count = 0, chosen = 0;
    for (size_t i = 0; of != COLUMNS_OF_CALLER && i < own->count; i++) {
        order[count++] = columns[own->at[i]];
        chosen |= 1 << columns[own->at[i]];
    }
    for (int i = 0; i < COLUMNS_COUNT; i++)
        if ((chosen >> i & 1) == 0)
            order[count++] = (enum column)i;
}

/* One column more from form to form, and then the start in full. Returns how many they are. */
static int own_forms(struct form forms[FORMS_MOST], const enum column order[COLUMNS_COUNT],
                     const struct config_columns *own)
{
    int count = 0, columns = 0;
    for (size_t i = 0; i < own->count; i++) {
        columns |= 1 << order[i];
        forms[count++] = (struct form){START_DATE, columns, false};
    }
    forms[count++] = (struct form){START_WEEKDAY, columns, false};
    forms[count++] = (struct form){START_SECONDS, columns, true};
    return count;
}

/* The forms of such a list. */
static int forms_of(struct form forms[FORMS_MOST], enum columns_of of, const struct config_columns *own)
{
    enum column order[COLUMNS_COUNT];
    bool is_of_caller = of == COLUMNS_OF_CALLER;
    const struct form *usual = is_of_caller ? forms_of_callers : forms_of_lists;
    int count = is_of_caller ? CALLER_FORMS : LIST_FORMS;
    order_of(order, of, own);
    if (!is_of_caller && !config_columns_are_usual(own))
        return own_forms(forms, order, own);
    memcpy(forms, usual, (size_t)count * sizeof(*forms));
    return count;
}

/* Puts the columns beside each other. */
static void place(struct column_plan *plan, const enum column order[COLUMNS_COUNT], int margin, int gap)
{
    plan->behind = 0;
    for (int i = 0, at = margin; i < COLUMNS_COUNT; i++) {
        int width = plan->width[order[i]];
        plan->at[order[i]] = at;
        at += width == 0 ? 0 : width + gap;
        if (plan->behind == 0 && width > 0)
            plan->behind = margin + width;
    }
}

void columns_fit(struct column_plan *plan, int columns, enum columns_of of,
                 const struct column_choice *choice)
{
    struct form forms[FORMS_MOST];
    enum column order[COLUMNS_COUNT];
    int number = forms_of(forms, of, choice->columns), agent_columns = choice->agent_columns;
    int margin = layout_margin(columns), room = columns - margin, used, needed;
    bool is_alone = columns < LAYOUT_TWO_PANES_COLUMNS;
    plan->is_own = of != COLUMNS_OF_CALLER && !config_columns_are_usual(choice->columns);
    /* beside the agents it would not have more */
    int most = is_alone && plan->is_own && room > LAYOUT_LEAST_LIST - 1 ? LAYOUT_LEAST_LIST - 1 : room;
    do {
        used = least_widths(plan->width, &forms[--number], of);
        needed = used + (forms[number].is_full ? lacking(plan->width, agent_columns) : 0);
    } while (number > 0 && (needed > most || (forms[number].is_full && is_alone)));
    plan->start = forms[number].start;
    order_of(order, of, choice->columns);
    place(plan, order, margin, use_rest(plan->width, room - used, agent_columns));
}

static int wish_of(const struct form *form, enum columns_of of, int agent_columns)
{
    int width[COLUMNS_COUNT], used = least_widths(width, form, of), columns = 0;
    for (int i = 0; i < COLUMNS_COUNT; i++)
        columns += width[i] > 0;
    return 1 + used + lacking(width, agent_columns) + (columns - 1) * (GAP - NARROW_GAP);
}

int columns_wish(const struct column_choice *choice)
{
    static const enum columns_of kinds[] = {COLUMNS_OF_ALL, COLUMNS_OF_CALLER};
    struct form forms[FORMS_MOST];
    int most = 0;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        int count = forms_of(forms, kinds[i], choice->columns);
        int wish = wish_of(&forms[count - 1], kinds[i], choice->agent_columns);
        most = wish > most ? wish : most;
    }
    return most;
}

/* With an arrow where the list is sorted by it. */
static void name_column(const struct app *app, int column, char name[HEADER_SIZE])
{
    const struct list_sorting *sorting = &app->view->list.shown.sorting;
    enum list_sort sorts = columns_table[column].sorts;
    bool is_sorted = sorts != LIST_SORT_START && sorts == sorting->by;
    snprintf(name, HEADER_SIZE, "%s%s",
             column == COLUMN_START && app->utc ? tr("Start (UTC)") : tr(columns_table[column].header),
             !is_sorted               ? ""
             : sorting->is_descending ? "↓"
                                      : "↑");
}

void columns_draw_header(const struct app *app, const struct canvas *canvas, const struct column_plan *plan)
{
    canvas_blank(canvas, 0, 0, canvas->area.columns);
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        char name[HEADER_SIZE];
        name_column(app, i, name);
        if (columns_table[i].is_right)
            canvas_right(canvas, 0, plan->at[i], plan->width[i], ROLE_HEADER, name);
        else
            canvas_text(canvas, 0, plan->at[i], plan->width[i], ROLE_HEADER, name);
    }
}

/* What plays, and what the user has noted, in the gaps beside the length: each takes one column. */
static void draw_signs(const struct column_row *row, const struct canvas *bar,
                       const struct listed_recording *listed)
{
    const struct column_plan *plan = row->plan;
    const struct note *note = browse_note_of(row->app, listed);
    int start = plan->behind, length = plan->at[COLUMN_LENGTH] + plan->width[COLUMN_LENGTH];
    int behind = plan->width[COLUMN_LENGTH] > 0 ? length : start;
    if (browse_hold_of(row->app, listed) != NULL)
        canvas_text(bar, row->row, behind, 1, ROLE_STRONG, "!");
    else if (note != NULL)
        canvas_text(bar, row->row, behind, 1, ROLE_STRONG,
                    note->is_marked         ? "*"
                    : note->tags[0] != '\0' ? "#"
                                            : "\"");
    if (browse_deck_has(row->app, &listed->recording))
        canvas_text(bar, row->row, start, 1, ROLE_STRONG, "♪");
}

void columns_draw(const struct column_row *row, const struct canvas *canvas)
{
    const struct column_plan *plan = row->plan;
    const struct recording_list *list = &row->app->view->list;
    struct canvas bar = *canvas;
    bar.selected = row->selected;
    canvas_blank(canvas, row->row, 0, canvas->area.columns);
    bool is_whole = plan->is_own || plan->width[COLUMN_QUEUE] == 0;
    canvas_blank(&bar, row->row, 0, is_whole ? canvas->area.columns : plan->at[COLUMN_QUEUE] - 1);
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        const struct cell cell = {row,         is_whole || i < COLUMN_QUEUE ? &bar : canvas,
                                  list,        &list->page->rows[row->index],
                                  plan->at[i], plan->width[i]};
        if (cell.width > 0)
            columns_table[i].draw(&cell);
    }
    draw_signs(row, &bar, &list->page->rows[row->index]);
}

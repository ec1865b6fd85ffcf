#include "tui/draw/canvas.h"

#include "tui/draw/text.h"

#include <stdint.h>
#include <wchar.h>

enum { RUN = 128, COMBINING_MOST = 3 };

struct position {
    int row, column; /* in the canvas */
};

/* Characters that are drawn together, because they look alike. As cells, which curses copies; text it adds by the character. */
struct run {
    const struct canvas *canvas;
    cchar_t cells[RUN];
    int length;
    int row, column; /* where it starts */
    int columns;
};

static void set_look(const struct canvas *canvas, enum theme_role role)
{
    const struct theme *theme = canvas->theme;
    attr_t attributes = theme->attributes[role];
    short pair = theme->pairs[role];
    if (canvas->selected) {
        attributes = theme->attributes[ROLE_SELECTED] | (attributes & (A_UNDERLINE | A_BOLD));
        pair = theme->pairs[ROLE_SELECTED];
    }
    if (canvas->ruled)
        attributes |= A_UNDERLINE;
    wattr_set(canvas->window, attributes, pair, NULL);
}

static void run_flush(struct run *run, enum theme_role role)
{
    const struct rectangle *area = &run->canvas->area;
    if (run->length > 0) {
        set_look(run->canvas, role);
        mvwadd_wchnstr(run->canvas->window, area->row + run->row, area->column + run->column, run->cells,
                       run->length);
    }
    run->column += run->columns;
    run->columns = run->length = 0;
}

static void run_add(struct run *run, uint32_t character, enum theme_role role)
{
    if (run->length == RUN)
        run_flush(run, role);
    run->cells[run->length++] = (cchar_t){.chars = {(wchar_t)character}};
    run->columns += (int)text_columns(character);
}

/* A mark belongs to the character before it. */
static void run_combine(struct run *run, uint32_t mark, int place)
{
    if (run->length > 0)
        run->cells[run->length - 1].chars[place] = (wchar_t)mark;
}

/* How many columns of the row are really there. */
static int available(const struct canvas *canvas, int row, int column, int columns)
{
    if (row < 0 || row >= canvas->area.rows || column < 0 || column >= canvas->area.columns)
        return 0;
    return columns < canvas->area.columns - column ? columns : canvas->area.columns - column;
}

static bool is_marked(const struct canvas_marked *marked, size_t offset)
{
    for (size_t i = 0; i < marked->count; i++)
        if (offset >= marked->marks[i].begin && offset < marked->marks[i].end)
            return true;
    return false;
}

int canvas_marked(const struct canvas *canvas, int row, int column, int columns, enum theme_role role,
                  const struct canvas_marked *marked)
{
    const char *text = marked->text;
    columns = available(canvas, row, column, columns);
    if (columns <= 0)
        return 0;
    /* One column is kept for the sign of a cut as soon as the text is known to be too wide. */
    int limit = text_width(text) > (unsigned)columns ? columns - 1 : columns, used = 0, combining = 0;
    struct run run = {.canvas = canvas, .row = row, .column = column};
    bool was_marked = false;
    for (const char *at = text;;) {
        size_t offset = (size_t)(at - text);
        uint32_t character = text_next(&at);
        int width = (int)text_columns(character);
        combining = width == 0 ? combining + 1 : 0;
        if (character == 0 || used + width > limit)
            break;
        if (width == 0 && combining <= COMBINING_MOST)
            run_combine(&run, character, combining);
        if (width == 0)
            continue;
        bool mark = is_marked(marked, offset);
        if (mark != was_marked)
            run_flush(&run, was_marked ? ROLE_MATCH : role);
        was_marked = mark;
        run_add(&run, character, mark ? ROLE_MATCH : role);
        used += width;
    }
    run_flush(&run, was_marked ? ROLE_MATCH : role);
    if (limit < columns) {
        const char *sign = "…";
        run_add(&run, text_next(&sign), role);
        run_flush(&run, role);
        used++;
    }
    return used;
}

int canvas_text(const struct canvas *canvas, int row, int column, int columns, enum theme_role role,
                const char *text)
{
    const struct canvas_marked unmarked = {.text = text};
    return canvas_marked(canvas, row, column, columns, role, &unmarked);
}

int canvas_right(const struct canvas *canvas, int row, int column, int columns, enum theme_role role,
                 const char *text)
{
    int width = (int)text_width(text);
    int indent = width < columns ? columns - width : 0;
    return canvas_text(canvas, row, column + indent, columns - indent, role, text);
}

void canvas_center(const struct canvas *canvas, int row, enum theme_role role, const char *text)
{
    int width = (int)text_width(text), columns = canvas->area.columns;
    int column = width < columns ? (columns - width) / 2 : 0;
    canvas_text(canvas, row, column, columns - column, role, text);
}

/* The same narrow character in all cells of a row from a column on: much cheaper than as text. */
static void fill(const struct canvas *canvas, const struct position *at, int count, wchar_t character,
                 enum theme_role role)
{
    const wchar_t text[] = {character, L'\0'};
    attr_t attributes = 0;
    short pair = 0;
    cchar_t cell;
    set_look(canvas, role);
    wattr_get(canvas->window, &attributes, &pair, NULL);
    if (count > 0 && setcchar(&cell, text, attributes, pair, NULL) == OK)
        mvwhline_set(canvas->window, canvas->area.row + at->row, canvas->area.column + at->column, &cell,
                     count);
}

void canvas_blank(const struct canvas *canvas, int row, int column, int columns)
{
    const struct position at = {row, column};
    fill(canvas, &at, available(canvas, row, column, columns), L' ', ROLE_TEXT);
}

void canvas_erase(const struct canvas *canvas)
{
    for (int row = 0; row < canvas->area.rows; row++)
        canvas_blank(canvas, row, 0, canvas->area.columns);
}

void canvas_horizontal(const struct canvas *canvas, int row, int column, int count, const char *character)
{
    struct run run = {.canvas = canvas, .row = row, .column = column};
    uint32_t wanted = text_next(&character);
    count = available(canvas, row, column, count);
    for (int i = 0; i < count; i++)
        run_add(&run, wanted, ROLE_RULE);
    run_flush(&run, ROLE_RULE);
}

void canvas_vertical(const struct canvas *canvas, int row, int column, int count, const char *character)
{
    for (int i = 0; i < count; i++)
        canvas_horizontal(canvas, row + i, column, 1, character);
}

void canvas_cursor(const struct canvas *canvas, int row, int column)
{
    wmove(canvas->window, canvas->area.row + row, canvas->area.column + column);
}

#include "tests/e2e/screen.h"

#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/dialect.h"
#include "tests/e2e/keys.h"

/* What the emulator keeps in the cell that a wide character also covers. */
static const uint32_t wide_right_half = 0xFFFFFFFF;

struct screen {
    VTerm *emulator;
    VTermScreen *grid;
    screen_answer *answer;
    void *answer_context;
    struct dialect dialect;
    struct buffer translated;
    struct buffer raw;
    struct buffer *rows; /* the texts given out by screen_row */
    int row_count, column_count;
    struct buffer text; /* given out by screen_text */
    char *title;
    int bells;
    bool cursor_visible, alternate, mouse;
};

/* A title comes whole, or in pieces since libvterm 0.2. */
static void take_title(struct screen *screen, const VTermValue *value)
{
#if VTERM_VERSION_MAJOR == 0 && VTERM_VERSION_MINOR < 2
    free(screen->title);
    screen->title = copy_text(value->string ? value->string : "");
#else
    size_t before = value->string.initial ? 0 : strlen(screen->title), length = value->string.len;
    char *title = allocate(before + length + 1, 1);
    memcpy(title, screen->title, before);
    if (length > 0)
        memcpy(title + before, value->string.str, length);
    free(screen->title);
    screen->title = title;
#endif
}

static int on_property(VTermProp property, VTermValue *value, void *context)
{
    struct screen *screen = context;
    if (property == VTERM_PROP_CURSORVISIBLE) {
        screen->cursor_visible = value->boolean;
    } else if (property == VTERM_PROP_ALTSCREEN) {
        screen->alternate = value->boolean;
    } else if (property == VTERM_PROP_MOUSE) {
        screen->mouse = value->number != VTERM_PROP_MOUSE_NONE;
    } else if (property == VTERM_PROP_TITLE) {
        take_title(screen, value);
    }
    return 1;
}

static int on_bell(void *context)
{
    struct screen *screen = context;
    screen->bells++;
    return 1;
}

static void allocate_rows(struct screen *screen, int rows, int columns)
{
    for (int row = 0; row < screen->row_count; row++)
        buffer_clear(&screen->rows[row]);
    free(screen->rows);
    screen->rows = allocate((size_t)rows, sizeof(*screen->rows));
    screen->row_count = rows;
    screen->column_count = columns;
}

struct screen *screen_new(int rows, int columns, screen_answer *answer, void *context)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = on_property, .bell = on_bell};
    struct screen *screen = allocate(1, sizeof(*screen));
    screen->emulator = vterm_new(rows, columns);
    if (!screen->emulator)
        abort();
    screen->answer = answer;
    screen->answer_context = context;
    screen->title = copy_text("");
    screen->cursor_visible = true;
    buffer_reset(&screen->raw);
    allocate_rows(screen, rows, columns);
    vterm_set_utf8(screen->emulator, 1);
    vterm_output_set_callback(screen->emulator, answer, context);
    screen->grid = vterm_obtain_screen(screen->emulator);
    vterm_screen_set_callbacks(screen->grid, &callbacks, screen);
    vterm_screen_enable_altscreen(screen->grid, 1);
    vterm_screen_reset(screen->grid, 1);
    return screen;
}

void screen_free(struct screen **screen)
{
    struct screen *old = *screen;
    if (!old)
        return;
    allocate_rows(old, 0, 0);
    free(old->rows);
    vterm_free(old->emulator);
    dialect_clear(&old->dialect);
    buffer_clear(&old->translated);
    buffer_clear(&old->raw);
    buffer_clear(&old->text);
    free(old->title);
    free(old);
    *screen = NULL;
}

void screen_feed(struct screen *screen, const char *bytes, size_t length)
{
    buffer_append(&screen->raw, bytes, length);
    buffer_reset(&screen->translated);
    dialect_translate(&screen->dialect, bytes, length, &screen->translated);
    vterm_input_write(screen->emulator, screen->translated.data, screen->translated.length);
}

void screen_resize(struct screen *screen, int rows, int columns)
{
    vterm_set_size(screen->emulator, rows, columns);
    allocate_rows(screen, rows, columns);
}

int screen_rows(const struct screen *screen)
{
    return screen->row_count;
}

int screen_columns(const struct screen *screen)
{
    return screen->column_count;
}

/* `text` has room for VTERM_MAX_CHARS_PER_CELL characters. */
static void cell_text(const VTermScreenCell *source, char *text)
{
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && source->chars[i] != 0; i++)
        text += utf8_encode(source->chars[i], text);
    *text = '\0';
}

static struct colour cell_colour(const VTermColor *source)
{
    struct colour colour = {COLOUR_DEFAULT, 0, 0, 0, 0};
    if (VTERM_COLOR_IS_DEFAULT_FG(source) || VTERM_COLOR_IS_DEFAULT_BG(source))
        return colour;
    if (VTERM_COLOR_IS_INDEXED(source)) {
        colour.kind = COLOUR_PALETTE;
        colour.index = source->indexed.idx;
        return colour;
    }
    colour.kind = COLOUR_RGB;
    colour.red = source->rgb.red;
    colour.green = source->rgb.green;
    colour.blue = source->rgb.blue;
    return colour;
}

struct cell screen_cell(const struct screen *screen, int row, int column)
{
    struct cell cell = {.width = 1};
    VTermScreenCell source;
    VTermPos place = {.row = row, .col = column};
    if (row < 0 || column < 0 || row >= screen->row_count || column >= screen->column_count ||
        !vterm_screen_get_cell(screen->grid, place, &source))
        return cell;
    if (source.chars[0] == wide_right_half) {
        cell = screen_cell(screen, row, column - 1);
        cell.text[0] = '\0';
        cell.width = 0;
        return cell;
    }
    cell_text(&source, cell.text);
    cell.width = source.width == 2 ? 2 : 1;
    cell.bold = source.attrs.bold;
    cell.dim = source.attrs.font == DIALECT_FAINT_FONT;
    cell.italic = source.attrs.italic;
    cell.underline = source.attrs.underline != VTERM_UNDERLINE_OFF;
    cell.blink = source.attrs.blink;
    cell.reverse = source.attrs.reverse;
    cell.strike = source.attrs.strike;
    cell.foreground = cell_colour(&source.fg);
    cell.background = cell_colour(&source.bg);
    return cell;
}

const char *screen_row(struct screen *screen, int row)
{
    if (row < 0 || row >= screen->row_count)
        return "";
    struct buffer *text = &screen->rows[row];
    buffer_reset(text);
    size_t used = 0;
    for (int column = 0; column < screen->column_count; column++) {
        struct cell cell = screen_cell(screen, row, column);
        if (cell.width == 0)
            continue;
        buffer_text(text, cell.text[0] ? cell.text : " ");
        if (cell.text[0] && strcmp(cell.text, " ") != 0)
            used = text->length;
    }
    text->length = used;
    text->data[used] = '\0';
    return text->data;
}

const char *screen_text(struct screen *screen)
{
    buffer_reset(&screen->text);
    size_t used = 0;
    for (int row = 0; row < screen->row_count; row++) {
        const char *text = screen_row(screen, row);
        buffer_format(&screen->text, "%s\n", text);
        if (*text)
            used = screen->text.length;
    }
    screen->text.length = used;
    screen->text.data[used] = '\0';
    return screen->text.data;
}

/* The column whose cell holds the byte at `offset` of the row's text. */
static int column_of_byte(const struct screen *screen, int row, size_t offset)
{
    size_t passed = 0;
    for (int column = 0; column < screen->column_count; column++) {
        struct cell cell = screen_cell(screen, row, column);
        if (cell.width == 0)
            continue;
        passed += cell.text[0] ? strlen(cell.text) : 1;
        if (passed > offset)
            return column;
    }
    return screen->column_count;
}

bool screen_find_in_row(struct screen *screen, int row, const char *text, struct position *at)
{
    const char *whole = screen_row(screen, row);
    const char *found = strstr(whole, text);
    if (!found)
        return false;
    if (at)
        *at = (struct position){row, column_of_byte(screen, row, (size_t)(found - whole))};
    return true;
}

bool screen_find(struct screen *screen, const char *text, struct position *at)
{
    for (int row = 0; row < screen->row_count; row++) {
        if (screen_find_in_row(screen, row, text, at))
            return true;
    }
    return false;
}

int screen_reversed_row(const struct screen *screen, int from)
{
    for (int row = from < 0 ? 0 : from; row < screen->row_count; row++) {
        for (int column = 0; column < screen->column_count; column++) {
            if (screen_cell(screen, row, column).reverse)
                return row;
        }
    }
    return -1;
}

struct position screen_cursor(const struct screen *screen)
{
    VTermPos place;
    vterm_state_get_cursorpos(vterm_obtain_state(screen->emulator), &place);
    return (struct position){place.row, place.col};
}

bool screen_cursor_visible(const struct screen *screen)
{
    return screen->cursor_visible;
}

bool screen_is_alternate(const struct screen *screen)
{
    return screen->alternate;
}

bool screen_has_mouse(const struct screen *screen)
{
    return screen->mouse;
}

bool screen_has_paste(const struct screen *screen)
{
    return screen->dialect.paste;
}

const char *screen_title(const struct screen *screen)
{
    return screen->title;
}

const char *screen_copied(const struct screen *screen)
{
    return screen->dialect.copied.data;
}

int screen_bells(const struct screen *screen)
{
    return screen->bells;
}

const char *screen_raw(const struct screen *screen, size_t *length)
{
    if (length)
        *length = screen->raw.length;
    return screen->raw.data;
}

bool screen_raw_contains(const struct screen *screen, const char *bytes, size_t length)
{
    return memmem(screen->raw.data, screen->raw.length, bytes, length) != NULL;
}

void screen_forget_raw(struct screen *screen)
{
    buffer_reset(&screen->raw);
}

bool screen_press(struct screen *screen, const char *name)
{
    return keys_press(screen->emulator, name);
}

void screen_click(struct screen *screen, int row, int column, int button)
{
    vterm_mouse_move(screen->emulator, row, column, VTERM_MOD_NONE);
    vterm_mouse_button(screen->emulator, button, true, VTERM_MOD_NONE);
    if (button <= 3)
        vterm_mouse_button(screen->emulator, button, false, VTERM_MOD_NONE);
}

void screen_paste(struct screen *screen, const char *text)
{
    vterm_keyboard_start_paste(screen->emulator);
    screen->answer(text, strlen(text), screen->answer_context);
    vterm_keyboard_end_paste(screen->emulator);
}

static void print_rule(const struct screen *screen, FILE *file)
{
    fputs("  +", file);
    for (int column = 0; column < screen->column_count; column++)
        putc('-', file);
    fputs("+\n", file);
}

void screen_print(struct screen *screen, FILE *file)
{
    struct position cursor = screen_cursor(screen);
    fprintf(file, "  %dx%d, cursor at row %d column %d%s%s, title \"%s\"\n", screen->column_count,
            screen->row_count, cursor.row, cursor.column, screen->cursor_visible ? "" : " (hidden)",
            screen->alternate ? ", alternate screen" : "", screen->title);
    print_rule(screen, file);
    for (int row = 0; row < screen->row_count; row++) {
        fputs("  |", file);
        for (int column = 0; column < screen->column_count; column++) {
            struct cell cell = screen_cell(screen, row, column);
            if (cell.width > 0)
                fputs(cell.text[0] ? cell.text : " ", file);
        }
        fputs("|\n", file);
    }
    print_rule(screen, file);
    fflush(file);
}

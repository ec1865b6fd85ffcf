#include "tui/draw/lines.h"

#include "tui/draw/text.h"

#include <stdio.h>

enum { MARGIN = 1 };

static bool has_part(const struct lines_search *search, const char *label, const char *value)
{
    return search->has(label, search->part) || search->has(value, search->part);
}

/* Keeps the nearest: numbers of lines go around at the end of their type, and with them the distances. */
static void look(const struct lines *lines, const char *label, const char *value)
{
    struct lines_search *search = lines->search;
    if (search == NULL || !has_part(search, label, value))
        return;
    size_t here = lines->count, from = search->from, found = search->found;
    bool is_nearer = search->is_up ? from - here < from - found : here - from < found - from;
    if (found == LINES_NONE || is_nearer)
        search->found = here;
}

static bool is_marked(const struct lines *lines, const char *label, const char *value)
{
    const struct lines_search *marked = lines->marked;
    return marked != NULL && marked->found == lines->count && has_part(marked, label, value);
}

void lines_put(struct lines *lines, enum theme_role role, const char *label, const char *value)
{
    struct canvas canvas = *lines->canvas;
    int at = MARGIN + lines->label_columns, columns = canvas.area.columns - at - MARGIN;
    const char *rest = value;
    look(lines, label, value);
    canvas.selected = canvas.selected || is_marked(lines, label, value);
    do {
        char line[LINES_VALUE_SIZE];
        size_t skip = 0, length = text_line(rest, columns > 1 ? (unsigned)columns : 1, &skip);
        snprintf(line, sizeof(line), "%.*s", (int)length, rest);
        if (lines->count >= lines->skip) {
            int row = (int)(lines->count - lines->skip);
            if (canvas.selected)
                canvas_blank(&canvas, row, 0, canvas.area.columns);
            canvas_text(&canvas, row, MARGIN, lines->label_columns - 1, lines->label_role,
                        rest == value ? label : "");
            canvas_text(&canvas, row, at, columns, role, line);
        }
        lines->count++;
        rest += length + skip;
    } while (*rest != '\0');
}

void lines_put_text(struct lines *lines, const char *label, const char *raw)
{
    char value[LINES_VALUE_SIZE];
    bool absent = raw == NULL || raw[0] == '\0';
    lines_put(lines, absent ? ROLE_DIM : ROLE_TEXT, label,
              absent ? "–" : text_escape(value, sizeof(value), raw));
}

#include "tui/draw/lines.h"

#include "tui/draw/text.h"

#include <stdio.h>

enum { MARGIN = 1 };

void lines_put(struct lines *lines, enum theme_role role, const char *label, const char *value)
{
    int at = MARGIN + lines->label_columns, columns = lines->canvas->area.columns - at - MARGIN;
    const char *rest = value;
    do {
        char line[LINES_VALUE_SIZE];
        size_t skip = 0, length = text_line(rest, columns > 1 ? (unsigned)columns : 1, &skip);
        snprintf(line, sizeof(line), "%.*s", (int)length, rest);
        if (lines->count >= lines->skip) {
            int row = (int)(lines->count - lines->skip);
            canvas_text(lines->canvas, row, MARGIN, lines->label_columns - 1, lines->label_role,
                        rest == value ? label : "");
            canvas_text(lines->canvas, row, at, columns, role, line);
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

#include "tui/screen/overlay.h"

#include "tui/draw/text.h"
#include "tui/words/moment.h"

#include <stdio.h>
#include <string.h>

enum { MARGIN = 2, STAMP_COLUMNS = 20, KEYS_MOST = 20 };

/* Lines are counted whether they are on the screen or not; see put. */
struct sheet {
    const struct canvas *canvas;
    size_t top;
    size_t lines;
    int indent; /* where texts start, behind the keys or the time */
};

unsigned overlay_toggle(struct app *app, enum app_overlay overlay)
{
    app->overlay = app->overlay == overlay ? OVERLAY_NONE : overlay;
    app->overlay_top = 0;
    /* The log is read from its end, where the newest messages stand. */
    if (app->overlay == OVERLAY_LOG)
        app->overlay_top = SIZE_MAX;
    return CHANGED_LAYOUT;
}

unsigned overlay_act(struct app *app, enum action_id action)
{
    int64_t lines = actions_lines(action, app->layout.rows - 3);
    switch (action) {
    case ACTION_HELP:
        return overlay_toggle(app, OVERLAY_HELP);
    case ACTION_LOG:
        return overlay_toggle(app, OVERLAY_LOG);
    case ACTION_BACK:
    case ACTION_DROP:
    case ACTION_LEFT:
    case ACTION_OPEN:
        return overlay_toggle(app, app->overlay);
    case ACTION_FIRST:
        app->overlay_top = 0;
        return CHANGED_OVERLAY;
    case ACTION_LAST:
        app->overlay_top = SIZE_MAX;
        return CHANGED_OVERLAY;
    default:
        if (lines < 0 && app->overlay_top < (size_t)-lines)
            app->overlay_top = 0;
        else if (app->overlay_top != SIZE_MAX)
            app->overlay_top = (size_t)((int64_t)app->overlay_top + lines);
        return lines == 0 ? CHANGED_NOTHING : CHANGED_OVERLAY;
    }
}

const char *overlay_title(const struct app *app)
{
    return app->overlay == OVERLAY_HELP ? "Help" : "Messages";
}

/* A line with something at its left; the text is broken to the width of the sheet. */
static void put(struct sheet *sheet, enum theme_role left_role, const char *left, enum theme_role role,
                const char *text)
{
    int columns = sheet->canvas->area.columns - sheet->indent - 1;
    const char *at = text;
    do {
        char line[512];
        size_t skip = 0, length = text_line(at, columns > 1 ? (unsigned)columns : 1, &skip);
        snprintf(line, sizeof(line), "%.*s", (int)length, at);
        if (sheet->lines >= sheet->top) {
            int row = (int)(sheet->lines - sheet->top);
            if (at == text)
                canvas_text(sheet->canvas, row, MARGIN, sheet->indent - MARGIN - 1, left_role, left);
            canvas_text(sheet->canvas, row, sheet->indent, columns, role, line);
        }
        sheet->lines++;
        at += length + skip;
    } while (*at != '\0');
}

static void put_heading(struct sheet *sheet, const char *heading)
{
    int indent = sheet->indent;
    sheet->indent = MARGIN;
    put(sheet, ROLE_TEXT, "", ROLE_FOCUS, heading);
    sheet->indent = indent;
}

static void put_help(const struct app *app, struct sheet *sheet)
{
    size_t count = 0;
    const struct action *table = actions_table(&count);
    const char *section = "";
    int widest = 0;
    for (size_t i = 0; i < count; i++) {
        char keys[KEYMAP_TEXT_SIZE];
        int width = (int)text_width(keymap_text(&app->keymap, table[i].id, keys));
        widest = width > widest ? width : widest;
    }
    sheet->indent = MARGIN + (widest < KEYS_MOST ? widest : KEYS_MOST) + 2;
    for (size_t i = 0; i < count; i++) {
        char keys[KEYMAP_TEXT_SIZE];
        if (strcmp(section, table[i].section) != 0) {
            if (section[0] != '\0')
                put(sheet, ROLE_TEXT, "", ROLE_TEXT, "");
            section = table[i].section;
            put_heading(sheet, section);
        }
        put(sheet, ROLE_KEY, keymap_text(&app->keymap, table[i].id, keys), ROLE_TEXT, table[i].help);
    }
}

struct sign {
    const char *sign;
    const char *meaning;
};

static void put_signs(struct sheet *sheet, const char *heading, const struct sign *signs, size_t count)
{
    put(sheet, ROLE_TEXT, "", ROLE_TEXT, "");
    put_heading(sheet, heading);
    for (size_t i = 0; i < count; i++)
        put(sheet, ROLE_KEY, signs[i].sign, ROLE_TEXT, signs[i].meaning);
}

static void put_legend(struct sheet *sheet)
{
    static const struct sign of_agents[] = {
        {"●", "complete: the archive has all that the server had"},
        {"◐", "complete in part; the line below the list says from when on"},
        {"○", "not fetched yet: Enter fetches"},
        {"↻", "being fetched"},
        {"…", "waits for its turn"},
        {"!", "the last fetch failed; the line below the list says why"},
    };
    static const struct sign of_recordings[] = {{COMPLETENESS_GAP_SIGN, COMPLETENESS_GAP}};
    static const struct sign of_timeline[] = {
        {"▁▂▃▄▅▆▇█", "calls of a period; blank: none"},
        {"░", "none so far: not everything of that time has been fetched"},
        {"━ ┄", "everything of that time has been fetched; not everything"},
        {"▴ ▵", "where the selection is, likewise"},
        {"← → …", "the list goes on; it may, that has not been fetched"},
    };
    put_signs(sheet, "Signs of the agents", of_agents, sizeof(of_agents) / sizeof(of_agents[0]));
    put_signs(sheet, "Signs of the recordings", of_recordings,
              sizeof(of_recordings) / sizeof(of_recordings[0]));
    put_signs(sheet, "Signs of the timeline below the list", of_timeline,
              sizeof(of_timeline) / sizeof(of_timeline[0]));
}

static void put_log(const struct app *app, struct sheet *sheet)
{
    sheet->indent = MARGIN + STAMP_COLUMNS;
    if (app->messages.count == 0)
        put_heading(sheet, "No messages so far.");
    for (size_t i = 0; i < app->messages.count; i++) {
        const struct message *message = messages_at(&app->messages, i);
        char day[MOMENT_SIZE], clock[MOMENT_SIZE], stamp[2 * MOMENT_SIZE], text[512];
        snprintf(stamp, sizeof(stamp), "%s %s", moment_day(day, message->at, app->utc),
                 moment_clock(clock, message->at, app->utc));
        const char *level = message->level == ACCOUNT_ERROR     ? "error: "
                            : message->level == ACCOUNT_WARNING ? "warning: "
                                                                : "";
        snprintf(text, sizeof(text), "%s%s", level, message->text);
        put(sheet, ROLE_DIM, stamp, message->level == ACCOUNT_ERROR ? ROLE_ERROR : ROLE_TEXT, text);
    }
}

static void put_sheet(struct app *app, struct sheet *sheet)
{
    canvas_erase(sheet->canvas);
    if (app->overlay == OVERLAY_HELP) {
        put_help(app, sheet);
        put_legend(sheet);
    } else {
        put_log(app, sheet);
    }
}

void overlay_draw(struct app *app, const struct canvas *canvas)
{
    struct sheet sheet = {.canvas = canvas, .top = app->overlay_top};
    size_t height = (size_t)canvas->area.rows;
    put_sheet(app, &sheet);
    size_t most = sheet.lines > height ? sheet.lines - height : 0;
    if (app->overlay_top > most) {
        app->overlay_top = most;
        sheet = (struct sheet){.canvas = canvas, .top = most};
        put_sheet(app, &sheet);
    }
    app->overlay_lines = sheet.lines;
    canvas_cursor(canvas, 0, 0);
}

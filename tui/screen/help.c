#include "tui/screen/help.h"

#include "model/filter/filter_terms.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"
#include "tui/words/completeness.h"
#include "tui/words/syntax.h"

#include <string.h>

enum { KEYS_MOST = 20 };

/* Texts start behind the widest keys. */
static int columns_of_keys(const struct app *app, const struct action *table)
{
    int widest = 0;
    for (; table->name; table++) {
        char keys[KEYMAP_TEXT_SIZE];
        int width = (int)text_width(keymap_text(&app->keymap, table, keys));
        widest = width > widest ? width : widest;
    }
    return (widest < KEYS_MOST ? widest : KEYS_MOST) + 2;
}

static void put_heading(struct lines *lines, const char *heading)
{
    int columns = lines->label_columns;
    if (lines->count > 0)
        lines_put(lines, ROLE_TEXT, "", "");
    lines->label_columns = 0;
    lines_put(lines, ROLE_FOCUS, "", heading);
    lines->label_columns = columns;
}

static void put_keys(const struct app *app, struct lines *lines, const struct action *table)
{
    const char *section = "";
    for (; table->name; table++) {
        char keys[KEYMAP_TEXT_SIZE];
        if (strcmp(section, table->section) != 0)
            put_heading(lines, tr(section = table->section));
        lines_put(lines, ROLE_TEXT, keymap_text(&app->keymap, table, keys), tr(table->help));
    }
}

struct sign {
    const char *sign;
    const char *meaning;
};

static void put_signs(struct lines *lines, const char *heading, const struct sign *signs, size_t count)
{
    put_heading(lines, heading);
    for (size_t i = 0; i < count; i++)
        lines_put(lines, ROLE_TEXT, signs[i].sign, tr(signs[i].meaning));
}

static void put_legend(struct lines *lines)
{
    static const struct sign of_agents[] = {
        {"●", N_("complete: the archive has all that the server had")},
        {"◐", N_("complete in part; the line below the list says from when on")},
        {"○", N_("not fetched yet: opening it fetches")},
        {"↻", N_("being fetched")},
        {"…", N_("waits for its turn")},
        {"!", N_("the last fetch failed; the line below the list says why")},
    };
    static const struct sign of_recordings[] = {{COMPLETENESS_GAP_SIGN, COMPLETENESS_GAP}};
    static const struct sign of_timeline[] = {
        {"▁▂▃▄▅▆▇█", N_("calls of a period; blank: none")},
        {"░", N_("none so far: not everything of that time has been fetched")},
        {"━ ┄", N_("everything of that time has been fetched; not everything")},
        {"▴ ▵", N_("where the selection is, likewise")},
        {"← → …", N_("the list goes on; it may, that has not been fetched")},
    };
    static const struct sign of_keyboards[] = {
        {"[ ] { }",
         N_("with AltGr on Danish, German and French keyboards, where the key before them does the same")},
        {"Ctrl", N_("Strg on German keyboards")},
        {"Home End", N_("Pos1 and Ende on German keyboards, Début and Fin on French ones")},
        {"PgUp PgDn", N_("Bild ↑ and Bild ↓ on German keyboards")},
        {"Del", N_("Entf on German keyboards, Suppr on French ones")},
    };
    put_signs(lines, tr("Keys on other keyboards"), of_keyboards,
              sizeof(of_keyboards) / sizeof(of_keyboards[0]));
    static const struct sign of_numbers[] = {
        {"+", N_("at least so many: not everything that belongs there has been fetched")},
    };
    put_signs(lines, tr("Signs of the agents"), of_agents, sizeof(of_agents) / sizeof(of_agents[0]));
    put_signs(lines, tr("Signs of the recordings"), of_recordings,
              sizeof(of_recordings) / sizeof(of_recordings[0]));
    put_signs(lines, tr("Signs of the timeline below the list"), of_timeline,
              sizeof(of_timeline) / sizeof(of_timeline[0]));
    put_signs(lines, tr("Signs of the numbers of the list"), of_numbers,
              sizeof(of_numbers) / sizeof(of_numbers[0]));
}

static void put_syntax(struct lines *lines, const struct syntax_row *row)
{
    for (; row->example; row++)
        lines_put(lines, ROLE_TEXT, tr(row->example), tr(row->meaning));
}

/* What can be typed. */
static void put_typed(struct lines *lines)
{
    put_heading(lines, tr("The filter: all of it must match"));
    put_syntax(lines, syntax_of_filter);
    for (size_t i = 0; filter_term_name(i) != NULL; i++)
        lines_put(lines, ROLE_TEXT, filter_term_name(i), tr(filter_term_help(i)));
    put_heading(lines, tr("Dates and times, in English or Danish"));
    put_syntax(lines, syntax_of_dates);
}

static void put(const struct app *app, struct lines *lines)
{
    lines->label_role = ROLE_KEY;
    lines->label_columns = columns_of_keys(app, app->keymap.actions);
    put_keys(app, lines, app->keymap.actions);
    put_typed(lines);
    put_legend(lines);
}

const struct sheet_text help_sheet = {.title = N_("Help"), .put = put};

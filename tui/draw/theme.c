#include "tui/draw/theme.h"

#include <stdlib.h>
#include <string.h>

/* On a dark background, and on a light one with few colours, the user's own are used. On a light one most of them
 * are too pale: where there are 256, dark ones of those that are the same everywhere are taken. */
enum palette { DARK, LIGHT_OF_FEW, LIGHT, PALETTES };
enum { BROWN = 94, DARK_BLUE = 24, DARK_GREEN = 22, DARK_RED = 124, MANY = 256 };

static const struct {
    attr_t attributes;
    short colors[PALETTES]; /* foreground, -1 the terminal's own */
} looks[ROLE_COUNT] = {
    [ROLE_TEXT] = {A_NORMAL, {-1, -1, -1}},
    [ROLE_STRONG] = {A_BOLD, {-1, -1, -1}},
    [ROLE_DIM] = {A_DIM, {-1, -1, -1}},
    [ROLE_RULE] = {A_DIM, {-1, -1, -1}},
    [ROLE_TITLE] = {A_NORMAL, {-1, -1, -1}},
    [ROLE_FOCUS] = {A_BOLD, {COLOR_CYAN, COLOR_BLUE, DARK_BLUE}},
    [ROLE_HEADER] = {A_DIM, {-1, -1, -1}},
    [ROLE_SELECTED] = {A_REVERSE, {-1, -1, -1}},
    [ROLE_MATCH] = {A_BOLD | A_UNDERLINE, {COLOR_YELLOW, COLOR_MAGENTA, BROWN}},
    [ROLE_KEY] = {A_BOLD, {-1, -1, -1}},
    [ROLE_GOOD] = {A_NORMAL, {COLOR_GREEN, -1, DARK_GREEN}},
    [ROLE_WARNING] = {A_BOLD, {COLOR_YELLOW, COLOR_MAGENTA, BROWN}},
    [ROLE_ERROR] = {A_BOLD, {COLOR_RED, COLOR_RED, DARK_RED}},
    [ROLE_BADGE] = {A_BOLD, {COLOR_GREEN, COLOR_BLUE, DARK_GREEN}},
};

/* NO_COLOR with any text asks for none, unless the user asks for colours all the same. */
static bool wants_colors(enum config_color color)
{
    const char *refusal = getenv("NO_COLOR");
    if (color == CONFIG_COLOR_AUTO)
        return refusal == NULL || refusal[0] == '\0';
    return color != CONFIG_COLOR_NEVER;
}

/* rxvt, Konsole and others set it to the numbers of their colours, "15;0" or "0;default;15". */
static bool is_light_by_environment(void)
{
    const char *colors = getenv("COLORFGBG"), *last = colors != NULL ? strrchr(colors, ';') : NULL;
    return last != NULL && (strcmp(last, ";7") == 0 || strcmp(last, ";15") == 0);
}

static void choose_colors(struct theme *theme)
{
    enum palette palette = !theme->is_light ? DARK : COLORS >= MANY ? LIGHT : LIGHT_OF_FEW;
    for (int role = 0; role < ROLE_COUNT && theme->has_colors; role++) {
        short color = looks[role].colors[palette], pair = (short)(role + 1);
        theme->pairs[role] = color >= 0 && init_pair(pair, color, -1) == OK ? pair : 0;
    }
}

void theme_open(struct theme *theme, enum config_color color, enum config_theme wanted)
{
    bool colors = wanted != CONFIG_THEME_MONO && wants_colors(color) && has_colors();
    memset(theme, 0, sizeof(*theme));
    for (int role = 0; role < ROLE_COUNT; role++)
        theme->attributes[role] = looks[role].attributes;
    theme->has_colors = colors && start_color() == OK && use_default_colors() == OK;
    theme->is_asked = theme->has_colors && wanted == CONFIG_THEME_AUTO;
    theme->is_light = wanted == CONFIG_THEME_AUTO ? is_light_by_environment() : wanted == CONFIG_THEME_LIGHT;
    choose_colors(theme);
}

bool theme_take_background(struct theme *theme, bool is_light)
{
    if (!theme->is_asked || theme->is_light == is_light)
        return false;
    theme->is_light = is_light;
    choose_colors(theme);
    return true;
}

#include "tui/draw/theme.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    attr_t attributes;
    short color; /* foreground, -1 the terminal's own */
} looks[ROLE_COUNT] = {
    [ROLE_TEXT] = {A_NORMAL, -1},
    [ROLE_STRONG] = {A_BOLD, -1},
    [ROLE_DIM] = {A_DIM, -1},
    [ROLE_RULE] = {A_DIM, -1},
    [ROLE_TITLE] = {A_NORMAL, -1},
    [ROLE_FOCUS] = {A_BOLD, COLOR_CYAN},
    [ROLE_HEADER] = {A_DIM, -1},
    [ROLE_SELECTED] = {A_REVERSE, -1},
    [ROLE_MATCH] = {A_BOLD | A_UNDERLINE, COLOR_YELLOW},
    [ROLE_KEY] = {A_BOLD, -1},
    [ROLE_GOOD] = {A_NORMAL, COLOR_GREEN},
    [ROLE_WARNING] = {A_BOLD, COLOR_YELLOW},
    [ROLE_ERROR] = {A_BOLD, COLOR_RED},
    [ROLE_BADGE] = {A_BOLD, COLOR_GREEN},
};

/* NO_COLOR with any text asks for none, unless the user asks for colours all the same. */
static bool wants_colors(enum config_color color)
{
    const char *refusal = getenv("NO_COLOR");
    if (color == CONFIG_COLOR_AUTO)
        return refusal == NULL || refusal[0] == '\0';
    return color != CONFIG_COLOR_NEVER;
}

void theme_open(struct theme *theme, enum config_color color)
{
    bool colors = wants_colors(color) && has_colors() && start_color() == OK && use_default_colors() == OK;
    memset(theme, 0, sizeof(*theme));
    for (int role = 0; role < ROLE_COUNT; role++) {
        theme->attributes[role] = looks[role].attributes;
        if (!colors || looks[role].color < 0)
            continue;
        short pair = (short)(role + 1);
        if (init_pair(pair, looks[role].color, -1) == OK)
            theme->pairs[role] = pair;
    }
}

#include "tui/terminal/title.h"

#include "tui/draw/text.h"
#include "tui/input/key_strings.h"

#include <ncurses.h>
#include <string.h>
#include <term.h>

#define KEEP "\033[22;2t"

/* XT: it takes xterm's sequence for the title; tmux and others say the same by how their status line begins. */
void title_open(struct title *title)
{
    char xterm[] = "XT";
    const char *status = key_strings_capability("tsl");
    *title = (struct title){
        .is_known = tigetflag(xterm) > 0 || (status != NULL && strncmp(status, "\033]", 2) == 0),
    };
}

void title_set(struct title *title, FILE *stream, const char *text)
{
    char safe[TITLE_SIZE];
    if (!title->is_known)
        return;
    text_fit(safe, sizeof(safe), text, TITLE_COLUMNS);
    if (title->is_ours && strcmp(safe, title->text) == 0)
        return;
    fprintf(stream, "%s\033]2;%s\033\\", title->is_ours ? "" : KEEP, safe);
    fflush(stream);
    title->is_ours = true;
    memcpy(title->text, safe, sizeof(safe));
}

void title_give_back(struct title *title, FILE *stream)
{
    if (!title->is_ours)
        return;
    title->is_ours = false;
    fputs(TITLE_GIVE_BACK, stream);
    fflush(stream);
}

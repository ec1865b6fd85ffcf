#include "tui/input/actions.h"

#include <string.h>

#define MOVE ACTIONS_BROWSE, "Moving"
#define LIST ACTIONS_BROWSE, "Recordings"
#define PROGRAM ACTIONS_BROWSE, "Program"
#define PROMPT ACTIONS_PROMPT, "While typing"

static const struct action actions[] = {
    {ACTION_UP, MOVE, "up", "Up k", "one line up", NULL},
    {ACTION_DOWN, MOVE, "down", "Down j", "one line down", NULL},
    {ACTION_PAGE_UP, MOVE, "page-up", "PgUp Ctrl-B", "one page up", "up"},
    {ACTION_PAGE_DOWN, MOVE, "page-down", "PgDn Ctrl-F", "one page down", "down"},
    {ACTION_HALF_UP, MOVE, "half-up", "Ctrl-U", "half a page up", NULL},
    {ACTION_HALF_DOWN, MOVE, "half-down", "Ctrl-D", "half a page down", NULL},
    {ACTION_FIRST, MOVE, "first", "g Home", "to the first line", NULL},
    {ACTION_LAST, MOVE, "last", "G End", "to the last line", NULL},
    {ACTION_NEXT_PANE, MOVE, "next-pane", "Tab", "to the next pane, around", "pane"},
    {ACTION_PREVIOUS_PANE, MOVE, "previous-pane", "Shift-Tab", "to the previous pane, around", NULL},
    {ACTION_LEFT, MOVE, "left", "h Left", "to the pane on the left", NULL},
    {ACTION_RIGHT, MOVE, "right", "l Right", "to the pane on the right", NULL},
    {ACTION_OPEN, MOVE, "open", "Enter", "open: an agent's recordings (fetches them), a recording's details",
     "open"},
    {ACTION_BACK, MOVE, "back", "q",
     "back one level: details, a caller's calls, recordings, agents; then quit", "back"},
    {ACTION_FILTER, LIST, "filter", "/",
     "narrow the list: part of a number, an agent, a queue, or terms (see the manual)", "filter"},
    {ACTION_DROP, LIST, "drop-filter", "Esc", "drop the filter; else as back, but never quits", NULL},
    {ACTION_GO_TO_TIME, LIST, "go-to-time", "t",
     "go to a date or time: 2024-05-03, 3 May 14:00, yesterday, -2w", "time"},
    {ACTION_DAY_BEFORE, LIST, "day-before", "[ <", "to the day before with recordings in this list", NULL},
    {ACTION_DAY_AFTER, LIST, "day-after", "] >", "to the day after", NULL},
    {ACTION_PERIOD_BEFORE, LIST, "period-before", "{ Ctrl-Left",
     "to the period before with calls, of those in the timeline below the list", NULL},
    {ACTION_PERIOD_AFTER, LIST, "period-after", "} Ctrl-Right", "to the period after", NULL},
    {ACTION_ZOOM_IN, LIST, "zoom-in", "+", "the timeline by shorter periods, around the selection", NULL},
    {ACTION_ZOOM_OUT, LIST, "zoom-out", "-", "by longer ones, until it shows the whole list", NULL},
    {ACTION_CALLER, LIST, "caller", "c",
     "all calls of this caller over all agents (R: repeat within a day, T: transfer)", "caller"},
    {ACTION_ORDER, LIST, "order", "o", "newest or oldest first", NULL},
    {ACTION_ZONE, LIST, "zone", "u", "times in local time or UTC", NULL},
    {ACTION_REFRESH, LIST, "refresh", "r F5", "fetch what is new or missing", "refresh"},
    {ACTION_FETCH_MISSING, LIST, "fetch-missing", "f",
     "fetch what this list may lack: with a filter, of its agents and dates", "fetch rest"},
    {ACTION_FETCH_ANEW, LIST, "fetch-anew", "R", "fetch everything of this agent anew", NULL},
    {ACTION_STOP, LIST, "stop", "x", "stop fetching; what has come is kept", NULL},
    {ACTION_HELP, PROGRAM, "help", "? F1", "this help", "help"},
    {ACTION_LOG, PROGRAM, "log", "L", "the messages so far", "messages"},
    {ACTION_REDRAW, PROGRAM, "redraw", "Ctrl-L", "draw the screen anew", NULL},
    {ACTION_SUSPEND, PROGRAM, "suspend", "Ctrl-Z", "suspend; fg in the shell resumes", NULL},
    {ACTION_QUIT, PROGRAM, "quit", "Q Ctrl-C", "quit at once", "quit"},
    {ACTION_PROMPT_ACCEPT, PROMPT, "prompt-accept", "Enter", "keep the filter, go to the time", NULL},
    {ACTION_PROMPT_CANCEL, PROMPT, "prompt-cancel", "Esc Ctrl-C", "drop it", NULL},
    {ACTION_PROMPT_CLEAR, PROMPT, "prompt-clear", "Ctrl-U", "clear the line", NULL},
    {ACTION_PROMPT_WORD, PROMPT, "prompt-delete-word", "Ctrl-W Alt-Backspace",
     "delete the word before the cursor", NULL},
    {ACTION_PROMPT_WORD_AFTER, PROMPT, "prompt-delete-word-after", "Alt-d",
     "delete the word behind the cursor", NULL},
    {ACTION_PROMPT_BACKSPACE, PROMPT, "prompt-backspace", "Backspace",
     "delete the character before the cursor", NULL},
    {ACTION_PROMPT_DELETE, PROMPT, "prompt-delete", "Del Ctrl-D", "delete the character under the cursor",
     NULL},
    {ACTION_PROMPT_LEFT, PROMPT, "prompt-left", "Left Ctrl-B", "one character left", NULL},
    {ACTION_PROMPT_RIGHT, PROMPT, "prompt-right", "Right Ctrl-F", "one character right", NULL},
    {ACTION_PROMPT_WORD_LEFT, PROMPT, "prompt-word-left", "Ctrl-Left Alt-b Alt-Left", "one word left", NULL},
    {ACTION_PROMPT_WORD_RIGHT, PROMPT, "prompt-word-right", "Ctrl-Right Alt-f Alt-Right", "one word right",
     NULL},
    {ACTION_PROMPT_START, PROMPT, "prompt-start", "Home Ctrl-A", "to the start of the line", NULL},
    {ACTION_PROMPT_END, PROMPT, "prompt-end", "End Ctrl-E", "to the end of the line", NULL},
    {ACTION_PROMPT_COMPLETE, PROMPT, "prompt-complete", "Tab",
     "complete a term, an agent or a queue in the filter; again: the next", NULL},
    {ACTION_PROMPT_COMPLETE_BACK, PROMPT, "prompt-complete-back", "Shift-Tab", "likewise, the one before",
     NULL},
    {ACTION_PROMPT_OLDER, PROMPT, "prompt-older", "Up Ctrl-P", "the filter that was kept before", NULL},
    {ACTION_PROMPT_NEWER, PROMPT, "prompt-newer", "Down Ctrl-N", "the filter that was kept after it", NULL},
};

enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

const struct action *actions_table(size_t *count)
{
    *count = ACTIONS;
    return actions;
}

const struct action *actions_by_name(const char *name)
{
    for (size_t i = 0; i < ACTIONS; i++)
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    return NULL;
}

const struct action *actions_by_id(enum action_id id)
{
    for (size_t i = 0; i < ACTIONS; i++)
        if (actions[i].id == id)
            return &actions[i];
    return NULL;
}

int64_t actions_lines(enum action_id action, int height)
{
    int64_t page = height > 1 ? height - 1 : 1, half = height > 2 ? height / 2 : 1;
    switch (action) {
    case ACTION_UP:
        return -1;
    case ACTION_DOWN:
        return 1;
    case ACTION_PAGE_UP:
        return -page;
    case ACTION_PAGE_DOWN:
        return page;
    case ACTION_HALF_UP:
        return -half;
    case ACTION_HALF_DOWN:
        return half;
    default:
        return 0;
    }
}

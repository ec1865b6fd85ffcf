#include "tui/screen/action_table.h"

#include "net/base/translate.h"
#include "tui/browse/app.h"
#include "tui/browse/browse.h"
#include "tui/browse/browse_agent.h"
#include "tui/browse/browse_bundle.h"
#include "tui/browse/browse_caller.h"
#include "tui/browse/browse_columns.h"
#include "tui/browse/browse_copy.h"
#include "tui/browse/browse_deck.h"
#include "tui/browse/browse_export.h"
#include "tui/browse/browse_fetch.h"
#include "tui/browse/browse_hold.h"
#include "tui/browse/browse_missing.h"
#include "tui/browse/browse_notes.h"
#include "tui/browse/browse_period.h"
#include "tui/browse/browse_save.h"
#include "tui/browse/browse_sort.h"
#include "tui/browse/browse_time.h"
#include "tui/browse/browse_views.h"
#include "tui/screen/action_prompt.h"
#include "tui/screen/dispatch.h"
#include "tui/screen/help.h"
#include "tui/screen/message_log.h"
#include "tui/screen/mouse.h"
#include "tui/screen/numbers.h"
#include "tui/screen/panes.h"
#include "tui/screen/saved_list.h"
#include "tui/screen/sheet.h"
#include "tui/words/playback.h"

#include <ncurses.h>

static unsigned move_in_view(struct app *app, int argument)
{
    return app->top->kind->go(app, app->top, (enum move)argument);
}

static unsigned help(struct app *app)
{
    return sheet_toggle(app, &help_sheet);
}

static unsigned log_of_messages(struct app *app)
{
    return sheet_toggle(app, &message_log_sheet);
}

static unsigned redraw(struct app *app)
{
    (void)app;
    clearok(curscr, TRUE);
    return CHANGED_LAYOUT;
}

static unsigned quit(struct app *app)
{
    app->quitting = true;
    return CHANGED_NOTHING;
}

static unsigned accept_prompt(struct app *app)
{
    return app->asking->accept(app);
}

static unsigned cancel_prompt(struct app *app)
{
    return app->asking->cancel != NULL ? app->asking->cancel(app) : app_prompt_leave(app);
}

/* There is nothing left to delete: that drops it. */
static unsigned edit(struct app *app, int argument)
{
    if (argument == PROMPT_BACKSPACE && app->typed->length == 0)
        return cancel_prompt(app);
    bool changed = prompt_edit(app->typed, (enum prompt_edit)argument);
    return changed ? app_prompt_changed(app) : CHANGED_BOTTOM;
}

static unsigned complete(struct app *app, int backwards)
{
    return app->asking->complete ? app->asking->complete(app, backwards != 0) : CHANGED_NOTHING;
}

static unsigned recall(struct app *app, int older)
{
    return app->asking->recall ? app->asking->recall(app, older != 0) : CHANGED_NOTHING;
}

static const char *unless_in_deck(const struct app *app, const struct action *action)
{
    return app_has_focus(app, LAYOUT_DECK) ? NULL : action->hint;
}

static const char *what_is_gone_to(const struct app *app, const struct action *action)
{
    return app_has_focus(app, LAYOUT_DECK) ? N_("time") : action->hint;
}

static const char *back_or_quit(const struct app *app, const struct action *action)
{
    return app->top == &app->view->base && browse_back_quits(app) ? N_("quit") : action->hint;
}

/* What is in the deck is paused and gone on with, which is the word of another key. */
static const char *if_it_begins(const struct app *app, const struct action *action)
{
    const struct listed_recording *selected = app_selected(app);
    bool is_there = selected != NULL && browse_deck_has(app, &selected->recording);
    return is_there || app_has_focus(app, LAYOUT_DECK) ? NULL : action->hint;
}

static const char *what_pause_does(const struct app *app, const struct action *action)
{
    const struct deck_status status = browse_deck_status(app);
    (void)action;
    return playback_toggle(&status);
}

static const char *if_loaded(const struct app *app, const struct action *action)
{
    return browse_deck_status(app).call != 0 ? action->hint : NULL;
}

static const char *if_movable(const struct app *app, const struct action *action)
{
    const struct deck_status status = browse_deck_status(app);
    bool is_movable = status.call != 0 && status.state != DECK_FAILED && !status.is_command;
    return is_movable ? action->hint : NULL;
}

#define MOVING ACTION_ANYWHERE, N_("Moving")
#define CHOSEN ACTION_OF_CHOSEN, N_("Recordings")
#define SELECTED ACTION_OF_SELECTED, N_("Recordings")
#define NOTED ACTION_OF_NOTED, N_("Recordings")
#define DECK ACTION_ANYWHERE, N_("Listening")
#define PROGRAM ACTION_ANYWHERE, N_("Program")
#define TYPING ACTION_OF_PROMPT, N_("While typing")
#define DO(function) function, NULL, 0, NULL
#define BY(function, argument) NULL, function, argument, NULL
#define DO_NOW(function, hint_now) function, NULL, 0, hint_now
#define BY_NOW(function, argument, hint_now) NULL, function, argument, hint_now

const struct action action_table[] = {
    {MOVING, "up", "Up k", N_("one line up"), NULL, BY(move_in_view, MOVE_UP)},
    {MOVING, "down", "Down j", N_("one line down"), NULL, BY(move_in_view, MOVE_DOWN)},
    {MOVING, "page-up", "PgUp Ctrl-B", N_("one page up"), N_("up"), BY(move_in_view, MOVE_PAGE_UP)},
    {MOVING, "page-down", "PgDn Ctrl-F", N_("one page down"), N_("down"), BY(move_in_view, MOVE_PAGE_DOWN)},
    {MOVING, "half-up", "Ctrl-U", N_("half a page up"), NULL, BY(move_in_view, MOVE_HALF_UP)},
    {MOVING, "half-down", "Ctrl-D", N_("half a page down"), NULL, BY(move_in_view, MOVE_HALF_DOWN)},
    {MOVING, "first", "g Home", N_("to the first line"), NULL, BY(move_in_view, MOVE_FIRST)},
    {MOVING, "last", "G End", N_("to the last line"), NULL, BY(move_in_view, MOVE_LAST)},
    {ACTION_OF_LIST, N_("Moving"), "next-pane", "Tab", N_("to the next pane, around"), N_("pane"),
     BY(panes_next, 1)},
    {ACTION_OF_LIST, N_("Moving"), "previous-pane", "Shift-Tab", N_("to the previous pane, around"), NULL,
     BY(panes_next, -1)},
    {MOVING, "left", "h Left", N_("to the pane on the left"), NULL, BY(move_in_view, MOVE_LEFT)},
    {MOVING, "right", "l Right", N_("to the pane on the right"), NULL, BY(move_in_view, MOVE_RIGHT)},
    {ACTION_OF_LIST, N_("Moving"), "one-pane", "w", N_("the list alone, with the whole window, or all panes"),
     NULL, DO(panes_toggle_one)},
    {MOVING, "open", "Enter",
     N_("open: an agent's recordings (fetches them), a recording's details, those in full"), N_("open"),
     BY_NOW(move_in_view, MOVE_OPEN, unless_in_deck)},
    {MOVING, "back", "q", N_("back one level: details, a caller's calls, recordings, agents; then quit"),
     N_("back"), BY_NOW(move_in_view, MOVE_BACK, back_or_quit)},
    {ACTION_OF_LIST, N_("Recordings"), "filter", "/",
     N_("narrow the list: part of a number, an agent, a queue, or terms (see The filter); gone to Agents, "
        "find one; in this help and the messages a line"),
     N_("filter"), DO(browse_find)},
    {ACTION_OF_LIST, N_("Recordings"), "next-match", "n",
     N_("to the next match of the last filter, with all others in sight; to the next agent or line "
        "found by /"),
     NULL, BY(browse_find_next, 1)},
    {ACTION_OF_LIST, N_("Recordings"), "previous-match", "N", N_("to the match before"), NULL,
     BY(browse_find_next, -1)},
    {ACTION_ANYWHERE, N_("Recordings"), "drop-filter", "Esc",
     N_("drop the filter; else as back, but never quits"), NULL, BY(move_in_view, MOVE_DROP)},
    {ACTION_OF_LIST, N_("Recordings"), "go-to-time", "t",
     N_("go to a date or time: 2024-05-03, 3 May 14:00, yesterday, -2w; in the deck to a time of the call: "
        "2:10"),
     N_("date"), DO_NOW(browse_edit_time, what_is_gone_to)},
    {CHOSEN, "day-before", "d [", N_("to the day before with recordings in this list"), NULL,
     BY(browse_move_day, -1)},
    {CHOSEN, "day-after", "D ]", N_("to the day after"), NULL, BY(browse_move_day, 1)},
    {CHOSEN, "period-before", "Ctrl-Left {",
     N_("to the period before with calls, of those in the timeline below the list"), NULL,
     BY(browse_move_period, -1)},
    {CHOSEN, "period-after", "Ctrl-Right }", N_("to the period after"), NULL, BY(browse_move_period, 1)},
    {CHOSEN, "zoom-in", "+", N_("the timeline by shorter periods, around the selection"), NULL,
     BY(browse_zoom, 1)},
    {CHOSEN, "zoom-out", "-", N_("by longer ones, until it shows the whole list"), NULL, BY(browse_zoom, -1)},
    {SELECTED, "caller", "c",
     N_("all calls of this caller over all agents (R: repeat within a day, T: transfer)"), N_("caller"),
     DO(browse_caller)},
    {SELECTED, "save", "s", N_("save the audio as a file (save in [audio] is its name)"), N_("save"),
     DO(browse_save)},
    {SELECTED, "save-all", "S", N_("save the audio of all recordings in the list"), NULL,
     DO(browse_ask_save_all)},
    {CHOSEN, "save-marked", "W", N_("save the audio of all marked recordings, of all agents"), NULL,
     DO(browse_ask_save_marked)},
    {ACTION_OF_LIST, N_("Recordings"), "export", "e",
     N_("write the whole list into a file: .xlsx, .csv, .json or .jsonl"), NULL, DO(browse_edit_export)},
    {SELECTED, "mark", "m", N_("mark the recording (*), or take the mark away"), N_("mark"), DO(browse_mark)},
    {NOTED, "tags", "T", N_("write its tags, words such as coaching"), NULL, DO(browse_edit_tags)},
    {NOTED, "note", "a", N_("write a note on it"), N_("note"), DO(browse_edit_note)},
    {NOTED, "long-note", "A", N_("write the note in your editor ($VISUAL, $EDITOR)"), NULL,
     DO(browse_write_note)},
    {SELECTED, "hold", "H",
     N_("keep it on hold, with its audio, until it is released or a day; held: release it"), NULL,
     DO(browse_hold)},
    {SELECTED, "bundle", "b",
     N_("put the marked recordings of this list, else the selected one, into a bundle for a case"), NULL,
     DO(browse_bundle)},
    {SELECTED, "copy", "y", N_("send the caller's number to the terminal's clipboard (OSC 52, tmux)"), NULL,
     DO(browse_copy_caller)},
    {SELECTED, "copy-part", "Y",
     N_("likewise number, call id, file name, line, or the command that lists this"), NULL,
     DO(browse_ask_copy)},
    {CHOSEN, "numbers", "% #",
     N_("how many calls of this list, and how long, by agent, queue, day, hour, weekday"), N_("numbers"),
     DO(numbers_open)},
    {CHOSEN, "searches", "v", N_("the saved searches: Enter opens one (Ctrl-S in the filter saves it)"), NULL,
     DO(saved_list_open)},
    {ACTION_ANYWHERE, N_("Recordings"), "delete-search", "Del X",
     N_("among the saved searches: delete the selected one"), NULL, DO(saved_list_delete)},
    {ACTION_ANYWHERE, N_("Recordings"), "rename-search", "F2 E", N_("likewise, give it another name"), NULL,
     DO(saved_list_rename)},
    {CHOSEN, "order", "o", N_("newest or oldest first; of a sorted list: the other way round"), NULL,
     DO(browse_reverse)},
    {CHOSEN, "sort", "O", N_("sort the list by start, length, caller, agent or queue"), NULL,
     DO(browse_ask_sort)},
    {ACTION_OF_LIST, N_("Recordings"), "columns", "C", N_("which columns the lists have, and in which order"),
     NULL, DO(browse_edit_columns)},
    {ACTION_ANYWHERE, N_("Recordings"), "zone", "u", N_("times in local time or UTC"), NULL, DO(browse_zone)},
    {CHOSEN, "refresh", "r F5", N_("fetch what is new or missing, also of what plays"), N_("refresh"),
     DO(browse_refresh)},
    {CHOSEN, "fetch-missing", "f",
     N_("fetch what this list may lack: with a filter, of its agents and dates"), N_("fetch rest"),
     DO(browse_fetch_missing)},
    {CHOSEN, "fetch-anew", "R", N_("fetch everything of this agent anew"), NULL, DO(browse_ask_anew)},
    {CHOSEN, "stop", "x",
     N_("stop saving, bundling or writing a list, or else fetching; what has come is kept"), NULL,
     DO(browse_stop)},
    {ACTION_OF_SELECTED, N_("Listening"), "play", "p", N_("play the selected call; pause it, go on"),
     N_("play"), DO_NOW(browse_deck_play, if_it_begins)},
    {DECK, "pause", "Space", N_("pause what plays, go on, whatever is selected; else as play"), NULL,
     DO_NOW(browse_deck_pause, what_pause_does)},
    {DECK, "step-back", ",", N_("5 seconds back (in the deck: Left)"), N_("5 s back"),
     BY_NOW(browse_deck_step, -5, if_movable)},
    {DECK, "step-forward", ".", N_("5 seconds forward (Right)"), N_("5 s on"),
     BY_NOW(browse_deck_step, 5, if_movable)},
    {DECK, "sound-before", "<", N_("to the beginning of this sound, of the one before"), NULL,
     BY(browse_deck_act, BROWSE_DECK_SOUND_BEFORE)},
    {DECK, "sound-after", ">", N_("to the next sound, after a silence"), NULL,
     BY(browse_deck_act, BROWSE_DECK_SOUND_AFTER)},
    {DECK, "slower", "(", N_("slower, down to half the speed; the pitch is kept"), NULL,
     BY(browse_deck_act, BROWSE_DECK_SLOWER)},
    {DECK, "faster", ")", N_("faster, up to three times the speed"), N_("faster"),
     BY_NOW(browse_deck_act, BROWSE_DECK_FASTER, if_movable)},
    {DECK, "skip-silences", "z", N_("skip silences, or not"), NULL,
     BY(browse_deck_act, BROWSE_DECK_SKIP_SILENCES)},
    {DECK, "stop-playing", "P", N_("stop playing; p goes on from there"), N_("stop"),
     BY_NOW(browse_deck_act, BROWSE_DECK_STOP, if_loaded)},
    {PROGRAM, "help", "? F1", N_("this help"), N_("help"), DO(help)},
    {PROGRAM, "log", "L", N_("the messages so far"), N_("messages"), DO(log_of_messages)},
    {PROGRAM, "action", ":", N_("do an action by its name"), NULL, DO(action_prompt_open)},
    {PROGRAM, "mouse", "M", N_("the mouse: used here, or left to the terminal, which selects text by it"),
     NULL, DO(mouse_toggle)},
    {PROGRAM, "redraw", "Ctrl-L", N_("draw the screen anew"), NULL, DO(redraw)},
    {PROGRAM, "suspend", "Ctrl-Z", N_("suspend; fg in the shell resumes"), NULL, DO(dispatch_suspend)},
    {PROGRAM, "quit", "Q Ctrl-C", N_("quit at once"), N_("quit"), DO(quit)},
    {TYPING, "prompt-accept", "Enter", N_("keep the filter, go to the time"), NULL, DO(accept_prompt)},
    {TYPING, "prompt-save", "Ctrl-S", N_("save the filter, with agent and order, as a search under a name"),
     NULL, DO(browse_save_view)},
    {TYPING, "prompt-cancel", "Esc Ctrl-C", N_("drop it"), NULL, DO(cancel_prompt)},
    {TYPING, "prompt-clear", "Ctrl-U", N_("clear the line"), NULL, BY(edit, PROMPT_CLEAR)},
    {TYPING, "prompt-delete-word", "Ctrl-W Alt-Backspace", N_("delete the word before the cursor"), NULL,
     BY(edit, PROMPT_WORD)},
    {TYPING, "prompt-delete-word-after", "Alt-d", N_("delete the word behind the cursor"), NULL,
     BY(edit, PROMPT_WORD_AFTER)},
    {TYPING, "prompt-backspace", "Backspace", N_("delete the character before the cursor"), NULL,
     BY(edit, PROMPT_BACKSPACE)},
    {TYPING, "prompt-delete", "Del Ctrl-D", N_("delete the character under the cursor"), NULL,
     BY(edit, PROMPT_DELETE)},
    {TYPING, "prompt-left", "Left Ctrl-B", N_("one character left"), NULL, BY(edit, PROMPT_LEFT)},
    {TYPING, "prompt-right", "Right Ctrl-F", N_("one character right"), NULL, BY(edit, PROMPT_RIGHT)},
    {TYPING, "prompt-word-left", "Ctrl-Left Alt-b Alt-Left", N_("one word left"), NULL,
     BY(edit, PROMPT_WORD_LEFT)},
    {TYPING, "prompt-word-right", "Ctrl-Right Alt-f Alt-Right", N_("one word right"), NULL,
     BY(edit, PROMPT_WORD_RIGHT)},
    {TYPING, "prompt-start", "Home Ctrl-A", N_("to the start of the line"), NULL, BY(edit, PROMPT_START)},
    {TYPING, "prompt-end", "End Ctrl-E", N_("to the end of the line"), NULL, BY(edit, PROMPT_END)},
    {TYPING, "prompt-complete", "Tab",
     N_("complete a term, an agent or a queue in the filter; again: the next"), NULL, BY(complete, 0)},
    {TYPING, "prompt-complete-back", "Shift-Tab", N_("likewise, the one before"), NULL, BY(complete, 1)},
    {TYPING, "prompt-older", "Up Ctrl-P",
     N_("the filter that was kept, or the time that was gone to, before"), NULL, BY(recall, 1)},
    {TYPING, "prompt-newer", "Down Ctrl-N", N_("the filter that was kept after it"), NULL, BY(recall, 0)},
    {.name = NULL},
};

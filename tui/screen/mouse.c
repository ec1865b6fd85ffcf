#include "tui/screen/mouse.h"

#include "net/base/translate.h"

#include <stdlib.h>

enum { DOUBLE_CLICK = 400 /* ms */, JITTER = 1 /* columns */ };

/* In a view that does not know the mouse the wheel is so many keys. */
static unsigned point(struct app *app, const struct mouse_event *event)
{
    struct view *view = app->top;
    unsigned changes = CHANGED_NOTHING;
    if (view->kind->mouse != NULL)
        return view->kind->mouse(app, view, event);
    for (int i = 0; i < VIEW_WHEEL_LINES && event->button != MOUSE_LEFT; i++)
        changes |= view->kind->go(app, view, event->button == MOUSE_WHEEL_UP ? MOVE_UP : MOVE_DOWN);
    return changes;
}

/* The second click need not hit what the first one has chosen: that is what is meant, wherever it is by now. */
static unsigned click(struct app *app, const struct mouse_event *event)
{
    struct app_click *last = &app->click;
    uint64_t now = uv_now(&app->loop);
    bool is_second = last->is_on_line && now - last->at <= DOUBLE_CLICK && event->row == last->row &&
                     abs(event->column - last->column) <= JITTER;
    *last = (struct app_click){.row = event->row, .column = event->column, .at = now};
    return is_second ? app->top->kind->go(app, app->top, MOVE_OPEN) : point(app, event);
}

/* A click leaves a filter that is typed, and keeps it; whatever else is asked for wants keys. */
unsigned mouse_dispatch(struct app *app, const struct mouse_event *event)
{
    bool is_click = event->button == MOUSE_LEFT;
    if (app->layout.too_small || (app->asking != NULL && !app_is_typing(app)))
        return CHANGED_NOTHING;
    if (!is_click)
        return point(app, event);
    unsigned changes = messages_seen(&app->messages) ? CHANGED_BOTTOM : CHANGED_NOTHING;
    if (app_types_filter(app))
        changes |= app->asking->accept(app);
    return app->asking != NULL ? changes : changes | click(app, event);
}

unsigned mouse_toggle(struct app *app)
{
    char key[KEYS_NAME_SIZE];
    if (!terminal_knows_mouse(app->terminal))
        return app_say(app, ACCOUNT_INFORMATION, tr("this terminal is not known to tell of a mouse"));
    bool is_on = !terminal_has_mouse(app->terminal);
    terminal_set_mouse(app->terminal, is_on);
    if (is_on)
        return app_note(app, tr("the mouse is used here; with Shift the terminal selects text by it"));
    const char *name = keymap_first(&app->keymap, "mouse", key);
    return name != NULL
               ? app_note(app, tr("the mouse is the terminal's: it selects text; %s gives it back"), name)
               : app_note(app, tr("the mouse is the terminal's: it selects text"));
}

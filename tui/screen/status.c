#include "tui/screen/status.h"

#include "net/base/translate.h"
#include "tui/browse/list_view.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_SIZE = 512, PROMPT_COLUMN = 2, REMARK_COLUMNS = 20 };

struct connection_look {
    const char *sign;
    const char *word;
    enum theme_role role;
};

/* What is wrong with the archive is more than how the server is. */
static struct connection_look look_of(const struct account_status *status)
{
    switch (status->archive.kind) {
    case FAILURE_NONE:
        break;
    case FAILURE_FULL:
        return (struct connection_look){"×", N_("disk full"), ROLE_ERROR};
    case FAILURE_DAMAGED:
        return (struct connection_look){"×", N_("archive damaged"), ROLE_ERROR};
    default:
        return (struct connection_look){"×", N_("archive not written"), ROLE_ERROR};
    }
    switch (status->connection) {
    case CONNECTION_LIVE:
        return (struct connection_look){"●", N_("live"), ROLE_GOOD};
    case CONNECTION_OFFLINE:
        return (struct connection_look){"○", N_("offline"), ROLE_WARNING};
    case CONNECTION_ERROR:
        return (struct connection_look){"×", N_("error"), ROLE_ERROR};
    case CONNECTION_STOPPED:
        return (struct connection_look){"○", N_("stopped"), ROLE_WARNING};
    case CONNECTION_NONE:
        return (struct connection_look){"○", N_("archive only"), ROLE_DIM};
    default:
        return (struct connection_look){"○", N_("connecting…"), ROLE_DIM};
    }
}

/* "↻ Ida Holm: 12,340 · 3,400/s · at 2021-03-04 · 38 % · +2", "" when nothing is fetched. */
static void progress_text(const struct app *app, char text[TEXT_SIZE])
{
    const struct account_status *status = account_status(app->account);
    const struct agent_summary *agent = account_agent_by_number(app->account, status->fetching_agent);
    char name[128] = "", rows[TEXT_NUMBER_SIZE], rate[TEXT_NUMBER_SIZE], day[MOMENT_SIZE];
    char speed[64] = "", reached[MOMENT_SIZE + 8] = "", waiting[64] = "", share[16] = "";
    unsigned others = status->waiting + (status->fetching > 0 ? status->fetching - 1 : 0);
    bool is_look = status->fetched_rows == 0 && status->fetched_share >= 1;
    text[0] = '\0';
    if (status->fetching == 0 || is_look)
        return;
    if (agent != NULL)
        text_fit(name, sizeof(name), agent->name, 24);
    if (app->progress.rate > 0)
        snprintf(speed, sizeof(speed), " · %s/s", text_number(rate, app->progress.rate));
    if (status->reached != TIMESTAMP_NONE)
        snprintf(reached, sizeof(reached), tr(" · at %s"), moment_day(day, status->reached, app->utc));
    if (status->fetched_share >= 0)
        snprintf(share, sizeof(share), " · %d %%", (int)(status->fetched_share * 100));
    if (others > 0)
        snprintf(waiting, sizeof(waiting), " · +%u", others);
    snprintf(text, TEXT_SIZE, "↻ %s: %s%s%s%s%s", name, text_number(rows, status->fetched_rows), speed,
             reached, share, waiting);
}

static void connection_text(const struct app *app, char text[TEXT_SIZE])
{
    const struct account_status *status = account_status(app->account);
    struct connection_look look = look_of(status);
    char again[MOMENT_SIZE + 16] = "", last[MOMENT_SIZE + 16] = "", clock[MOMENT_SIZE];
    bool fails = status->archive.kind == FAILURE_NONE &&
                 (status->connection == CONNECTION_OFFLINE || status->connection == CONNECTION_ERROR);
    if (fails && status->connection == CONNECTION_OFFLINE && status->last_success != TIMESTAMP_NONE)
        snprintf(last, sizeof(last), tr(" since %s"), moment_recent(clock, status->last_success, app->utc));
    if (fails && status->retry_at != TIMESTAMP_NONE)
        snprintf(again, sizeof(again), tr(", again at %s"), moment_coming(clock, status->retry_at, app->utc));
    bool reason = fails && status->failure.kind != FAILURE_NONE;
    snprintf(text, TEXT_SIZE, "%s %s%s%s%s%s", look.sign, tr(look.word), last, again, reason ? ": " : "",
             reason ? status->failure.what : "");
}

void status_draw_top(const struct app *app, const struct canvas *canvas)
{
    const struct account_status *status = account_status(app->account);
    char progress[TEXT_SIZE], connection[TEXT_SIZE];
    int columns = canvas->area.columns;
    canvas_blank(canvas, 0, 0, columns);
    int at = 1 + canvas_text(canvas, 0, 1, columns / 2, ROLE_STRONG, status->label) + 2;
    if (status->is_plain)
        at += canvas_text(canvas, 0, at, columns / 3, ROLE_WARNING, tr("not encrypted")) + 2;
    connection_text(app, connection);
    progress_text(app, progress);
    /* The connection is never pushed out: at least its state stays. */
    int wanted = (int)text_width(connection), left = columns - at - 1;
    int reserved = status->connection == CONNECTION_LIVE || wanted < left / 2 ? wanted : left / 2;
    int taken = 0;
    if (progress[0] != '\0' && left - reserved > 12)
        taken = canvas_right(canvas, 0, at + reserved + 2, left - reserved - 2, ROLE_TEXT, progress) + 2;
    canvas_text(canvas, 0, at, left - taken, look_of(status).role, connection);
}

/* What a key does here and now, in a word; NULL: nothing of use. `own` is what the view calls it, NULL where it has no
 * word of its own. */
static const char *hint_word(const struct app *app, const struct action *action, const char *own)
{
    const char *word = action->hint_now != NULL ? action->hint_now(app, action) : action->hint;
    return word == NULL ? NULL : own != NULL ? own + 1 : tr(word);
}

/* "Enter open  / filter …", the most wanted first, as long as there is room. */
static void draw_hints(const struct app *app, const struct canvas *canvas)
{
    int at = 1, columns = canvas->area.columns;
    for (const char *const *hint = app->top->kind->hints; *hint != NULL; hint++) {
        char name[KEYS_NAME_SIZE], action_name[KEYS_NAME_SIZE];
        const char *word = strchr(strchr(*hint, ':') != NULL ? tr(*hint) : "", ':');
        snprintf(action_name, sizeof(action_name), "%.*s", (int)strcspn(*hint, ":"), *hint);
        const struct action *action = actions_find(app->keymap.actions, action_name);
        word = hint_word(app, action, word);
        if (word == NULL || keymap_first(&app->keymap, action_name, name) == NULL)
            continue;
        int wanted = (int)(text_width(name) + 1 + text_width(word));
        if (at + wanted > columns)
            break;
        at += canvas_text(canvas, 0, at, columns - at, ROLE_KEY, name) + 1;
        at += canvas_text(canvas, 0, at, columns - at, ROLE_DIM, word) + 2;
    }
}

/* Columns of the part of the prompt that is shown: some are left for what is said of it. */
static unsigned prompt_columns(const struct canvas *canvas)
{
    return (unsigned)(canvas->area.columns - PROMPT_COLUMN - REMARK_COLUMNS - 1);
}

/* The part of the prompt that is shown: the cursor is always in it. */
static const char *visible_prompt(const struct app *app, unsigned columns, unsigned *cursor)
{
    char before[PROMPT_SIZE];
    const struct prompt *prompt = app->typed;
    const char *text = prompt->text;
    for (;;) {
        snprintf(before, sizeof(before), "%.*s", (int)(prompt->text + prompt->cursor - text), text);
        *cursor = text_width(before);
        if (*cursor < columns || text_next(&text) == 0)
            return text;
    }
}

/* "37 hits" at the right, where there is room for it. Returns the columns that are left. */
static int draw_hits(const struct app *app, const struct canvas *canvas, int columns)
{
    char count[80], number[64];
    const struct recording_list *list = &app->view->list;
    bool is_wrong = app->view->filter.error.verdict == FILTER_WRONG || app->view->filter.refused;
    if (is_wrong || !list->counted || filter_is_empty(&list->shown.filter) || columns <= 40)
        return columns;
    snprintf(count, sizeof(count), "%s%s",
             text_count(number, sizeof(number), list->count, "%s hit", "%s hits"), list_view_so_far(app));
    return columns - canvas_right(canvas, 0, PROMPT_COLUMN, columns, ROLE_DIM, count) - 1;
}

/* Of a filter that was kept and is opened again: how it makes room for another one. */
static const char *way_to_clear(const struct app *app, char buffer[VIEW_READING_SIZE])
{
    const struct filter_history *history = &app->filter_history;
    char key[KEYS_NAME_SIZE];
    bool is_kept = app_types_filter(app) && history->count > 0 &&
                   strcmp(history->entries[history->count - 1], app->typed->text) == 0;
    if (!is_kept || keymap_first(&app->keymap, "prompt-clear", key) == NULL)
        return "";
    return text_form(buffer, VIEW_READING_SIZE, tr("%s clears it"), key);
}

/* What the text in the prompt is read as, "= Fri 2024-05-03"; "" if there is nothing to be said. */
static const char *reading_of(const struct app *app, char buffer[TEXT_SIZE])
{
    char room[VIEW_READING_SIZE], clears[VIEW_READING_SIZE];
    const char *reading = app->asking->reading != NULL ? app->asking->reading(app, room) : "";
    const char *way = way_to_clear(app, clears);
    snprintf(buffer, TEXT_SIZE, "%s%s%s%s", reading[0] != '\0' ? "= " : "", reading,
             reading[0] != '\0' && way[0] != '\0' ? " · " : "", way);
    return buffer;
}

/* What is said of the text in the prompt, behind it; "" if nothing is. */
static const char *remark_of(const struct app *app, char buffer[TEXT_SIZE], enum theme_role *role)
{
    bool is_filter = app_types_filter(app);
    const struct completion *completion = &app->completing.turn;
    *role = ROLE_DIM;
    if (is_filter && app->view->filter.error.verdict != FILTER_WRONG &&
        completion_is_shown(completion, &app->view->filter.prompt)) {
        const char *wanted = app->view->filter.error.what;
        snprintf(buffer, TEXT_SIZE, tr("%zu of %zu"), completion->place + 1, completion->count);
        text_append(buffer, TEXT_SIZE, "%s%s", wanted[0] != '\0' ? " · " : "", wanted);
        return buffer;
    }
    if (app->typed->length == 0)
        return tr(app->asking->hint);
    const char *wrong = is_filter ? app->view->filter.error.what : app->refused;
    if (*wrong == '\0')
        return reading_of(app, buffer);
    if (!is_filter || app->view->filter.error.verdict == FILTER_WRONG || app->view->filter.refused)
        *role = ROLE_WARNING;
    return wrong;
}

/* The text with what is wrong in it marked; returns its columns. */
static int draw_typed(const struct app *app, const struct canvas *canvas, int columns)
{
    unsigned cursor = 0;
    const struct filter_error *error = &app->view->filter.error;
    const char *text = visible_prompt(app, prompt_columns(canvas), &cursor);
    size_t skipped = (size_t)(text - app->typed->text);
    struct canvas_mark mark = {error->begin > skipped ? error->begin - skipped : 0,
                               error->end > skipped ? error->end - skipped : 0};
    bool is_marked = app_types_filter(app) && (error->verdict == FILTER_WRONG || app->view->filter.refused);
    const struct canvas_marked marked = {text, &mark, is_marked ? 1 : 0};
    return canvas_marked(canvas, 0, PROMPT_COLUMN, columns, ROLE_TEXT, &marked);
}

static void draw_prompt(const struct app *app, const struct canvas *canvas)
{
    char buffer[TEXT_SIZE];
    enum theme_role role;
    bool is_filter = app_types_filter(app);
    int columns = canvas->area.columns - PROMPT_COLUMN - 1;
    const char *remark = remark_of(app, buffer, &role);
    if (is_filter)
        columns = draw_hits(app, canvas, columns);
    canvas_text(canvas, 0, 1, 1, ROLE_KEY, app->asking->sign);
    int taken = draw_typed(app, canvas, columns) + (app->typed->length == 0 ? 1 : 2);
    canvas_text(canvas, 0, PROMPT_COLUMN + taken, columns - taken, role, remark);
}

static void draw_question(const struct app *app, const struct canvas *canvas)
{
    char text[APP_QUESTION_SIZE];
    app->asking->question(app, text);
    int columns = canvas->area.columns - 1, answer = app->asking->choose == NULL ? 6 : 0;
    int taken = canvas_text(canvas, 0, 1, columns - answer, ROLE_STRONG, text);
    if (app->asking->choose == NULL)
        canvas_text(canvas, 0, 1 + taken + 1, columns - taken - 1, ROLE_KEY, tr("y/n"));
}

/* Where there is no room for all of it, with the key that shows it. */
static void draw_message(const struct app *app, const struct canvas *canvas, const struct message *message)
{
    char key[KEYS_NAME_SIZE], hint[KEYS_NAME_SIZE + 32];
    int columns = canvas->area.columns - 1;
    enum theme_role role = message->level == ACCOUNT_ERROR     ? ROLE_ERROR
                           : message->level == ACCOUNT_WARNING ? ROLE_WARNING
                                                               : ROLE_TEXT;
    if ((int)text_width(message->text) > columns && keymap_first(&app->keymap, "log", key) != NULL) {
        text_form(hint, sizeof(hint), tr("%s all of it"), key);
        columns -= canvas_right(canvas, 0, 1, columns, ROLE_KEY, hint) + 1;
    }
    canvas_text(canvas, 0, 1, columns, role, message->text);
}

void status_draw_bottom(const struct app *app, const struct canvas *canvas)
{
    const struct message *message = messages_shown(&app->messages);
    int columns = canvas->area.columns;
    canvas_blank(canvas, 0, 0, columns);
    if (app_is_typing(app))
        draw_prompt(app, canvas);
    else if (app->asking != NULL)
        draw_question(app, canvas);
    else if (message != NULL)
        draw_message(app, canvas, message);
    else
        draw_hints(app, canvas);
}

void status_cursor(const struct app *app, const struct canvas *canvas)
{
    unsigned cursor = 0;
    if (app_is_typing(app))
        visible_prompt(app, prompt_columns(canvas), &cursor);
    canvas_cursor(canvas, 0, app_is_typing(app) ? PROMPT_COLUMN + (int)cursor : 1);
}

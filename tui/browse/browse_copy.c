#include "tui/browse/browse_copy.h"

#include "model/time/timestamp.h"
#include "tui/draw/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_SIZE = 2048, VALUE_SIZE = 300, SHOWN = 60 /* columns */ };

/* What is sent is fit to be pasted into a shell: nothing of the server's in it is a line break or a control. */
static void put_caller(const struct app *app, const struct listed_recording *row, char text[TEXT_SIZE])
{
    (void)app;
    text_escape(text, TEXT_SIZE, row->recording.caller);
}

static void put_call(const struct app *app, const struct listed_recording *row, char text[TEXT_SIZE])
{
    (void)app;
    if (row->recording.queue_call_id != RECORDING_NO_NUMBER)
        snprintf(text, TEXT_SIZE, "%" PRId64, row->recording.queue_call_id);
}

static void put_file(const struct app *app, const struct listed_recording *row, char text[TEXT_SIZE])
{
    (void)app;
    text_escape(text, TEXT_SIZE, row->recording.file_name);
}

/* "2024-05-03 14:22:10  0:02:33  +4583123456  Ida Holm  Sundhed  47610" */
static void put_line(const struct app *app, const struct listed_recording *row, char text[TEXT_SIZE])
{
    const struct recording *recording = &row->recording;
    char started[TIMESTAMP_TEXT_SIZE], length[TIMESTAMP_TEXT_SIZE], call[32] = "";
    char caller[VALUE_SIZE], agent[VALUE_SIZE], queue[VALUE_SIZE];
    if (recording->queue_call_id != RECORDING_NO_NUMBER)
        snprintf(call, sizeof call, "%" PRId64, recording->queue_call_id);
    snprintf(text, TEXT_SIZE, "%s  %s  %s  %s  %s  %s",
             timestamp_short_text(started, recording->started, app->utc),
             timestamp_length_text(length, recording_duration(recording)),
             text_escape(caller, sizeof caller, recording->caller),
             text_escape(agent, sizeof agent, recording->agent_name),
             text_escape(queue, sizeof queue, recording->queue_name), call);
}

/* Appends a word as a shell takes it for one. */
static void append_word(char text[TEXT_SIZE], const char *option, const char *word)
{
    size_t at = strlen(text);
    at += (size_t)snprintf(text + at, TEXT_SIZE - at, " %s '", option);
    for (; *word != '\0' && at + 8 < TEXT_SIZE; word++)
        at += (size_t)snprintf(text + at, TEXT_SIZE - at, *word == '\'' ? "'\\''" : "%c", *word);
    snprintf(text + at, TEXT_SIZE - at, "'");
}

/* Of a caller's calls: who it is, as the filter takes it. */
static void put_filter(const struct list_view *view, char text[TEXT_SIZE / 2])
{
    bool is_number = strchr("+0123456789", view->caller[0]) != NULL;
    const char *typed = view->filter.prompt.text;
    if (view->caller[0] == '\0')
        snprintf(text, TEXT_SIZE / 2, "%s", typed);
    else
        snprintf(text, TEXT_SIZE / 2, "%s%s%s%s%s", is_number ? "" : "caller:\"", view->caller,
                 is_number ? "" : "\"", typed[0] != '\0' ? " " : "", typed);
}

/* What prints the list that is on the screen. */
static void put_command(const struct app *app, const struct listed_recording *row, char text[TEXT_SIZE])
{
    char agent[VALUE_SIZE], filter[TEXT_SIZE / 2];
    const struct list_view *view = app->view;
    const struct agent_summary *summary = account_agent_by_number(app->account, view->agent);
    (void)row;
    snprintf(text, TEXT_SIZE, "tapedeck list");
    if (app->options->config->url != NULL)
        append_word(text, "--url", app->options->config->url);
    if (summary != NULL)
        append_word(text, "--agent", agent_reference_text(agent, sizeof agent, &summary->reference));
    put_filter(view, filter);
    if (filter[0] != '\0')
        append_word(text, "--filter", filter);
    if (view->oldest_first)
        snprintf(text + strlen(text), TEXT_SIZE - strlen(text), " --oldest-first");
}

static const struct copied {
    key_code key;
    const char *name;
    void (*put)(const struct app *app, const struct listed_recording *row, char text[TEXT_SIZE]);
} parts[] = {
    {'n', "number", put_caller}, {'i', "call id", put_call},    {'f', "file name", put_file},
    {'l', "line", put_line},     {'c', "command", put_command},
};

enum { PARTS = sizeof parts / sizeof parts[0] };

static unsigned send_part(struct app *app, const struct copied *part)
{
    char text[TEXT_SIZE] = "", shown[4 * SHOWN], said[TEXT_SIZE];
    const struct listed_recording *row = list_selected(&app->view->list);
    bool is_seen = app->view->focus != LAYOUT_AGENTS || layout_shows(&app->layout, LAYOUT_RECORDINGS);
    if (row == NULL || !is_seen)
        return app_say(app, ACCOUNT_INFORMATION, "no recording is selected");
    part->put(app, row, text);
    if (text[0] == '\0')
        snprintf(said, sizeof said, "this recording has no %s", part->name);
    else if (clipboard_put(&app->clipboard, text))
        snprintf(said, sizeof said, "sent to the terminal's clipboard: %s",
                 text_fit(shown, sizeof shown, text, SHOWN));
    else
        snprintf(said, sizeof said, "the %s is too long for a clipboard", part->name);
    return app_say(app, ACCOUNT_INFORMATION, said);
}

unsigned browse_copy_caller(struct app *app)
{
    return send_part(app, &parts[0]);
}

static void copy_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    (void)app;
    size_t at = (size_t)snprintf(text, APP_QUESTION_SIZE, "Copy:");
    for (size_t i = 0; i < PARTS; i++)
        at +=
            (size_t)snprintf(text + at, APP_QUESTION_SIZE - at, "  %c %s", (char)parts[i].key, parts[i].name);
}

static unsigned choose(struct app *app, key_code key)
{
    for (size_t i = 0; i < PARTS; i++)
        if (parts[i].key == key)
            return send_part(app, &parts[i]);
    return CHANGED_NOTHING;
}

unsigned browse_ask_copy(struct app *app)
{
    static const struct app_prompt prompt = {.question = copy_question, .choose = choose};
    app->asking = &prompt;
    return CHANGED_BOTTOM;
}

#include "tui/browse/browse_copy.h"

#include "model/account/account_audit.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 2048, VALUE_SIZE = 300, SHOWN = 60 /* columns */ };

/* What is sent is fit to be pasted into a shell: nothing of the server's in it is a line break or a control. */
static void put_caller(const struct app *app, const struct listed_recording *row, FILE *stream)
{
    char text[TEXT_SIZE];
    (void)app;
    fputs(text_escape(text, sizeof text, row->recording.caller), stream);
}

static void put_call(const struct app *app, const struct listed_recording *row, FILE *stream)
{
    (void)app;
    if (row->recording.queue_call_id != RECORDING_NO_NUMBER)
        fprintf(stream, "%" PRId64, row->recording.queue_call_id);
}

static void put_file(const struct app *app, const struct listed_recording *row, FILE *stream)
{
    char text[TEXT_SIZE];
    (void)app;
    fputs(text_escape(text, sizeof text, row->recording.file_name), stream);
}

/* "2024-05-03 14:22:10  0:02:33  +4583123456  Ida Holm  Sundhed  47610" */
static void put_line(const struct app *app, const struct listed_recording *row, FILE *stream)
{
    const struct recording *recording = &row->recording;
    char started[TIMESTAMP_TEXT_SIZE], length[TIMESTAMP_TEXT_SIZE];
    char caller[VALUE_SIZE], agent[VALUE_SIZE], queue[VALUE_SIZE];
    fprintf(stream, "%s  %s  %s  %s  %s  ", timestamp_short_text(started, recording->started, app->utc),
            timestamp_length_text(length, recording_duration(recording)),
            text_escape(caller, sizeof caller, recording->caller),
            text_escape(agent, sizeof agent, recording->agent_name),
            text_escape(queue, sizeof queue, recording->queue_name));
    put_call(app, row, stream);
}

/* A word as a shell takes it for one. */
static void put_word(FILE *stream, const char *option, const char *word)
{
    char text[TEXT_SIZE];
    fprintf(stream, " %s '", option);
    for (word = text_escape(text, sizeof text, word); *word != '\0'; word++)
        fprintf(stream, *word == '\'' ? "'\\''" : "%c", *word);
    fputc('\'', stream);
}

char *browse_copy_filter(const struct list_view *view)
{
    bool is_number = strchr("+0123456789", view->caller[0]) != NULL;
    const char *typed = view->filter.prompt.text;
    return view->caller[0] == '\0' ? memory_text(typed)
                                   : memory_format("%s%s%s%s%s", is_number ? "" : "caller:\"", view->caller,
                                                   is_number ? "" : "\"", typed[0] != '\0' ? " " : "", typed);
}

/* What prints the list that is on the screen. */
static void put_command(const struct app *app, const struct listed_recording *row, FILE *stream)
{
    char agent[VALUE_SIZE], sorting[LIST_SORTING_SIZE];
    const struct list_view *view = app->view;
    const struct agent_summary *summary = account_agent_by_number(app->account, view->agent);
    char *filter = browse_copy_filter(view);
    (void)row;
    fputs("tapedeck list", stream);
    if (app->options->config->url != NULL)
        put_word(stream, "--url", app->options->config->url);
    if (summary != NULL)
        put_word(stream, "--agent", agent_reference_text(agent, sizeof agent, &summary->reference));
    if (filter[0] != '\0')
        put_word(stream, "--filter", filter);
    if (view->oldest_first)
        fputs(" --oldest-first", stream);
    if (view->sorting.by != LIST_SORT_START)
        fprintf(stream, " --sort=%s", list_sorting_text(sorting, &view->sorting));
    free(filter);
}

static const struct copied {
    key_code key;
    const char *name, *absent, *too_long;
    void (*put)(const struct app *app, const struct listed_recording *row, FILE *stream);
} parts[] = {
    {'n', N_("number"), N_("this recording has no number"), N_("the number is too long for a clipboard"),
     put_caller},
    {'i', N_("call id"), N_("this recording has no call id"), N_("the call id is too long for a clipboard"),
     put_call},
    {'f', N_("file name"), N_("this recording has no file name"),
     N_("the file name is too long for a clipboard"), put_file},
    {'l', N_("line"), N_("this recording has no line"), N_("the line is too long for a clipboard"), put_line},
    {'c', N_("command"), N_("this recording has no command"), N_("the command is too long for a clipboard"),
     put_command},
};

enum { PARTS = sizeof parts / sizeof parts[0] };

/* The caller frees. */
static char *text_of(const struct app *app, const struct listed_recording *row, const struct copied *part)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream == NULL)
        die("out of memory");
    part->put(app, row, stream);
    if (fclose(stream) != 0)
        die("out of memory");
    return text;
}

static unsigned send_part(struct app *app, const struct copied *part)
{
    unsigned changes;
    char *text, shown[4 * SHOWN];
    const struct listed_recording *row = app_selected(app);
    if (row == NULL)
        return app_say(app, ACCOUNT_INFORMATION, tr("no recording is selected"));
    const struct audit_entry entry = {
        .action = "copy", .call = row->recording.queue_call_id, .file = row->recording.file_name};
    account_note(app->account, row->agent, &entry);
    text = text_of(app, row, part);
    if (text[0] == '\0')
        changes = app_say(app, ACCOUNT_INFORMATION, "%s", tr(part->absent));
    else if (clipboard_put(&app->clipboard, text))
        changes = app_say(app, ACCOUNT_INFORMATION, tr("sent to the terminal's clipboard: %s"),
                          text_fit(shown, sizeof shown, text, SHOWN));
    else
        changes = app_say(app, ACCOUNT_INFORMATION, "%s", tr(part->too_long));
    free(text);
    return changes;
}

unsigned browse_copy_caller(struct app *app)
{
    return send_part(app, &parts[0]);
}

static void copy_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    (void)app;
    size_t at = (size_t)snprintf(text, APP_QUESTION_SIZE, "%s", tr("Copy:"));
    for (size_t i = 0; i < PARTS; i++)
        at += (size_t)snprintf(text + at, APP_QUESTION_SIZE - at, "  %c %s", (char)parts[i].key,
                               tr(parts[i].name));
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
    return app_ask(app, &prompt);
}

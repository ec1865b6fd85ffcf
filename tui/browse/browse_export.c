#include "tui/browse/browse_export.h"

#include "model/account/account_audit.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_path.h"
#include "tui/browse/browse_purpose.h"
#include "tui/draw/text.h"
#include "tui/words/about_list.h"
#include "tui/words/search_completeness.h"
#include "tui/words/sort_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void note(struct app *app, const char *result, const char *target, uint64_t rows)
{
    const struct audit_entry entry = {
        .action = "export",
        .purpose = app->exporting.purpose,
        .target = target,
        .result = result,
        .recordings = (int64_t)rows,
    };
    account_note_list(app->account, &app->exporting.query, &entry);
}

static void on_ended(void *context, const char *kept_as, const struct failure *failure)
{
    struct app *app = context;
    char path[BROWSE_PATH_SIZE], count[64];
    const struct list_export *ended = app->exporting.export;
    const uint64_t rows = list_export_rows(ended);
    text_count(count, sizeof count, rows, "%s recording", "%s recordings");
    app->exporting.export = NULL;
    note(app, kept_as == NULL ? "failed" : "done", kept_as, kept_as == NULL ? 0 : rows);
    const size_t cut = list_export_cut(ended);
    if (kept_as == NULL) {
        app->dirty |= app_say_failure(app, ACCOUNT_ERROR, failure);
        return;
    }
    app->dirty |=
        app_say(app, ACCOUNT_INFORMATION,
                app->exporting.has_all ? tr("wrote %s as %s")
                                       : tr("wrote %s as %s; that is not all: some had not been fetched"),
                count, browse_path_show(path, kept_as));
    if (cut > 0)
        app->dirty |= app_say(app, ACCOUNT_ERROR,
                              tr_count("%s text was longer than a cell can hold, and ends there",
                                       "%s texts were longer than a cell can hold, and end there", cut),
                              text_number(count, cut));
}

/* What the list says of itself, for the formats that have a place for it. */
static void tell_about(struct app *app, const struct list_query *query, struct name_list *lines)
{
    char coverage[COMPLETENESS_SIZE];
    struct search_completeness searched = {.is_read = false};
    const struct agent_summary *agent = account_agent_by_number(app->account, query->agent);
    search_completeness_of(&searched, app->account, query);
    searched.utc = app->utc;
    app->exporting.has_all = scope_is_complete(&searched.tally);
    const struct about_list about = {
        .agents = agent != NULL ? agent->name : NULL,
        .filter = query->filter.text,
        .order = sort_words_order(&query->sorting, query->oldest_first),
        .is_sorted = list_query_is_sorted(query),
        .is_whole = app->exporting.has_all,
        .coverage = search_completeness_text(coverage, &searched, sizeof coverage),
        .as_of = searched.tally.as_of,
        .utc = app->utc,
    };
    about_list(lines, &about);
}

static unsigned start(struct app *app)
{
    struct name_list notes = {.count = 0};
    struct list_export_options options = {
        .loop = &app->loop,
        .queries = account_queries(app->account),
        .query = app_chosen(app),
        .ended = on_ended,
        .context = app,
    };
    if (app->exporting.path.length == 0)
        return app_prompt_leave(app);
    if (!list_export_style(app->exporting.path.text, &options.style))
        return app_refuse(app, tr("give a name that ends in .xlsx, .csv, .json or .jsonl"));
    char *path = browse_path_expand(app->exporting.path.text);
    options.path = path;
    app->exporting.noted = 0;
    app->exporting.query = options.query;
    note(app, "begun", path, 0);
    tell_about(app, &options.query, &notes);
    options.notes = &notes;
    app->exporting.export = list_export_start(&options);
    name_list_clear(&notes);
    free(path);
    return app_prompt_leave(app);
}

static const char *reading(const struct app *app, char text[MOMENT_SIZE])
{
    struct record_style style;
    text[0] = '\0';
    if (!list_export_style(app->exporting.path.text, &style))
        return text;
    if (style.format == RECORD_CSV)
        snprintf(text, MOMENT_SIZE, tr("for spreadsheets; '%c' between the values"), style.separator);
    else if (style.format == RECORD_XLSX)
        snprintf(text, MOMENT_SIZE, "%s", tr("a workbook; says how complete it is"));
    return text;
}

/* An ending that is typed behind another takes its place: "calls.xlsx" and ".csv" are "calls.csv". */
static unsigned keep_one_ending(struct app *app)
{
    struct record_style style;
    struct prompt *path = &app->exporting.path;
    char *last = strrchr(path->text, '.');
    if (last == NULL || path->text + path->cursor <= last)
        return CHANGED_NOTHING;
    *last = '\0';
    char *before = list_export_style(path->text, &style) ? strrchr(path->text, '.') : last;
    *last = '.';
    memmove(before, last, strlen(last) + 1);
    path->length -= (size_t)(last - before);
    path->cursor -= (size_t)(last - before);
    return CHANGED_NOTHING;
}

static const struct app_prompt prompt = {
    .sign = ">",
    .hint = N_("a file: .xlsx or .csv for spreadsheets, .json, .jsonl"),
    .reading = reading,
    .accept = start,
    .changed = keep_one_ending,
};

static unsigned edit_path(struct app *app)
{
    char path[PROMPT_SIZE], today[TIMESTAMP_TEXT_SIZE];
    const char *purpose = browse_purpose(app);
    snprintf(app->exporting.purpose, sizeof app->exporting.purpose, "%s", purpose != NULL ? purpose : "");
    snprintf(path, sizeof path, tr("~/calls-%.10s.xlsx"),
             timestamp_short_text(today, timestamp_now(), app->utc));
    if (app->exporting.path.length == 0)
        prompt_start(&app->exporting.path, path);
    return app_prompt_open(app, &prompt, &app->exporting.path);
}

unsigned browse_edit_export(struct app *app)
{
    if (app->exporting.export != NULL)
        return app_say(app, ACCOUNT_INFORMATION, tr("a list is being written already"));
    return browse_with_purpose(app, edit_path);
}

unsigned browse_export_note(struct app *app)
{
    char count[64];
    uint64_t rows = app->exporting.export != NULL ? list_export_rows(app->exporting.export) : 0;
    if (rows == app->exporting.noted || app->exporting.export == NULL || app->asking != NULL)
        return CHANGED_NOTHING;
    app->exporting.noted = rows;
    return app_note(app, tr("writing the list: %s"),
                    text_count(count, sizeof count, rows, "%s recording", "%s recordings"));
}

void browse_export_close(struct app *app)
{
    if (app->exporting.export != NULL)
        note(app, "stopped", NULL, 0);
    list_export_stop(&app->exporting.export);
}

bool browse_export_stop(struct app *app, unsigned *changes)
{
    if (app->exporting.export == NULL)
        return false;
    browse_export_close(app);
    *changes |= app_say(app, ACCOUNT_INFORMATION, tr("stopped writing the list: nothing of it is kept"));
    return true;
}

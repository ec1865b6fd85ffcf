#include "tui/browse/browse_bundle.h"

#include "model/account/account_audit.h"
#include "model/bundle/bundler.h"
#include "model/filter/filter_parse.h"
#include "model/recording/recording_copy.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_notes.h"
#include "tui/browse/browse_path.h"
#include "tui/browse/browse_purpose.h"
#include "tui/draw/text.h"
#include "tui/words/search_completeness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOTE_PACE = 250 /* ms */, RETRIES = 3, COUNT_SIZE = 80 };

static void forget(struct app_bundling *bundling)
{
    list_walk_stop(&bundling->walk);
    for (size_t i = 0; i < bundling->count; i++) {
        free(bundling->rows[i].recording);
        free(bundling->rows[i].agent);
    }
    free(bundling->rows);
    bundling->rows = NULL;
    bundling->count = 0;
    bundling->is_accepted = bundling->is_sought = false;
}

static void remember(struct app *app, const struct listed_recording *row)
{
    char agent[AGENT_REFERENCE_SIZE];
    struct app_bundling *bundling = &app->bundling;
    account_agent_reference(app->account, row->agent, agent);
    bundling->rows = memory_resize(bundling->rows, bundling->count + 1, sizeof *bundling->rows);
    bundling->rows[bundling->count++] =
        (struct app_bundled){recording_copy(&row->recording), memory_text(agent)};
}

/* How many recordings of the list are marked: those are meant then. */
static size_t marked(const struct app_bundling *bundling)
{
    return bundling->count - 1;
}

static void note(struct app *app, const char *filter, const char *target, const char *result,
                 size_t recordings)
{
    const struct audit_entry entry = {
        .action = "bundle",
        .case_name = app->bundling.case_name.text,
        .purpose = app->bundling.purpose,
        .filter = filter,
        .target = target,
        .result = result,
        .recordings = (int64_t)recordings,
    };
    account_note(app->account, 0, &entry);
}

static void say_damage(struct app *app)
{
    struct failure *damage = &app->bundling.damage;
    if (damage->kind != FAILURE_NONE)
        app->dirty |= app_say(app, ACCOUNT_WARNING, tr("%s; this is from the server"), damage->what);
    damage->kind = FAILURE_NONE;
}

/* The last one is said at the end: what is said before does not stay to be seen. */
static void on_damaged(void *context, const struct failure *damage)
{
    struct app *app = context;
    say_damage(app);
    app->bundling.damage = *damage;
}

static void on_ended(void *context, const struct bundler_result *result)
{
    struct app *app = context;
    char path[BROWSE_PATH_SIZE], count[COUNT_SIZE];
    app->bundling.is_ended = true;
    note(app, NULL, result->path, result->path != NULL ? "done" : "failed",
         result->path != NULL ? result->recordings : 0);
    if (result->path == NULL) {
        app->dirty |= app_say_failure(app, ACCOUNT_ERROR, result->failure);
        return;
    }
    text_count(count, sizeof count, result->recordings, "%s recording", "%s recordings");
    app->dirty |= app_say(app, ACCOUNT_INFORMATION,
                          app->options->config->bundle_key != NULL
                              ? tr("bundled %s as %s, signed")
                              : tr("bundled %s as %s, not signed: no key is in [bundle]"),
                          count, browse_path_show(path, result->path));
    say_damage(app);
    if (result->missing == 0)
        return;
    text_count(count, sizeof count, result->missing, "%s recording", "%s recordings");
    app->dirty |= app_say(app, ACCOUNT_WARNING, tr("bundled as %s; without audio: %s; the bundle says why"),
                          path, count);
}

static void open_bundler(struct app *app)
{
    char coverage[COMPLETENESS_SIZE];
    struct app_bundling *bundling = &app->bundling;
    struct search_completeness searched = {.utc = app->utc};
    char *path = browse_path_expand(bundling->path.text), *log = audit_log_folder();
    search_completeness_of(&searched, app->account, &bundling->query);
    bundling->bundler = bundler_open(&(struct bundler_options){
        .loop = &app->loop,
        .audio = account_audio(app->account),
        .holds = account_holds(app->account),
        .notes = account_notes(app->account),
        .case_name = bundling->case_name.text,
        .coverage = search_completeness_text(coverage, &searched, sizeof coverage),
        .log_folder = log,
        .account = account_status(app->account)->label,
        .path = path,
        .key = app->options->config->bundle_key,
        .retries = RETRIES,
        .damaged = on_damaged,
        .ended = on_ended,
        .context = app,
    });
    free(log);
    free(path);
}

static unsigned begin(struct app *app)
{
    struct app_bundling *bundling = &app->bundling;
    size_t first = marked(bundling) > 0 ? 1 : 0;
    const char *filter = bundling->query.filter.text;
    bundling->damage.kind = FAILURE_NONE;
    open_bundler(app);
    for (size_t i = first; i < bundling->count; i++)
        bundler_add(bundling->bundler, bundling->rows[i].recording, bundling->rows[i].agent);
    note(app, first > 0 && filter[0] != '\0' ? filter : NULL, NULL, "begun", bundling->count - first);
    bundler_begin(bundling->bundler);
    bundling->is_ended = false;
    bundling->noted_at = 0;
    forget(bundling);
    return CHANGED_BOTTOM;
}

static bool take_row(void *context, const struct listed_recording *row)
{
    const struct note *note = browse_note_of(context, row);
    if (note != NULL && note->is_marked)
        remember(context, row);
    return true;
}

static void on_walked(void *context, const struct failure *failure)
{
    struct app *app = context;
    app->bundling.walk = NULL;
    app->bundling.is_sought = false;
    app->dirty |= CHANGED_BOTTOM;
    if (failure != NULL) {
        forget(&app->bundling);
        app->asking = NULL;
        app->dirty |= app_say(app, ACCOUNT_ERROR, "%s", failure->what);
    } else if (app->bundling.is_accepted) {
        app->dirty |= begin(app);
    }
}

/* Once the marks of just now are kept. Without a filter the marked ones are asked for, else all of the list is gone
 * through for them. */
static void find_marked(struct app *app)
{
    struct list_query query = app->bundling.query;
    if (!app->bundling.is_sought || app->bundling.walk != NULL || notes_is_busy(account_notes(app->account)))
        return;
    if (!list_query_is_narrowed(&query))
        filter_parse(&query.filter, "mark:yes", timestamp_now(), app->utc, NULL);
    app->bundling.walk = list_walk_start(&(struct list_walk_options){
        .queries = account_queries(app->account),
        .query = query,
        .take = take_row,
        .ended = on_walked,
        .context = app,
    });
}

static unsigned cancel(struct app *app)
{
    forget(&app->bundling);
    return app_prompt_leave(app);
}

static const char *reading(const struct app *app, char text[VIEW_READING_SIZE])
{
    const struct app_bundling *bundling = &app->bundling;
    if (bundling->is_sought)
        snprintf(text, VIEW_READING_SIZE, "%s", tr("looking for what is marked"));
    else if (marked(bundling) > 0)
        text_count(text, VIEW_READING_SIZE, marked(bundling), "%s marked recording of this list",
                   "%s marked recordings of this list");
    else
        snprintf(text, VIEW_READING_SIZE, "%s", tr("the selected recording: none here is marked"));
    return text;
}

static unsigned accept_path(struct app *app)
{
    struct app_bundling *bundling = &app->bundling;
    if (bundling->path.length == 0)
        return cancel(app);
    bundling->is_accepted = true;
    return app_prompt_leave(app) | (bundling->is_sought ? CHANGED_NOTHING : begin(app));
}

static unsigned accept_case(struct app *app)
{
    static const struct app_prompt prompt = {
        .sign = ">",
        .hint = N_("the file of the bundle, such as ~/case12.zip"),
        .reading = reading,
        .accept = accept_path,
        .cancel = cancel,
    };
    struct app_bundling *bundling = &app->bundling;
    if (strspn(bundling->case_name.text, " ") == bundling->case_name.length)
        return cancel(app) | app_say(app, ACCOUNT_INFORMATION, tr("a bundle needs the name of its case"));
    char *name = bundler_default_path(bundling->case_name.text), *path = memory_format("~/%s", name);
    prompt_start(&bundling->path, path);
    free(path);
    free(name);
    return app_prompt_open(app, &prompt, &bundling->path);
}

static unsigned ask_case(struct app *app)
{
    static const struct app_prompt prompt = {
        .sign = "!",
        .hint = N_("the name of the case that the bundle is for"),
        .reading = reading,
        .accept = accept_case,
        .cancel = cancel,
    };
    const struct listed_recording *row = app_selected(app);
    const char *purpose = browse_purpose(app);
    if (row == NULL)
        return app_say(app, ACCOUNT_INFORMATION, tr("no recording is selected"));
    forget(&app->bundling);
    snprintf(app->bundling.purpose, sizeof app->bundling.purpose, "%s", purpose != NULL ? purpose : "");
    app->bundling.query = app->view->list.shown;
    remember(app, row);
    app->bundling.is_sought = account_notes(app->account) != NULL;
    find_marked(app);
    prompt_start(&app->bundling.case_name, "");
    return app_prompt_open(app, &prompt, &app->bundling.case_name);
}

unsigned browse_bundle(struct app *app)
{
    if (app->bundling.bundler != NULL || app->bundling.is_sought)
        return app_say(app, ACCOUNT_INFORMATION, tr("a bundle is being made already"));
    if (app->saving.walk != NULL)
        return app_say(app, ACCOUNT_INFORMATION, tr("the recordings of a list are being collected"));
    return browse_with_purpose(app, ask_case);
}

/* Until the next key. */
static unsigned note_progress(struct app *app)
{
    struct app_bundling *bundling = &app->bundling;
    const struct saver_counts counts = bundler_counts(bundling->bundler);
    uint64_t now = uv_now(&app->loop);
    bool is_early = bundling->noted_at != 0 && now < bundling->noted_at + NOTE_PACE;
    if (is_early || app->asking != NULL)
        return CHANGED_NOTHING;
    bundling->noted_at = now;
    return app_note(app, tr("bundling: audio of %zu of %zu, %.1f MB"), counts.saved + counts.same,
                    counts.total, (double)counts.bytes / 1e6);
}

unsigned browse_bundle_go_on(struct app *app)
{
    struct app_bundling *bundling = &app->bundling;
    find_marked(app);
    if (bundling->bundler == NULL)
        return CHANGED_NOTHING;
    if (!bundling->is_ended)
        bundler_turn(bundling->bundler);
    if (!bundling->is_ended)
        return note_progress(app);
    bundler_close(&bundling->bundler);
    return CHANGED_BOTTOM;
}

bool browse_bundle_stop(struct app *app, unsigned *changes)
{
    if (app->bundling.bundler == NULL && !app->bundling.is_sought)
        return false;
    browse_bundle_close(app);
    *changes |=
        app_say(app, ACCOUNT_INFORMATION,
                tr("stopped bundling: there is no bundle, unless its file was being written already"));
    return true;
}

void browse_bundle_close(struct app *app)
{
    forget(&app->bundling);
    if (app->bundling.bundler != NULL && !app->bundling.is_ended)
        note(app, NULL, NULL, "stopped", 0);
    bundler_close(&app->bundling.bundler);
}

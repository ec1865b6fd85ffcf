#include "tui/browse/browse_save.h"

#include "model/account/account_audit.h"
#include "model/filter/filter_parse.h"
#include "model/recording/recording_name.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_hold.h"
#include "tui/browse/browse_path.h"
#include "tui/browse/browse_purpose.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REMARKS_SIZE = 240, NOTE_PACE = 250 /* ms */, MOST_LINES = 50, RETRIES = 3 };

static void say_failed(struct app *app, const struct saver_result *result)
{
    char *reason = failure_text(result->failure);
    app->dirty |= app_say(app, ACCOUNT_WARNING, tr("call %lld is not saved: %s"),
                          (long long)result->recording->queue_call_id, reason);
    free(reason);
}

/* What is to be known of one that is there. */
static const char *said(const struct saver_result *result)
{
    if (result->is_held && result->is_unproved)
        return tr("; it is the copy that is on hold: whether that is all is not known");
    if (result->is_held)
        return tr("; it is the copy that is on hold");
    if (result->damage != NULL)
        return tr("; it is from the server, as the copy that is on hold is damaged");
    return result->is_unproved ? tr("; the server did not say whether that is all") : "";
}

/* Of the whole list; each that is saved has a line of its own. */
static void note_list(struct app *app, const char *result, size_t recordings)
{
    const struct audit_entry entry = {.action = "save",
                                      .purpose = saver_purpose(app->saving.list),
                                      .result = result,
                                      .recordings = (int64_t)recordings};
    account_note_list(app->account, &app->saving.query, &entry);
}

static void note_one(struct app *app, const struct recording *recording)
{
    const struct audit_entry entry = {.action = "save",
                                      .call = recording->queue_call_id,
                                      .file = recording->file_name,
                                      .purpose = saver_purpose(app->saving.one),
                                      .result = "begun"};
    account_note(app->account, 0, &entry);
}

/* Of no list: those that were begun and of which nothing has been told. */
static void note_stopped(struct app *app, size_t recordings)
{
    const struct audit_entry entry = {.action = "save",
                                      .purpose = saver_purpose(app->saving.one),
                                      .result = "stopped",
                                      .recordings = (int64_t)recordings};
    account_note(app->account, 0, &entry);
}

static void on_took_of_list(void *context, const struct saver_result *result)
{
    struct app *app = context;
    account_note_saved(app->account, result);
    browse_hold_was_read(app, result->recording->queue_call_id, recording_file(result->recording));
    if (result->outcome == KEPT_FAILED && saver_counts(app->saving.list).failed <= MOST_LINES)
        say_failed(app, result);
}

static void on_took_one(void *context, const struct saver_result *result)
{
    struct app *app = context;
    char path[BROWSE_PATH_SIZE], size[TEXT_NUMBER_SIZE];
    account_note_saved(app->account, result);
    browse_hold_was_read(app, result->recording->queue_call_id, recording_file(result->recording));
    if (result->outcome == KEPT_FAILED) {
        say_failed(app, result);
        return;
    }
    app->dirty |= app_say(app, ACCOUNT_INFORMATION,
                          result->outcome == KEPT_SAME ? tr("it is there already as %s (%s MB)%s")
                                                       : tr("saved as %s (%s MB)%s"),
                          browse_path_show(path, result->path),
                          text_decimal(size, (double)result->bytes / 1e6), said(result));
}

/* Why nothing can be saved, of the selected one if it `is_one`, else of the list, unless that is `elsewhere`; NULL if
 * something can. */
static const char *refusal(struct app *app, bool is_one, bool elsewhere)
{
    const struct listed_recording *selected = is_one ? app_selected(app) : NULL;
    if (app->options->account.offline && !browse_hold_has_audio(app, selected))
        return tr("working offline: start without --offline to save audio");
    if (app->options->config->purpose_required && (app->saving.one != NULL || app->saving.list != NULL))
        return tr("wait until what is being saved is there, or stop it: it has a purpose of its own");
    if (!elsewhere && app_selected(app) == NULL)
        return tr("no recording is selected whose audio could be saved");
    return account_audio(app->account) == NULL ? tr("the server is not asked: no audio can be fetched")
                                               : NULL;
}

static struct saver *open_saver(struct app *app,
                                void (*took)(void *context, const struct saver_result *result))
{
    return saver_open(&(struct saver_options){
        .loop = &app->loop,
        .audio = account_audio(app->account),
        .name_template = config_save_template(app->options->config),
        .purpose = browse_purpose(app),
        .utc = app->utc,
        .retries = RETRIES,
        .took = took,
        .context = app,
    });
}

static unsigned save_selected(struct app *app)
{
    if (app_selected(app) == NULL)
        return CHANGED_NOTHING;
    if (app->saving.one == NULL)
        app->saving.one = open_saver(app, on_took_one);
    const struct recording *recording = &list_selected(&app->view->list)->recording;
    note_one(app, recording);
    saver_add(app->saving.one, recording);
    app->saving.noted_at = 0;
    return browse_save_go_on(app);
}

unsigned browse_save(struct app *app)
{
    const char *why = refusal(app, true, false);
    return why != NULL ? app_say(app, ACCOUNT_INFORMATION, "%s", why)
                       : browse_with_purpose(app, save_selected);
}

static bool take_row(void *context, const struct listed_recording *row)
{
    saver_add(((struct app *)context)->saving.list, &row->recording);
    return true;
}

static void on_walked(void *context, const struct failure *failure)
{
    struct app *app = context;
    app->saving.walk = NULL;
    app->saving.is_broken = app->saving.is_broken || failure != NULL;
    if (failure != NULL)
        app->dirty |= app_say(app, ACCOUNT_ERROR, "%s", failure->what);
}

static unsigned save_all(struct app *app)
{
    const struct list_walk_options walk = {
        .queries = account_queries(app->account),
        .query = app->saving.query,
        .take = take_row,
        .ended = on_walked,
        .context = app,
    };
    app->saving.list = open_saver(app, on_took_of_list);
    note_list(app, "begun", 0);
    app->saving.walk = list_walk_start(&walk);
    return CHANGED_BOTTOM;
}

/* How many there are in the list; false while that is not known. */
static bool count_list(const struct app *app, uint64_t *count)
{
    const struct recording_list *list = &app->view->list;
    const struct agent_summary *agent = account_agent_by_number(app->account, app->view->agent);
    bool is_narrowed = list_query_is_narrowed(&list->shown);
    if (is_narrowed)
        *count = list->count;
    else
        *count = agent != NULL ? agent->recordings : app->agents.totals.recordings;
    return !is_narrowed || list_is_counted(list);
}

static void all_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    uint64_t count;
    bool has_all = app_has_all(app, &app->view->list.shown), is_counted = count_list(app, &count);
    if (!is_counted)
        snprintf(text, APP_QUESTION_SIZE, "%s",
                 has_all
                     ? tr("Save the audio of all recordings in this list as files?")
                     : tr("Save the audio of all recordings in this list as files, of what is here so far?"));
    else if (has_all)
        text_count(text, APP_QUESTION_SIZE, count, "Save the audio of %s recording in this list as a file?",
                   "Save the audio of %s recordings in this list as files?");
    else
        text_count(text, APP_QUESTION_SIZE, count,
                   "Save the audio of %s recording in this list as a file, of what is here so far?",
                   "Save the audio of %s recordings in this list as files, of what is here so far?");
}

static unsigned ask_now(struct app *app)
{
    return app_ask(app, app->saving.question);
}

static unsigned ask(struct app *app, const struct app_prompt *prompt, const struct list_query *query,
                    bool elsewhere)
{
    const char *why = refusal(app, false, elsewhere);
    if (why == NULL && app->saving.list != NULL)
        why = tr("another list is being saved: wait until it is, or stop it");
    if (why == NULL && app->bundling.is_sought)
        why = tr("the recordings of a list are being collected");
    if (why != NULL)
        return app_say(app, ACCOUNT_INFORMATION, "%s", why);
    app->saving.query = *query;
    app->saving.question = prompt;
    return browse_with_purpose(app, ask_now);
}

unsigned browse_ask_save_all(struct app *app)
{
    static const struct app_prompt prompt = {.question = all_question, .accept = save_all};
    return ask(app, &prompt, &app->view->list.shown, false);
}

static uint64_t count_marked(const struct app *app)
{
    uint64_t count = 0;
    const struct notes *notes = account_notes(app->account);
    for (size_t i = 0; notes != NULL && i < notes_table(notes)->count; i++)
        count += notes_table(notes)->notes[i].is_marked;
    return count;
}

static void marked_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    uint64_t count = count_marked(app);
    text_count(text, APP_QUESTION_SIZE, count,
               "Save the audio of the %s marked recording, also if it is not in this list?",
               "Save the audio of all %s marked recordings, also those not in this list?");
}

unsigned browse_ask_save_marked(struct app *app)
{
    static const struct app_prompt prompt = {.question = marked_question, .accept = save_all};
    if (count_marked(app) == 0)
        return app_say(app, ACCOUNT_INFORMATION, tr("no recording is marked"));
    struct list_query query = {.agent = PAGE_ALL_AGENTS};
    filter_parse(&query.filter, "mark:yes", timestamp_now(), app->utc, NULL);
    return ask(app, &prompt, &query, true);
}

/* Of all that is being saved. */
static struct saver_counts count_all(const struct app *app)
{
    const struct saver *savers[] = {app->saving.one, app->saving.list};
    struct saver_counts sum = {.total = 0};
    for (size_t i = 0; i < sizeof savers / sizeof *savers; i++) {
        if (savers[i] == NULL)
            continue;
        const struct saver_counts counts = saver_counts(savers[i]);
        sum.total += counts.total;
        sum.saved += counts.saved;
        sum.same += counts.same;
        sum.failed += counts.failed;
        sum.bytes += counts.bytes;
    }
    return sum;
}

/* "saving: 3 of 120 recordings, 4.1 MB" until the next key. */
static unsigned note_progress(struct app *app)
{
    const struct saver_counts counts = count_all(app);
    char done[TEXT_NUMBER_SIZE], total[TEXT_NUMBER_SIZE], size[TEXT_NUMBER_SIZE];
    uint64_t now = uv_now(&app->loop);
    bool is_early = app->saving.noted_at != 0 && now < app->saving.noted_at + NOTE_PACE;
    if (is_early || app->asking != NULL)
        return CHANGED_NOTHING;
    app->saving.noted_at = now;
    return app_note(
        app,
        tr_count("saving: %s of %s recording, %s MB", "saving: %s of %s recordings, %s MB", counts.total),
        text_number(done, counts.saved + counts.same + counts.failed), text_number(total, counts.total),
        text_decimal(size, (double)counts.bytes / 1e6));
}

/* ", below ~/Recordings": what the name of each file has before its first part in braces. */
static void below(char text[BROWSE_PATH_SIZE], const struct app *app)
{
    char *folder = recording_name_folder(config_save_template(app->options->config));
    char shown[BROWSE_PATH_SIZE];
    text[0] = '\0';
    if (*folder)
        text_form(text, BROWSE_PATH_SIZE, tr(", below %s"), browse_path_show(shown, folder));
    free(folder);
}

/* What is to be known of some of those that are there. */
static void remark(char text[REMARKS_SIZE], const struct saver_counts *counts)
{
    size_t length = 0;
    const struct {
        size_t count;
        const char *words;
    } remarks[] = {
        {counts->unproved, tr("; of %s the server did not say whether that is all")},
        {counts->held, tr("; %s from the copy that is on hold")},
        {counts->damaged, tr("; of %s the copy that is on hold is damaged")},
    };
    text[0] = '\0';
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if (remarks[i].count > 0)
            length += strlen(
                text_form_number(text + length, REMARKS_SIZE - length, remarks[i].words, remarks[i].count));
}

/* "; 117 not tried: cannot write (…)"; "" if none was left out. The caller frees. */
static char *remark_untried(const struct saver *saver)
{
    char count[TEXT_NUMBER_SIZE];
    const struct failure *given_up = saver_given_up(saver);
    if (given_up == NULL)
        return memory_text("");
    return memory_format(tr("; %s not tried: %s"), text_number(count, saver_untried(saver)), given_up->what);
}

/* What became of all of them. */
static unsigned say_end(struct app *app, const struct saver *saver)
{
    const struct saver_counts counts = saver_counts(saver);
    bool is_broken = saver == app->saving.list && app->saving.is_broken;
    char size[TEXT_NUMBER_SIZE], saved[TEXT_NUMBER_SIZE], same[64] = "", failed[64] = "";
    char remarks[REMARKS_SIZE];
    char place[BROWSE_PATH_SIZE] = "";
    if (counts.saved + counts.same > 0)
        below(place, app);
    if (counts.same > 0)
        snprintf(same, sizeof same, tr(", %zu there already"), counts.same);
    if (counts.failed > 0)
        snprintf(failed, sizeof failed, tr(", %zu failed"), counts.failed);
    remark(remarks, &counts);
    char *untried = remark_untried(saver);
    app_say(app, counts.failed > 0 || is_broken ? ACCOUNT_WARNING : ACCOUNT_INFORMATION,
            tr_count("saved %s recording%s%s, %s MB%s%s%s%s", "saved %s recordings%s%s, %s MB%s%s%s%s",
                     counts.saved),
            text_number(saved, counts.saved), same, failed, text_decimal(size, (double)counts.bytes / 1e6),
            place, remarks, is_broken ? tr("; the list could not be read to its end") : "", untried);
    free(untried);
    return CHANGED_BOTTOM;
}

/* What was begun ends in the log. */
static void close_one(struct app *app)
{
    const struct saver_counts counts = saver_counts(app->saving.one);
    size_t told = counts.saved + counts.same + counts.failed;
    if (told < counts.total)
        note_stopped(app, counts.total - told);
    saver_close(&app->saving.one);
}

static void close_list(struct app *app)
{
    struct saver_counts counts = saver_counts(app->saving.list);
    bool is_stopped = app->saving.walk != NULL || !saver_is_done(app->saving.list);
    counts.total += app->saving.is_broken; /* one at least was not read */
    note_list(app, account_saved_result(&counts, is_stopped), counts.saved + counts.same);
    list_walk_stop(&app->saving.walk);
    saver_close(&app->saving.list);
    app->saving.is_broken = false;
}

/* True if it goes on. */
static bool turn_one(struct app *app)
{
    saver_turn(app->saving.one);
    if (!saver_is_done(app->saving.one))
        return true;
    if (saver_given_up(app->saving.one) != NULL)
        app->dirty |= say_end(app, app->saving.one);
    close_one(app);
    return false;
}

static bool turn_list(struct app *app)
{
    saver_turn(app->saving.list);
    if (app->saving.walk != NULL || !saver_is_done(app->saving.list))
        return true;
    app->dirty |= say_end(app, app->saving.list);
    close_list(app);
    return false;
}

unsigned browse_save_go_on(struct app *app)
{
    bool has_one = app->saving.one != NULL && turn_one(app);
    bool has_list = app->saving.list != NULL && turn_list(app);
    return has_one || has_list ? note_progress(app) : CHANGED_NOTHING;
}

bool browse_save_stop(struct app *app, unsigned *changes)
{
    if (app->saving.one == NULL && app->saving.list == NULL)
        return false;
    const struct saver_counts counts = count_all(app);
    browse_save_close(app);
    *changes |= app_say(app, ACCOUNT_INFORMATION, tr("stopped saving: %zu of %zu are saved"),
                        counts.saved + counts.same, counts.total);
    return true;
}

void browse_save_close(struct app *app)
{
    if (app->saving.one != NULL)
        close_one(app);
    if (app->saving.list != NULL)
        close_list(app);
}

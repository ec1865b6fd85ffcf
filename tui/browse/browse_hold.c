#include "tui/browse/browse_hold.h"

#include "model/hold/hold_end.h"
#include "model/recording/recording_copy.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/words/moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RETRIES = 3 };

const struct hold *browse_hold_of(const struct app *app, const struct listed_recording *row)
{
    const struct holds *holds = account_holds(app->account);
    if (holds == NULL || holds_table(holds)->count == 0)
        return NULL;
    return holds_find(holds, row->recording.queue_call_id, recording_file(&row->recording));
}

bool browse_holds_are_coming(const struct app *app)
{
    const struct holds *holds = account_holds(app->account);
    return holds != NULL && !holds_is_read(holds) && holds_is_busy(holds);
}

void browse_hold_was_read(struct app *app, int64_t call, const char *file)
{
    struct holds *holds = account_holds(app->account);
    if (holds != NULL && holds_find(holds, call, file) != NULL)
        holds_look(holds);
}

bool browse_hold_has_audio(const struct app *app, const struct listed_recording *row)
{
    const struct holds *holds = account_holds(app->account);
    const struct hold *hold = row != NULL ? browse_hold_of(app, row) : NULL;
    if (row != NULL || holds == NULL)
        return hold != NULL && hold->audio != NULL;
    for (size_t i = 0; i < holds_table(holds)->count; i++)
        if (holds_table(holds)->holds[i].audio != NULL)
            return true;
    return false;
}

static void forget(struct app_holding *holding)
{
    holding->is_mending = false;
    free(holding->recording);
    free(holding->agent);
    holding->recording = NULL;
    holding->agent = NULL;
}

/* What is asked about, which the selection may leave meanwhile. */
static void remember(struct app *app, const struct listed_recording *row)
{
    char agent[AGENT_REFERENCE_SIZE];
    account_agent_reference(app->account, row->agent, agent);
    forget(&app->holding);
    app->holding.recording = recording_copy(&row->recording);
    app->holding.agent = memory_text(agent);
}

static unsigned accept_end(struct app *app)
{
    struct failure failure;
    const struct app_holding *holding = &app->holding;
    struct hold hold = {
        .recording = holding->recording,
        .agent = holding->agent,
        .reason = holding->reason.text,
        .by = "",
        .held_at = timestamp_now(),
    };
    if (!hold_end_parse(&hold.until, holding->end.text, hold.held_at, app->utc, &failure))
        return app_refuse(app, "%s; %s", failure.what, failure.advice);
    holds_put(account_holds(app->account), &hold);
    return app_prompt_leave(app);
}

static const char *end_reading(const struct app *app, char text[VIEW_READING_SIZE])
{
    char moment[MOMENT_SIZE];
    int64_t until;
    bool utc = app->utc;
    struct failure failure;
    text[0] = '\0';
    if (!hold_end_parse(&until, app->holding.end.text, timestamp_now(), utc, &failure) ||
        until == TIMESTAMP_NONE)
        return text;
    bool is_day = moment_day_begin(until, utc, 0) == until;
    int64_t begin = is_day ? moment_day_begin(until - 1, utc, 0) : until - 60 * TIMESTAMP_SECOND;
    snprintf(text, VIEW_READING_SIZE, tr("until %s"), moment_period(moment, begin, until, utc));
    return text;
}

static unsigned accept_reason(struct app *app)
{
    static const struct app_prompt prompt = {
        .sign = "!",
        .hint = N_("until which day: 31 Jan, next friday, 3 months; Enter alone: until it is released"),
        .reading = end_reading,
        .accept = accept_end,
    };
    if (strspn(app->holding.reason.text, " ") == app->holding.reason.length) {
        return app_prompt_leave(app) |
               app_say(app, ACCOUNT_INFORMATION, tr("nothing is held without a reason"));
    }
    prompt_start(&app->holding.end, "");
    return app_prompt_open(app, &prompt, &app->holding.end);
}

/* Of what is asked about; NULL if it is not held any more. */
static const struct hold *asked_hold(const struct app *app)
{
    const struct recording *recording = app->holding.recording;
    return holds_find(account_holds(app->account), recording->queue_call_id, recording_file(recording));
}

static unsigned release(struct app *app)
{
    const struct hold *hold = asked_hold(app);
    if (hold != NULL)
        holds_release(account_holds(app->account), hold);
    return app_prompt_leave(app);
}

static void release_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    const struct hold *hold = asked_hold(app);
    if (hold != NULL && hold->is_gone)
        snprintf(text, APP_QUESTION_SIZE,
                 tr("Release it? The server no longer has it: recording, notes and audio are deleted."));
    else
        snprintf(text, APP_QUESTION_SIZE,
                 tr("Release it? For all its reasons; the audio that was kept for it is deleted."));
}

/* The server has what its copy was, which is damaged. */
static bool is_mendable(const struct app *app, const struct hold *hold)
{
    return hold->audio_is_damaged && !hold->is_gone && !app->options->account.offline;
}

/* What was tried in this session is tried anew. */
static unsigned mend(struct app *app)
{
    hold_saver_close(&app->holding.saver);
    app->holding.is_mending = true;
    return app_say(app, ACCOUNT_INFORMATION, tr("asking the server for the audio of call %lld again"),
                   (long long)app->holding.recording->queue_call_id) |
           browse_holds_changed(app);
}

static void damage_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    (void)app;
    snprintf(text, APP_QUESTION_SIZE, "%s",
             tr("The copy of its audio is damaged:  m mends it from the server  r releases it"));
}

static unsigned mend_or_release(struct app *app, key_code key)
{
    return key == 'm' ? mend(app) : key == 'r' ? release(app) : CHANGED_NOTHING;
}

static unsigned ask_of_hold(struct app *app, const struct hold *hold)
{
    static const struct app_prompt releasing = {.question = release_question, .accept = release},
                                   damaged = {.question = damage_question, .choose = mend_or_release};
    const struct app_prompt *question = is_mendable(app, hold) ? &damaged : &releasing;
    holds_look(account_holds(app->account)); /* whether its copy is as it was */
    return app_ask(app, question);
}

static unsigned ask(struct app *app, const struct listed_recording *row)
{
    static const struct app_prompt reason = {
        .sign = "!",
        .hint = N_("why it is to be kept, such as the number of the case"),
        .accept = accept_reason,
    };
    const struct hold *hold = browse_hold_of(app, row);
    remember(app, row);
    if (hold != NULL)
        return ask_of_hold(app, hold);
    prompt_start(&app->holding.reason, "");
    return app_prompt_open(app, &reason, &app->holding.reason);
}

unsigned browse_hold(struct app *app)
{
    const struct listed_recording *row = app_selected(app);
    if (account_holds(app->account) == NULL)
        return app_say(app, ACCOUNT_INFORMATION,
                       tr("with --no-archive nothing is kept, and nothing can be held"));
    if (row == NULL)
        return app_say(app, ACCOUNT_INFORMATION, tr("no recording is selected"));
    if (row->recording.queue_call_id == RECORDING_NO_NUMBER)
        return app_say(app, ACCOUNT_INFORMATION,
                       tr("a recording without the number of a call cannot be held"));
    return ask(app, row);
}

static void on_took(void *context, const struct saver_result *result)
{
    struct app *app = context;
    const long long call = result->recording->queue_call_id;
    if (result->outcome == KEPT_FAILED)
        app->dirty |= app_say(
            app, ACCOUNT_WARNING,
            tr("call %lld is on hold, but without its audio: %s; it is tried again at the next start"), call,
            result->failure->what);
    else
        app->dirty |= app_say(app, ACCOUNT_INFORMATION, tr("call %lld is on hold, with its audio (%.1f MB)"),
                              call, (double)result->bytes / 1e6);
}

/* Whether some of it lacks audio that can be asked for. */
static bool lacks_audio(const struct app *app)
{
    const struct hold_table *table = holds_table(account_holds(app->account));
    for (size_t i = 0; i < table->count; i++)
        if (hold_lacks_audio(&table->holds[i]))
            return true;
    return false;
}

static void say_mended(struct app *app)
{
    const struct hold *hold = asked_hold(app);
    if (hold == NULL || hold_lacks_audio(hold))
        return;
    app->holding.is_mending = false;
    app->dirty |= app_say(app, ACCOUNT_INFORMATION, tr("call %lld is on hold, with its audio (%.1f MB)"),
                          (long long)hold->recording->queue_call_id, (double)hold->audio_size / 1e6);
}

unsigned browse_holds_changed(struct app *app)
{
    const struct holds *holds = account_holds(app->account);
    if (holds != NULL && app->holding.is_mending)
        say_mended(app);
    if (holds == NULL || app->options->account.offline || !lacks_audio(app))
        return CHANGED_LIST | CHANGED_DETAILS;
    if (app->holding.saver == NULL && account_audio(app->account) != NULL)
        app->holding.saver = hold_saver_open(&(struct hold_saver_options){
            .loop = &app->loop,
            .audio = account_audio(app->account),
            .holds = account_holds(app->account),
            .retries = RETRIES,
            .took = on_took,
            .context = app,
        });
    if (app->holding.saver != NULL)
        hold_saver_add(app->holding.saver);
    return CHANGED_LIST | CHANGED_DETAILS;
}

void browse_hold_go_on(struct app *app)
{
    if (app->holding.saver != NULL)
        hold_saver_turn(app->holding.saver);
}

void browse_hold_close(struct app *app)
{
    hold_saver_close(&app->holding.saver);
    forget(&app->holding);
}

#include "model/account/account.h"

#include "model/account/account_audit.h"
#include "model/account/account_fetch.h"
#include "model/account/account_holds.h"
#include "model/account/account_http.h"
#include "model/account/account_notes.h"
#include "model/account/account_state.h"
#include "model/account/archive_opening.h"
#include "model/account/fetch_progress.h"
#include "model/account/schedule.h"
#include "model/archive/writer.h"
#include "model/archive/writer_report.h"
#include "model/archive/writer_thread.h"
#include "model/time/timestamp.h"
#include "net/api/api.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/http/proxy.h"

#include <stdlib.h>

#define SECOND_MS 1000

static void on_filed(void *context, const struct writer_report *report)
{
    struct account *account = context;
    account_archive_went_well(&account->archive);
    retention_note(&account->retention, report->oldest);
    account_known_take_traits(&account->known, &report->traits);
    fetch_slots_take_report(&account->slots, report);
    fetch_progress_show(&account->report.status, &account->roster, &account->slots,
                        &account->known.chronology, account->opened);
    if (!account->connection.refusal.accepted) { /* it was none: others need not wait any more */
        connection_mind_refusal(&account->connection, NULL);
        report_due(&account->report, 0);
    }
    if (report->ended && account->notes)
        notes_look(account->notes);
    if (report->ended && account->holds)
        holds_look(account->holds);
    if (report->rows_changed)
        queries_archive_changed(account->archive.queries);
    report_changed(&account->report, ACCOUNT_CONNECTION | (report->rows_changed ? ACCOUNT_ROWS : 0));
}

static void on_agents(void *context, const struct writer_agents *agents)
{
    struct account *account = context;
    listing_filed(&account->listing, agents);
    look_budget_note_spent(&account->looks, agents->spent_up_to);
    roster_update(&account->roster, agents->agents, agents->count);
    if (agents->all) {
        roster_note_merged(&account->roster, agents->merged, agents->merged_count);
        roster_keep(&account->roster, agents->agents, agents->count);
        account->refresh.watched = roster_merged_agent(&account->roster, account->refresh.watched);
        account->opened = roster_merged_agent(&account->roster, account->opened);
    }
    if (account->fetches_all)
        account_fetch_all(account);
    report_due(&account->report, ACCOUNT_ROSTER);
}

static void on_writing_failed(void *context, const struct failure *failure)
{
    struct account *account = context;
    account->listing.filing = 0;
    for (size_t i = 0; i < account->roster.count; i++)
        account->roster.agents[i]->forgetting = false;
    fetch_slots_fail(&account->slots, failure);
    retention_failed(&account->retention, failure);
    account->purge_noted = 0;
    account_archive_failed(&account->archive, failure);
}

static void on_drained(void *context)
{
    fetch_slots_resume(&((struct account *)context)->slots);
}

/* Of each part, so that what is deleted is told though the rest never is. */
static void note_purge(struct account *account, const struct writer_purge *purge)
{
    char before[TIMESTAMP_TEXT_SIZE];
    const struct audit_entry entry = {
        .action = "purge",
        .recordings = (int64_t)(purge->expired - account->purge_noted),
        .started_before = timestamp_utc_text(before, purge->before),
        .result = account->options.keep_old ? "done" : "the retention was reached",
    };
    if (!purge->dry_run && entry.recordings > 0)
        account_note(account, purge->agent, &entry);
    account->purge_noted = purge->done ? 0 : purge->expired;
}

static void on_purged(void *context, const struct writer_purge *purge)
{
    struct account *account = context;
    if (!purge->call)
        note_purge(account, purge);
    if (account->report.is_closed)
        return;
    if (purge->call)
        report_due(&account->report, purge->expired ? ACCOUNT_ROSTER | ACCOUNT_ROWS : 0);
    else
        retention_purged(&account->retention, purge);
}

static void on_waiting(void *context)
{
    account_archive_waits(&((struct account *)context)->archive);
}

static bool open_archive(struct account *account, struct archive_opening *opening, struct failure *failure)
{
    if (!account_archive_open(&account->archive, opening, failure))
        return false;
    account_holds_take(account, opening);
    account->known.traits = opening->traits;
    account->listing.listed_at = opening->listed_at;
    look_budget_note_spent(&account->looks, opening->spent_up_to);
    roster_update(&account->roster, opening->agents, opening->agent_count);
    opening->agent_count = 0; /* their contents are the roster's now */
    account_archive_show(&account->archive, account->loop);
    return true;
}

/* Once, and in the top line for ever: what is sent so can be read on its way. */
static void warn_of_plain_http(struct account *account)
{
    account->report.status.is_plain = !account->options.offline && proxy_is_plain(account->base);
    if (account->report.status.is_plain)
        report_say(
            &account->report, ACCOUNT_WARNING,
            N_("The address begins with http://: the secret and all recordings can be read on their way. Use"
               " https:// if the server has it."));
}

/* Once: every answer may call for it. */
static void on_remark(void *context, const char *text)
{
    struct account *account = context;
    if (!account->has_remarked)
        report_say(&account->report, ACCOUNT_WARNING, "%s", text);
    account->has_remarked = true;
}

static bool open_http(struct account *account, struct failure *failure)
{
    const struct http_options options = {
        .remark = on_remark,
        .remark_context = account,
        .connections = FETCH_SLOTS + 2, /* the agents', and one for audio */
    };
    if (account->options.offline)
        return true;
    account->http = account_http_open(account->loop, account->config, account->base, &options, failure);
    account->connection.http = account->listing.http = account->http;
    return account->http != NULL;
}

static void account_free(struct account *account)
{
    account_archive_clear(&account->archive);
    account_holds_clear(account);
    roster_clear(&account->roster);
    chronology_clear(&account->known.chronology);
    free(account->label);
    free(account->base);
    free(account);
}

static void on_all_closed(void *context)
{
    struct account *account = context;
    void (*closed)(void *context) = account->closed;
    void *closed_context = account->closed_context;
    account_free(account);
    closed(closed_context);
}

static void close_audit(void *context)
{
    struct account *account = context;
    struct audit_log *closing =
        account->audit; /* which is there until all is written, see account_finish_notes */
    audit_log_close(&closing, on_all_closed, account);
}

static void close_part(void *context)
{
    struct account *account = context;
    if (--account->closing)
        return;
    if (account->notes) /* nobody has anything more to tell them */
        notes_close(&account->notes, close_audit, account);
    else
        close_audit(account);
}

static void on_timer_closed(uv_handle_t *handle)
{
    close_part(handle->data);
}

/* What each part has to know of the others. */
static void connect_parts(struct account *account)
{
    struct report *report = &account->report;
    const struct account_options *options = &account->options;
    account->archive =
        (struct account_archive){.report = report, .roster = &account->roster, .options = options};
    account->connection = (struct connection){.report = report, .options = options};
    account->listing = (struct listing){
        .config = account->config,
        .connection = &account->connection,
        .roster = &account->roster,
        .archive = &account->archive,
        .base = account->base,
    };
    account->known = (struct account_known){.config = account->config, .opened = timestamp_now()};
    account->looks = (struct look_budget){.archive = &account->archive, .options = options};
    account->retention = (struct retention){
        .config = account->config,
        .report = report,
        .roster = &account->roster,
        .slots = &account->slots,
        .archive = &account->archive,
    };
    account->refresh = (struct refresh){.listing = &account->listing, .slots = &account->slots};
    if (options->live && !options->offline)
        account->refresh.pace = (uint64_t)account->config->refresh_seconds * SECOND_MS;
}

static void open_parts(struct account *account)
{
    report_open(&account->report, account->loop, schedule_turn);
    account->report.turn.data = account;
    connection_open(&account->connection, account->loop);
    account->retention.is_off = account->options.keep_old || account->archive.is_read_only;
    retention_open(&account->retention, account->loop);
    refresh_open(&account->refresh, account->loop);
    warn_of_plain_http(account);
}

struct archive_opening *account_open_ahead(const struct config *config, const struct account_options *options)
{
    struct failure ignored; /* it is told when the account is opened */
    char *base = api_base(config->url, &ignored);
    struct archive_opening *opening = base ? archive_opening_new(config, options, base, &ignored) : NULL;
    if (opening)
        archive_opening_begin(opening);
    free(base);
    return opening;
}

struct account *account_open(uv_loop_t *loop, const struct config *config,
                             const struct account_options *options, const struct account_events *events,
                             struct archive_opening *ahead, struct failure *failure)
{
    struct account *account = memory_new(sizeof *account);
    struct account_status *status = &account->report.status;
    account->loop = loop;
    account->config = config;
    account->options = *options;
    account->report.listener = *events;
    status->fetched_share = -1;
    status->connection = options->offline ? CONNECTION_NONE : CONNECTION_STARTING;
    status->last_success = status->retry_at = status->reached = TIMESTAMP_NONE;
    account->base = api_base(config->url, failure);
    if (account->base)
        status->label = account->label = api_account_label(account->base);
    connect_parts(account);
    if (account->base && !ahead)
        ahead = archive_opening_new(config, options, account->base, failure);
    if (ahead && open_archive(account, ahead, failure)) {
        open_parts(account);
        return account;
    }
    account_free(account);
    return NULL;
}

bool account_start(struct account *account, struct failure *failure)
{
    const struct writer_events events = {on_filed,   on_agents, on_writing_failed, on_drained, on_purged,
                                         on_waiting, account};
    struct archive_opening *opening = account->archive.opening;
    if (!archive_opening_finish(opening, &account->known.chronology, failure) || !open_http(account, failure))
        return false;
    account_notes_open(account, opening->writer);
    account_holds_open(account, opening->writer);
    account_archive_start(&account->archive, account->loop, &events);
    if (!account->archive.is_read_only)
        listing_add_configured(&account->listing);
    account->is_started = true;
    report_due(&account->report, 0);
    return true;
}

/* Nobody has anything more to do for what was on hold. */
static void close_parts(void *context)
{
    struct account *account = context;
    uv_timer_t *timers[] = {&account->report.turn, &account->connection.retry, &account->retention.timer,
                            &account->refresh.timer};
    const size_t count = sizeof timers / sizeof *timers;
    listing_cancel(&account->listing);
    fetch_slots_cancel(&account->slots, 0);
    account->closing = count + account_archive_close(&account->archive, close_part, account);
    for (size_t i = 0; i < count; i++) {
        timers[i]->data = account;
        uv_close((uv_handle_t *)timers[i], on_timer_closed);
    }
    if (account->http) {
        account->closing++;
        http_close(&account->http, close_part, account);
    }
}

void account_close(struct account **account, void (*closed)(void *context), void *context)
{
    struct account *closing = *account;
    *account = NULL;
    closing->report.is_closed = true;
    closing->closed = closed;
    closing->closed_context = context;
    deck_close(&closing->deck);
    audio_close(&closing->audio);
    if (closing->holds)
        holds_close(&closing->holds, close_parts, closing);
    else
        close_parts(closing);
}

const struct account_status *account_status(const struct account *account)
{
    return &account->report.status;
}

int64_t account_listed_at(const struct account *account)
{
    return account->listing.listed_at;
}

size_t account_agent_count(const struct account *account)
{
    return account->roster.count;
}

const struct agent_summary *account_agent(const struct account *account, size_t index)
{
    return &account->roster.agents[index]->summary;
}

const struct agent_summary *account_agent_by_number(const struct account *account, int64_t agent)
{
    const struct roster_agent *found = roster_find(&account->roster, agent);
    return found ? &found->summary : NULL;
}

const char *account_agent_reference(const struct account *account, int64_t agent,
                                    char buffer[AGENT_REFERENCE_SIZE])
{
    const struct agent_summary *summary = account_agent_by_number(account, agent);
    buffer[0] = '\0';
    return summary ? agent_reference_text(buffer, AGENT_REFERENCE_SIZE, &summary->reference) : buffer;
}

int64_t account_find_agent(const struct account *account, const struct agent_reference *reference)
{
    const struct roster_agent *found = roster_find_reference(&account->roster, reference);
    return found ? found->filed.agent : 0;
}

void account_add_agent(struct account *account, const struct agent_reference *reference)
{
    listing_add(&account->listing, reference);
}

void account_purge(struct account *account, int64_t agent, int64_t before, bool dry_run)
{
    retention_purge(&account->retention, agent, before, dry_run);
}

void account_watch(struct account *account, int64_t agent)
{
    account->refresh.watched = agent;
    queries_expect_search(account->archive.queries);
}

void account_give_way(struct account *account, bool gives_way)
{
    if (account->gives_way == gives_way)
        return;
    account->gives_way = gives_way;
    schedule_hold_back(account);
}

static void on_deck(void *context)
{
    report_changed(&((struct account *)context)->report, ACCOUNT_AUDIO);
}

static void on_call_left(void *context, int64_t call, const char *file, int64_t heard_ms)
{
    const struct audit_entry entry = {.action = "play", .call = call, .file = file, .heard_ms = heard_ms};
    struct account *account = context;
    if (heard_ms <= 0)
        return;
    account_note(account, 0, &entry);
    if (account->notes)
        notes_hear(account->notes, call);
}

static void on_audio(void *context, int64_t call)
{
    struct account *account = context;
    if (account->deck)
        deck_audio_changed(account->deck, call);
    if (audio_is_arriving(account->audio) != account->audio_arrives)
        report_due(&account->report, 0); /* histories wait for it, or have waited */
    report_changed(&account->report, ACCOUNT_AUDIO);
}

struct audio *account_audio(struct account *account)
{
    const struct audio_options options = {
        .loop = account->loop,
        .http = account->http,
        .base = account->base,
        .held = account->holds_folder,
        .memory = (uint64_t)account->config->audio_memory,
        .changed = on_audio,
        .context = account,
    };
    if (!account->audio && account->is_started && (account->http || account->holds_folder))
        account->audio = audio_open(&options);
    return account->audio;
}

struct deck *account_deck(struct account *account)
{
    struct deck_options options = {
        .loop = account->loop,
        .audio = account_audio(account),
        .account = account->base,
        .command = account->config->audio_player,
        .changed = on_deck,
        .left = on_call_left,
        .context = account,
    };
    if (account->deck || !options.audio)
        return account->deck;
    char *path = account->options.no_archive ? NULL : folders_path(FOLDERS_STATE, "heard");
    options.heard_path = path;
    if (options.command)
        config_may_run(account->config, "player", &options.refusal);
    account->deck = deck_open(&options);
    free(path);
    return account->deck;
}

struct queries *account_queries(const struct account *account)
{
    return account->archive.queries;
}

struct notes *account_notes(const struct account *account)
{
    return account->notes;
}

struct holds *account_holds(const struct account *account)
{
    return account->holds;
}

#include "model/account/account.h"

#include "model/account/account_state.h"
#include "model/archive/writer_report.h"
#include "model/archive/writer_thread.h"
#include "model/time/timestamp.h"
#include "net/api/api.h"
#include "net/base/memory.h"
#include "net/http/proxy.h"

#include <stdlib.h>
#include <string.h>

void account_on_agents(void *context, const struct writer_agents *agents)
{
    struct account *account = context;
    if (agents->put && account->agents_filed_pending)
        account->agents_filed_pending--;
    account->listed_at = agents->listed_at;
    look_budget_note_spent(&account->looks, agents->spent_up_to);
    roster_update(&account->roster, agents->agents, agents->count);
    if (agents->all) {
        roster_note_merged(&account->roster, agents->merged, agents->merged_count);
        roster_keep(&account->roster, agents->agents, agents->count);
        account->watched = roster_merged_agent(&account->roster, account->watched);
        account->opened = roster_merged_agent(&account->roster, account->opened);
    }
    account_welcome(account);
    report_due(&account->report, ACCOUNT_ROSTER);
}

static void add_configured_agents(struct account *account)
{
    size_t count = account->config->agent_count;
    if (!count || account->is_read_only)
        return;
    struct agent_entry *entries = memory_array(count, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        const char *name = account->config->agent_names[i];
        entries[i].reference = account->config->agents[i];
        entries[i].name = memory_text(name ? name : "");
    }
    account->agents_filed_pending++;
    writer_thread_put_agents(account->writer_thread, entries, count, TIMESTAMP_NONE, false);
}

/* Once, and in the top line for ever: what is sent so can be read on its way. */
static void warn_of_plain_http(struct account *account)
{
    account->report.status.is_plain = !account->offline && proxy_is_plain(account->base);
    if (account->report.status.is_plain)
        report_say(
            &account->report, ACCOUNT_WARNING,
            "The address begins with http://: the secret and all recordings can be read on their way. Use"
            " https:// if the server has it.");
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
    struct http_options options = {
        .server = account->base,
        .secret = account->config->secret,
        .ca_file = account->config->ca_file,
        .pin = account->config->pin,
        .proxy_may_know = account->config->http_proxy_secret,
        .remark = on_remark,
        .remark_context = account,
        .connections = FETCH_SLOTS + 2, /* the agents', and one for audio */
    };
    if (account->offline)
        return true;
    char *proxy = proxy_find(account->base);
    options.proxy = proxy;
    account->http = http_open(account->loop, &options, failure);
    free(proxy);
    return account->http != NULL;
}

static void account_free(struct account *account)
{
    roster_clear(&account->roster);
    chronology_clear(&account->known.chronology);
    free(account->path);
    free(account->label);
    free(account->base);
    free(account);
}

static void close_part(void *context)
{
    struct account *account = context;
    if (--account->closing)
        return;
    void (*closed)(void *context) = account->closed;
    void *closed_context = account->closed_context;
    account_archive_closed(account);
    account_free(account);
    closed(closed_context);
}

static void on_timer_closed(uv_handle_t *handle)
{
    close_part(handle->data);
}

static void nothing(void *context)
{
    (void)context;
}

struct account *account_open(uv_loop_t *loop, const struct config *config,
                             const struct account_options *options, const struct account_events *events,
                             struct failure *failure)
{
    struct account *account = memory_new(sizeof *account);
    account->loop = loop;
    account->config = config;
    account->report.listener = *events;
    account->offline = options->offline;
    account->in_order = options->in_order;
    account->live = options->live;
    account->keep_old = options->keep_old;
    account->retries = options->retries;
    account->known.config = config;
    account->known.opened = timestamp_now();
    account->looks.is_of_command = !options->live;
    account->report.status.fetched_share = -1;
    account->report.status.connection = options->offline ? CONNECTION_NONE : CONNECTION_STARTING;
    account->report.status.last_success = account->report.status.retry_at = account->report.status.reached =
        TIMESTAMP_NONE;
    account->base = api_base(config->url, failure);
    if (account->base) {
        account->label = api_account_label(account->base);
        account->report.status.label = account->label;
    }
    if (account->base && open_http(account, failure) &&
        account_archive_open(account, options->no_archive, failure)) {
        account_live_open(account);
        warn_of_plain_http(account);
        add_configured_agents(account);
        account_purge_open(account);
        return account;
    }
    if (account->http)
        http_close(&account->http, nothing, NULL);
    uv_run(loop, UV_RUN_NOWAIT);
    account_archive_closed(account);
    account_free(account);
    return NULL;
}

void account_close(struct account **account, void (*closed)(void *context), void *context)
{
    struct account *closing = *account;
    *account = NULL;
    closing->report.is_closed = true;
    closing->closed = closed;
    closing->closed_context = context;
    closing->closing = (closing->http ? 7 : 6) + (closing->checker != NULL);
    roster_fetch_cancel(&closing->roster_fetch);
    fetch_slots_cancel(&closing->slots, 0);
    account_live_close(closing, on_timer_closed);
    writer_thread_stop(&closing->writer_thread, close_part, closing);
    queries_close(&closing->queries, close_part, closing);
    if (closing->checker)
        archive_checker_stop(&closing->checker, close_part, closing);
    audio_close(&closing->audio);
    if (closing->http)
        http_close(&closing->http, close_part, closing);
}

const struct account_status *account_status(const struct account *account)
{
    return &account->report.status;
}

int64_t account_listed_at(const struct account *account)
{
    return account->listed_at;
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

int64_t account_find_agent(const struct account *account, const struct agent_reference *reference)
{
    const struct roster_agent *found = roster_find_reference(&account->roster, reference);
    return found ? found->filed.agent : 0;
}

void account_add_agent(struct account *account, const struct agent_reference *reference)
{
    struct agent_entry *entry = memory_new(sizeof *entry);
    entry->reference = *reference;
    entry->name = memory_text("");
    entry->is_named = true;
    account->agents_filed_pending++;
    writer_thread_put_agents(account->writer_thread, entry, 1, TIMESTAMP_NONE, false);
}

static void on_audio(void *context, int64_t call)
{
    (void)call;
    report_changed(&((struct account *)context)->report, ACCOUNT_AUDIO);
}

struct audio *account_audio(struct account *account)
{
    const struct audio_options options = {
        .loop = account->loop,
        .http = account->http,
        .base = account->base,
        .memory = (uint64_t)account->config->audio_memory,
        .changed = on_audio,
        .context = account,
    };
    if (!account->audio && account->http)
        account->audio = audio_open(&options);
    return account->audio;
}

void account_query_page(struct account *account, const struct page_request *request, query_page_done *done,
                        void *context)
{
    queries_page(account->queries, request, done, context);
}

void account_query_count(struct account *account, const struct list_query *query, query_count_done *done,
                         void *context)
{
    queries_count(account->queries, query, done, context);
}

void account_query_caller(struct account *account, const char *caller, query_caller_done *done, void *context)
{
    queries_caller(account->queries, caller, done, context);
}

void account_query_summary(struct account *account, const struct list_query *query, query_summary_done *done,
                           void *context)
{
    queries_summary(account->queries, query, done, context);
}

void account_query_queue_names(struct account *account, query_names_done *done, void *context)
{
    queries_queue_names(account->queries, done, context);
}

void account_cancel_query(struct account *account, enum query_slot slot)
{
    queries_cancel(account->queries, slot);
}

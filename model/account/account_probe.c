#include "model/account/account_probe.h"

#include "model/account/account_http.h"
#include "model/fetch/roster_fetch.h"
#include "net/api/api.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdint.h>
#include <stdlib.h>

#define SECOND_MS 1000
#define ABOVE_ALL INT32_MAX /* ids of servers that keep them in 64 bits are above it: their answer is cut */

struct probing {
    struct account_probe *probe;
    const struct config *config;
    char *base; /* owned */
    unsigned limit_ms;
    uv_loop_t loop;
    uv_timer_t timer;
    struct http *http;
    struct roster_fetch *agents;      /* NULL when it is not under way */
    struct http_transfer *recordings; /* likewise */
};

static void finish(struct probing *probing)
{
    uv_close((uv_handle_t *)&probing->timer, NULL);
    http_close(&probing->http, NULL, NULL);
}

static void on_late(uv_timer_t *timer)
{
    struct probing *probing = timer->data;
    struct failure *failure = probing->agents ? &probing->probe->agents : &probing->probe->recordings;
    probing->probe->is_late = probing->agents != NULL;
    failure_set(failure, FAILURE_NETWORK, tr("the server or the network is slow: try again later"),
                tr("no whole answer within %u s"), probing->limit_ms / SECOND_MS);
    roster_fetch_cancel(&probing->agents);
    http_cancel(&probing->recordings);
    finish(probing);
}

/* Whatever comes is enough. */
static enum http_flow on_data(void *context, const struct http_head *head, const char *bytes, size_t length)
{
    (void)context;
    (void)head;
    (void)bytes;
    (void)length;
    return HTTP_STOP;
}

static void on_recordings(void *context, enum http_outcome outcome, const struct http_head *head,
                          const struct failure *failure)
{
    struct probing *probing = context;
    (void)head;
    probing->recordings = NULL;
    if (outcome == HTTP_FAILED)
        probing->probe->recordings = *failure;
    finish(probing);
}

/* One that the server lists, or else the configuration; NULL if nobody is known. */
static const struct agent_reference *any_agent(const struct probing *probing)
{
    if (probing->probe->count > 0)
        return &probing->probe->entries[0].reference;
    return probing->config->agent_count > 0 ? &probing->config->agents[0] : NULL;
}

static void ask_recordings(struct probing *probing)
{
    static const struct http_callbacks callbacks = {.on_data = on_data, .on_end = on_recordings};
    const struct agent_reference *agent = any_agent(probing);
    const struct failure *failure = &probing->probe->agents;
    bool may_answer = failure->kind == FAILURE_NONE || failure->status == 403 || failure->status == 404;
    if (!agent || !may_answer) {
        finish(probing);
        return;
    }
    probing->probe->asked_recordings = true;
    char *url = api_recordings_url(probing->base, agent->type, agent->identification, ABOVE_ALL);
    probing->recordings = http_get(probing->http, url, tr("an agent's recordings"), &callbacks, probing);
    free(url);
}

static void on_agents(void *context, const struct roster_listing *listing, const struct failure *failure)
{
    struct probing *probing = context;
    struct account_probe *probe = probing->probe;
    probing->agents = NULL;
    probe->head = listing->head;
    probe->entries = listing->entries;
    probe->count = listing->count;
    if (failure)
        probe->agents = *failure;
    ask_recordings(probing);
}

void account_probe_run(struct account_probe *probe, const struct config *config, unsigned limit_ms)
{
    /* What hangs is ended before the time is over, so that it is known where. */
    const struct http_options options = {
        .looks_at_certificate = true,
        .connect_timeout_ms = limit_ms / 2,
        .stall_timeout_s = limit_ms / 2 / SECOND_MS,
        .wait_timeout_s = limit_ms / 2 / SECOND_MS,
    };
    struct probing probing = {.probe = probe, .config = config, .limit_ms = limit_ms};
    *probe = (struct account_probe){.count = 0};
    probing.base = api_base(config->url, &probe->agents);
    if (uv_loop_init(&probing.loop) != 0)
        die("cannot start the event loop");
    if (probing.base)
        probing.http = account_http_open(&probing.loop, config, probing.base, &options, &probe->agents);
    if (probing.http) {
        uv_timer_init(&probing.loop, &probing.timer);
        probing.timer.data = &probing;
        uv_timer_start(&probing.timer, on_late, limit_ms, 0);
        probing.agents = roster_fetch_start(probing.http, probing.base, on_agents, &probing);
        uv_run(&probing.loop, UV_RUN_DEFAULT);
    }
    uv_loop_close(&probing.loop);
    free(probing.base);
}

void account_probe_clear(struct account_probe *probe)
{
    for (size_t i = 0; i < probe->count; i++)
        agent_entry_clear(&probe->entries[i]);
    free(probe->entries);
    *probe = (struct account_probe){.count = 0};
}

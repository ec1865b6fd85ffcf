#include "tui/command/doctor_server.h"

#include "model/account/account_probe.h"
#include "net/api/api.h"
#include "net/base/translate.h"
#include "net/http/proxy.h"
#include "tui/draw/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LIMIT_MS = 20000, SOON = 21 * 86400 /* seconds */, COUNT_SIZE = 64, DAY_SIZE = 16 };

/* The steps of the way, in their order. */
enum step { STEP_NAME, STEP_CONNECTION, STEP_TLS, STEP_LICENCE, STEP_AGENTS, STEPS };
static const char *const names[STEPS] = {"DNS", N_("connection"), "TLS", N_("licence"), N_("agents")};

struct way {
    struct findings *findings;
    struct account_probe probe;
    char *base;  /* owned, as is the next */
    char *proxy; /* NULL if there is none */
};

static void add_unchecked(struct findings *findings, enum step from, const char *remedy, const char *why)
{
    for (enum step step = from; step < STEPS; step++)
        findings_add(findings, names[step], FINDING_UNCHECKED, remedy, "%s", why);
}

static void add_name(const struct way *way)
{
    char place[90];
    if (way->proxy)
        findings_add(way->findings, names[STEP_NAME], FINDING_OK, "",
                     tr("asked through the proxy %s, which finds the server"),
                     proxy_place(place, sizeof place, way->proxy));
    else
        findings_add(way->findings, names[STEP_NAME], FINDING_OK, "", tr("the server is found"));
}

static void add_tls(const struct way *way)
{
    char day[DAY_SIZE] = "";
    struct tm parts;
    time_t end = (time_t)way->probe.head.certificate_end;
    bool is_known = end != 0 && localtime_r(&end, &parts) && strftime(day, sizeof day, "%Y-%m-%d", &parts);
    if (strncmp(way->base, "http:", 5) == 0) {
        bool is_plain = proxy_is_plain(way->base);
        findings_add(way->findings, names[STEP_TLS], is_plain ? FINDING_WARNING : FINDING_OK,
                     is_plain ? tr("use https:// if the server has it") : "",
                     is_plain
                         ? tr("the address begins with http://: the secret and all recordings can be read on "
                              "their way")
                         : tr("none, and none is needed: the server is this machine"));
    } else if (is_known && end - time(NULL) < SOON) {
        findings_add(way->findings, names[STEP_TLS], FINDING_WARNING,
                     tr("tell the server's administrator to renew it"), tr("the certificate ends on %s"),
                     day);
    } else {
        findings_add(way->findings, names[STEP_TLS], FINDING_OK, "",
                     is_known ? tr("the certificate is trusted, until %s") : tr("the certificate is trusted"),
                     day);
    }
}

/* What the server refuses, it refuses for the list of agents or for their recordings. */
static const struct failure *refusal_of(const struct account_probe *probe)
{
    if (probe->agents.status == 401)
        return &probe->agents;
    if (probe->recordings.kind == FAILURE_REFUSED || !probe->asked_recordings)
        return probe->recordings.kind != FAILURE_NONE ? &probe->recordings : &probe->agents;
    return &probe->recordings;
}

static void add_licence(const struct way *way)
{
    const struct account_probe *probe = &way->probe;
    const struct failure *refusal = refusal_of(probe);
    if (refusal->kind != FAILURE_NONE && (refusal->kind == FAILURE_REFUSED || probe->asked_recordings))
        findings_add_failure(way->findings, names[STEP_LICENCE], refusal);
    else if (!probe->asked_recordings)
        findings_add(way->findings, names[STEP_LICENCE], FINDING_UNCHECKED,
                     tr("name an agent in [agents] of the configuration"),
                     tr("there is no agent whose recordings could be asked for"));
    else
        findings_add(way->findings, names[STEP_LICENCE], FINDING_OK, "",
                     tr("the server takes the secret and gives recordings"));
}

static void add_agents(const struct way *way, const struct config *config)
{
    char count[COUNT_SIZE];
    const struct failure *failure = &way->probe.agents;
    bool is_refused = failure->status == 403 || failure->status == 404;
    text_count(count, sizeof count, way->probe.count ? way->probe.count : config->agent_count, "%s agent",
               "%s agents");
    if (is_refused && config->agent_count > 0)
        findings_add(way->findings, names[STEP_AGENTS], FINDING_WARNING,
                     tr("ask the server's administrator for the licence, or keep [agents] up to date"),
                     tr("%s of the configuration: the server gives no list (%d)"), count, failure->status);
    else if (failure->kind == FAILURE_REFUSED)
        findings_add(way->findings, names[STEP_AGENTS], FINDING_UNCHECKED, tr("mend what is above first"),
                     tr("the server does not tell them (%d)"), failure->status);
    else if (failure->kind != FAILURE_NONE)
        findings_add_failure(way->findings, names[STEP_AGENTS], failure);
    else if (way->probe.count == 0)
        findings_add(way->findings, names[STEP_AGENTS], FINDING_WARNING,
                     tr("name them in [agents] of the configuration"), tr("the server lists no agents"));
    else
        findings_add(way->findings, names[STEP_AGENTS], FINDING_OK, "", "%s", count);
}

/* As far as the way was gone; behind that nothing is known. */
static void add_all(const struct way *way, const struct config *config)
{
    const struct http_head *head = &way->probe.head;
    bool has_tls = strncmp(way->base, "https:", 6) == 0;
    enum http_reach reach = head->reach;
    if (!has_tls && reach == HTTP_REACH_SERVER)
        reach = HTTP_REACH_TLS;
    enum step failed = reach == HTTP_REACH_NOTHING  ? STEP_NAME
                       : reach == HTTP_REACH_NAME   ? STEP_CONNECTION
                       : reach == HTTP_REACH_SERVER ? STEP_TLS
                                                    : STEP_LICENCE;
    if (failed > STEP_NAME)
        add_name(way);
    if (failed > STEP_CONNECTION)
        findings_add(way->findings, names[STEP_CONNECTION], FINDING_OK, "", "%s",
                     head->address[0] ? head->address : tr("the server takes it"));
    if (failed > STEP_TLS)
        add_tls(way);
    if (reach == HTTP_REACH_ANSWER) {
        add_licence(way);
        add_agents(way, config);
        return;
    }
    findings_add_failure(way->findings, names[failed], &way->probe.agents);
    add_unchecked(way->findings, failed + 1, tr("mend what is above first"),
                  tr("nothing was asked beyond that"));
}

void doctor_server(struct doctor *doctor)
{
    struct failure failure;
    struct way way = {.findings = &doctor->findings};
    if (doctor->options->offline) {
        add_unchecked(way.findings, STEP_NAME, tr("run it without --offline"),
                      tr("--offline: the server is not asked"));
        return;
    }
    if (!doctor->has_url || !doctor->has_secret) {
        add_unchecked(way.findings, STEP_NAME, tr("mend what is above first"),
                      doctor->has_url ? tr("without the secret nothing is asked")
                                      : tr("there is no address"));
        return;
    }
    way.base = api_base(doctor->config.url, &failure);
    way.proxy = proxy_find(way.base);
    account_probe_run(&way.probe, &doctor->config, LIMIT_MS);
    if (way.probe.is_late)
        add_unchecked(way.findings, STEP_NAME, way.probe.agents.advice, way.probe.agents.what);
    else
        add_all(&way, &doctor->config);
    account_probe_clear(&way.probe);
    free(way.proxy);
    free(way.base);
}

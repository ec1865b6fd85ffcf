/* Reads configuration files: one is refused with its line and a reason that does not repeat a secret, and
 * then leaves nothing, or is taken with values that are allowed. */
#include "model/config/config.h"
#include "net/base/memory.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/mutation.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SECRET "hUsh7"

static void check_refusal(const struct config *config, const struct failure *failure, const char *path)
{
    check(failure->kind == FAILURE_USAGE && strlen(failure->what) > strlen(path) + 3);
    check(strncmp(failure->what, path, strlen(path)) == 0 && failure->what[strlen(path)] == ':');
    check(strtoul(failure->what + strlen(path) + 1, NULL, 10) > 0);
    check(!strstr(failure->what, SECRET) && !strstr(failure->advice, SECRET));
    check(!config->path && !config->url && !config->file_secret && config->agent_count == 0);
}

static void check_taken(const struct config *config)
{
    check(config->refresh_seconds >= 0 && config->refresh_seconds <= 86400);
    check(config->settle_seconds >= 3600 && config->settle_seconds <= INT64_C(720) * 3600);
    check(config->retention_seconds >= 0 && config->history_seconds >= 0 && config->verify_seconds > 0);
    check(config->color <= CONFIG_COLOR_NEVER && config->start <= CONFIG_START_NOTHING);
    check(!config->secret);
    for (size_t i = 0; i < config->agent_count; i++)
        check(config->agents[i].identification[0] != '\0');
    for (size_t i = 0; i < config->key_count; i++)
        check(config->keys[i].action && config->keys[i].keys && config->keys[i].line > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config config;
    struct failure failure = {0};
    const char *path = file_of(data, size);
    if (config_load(&config, path, &failure))
        check_taken(&config);
    else
        check_refusal(&config, &failure, path);
    config_clear(&config);
    return 0;
}

static const char *const seeds[] = {
    "# tapedeck\n[server]\nurl = https://host:8443/mot/greenbox\nsecret = " SECRET "\nca = ~/ca.pem\n",
    "[server]\nsecret_command = pass show a | head -1\npin = sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjA=\n",
    "[server]\nurl = https://host/mot/greenbox?secret=" SECRET "\n",
    SECRET "\n",
    "[server]\n" SECRET "\n",
    "\xef\xbb\xbf[archive]\r\nfile = /tmp/x.db\r\nretention = 6m\r\nhistory = all\r\nsettle = 48\r\n",
    "[screen]\ncolor = never\ntime = utc\nrefresh = 0\nstart = last\n; comment\n",
    "[agents]\nid:103 = Ida Holm\nemail:a@b\nsyncId:f4fd9e5f-017d-4350-adf8-8dd811bc1a2e = \xc3\x86gir\n",
    "[keys]\nquit = Q C-c F10\nfilter =\n",
};

const struct mutation_plan mutation_plan = {
    .name = "configurations: read, or refused without what is secret",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "[]=:#; \n\r\t~/0159dwmyhsecurl@\xc3\xb8\xff\x01",
};

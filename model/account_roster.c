/* The list of agents, from the server, from the configuration, or both. */
#include "model/account_state.h"
#include "net/memory.h"

/* `entries` are those that come to those of the configuration. */
static void take_list(struct account *account, struct agent_entry *entries, size_t count, int64_t asked_at)
{
    account->roster_is_wanted = false;
    account->agents_filed_pending++;
    filing_put_agents(account->filing, entries, count, asked_at, account->config->agent_count == 0);
    account_heard(account, NULL);
}

static void on_roster(void *context, struct agent_entry *entries, size_t count, int64_t asked_at,
                      const struct failure *failure)
{
    struct account *account = context;
    account->roster_fetch = NULL;
    bool unsupported = failure && (failure->status == 403 || failure->status == 404);
    if (!failure || unsupported)
        account->gives_no_list = unsupported && account->config->agent_count > 0;
    if (!failure) {
        take_list(account, entries, count, asked_at);
        return;
    }
    if (unsupported && account->gives_no_list) {
        take_list(account, NULL, 0, asked_at);
        account_say(account, ACCOUNT_INFORMATION,
                    "The server gives no list of agents (%d); those of the configuration are shown.",
                    failure->status);
        return;
    }
    account_say_failure(account, failure);
    account_heard(account, failure);
    if (failure->kind == FAILURE_NOT_FOUND) {
        account->status.connection = CONNECTION_ERROR;
        account->status.failure = *failure;
        account_changed(account, ACCOUNT_CONNECTION);
    }
}

void account_fetch_roster(struct account *account)
{
    if (account->offline || account->roster_fetch)
        return;
    account->roster_is_wanted = true;
    account->roster_fetch = roster_fetch_start(account->http, account->base, on_roster, account);
    account_changed(account, ACCOUNT_CONNECTION);
}

#include "model/account/account_audit.h"

#include "model/account/account_state.h"
#include "model/account/report.h"

#include <stdlib.h>

enum { REFERENCE_SIZE = 300 };

static void on_failure(void *context, const struct failure *failure)
{
    struct account *account = context;
    report_say_failure(&account->report, failure);
}

static struct audit_log *log_of(struct account *account)
{
    bool is_wanted = account->config->access_log && !account->options.no_archive;
    char *folder = is_wanted && !account->audit ? audit_log_folder() : NULL;
    const struct audit_options options = {account->loop, folder, on_failure, account};
    if (folder)
        account->audit = audit_log_open(&options);
    free(folder);
    return account->audit;
}

void account_note(struct account *account, int64_t agent, const struct audit_entry *entry)
{
    char reference[REFERENCE_SIZE];
    struct audit_entry whole = *entry;
    const struct agent_summary *summary = account_agent_by_number(account, agent);
    struct audit_log *log = log_of(account);
    whole.account = account->label;
    if (summary)
        whole.agent = agent_reference_text(reference, sizeof reference, &summary->reference);
    if (log)
        audit_log_note(log, &whole);
}

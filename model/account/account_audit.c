#include "model/account/account_audit.h"

#include "model/account/account_state.h"
#include "model/account/report.h"
#include "net/base/memory.h"

#include <stdlib.h>

static void on_failure(void *context, const struct failure *failure)
{
    struct account *account = context;
    report_say_loss(&account->report, failure);
}

static struct audit_log *log_of(struct account *account)
{
    bool is_wanted = account->config->access_log && !account->options.leaves_nothing;
    char *folder = is_wanted && !account->audit ? audit_log_folder() : NULL;
    const struct audit_options options = {account->loop, folder, on_failure, account};
    if (folder)
        account->audit = audit_log_open(&options);
    free(folder);
    return account->audit;
}

void account_note(struct account *account, int64_t agent, const struct audit_entry *entry)
{
    char reference[AGENT_REFERENCE_SIZE];
    struct audit_entry whole = *entry;
    const struct roster_agent *known = roster_find(&account->roster, agent);
    struct audit_log *log = log_of(account);
    whole.account = account->label;
    if (known)
        whole.agent = agent_reference_text(reference, sizeof reference, &known->summary.reference);
    if (log)
        audit_log_note(log, &whole);
}

void account_note_list(struct account *account, const struct list_query *query,
                       const struct audit_entry *entry)
{
    struct audit_entry whole = *entry;
    const char *caller = query->filter.caller;
    char *filter = memory_format("%s%s%s", query->filter.text, caller[0] ? " caller: " : "", caller);
    whole.filter = filter[0] ? filter : NULL;
    account_note(account, query->agent, &whole);
    free(filter);
}

void account_note_saved(struct account *account, const struct saver_result *result)
{
    const struct audit_entry entry = {
        .action = "save",
        .call = result->recording->queue_call_id,
        .file = result->recording->file_name,
        .purpose = result->purpose,
        .target = result->path,
        .result = result->outcome == KEPT_FAILED ? "failed"
                  : result->outcome == KEPT_SAME ? "it was there"
                                                 : "done",
    };
    account_note(account, 0, &entry);
}

void account_finish_notes(struct account *account)
{
    if (account->audit)
        audit_log_finish(account->audit);
}

const char *account_saved_result(const struct saver_counts *counts, bool is_stopped)
{
    size_t saved = counts->saved + counts->same;
    if (is_stopped)
        return "stopped";
    return saved == counts->total ? "done" : saved ? "partly" : "failed";
}

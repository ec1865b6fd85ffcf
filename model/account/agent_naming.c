#include "model/account/agent_naming.h"

#include "model/account/account.h"
#include "net/base/likeness.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { LETTERS = 256, QUOTE_SIZE = 60 };

/* Those who are called so, or have it in their names. */
struct found {
    size_t count;
    const struct agent_summary *first;
    char who[sizeof((struct failure){0}.advice)]; /* all, as far as there is room */
};

static void take(struct found *found, const struct agent_summary *agent)
{
    char quoted[QUOTE_SIZE], reference[AGENT_REFERENCE_SIZE];
    size_t used = strlen(found->who);
    if (found->count++ == 0)
        found->first = agent;
    snprintf(found->who + used, sizeof found->who - used, used ? ", %s (%s)" : tr("choose one of: %s (%s)"),
             agent_reference_text(reference, sizeof reference, &agent->reference),
             failure_quote(quoted, sizeof quoted, agent->name));
}

static int64_t refuse(const struct account *account, const char *name, const struct found *found,
                      struct failure *failure)
{
    char quoted[QUOTE_SIZE], like[QUOTE_SIZE], advice[QUOTE_SIZE + 20];
    struct likeness best = {NULL, 0};
    failure_quote(quoted, sizeof quoted, name);
    if (found->count > 0) {
        failure_set(failure, FAILURE_USAGE, found->who, tr("%zu agents are called '%s'"), found->count,
                    quoted);
        return 0;
    }
    for (size_t i = 0; i < account_agent_count(account); i++)
        likeness_take(&best, name, account_agent(account, i)->name);
    snprintf(advice, sizeof advice, "%s", tr("tapedeck agents lists them"));
    if (best.name)
        snprintf(advice, sizeof advice, tr("did you mean \"%s\"?"),
                 failure_quote(like, sizeof like, best.name));
    failure_set(failure, FAILURE_USAGE, advice, tr("no agent is called '%s'"), quoted);
    return 0;
}

int64_t agent_naming_find(const struct account *account, const char *name, struct failure *failure)
{
    wchar_t wanted[LETTERS], folded[LETTERS];
    struct found equal = {.count = 0}, part = {.count = 0};
    size_t letters = filter_fold(wanted, LETTERS, name, strlen(name));
    for (size_t i = 0; letters && i < account_agent_count(account); i++) {
        const struct agent_summary *agent = account_agent(account, i);
        filter_fold(folded, LETTERS, agent->name, strlen(agent->name));
        if (wcscmp(folded, wanted) == 0)
            take(&equal, agent);
        else if (wcsstr(folded, wanted))
            take(&part, agent);
    }
    const struct found *found = equal.count > 0 ? &equal : &part;
    return found->count == 1 ? found->first->agent : refuse(account, name, found, failure);
}

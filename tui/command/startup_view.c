#include "tui/command/startup_view.h"

#include "model/filter/filter.h"
#include "net/api/api.h"
#include "net/base/likeness.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/saved_views.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 60, TEXT_SIZE = 200 };

static bool refuse(const struct saved_views *views, const char *name, struct failure *failure)
{
    char quoted[4 * LONGEST_NAME], meant[4 * LONGEST_NAME], advice[TEXT_SIZE];
    struct likeness best = {NULL, 0};
    for (size_t i = 0; i < views->count; i++)
        likeness_take(&best, name, views->views[i].name);
    snprintf(advice, sizeof advice, best.name ? tr("did you mean %s?") : "%s",
             best.name ? text_fit(meant, sizeof meant, best.name, LONGEST_NAME)
                       : tr("v in the screen lists them, Ctrl-S in its filter saves one"));
    return failure_set(failure, FAILURE_USAGE, advice, tr("there is no saved search '%s'"),
                       text_fit(quoted, sizeof quoted, name, LONGEST_NAME));
}

static void take_agent(struct options *options, const struct view_lines *view)
{
    if (!view->has_agent || options->agent_count > 0)
        return;
    options->agents = memory_resize(options->agents, 1, sizeof *options->agents);
    options->agents[options->agent_count++] = (struct agent_choice){.reference = view->agent};
}

/* Both ask for it where both are given. */
static bool take_filter(struct options *options, const struct view_lines *view, char **filter,
                        struct failure *failure)
{
    const char *typed = options->filter ? options->filter : "";
    *filter = memory_format("%s%s%s", view->filter, *view->filter && *typed ? " " : "", typed);
    options->filter = *filter;
    if (strlen(*filter) < FILTER_SIZE)
        return true;
    return failure_set(failure, FAILURE_USAGE, tr("leave something out"), "%s",
                       tr("the saved search and --filter are too long together"));
}

static bool take(struct options *options, const char *account, char **filter, struct failure *failure)
{
    struct saved_views views = {NULL, 0, 0};
    saved_views_read(&views, account);
    const struct saved_view *found = saved_views_find(&views, options->view);
    const struct view_lines *view = found ? &found->shown : NULL;
    bool is_taken =
        view ? take_filter(options, view, filter, failure) : refuse(&views, options->view, failure);
    if (is_taken && view) {
        take_agent(options, view);
        if (!options->is_sorted)
            options->sorting = view->sorting;
        options->oldest_first = options->oldest_first || (!options->is_sorted && view->oldest_first);
    }
    saved_views_clear(&views);
    return is_taken;
}

bool startup_view_take(struct options *options, const struct config *config, char **filter,
                       struct failure *failure)
{
    *filter = NULL;
    if (!options->view)
        return true;
    char *base = api_base(config->url, failure), *account = base ? api_account_label(base) : NULL;
    bool is_taken = account && take(options, account, filter, failure);
    free(account);
    free(base);
    return is_taken;
}

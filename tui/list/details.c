#include "tui/list/details.h"

#include "model/filter/telephone.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { REST = 150, GRACE = 50, REFRESH = 1000 }; /* ms */

static void on_caller(void *context, const struct caller_summary *summary, const struct failure *failure)
{
    struct details *details = context;
    details->asked = false;
    if (summary == NULL || (failure != NULL && failure->kind != FAILURE_NONE))
        return;
    uv_timer_stop(&details->rest);
    details->summary = *summary;
    details->known = true;
    details->changed(details->context);
}

/* What is known of the caller comes with the rest, unless that takes long. */
static void on_rest(uv_timer_t *timer)
{
    struct details *details = timer->data;
    bool is_wanted = details->caller != NULL && (!details->known || details->stale);
    if (!is_wanted || details->asked) {
        details->changed(details->context);
        return;
    }
    details->asked = true;
    details->stale = false;
    uv_timer_start(&details->rest, on_rest, GRACE, 0);
    queries_caller(details->queries, details->caller, on_caller, details);
}

static void forget(struct details *details)
{
    if (details->asked)
        queries_cancel(details->queries, QUERY_CALLER);
    free(details->caller);
    details->caller = NULL;
    details->asked = details->known = details->stale = false;
}

bool details_knows_caller(const char *caller)
{
    static const char *const nobody[] = {"anonymous", "unknown", "restricted", "unavailable", "private"};
    struct telephone number;
    if (caller == NULL)
        return false;
    telephone_read(&number, caller, strlen(caller));
    const char *name = caller + telephone_scheme(caller, strlen(caller)), *at = strchr(name, '@');
    for (size_t i = 0; at != NULL && i < sizeof(nobody) / sizeof(nobody[0]); i++)
        if (strncasecmp(name, nobody[i], strlen(nobody[i])) == 0)
            return false;
    return number.count > 0 || at != NULL;
}

void details_follow(struct details *details, const char *caller, bool shown)
{
    if (!details->open)
        return;
    if (!shown || !details_knows_caller(caller)) {
        forget(details);
        return;
    }
    bool same = details->caller != NULL && strcmp(details->caller, caller) == 0;
    if (!same) {
        forget(details);
        details->caller = memory_text(caller);
        uv_timer_start(&details->rest, on_rest, REST, 0);
    } else if (details->stale && !details->asked && !uv_is_active((uv_handle_t *)&details->rest)) {
        uv_timer_start(&details->rest, on_rest, REFRESH, 0);
    }
}

void details_moved(struct details *details)
{
    if (details->open)
        uv_timer_start(&details->rest, on_rest, REST, 0);
}

void details_rows_changed(struct details *details)
{
    details->stale = true;
}

void details_open(struct details *details, uv_loop_t *loop, struct queries *queries,
                  void (*changed)(void *context), void *context)
{
    memset(details, 0, sizeof(*details));
    details->queries = queries;
    details->changed = changed;
    details->context = context;
    uv_timer_init(loop, &details->rest);
    details->rest.data = details;
    details->open = true;
}

void details_close(struct details *details)
{
    if (!details->open)
        return;
    forget(details);
    details->open = false;
    uv_close((uv_handle_t *)&details->rest, NULL);
}

#include "tests/server/faults.h"

#include "tests/server/dice.h"
#include "tests/server/must.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOREVER (-1)
#define NEEDED INT64_MIN

struct fault {
    enum fault_kind kind;
    struct fault_effect effect;
    char match[256];
    int64_t skip;    /* requests to let pass first */
    int64_t times;   /* requests still to hit, or FOREVER */
    int64_t percent; /* of the others so many are hit, by chance */
};

struct faults {
    pthread_mutex_t lock;
    struct dice dice;
    size_t count;
    struct fault *list;
};

static const struct {
    const char *name;
    int64_t amount; /* when none is given */
    const char *text;
} kinds[FAULT_KINDS] = {
    [FAULT_CAP] = {"cap", NEEDED, ""},
    [FAULT_IGNORE_CURSOR] = {"ignore-cursor", 0, ""},
    [FAULT_SHUFFLE] = {"shuffle", 0, "whole"},
    [FAULT_BROKEN] = {"broken", 1, "json"},
    [FAULT_HUGE] = {"huge", 1, ""},
    [FAULT_ODD] = {"odd", 3, ""},
    [FAULT_NULL] = {"null", 0, ""},
    [FAULT_204] = {"204", 0, ""},
    [FAULT_EMPTY] = {"empty", 0, ""},
    [FAULT_EMPTY_LIST] = {"empty-list", 0, ""},
    [FAULT_ERROR_LIST] = {"error-list", 0, ""},
    [FAULT_NOT_ARRAY] = {"not-array", 0, ""},
    [FAULT_TRAILING] = {"trailing", 0, "\n{\"garbage\":[1,2"},
    [FAULT_STATUS] = {"status", NEEDED, ""},
    [FAULT_HTML] = {"html", 0, ""},
    [FAULT_REDIRECT] = {"redirect", 302, "http://127.0.0.1:9/login"},
    [FAULT_CLOSE] = {"close", 0, ""},
    [FAULT_DELAY] = {"delay", NEEDED, ""},
    [FAULT_CUT] = {"cut", NEEDED, ""},
    [FAULT_STALL] = {"stall", NEEDED, ""},
    [FAULT_DRIP] = {"drip", NEEDED, ""},
    [FAULT_CONTENT_LENGTH] = {"content-length", 0, ""},
    [FAULT_UNLISTED] = {"unlisted", NEEDED, ""},
    [FAULT_TYPE] = {"type", 0, "application/json; charset=unknown"},
    [FAULT_MISNAMED] = {"misnamed", NEEDED, ""},
    [FAULT_SHORT] = {"short", NEEDED, ""},
    [FAULT_CHUNKED] = {"chunked", 0, ""},
    [FAULT_NO_RANGE] = {"no-range", 0, ""},
    [FAULT_WRONG_RANGE] = {"wrong-range", 1, ""},
    [FAULT_OTHER_AUDIO] = {"other-audio", 5, ""},
};

struct faults *faults_new(void)
{
    struct faults *faults = must_alloc(1, sizeof *faults);

    pthread_mutex_init(&faults->lock, NULL);
    return faults;
}

void faults_free(struct faults **faults)
{
    if (*faults == NULL)
        return;
    pthread_mutex_destroy(&(*faults)->lock);
    free((*faults)->list);
    free(*faults);
    *faults = NULL;
}

/* The first of several names that the query has. */
static const char *read_text(const struct query *query, const char *const *names, const char *otherwise)
{
    for (; *names != NULL; names++) {
        if (query_get(query, *names) != NULL)
            return query_get(query, *names);
    }
    return otherwise;
}

static const char *read_effect(const struct query *query, enum fault_kind kind, struct fault_effect *effect)
{
    static const char *const amounts[] = {"n",      "k",   "after", "rate",  "ms", "rows",
                                          "status", "row", "every", "agent", NULL};
    static const char *const texts[] = {"mode", "location", "text", NULL};
    const char *number = read_text(query, amounts, NULL);

    effect->on = true;
    effect->amount = kinds[kind].amount;
    effect->extra = -1;
    if (number != NULL && (!query_read_number(number, &effect->amount) || effect->amount < 0))
        return "the amount of the fault is not a number";
    if (effect->amount == NEEDED)
        return "this kind of fault needs an amount";
    if (!query_number(query, "retry-after", &effect->extra))
        return "retry-after is not a number";
    if (kind == FAULT_STATUS && (effect->amount < 200 || effect->amount > 599))
        return "not a status from 200 to 599";
    if (kind == FAULT_DRIP && effect->amount == 0)
        return "drip needs at least one byte per second";
    snprintf(effect->text, sizeof effect->text, "%s", read_text(query, texts, kinds[kind].text));
    return NULL;
}

const char *faults_add(struct faults *faults, const struct query *query)
{
    const char *name = query_get(query, "kind");
    const char *match = query_get(query, "match");
    struct fault fault = {.times = FOREVER, .percent = 100};

    while (name != NULL && fault.kind < FAULT_KINDS && strcmp(name, kinds[fault.kind].name) != 0)
        fault.kind++;
    if (name == NULL || fault.kind == FAULT_KINDS)
        return "unknown kind of fault";
    if (!query_number(query, "times", &fault.times) || !query_number(query, "skip", &fault.skip) ||
        !query_number(query, "percent", &fault.percent))
        return "times, skip or percent is not a number";
    const char *wrong = read_effect(query, fault.kind, &fault.effect);
    if (wrong != NULL)
        return wrong;
    snprintf(fault.match, sizeof fault.match, "%s", match == NULL ? "" : match);
    pthread_mutex_lock(&faults->lock);
    faults->list = must_resize(faults->list, faults->count + 1, sizeof fault);
    faults->list[faults->count++] = fault;
    pthread_mutex_unlock(&faults->lock);
    return NULL;
}

void faults_clear(struct faults *faults)
{
    pthread_mutex_lock(&faults->lock);
    faults->count = 0;
    pthread_mutex_unlock(&faults->lock);
}

void faults_list(struct faults *faults, struct text *text)
{
    pthread_mutex_lock(&faults->lock);
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->list[i];

        if (fault->times != 0)
            text_format(text, "%s n=%lld times=%lld skip=%lld match=%s\n", kinds[fault->kind].name,
                        (long long)fault->effect.amount, (long long)fault->times, (long long)fault->skip,
                        fault->match);
    }
    pthread_mutex_unlock(&faults->lock);
}

void faults_plan(struct faults *faults, const char *uri, struct plan *plan)
{
    *plan = (struct plan){0};
    pthread_mutex_lock(&faults->lock);
    for (size_t i = 0; i < faults->count; i++) {
        struct fault *fault = &faults->list[i];

        if (fault->times == 0 || strstr(uri, fault->match) == NULL)
            continue;
        if (fault->skip > 0) {
            fault->skip--;
            continue;
        }
        if (fault->percent < 100 && dice_below(&faults->dice, 100) >= (uint64_t)fault->percent)
            continue;
        plan->effects[fault->kind] = fault->effect;
        if (fault->times > 0)
            fault->times--;
    }
    pthread_mutex_unlock(&faults->lock);
}

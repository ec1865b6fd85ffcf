#include "model/account/roster.h"

#include "model/archive/identity.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_merge.h"
#include "model/filter/name_order.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

static void agent_free(struct roster_agent *agent)
{
    archive_agent_clear(&agent->filed);
    free(agent->label);
    free(agent);
}

void roster_clear(struct roster *roster)
{
    for (size_t i = 0; i < roster->count; i++)
        agent_free(roster->agents[i]);
    free(roster->agents);
    number_map_clear(&roster->by_number);
    free(roster->merged);
    memset(roster, 0, sizeof *roster);
}

int64_t roster_merged_agent(const struct roster *roster, int64_t agent)
{
    for (size_t i = 0; i < roster->merged_count; i++) {
        if (roster->merged[i].agent == agent)
            return roster->merged[i].other;
    }
    return agent;
}

struct roster_agent *roster_find(const struct roster *roster, int64_t agent)
{
    return number_map_find(&roster->by_number, roster_merged_agent(roster, agent));
}

bool roster_has_halted(const struct roster *roster)
{
    bool halted = false;
    for (size_t i = 0; i < roster->count; i++)
        halted = halted || roster->agents[i]->halted;
    return halted;
}

static bool has_line(const char *lines, const char *text)
{
    size_t length = strlen(text);
    for (const char *line = lines; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        if (strncmp(line, text, length) == 0 && (!line[length] || line[length] == '\n'))
            return true;
    }
    return false;
}

struct roster_agent *roster_find_reference(const struct roster *roster,
                                           const struct agent_reference *reference)
{
    char text[IDENTITY_SIZE];
    identity_text(text, reference);
    for (size_t i = 0; i < roster->count; i++) {
        if (has_line(roster->agents[i]->filed.references, text))
            return roster->agents[i];
    }
    /* What several have tells nothing, but whoever was added by it goes by it. */
    for (size_t i = 0; i < roster->count; i++) {
        char own[IDENTITY_SIZE];
        if (strcmp(identity_text(own, &roster->agents[i]->filed.reference), text) == 0)
            return roster->agents[i];
    }
    return NULL;
}

static enum agent_completeness completeness_of(const struct archive_agent *filed)
{
    int64_t up_to = coverage_reaches_up(&filed->coverage, 0);
    bool is_purged = filed->purged != TIMESTAMP_NONE && up_to < filed->purged_to;
    if (filed->as_of != TIMESTAMP_NONE && up_to >= filed->head_from && !is_purged)
        return AGENT_COMPLETE;
    bool something = filed->coverage.count > 0 || filed->as_of != TIMESTAMP_NONE;
    return something ? AGENT_PARTIAL : AGENT_UNFETCHED;
}

/* What is said of an archive that is not known to be sound. */
static void put_in_doubt(struct agent_summary *summary)
{
    if (summary->completeness == AGENT_COMPLETE)
        summary->completeness = AGENT_PARTIAL;
    summary->fetched_from = summary->complete_from = summary->complete_until = TIMESTAMP_NONE;
    summary->times = NULL;
}

/* The reference by which an agent is asked for; where it has no name also all others that are known to be its own, so
 * that whoever named it by one of them finds it. The caller frees it. */
static char *label_of(const struct archive_agent *filed)
{
    char reference[IDENTITY_SIZE], own[IDENTITY_SIZE];
    char *label = memory_text(agent_reference_text(reference, sizeof reference, &filed->reference));
    identity_text(own, &filed->reference);
    for (const char *line = *filed->name ? NULL : filed->references; line && *line;) {
        int length = (int)strcspn(line, "\n");
        bool is_own = strncmp(line, own, (size_t)length) == 0 && !own[length];
        char *longer = is_own ? NULL : memory_format("%s, %.*s", label, length, line);
        if (longer)
            free(label);
        label = longer ? longer : label;
        line += length + (line[length] == '\n');
    }
    return label;
}

static void summarise(struct roster_agent *agent, enum agent_doubt doubt)
{
    const struct archive_agent *filed = &agent->filed;
    struct agent_summary *summary = &agent->summary;
    summary->agent = filed->agent;
    summary->reference = filed->reference;
    free(agent->label);
    agent->label = label_of(filed);
    summary->is_nameless = !*filed->name;
    summary->name = summary->is_nameless ? agent->label : filed->name;
    summary->email = filed->email;
    summary->department = filed->department;
    summary->status = filed->status;
    summary->recordings = filed->recordings;
    summary->completeness = completeness_of(filed);
    summary->fetched_from = filed->fetched_from;
    summary->complete_from = filed->complete_from;
    summary->complete_until = filed->complete_until;
    summary->times = &agent->filed.times;
    summary->as_of = filed->as_of;
    summary->lost = filed->lost;
    summary->unreadable = filed->unreadable;
    summary->unread_times = filed->unread_times;
    summary->kept_from = filed->purged;
    if (!seen_between(&filed->seen, &summary->checked_from, &summary->checked_to))
        summary->checked_from = summary->checked_to = TIMESTAMP_NONE;
    summary->mixes_agents = filed->mixes_agents;
    summary->listed = filed->listed;
    summary->doubt = doubt;
    if (doubt != AGENT_SURE)
        put_in_doubt(summary);
}

static int compare_agents(const void *left, const void *right)
{
    const struct roster_agent *a = *(struct roster_agent *const *)left;
    const struct roster_agent *b = *(struct roster_agent *const *)right;
    int order = name_order_compare(a->summary.name, b->summary.name);
    if (order)
        return order;
    return a->filed.agent < b->filed.agent ? -1 : a->filed.agent > b->filed.agent;
}

static void update_one(struct roster *roster, struct archive_agent *filed)
{
    struct roster_agent *agent = roster_find(roster, filed->agent);
    if (!agent) {
        agent = memory_new(sizeof *agent);
        agent->plan = (struct plan)PLAN_NONE;
        agent->purge_before = TIMESTAMP_NONE;
        roster->agents =
            memory_grow(roster->agents, &roster->capacity, roster->count + 1, sizeof(struct roster_agent *));
        roster->agents[roster->count++] = agent;
        number_map_add(&roster->by_number, filed->agent, agent);
    }
    archive_agent_clear(&agent->filed);
    agent->filed = *filed;
    if (filed->as_of == TIMESTAMP_NONE && filed->coverage.count == 0)
        agent->forgetting = false;
    summarise(agent, roster->doubt);
}

void roster_doubt(struct roster *roster, enum agent_doubt doubt)
{
    roster->doubt = doubt;
    for (size_t i = 0; i < roster->count; i++)
        summarise(roster->agents[i], doubt);
}

static int compare_numbers(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

void roster_keep(struct roster *roster, const struct archive_agent *filed, size_t count)
{
    size_t kept = 0;
    int64_t *numbers = memory_array(count + 1, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = filed[i].agent;
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 0; i < roster->count; i++) {
        struct roster_agent *agent = roster->agents[i];
        if (bsearch(&agent->filed.agent, numbers, count, sizeof *numbers, compare_numbers))
            roster->agents[kept++] = agent;
        else
            agent_free(agent);
    }
    if (kept < roster->count) {
        number_map_clear(&roster->by_number);
        for (size_t i = 0; i < kept; i++)
            number_map_add(&roster->by_number, roster->agents[i]->filed.agent, roster->agents[i]);
    }
    roster->count = kept;
    free(numbers);
}

void roster_note_merged(struct roster *roster, const struct writer_merged *merged, size_t count)
{
    roster->merged = memory_resize(roster->merged, count + 1, sizeof *merged);
    if (count)
        memcpy(roster->merged, merged, count * sizeof *merged);
    roster->merged_count = count;
}

void roster_update(struct roster *roster, struct archive_agent *filed, size_t count)
{
    for (size_t i = 0; i < count; i++)
        update_one(roster, &filed[i]);
    if (roster->count)
        qsort(roster->agents, roster->count, sizeof(struct roster_agent *), compare_agents);
}

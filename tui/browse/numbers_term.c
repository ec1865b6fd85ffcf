#include "tui/browse/numbers_term.h"

#include "model/filter/filter_parse.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "tui/words/moment.h"
#include "tui/words/numbers.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY (86400 * TIMESTAMP_SECOND)

static bool is_named(const struct filter *filter, const struct list_groups *groups,
                     const struct list_group *group)
{
    bool is_agent = groups->grouping == LIST_BY_AGENT;
    enum filter_name which = is_agent ? FILTER_NAME_OF_AGENT : FILTER_NAME_OF_QUEUE;
    for (size_t i = 0; i < filter->word_count; i++) {
        const struct filter_term *word = &filter->words[i];
        bool is_ours = word->subject == (is_agent ? FILTER_AGENT : FILTER_QUEUE) && !word->negated;
        if (!is_ours || !filter_word_names(filter, i, which, group->name, group->number))
            return false; /* or what the name itself has made of the text */
    }
    return filter->word_count > 0 && filter->term_count == 0;
}

/* Whether of all groups the text names this one alone. */
static bool names_it_alone(const char *text, const struct list_groups *groups, const struct list_group *group)
{
    struct filter filter;
    if (filter_parse(&filter, text, 0, true, NULL) != FILTER_GOOD)
        return false;
    for (size_t i = 0; i < groups->count; i++)
        if (is_named(&filter, groups, &groups->groups[i]) != (&groups->groups[i] == group))
            return false;
    return true;
}

static bool take_name(char *buffer, size_t size, const struct list_groups *groups,
                      const struct list_group *group)
{
    const char *term = groups->grouping == LIST_BY_AGENT ? "agent" : "queue";
    const char *name = group->name ? group->name : "";
    bool has_number = group->number != RECORDING_NO_NUMBER;
    snprintf(buffer, size, "%s:\"%s\"", term, name);
    if (group->name && names_it_alone(buffer, groups, group))
        return true;
    snprintf(buffer, size, "%s:%" PRId64, term, group->number);
    if (has_number && names_it_alone(buffer, groups, group))
        return true;
    snprintf(buffer, size, "%s:%" PRId64 " %s:\"%s\"", term, group->number, term, name);
    return has_number && group->name && names_it_alone(buffer, groups, group);
}

bool numbers_term(char *buffer, size_t size, const struct list_groups *groups, const struct list_group *group)
{
    enum { DATE = 10, SHORT_DAY = 3 };
    char day[MOMENT_SIZE];
    if (groups->grouping <= LIST_BY_QUEUE)
        return take_name(buffer, size, groups, group);
    if (group->key == LIST_GROUP_NO_TIME)
        return false;
    if (groups->grouping == LIST_BY_DAY)
        snprintf(buffer, size, "on:%.*s", DATE, moment_day(day, group->key * DAY, true));
    else if (groups->grouping == LIST_BY_HOUR)
        snprintf(buffer, size, "hour:%" PRId64, group->key);
    else
        snprintf(buffer, size, "weekday:%.*s", SHORT_DAY, numbers_weekday(group->key));
    for (char *at = buffer; groups->grouping == LIST_BY_WEEKDAY && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return true;
}

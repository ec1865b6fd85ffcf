#include "tui/words/numbers.h"

#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY (86400 * TIMESTAMP_SECOND)
#define HALF_SECOND (TIMESTAMP_SECOND / 2)

const char *numbers_grouping(enum list_grouping grouping)
{
    static const char *const words[LIST_GROUPINGS] = {N_("agent"), N_("queue"), N_("day"), N_("hour"),
                                                      N_("weekday")};
    return words[grouping];
}

const char *numbers_weekday(int64_t key)
{
    static const char *const days[] = {N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
                                       N_("Friday"), N_("Saturday"), N_("Sunday")};
    return days[key];
}

static bool is_alone(const struct list_groups *groups, const struct list_group *group)
{
    for (size_t i = 0; i < groups->count; i++) {
        const struct list_group *other = &groups->groups[i];
        if (other != group && other->name && strcmp(other->name, group->name) == 0)
            return false;
    }
    return true;
}

static void name_of(char buffer[NUMBERS_SIZE], const struct list_groups *groups,
                    const struct list_group *group)
{
    bool is_agent = groups->grouping == LIST_BY_AGENT;
    bool has_number = group->number != RECORDING_NO_NUMBER;
    if (!group->name && !has_number)
        snprintf(buffer, NUMBERS_SIZE, "%s", is_agent ? tr("(no agent)") : tr("(no queue)"));
    else if (!group->name)
        snprintf(buffer, NUMBERS_SIZE, "%" PRId64, group->number);
    else if (!has_number || is_alone(groups, group))
        snprintf(buffer, NUMBERS_SIZE, "%s", group->name);
    else
        snprintf(buffer, NUMBERS_SIZE, "%.250s (%" PRId64 ")", group->name, group->number);
}

const char *numbers_name(char buffer[NUMBERS_SIZE], const struct list_groups *groups,
                         const struct list_group *group)
{
    char day[MOMENT_SIZE];
    if (groups->grouping <= LIST_BY_QUEUE)
        name_of(buffer, groups, group);
    else if (group->key == LIST_GROUP_NO_TIME)
        snprintf(buffer, NUMBERS_SIZE, "%s", tr("(no time)"));
    else if (groups->grouping == LIST_BY_DAY)
        snprintf(buffer, NUMBERS_SIZE, "%s", moment_weekday_and_day(day, group->key * DAY, true));
    else if (groups->grouping == LIST_BY_HOUR)
        snprintf(buffer, NUMBERS_SIZE, "%02d:00–%02d:00", (int)group->key, (int)group->key + 1);
    else
        snprintf(buffer, NUMBERS_SIZE, "%s", tr(numbers_weekday(group->key)));
    return buffer;
}

const char *numbers_total(char buffer[TIMESTAMP_TEXT_SIZE], const struct list_group *group)
{
    return timestamp_length_text(buffer, group->measured ? (int64_t)group->half_seconds * HALF_SECOND
                                                         : TIMESTAMP_NONE);
}

const char *numbers_median(char buffer[TIMESTAMP_TEXT_SIZE], const struct list_group *group)
{
    return timestamp_length_text(buffer, group->median);
}

const char *numbers_lengths(char buffer[NUMBERS_SIZE], const struct list_group *group)
{
    char total[TIMESTAMP_TEXT_SIZE], median[TIMESTAMP_TEXT_SIZE], number[TEXT_NUMBER_SIZE];
    numbers_total(total, group);
    numbers_median(median, group);
    if (group->measured < group->calls)
        snprintf(buffer, NUMBERS_SIZE, tr("%s in all, median %s, %s without a length"), total, median,
                 text_number(number, group->calls - group->measured));
    else
        snprintf(buffer, NUMBERS_SIZE, tr("%s in all, median %s"), total, median);
    return buffer;
}

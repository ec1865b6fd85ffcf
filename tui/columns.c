#include "tui/columns.h"

#include <string.h>

enum { GAP = 2, NARROW_GAP = 1, MARGIN = 1, ROOMY_FROM = 44, CALLER_MOST = 20 };

static int start_width(enum column_start start)
{
    return start == START_WEEKDAY ? 23 : start == START_SECONDS ? 19 : 16;
}

int columns_date(enum column_start start)
{
    return start == START_WEEKDAY ? 14 : 10;
}

/* Least widths with the start written so and the columns up to `last`, 0 for those left away. Returns what
 * they take. */
static int least_widths(int width[COLUMNS_COUNT], enum column_start start, enum column last, int gap,
                        bool with_agent)
{
    static const int least[COLUMNS_COUNT] = {0, 7, 15, 10, 10, 8};
    int total = 0;
    memset(width, 0, sizeof(int) * COLUMNS_COUNT);
    for (int i = 0; i <= (int)last; i++) {
        if (i == COLUMN_AGENT && !with_agent)
            continue;
        width[i] = i == COLUMN_START ? start_width(start) : least[i];
        total += width[i] + (i == 0 ? 0 : gap);
    }
    return total;
}

/* Gives what is left to the caller until it is comfortable, then to the names by turns. */
static void widen(struct column_plan *plan, int rest)
{
    static const int most[COLUMNS_COUNT] = {0, 8, CALLER_MOST, 30, 34, 10};
    static const enum column order[] = {COLUMN_CALLER, COLUMN_LENGTH, COLUMN_AGENT, COLUMN_QUEUE,
                                        COLUMN_TYPE};
    int first = 16 - plan->width[COLUMN_CALLER];
    if (first > 0 && rest >= first) {
        plan->width[COLUMN_CALLER] += first;
        rest -= first;
    }
    for (bool widened = true; widened && rest > 0;) {
        widened = false;
        for (unsigned i = 0; i < sizeof(order) / sizeof(order[0]) && rest > 0; i++) {
            if (plan->width[order[i]] == 0 || plan->width[order[i]] >= most[order[i]])
                continue;
            plan->width[order[i]]++;
            rest--;
            widened = true;
        }
    }
}

void columns_fit(struct column_plan *plan, int columns, bool with_agent)
{
    /* From the fullest to the barest; the first that fits is taken. */
    static const struct {
        enum column_start start;
        enum column last;
    } forms[] = {
        {START_WEEKDAY, COLUMN_TYPE},   {START_SECONDS, COLUMN_TYPE},  {START_SECONDS, COLUMN_QUEUE},
        {START_MINUTES, COLUMN_QUEUE},  {START_MINUTES, COLUMN_AGENT}, {START_SECONDS, COLUMN_CALLER},
        {START_MINUTES, COLUMN_CALLER},
    };
    enum { FORMS = sizeof(forms) / sizeof(forms[0]) };
    bool roomy = columns >= ROOMY_FROM;
    int margin = roomy ? MARGIN : 0, gap = roomy ? GAP : NARROW_GAP, chosen = 0, used = 0;
    for (chosen = 0; chosen < FORMS - 1; chosen++) {
        if (forms[chosen].last == COLUMN_AGENT && !with_agent)
            continue;
        used = least_widths(plan->width, forms[chosen].start, forms[chosen].last, gap, with_agent);
        if (used <= columns - 2 * margin)
            break;
    }
    used = least_widths(plan->width, forms[chosen].start, forms[chosen].last, gap, with_agent);
    plan->start = forms[chosen].start;
    if (columns - 2 * margin > used)
        widen(plan, columns - 2 * margin - used);
    int at = margin;
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        plan->at[i] = at;
        at += plan->width[i] == 0 ? 0 : plan->width[i] + gap;
    }
}

#include "tui/draw/columns.h"

#include <string.h>

enum { GAP = 2, NARROW_GAP = 1, MARGIN = 1, ROOMY_FROM = 44, CALLER_EASY = 16, SINCE_EASY = 16 };

/* Sets of columns. */
enum {
    START = 1 << COLUMN_START,
    SINCE = 1 << COLUMN_SINCE,
    LENGTH = 1 << COLUMN_LENGTH,
    CALLER = 1 << COLUMN_CALLER,
    AGENT = 1 << COLUMN_AGENT,
    QUEUE = 1 << COLUMN_QUEUE,
    TYPE = 1 << COLUMN_TYPE,
    TO_CALLER = START | LENGTH | CALLER,
    TO_AGENT = TO_CALLER | AGENT,
    TO_QUEUE = TO_AGENT | QUEUE,
    TO_TYPE = TO_QUEUE | TYPE,
    CALLER_HISTORY = START | SINCE | AGENT,
    CALLER_HISTORY_TO_QUEUE = CALLER_HISTORY | LENGTH | QUEUE,
};

/* Forms of a list from the fullest to the barest; the first that fits is taken, the last one always. */
struct form {
    enum column_start start;
    int columns; /* a set of them */
};

static const struct form forms_of_lists[] = {
    {START_WEEKDAY, TO_TYPE},   {START_SECONDS, TO_TYPE},  {START_SECONDS, TO_QUEUE},
    {START_MINUTES, TO_QUEUE},  {START_MINUTES, TO_AGENT}, {START_SECONDS, TO_CALLER},
    {START_MINUTES, TO_CALLER},
};

static const struct form forms_of_stories[] = {
    {START_WEEKDAY, CALLER_HISTORY_TO_QUEUE | TYPE}, {START_SECONDS, CALLER_HISTORY_TO_QUEUE | TYPE},
    {START_SECONDS, CALLER_HISTORY_TO_QUEUE},        {START_MINUTES, CALLER_HISTORY_TO_QUEUE},
    {START_MINUTES, CALLER_HISTORY | QUEUE},         {START_MINUTES, CALLER_HISTORY},
};

static const int least_in_lists[COLUMNS_COUNT] = {0, 0, 7, 15, 10, 10, 8};
static const int least_in_stories[COLUMNS_COUNT] = {0, COLUMNS_SINCE_LEAST, 7, 0, 8, 9, 8};

static int start_width(enum column_start start)
{
    return start == START_WEEKDAY ? 23 : start == START_SECONDS ? 19 : 16;
}

int columns_date(enum column_start start)
{
    return start == START_WEEKDAY ? 14 : 10;
}

/* Least widths of a form without the columns that are left out, 0 for those. Returns what they take. */
static int least_widths(int width[COLUMNS_COUNT], const struct form *form, const int least[COLUMNS_COUNT],
                        int left_out, int gap)
{
    int total = 0;
    memset(width, 0, sizeof(int) * COLUMNS_COUNT);
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        if (((form->columns & ~left_out) >> i & 1) == 0)
            continue;
        width[i] = i == COLUMN_START ? start_width(form->start) : least[i];
        total += width[i] + (i == 0 ? 0 : gap);
    }
    return total;
}

/* Gives what is left to the caller until it is comfortable or the time since has room for words, then to the
 * names by turns. */
static void widen(struct column_plan *plan, int rest)
{
    static const int most[COLUMNS_COUNT] = {0, 0, 8, 20, 30, 34, 10};
    static const enum column order[] = {COLUMN_CALLER, COLUMN_LENGTH, COLUMN_AGENT, COLUMN_QUEUE,
                                        COLUMN_TYPE};
    int first = plan->width[COLUMN_CALLER] == 0 ? 0 : CALLER_EASY - plan->width[COLUMN_CALLER];
    if (first > 0 && rest >= first) {
        plan->width[COLUMN_CALLER] += first;
        rest -= first;
    }
    if (plan->width[COLUMN_SINCE] > 0 && rest >= SINCE_EASY) {
        plan->width[COLUMN_SINCE] = COLUMNS_SINCE_FULL;
        rest -= COLUMNS_SINCE_FULL - COLUMNS_SINCE_LEAST;
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

static void fit(struct column_plan *plan, int columns, const struct form *forms, int count,
                const int least[COLUMNS_COUNT], int left_out)
{
    bool roomy = columns >= ROOMY_FROM;
    int margin = roomy ? MARGIN : 0, gap = roomy ? GAP : NARROW_GAP, chosen = 0;
    int used = least_widths(plan->width, &forms[0], least, left_out, gap);
    while (chosen < count - 1 && used > columns - 2 * margin)
        used = least_widths(plan->width, &forms[++chosen], least, left_out, gap);
    plan->start = forms[chosen].start;
    if (columns - 2 * margin > used)
        widen(plan, columns - 2 * margin - used);
    int at = margin;
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        plan->at[i] = at;
        at += plan->width[i] == 0 ? 0 : plan->width[i] + gap;
    }
}

void columns_fit(struct column_plan *plan, int columns, bool with_agent)
{
    enum { FORMS = sizeof(forms_of_lists) / sizeof(forms_of_lists[0]) };
    fit(plan, columns, forms_of_lists, FORMS, least_in_lists, with_agent ? 0 : AGENT);
}

void columns_fit_caller_history(struct column_plan *plan, int columns)
{
    enum { FORMS = sizeof(forms_of_stories) / sizeof(forms_of_stories[0]) };
    fit(plan, columns, forms_of_stories, FORMS, least_in_stories, 0);
}

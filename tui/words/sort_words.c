#include "tui/words/sort_words.h"

#include "net/base/translate.h"

#include <stdio.h>

static const struct sort_words table[LIST_SORTS] = {
    [LIST_SORT_START] = {'s', N_("start"), true, N_("oldest first"), N_("newest first")},
    [LIST_SORT_LENGTH] = {'l', N_("length"), true, N_("shortest first"), N_("longest first")},
    [LIST_SORT_CALLER] = {'c', N_("caller"), false, N_("by caller"), N_("by caller, backwards")},
    [LIST_SORT_AGENT] = {'a', N_("agent"), false, N_("by agent, A to Z"), N_("by agent, Z to A")},
    [LIST_SORT_QUEUE] = {'q', N_("queue"), false, N_("by queue, A to Z"), N_("by queue, Z to A")},
};

const struct sort_words *sort_words_of(enum list_sort by)
{
    return &table[by];
}

static bool is_descending(const struct list_sorting *sorting, bool oldest_first)
{
    return sorting->by == LIST_SORT_START ? !oldest_first : sorting->is_descending;
}

const char *sort_words_order(const struct list_sorting *sorting, bool oldest_first)
{
    const struct sort_words *words = &table[sorting->by];
    return tr(is_descending(sorting, oldest_first) ? words->descending : words->ascending);
}

const char *sort_words_brief(char buffer[SORT_WORDS_SIZE], const struct list_sorting *sorting,
                             bool oldest_first)
{
    snprintf(buffer, SORT_WORDS_SIZE, "%s%s", tr(table[sorting->by].name),
             is_descending(sorting, oldest_first) ? "↓" : "↑");
    return buffer;
}

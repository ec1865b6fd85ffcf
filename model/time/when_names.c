#include "model/time/when_names.h"

#include "net/base/translate.h"

#include <stddef.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { LANGUAGES = 3 }; /* English, Danish, and Danish on keyboards that have no ø */

static const char *const months[][LANGUAGES] = {
    {"January", "januar", ""}, {"February", "februar", ""}, {"March", "marts", ""}, {"April", "april", ""},
    {"May", "maj", ""},        {"June", "juni", ""},        {"July", "juli", ""},   {"August", "august", ""},
    {"September", "", ""},     {"October", "oktober", ""},  {"November", "", ""},   {"December", "", ""},
};

static const char *const weekdays[][LANGUAGES] = {
    {"sunday", "soendag", "sondag"},   {"monday", "mandag", ""},    {"tuesday", "tirsdag", ""},
    {"wednesday", "onsdag", ""},       {"thursday", "torsdag", ""}, {"friday", "fredag", ""},
    {"saturday", "loerdag", "lordag"},
};

/* Which of `names` begins with a word of at least so many letters, -1 if none. Only first letters can be capital
 * ones. */
static int find_name(const char *const names[][LANGUAGES], size_t count, const char *word, size_t least)
{
    size_t length = strlen(word);
    for (size_t i = 0; length >= least && i < LANGUAGES * count; i++) {
        const char *name = names[i / LANGUAGES][i % LANGUAGES];
        if (*name && (*name | 0x20) == *word && strncmp(name + 1, word + 1, length - 1) == 0)
            return (int)(i / LANGUAGES);
    }
    return -1;
}

int when_month(const char *word)
{
    return find_name(months, COUNT(months), word, WHEN_LEAST_NAME) + 1;
}

const char *when_month_name(int month)
{
    static const char *const names[] = {N_("January"),   N_("February"), N_("March"),    N_("April"),
                                        N_("May"),       N_("June"),     N_("July"),     N_("August"),
                                        N_("September"), N_("October"),  N_("November"), N_("December")};
    return tr(names[month - 1]);
}

int when_weekday(const char *word, size_t least)
{
    return find_name(weekdays, COUNT(weekdays), word, least);
}

int when_last_weekday(const char *word)
{
    static const char *const names[] = {"soendags", "mandags", "tirsdags", "onsdags",
                                        "torsdags", "fredags", "loerdags"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i], word) == 0)
            return (int)i;
    return -1;
}

int when_number(const char *word)
{
    static const struct {
        const char *word;
        int number;
    } numbers[] = {{"a", 1},   {"an", 1}, {"one", 1},   {"en", 1}, {"et", 1},
                   {"two", 2}, {"to", 2}, {"three", 3}, {"tre", 3}};
    for (size_t i = 0; i < COUNT(numbers); i++)
        if (strcmp(numbers[i].word, word) == 0)
            return numbers[i].number;
    return 0;
}

bool when_unit(const char *word, enum when_unit *unit)
{
    static const struct {
        const char *word;
        enum when_unit unit;
    } units[] = {
        {"min", WHEN_MINUTES},      {"minute", WHEN_MINUTES},   {"minutes", WHEN_MINUTES},
        {"minut", WHEN_MINUTES},    {"minutter", WHEN_MINUTES}, {"h", WHEN_HOURS},
        {"hour", WHEN_HOURS},       {"hours", WHEN_HOURS},      {"time", WHEN_HOURS},
        {"timer", WHEN_HOURS},      {"d", WHEN_DAYS},           {"day", WHEN_DAYS},
        {"days", WHEN_DAYS},        {"dag", WHEN_DAYS},         {"dage", WHEN_DAYS},
        {"w", WHEN_WEEKS},          {"week", WHEN_WEEKS},       {"weeks", WHEN_WEEKS},
        {"uge", WHEN_WEEKS},        {"uger", WHEN_WEEKS},       {"m", WHEN_MONTHS},
        {"month", WHEN_MONTHS},     {"months", WHEN_MONTHS},    {"maaned", WHEN_MONTHS},
        {"maaneder", WHEN_MONTHS},  {"y", WHEN_YEARS},          {"year", WHEN_YEARS},
        {"years", WHEN_YEARS},      {"aar", WHEN_YEARS},        {"mins", WHEN_MINUTES},
        {"hr", WHEN_HOURS},         {"hrs", WHEN_HOURS},        {"t", WHEN_HOURS},
        {"wk", WHEN_WEEKS},         {"wks", WHEN_WEEKS},        {"u", WHEN_WEEKS},
        {"mo", WHEN_MONTHS},        {"mos", WHEN_MONTHS},       {"md", WHEN_MONTHS},
        {"mdr", WHEN_MONTHS},       {"yr", WHEN_YEARS},         {"yrs", WHEN_YEARS},
        {"kvartal", WHEN_QUARTERS}, {"quarter", WHEN_QUARTERS}, {"maneder", WHEN_MONTHS},
        {"maned", WHEN_MONTHS},
    };
    for (size_t i = 0; i < COUNT(units); i++) {
        if (strcmp(units[i].word, word) == 0) {
            *unit = units[i].unit;
            return true;
        }
    }
    return false;
}

bool when_which(const char *word, const char *next, int *count)
{
    static const struct {
        const char *word, *next;
        int count;
    } words[] = {{"this", "", 0}, {"denne", "", 0},  {"dette", "", 0},   {"i", "aar", 0},
                 {"last", "", 1}, {"sidste", "", 1}, {"forrige", "", 1}, {"previous", "", 1},
                 {"past", "", 1}, {"seneste", "", 1}};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strcmp(words[i].word, word) == 0 && (!*words[i].next || strcmp(words[i].next, next) == 0)) {
            *count = words[i].count;
            return true;
        }
    }
    return false;
}

int when_relative_day(const char *word, const char *next, int *count, enum when_unit *unit)
{
    static const struct {
        const char *word, *next;
        int count;
        enum when_unit unit;
    } days[] = {
        {"now", "", 0, WHEN_MINUTES},   {"nu", "", 0, WHEN_MINUTES},     {"today", "", 0, WHEN_DAYS},
        {"i", "dag", 0, WHEN_DAYS},     {"idag", "", 0, WHEN_DAYS},      {"yesterday", "", 1, WHEN_DAYS},
        {"i", "gaar", 1, WHEN_DAYS},    {"igaar", "", 1, WHEN_DAYS},     {"i", "forgaars", 2, WHEN_DAYS},
        {"forgaars", "", 2, WHEN_DAYS}, {"iforgaars", "", 2, WHEN_DAYS}, {"i", "gar", 1, WHEN_DAYS},
        {"igar", "", 1, WHEN_DAYS},
    };
    for (size_t i = 0; i < COUNT(days); i++) {
        bool is_pair = *days[i].next != '\0';
        if (strcmp(days[i].word, word) != 0 || (is_pair && strcmp(days[i].next, next) != 0))
            continue;
        *count = days[i].count;
        *unit = days[i].unit;
        return is_pair ? 2 : 1;
    }
    return 0;
}

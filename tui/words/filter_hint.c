#include "tui/words/filter_hint.h"

#include "model/time/when.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <string.h>

enum { TYPED_MOST = 60 };

/* The hours of the part of the day that stands behind a date, which is cut off; NULL if none does. */
static const char *take_part_of_day(char *typed)
{
    static const struct {
        const char *name, *hours;
    } parts[] = {
        {" morning", "6-12"},  {" morgen", "6-10"},       {" formiddag", "9-12"}, {" afternoon", "12-18"},
        {" evening", "18-24"}, {" eftermiddag", "12-18"}, {" aften", "18-24"},
    };
    char *last = strrchr(typed, ' ');
    for (size_t i = 0; last != NULL && i < sizeof(parts) / sizeof(parts[0]); i++)
        if (strcasecmp(last, parts[i].name) == 0) {
            *last = '\0';
            return parts[i].hours;
        }
    return NULL;
}

/* The term for a word that says how a call is; NULL if it is none. */
static const char *term_of(const char *typed)
{
    static const struct {
        const char *word, *term;
    } words[] = {
        {"marked", "mark:yes"},
        {"mærket", "mark:yes"},
        {"held", "held:yes"},
        {"new", "is:new"},
        {"nye", "is:new"},
        {"heard", "is:heard"},
        {"hørt", "is:heard"},
        {"unheard", "is:unheard"},
        {"uhørt", "is:unheard"},
        {"callback", "type:callback"},
        {"callbacks", "type:callback"},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(typed, words[i].word) == 0)
            return words[i].term;
    return NULL;
}

const char *filter_hint(char buffer[FILTER_HINT_SIZE], const char *filter, int64_t now, bool utc)
{
    char typed[TYPED_MOST + 1], term[TYPED_MOST + sizeof(" hour:12-18")];
    struct when when;
    size_t length = strlen(filter), blanks = strspn(filter, " ");
    buffer[0] = '\0';
    while (length > blanks && filter[length - 1] == ' ')
        length--;
    length -= blanks;
    if (length == 0 || length > TYPED_MOST)
        return buffer;
    snprintf(typed, sizeof(typed), "%.*s", (int)length, filter + blanks);
    if (strspn(typed, "0123456789") == length)
        return text_form(buffer, FILTER_HINT_SIZE, tr("call:%s finds the call with that id."), typed);
    const char *meant = term_of(typed);
    if (meant != NULL)
        return text_form(buffer, FILTER_HINT_SIZE, tr("%s finds such calls."), meant);
    const char *hours = take_part_of_day(typed);
    if (!when_parse_period(&when, typed, now, utc, NULL))
        return buffer;
    snprintf(term, sizeof(term), "%s%s%s", typed, hours != NULL ? " hour:" : "", hours != NULL ? hours : "");
    return text_form(buffer, FILTER_HINT_SIZE, tr("on:%s finds the calls of that time."), term);
}

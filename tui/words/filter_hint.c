#include "tui/words/filter_hint.h"

#include "model/time/when.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <string.h>

enum { TYPED_MOST = 60 };

const char *filter_hint(char buffer[FILTER_HINT_SIZE], const char *filter, int64_t now, bool utc)
{
    char typed[TYPED_MOST + 1];
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
        text_form(buffer, FILTER_HINT_SIZE, tr("call:%s finds the call with that id."), typed);
    else if (when_parse_period(&when, typed, now, utc, NULL))
        text_form(buffer, FILTER_HINT_SIZE, tr("on:%s finds the calls of that time."), typed);
    return buffer;
}

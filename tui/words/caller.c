#include "tui/words/caller.h"

#include "tui/draw/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { DANISH_DIGITS = 8 };

const char *caller_format(char *buffer, size_t size, const char *caller)
{
    if (caller == NULL || caller[0] == '\0')
        caller = "–";
    bool international = strncmp(caller, "+45", 3) == 0;
    const char *digits = international ? caller + 3 : caller;
    if (strlen(digits) != DANISH_DIGITS || strspn(digits, "0123456789") != DANISH_DIGITS) {
        return text_escape(buffer, size, caller);
    }
    snprintf(buffer, size, "%s%.2s %.2s %.2s %.2s", international ? "+45 " : "", digits, digits + 2,
             digits + 4, digits + 6);
    return buffer;
}

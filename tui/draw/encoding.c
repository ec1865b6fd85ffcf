#include "tui/draw/encoding.h"

#include "net/base/failure.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"

#include <ctype.h>
#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Found out once, before there is a second thread. */
static const char *named_by;      /* the variable of a locale that is not installed; NULL if none is set */
static char locale_name[60];      /* that locale */
static bool is_noted, is_assumed; /* UTF-8, without being asked for */

/* The setting that decides and the variable that has it; NULL if none has. */
static const char *find_setting(const char **variable)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
        const char *setting = getenv(variables[i]);
        *variable = variables[i];
        if (setting != NULL && setting[0] != '\0')
            return setting;
    }
    return NULL;
}

/* Whether the name of a locale asks for another encoding: "da_DK.ISO-8859-1". */
static bool names_other_encoding(const char *locale)
{
    const char *encoding = strchr(locale, '.');
    if (encoding == NULL)
        return strchr(locale, '@') != NULL; /* da_DK@euro is Latin-9 */
    size_t length = strcspn(encoding + 1, "@");
    bool is_utf8 = (length == 5 && strncasecmp(encoding + 1, "UTF-8", length) == 0) ||
                   (length == 4 && strncasecmp(encoding + 1, "UTF8", length) == 0);
    return !is_utf8;
}

/* A terminal of before UTF-8. */
static bool has_old_terminal(void)
{
    const char *type = getenv("TERM");
    return type != NULL && strncasecmp(type, "vt", 2) == 0 && isdigit((unsigned char)type[2]);
}

static bool set_utf8(void)
{
    static const char *const locales[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
    for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]); i++)
        if (setlocale(LC_CTYPE, locales[i]) != NULL && text_is_unicode())
            return true;
    setlocale(LC_CTYPE, "C");
    return false;
}

bool encoding_settle(void)
{
    const char *variable = NULL, *setting = find_setting(&variable);
    bool is_set = setlocale(LC_CTYPE, "") != NULL;
    bool on_purpose = setting != NULL && (is_set || names_other_encoding(setting));
    if ((is_set && text_is_unicode()) || on_purpose || has_old_terminal())
        return text_is_unicode();
    is_noted = true;
    is_assumed = set_utf8();
    if (setting != NULL) {
        named_by = variable;
        failure_quote(locale_name, sizeof(locale_name), setting);
    }
    return text_is_unicode();
}

const char *encoding_note(void)
{
    static char note[200];
    if (is_noted && named_by != NULL)
        snprintf(note, sizeof(note),
                 is_assumed ? tr("the locale %s of %s is not installed: UTF-8 is assumed")
                            : tr("the locale %s of %s is not installed: letters beyond ASCII are not shown"),
                 locale_name, named_by);
    else if (is_noted)
        snprintf(note, sizeof(note), "%s",
                 is_assumed ? tr("no locale is set (LANG): UTF-8 is assumed")
                            : tr("no locale is set (LANG): letters beyond ASCII are not shown"));
    return note;
}

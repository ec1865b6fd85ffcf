#include "model/recording/spreadsheet.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* What the environment names for numbers; "" for nothing. */
static const char *locale_name(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_NUMERIC", "LANG"};
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
        const char *name = getenv(variables[i]);
        if (name != NULL && name[0] != '\0')
            return name;
    }
    return "";
}

/* Of a locale that is not installed: by its language (Unicode CLDR). */
static bool language_has_comma(const char *name)
{
    static const char languages[] =
        "af az be bg bs ca cs da de el es et eu fi fo fr fy gl hr hu hy id is it ka kk kl "
        "lt lv mk nb nl nn no pl pt ro ru se sk sl sq sr sv tr uk uz vi ";
    const char language[] = {name[0], name[0] != '\0' ? name[1] : '\0', ' ', '\0'};
    bool is_language =
        name[0] != '\0' && name[1] != '\0' && strchr("_.@", name[2]) != NULL; /* or at its end */
    return is_language && strstr(languages, language) != NULL;
}

static bool has_decimal_comma(void)
{
    locale_t locale = newlocale(LC_NUMERIC_MASK, "", (locale_t)0);
    if (locale == (locale_t)0)
        return language_has_comma(locale_name());
    bool has_comma = strcmp(nl_langinfo_l(RADIXCHAR, locale), ",") == 0;
    freelocale(locale);
    return has_comma;
}

struct record_style spreadsheet_style(void)
{
    struct record_style style = record_style_plain(RECORD_CSV);
    style.has_mark = true;
    style.times = RECORD_LOCAL;
    if (has_decimal_comma()) {
        style.separator = ';';
        style.decimal = ',';
    }
    return style;
}

#include "net/base/translate.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define DOMAIN "tapedeck"

static bool is_translated;

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* Whether a locale or a list of languages ("da:en") begins with `name`. */
static bool begins_with(const char *languages, const char *name)
{
    size_t length = strcspn(languages, "_.@:");
    return length == strlen(name) && memcmp(languages, name, length) == 0;
}

/* As gettext has it, but that LANGUAGE counts also where no locale is set; a locale of C is meant to be English. */
static const char *environment_language(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *locale = NULL, *languages = variable("LANGUAGE");
    for (size_t i = 0; i < sizeof variables / sizeof *variables && !locale; i++)
        locale = variable(variables[i]);
    if (locale && (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0))
        return "en";
    return languages ? languages : locale ? locale : "en";
}

/* In any locale but C gettext goes by LANGUAGE. */
static bool leave_c_locale(void)
{
    static const char *const locales[] = {"", "C.UTF-8", "C.utf8", "en_US.UTF-8"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        const char *set = setlocale(LC_MESSAGES, locales[i]);
        if (set && strcmp(set, "C") != 0 && strcmp(set, "POSIX") != 0)
            return true;
    }
    return false;
}

/* The catalogues: of what is installed PREFIX/share/locale, else locale beside the program as it was built. */
static bool find_folder(char folder[PATH_MAX])
{
    char program[PATH_MAX];
    size_t size = sizeof program;
    if (uv_exepath(program, &size) != 0)
        return false;
    char *slash = strrchr(program, '/');
    if (!slash)
        return false;
    *slash = '\0';
    const char *last = strrchr(program, '/');
    bool is_installed = last && strcmp(last, "/bin") == 0;
    return snprintf(folder, PATH_MAX, "%s%s", program, is_installed ? "/../share/locale" : "/locale") <
           PATH_MAX;
}

void translate_settle(const char *language)
{
    char folder[PATH_MAX];
    const char *wanted = language && *language ? language : environment_language();
    is_translated = false;
    if (begins_with(wanted, "en") || begins_with(wanted, "C") || begins_with(wanted, "POSIX"))
        return;
    if (!leave_c_locale() || !find_folder(folder) || setenv("LANGUAGE", wanted, 1) != 0)
        return;
    bindtextdomain(DOMAIN, folder);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    is_translated = textdomain(DOMAIN) != NULL;
}

const char *tr(const char *text)
{
    return is_translated && *text ? gettext(text) : text;
}

const char *tr_count(const char *one, const char *many, uint64_t count)
{
    if (is_translated)
        return ngettext(one, many, (unsigned long)count);
    return count == 1 ? one : many;
}

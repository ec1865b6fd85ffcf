#include "net/base/translate.h"

#include "net/base/catalogue.h"
#include "net/base/memory.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

static struct catalogue catalogue;

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
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

/* That of "da_DK.UTF-8": of da_DK, else of da. */
static bool read_catalogue(const char *folder, const char *language, size_t length)
{
    static const char *const ends[] = {".@:", "_.@:"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t part = strcspn(language, ends[i]);
        char *path = memory_format("%s/%.*s/LC_MESSAGES/tapedeck.mo", folder,
                                   (int)(part < length ? part : length), language);
        bool is_read = catalogue_read(&catalogue, path);
        free(path);
        if (is_read)
            return true;
    }
    return false;
}

static bool is_english(const char *language, size_t length)
{
    static const char *const names[] = {"en", "C", "POSIX"};
    size_t part = strcspn(language, "_.@:");
    part = part < length ? part : length;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == part && memcmp(language, names[i], part) == 0)
            return true;
    return false;
}

void translate_settle(const char *language)
{
    char folder[PATH_MAX] = "";
    const char *rest = language && *language ? language : environment_language();
    bool is_settled = strchr(rest, '/') || (!is_english(rest, strlen(rest)) && !find_folder(folder));
    catalogue_clear(&catalogue);
    for (size_t length; !is_settled && *rest; rest += length + (rest[length] == ':')) {
        length = strcspn(rest, ":");
        is_settled = length && (is_english(rest, length) || read_catalogue(folder, rest, length));
    }
}

const char *tr(const char *text)
{
    const char *found = catalogue.count && *text ? catalogue_find(&catalogue, text, 0) : NULL;
    return found ? found : text;
}

const char *tr_count(const char *one, const char *many, uint64_t count)
{
    const char *found = catalogue.count ? catalogue_find(&catalogue, one, count != 1) : NULL;
    return found ? found : count == 1 ? one : many;
}

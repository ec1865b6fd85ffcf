#include "model/hold/hold_names.h"

#include "net/base/hash.h"
#include "net/base/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_DIGITS = 16 };

/* Recordings of a call are told apart by their file names, whichever agent they are listed under; those without one
 * by the agent. */
static char *path_with(const char *folder, const struct hold *hold, const char *ending)
{
    const char *file = hold_file_name(hold);
    const char *apart = *file ? file : hold->agent;
    return memory_format("%s/%" PRId64 "-%016" PRIx64 "%s", folder, hold->recording->queue_call_id,
                         hash_on(HASH_BEGIN, apart, strlen(apart)), ending);
}

char *hold_names_path(const char *folder, const struct hold *hold)
{
    return path_with(folder, hold, ".json");
}

char *hold_names_released(const char *folder, const struct hold *hold)
{
    return path_with(folder, hold, ".released");
}

/* Whether it is the end of an audio file's name, perhaps with the " (2)" that kept_file.h adds. */
static bool is_audio(const char *ending)
{
    static const char *const endings[] = {".mp3", ".wav", ".ogg", ".flac"};
    if (*ending == ' ')
        ending += strspn(ending, " (0123456789)");
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(ending, endings[i]) == 0)
            return true;
    return false;
}

enum hold_kind hold_names_kind(const char *name, int64_t *call)
{
    char *ending;
    if (strncmp(name, ".hold-", 6) == 0 || strncmp(name, ".tapedeck-", 10) == 0)
        return HOLD_TEMPORARY;
    errno = 0;
    *call = strtoll(name, &ending, 10);
    if (ending == name || errno || *name == ' ' || *name == '+')
        return HOLD_FOREIGN;
    bool has_hash = *ending == '-' && strspn(ending + 1, "0123456789abcdef") == HASH_DIGITS;
    if (has_hash && strcmp(ending + 1 + HASH_DIGITS, ".json") == 0)
        return HOLD_FILE;
    if (has_hash && strcmp(ending + 1 + HASH_DIGITS, ".released") == 0)
        return HOLD_RELEASED;
    return is_audio(ending) ? HOLD_AUDIO : HOLD_FOREIGN;
}

char *hold_names_audio_template(const char *folder)
{
    static const char name[] = "/{call}";
    char *name_template = memory_array(2 * strlen(folder) + sizeof name, 1), *end = name_template;
    for (const char *at = folder; *at; at++) {
        if (*at == '{' || *at == '}')
            *end++ = *at;
        *end++ = *at;
    }
    memcpy(end, name, sizeof name);
    return name_template;
}

#include "net/base/damaged_name.h"

#include "net/base/folders.h"
#include "net/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DIGITS "0123456789"

char *damaged_name_new(const char *path)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return memory_format("%s.damaged-%lld-%03ld", path, (long long)now.tv_sec, now.tv_nsec / 1000000);
}

/* "-1717171717-042", perhaps with the suffix of a log, behind ".damaged". */
static bool is_moment(const char *text)
{
    size_t seconds = *text == '-' ? strspn(text + 1, DIGITS) : 0;
    const char *rest = text + 1 + seconds;
    if (seconds == 0 || *rest != '-' || strspn(rest + 1, DIGITS) != 3)
        return false;
    rest += 4;
    return *rest == '\0' || strcmp(rest, "-wal") == 0 || strcmp(rest, "-shm") == 0;
}

void damaged_name_list(const char *path, struct name_list *paths)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *folder = memory_text_part(path, (size_t)(name - path));
    char *begin = memory_format("%s.damaged", name);
    size_t length = strlen(begin);
    struct name_list names = {NULL, 0, 0};
    folders_names(slash ? folder : ".", &names);
    for (size_t i = 0; i < names.count; i++) {
        if (strncmp(names.names[i], begin, length) != 0 || !is_moment(names.names[i] + length))
            continue;
        char *found = memory_format("%s%s", folder, names.names[i]);
        name_list_add(paths, found);
        free(found);
    }
    name_list_clear(&names);
    free(begin);
    free(folder);
}

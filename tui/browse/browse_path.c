#include "tui/browse/browse_path.h"

#include "net/base/memory.h"
#include "tui/draw/text.h"

#include <stdlib.h>
#include <string.h>

const char *browse_path_show(char buffer[BROWSE_PATH_SIZE], const char *path)
{
    const char *home = getenv("HOME");
    size_t length = home != NULL ? strlen(home) : 0;
    bool is_below = length > 1 && strncmp(path, home, length) == 0 && path[length] == '/';
    buffer[0] = '~';
    text_escape(buffer + is_below, BROWSE_PATH_SIZE - is_below, is_below ? path + length : path);
    return buffer;
}

char *browse_path_expand(const char *path)
{
    const char *home = getenv("HOME");
    if (home == NULL || strncmp(path, "~/", 2) != 0)
        return memory_text(path);
    return memory_format("%s%s", home, path + 1);
}

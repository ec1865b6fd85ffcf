#include "net/base/folders.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 16 };

char *folders_path(enum folders_kind kind, const char *name)
{
    static const struct {
        const char *variable;
        const char *below_home;
    } places[] = {[FOLDERS_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
                  [FOLDERS_DATA] = {"XDG_DATA_HOME", ".local/share"},
                  [FOLDERS_STATE] = {"XDG_STATE_HOME", ".local/state"}};
    const char *folder = getenv(places[kind].variable), *home = getenv("HOME");
    if (folder && folder[0] == '/') /* others are to be ignored */
        return memory_format("%s/tapedeck/%s", folder, name);
    return home && *home ? memory_format("%s/%s/tapedeck/%s", home, places[kind].below_home, name) : NULL;
}

bool folders_names(const char *folder, struct name_list *names)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        name_list_add(names, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return count >= 0;
}

bool folders_sync(const char *folder)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = file >= 0 ? fsync(file) == 0 || errno == EINVAL : errno == EACCES;
    if (file >= 0)
        close(file);
    return synced;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

bool folders_remove(const char *folder)
{
    return nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0;
}

bool folders_make_for(const char *file, const char *advice, struct failure *failure)
{
    char *part = memory_text(file);
    bool made = true;
    int error = 0;
    for (char *slash = strchr(part + 1, '/'); slash && made; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        made = mkdir(part, 0700) == 0 || errno == EEXIST;
        error = errno;
        if (!made)
            failure_set(failure, FAILURE_DISK, advice, tr("cannot make the folder %s: %s"), part,
                        strerror(error));
        *slash = '/';
    }
    free(part);
    errno = error;
    return made;
}

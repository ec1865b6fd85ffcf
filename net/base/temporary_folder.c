#include "net/base/temporary_folder.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/name_list.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME ".tapedeck-"
#define ENTRY "folder."
#define LETTERS "XXXXXX" /* become letters and digits at random */

static bool is_named(const char *name, const char *begin)
{
    const size_t length = strlen(begin);
    return strncmp(name, begin, length) == 0 && strlen(name) == length + strlen(LETTERS);
}

/* Of one that is ours: another may have been put in its place, or a link. Where it is not there any more, that is well. */
static bool remove_folder(const char *path)
{
    struct stat status;
    struct name_list names = {0};
    const char *slash = strrchr(path, '/');
    int folder =
        slash && is_named(slash + 1, NAME) ? open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (folder < 0)
        return slash && errno == ENOENT;
    bool is_ours = fstat(folder, &status) == 0 && status.st_uid == geteuid() && (status.st_mode & 077) == 0;
    if (is_ours)
        folders_names(path, &names);
    for (size_t i = 0; i < names.count; i++)
        unlinkat(folder, names.names[i], 0); /* not . and .. */
    name_list_clear(&names);
    close(folder);
    return is_ours && rmdir(path) == 0;
}

/* Where it cannot be noted it is there all the same. */
static void note(struct temporary_folder *folder)
{
    struct failure failure;
    char *entry = folders_path(FOLDERS_STATE, ENTRY LETTERS);
    bool is_made = entry && folders_make_for(entry, "", &failure);
    folder->lock = is_made ? mkostemp(entry, O_CLOEXEC) : -1;
    if (folder->lock < 0) {
        free(entry);
        return;
    }
    folder->entry = entry;
    const size_t length = strlen(folder->path);
    if (flock(folder->lock, LOCK_EX | LOCK_NB) != 0 ||
        write(folder->lock, folder->path, length) != (ssize_t)length)
        unlink(entry);
}

bool temporary_folder_make(struct temporary_folder *folder, const char *below)
{
    char *place = realpath(below, NULL);
    *folder = (struct temporary_folder){.lock = -1};
    if (!place)
        return false;
    folder->path = memory_format("%s/" NAME LETTERS, place);
    free(place);
    if (mkdtemp(folder->path)) { /* 0700 */
        note(folder);
        return true;
    }
    int error = errno;
    free(folder->path);
    folder->path = NULL;
    errno = error;
    return false;
}

void temporary_folder_remove(struct temporary_folder *folder)
{
    if (!folder->path)
        return;
    remove_folder(folder->path);
    if (folder->entry)
        unlink(folder->entry);
    if (folder->lock >= 0)
        close(folder->lock);
    free(folder->path);
    free(folder->entry);
    *folder = (struct temporary_folder){.lock = -1};
}

/* Unless who has made it lives. */
static void sweep_entry(const char *entry)
{
    char path[PATH_MAX];
    int lock = open(entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (lock < 0)
        return;
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        ssize_t length = read(lock, path, sizeof path - 1);
        path[length > 0 ? length : 0] = '\0';
        if (length == 0 || (length > 0 && remove_folder(path)))
            unlink(entry);
    }
    close(lock);
}

void temporary_folder_sweep(void)
{
    struct name_list names = {0};
    char *folder = folders_path(FOLDERS_STATE, "");
    if (folder)
        folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        char *entry = memory_format("%s%s", folder, names.names[i]);
        if (is_named(names.names[i], ENTRY))
            sweep_entry(entry);
        free(entry);
    }
    name_list_clear(&names);
    free(folder);
}

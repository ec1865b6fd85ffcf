#include "net/base/temporary_folder.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/name_list.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME ".tapedeck-"
#define ENTRY "folder."
#define LETTERS "XXXXXX" /* become letters and digits at random */

enum { NUMBER_SIZE = 24 };

static bool is_named(const char *name, const char *begin)
{
    const size_t length = strlen(begin);
    return strncmp(name, begin, length) == 0 && strlen(name) == length + strlen(LETTERS);
}

/* Of one that is ours: another may have been put in its place, or a link. */
static bool remove_folder(const char *path)
{
    struct stat status;
    const char *slash = strrchr(path, '/');
    return slash && is_named(slash + 1, NAME) && lstat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == geteuid() && (status.st_mode & 077) == 0 && folders_remove(path);
}

/* The number of the folder that it is in; 0 if that is not there: a disk may have been taken out. */
static unsigned long long place_of(const char *path)
{
    struct stat status;
    char *place = memory_text_part(path, (size_t)(strrchr(path, '/') - path));
    bool is_there = stat(*place ? place : "/", &status) == 0;
    free(place);
    return is_there ? status.st_ino : 0;
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
    if (flock(folder->lock, LOCK_EX | LOCK_NB) != 0 ||
        dprintf(folder->lock, "%llu %s", place_of(folder->path), folder->path) < 0)
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

/* Nothing is there any more where it was: not on another disk that is in its place, or in a folder without any. */
static bool is_gone(const char *path, unsigned long long place)
{
    struct stat status;
    return lstat(path, &status) != 0 && errno == ENOENT && place_of(path) == place;
}

/* What it notes is removed, or has been; without a path it was cut. */
static bool is_done(const char *text)
{
    char *path = NULL;
    unsigned long long place = strtoull(text, &path, 10);
    return path[0] != ' ' || path[1] != '/' || remove_folder(path + 1) || is_gone(path + 1, place);
}

/* Unless who has made it lives. */
static void sweep_entry(const char *entry)
{
    char text[PATH_MAX + NUMBER_SIZE];
    int lock = open(entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (lock < 0)
        return;
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        ssize_t length = read(lock, text, sizeof text - 1);
        text[length > 0 ? length : 0] = '\0';
        if (length >= 0 && is_done(text))
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

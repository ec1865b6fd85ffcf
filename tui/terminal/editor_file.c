#include "tui/terminal/editor_file.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "note-"
#define LETTERS "XXXXXX"
#define NOTE "note.txt"
#define LOCK ".lock"

/* Not written since: the beginning of time as its own. */
static bool write_text(const char *path, const char *text)
{
    const struct timespec never[2] = {{0}, {0}};
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    bool is_written = file != NULL && fputs(text, file) >= 0 && (*text == '\0' || fputc('\n', file) >= 0) &&
                      fflush(file) == 0;
    if (is_written)
        (void)futimens(descriptor, never);
    if (file == NULL && descriptor >= 0)
        close(descriptor);
    return file != NULL && fclose(file) == 0 && is_written;
}

static char *inside(const char *folder, const char *name)
{
    return memory_format("%s/%s", folder, name);
}

static int open_lock(const char *folder, int flags)
{
    char *path = inside(folder, LOCK);
    int lock = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
    free(path);
    return lock;
}

static void forget(struct editor_file *file)
{
    if (file->lock >= 0)
        close(file->lock);
    free(file->folder);
    free(file->path);
    file->folder = file->path = NULL;
    file->lock = -1;
}

/* Until it is locked another program may take it for one that was left, and remove it: errno is ENOENT then. */
static bool fill(struct editor_file *file, const char *folder, const char *text)
{
    file->folder = memory_text(folder);
    if (mkdtemp(file->folder) == NULL) /* 0700 */
        return false;
    file->path = inside(file->folder, NOTE);
    file->lock = open_lock(file->folder, O_CREAT);
    if (file->lock >= 0)
        (void)flock(file->lock, LOCK_EX); /* where there are no locks nobody else gets one either */
    return file->lock >= 0 && write_text(file->path, text);
}

bool editor_file_make(struct editor_file *file, const char *name, const char *text, struct failure *failure)
{
    static const char advice[] = N_("check the folder, its permissions and the room on the disk");
    char *own = memory_format(FOLDER "%s." LETTERS, name), *path = folders_path(FOLDERS_STATE, own);
    bool is_made = false;
    free(own);
    *file = (struct editor_file){.lock = -1};
    if (path == NULL) {
        failure_set(failure, FAILURE_USAGE, tr("set HOME or XDG_STATE_HOME"),
                    tr("nothing says where a note can be kept while it is written"));
        return false;
    }
    if (folders_make_for(path, advice, failure)) {
        is_made = fill(file, path, text);
        if (!is_made && errno == ENOENT) {
            forget(file);
            is_made = fill(file, path, text);
        }
        if (!is_made)
            failure_set(failure, FAILURE_DISK, tr(advice), tr("the note cannot be given to an editor: %s"),
                        strerror(errno));
    }
    free(path);
    if (!is_made)
        editor_file_remove(file);
    return is_made;
}

static bool is_written(const char *folder)
{
    struct stat status;
    struct name_list names = {0};
    bool found = false;
    folders_names(folder, &names);
    for (size_t i = 0; i < names.count && !found; i++) {
        char *path = inside(folder, names.names[i]);
        bool is_note = strcmp(names.names[i], NOTE) == 0;
        if (strspn(names.names[i], ".") < strlen(names.names[i]) && strcmp(names.names[i], LOCK) != 0)
            found = lstat(path, &status) == 0 && (is_note ? status.st_mtime != 0 : status.st_size > 0);
        free(path);
    }
    name_list_clear(&names);
    return found;
}

bool editor_file_is_written(const struct editor_file *file)
{
    return is_written(file->folder);
}

static bool is_in_use(int lock)
{
    return lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0;
}

bool editor_file_leave(struct editor_file *file, char **path)
{
    close(file->lock);
    file->lock = open_lock(file->folder, 0);
    bool stays = is_in_use(file->lock) || is_written(file->folder);
    *path = stays ? memory_text(file->path) : NULL;
    if (!stays)
        folders_remove(file->folder);
    forget(file);
    return stays;
}

void editor_file_remove(struct editor_file *file)
{
    if (file->folder != NULL)
        folders_remove(file->folder);
    forget(file);
}

static bool is_named(const char *name)
{
    const char *dot = strrchr(name, '.');
    return strncmp(name, FOLDER, strlen(FOLDER)) == 0 && dot != NULL && strlen(dot + 1) == strlen(LETTERS);
}

static void look(const char *folder, struct name_list *paths)
{
    char *note = inside(folder, NOTE);
    int lock = open_lock(folder, 0);
    if (lock < 0)
        rmdir(folder); /* who made it was killed before it was locked */
    else if (is_in_use(lock))
        ;
    else if (is_written(folder))
        name_list_add(paths, access(note, F_OK) == 0 ? note : folder);
    else
        folders_remove(folder);
    if (lock >= 0)
        close(lock);
    free(note);
}

void editor_file_find_left(struct name_list *paths)
{
    struct name_list names = {0};
    char *place = folders_path(FOLDERS_STATE, "");
    if (place != NULL)
        folders_names(place, &names);
    for (size_t i = 0; i < names.count; i++) {
        char *folder = memory_format("%s%s", place, names.names[i]);
        if (is_named(names.names[i]))
            look(folder, paths);
        free(folder);
    }
    name_list_clear(&names);
    free(place);
}

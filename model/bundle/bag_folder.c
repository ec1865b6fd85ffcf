#include "model/bundle/bag_folder.h"

#include "model/keep/kept_file.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fail(struct failure *failure, const char *path)
{
    char shown[180];
    failure_set_disk(failure, tr("check the folder and its permissions"), tr("cannot write (%s): %s"),
                     strerror(errno), failure_quote(shown, sizeof shown, path));
}

bool bag_folder_make(struct temporary_folder *folder, const char *below, struct failure *failure)
{
    const char *temporary = getenv("TMPDIR");
    *folder = (struct temporary_folder){.lock = -1};
    if (!below)
        below = temporary && *temporary ? temporary : "/tmp";
    char *inside = memory_format("%s/.", below);
    bool is_made = folders_make_for(inside, tr("check the folder and its permissions"), failure);
    free(inside);
    if (is_made && !temporary_folder_make(folder, below))
        fail(failure, below);
    return folder->path != NULL;
}

char *bag_folder_write(const struct temporary_folder *folder, const char *name, const char *bytes,
                       size_t length, struct failure *failure)
{
    char *path = memory_format("%s/%s", folder->path, name);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_written = file >= 0 && kept_file_write(file, bytes, length);
    if (!is_written)
        fail(failure, path);
    if (file >= 0)
        close(file);
    if (is_written)
        return path;
    free(path);
    return NULL;
}

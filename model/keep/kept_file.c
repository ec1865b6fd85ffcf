#include "model/keep/kept_file.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/rename_new.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024, MOST_NAMES = 1000, SHOWN_PATH = 180 };

static const char advice[] = N_("check the folder and its permissions");

struct kept_draft {
    char *path;      /* final path; owned */
    char *folder;    /* its folder; owned */
    int file;        /* -1: not created yet */
    char *temporary; /* its temporary path, owned; NULL: an unnamed file (O_TMPFILE) */
};

/* Reads up to `length` bytes of the content from an offset; 0 at its end or if the file has been truncated. */
static size_t read_content(const struct kept_content *content, uint64_t at, char *bytes, size_t length)
{
    if (length > content->size - at)
        length = (size_t)(content->size - at);
    if (content->text) {
        memcpy(bytes, content->text + at, length);
        return length;
    }
    ssize_t count = pread(content->file, bytes, length, (off_t)at);
    return count > 0 ? (size_t)count : 0;
}

static bool read_all(int file, char *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t count = read(file, bytes + done, length - done);
        if (count == 0 || (count < 0 && errno != EINTR))
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

bool kept_file_write(int file, const char *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t count = write(file, bytes + done, length - done);
        if (count < 0 && errno != EINTR)
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

static bool has_content(int file, const struct kept_content *content)
{
    char ours[BLOCK], theirs[BLOCK];
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || (uint64_t)status.st_size != content->size)
        return false;
    size_t length;
    for (uint64_t at = 0; at < content->size; at += length) {
        length = read_content(content, at, ours, sizeof ours);
        if (length == 0 || !read_all(file, theirs, length) || memcmp(ours, theirs, length) != 0)
            return false;
    }
    return true;
}

enum place { PLACE_FREE, PLACE_SAME, PLACE_TAKEN };

static enum place look_at(const char *path, const struct kept_content *content)
{
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    if (file < 0) /* a file created from now on is compared when linking fails */
        return errno != ENOENT && lstat(path, &status) == 0 ? PLACE_TAKEN : PLACE_FREE;
    bool is_same = has_content(file, content);
    close(file);
    return is_same ? PLACE_SAME : PLACE_TAKEN;
}

static void fail(struct failure *failure, const char *path)
{
    char shown[SHOWN_PATH];
    failure_set_disk(failure, advice, tr("cannot write (%s): %s"), strerror(errno),
                     failure_quote(shown, sizeof shown, path));
}

static bool write_content(int file, const struct kept_content *content)
{
    char block[BLOCK];
    size_t length;
    for (uint64_t at = 0; at < content->size; at += length) {
        length = read_content(content, at, block, sizeof block);
        if (length == 0) {
            errno = EIO;
            return false;
        }
        if (!kept_file_write(file, block, length))
            return false;
    }
    return fsync(file) == 0;
}

static void open_named(struct kept_draft *draft)
{
    draft->temporary = memory_format("%s/.tapedeck-XXXXXX", draft->folder);
    draft->file = mkostemp(draft->temporary, O_CLOEXEC);
    if (draft->file >= 0)
        flock(draft->file, LOCK_EX | LOCK_NB); /* see hold_files_sweep */
}

static bool open_file(struct kept_draft *draft, bool is_named)
{
    if (is_named)
        open_named(draft);
    else
        draft->file = open(draft->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (draft->file < 0 && !is_named && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
        open_named(draft);
    return draft->file >= 0;
}

static bool write_draft(struct kept_draft *draft, const struct kept_content *content, bool is_named)
{
    return open_file(draft, is_named) && write_content(draft->file, content);
}

/* Gives the file its final name without replacing another. False with errno set, EEXIST if the name is taken. */
static bool name_draft(struct kept_draft *draft, const char *path)
{
    char link[40];
    if (draft->temporary)
        return rename_new(draft->temporary, path);
    snprintf(link, sizeof link, "/proc/self/fd/%d", draft->file);
    return linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}

void kept_draft_free(struct kept_draft **draft_pointer)
{
    struct kept_draft *draft = *draft_pointer;
    *draft_pointer = NULL;
    if (!draft)
        return;
    if (draft->file >= 0 && draft->temporary)
        unlink(draft->temporary); /* fails if it was renamed */
    if (draft->file >= 0)
        close(draft->file);
    free(draft->temporary);
    free(draft->folder);
    free(draft->path);
    free(draft);
}

/* A draft of which the file is not created yet; missing folders are. */
static struct kept_draft *make_draft(const char *path, struct failure *failure)
{
    const char *slash = strrchr(path, '/');
    if (!folders_make_for(path, advice, failure))
        return NULL;
    struct kept_draft *draft = memory_new(sizeof *draft);
    draft->path = memory_text(path);
    draft->folder = slash == path ? memory_text("/")
                    : slash       ? memory_text_part(path, (size_t)(slash - path))
                                  : memory_text(".");
    draft->file = -1;
    failure->kind = FAILURE_NONE;
    return draft;
}

/* "PATH" for 1, "NAME (2).END" for 2. The caller frees. */
static char *numbered(const char *path, unsigned number)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    size_t stem = dot && (!slash || dot > slash + 1) && dot != path ? (size_t)(dot - path) : strlen(path);
    if (number == 1)
        return memory_text(path);
    return memory_format("%.*s (%u)%s", (int)stem, path, number, path + stem);
}

static bool is_wanted(const struct kept_content *content)
{
    errno = ECANCELED;
    return !content->is_unwanted || !atomic_load(content->is_unwanted);
}

/* KEPT_FAILED with failure->kind FAILURE_NONE: another file has that name. */
static enum kept_outcome try_name(struct kept_draft *draft, const char *path,
                                  const struct kept_content *content, bool is_named, struct failure *failure)
{
    enum place place = look_at(path, content);
    failure->kind = FAILURE_NONE;
    if (place != PLACE_FREE)
        return place == PLACE_SAME ? KEPT_SAME : KEPT_FAILED;
    bool is_written = draft->file >= 0 || write_draft(draft, content, is_named);
    bool is_there = is_written && is_wanted(content) && name_draft(draft, path);
    if (is_there && folders_sync(draft->folder))
        return KEPT_NEW;
    if (is_there || !is_written || errno != EEXIST)
        fail(failure, path);
    else if (look_at(path, content) == PLACE_SAME) /* another program was faster */
        return KEPT_SAME;
    return KEPT_FAILED;
}

static void fail_crowded(struct failure *failure, const char *path)
{
    char shown[SHOWN_PATH];
    failure_set(failure, FAILURE_DISK, tr("choose another name"), tr("too many other files are called %s"),
                failure_quote(shown, sizeof shown, path));
}

static enum kept_outcome put(const char *path, const struct kept_content *content, bool is_named,
                             char **kept_as, struct failure *failure)
{
    struct kept_draft *draft = make_draft(path, failure);
    enum kept_outcome outcome = KEPT_FAILED;
    *kept_as = NULL;
    for (unsigned number = 1; draft && number <= MOST_NAMES && outcome == KEPT_FAILED; number++) {
        char *name = numbered(path, number);
        outcome = try_name(draft, name, content, is_named, failure);
        if (outcome == KEPT_FAILED)
            free(name);
        else
            *kept_as = name;
        if (failure->kind != FAILURE_NONE)
            break;
    }
    if (draft && outcome == KEPT_FAILED && failure->kind == FAILURE_NONE)
        fail_crowded(failure, path);
    kept_draft_free(&draft);
    return outcome;
}

struct kept_draft *kept_draft_open(const char *path, struct failure *failure)
{
    struct kept_draft *draft = make_draft(path, failure);
    if (!draft || open_file(draft, false))
        return draft;
    fail(failure, path);
    kept_draft_free(&draft);
    return NULL;
}

int kept_draft_file(const struct kept_draft *draft)
{
    return draft->file;
}

char *kept_draft_keep(struct kept_draft *draft, struct failure *failure)
{
    bool goes_on = fsync(draft->file) == 0;
    for (unsigned number = 1; goes_on && number <= MOST_NAMES; number++) {
        char *name = numbered(draft->path, number);
        if (name_draft(draft, name) && folders_sync(draft->folder))
            return name;
        goes_on = errno == EEXIST;
        free(name);
    }
    if (goes_on)
        fail_crowded(failure, draft->path);
    else
        fail(failure, draft->path);
    return NULL;
}

enum kept_outcome kept_file_put(const char *path, const struct kept_content *content, char **kept_as,
                                struct failure *failure)
{
    return put(path, content, false, kept_as, failure);
}

enum kept_outcome kept_file_put_named(const char *path, const struct kept_content *content, char **kept_as,
                                      struct failure *failure)
{
    return put(path, content, true, kept_as, failure);
}

bool kept_folder_takes(const char *folder, struct failure *failure)
{
    static const struct kept_content some = {.text = "some", .size = sizeof "some" - 1};
    char *path = memory_format("%s%s", folder, *folder ? "/." : ".");
    struct kept_draft *draft = make_draft(path, failure);
    bool is_written = draft && write_draft(draft, &some, false);
    if (draft && !is_written)
        fail(failure, *folder ? folder : ".");
    kept_draft_free(&draft);
    free(path);
    return is_written;
}

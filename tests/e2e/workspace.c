#include "tests/e2e/workspace.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/buffer.h"

struct given_path {
    struct given_path *next;
    char *path;
};

struct workspace {
    char *root;
    struct environment *environment;
    struct given_path *given;
};

static const struct folder {
    const char *name, *variable;
} folders[] = {
    {"home", "HOME"},
    {"config", "XDG_CONFIG_HOME"},
    {"data", "XDG_DATA_HOME"},
    {"cache", "XDG_CACHE_HOME"},
    {"state", "XDG_STATE_HOME"},
    {"runtime", "XDG_RUNTIME_DIR"},
    {"tmp", "TMPDIR"},
};

static void fail_to(const char *action, const char *path)
{
    fprintf(stderr, "tests: cannot %s %s: %s\n", action, path, strerror(errno));
    abort();
}

const char *workspace_path(struct workspace *workspace, const char *relative)
{
    struct buffer path = {0};
    buffer_format(&path, *relative ? "%s/%s" : "%s%s", workspace->root, relative);
    struct given_path *given = allocate(1, sizeof(*given));
    given->next = workspace->given;
    given->path = buffer_take(&path);
    workspace->given = given;
    return given->path;
}

struct workspace *workspace_new(void)
{
    const char *parent = getenv("TMPDIR");
    struct buffer root = {0};
    buffer_format(&root, "%s/tapedeck-test-XXXXXX", parent ? parent : "/tmp");
    struct workspace *workspace = allocate(1, sizeof(*workspace));
    workspace->root = buffer_take(&root);
    if (!mkdtemp(workspace->root))
        fail_to("make", workspace->root);
    workspace->environment = environment_new();
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        const char *path = workspace_path(workspace, folders[i].name);
        if (mkdir(path, 0700) != 0)
            fail_to("make", path);
        environment_set(workspace->environment, folders[i].variable, path);
    }
    return workspace;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    remove(path);
    return 0;
}

/* A test may have taken away the permission to look into a folder. */
static int open_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)where;
    if (kind == FTW_DNR || (kind == FTW_D && (status->st_mode & S_IRWXU) != S_IRWXU))
        chmod(path, S_IRWXU);
    return 0;
}

void workspace_free(struct workspace **workspace)
{
    enum { OPEN_FOLDERS = 16 };
    struct workspace *old = *workspace;
    if (!old)
        return;
    if (getenv("TEST_KEEP")) {
        fprintf(stderr, "tests: kept %s\n", old->root);
    } else {
        nftw(old->root, open_entry, OPEN_FOLDERS, FTW_PHYS);
        nftw(old->root, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    }
    while (old->given) {
        struct given_path *given = old->given;
        old->given = given->next;
        free(given->path);
        free(given);
    }
    environment_free(&old->environment);
    free(old->root);
    free(old);
    *workspace = NULL;
}

struct environment *workspace_environment(struct workspace *workspace)
{
    return workspace->environment;
}

static void make_parents(const struct workspace *workspace, const char *path)
{
    char *copy = copy_text(path);
    char *from = copy + strlen(workspace->root) + 1;
    for (char *slash = strchr(from, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            fail_to("make", copy);
        *slash = '/';
    }
    free(copy);
}

void workspace_write(struct workspace *workspace, const char *relative, const char *text, mode_t mode)
{
    const char *path = workspace_path(workspace, relative);
    size_t length = strlen(text);
    make_parents(workspace, path);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (descriptor < 0 || write(descriptor, text, length) != (ssize_t)length || fchmod(descriptor, mode) != 0)
        fail_to("write", path);
    close(descriptor);
}

char *workspace_read(struct workspace *workspace, const char *relative)
{
    FILE *file = fopen(workspace_path(workspace, relative), "re");
    if (!file)
        return NULL;
    struct buffer text = {0};
    char bytes[16384];
    for (size_t length = 1; length > 0;) {
        length = fread(bytes, 1, sizeof(bytes), file);
        buffer_append(&text, bytes, length);
    }
    fclose(file);
    return buffer_take(&text);
}

bool workspace_exists(struct workspace *workspace, const char *relative)
{
    return workspace_mode(workspace, relative) >= 0;
}

int workspace_mode(struct workspace *workspace, const char *relative)
{
    struct stat status;
    if (lstat(workspace_path(workspace, relative), &status) != 0)
        return -1;
    return (int)(status.st_mode & 07777);
}

int workspace_shell(struct workspace *workspace, const char *line)
{
    struct buffer command = {0};
    buffer_format(&command, "cd '%s' && %s", workspace_path(workspace, "home"), line);
    /* NOLINTNEXTLINE(cert-env33-c): of the test, with paths of its own */
    int status = system(command.data);
    if (status < 0)
        fail_to("run", line);
    buffer_clear(&command);
    return status >> 8;
}

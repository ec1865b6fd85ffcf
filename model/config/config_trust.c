#include "model/config/config_trust.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_LINKS = 40, /* as the system follows */
    ENTRY_SIZE = 4096
};

/* Whoever owns "/" may do everything: root, who in a container can have another number. */
static bool is_foreign(const struct stat *status)
{
    struct stat top;
    bool is_system = status->st_uid == 0 || (stat("/", &top) == 0 && status->st_uid == top.st_uid);
    return !is_system && status->st_uid != geteuid();
}

/* A group of that user's name with nobody else in it, as systems make one for each user; what these users write
 * is open to their group (umask 002), and to nobody else. */
static bool is_private_group(gid_t number)
{
    char user_text[ENTRY_SIZE], group_text[ENTRY_SIZE]; /* who does not fit is not alone */
    struct passwd user, *found_user = NULL;
    struct group group, *found_group = NULL;
    if (getpwuid_r(geteuid(), &user, user_text, sizeof user_text, &found_user) != 0 || !found_user ||
        user.pw_gid != number ||
        getgrgid_r(number, &group, group_text, sizeof group_text, &found_group) != 0 || !found_group)
        return false;
    bool is_private = strcmp(group.gr_name, user.pw_name) == 0;
    for (char **member = group.gr_mem; is_private && *member; member++)
        is_private = strcmp(*member, user.pw_name) == 0;
    return is_private;
}

static bool is_writable(const struct stat *status)
{
    return (status->st_mode & S_IWOTH) || ((status->st_mode & S_IWGRP) && !is_private_group(status->st_gid));
}

/* In a folder like /tmp everybody may write, but only to their own files. */
static bool is_open_folder(const struct stat *status)
{
    return is_writable(status) && !(status->st_mode & S_ISVTX);
}

static bool is_anothers(struct failure *failure, const char *what)
{
    return failure_set(failure, FAILURE_USAGE,
                       tr("use a file of your own (--config FILE), or set TAPEDECK_SECRET"),
                       tr("%s belongs to another user"), what);
}

static bool is_open(struct failure *failure, const char *what, const char *path)
{
    char *advice = memory_format(tr("run: chmod go-w '%s'"), path);
    failure_set(failure, FAILURE_USAGE, advice, tr("others may write to %s"), what);
    free(advice);
    return false;
}

/* The way to a file, as far as it has been gone: in a folder without links in its path. */
struct way {
    char *folder; /* owned, as is `left` */
    char *left;   /* of the path: nothing, or from a slash on */
    int links;
};

static bool check_folder(const struct way *way, const char *folder, struct failure *failure)
{
    bool is_above = strchr(way->left + strspn(way->left, "/"), '/') != NULL;
    const char *what =
        is_above ? N_("a folder above the configuration") : N_("the folder of the configuration");
    struct stat status;
    if (stat(folder, &status) != 0)
        return true;
    if (is_foreign(&status))
        return is_anothers(failure, what);
    return !is_open_folder(&status) || is_open(failure, what, folder);
}

static void set_text(char **text, char *value)
{
    free(*text);
    *text = value;
}

/* Goes on where a link leads. */
static void follow(struct way *way, const char *link)
{
    char target[PATH_MAX];
    ssize_t length = readlink(link, target, sizeof target - 1);
    if (length <= 0 || ++way->links > MOST_LINKS) {
        set_text(&way->left, memory_text(""));
        return;
    }
    target[length] = '\0';
    if (*target == '/')
        set_text(&way->folder, memory_text(""));
    set_text(&way->left, memory_format("%s%s", target, way->left));
}

/* Enters a folder, a link or the file. False at the file, or where somebody else may lead the way elsewhere:
 * then *failure says so. */
static bool enter(struct way *way, const char *path, struct failure *failure)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return false;
    if (S_ISLNK(status.st_mode)) {
        if (is_foreign(&status))
            return is_anothers(failure, tr("a link to the configuration"));
        follow(way, path);
        return true;
    }
    if (!S_ISDIR(status.st_mode) || !check_folder(way, path, failure))
        return false;
    set_text(&way->folder, memory_text(path));
    return true;
}

/* Goes one step on; false as above, and at the end. */
static bool step(struct way *way, struct failure *failure)
{
    const char *start = way->left + strspn(way->left, "/");
    size_t length = strcspn(start, "/");
    char *name = memory_text_part(start, length);
    char *path = memory_format("%s/%s", way->folder, name);
    bool goes_on = *name != '\0';
    set_text(&way->left, memory_text(start + length));
    if (strcmp(name, "..") == 0) {
        char *slash = strrchr(way->folder, '/');
        if (slash)
            *slash = '\0';
    } else if (goes_on && strcmp(name, ".") != 0) {
        goes_on = enter(way, path, failure);
    }
    free(name);
    free(path);
    return goes_on;
}

static bool check_way(const char *path, struct failure *failure)
{
    char here[PATH_MAX];
    bool is_whole = *path == '/' || !getcwd(here, sizeof here);
    struct way way = {memory_text(""), is_whole ? memory_text(path) : memory_format("%s/%s", here, path), 0};
    failure->kind = FAILURE_NONE;
    bool goes_on = check_folder(&way, "/", failure);
    while (goes_on)
        goes_on = step(&way, failure);
    free(way.folder);
    free(way.left);
    return failure->kind == FAILURE_NONE;
}

bool config_trust_check(int file, const char *path, struct failure *failure)
{
    struct stat status;
    if (fstat(file, &status) != 0 || is_foreign(&status))
        return is_anothers(failure, tr("the configuration"));
    if (is_writable(&status))
        return is_open(failure, tr("the configuration"), path);
    return check_way(path, failure);
}

#include "model/config_trust.h"

#include "net/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_foreign(const struct stat *status)
{
    return status->st_uid != geteuid() && status->st_uid != 0;
}

/* In a folder like /tmp everybody may write, but only to what is his own. */
static bool is_open_folder(const struct stat *status)
{
    return (status->st_mode & (S_IWGRP | S_IWOTH)) && !(status->st_mode & S_ISVTX);
}

static bool is_anothers(struct failure *failure, const char *what)
{
    failure_set(failure, FAILURE_USAGE, "use a file of your own (--config FILE), or set TAPEDECK_SECRET",
                "%s belongs to another user", what);
    return false;
}

static bool is_open(struct failure *failure, const char *what, const char *path)
{
    char *advice = memory_format("run: chmod go-w '%s'", path);
    failure_set(failure, FAILURE_USAGE, advice, "others may write to %s", what);
    free(advice);
    return false;
}

static bool check_folder(const char *folder, struct failure *failure)
{
    struct stat status;
    if (stat(folder, &status) != 0)
        return true;
    if (is_foreign(&status))
        return is_anothers(failure, "the folder of the configuration");
    return !is_open_folder(&status) || is_open(failure, "the folder of the configuration", folder);
}

bool config_trust_check(int file, const char *path, struct failure *failure)
{
    struct stat status;
    if (fstat(file, &status) != 0 || is_foreign(&status))
        return is_anothers(failure, "the configuration");
    if (status.st_mode & (S_IWGRP | S_IWOTH))
        return is_open(failure, "the configuration", path);
    char *place = realpath(path, NULL); /* not that of a pipe */
    char *slash = place ? strrchr(place, '/') : NULL;
    if (slash)
        slash[slash == place] = '\0';
    bool trusted = !slash || check_folder(place, failure);
    free(place);
    return trusted;
}

#include "tui/command/setup_file.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/state_file.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

char *setup_file_path(const char *named, struct failure *failure)
{
    char *path = named ? memory_text(named) : folders_path(FOLDERS_CONFIG, "config");
    if (!path)
        failure_set(failure, FAILURE_USAGE, tr("set HOME, or use --config FILE"),
                    tr("neither HOME nor XDG_CONFIG_HOME says where the configuration belongs"));
    return path;
}

bool setup_file_exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

char *setup_file_old_name(const char *path)
{
    char when[40] = "";
    struct tm parts;
    time_t now = time(NULL);
    if (localtime_r(&now, &parts))
        strftime(when, sizeof when, "%Y-%m-%d-%H%M%S", &parts);
    return memory_format("%s.%s", path, when);
}

bool setup_file_can_hold(const char *secret)
{
    size_t length = strlen(secret);
    return length > 0 && secret[0] != ' ' && secret[length - 1] != ' ';
}

static void write_line(FILE *file, const char *name, const char *value)
{
    if (value)
        fprintf(file, "%s = %s\n", name, value);
}

static void write_config(FILE *file, const void *context)
{
    const struct config *config = context;
    fputs("# Written by tapedeck setup; man tapedeck-config has all settings.\n[server]\n", file);
    write_line(file, "url", config->url);
    write_line(file, "secret_command", config->secret_command);
    write_line(file, "secret", config->file_secret);
    write_line(file, "ca", config->ca_file);
    write_line(file, "pin", config->pin);
}

/* What stands there gets the other name, too, and has both until something else is put in its place. What is no file,
 * or where that is not possible, has only the other one then. True also if nothing is there. */
static bool keep(const char *path, const char *name)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT || errno == ENOTDIR;
    return (S_ISREG(status.st_mode) && link(path, name) == 0) ||
           renameat2(AT_FDCWD, path, AT_FDCWD, name, RENAME_NOREPLACE) == 0;
}

bool setup_file_write(const char *path, const char *old, const struct config *config, struct failure *failure)
{
    char *name = old ? memory_text(old) : setup_file_old_name(path);
    bool is_kept = keep(path, name), done = false;
    if (is_kept)
        done = state_file_replace(path, tr("the configuration"), write_config, config, failure);
    else
        failure_set(failure, FAILURE_DISK, tr("check the folder and its permissions"),
                    tr("the configuration cannot be kept as %s: %s"), name, strerror(errno));
    if (is_kept && !done)
        renameat2(AT_FDCWD, name, AT_FDCWD, path, RENAME_NOREPLACE); /* in vain where it has both names */
    free(name);
    return done;
}

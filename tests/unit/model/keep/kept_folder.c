#include "tests/unit/model/keep/kept_folder.h"

#include "net/base/folders.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { PATHS = 8, PATH_SIZE = 500, OPEN_FOLDERS = 16, MOST_BYTES = 1 << 20 };

static size_t files;

void kept_folder_make(struct kept_folder *folder)
{
    snprintf(folder->root, sizeof folder->root, "/tmp/kept-XXXXXX");
    assert_non_null(mkdtemp(folder->root));
}

void kept_folder_remove(struct kept_folder *folder)
{
    assert_true(folders_remove(folder->root));
}

const char *kept_folder_path(const struct kept_folder *folder, const char *name)
{
    static char paths[PATHS][PATH_SIZE];
    static unsigned next;
    char *path = paths[next++ % PATHS];
    snprintf(path, PATH_SIZE, "%s/%s", folder->root, name);
    return path;
}

char *kept_folder_read(const struct kept_folder *folder, const char *name)
{
    char *text = calloc(1, MOST_BYTES);
    FILE *file = fopen(kept_folder_path(folder, name), "r");
    assert_non_null(file);
    assert_non_null(text);
    text[fread(text, 1, MOST_BYTES - 1, file)] = '\0';
    fclose(file);
    return text;
}

int kept_folder_mode(const struct kept_folder *folder, const char *name)
{
    struct stat status;
    assert_int_equal(stat(kept_folder_path(folder, name), &status), 0);
    return (int)(status.st_mode & 0777);
}

static int count_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)path;
    (void)kind;
    (void)place;
    files += !S_ISDIR(status->st_mode);
    return 0;
}

size_t kept_folder_count(const struct kept_folder *folder)
{
    files = 0;
    assert_int_equal(nftw(folder->root, count_one, OPEN_FOLDERS, FTW_PHYS), 0);
    return files;
}

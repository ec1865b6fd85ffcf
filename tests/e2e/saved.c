#include "tests/e2e/saved.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/e2e/calls.h"

enum { OPEN_FOLDERS = 16 };

static struct {
    void (*each)(void *context, const char *path);
    void *context;
} visit; /* nftw has no context */

static int visit_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)kind;
    (void)place;
    if (!S_ISDIR(status->st_mode))
        visit.each(visit.context, path);
    return 0;
}

void saved_each(const char *folder, void (*each)(void *context, const char *path), void *context)
{
    visit.each = each;
    visit.context = context;
    int visited = nftw(folder, visit_one, OPEN_FOLDERS, FTW_PHYS);
    visit.context = NULL;
    assert_int_equal(visited, 0);
}

static void count_one(void *context, const char *path)
{
    (void)path;
    ++*(size_t *)context;
}

size_t saved_count(const char *folder)
{
    size_t count = 0;
    saved_each(folder, count_one, &count);
    return count;
}

bool saved_is_audio(struct server *server, const char *path, const char *id)
{
    struct http_answer answer = calls_audio(server, id);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *bytes = malloc(answer.length + 1);
    assert_non_null(bytes);
    size_t length = fread(bytes, 1, answer.length + 1, file);
    bool is_same = length == answer.length && memcmp(bytes, answer.body, length) == 0;
    fclose(file);
    free(bytes);
    http_clear(&answer);
    return is_same;
}

#include "tests/unit/model/audit/logged.h"

#include "model/audit/audit_file.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/name_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

int logged_set_up(void **state)
{
    struct logged *logged = memory_new(sizeof *logged);
    snprintf(logged->top, sizeof logged->top, "/tmp/audit_test.XXXXXX");
    assert_non_null(mkdtemp(logged->top));
    logged->folder = memory_format("%s/tapedeck/log", logged->top);
    assert_int_equal(uv_loop_init(&logged->loop), 0);
    *state = logged;
    return 0;
}

int logged_tear_down(void **state)
{
    struct logged *logged = *state;
    assert_true(folders_remove(logged->top));
    free(logged->folder);
    int closed = uv_loop_close(&logged->loop);
    free(logged);
    return closed;
}

void logged_on_failure(void *context, const struct failure *failure)
{
    struct logged *logged = context;
    assert_true(failure->what[0] != '\0');
    logged->failures++;
}

static void on_closed(void *context)
{
    ((struct logged *)context)->is_closed = true;
}

void logged_close(struct logged *logged, struct audit_log **log)
{
    logged->is_closed = false;
    audit_log_close(log, on_closed, logged);
    uv_run(&logged->loop, UV_RUN_DEFAULT);
    assert_true(logged->is_closed);
}

void logged_write(struct logged *logged, unsigned count)
{
    const struct audit_options options = {&logged->loop, logged->folder, logged_on_failure, logged};
    struct audit_log *log = audit_log_open(&options);
    for (unsigned i = 0; i < count; i++) {
        const struct audit_entry entry = {.action = "search",
                                          .account = "greenbox@telephone.example",
                                          .filter = "+45 83123456 agent:ida",
                                          .recordings = i};
        audit_log_note(log, &entry);
    }
    logged_close(logged, &log);
}

struct audit_verdict logged_verify(struct logged *logged, const char *expected)
{
    struct failure failure;
    struct audit_verdict verdict;
    if (!audit_verify(&verdict, logged->folder, expected, &failure))
        fail_msg("%s", failure.what);
    return verdict;
}

char *logged_newest(const struct logged *logged)
{
    char *path = NULL;
    struct name_list names = {0};
    folders_names(logged->folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        if (!strstr(names.names[i], ".jsonl"))
            continue;
        free(path);
        path = memory_format("%s/%s", logged->folder, names.names[i]);
    }
    name_list_clear(&names);
    assert_non_null(path);
    return path;
}

char *logged_month(const struct logged *logged)
{
    struct name_list months = {0};
    audit_file_before(logged->folder, "9999-12", &months);
    assert_int_equal(months.count, 0); /* besides the newest */
    return logged_newest(logged);
}

char *logged_read(const struct logged *logged)
{
    char *path = logged_month(logged), *text = memory_array(1 << 20, 1);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    free(path);
    return text;
}

void logged_replace(const struct logged *logged, const char *text, size_t length)
{
    char *path = logged_month(logged);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    fclose(file);
    free(path);
}

char *logged_line(char *text, unsigned number)
{
    while (number-- > 0)
        text = strchr(text, '\n') + 1;
    return text;
}

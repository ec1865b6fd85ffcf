/* Whole screens: keys, and what is to be seen then, in the files of tests/e2e/screens (see tests/README.md). */
#include <ctype.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/synced.h"

enum { LINE_SIZE = 2048, ROWS_MOST = 100, FILES_MOST = 100, REST = 600 /* ms */ };

struct screens {
    struct fixture *fixture;
    struct terminal *terminal; /* NULL until a size is given */
    const char *path;
    char *rows[ROWS_MOST]; /* what is to be seen, to be freed */
    int count;
    FILE *written; /* the file anew; NULL: it is not */
};

/* The port of the server and the hour of the last fetch are other ones each time: their digits become 0. */
static void hide_digits(char *line, const char *before)
{
    char *at = strstr(line, before);
    for (at = at == NULL ? line + strlen(line) : at + strlen(before);
         isdigit((unsigned char)*at) || *at == ':'; at++)
        if (*at != ':')
            *at = '0';
}

static void read_row(struct screen *screen, int row, char line[LINE_SIZE])
{
    snprintf(line, LINE_SIZE, "%s", screen_row(screen, row));
    hide_digits(line, "127.0.0.1:");
    hide_digits(line, "as of ");
}

static bool is_as_expected(struct terminal *terminal, void *context)
{
    const struct screens *screens = context;
    struct screen *screen = terminal_screen(terminal);
    char line[LINE_SIZE];
    bool same = screens->count == screen_rows(screen);
    for (int row = 0; same && row < screens->count; row++) {
        read_row(screen, row, line);
        same = strcmp(line, screens->rows[row]) == 0;
    }
    return same;
}

static void write_rows(struct screens *screens, FILE *file)
{
    char line[LINE_SIZE];
    for (int row = 0; row < screen_rows(terminal_screen(screens->terminal)); row++) {
        read_row(terminal_screen(screens->terminal), row, line);
        fprintf(file, "|%s\n", line);
    }
}

/* The rows that were read have to come onto the screen; or those that come to rest there are written. */
static void expect_rows(struct screens *screens)
{
    bool same = true;
    if (screens->count > 0 && screens->written != NULL) {
        expect_stable(screens->terminal, REST, NULL, NULL);
        write_rows(screens, screens->written);
    } else if (screens->count > 0) {
        same = terminal_wait_until(screens->terminal, is_as_expected, screens, TERMINAL_LIMIT);
    }
    if (!same) {
        fprintf(stderr, "%s: the screen is\n", screens->path);
        write_rows(screens, stderr);
    }
    while (screens->count > 0)
        free(screens->rows[--screens->count]);
    assert_true(same);
}

/* The same archive, with its server, and calls that can be played. */
static struct terminal *open_online(struct fixture *fixture, int rows, int columns)
{
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, SYNCED_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    struct terminal *terminal = fixture_open(fixture, rows, columns);
    expect_text(terminal, "5 of 5 agents complete");
    terminal_keys(terminal, "h l");
    return terminal;
}

/* "80x24" */
static void set_size(struct screens *screens, const char *size, bool is_online)
{
    char *end;
    int columns = (int)strtol(size, &end, 10), rows = *end == 'x' ? (int)strtol(end + 1, NULL, 10) : 0;
    assert_true(columns > 0 && rows > 0);
    if (screens->terminal == NULL)
        screens->terminal = is_online ? open_online(screens->fixture, rows, columns)
                                      : synced_open(screens->fixture, rows, columns);
    else
        terminal_resize(screens->terminal, rows, columns);
}

static void follow(struct screens *screens, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '|' && screens->count < ROWS_MOST) {
        screens->rows[screens->count++] = strdup(line + 1);
        return;
    }
    expect_rows(screens);
    if (screens->written != NULL)
        fprintf(screens->written, "%s\n", line);
    if (strncmp(line, "size ", 5) == 0)
        set_size(screens, line + 5, false);
    else if (strncmp(line, "online ", 7) == 0)
        set_size(screens, line + 7, true);
    else if (strncmp(line, "keys ", 5) == 0)
        terminal_keys(screens->terminal, line + 5);
    else if (line[0] != '#' && line[0] != '\0')
        fail_msg("%s: what is \"%s\"?", screens->path, line);
}

static void shows_what_the_file_says(void **state)
{
    struct screens *screens = *state;
    char line[LINE_SIZE], *text = NULL;
    size_t length = 0;
    FILE *file = fopen(screens->path, "r");
    assert_non_null(file);
    if (getenv("SCREENS_WRITE") != NULL)
        screens->written = open_memstream(&text, &length);
    while (fgets(line, sizeof line, file) != NULL)
        follow(screens, line);
    fclose(file);
    expect_rows(screens);
    if (screens->written == NULL)
        return;
    fclose(screens->written);
    file = fopen(screens->path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    free(text);
}

/* The initial state is the path of the file. */
static int open_file(void **state)
{
    struct screens *screens = calloc(1, sizeof *screens);
    void *fixture = NULL;
    screens->path = *state;
    *state = screens;
    int status = fixture_setup(&fixture);
    screens->fixture = fixture;
    return status;
}

static int close_file(void **state)
{
    struct screens *screens = *state;
    void *fixture = screens->fixture;
    int status = fixture_teardown(&fixture);
    while (screens->count > 0)
        free(screens->rows[--screens->count]);
    free(screens);
    return status;
}

int main(void)
{
    glob_t files;
    struct CMUnitTest tests[FILES_MOST];
    size_t count = 0;
    if (glob("tests/e2e/screens/*.txt", 0, NULL, &files) != 0) {
        fprintf(stderr, "no tests/e2e/screens/*.txt here: to be run where the sources are\n");
        return 1;
    }
    for (; count < files.gl_pathc && count < FILES_MOST; count++)
        tests[count] = (struct CMUnitTest){strrchr(files.gl_pathv[count], '/') + 1, shows_what_the_file_says,
                                           open_file, close_file, files.gl_pathv[count]};
    int failed = _cmocka_run_group_tests("screens", tests, count, NULL, NULL);
    globfree(&files);
    return failed;
}

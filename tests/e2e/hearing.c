#include "tests/e2e/hearing.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/sound_device.h"

/* An mpv before the real one in PATH, which is started without the folder that comes first. */
static const char deaf[] = "#!/bin/sh\nPATH=${PATH#*:} exec mpv --ao=null \"$@\"\n";
static const char writing[] =
    "#!/bin/sh\nPATH=${PATH#*:} exec mpv --ao=pcm --ao-pcm-waveheader=no --ao-pcm-append "
    "--ao-pcm-file=\"$HOME/sound\" --input-ipc-server=\"$HOME/mpv\" \"$@\"\n";

void hearing_use(struct fixture *fixture, enum hearing_player player)
{
    char path[1024];
    struct environment *environment = workspace_environment(fixture->workspace);
    sound_device_set(environment, player == HEARING_SOUND);
    bool is_ours = player == HEARING_DEAF || player == HEARING_WRITTEN;
    if (is_ours)
        workspace_write(fixture->workspace, "bin/mpv", player == HEARING_DEAF ? deaf : writing, 0755);
    snprintf(path, sizeof path, "%s:%s", workspace_path(fixture->workspace, "bin"), getenv("PATH"));
    if (is_ours)
        environment_set(environment, "PATH", path);
    else
        environment_set(environment, "PATH",
                        player == HEARING_NONE ? workspace_path(fixture->workspace, "none") : getenv("PATH"));
}

long hearing_add(struct fixture *fixture, int seconds, int digit)
{
    char request[64];
    snprintf(request, sizeof request, "add?agent=101&seconds=%d&digit=%d", seconds, digit);
    char *line = server_control(fixture->server, request);
    assert_non_null(line);
    long id = strtol(line, NULL, 10);
    free(line);
    return id;
}

struct terminal *hearing_open(struct fixture *fixture, int rows, int columns, const char *length)
{
    static const char *const fresh[] = {"--fresh", NULL}; /* the newest call is selected */
    struct terminal *terminal = fixture_open_with(fixture, rows, columns, fresh);
    expect_text(terminal, length);
    expect_text(terminal, "1 of 1 agent complete");
    return terminal;
}

/* The seconds of "1:02:03" that ends at `end`; -1 if there is none. */
static int read_clock(const char *row, const char *end)
{
    int seconds = 0, parts = 0;
    const char *begin = end;
    while (begin > row && (isdigit((unsigned char)begin[-1]) || begin[-1] == ':'))
        begin--;
    for (; begin < end && parts < 3; parts++) {
        char *behind;
        seconds = seconds * 60 + (int)strtol(begin, &behind, 10);
        begin = behind + 1;
    }
    return parts > 1 ? seconds : -1;
}

int hearing_position(struct terminal *terminal)
{
    struct screen *screen = terminal_screen(terminal);
    for (int row = screen_rows(screen) - 2; row > 0; row--) {
        const char *text = screen_row(screen, row), *slash = strstr(text, " / ");
        if (slash && isdigit((unsigned char)slash[3]))
            return read_clock(text, slash);
    }
    return -1;
}

static bool is_there(struct terminal *terminal, void *second)
{
    return hearing_position(terminal) == *(int *)second;
}

bool hearing_is_beyond(struct terminal *terminal, void *second)
{
    return hearing_position(terminal) >= *(int *)second;
}

void hearing_expect_position(struct terminal *terminal, int second)
{
    expect_until(terminal, is_there, &second);
}

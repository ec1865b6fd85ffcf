/* Takes the pictures of the real program: take TAPEDECK DEMO_SERVER OUTPUT_DIR [NAME...] writes
 * OUTPUT_DIR/NAME.svg. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/picture.h"
#include "tests/e2e/sound_device.h"
#include "tests/e2e/tapedeck.h"

/* Milliseconds: how long a screen must keep still to be taken, and how long a step may take. */
enum { QUIET = 300, STEP_LIMIT = 60000 };

enum { LONGEST_SCRIPT = 12, MOST_OPTIONS = 16 };

enum action {
    END,      /* of the script */
    WAIT_FOR, /* this text to show */
    WAIT_OUT, /* this text to go */
    KEYS,     /* press these (see terminal_keys) */
    TYPE,     /* this text as it is */
    SETTLE,   /* until there is no more output */
    SPEAK,    /* this language, from the start: the first step */
};

struct step {
    enum action action;
    const char *text;
};

struct scene {
    const char *name; /* of the file */
    const char *title;
    int rows, columns;
    struct step script[LONGEST_SCRIPT];
};

/* Every scene has the same history and address, of which nothing depends on the day or the machine. */
static const char *const server_options[MOST_OPTIONS] = {
    "--port",       "8420",
    "--agents",     "24",
    "--recordings", "60000",
    "--seed",       "2024",
    "--until",      "2024-05-17T14:30:00",
    "--secret",     TAPEDECK_TEST_SECRET,
};

/* Opens the third agent's recordings and waits until there is nothing left to fetch. */
// clang-format off
#define OPEN_AN_AGENT \
    {WAIT_FOR, "Charlotte"}, {SETTLE, NULL}, {KEYS, "j j j Enter"}, {WAIT_FOR, "+45"}, {SETTLE, NULL}
// clang-format on

static const struct scene scenes[] = {
    {"first-screen", "tapedeck", 30, 100, {{WAIT_FOR, "in all, median"}, {SETTLE, NULL}}},
    {"search",
     "tapedeck: part of a number",
     30,
     100,
     {OPEN_AN_AGENT,
      {KEYS, "/ 12"},
      {WAIT_FOR, "173 hits"},
      {SETTLE, NULL},
      {WAIT_FOR, "max"},
      {SETTLE, NULL}}},
    {"dates",
     "tapedeck: a month of all agents",
     30,
     100,
     {OPEN_AN_AGENT,
      {KEYS, "h g /"},
      {TYPE, "on:2023-05 83"},
      {KEYS, "Enter"},
      {WAIT_FOR, "24 of 24 agents complete for these dates"},
      {KEYS, "g j"},
      {WAIT_FOR, "max"},
      {SETTLE, NULL}}},
    {"wide", "tapedeck: a wide window", 50, 200, {OPEN_AN_AGENT}},
    {"small", "tapedeck", 10, 40, {{WAIT_FOR, "24 of 24 agents complete"}, {SETTLE, NULL}}},
    {"danish", "tapedeck på dansk", 30, 100, {{SPEAK, "da"}, {WAIT_FOR, "i alt, median"}, {SETTLE, NULL}}},
    {"help", "tapedeck: the keys", 30, 100, {OPEN_AN_AGENT, {KEYS, "?"}, {SETTLE, NULL}}},
    {"listen",
     "tapedeck: a call that plays",
     30,
     100,
     {OPEN_AN_AGENT, {KEYS, "j p ) ) )"}, {WAIT_FOR, "0:24 / "}}},
    {"details", "tapedeck: one call", 30, 100, {OPEN_AN_AGENT, {KEYS, "j j Enter"}, {SETTLE, NULL}}},
};

static bool do_step(struct terminal *terminal, const struct step *step)
{
    switch (step->action) {
    case WAIT_FOR:
        return terminal_wait_for(terminal, step->text, STEP_LIMIT);
    case WAIT_OUT:
        return terminal_wait_for_gone(terminal, step->text, STEP_LIMIT);
    case KEYS:
        terminal_keys(terminal, step->text);
        return true;
    case TYPE:
        terminal_type(terminal, step->text);
        return true;
    case SETTLE:
        return terminal_wait_stable(terminal, QUIET, NULL, NULL, STEP_LIMIT);
    case SPEAK:
        return true;
    case END:
        break;
    }
    return false;
}

static bool play_script(struct terminal *terminal, const struct scene *scene)
{
    for (int i = 0; i < LONGEST_SCRIPT && scene->script[i].action != END; i++) {
        if (do_step(terminal, &scene->script[i]))
            continue;
        fprintf(stderr, "%s: step %d (\"%s\") did not come true\n", scene->name, i + 1,
                scene->script[i].text ? scene->script[i].text : "settle");
        screen_print(terminal_screen(terminal), stderr);
        int status = 0;
        if (terminal_wait_exit(terminal, &status, QUIET))
            fprintf(stderr, "%s: the program has ended with status %d\n", scene->name, status);
        return false;
    }
    return true;
}

static bool take_scene(const struct scene *scene, const char *program, const struct server *server,
                       const char *folder)
{
    struct workspace *workspace = workspace_new();
    environment_set(workspace_environment(workspace), "COLORTERM", "truecolor");
    environment_set(workspace_environment(workspace), "LANGUAGE",
                    scene->script[0].action == SPEAK ? scene->script[0].text : NULL);
    sound_device_set(workspace_environment(workspace), true);
    struct tapedeck_options options = {
        .program = program,
        .workspace = workspace,
        .url = server_url(server),
        .rows = scene->rows,
        .columns = scene->columns,
    };
    struct terminal *terminal = tapedeck_open(&options);
    struct buffer path = {0};
    buffer_format(&path, "%s/%s.svg", folder, scene->name);
    bool good =
        play_script(terminal, scene) && picture_write(terminal_screen(terminal), scene->title, path.data);
    if (good)
        printf("%s\n", path.data);
    buffer_clear(&path);
    terminal_free(&terminal);
    workspace_free(&workspace);
    return good;
}

/* No names ask for all. */
static bool is_asked_for(const struct scene *scene, char *const *names)
{
    if (!*names)
        return true;
    for (; *names; names++) {
        if (strcmp(*names, scene->name) == 0)
            return true;
    }
    return false;
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fprintf(stderr, "usage: take TAPEDECK DEMO_SERVER OUTPUT_DIR [NAME...]\n");
        return 2;
    }
    bool good = true;
    for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
        if (!is_asked_for(&scenes[i], arguments + 4))
            continue;
        /* A server of its own, so that no scene depends on what the one before it asked. */
        struct server *server = server_start(arguments[2], server_options);
        good = server && take_scene(&scenes[i], arguments[1], server, arguments[3]) && good;
        server_free(&server);
    }
    return good ? 0 : 1;
}

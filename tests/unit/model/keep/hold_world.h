/* Recordings of one call on hold, with a server that has their audio, for tests: what their copies are, and what is heard of
 * them. */
#ifndef TESTS_UNIT_MODEL_KEEP_HOLD_WORLD_H
#define TESTS_UNIT_MODEL_KEEP_HOLD_WORLD_H

#include "model/hold/hold_files.h"
#include "model/keep/hold_saver.h"
#include "tests/unit/model/audio/made_mp3.h"
#include "tests/unit/model/keep/kept_folder.h"
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CALL = 47610, TAG = 20, COMMAND_SIZE = 400 };

#define OLD "old.mp3"
#define NEW "new.mp3"

struct hold_world {
    /* What the server does; set before it is asked. */
    struct {
        struct made_mp3 file;
        char letter; /* in the audio that it gives */
        bool has_no_length, has_none;
        unsigned asked;
    } server;
    struct fixture fixture;
    struct audio *audio;
    struct holds *holds;
    struct kept_folder root;
    char folder[80];
    bool is_closed;
    size_t failures;
};

extern struct hold_world hold_world;

int hold_world_set_up(void **state);
int hold_world_tear_down(void **state);

/* Anew, so that nothing is known of what was heard. */
void hold_world_open_audio(bool is_online);
void hold_world_open_holds(void);
void hold_world_close_holds(void);
void hold_world_settle(void);

/* A line in the folder of the copies. */
void hold_world_shell(const char *line);

/* Puts a recording on hold; then its audio is saved. */
void hold_world_put(const char *file);
void hold_world_hold(const char *file);

/* Saves what lacks its audio. */
struct hold_saver *hold_world_begin_saving(void);
void hold_world_end_saving(struct hold_saver *saver);
void hold_world_save(void);

/* Fetches that recording's audio; `letter` is that in its tag, 0: there is none. */
struct audio_status hold_world_expect(const char *file, enum audio_state state, char letter);
const struct hold *hold_world_found(const char *file);

#define WITH_HOLDS(test) cmocka_unit_test_setup_teardown(test, hold_world_set_up, hold_world_tear_down)

#endif

/* A model of a server for the property test of the history: agents whose recordings appear and disappear by a
 * clock of its own, and all the ways in which answers can be odd. Everything in it is drawn from one seed. */
#ifndef TESTS_UNIT_MODEL_FETCH_HISTORY_SERVER_H
#define TESTS_UNIT_MODEL_FETCH_HISTORY_SERVER_H

#include "model/time/timestamp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HISTORY_AGENTS 3
#define HISTORY_SECOND TIMESTAMP_SECOND
#define HISTORY_HOUR (3600 * HISTORY_SECOND)
#define HISTORY_JUMP (INT64_C(1) << 53)
#define HISTORY_DAY (24 * HISTORY_HOUR)

/* What stands for the start of a recording in an answer. */
enum history_time {
    HISTORY_TIME,
    HISTORY_NO_TIME,
    HISTORY_BROKEN_TIME,
    HISTORY_OLD_TIME,
    HISTORY_FUTURE_TIME
};

struct history_recording {
    int64_t id; /* INT64_MIN: none */
    unsigned file;
    unsigned agent; /* 0 to HISTORY_AGENTS - 1 */
    enum history_time time;
    int64_t started;
    int64_t appears;
    int64_t disappears;
    bool is_broken; /* its JSON cannot be read */
};

enum history_order { HISTORY_ASCENDS, HISTORY_SHUFFLED, HISTORY_BLOCKS_REVERSED };

struct history_server {
    uint64_t random;
    int64_t now;
    struct history_recording *recordings; /* owned */
    size_t count;
    size_t capacity;
    unsigned next_file;
    int64_t next_id;
    int64_t id_step; /* ids go to others, too: up to so many from one call to the next */
    unsigned agents;
    unsigned cap; /* recordings of an answer, 0: all */
    bool cap_varies;
    enum history_order order;
    bool ignores_cursor;
    int64_t settle;     /* within so long a recording appears */
    bool has_callbacks; /* callers who wait for days */
    unsigned jumps;     /* recordings to come with an id far above all others */
    bool has_jumps;
    bool has_odd_times;
    bool has_nameless; /* recordings without an id */
    bool has_broken;   /* recordings that cannot be read */
    bool has_deleted;  /* recordings have disappeared */
};

struct history_answer {
    const struct history_recording **recordings; /* owned */
    size_t count;
};

/* At most one draw in an expression whose parts a compiler may order as it likes: a seed is the same sequence with all. */
unsigned history_pick(struct history_server *server, unsigned below);
bool history_chance(struct history_server *server, unsigned one_in);

void history_server_begin(struct history_server *server, uint64_t seed);
void history_server_end(struct history_server *server);

/* Lets time pass and `calls` calls come in, evenly spread. */
void history_pass(struct history_server *server, int64_t time, unsigned calls);

/* Single recordings, or the oldest of all agents, disappear now. */
void history_delete_some(struct history_server *server, unsigned count);
void history_delete_oldest(struct history_server *server);

/* Callers are called back who asked days ago: recordings appear far below the newest. */
void history_call_back(struct history_server *server, unsigned count);

/* The server is restored from a backup: the newest recordings go, and their ids are given anew. */
void history_restore(struct history_server *server);

bool history_is_there(const struct history_recording *recording, int64_t when);

/* What the server answers now to fromQueueCallId=`from`. */
void history_ask(struct history_server *server, unsigned agent, int64_t from, struct history_answer *answer);
void history_answer_clear(struct history_answer *answer);

/* The JSON of one recording. */
#define HISTORY_TEXT_SIZE 240
size_t history_text(char text[HISTORY_TEXT_SIZE], const struct history_recording *recording);

/* Its start as a client reads it; TIMESTAMP_NONE if there is none. */
int64_t history_start_read(const struct history_recording *recording);

#endif

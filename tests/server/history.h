/* All recordings that the server has: compact rows per agent, in the order of their ids.
 * Safe from all threads: an answer reads a snapshot that no change touches. */
#ifndef TESTS_SERVER_HISTORY_H
#define TESTS_SERVER_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum recording_culture { CULTURE_DANISH, CULTURE_ENGLISH, CULTURE_EMPTY, CULTURE_MISSING, CULTURES };
enum recording_type { TYPE_QUEUE_CALL, TYPE_CALLBACK_CALL, TYPES };

/* 32 bytes. The file name follows from the id, the agent and the part. */
struct recording {
    int64_t id;           /* of the queue call; two recordings of one call share it */
    int64_t start;        /* ticks */
    uint64_t length : 40; /* ticks */
    uint64_t part : 16;   /* tells the recordings of one call apart */
    uint64_t type : 2;    /* enum recording_type */
    uint64_t culture : 3; /* enum recording_culture */
    uint64_t sample : 1;  /* one of the two documented recordings */
    uint32_t caller;      /* index in the callers */
    uint16_t agent;       /* index in the people */
    uint16_t queue;       /* index in the people */
};

struct history;
struct history_block;

/* What one agent had at one moment. */
struct snapshot {
    struct history_block *block;
    const struct recording *rows;
    size_t count;
};

struct history *history_new(size_t agents);
void history_free(struct history **history);

/* Gives the agent room for exactly that many rows, which the caller fills before anybody else looks. */
struct recording *history_fill(struct history *history, size_t agent, size_t count);

/* The snapshot must be released. */
struct snapshot history_snapshot(struct history *history, size_t agent);
void snapshot_release(struct snapshot *snapshot);

/* The index of the first row whose id is greater; `count` if there is none. */
size_t snapshot_after(const struct snapshot *snapshot, int64_t id);

/* A new id above all others. */
int64_t history_take_id(struct history *history, int64_t gap);
void history_set_greatest(struct history *history, int64_t id);
int64_t history_greatest(struct history *history);

/* Adds a row at its place in the order of ids. Its id and agent must be set. */
void history_insert(struct history *history, const struct recording *row);

/* Says whether a row is to go. Asked once for each row, in order. */
typedef bool history_drop(const struct recording *row, void *context);

/* Returns how many rows went. */
size_t history_delete(struct history *history, size_t agent, history_drop *drop, void *context);

size_t history_agents(const struct history *history);
size_t history_total(struct history *history);
size_t history_count(struct history *history, size_t agent);

/* Finds a recording of that call with whichever agent. */
bool history_find(struct history *history, int64_t id, struct recording *found);

/* The greatest id whose call began at or before that time; 0 if there is none. */
int64_t history_id_at(struct history *history, int64_t start);

/* When the call with the greatest id below `id` began; `otherwise` if there is none. */
int64_t history_start_below(struct history *history, int64_t id, int64_t otherwise);

#endif

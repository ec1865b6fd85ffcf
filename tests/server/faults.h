/* Misbehaviour on demand: a list of faults, and the plan of what they do to one request. */
#ifndef TESTS_SERVER_FAULTS_H
#define TESTS_SERVER_FAULTS_H

#include "tests/server/query.h"
#include "tests/server/text.h"

#include <stdbool.h>
#include <stdint.h>

enum fault_kind {
    FAULT_CAP,
    FAULT_IGNORE_CURSOR,
    FAULT_SHUFFLE,
    FAULT_BROKEN,
    FAULT_HUGE,
    FAULT_ODD,
    FAULT_NULL,
    FAULT_204,
    FAULT_EMPTY,
    FAULT_EMPTY_LIST,
    FAULT_ERROR_LIST,
    FAULT_NOT_ARRAY,
    FAULT_TRAILING,
    FAULT_STATUS,
    FAULT_HTML,
    FAULT_REDIRECT,
    FAULT_CLOSE,
    FAULT_DELAY,
    FAULT_CUT,
    FAULT_STALL,
    FAULT_DRIP,
    FAULT_CONTENT_LENGTH,
    FAULT_UNLISTED,
    FAULT_TYPE,
    FAULT_MISNAMED,
    FAULT_SHORT,
    FAULT_CHUNKED,
    FAULT_NO_RANGE,
    FAULT_WRONG_RANGE,
    FAULT_OTHER_AUDIO,
    FAULT_KINDS
};

/* What one kind does. Which of the fields count depends on the kind; README.md lists them. */
struct fault_effect {
    bool on;
    int64_t amount;
    int64_t extra;
    char text[256];
};

struct plan {
    struct fault_effect effects[FAULT_KINDS];
};

struct faults;

struct faults *faults_new(void);
void faults_free(struct faults **faults);

/* Returns NULL, or what is wrong with the description (a constant string). */
const char *faults_add(struct faults *faults, const struct query *query);
void faults_clear(struct faults *faults);

/* Adds one line for each fault that still waits. */
void faults_list(struct faults *faults, struct text *text);

/* The plan for a request to this address; every fault in it is used up by one time. */
void faults_plan(struct faults *faults, const char *uri, struct plan *plan);

#endif

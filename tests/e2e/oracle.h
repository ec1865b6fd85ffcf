/* What the demo server has had at every moment. It is asked after each change of its history, and what
 * tapedeck says is judged by that. */
#ifndef TESTS_E2E_ORACLE_H
#define TESTS_E2E_ORACLE_H

#include "tests/e2e/server.h"

#include <stdbool.h>
#include <stddef.h>

struct oracle;

/* Times are texts in the server's form, 2026-05-04T10:29:53.1696606Z, which compare as texts. */
enum { ORACLE_TIME_SIZE = 29 };
const char *oracle_time(char text[ORACLE_TIME_SIZE], double seconds_ago);

/* Asks the server for the first time. Its agents have the ids 101 to 100 + `agents`. */
struct oracle *oracle_new(struct server *server, unsigned agents);
void oracle_free(struct oracle **oracle);

/* How soon a change is noticed. What is older than ORACLE_LOOK_BACK is final for tapedeck and looked at again
 * not sooner than ten minutes after the last time; until oracle_verified, claims may be right or wrong about
 * it. */
enum oracle_notice { ORACLE_AT_ONCE, ORACLE_IF_YOUNG };
enum { ORACLE_LOOK_BACK = 86400 }; /* the settle time, in seconds */

/* To be called after every change, while nothing else changes the history. */
void oracle_look(struct oracle *oracle, enum oracle_notice notice);

/* All of the history has been looked at again since the last change. */
void oracle_verified(struct oracle *oracle);

/* tapedeck says that it keeps what the server no longer has. */
void oracle_losses_are_told(struct oracle *oracle, bool reported);

/* What is said to be listed: everything that matches and that the server had at one time and has still. */
struct oracle_claim {
    int agent;                 /* an id; 0: all */
    const char *as_of;         /* NULL: now */
    const char *since, *until; /* starts from `since` on and before `until`; NULL: any */
    const char *digits;        /* somewhere in the number of the caller; NULL: any */
    bool only_lacks;           /* other rows may be listed, too; only what is missing counts */
};

/* Judges a list as JSON lines: what it has must have been there and must match, and nothing may be missing.
 * NULL if all of that holds; else the first thing that does not, in words, which the caller frees. */
char *oracle_judge(const struct oracle *oracle, const struct oracle_claim *claim, const char *json_lines);

/* Every line of a list must be of something that the server had at some time. Answers as oracle_judge. */
char *oracle_judge_rows(const struct oracle *oracle, const char *json_lines);

/* How many recordings match the claim, at the least and at the most, from `claim->as_of` until now. */
void oracle_count(const struct oracle *oracle, const struct oracle_claim *claim, size_t *least, size_t *most);

/* Digits of the caller of some recording, or a text without hits: `count` of them, at most 8. Chosen by
 * `choice`. */
const char *oracle_digits(const struct oracle *oracle, unsigned choice, unsigned count, char digits[9]);

unsigned oracle_agents(const struct oracle *oracle);

/* The id of some recording that the server has now; 0 if it has none. */
long oracle_id(const struct oracle *oracle, unsigned choice);

#endif

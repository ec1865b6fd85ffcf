/* An error as data: what failed, on what, and what the user can do about it. Every fallible function of the project
 * fills one; tui/ shows it. Plain data, owns nothing. */
#ifndef NET_BASE_FAILURE_H
#define NET_BASE_FAILURE_H

#include <stdbool.h>
#include <stddef.h>

enum failure_kind {
    FAILURE_NONE = 0,
    FAILURE_USAGE,     /* command line or configuration: exit status 2 */
    FAILURE_REFUSED,   /* secret or licence refused (401, 403): 3 */
    FAILURE_NOT_FOUND, /* 404 */
    FAILURE_NETWORK,   /* never reached the server, or the connection broke */
    FAILURE_SERVER,    /* the server answered with an error or a redirect */
    FAILURE_ANSWER,    /* the answer is not what the API promises: HTML, broken JSON */
    FAILURE_DISK,      /* the archive or another file */
    FAILURE_FULL,      /* the same, because the disk or the quota is full */
    FAILURE_DAMAGED,   /* the archive, or another file of ours, is corrupt */
    FAILURE_CANCELLED, /* cancelled on purpose; never shown */
};

struct failure {
    enum failure_kind kind;
    int status;       /* HTTP status, 0 where there was none */
    int retry_after;  /* seconds the server asked us to wait, 0 if it did not */
    bool is_lasting;  /* retrying is pointless until something is changed */
    char what[240];   /* what failed, on what: "cannot connect to 10.0.0.1 port 443" */
    char advice[160]; /* what to do: "check the address and the network" */
};

/* Fills *failure and returns false, so that a function can return its result. `advice` is "", translated, or a
 * literal marked with N_ (it is translated here). Control characters become "?". Texts from a server or a user must
 * go through failure_quote first. */
bool failure_set(struct failure *failure, enum failure_kind kind, const char *advice, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same for a file operation that has failed with `errno`: FAILURE_FULL, with the advice to make room, if the disk or
 * the quota is full, else FAILURE_DISK with `advice`. */
bool failure_set_disk(struct failure *failure, const char *advice, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Copies untrusted text into buffer, shortened with "…" to fit `size` bytes with the terminator. Bytes that are not
 * UTF-8, and characters that are not printable (controls, line breaks, direction marks, invisible ones), become
 * \xNN. Returns buffer. */
const char *failure_quote(char *buffer, unsigned long size, const char *text);

/* "what; advice", or "what" where there is no advice. The caller frees. */
char *failure_text(const struct failure *failure);

/* The length in bytes of the longest prefix of text that fits a buffer of `size` bytes (terminator included)
 * without cutting a UTF-8 character. */
size_t failure_fit(const char *text, size_t size);

#endif

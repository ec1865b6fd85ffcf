/* What failed, on what, and what to do about it: the one shape in which errors travel from
 * where they happen to the one place that shows them. Plain data, no ownership. */
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
    FAILURE_FULL,      /* the same, for want of room */
    FAILURE_DAMAGED,   /* the archive is no good database any more */
    FAILURE_CANCELLED, /* ended by us on purpose; never shown */
};

struct failure {
    enum failure_kind kind;
    int status;       /* HTTP status, 0 where there was none */
    int retry_after;  /* seconds the server asked us to wait, 0 if it did not */
    bool is_lasting;  /* it will fail again until somebody changes something */
    char what[240];   /* what failed, on what: "cannot connect to 10.0.0.1 port 443" */
    char advice[160]; /* what to do: "check the address and the network" */
};

/* Fills *failure; `advice` may be "", or of a table: N_("…"). Texts that come from a server must be escaped by
 * failure_quote or not be put in; control characters become "?". Returns false, as whoever failed does. */
bool failure_set(struct failure *failure, enum failure_kind kind, const char *advice, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same for a file operation that has failed with `errno`: FAILURE_FULL, with the advice to make room, if the disk or
 * the quota is full, else FAILURE_DISK with `advice`. */
bool failure_set_disk(struct failure *failure, const char *advice, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Copies text that somebody typed or a server gave into buffer, shortened with "…" to fit size. What is not
 * seen as itself comes as \xNN: controls, what turns the direction of text, bytes that are no UTF-8. Returns
 * buffer. */
const char *failure_quote(char *buffer, unsigned long size, const char *text);

/* How many bytes of text fit into a buffer of `size` bytes (terminator included) without cutting a
 * UTF-8 character. */
size_t failure_fit(const char *text, size_t size);

#endif

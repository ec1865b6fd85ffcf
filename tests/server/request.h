/* A request taken apart, and the reply to it before it is sent. */
#ifndef TESTS_SERVER_REQUEST_H
#define TESTS_SERVER_REQUEST_H

#include "tests/server/body.h"
#include "tests/server/query.h"

#include <stdbool.h>
#include <stdint.h>

#define REQUEST_SEGMENTS 12

struct request {
    char *uri;  /* as it came */
    char *path; /* holds the segments */
    int segment_count;
    const char *segments[REQUEST_SEGMENTS]; /* of the path, decoded; at most 12 */
    struct query *query;
    const char *range; /* the header, or NULL; owned by the connection */
};

/* All zero but the status and the body, if there is nothing special. */
struct reply {
    unsigned status;
    const char *type; /* NULL: JSON */
    struct body *body;
    char location[256];
    char content_range[80];
    int64_t retry_after; /* -1: none */
    bool accepts_ranges; /* and says so */
};

void request_read(struct request *request, const char *uri);
void request_free(struct request *request);

/* True if the path from segment `first` on is this pattern, in which `*` is any one segment. */
bool request_is(const struct request *request, int first, const char *pattern);

/* A reply of the API that says what is wrong. */
void reply_error(struct reply *reply, unsigned status, const char *message);

#endif

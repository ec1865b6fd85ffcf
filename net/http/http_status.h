/* What the status codes of the telephone server mean to a user. */
#ifndef NET_HTTP_HTTP_STATUS_H
#define NET_HTTP_HTTP_STATUS_H

#include "net/base/failure.h"

/* Fills *failure for an HTTP status that is not 2xx. `subject` says what was asked for ("the recordings of
 * Ida Holm"); `location` is where a redirect points, or NULL. */
void http_status_failure(struct failure *failure, int status, const char *subject, const char *location);

#endif

/* Messages for the HTTP status codes of the telephone server. */
#ifndef NET_HTTP_HTTP_STATUS_H
#define NET_HTTP_HTTP_STATUS_H

#include "net/base/failure.h"

/* Fills *failure for an HTTP status that is not 2xx. `subject` is what was requested ("the recordings of Ida
 * Holm"); `location` is the target of a redirect or NULL. */
void http_status_failure(struct failure *failure, int status, const char *subject, const char *location);

#endif

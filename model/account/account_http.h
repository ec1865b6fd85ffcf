/* Opens the HTTP client for an account's server as configured. */
#ifndef MODEL_ACCOUNT_ACCOUNT_HTTP_H
#define MODEL_ACCOUNT_ACCOUNT_HTTP_H

#include "model/config/config.h"
#include "net/base/failure.h"
#include "net/http/http.h"

#include <uv.h>

/* http_open with the options' trust, secret and proxy replaced by the configuration's. `base` is normalised. NULL
 * with *failure filled. */
struct http *account_http_open(uv_loop_t *loop, const struct config *config, const char *base,
                               const struct http_options *options, struct failure *failure);

#endif

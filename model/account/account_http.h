/* The connection to an account's server, as its configuration has it. */
#ifndef MODEL_ACCOUNT_ACCOUNT_HTTP_H
#define MODEL_ACCOUNT_ACCOUNT_HTTP_H

#include "model/config/config.h"
#include "net/base/failure.h"
#include "net/http/http.h"

#include <uv.h>

/* With the configuration's trust, secret and proxy in place of those of the options. `base` is normalised. NULL
 * with *failure filled. */
struct http *account_http_open(uv_loop_t *loop, const struct config *config, const char *base,
                               const struct http_options *options, struct failure *failure);

#endif

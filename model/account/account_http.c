#include "model/account/account_http.h"

#include "net/http/proxy.h"

#include <stdlib.h>

struct http *account_http_open(uv_loop_t *loop, const struct config *config, const char *base,
                               const struct http_options *options, struct failure *failure)
{
    struct http_options all = *options;
    char *proxy = proxy_find(base);
    all.server = base;
    all.secret = config->secret;
    all.ca_file = config->ca_file;
    all.pin = config->pin;
    all.proxy_may_know = config->http_proxy_secret;
    all.proxy = proxy;
    struct http *http = http_open(loop, &all, failure);
    free(proxy);
    return http;
}

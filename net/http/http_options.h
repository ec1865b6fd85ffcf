/* How a server is accessed: its address, credentials, trust and timeouts. */
#ifndef NET_HTTP_HTTP_OPTIONS_H
#define NET_HTTP_HTTP_OPTIONS_H

#include "net/base/failure.h"

#include <stdbool.h>

struct http_options {
    const char *server;        /* normalised base URL; only URLs below it get the secret */
    const char *secret;        /* value of X-Miralix-Shared-Secret; NULL sends none */
    const char *ca_file;       /* PEM of a private CA, or NULL */
    const char *pin;           /* "sha256//…", or NULL */
    const char *proxy;         /* see proxy_find, or NULL */
    bool proxy_may_know;       /* allows plain http through a proxy, which can read the secret then */
    bool looks_at_certificate; /* fills http_head.certificate_end */
    /* Called with a translated remark for the user where a response is not handled as the server asks; NULL: not
     * called. */
    void (*remark)(void *context, const char *text);
    void *remark_context;
    unsigned connect_timeout_ms; /* 0: 10,000 */
    unsigned stall_timeout_s;    /* seconds without a byte that end the transfer; 0: 30 */
    unsigned wait_timeout_s;     /* seconds without a complete entry (HTTP_UNFINISHED) that end it; 0: 120 */
    unsigned connections;        /* at a time; 0: 4. Further requests queue, except urgent ones. */
};

/* Validates the options. False with *failure filled for a secret that cannot be a header value, an unreadable CA
 * file, a malformed pin, or a proxy that would read the secret without permission. */
bool http_options_are_sound(const struct http_options *options, struct failure *failure);

/* 0 if the file can be read at each connection, else an errno. A pipe would block curl, and the loop. */
int http_options_ca_error(const char *path);

/* Whether a text is a pin: one or more "sha256//" followed by 32 bytes in base64, separated by ";". */
bool http_options_is_pin(const char *text);

#endif

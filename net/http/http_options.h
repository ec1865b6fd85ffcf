/* How a server is asked: who it is, what it is trusted with, how long it may take. */
#ifndef NET_HTTP_HTTP_OPTIONS_H
#define NET_HTTP_HTTP_OPTIONS_H

#include "net/base/failure.h"

#include <stdbool.h>

struct http_options {
    const char *server;        /* normalised base address: only what lies below it gets the secret */
    const char *secret;        /* value of X-Miralix-Shared-Secret; NULL sends none */
    const char *ca_file;       /* PEM of a private CA, or NULL */
    const char *pin;           /* "sha256//…", or NULL */
    const char *proxy;         /* see proxy_find, or NULL */
    bool proxy_may_know;       /* for http through a proxy, which then reads the secret */
    bool looks_at_certificate; /* for http_head.certificate_end */
    /* What of an answer is not done as the server says, for the user; NULL: nobody is told. */
    void (*remark)(void *context, const char *text);
    void *remark_context;
    unsigned connect_timeout_ms; /* 0: 10,000 */
    unsigned stall_timeout_s;    /* no byte for so long ends the transfer; 0: 30 */
    unsigned wait_timeout_s;     /* nothing complete for so long does, too (HTTP_UNFINISHED); 0: 120 */
    unsigned connections;        /* so many at a time; 0: 4. More requests queue, but for urgent ones. */
};

/* False with *failure filled: a secret that is no header, a CA file that cannot be read, a pin that is none, a
 * proxy that would read the secret. */
bool http_options_are_sound(const struct http_options *options, struct failure *failure);

/* Whether a text has the form of a pin: one or more "sha256//" and 32 bytes in base64, with ; between. */
bool http_options_is_pin(const char *text);

#endif

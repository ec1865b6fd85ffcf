/* The curl options common to all requests: limits, protocols, TLS trust, and which requests carry the secret. */
#ifndef NET_HTTP_HTTP_RULES_H
#define NET_HTTP_HTTP_RULES_H

#include "net/base/failure.h"
#include "net/http/curl_library.h"
#include "net/http/http_head.h"
#include "net/http/http_options.h"
#include "net/http/http_request.h"

struct http_rules;

/* CURLOPT_BUFFERSIZE in bytes. A buffer decompresses to at most 1032 times its size, of which curl keeps no more
 * than 64 MiB while a transfer is paused. */
enum { HTTP_RULES_BUFFER = 32 * 1024 };

/* Validates and copies the options. NULL with *failure filled if one is invalid. */
struct http_rules *http_rules_new(const struct http_options *options, struct failure *failure);

/* Wipes the secret and frees the rules. Only after all easy handles that they were applied to are cleaned up. */
void http_rules_free(struct http_rules **rules);

/* The options with defaults filled in, without the secret. Owned by the rules. */
const struct http_options *http_rules_options(const struct http_rules *rules);

/* The secret, which must never be shown; NULL if there is none. Owned by the rules. */
const char *http_rules_secret(const struct http_rules *rules);

/* Sets up an easy handle for a request; adds the secret if the URL is below the server's base. */
void http_rules_apply(struct http_rules *rules, CURL *easy, const struct http_request *request);

/* Fills *head from the headers received so far. Returns the converter of the body to UTF-8, the caller's to free,
 * see charset_new; an unknown charset is remarked on. */
struct charset *http_rules_charset(const struct http_rules *rules, CURL *easy, struct http_head *head);

#endif

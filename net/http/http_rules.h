/* What every request obeys: limits, protocols, trust in the server, and who gets the secret. */
#ifndef NET_HTTP_HTTP_RULES_H
#define NET_HTTP_HTTP_RULES_H

#include "net/base/failure.h"
#include "net/http/curl_library.h"
#include "net/http/http_head.h"
#include "net/http/http_options.h"
#include "net/http/http_request.h"

struct http_rules;

/* Bytes that are received at a time. They unfold to at most 1032 times as many, of which curl keeps no more
 * than 64 MiB while a transfer is paused. */
enum { HTTP_RULES_BUFFER = 32 * 1024 };

/* Checks and copies the options. Returns NULL with *failure filled if one is not sound. */
struct http_rules *http_rules_new(const struct http_options *options, struct failure *failure);

/* Wipes the secret from memory. Not before the last handle that it was applied to is gone. */
void http_rules_free(struct http_rules **rules);

/* The options with their defaults, but without the secret. Owned by the rules. */
const struct http_options *http_rules_options(const struct http_rules *rules);

/* The secret, never to be shown; NULL if there is none. Owned by the rules. */
const char *http_rules_secret(const struct http_rules *rules);

/* Prepares a handle for a request, with the secret if its url lies below the server. */
void http_rules_apply(struct http_rules *rules, CURL *easy, const struct http_request *request);

/* Fills *head from the headers that have come. Returns how the body becomes UTF-8, see charset_new; a charset
 * that is not known is remarked. */
struct charset *http_rules_charset(const struct http_rules *rules, CURL *easy, struct http_head *head);

#endif

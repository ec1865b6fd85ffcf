/* Translates what curl knows of a transfer: the response's head, and a failure with advice for the user. */
#ifndef NET_HTTP_HTTP_EXPLAIN_H
#define NET_HTTP_HTTP_EXPLAIN_H

#include "net/base/failure.h"
#include "net/http/curl_library.h"
#include "net/http/http_head.h"
#include "net/http/http_options.h"

/* Fills *head from the headers received so far. Returns the Content-Type or NULL; valid until the handle's next
 * request. */
const char *http_explain_head(CURL *easy, struct http_head *head);

/* Whether a body with these first bytes is no web page, whatever its Content-Type says. */
bool http_explain_is_data(const char *bytes, size_t length);

/* Fills *failure for a response whose status is not 2xx. */
void http_explain_status(CURL *easy, const struct http_head *head, const char *subject,
                         struct failure *failure);

/* Fills *failure for a web page in place of data. */
void http_explain_page(CURL *easy, const char *subject, struct failure *failure);

/* Fills *failure for a transfer that curl ended with `code`, which is not CURLE_OK. `detail` is the text of
 * CURLOPT_ERRORBUFFER. Of the options the time limits, the proxy and the CA file are used. */
void http_explain_code(CURL *easy, CURLcode code, const char *detail, const char *subject,
                       const struct http_options *options, struct failure *failure);

#endif

/* Who on the network could read the secret: whether a URL is plain http, whether it is on this machine, and which
 * proxy the environment selects for it (http_proxy, https_proxy, all_proxy, no_proxy, interpreted as curl does; an
 * empty variable counts as unset). */
#ifndef NET_HTTP_PROXY_H
#define NET_HTTP_PROXY_H

#include <stdbool.h>
#include <stddef.h>

/* Whether traffic to a base URL can be read on its way: http, and not to this machine. */
bool proxy_is_plain(const char *base);

/* The URL of the proxy for a base URL, NULL for a direct connection, which this machine always has. The caller
 * frees. It may contain a password: show proxy_place instead. */
char *proxy_find(const char *base);

/* "proxy.company.com:3128", escaped and without user and password. Returns buffer. */
const char *proxy_place(char *buffer, size_t size, const char *proxy);

/* Whether a host matches a list in the syntax of no_proxy: names, parent domains, addresses, networks, "*". */
bool proxy_is_exempt(const char *host, const char *list);

#endif

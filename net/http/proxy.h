/* The network's part in who hears the secret: whether an address is plain http, whether it lies on this
 * machine, and through which proxy the environment has it asked (http_proxy, https_proxy, all_proxy,
 * no_proxy, read as curl does: one that is empty is not set). */
#ifndef NET_HTTP_PROXY_H
#define NET_HTTP_PROXY_H

#include <stdbool.h>
#include <stddef.h>

/* Whether what is sent to a base address can be read on its way: http, and not to this machine. */
bool proxy_is_plain(const char *base);

/* The proxy for a base address, NULL if it is asked directly; what lies on this machine always is. The caller
 * frees. A password can be in it: see proxy_place. */
char *proxy_find(const char *base);

/* "proxy.company.com:3128", escaped and without user and password. Returns buffer. */
const char *proxy_place(char *buffer, size_t size, const char *proxy);

/* Whether a host is named in such a list as no_proxy has: names, their parents, addresses, networks, "*". */
bool proxy_is_exempt(const char *host, const char *list);

#endif

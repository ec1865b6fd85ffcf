#include "net/http/proxy.h"

#include "net/base/failure.h"
#include "net/base/memory.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SCHEME_MARK "://"
#define SEPARATORS " \t,"

/* An IP address; 0 bytes if a text is none. */
struct address {
    unsigned char bytes[16];
    size_t length;
};

static struct address address_of(const char *text)
{
    struct address address = {.length = 0};
    if (inet_pton(AF_INET, text, address.bytes) == 1)
        address.length = 4;
    else if (inet_pton(AF_INET6, text, address.bytes) == 1)
        address.length = 16;
    return address;
}

/* The host of a base address, without the brackets of an IPv6 one. The caller frees. */
static char *host_of(const char *base)
{
    const char *mark = strstr(base, SCHEME_MARK);
    const char *host = mark ? mark + strlen(SCHEME_MARK) : base;
    if (*host == '[')
        return memory_text_part(host + 1, strcspn(host + 1, "]/"));
    return memory_text_part(host, strcspn(host, ":/"));
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    return length >= strlen(end) && strcasecmp(text + length - strlen(end), end) == 0;
}

static bool is_this_machine(const char *host)
{
    static const unsigned char loopback[16] = {[15] = 1};
    struct address address = address_of(host);
    if (address.length == 4)
        return address.bytes[0] == 127;
    if (address.length == 16)
        return memcmp(address.bytes, loopback, sizeof loopback) == 0;
    return strcasecmp(host, "localhost") == 0 || ends_with(host, ".localhost");
}

static bool is_http(const char *base)
{
    return strncasecmp(base, "http" SCHEME_MARK, strlen("http" SCHEME_MARK)) == 0;
}

bool proxy_is_plain(const char *base)
{
    char *host = host_of(base);
    bool is_plain = is_http(base) && !is_this_machine(host);
    free(host);
    return is_plain;
}

/* Whether an address lies in a network such as "10.0.0.0/8"; without a slash, whether it is that address. */
static bool is_in_network(const struct address *address, const char *network)
{
    const char *slash = strchr(network, '/');
    char *start = memory_text_part(network, strcspn(network, "/"));
    struct address other = address_of(start);
    free(start);
    size_t bits = slash ? strtoul(slash + 1, NULL, 10) : other.length * 8;
    if (!other.length || other.length != address->length || bits > other.length * 8)
        return false;
    for (size_t i = 0; i < bits; i++) {
        unsigned char mask = (unsigned char)(0x80 >> i % 8);
        if ((other.bytes[i / 8] ^ address->bytes[i / 8]) & mask)
            return false;
    }
    return true;
}

/* Whether a host is a name or lies below it; dots before and behind the name mean nothing. */
static bool is_below(const char *host, const char *name)
{
    name += *name == '.';
    size_t length = strlen(name);
    size_t host_length = strlen(host);
    length -= length && name[length - 1] == '.';
    host_length -= host_length && host[host_length - 1] == '.';
    if (!length || host_length < length || strncasecmp(host + host_length - length, name, length) != 0)
        return false;
    return host_length == length || host[host_length - length - 1] == '.';
}

bool proxy_is_exempt(const char *host, const char *list)
{
    const struct address address = address_of(host);
    bool is_exempt = false;
    for (const char *at = list + strspn(list, SEPARATORS); *at && !is_exempt; at += strspn(at, SEPARATORS)) {
        char *entry = memory_text_part(at, strcspn(at, SEPARATORS));
        at += strlen(entry);
        is_exempt = strcmp(entry, "*") == 0 ||
                    (address.length ? is_in_network(&address, entry) : is_below(host, entry));
        free(entry);
    }
    return is_exempt;
}

/* The first of some variables that is set, "" if none is. For curl, an empty one is not set. */
static const char *first_set(const char *const *names)
{
    for (; *names; names++) {
        const char *value = getenv(*names);
        if (value && *value)
            return value;
    }
    return "";
}

/* HTTP_PROXY in capitals is left out: a web server may set it from a header. */
char *proxy_find(const char *base)
{
    static const char *const plain[] = {"http_proxy", "all_proxy", "ALL_PROXY", NULL};
    static const char *const secure[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL};
    static const char *const exempt[] = {"no_proxy", "NO_PROXY", NULL};
    const char *proxy = first_set(is_http(base) ? plain : secure);
    char *host = host_of(base);
    bool is_direct = !*proxy || is_this_machine(host) || proxy_is_exempt(host, first_set(exempt));
    free(host);
    return is_direct ? NULL : memory_text(proxy);
}

const char *proxy_place(char *buffer, size_t size, const char *proxy)
{
    const char *mark = strstr(proxy, SCHEME_MARK);
    const char *place = mark ? mark + strlen(SCHEME_MARK) : proxy;
    const char *user_end = strrchr(place, '@');
    place = user_end ? user_end + 1 : place;
    char *part = memory_text_part(place, strcspn(place, "/?#"));
    failure_quote(buffer, size, part);
    free(part);
    return buffer;
}

#include "net/http/http_options.h"

#include "net/base/translate.h"
#include "net/http/proxy.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIN_PREFIX "sha256//"
#define PIN_LETTERS 43 /* and an = */

static bool check_secret(const struct http_options *options, struct failure *failure)
{
    if (!options->secret)
        return true;
    bool is_sound = *options->secret;
    for (const char *byte = options->secret; *byte; byte++)
        is_sound = is_sound && (unsigned char)*byte >= 0x20 && *byte != 0x7f;
    if (!is_sound)
        return failure_set(failure, FAILURE_USAGE,
                           tr("give it on one line, as the server's administrator wrote it"),
                           tr("the shared secret is empty or has a line break or control character in it"));
    if (!options->server || !strstr(options->server, "://"))
        return failure_set(failure, FAILURE_USAGE, tr("give the address of the server"),
                           tr("the shared secret has no server that it is for"));
    return true;
}

bool http_options_is_pin(const char *text)
{
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (;;) {
        if (strncmp(text, PIN_PREFIX, strlen(PIN_PREFIX)) != 0)
            return false;
        text += strlen(PIN_PREFIX);
        if (strspn(text, base64) != PIN_LETTERS || text[PIN_LETTERS] != '=')
            return false;
        text += PIN_LETTERS + 1;
        if (!*text)
            return true;
        if (*text++ != ';')
            return false;
    }
}

/* What goes through a proxy without TLS, the proxy reads. */
static bool check_proxy(const struct http_options *options, struct failure *failure)
{
    char place[90];
    if (!options->proxy || !options->secret || options->proxy_may_know || !proxy_is_plain(options->server))
        return true;
    return failure_set(
        failure, FAILURE_USAGE,
        tr("use https://, or name the server in no_proxy, or set http_proxy_secret = allow in [server]"),
        tr("the proxy %s would read the secret, since the address begins with http://"),
        proxy_place(place, sizeof place, options->proxy));
}

int http_options_ca_error(const char *path)
{
    struct stat status;
    if (access(path, R_OK) != 0 || stat(path, &status) != 0)
        return errno;
    return S_ISREG(status.st_mode) ? 0 : S_ISDIR(status.st_mode) ? EISDIR : EOPNOTSUPP;
}

bool http_options_are_sound(const struct http_options *options, struct failure *failure)
{
    if (!check_secret(options, failure))
        return false;
    if (options->ca_file && http_options_ca_error(options->ca_file) != 0)
        return failure_set(failure, FAILURE_USAGE, tr("--ca takes a file of certificates in PEM format"),
                           tr("cannot read the CA file %.120s"), options->ca_file);
    if (options->pin && !http_options_is_pin(options->pin))
        return failure_set(failure, FAILURE_USAGE,
                           "it looks like sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjA1/QcLzGrZ3cU=",
                           tr("the pin of the server's key is not sha256// and 32 bytes in base64"));
    return check_proxy(options, failure);
}

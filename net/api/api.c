#include "net/api/api.h"

#include "net/base/letter_case.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/http/curl_library.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SCHEME_MARK "://"

/* Of a base address: with the name of the account and the host the archive's file is named. */
#define BASE_LIMIT 220

const char *api_reference_type_name(enum api_reference_type type)
{
    static const char *const names[] = {
        [API_REFERENCE_ID] = "id",
        [API_REFERENCE_EMAIL] = "email",
        [API_REFERENCE_SYNC_ID] = "syncId",
        [API_REFERENCE_SIP_URI] = "sipUri",
    };
    return names[type];
}

static char upper(char letter)
{
    return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

/* Percent-encodes everything but the unreserved characters; with keep_encoded what looks like %XX stays.
 * The caller frees. */
static char *encode(const char *text, bool keep_encoded)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char hexadecimal[] = "0123456789ABCDEFabcdef";
    char *encoded = memory_array(strlen(text) + 1, 3);
    char *end = encoded;
    for (const char *byte = text; *byte; byte++) {
        if (strchr(plain, *byte)) {
            *end++ = *byte;
        } else if (keep_encoded && *byte == '%' && strspn(byte + 1, hexadecimal) >= 2) {
            end += sprintf(end, "%%%c%c", upper(byte[1]), upper(byte[2]));
            byte += 2;
        } else {
            end += sprintf(end, "%%%02X", (unsigned char)*byte);
        }
    }
    return encoded;
}

/* The address with the blanks and other letters behind the host percent-encoded, as people write them and
 * curl 8 refuses them. The caller frees. */
static char *encode_letters(const char *url)
{
    const char *host = strstr(url, SCHEME_MARK);
    const char *path = host ? strchr(host + strlen(SCHEME_MARK), '/') : NULL;
    if (!path)
        return memory_text(url);
    char *encoded = memory_array(strlen(url) + 1, 3);
    char *end = mempcpy(encoded, url, (size_t)(path - url));
    for (const char *byte = path; *byte; byte++) {
        if (*byte == ' ' || (unsigned char)*byte >= 0x80)
            end += sprintf(end, "%%%02X", (unsigned char)*byte);
        else
            *end++ = *byte;
    }
    return encoded;
}

static char *url_part(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    if (curl_url_get(url, part, &text, 0) == CURLUE_OUT_OF_MEMORY)
        die("out of memory (address)");
    char *copy = memory_text(text);
    curl_free(text);
    return copy;
}

/* The account of a path /mot/{account}, encoded; NULL if it is not one. The caller frees. */
static char *path_account(const char *path)
{
    static const char prefix[] = "/mot/";
    if (!path || strncasecmp(path, prefix, strlen(prefix)) != 0)
        return NULL;
    const char *account = path + strlen(prefix);
    size_t length = strcspn(account, "/");
    if (!length || account[length + strspn(account + length, "/")])
        return NULL;
    char *part = memory_text_part(account, length);
    char *encoded = encode(part, true);
    free(part);
    return encoded;
}

static void to_lower(char *text)
{
    for (; *text; text++)
        *text = letter_case_ascii(*text);
}

static bool is_default_port(const char *scheme, const char *port)
{
    return strcmp(port, strcmp(scheme, "https") == 0 ? "443" : "80") == 0;
}

static char *join_base(CURLU *url, const char *account)
{
    char *scheme = url_part(url, CURLUPART_SCHEME);
    char *host = url_part(url, CURLUPART_HOST);
    char *port = url_part(url, CURLUPART_PORT);
    bool with_port = port && !is_default_port(scheme, port);
    to_lower(host);
    char *base = memory_format("%s" SCHEME_MARK "%s%s%s/mot/%s", scheme, host, with_port ? ":" : "",
                               with_port ? port : "", account);
    free(scheme);
    free(host);
    free(port);
    return base;
}

static bool has_part(CURLU *url, CURLUPart part)
{
    char *text = url_part(url, part);
    bool has = text != NULL;
    free(text);
    return has;
}

/* The address as it may be shown, as " 'https://…'": what stands behind ? or # or before @, or is no address
 * at all, may be the secret. "" where nothing is left. Returns buffer. */
static const char *shown_address(char *buffer, size_t size, const char *url)
{
    char quoted[120];
    bool may_be_shown = strstr(url, SCHEME_MARK) && !strchr(url, '@');
    char *part = memory_text_part(url, may_be_shown ? strcspn(url, "?#") : 0);
    snprintf(buffer, size, *part ? " '%s'" : "%s", failure_quote(quoted, sizeof quoted, part));
    free(part);
    return buffer;
}

static void parse_failure(struct failure *failure, CURLUcode code, const char *url)
{
    static const char advice[] = N_("it looks like https://pbx.company.com/mot/greenbox");
    char shown[130];
    shown_address(shown, sizeof shown, url);
    if (code == CURLUE_OUT_OF_MEMORY)
        die("out of memory (address)");
    if (code == CURLUE_USER_NOT_ALLOWED || strchr(url, '@'))
        failure_set(failure, FAILURE_USAGE, tr("leave away what stands before the @"),
                    tr("the address of the server must not contain a user name or password"));
    else if (code == CURLUE_BAD_SCHEME || code == CURLUE_UNSUPPORTED_SCHEME)
        failure_set(failure, FAILURE_USAGE, advice, tr("the address%s must begin with https:// or http://"),
                    shown);
    else if (code == CURLUE_BAD_PORT_NUMBER)
        failure_set(failure, FAILURE_USAGE, tr("a port is a number from 1 to 65535"),
                    tr("the address%s has a port that does not exist"), shown);
    else
        failure_set(failure, FAILURE_USAGE, advice, tr("this is not the address of a server:%s"),
                    *shown ? shown : tr(" it has no https:// or http://"));
}

/* Checks what curl lets pass. Returns the account of the address, NULL with *failure filled. */
static char *checked_account(CURLU *url, const char *text, struct failure *failure)
{
    char *scheme = url_part(url, CURLUPART_SCHEME);
    char *port = url_part(url, CURLUPART_PORT);
    char *path = url_part(url, CURLUPART_PATH);
    char *account = NULL;
    char shown[130];
    shown_address(shown, sizeof shown, text);
    if (strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0)
        parse_failure(failure, CURLUE_BAD_SCHEME, text);
    else if (port && strcmp(port, "0") == 0)
        parse_failure(failure, CURLUE_BAD_PORT_NUMBER, text);
    else if (has_part(url, CURLUPART_QUERY) || has_part(url, CURLUPART_FRAGMENT))
        failure_set(failure, FAILURE_USAGE, tr("leave away what begins with ? or #"),
                    tr("the address%s goes on after the account"), shown);
    else if (!(account = path_account(path)))
        failure_set(failure, FAILURE_USAGE, tr("it looks like https://pbx.company.com/mot/greenbox"),
                    tr("the address%s does not end with /mot/ and the account"), shown);
    free(scheme);
    free(port);
    free(path);
    return account;
}

/* A name of small letters, or four decimal numbers as curl would write them: nothing is there to be mended.
 */
static bool is_plain_host(const char *host, size_t length)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
    char copy[256];
    struct in_addr number;
    if (length >= sizeof copy || strspn(host, plain) < length)
        return false;
    memcpy(copy, host, length);
    copy[length] = '\0';
    bool is_name = *copy >= 'a' && *copy <= 'z' && !strstr(copy, "..") && copy[length - 1] != '.';
    return is_name || inet_pton(AF_INET, copy, &number) == 1;
}

/* From 1 to 65535, without zeros in front. */
static bool is_plain_port(const char *port, size_t length)
{
    return length >= 1 && length <= 5 && *port != '0' && strspn(port, "0123456789") >= length &&
           strtol(port, NULL, 10) <= 65535;
}

/* The base of an address in which nothing has to be mended or explained; NULL for all others, which are left
 * to curl. So nobody waits for curl to be loaded who does not ask the server for anything. */
static char *plain_base(const char *url)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static const char folder[] = "/mot/";
    const char *host = strstr(url, SCHEME_MARK);
    host = host ? host + strlen(SCHEME_MARK) : url;
    size_t host_length = strcspn(host, ":/");
    bool has_port = host[host_length] == ':';
    const char *port = host + host_length + has_port;
    size_t port_length = has_port ? strcspn(port, "/") : 0;
    const char *path = port + port_length;
    if ((strncmp(url, "https" SCHEME_MARK, 8) != 0 && strncmp(url, "http" SCHEME_MARK, 7) != 0) ||
        !is_plain_host(host, host_length) || (has_port && !is_plain_port(port, port_length)) ||
        strncmp(path, folder, strlen(folder)) != 0)
        return NULL;
    const char *account = path + strlen(folder);
    if (!*account || account[strspn(account, plain)])
        return NULL;
    char *scheme = memory_text_part(url, (size_t)(host - url) - strlen(SCHEME_MARK));
    char *number = memory_text_part(port, port_length);
    bool is_needless = !has_port || is_default_port(scheme, number);
    char *base =
        is_needless ? memory_format("%.*s%s", (int)(host + host_length - url), url, path) : memory_text(url);
    free(scheme);
    free(number);
    return base;
}

static bool is_short_enough(const char *base, struct failure *failure)
{
    if (strlen(base) <= BASE_LIMIT)
        return true;
    return failure_set(failure, FAILURE_USAGE, tr("it looks like https://pbx.company.com/mot/greenbox"),
                       tr("the address of the server is %zu bytes long, more than %d"), strlen(base),
                       BASE_LIMIT);
}

/* The base of any address; NULL with *failure filled. */
static char *parsed_base(const char *url, struct failure *failure)
{
    if (!curl_library_load()) {
        failure_set(failure, FAILURE_USAGE, tr("install libcurl, or write the address in its usual form"),
                    tr("cannot read the address: cannot load libcurl: %s"), curl_library_error());
        return NULL;
    }
    CURLU *parsed = curl_url();
    if (!parsed)
        die("out of memory (address)");
    char *base = NULL;
    char *encoded = encode_letters(url);
    CURLUcode code = curl_url_set(parsed, CURLUPART_URL, encoded, CURLU_DISALLOW_USER);
    free(encoded);
    if (code != CURLUE_OK) {
        parse_failure(failure, code, url);
    } else {
        char *account = checked_account(parsed, url, failure);
        if (account)
            base = join_base(parsed, account);
        free(account);
    }
    curl_url_cleanup(parsed);
    return base;
}

char *api_base(const char *url, struct failure *failure)
{
    char *base = plain_base(url);
    if (!base)
        base = parsed_base(url, failure);
    if (!base || is_short_enough(base, failure))
        return base;
    free(base);
    return NULL;
}

char *api_account_label(const char *base)
{
    const char *mark = strstr(base, SCHEME_MARK);
    const char *host = mark ? mark + strlen(SCHEME_MARK) : base;
    const char *account = strrchr(host, '/');
    return memory_format("%s@%.*s", account ? account + 1 : "", (int)strcspn(host, "/"), host);
}

char *api_agents_url(const char *base)
{
    return memory_format("%s/agents?state=any", base);
}

char *api_recordings_url(const char *base, enum api_reference_type type, const char *identification,
                         int64_t from)
{
    char *encoded = encode(identification, false);
    char parameter[48] = "";
    if (from >= 0)
        snprintf(parameter, sizeof parameter, "?fromQueueCallId=%" PRId64, from);
    char *url = memory_format("%s/agents/%s/%s/recordings%s", base, api_reference_type_name(type), encoded,
                              parameter);
    free(encoded);
    return url;
}

char *api_audio_url(const char *base, int64_t queue_call_id)
{
    return memory_format("%s/queues/calls/recordings/%" PRId64, base, queue_call_id);
}

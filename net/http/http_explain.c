#include "net/http/http_explain.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/http/http_status.h"
#include "net/http/proxy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define RETRY_AFTER_LIMIT 31622400 /* a year, in seconds */
#define LONG_ABSENCE 600           /* seconds */

/* OpenSSL's X509_V_OK, X509_V_ERR_UNSPECIFIED, X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
 * A good certificate for another name ends with one of the first two, as the version of curl has it. */
#define VERIFY_OK 0
#define VERIFY_UNSPECIFIED 1
#define VERIFY_NOT_YET_VALID 9
#define VERIFY_EXPIRED 10

#define TOO_LARGE 100 /* CURLE_TOO_LARGE, which curl has since 8.6 */

enum { PLACE_SIZE = 90, DETAIL_SIZE = 90 };

/* A finished transfer to be explained. */
struct ending {
    CURL *easy;
    CURLcode code;
    const char *subject;
    const struct http_options *options;
    char place[PLACE_SIZE];
    char proxy[PLACE_SIZE]; /* "" if it was asked directly */
    char detail[DETAIL_SIZE];
};

static const char check_proxy[] =
    N_("check the proxy in the environment (http_proxy, https_proxy, no_proxy)");

/* The value of a header, valid until the next request of the handle; NULL if there is none. */
static const char *header_value(CURL *easy, const char *name)
{
    struct curl_header *header = NULL;
    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    return header->value;
}

static bool begins_with(const char *text, const char *prefix)
{
    return text && strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* A number of digits only, and what is behind it; -1 if there is none. */
static int64_t read_number(const char *text, const char **end)
{
    size_t digits = strspn(text, "0123456789");
    *end = text + digits;
    return digits && digits < 19 ? strtoll(text, NULL, 10) : -1;
}

/* "bytes 100-199/200"; the total may be "*". */
static void read_part(const char *text, struct http_head *head)
{
    const char *end;
    if (!text || !begins_with(text, "bytes "))
        return;
    head->part_from = read_number(text + strspn(text, "bytes "), &end);
    const char *slash = strchr(end, '/');
    if (slash)
        head->part_total = read_number(slash + 1, &end);
}

static void read_size(CURL *easy, struct http_head *head)
{
    const char *end = NULL, *length = header_value(easy, "Content-Length");
    head->length = length ? read_number(length, &end) : -1;
    head->has_end = head->length >= 0 || begins_with(header_value(easy, "Transfer-Encoding"), "chunked");
    head->part_from = head->part_total = -1;
    read_part(header_value(easy, "Content-Range"), head);
}

static bool has_time(CURL *easy, CURLINFO of)
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy, of, &microseconds);
    return microseconds > 0;
}

/* When the server's own certificate, the first of those that it gave, ends. */
static int64_t certificate_end(CURL *easy)
{
    static const char label[] = "Expire date:";
    struct curl_certinfo *chain = NULL;
    curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain);
    const struct curl_slist *line = chain && chain->num_of_certs > 0 ? chain->certinfo[0] : NULL;
    while (line && !begins_with(line->data, label))
        line = line->next;
    time_t end = line ? curl_getdate(line->data + strlen(label), NULL) : -1;
    return end > 0 ? (int64_t)end : 0;
}

/* libcurl 8 tells no address where TLS failed, but the time that it took to get there. */
static void read_reach(CURL *easy, struct http_head *head)
{
    char *address = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
    bool is_taken = (address && *address) || has_time(easy, CURLINFO_CONNECT_TIME_T);
    head->reach = head->status > 0                             ? HTTP_REACH_ANSWER
                  : has_time(easy, CURLINFO_APPCONNECT_TIME_T) ? HTTP_REACH_TLS
                  : is_taken                                   ? HTTP_REACH_SERVER
                  : has_time(easy, CURLINFO_NAMELOOKUP_TIME_T) ? HTTP_REACH_NAME
                                                               : HTTP_REACH_NOTHING;
    snprintf(head->address, sizeof head->address, "%s", address ? address : "");
    head->certificate_end = certificate_end(easy);
}

const char *http_explain_head(CURL *easy, struct http_head *head)
{
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    head->status = (int)status;
    read_size(easy, head);
    read_reach(easy, head);
    const char *date = header_value(easy, "Date");
    time_t time = date ? curl_getdate(date, NULL) : -1;
    head->server_time = time > 0 ? (int64_t)time : 0;
    const char *type = header_value(easy, "Content-Type");
    head->is_html = begins_with(type, "text/html") || begins_with(type, "application/xhtml");
    return type;
}

bool http_explain_is_data(const char *bytes, size_t length)
{
    size_t blanks = 0;
    while (blanks < length && strchr(" \t\r\n", bytes[blanks]) && bytes[blanks])
        blanks++;
    return blanks < length && bytes[blanks] != '<';
}

/* The name and port that a transfer asks, escaped: "pbx.company.com port 443". Returns buffer. */
static const char *put_place(CURL *easy, char *buffer, size_t size)
{
    char *text = NULL;
    char *host = NULL;
    char *port = NULL;
    CURLU *url = curl_url();
    if (!url)
        die("out of memory (address)");
    curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &text);
    if (text && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK) {
        curl_url_get(url, CURLUPART_HOST, &host, 0);
        curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
    }
    char *place = host && port ? memory_format("%s port %s", host, port) : memory_text(tr("the server"));
    failure_quote(buffer, size, place);
    free(place);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    return buffer;
}

/* Seconds to wait as a Retry-After header says, as a number or as a date; 0 if it does not. */
static int retry_after(CURL *easy, int64_t server_time)
{
    const char *value = header_value(easy, "Retry-After");
    if (!value)
        return 0;
    char *end = NULL;
    long long seconds = strtoll(value, &end, 10);
    if (end == value || *end) {
        time_t then = curl_getdate(value, NULL);
        int64_t now = server_time ? server_time : (int64_t)time(NULL);
        seconds = then > 0 ? (int64_t)then - now : 0;
    }
    if (seconds < 0)
        return 0;
    return seconds < RETRY_AFTER_LIMIT ? (int)seconds : RETRY_AFTER_LIMIT;
}

/* A server that is away for long says until when. */
static void advise_of_absence(struct failure *failure)
{
    char day[40];
    struct tm parts;
    time_t then = time(NULL) + failure->retry_after;
    if (failure->retry_after < LONG_ABSENCE || !localtime_r(&then, &parts))
        return;
    strftime(day, sizeof day, "%a %Y-%m-%d %H:%M", &parts);
    snprintf(failure->advice, sizeof failure->advice, tr("the server asks to be left alone until %s"), day);
}

void http_explain_status(CURL *easy, const struct http_head *head, const char *subject,
                         struct failure *failure)
{
    char *target = NULL;
    curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &target);
    http_status_failure(failure, head->status, subject, target ? target : header_value(easy, "Location"));
    failure->retry_after = retry_after(easy, head->server_time);
    advise_of_absence(failure);
}

void http_explain_page(CURL *easy, const char *subject, struct failure *failure)
{
    char place[PLACE_SIZE];
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    failure_set(failure, FAILURE_ANSWER, tr("is the address right? maybe a proxy or a login page answered"),
                tr("%s: got a web page, not data, from %s"), subject, put_place(easy, place, sizeof place));
    failure->status = (int)status;
    failure->is_lasting = true;
}

/* The proxy was reached, and told that it does not connect further. Returns whether that is so. */
static bool explain_proxy_refusal(const struct ending *ending, struct failure *failure)
{
    long status = 0;
    curl_easy_getinfo(ending->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    if (status < 300)
        return false;
    failure_set(failure, FAILURE_NETWORK,
                tr("reach the server without the proxy (no_proxy), or ask the network's administrator"),
                tr("the proxy %s refused to connect to %s (%ld)"), ending->proxy, ending->place, status);
    failure->is_lasting = status < 500;
    return true;
}

static void explain_connect(const struct ending *ending, struct failure *failure)
{
    long error = 0;
    curl_easy_getinfo(ending->easy, CURLINFO_OS_ERRNO, &error);
    const char *reason = error == ECONNREFUSED ? tr("connection refused")
                         : error               ? strerror((int)error)
                                               : ending->detail;
    if (explain_proxy_refusal(ending, failure))
        return;
    if (*ending->proxy)
        failure_set(failure, FAILURE_NETWORK, check_proxy, tr("cannot connect to the proxy %s: %s"),
                    ending->proxy, reason);
    else if (error == ECONNREFUSED)
        failure_set(failure, FAILURE_NETWORK, tr("check the port in the address, and that the server runs"),
                    tr("cannot connect to %s: %s"), ending->place, reason);
    else
        failure_set(failure, FAILURE_NETWORK, tr("check the address and the network (cable, VPN, firewall)"),
                    tr("cannot connect to %s: %s"), ending->place, reason);
}

/* What took so long: the proxy, or what lies behind it. */
static void explain_proxy_timeout(const struct ending *ending, double seconds, struct failure *failure)
{
    curl_off_t connected = 0;
    curl_easy_getinfo(ending->easy, CURLINFO_CONNECT_TIME_T, &connected);
    if (connected)
        failure_set(failure, FAILURE_NETWORK, tr("check the address, and what the proxy may reach"),
                    tr("the proxy %s got no connection to %s within %g s"), ending->proxy, ending->place,
                    seconds);
    else
        failure_set(failure, FAILURE_NETWORK, check_proxy, tr("no connection to the proxy %s within %g s"),
                    ending->proxy, seconds);
}

static void explain_timeout(const struct ending *ending, struct failure *failure)
{
    curl_off_t resolved = 0;
    curl_off_t connected = 0;
    double seconds = ending->options->connect_timeout_ms / 1000.0;
    curl_easy_getinfo(ending->easy, CURLINFO_NAMELOOKUP_TIME_T, &resolved);
    curl_easy_getinfo(ending->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
    if (connected)
        failure_set(failure, FAILURE_NETWORK, tr("the server or the network hangs: try again later"),
                    tr("%s: no data from %s for %u s"), ending->subject, ending->place,
                    ending->options->stall_timeout_s);
    else if (*ending->proxy)
        explain_proxy_timeout(ending, seconds, failure);
    else if (!resolved)
        failure_set(failure, FAILURE_NETWORK, tr("check the network and its name service (DNS)"),
                    tr("cannot find %s within %g s"), ending->place, seconds);
    else
        failure_set(failure, FAILURE_NETWORK, tr("check the address and the network (cable, VPN, firewall)"),
                    tr("no connection to %s within %g s"), ending->place, seconds);
}

static void explain_certificate(const struct ending *ending, struct failure *failure)
{
    long verified = 0;
    curl_easy_getinfo(ending->easy, CURLINFO_SSL_VERIFYRESULT, &verified);
    const char *advice = N_("if the server has a certificate of a private CA, give that CA's with --ca FILE; "
                            "--pin then also ties the connection to the server's own key");
    if (verified == VERIFY_EXPIRED || verified == VERIFY_NOT_YET_VALID)
        advice = tr("check the clock of this computer; if it is right, the server needs a new certificate");
    else if (verified == VERIFY_OK || verified == VERIFY_UNSPECIFIED)
        advice = tr("use the name that is in the certificate as the address of the server; "
                    "--ca and --pin do not help here");
    failure_set(failure, FAILURE_NETWORK, advice, tr("the certificate of %s is not trusted: %s"),
                ending->place, ending->detail);
    failure->is_lasting = true;
}

static void explain_cut(const struct ending *ending, struct failure *failure)
{
    static const char advice[] = N_("try again; if it stays, look at the network and the log of the server");
    curl_off_t bytes = 0;
    long status = 0;
    curl_easy_getinfo(ending->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
    curl_easy_getinfo(ending->easy, CURLINFO_RESPONSE_CODE, &status);
    if (explain_proxy_refusal(ending, failure))
        return;
    if (bytes || status)
        failure_set(failure, FAILURE_NETWORK, advice, tr("%s: the connection broke after %lld bytes"),
                    ending->subject, (long long)bytes);
    else if (*ending->proxy && !has_time(ending->easy, CURLINFO_APPCONNECT_TIME_T))
        failure_set(failure, FAILURE_NETWORK, check_proxy,
                    tr("the proxy %s closed the connection without an answer of %s"), ending->proxy,
                    ending->place);
    else
        failure_set(failure, FAILURE_NETWORK, advice, tr("%s: %s closed the connection without an answer"),
                    ending->subject, ending->place);
}

static void explain_ca_file(const struct ending *ending, struct failure *failure)
{
    if (ending->options->ca_file)
        failure_set(failure, FAILURE_USAGE, tr("--ca takes a file of certificates in PEM format"),
                    tr("cannot use the CA file %.120s"), ending->options->ca_file);
    else
        failure_set(failure, FAILURE_USAGE,
                    tr("install ca-certificates, or name a file of trusted certificates with --ca FILE"),
                    tr("this system has no list of the certificate authorities that https trusts"));
}

static void explain_pin(const struct ending *ending, struct failure *failure)
{
    failure_set(failure, FAILURE_NETWORK,
                tr("if the server has a new key, ask its administrator for the new --pin; "
                   "if not, someone may be in between"),
                tr("the key of %s is not the pinned one"), ending->place);
    failure->is_lasting = true;
}

static void explain_tls(const struct ending *ending, struct failure *failure)
{
    failure_set(failure, FAILURE_NETWORK, tr("check that the port in the address speaks https"),
                tr("no TLS connection with %s: %s"), ending->place, ending->detail);
}

static void explain_answer(const struct ending *ending, struct failure *failure)
{
    static const char advice[] = N_("try again; if it stays, tell the server's administrator");
    char coding[40];
    const char *given = header_value(ending->easy, "Content-Encoding");
    bool is_coding = ending->code == CURLE_BAD_CONTENT_ENCODING || ending->code == CURLE_WRITE_ERROR;
    if (is_coding && given)
        failure_set(failure, FAILURE_ANSWER, advice,
                    tr("%s: the answer cannot be unpacked: its Content-Encoding is %s, and it is another, "
                       "damaged or cut"),
                    ending->subject, failure_quote(coding, sizeof coding, given));
    else if (is_coding)
        failure_set(failure, FAILURE_ANSWER, advice, tr("%s: the answer cannot be taken"), ending->subject);
    else
        failure_set(failure, FAILURE_ANSWER,
                    tr("check the port in the address, and whether it is http or https"),
                    tr("what %s answers is not HTTP"), ending->place);
}

/* curl's own bounds: a line of the head of more than 100 KiB is one. Before 8.6 it calls that out of memory;
 * where memory really is what lacks, the next allocation of the program tells. */
static void explain_too_much(const struct ending *ending, struct failure *failure)
{
    curl_off_t bytes = 0;
    curl_easy_getinfo(ending->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
    failure_set(failure, FAILURE_ANSWER,
                tr("tell the server's administrator, or whoever runs a proxy before it"),
                bytes ? tr("the answer for %s is larger than can be taken")
                      : tr("the answer for %s has a header that is longer than can be taken"),
                ending->subject);
}

static void explain_unknown_host(const struct ending *ending, struct failure *failure)
{
    if (ending->code == CURLE_COULDNT_RESOLVE_PROXY)
        failure_set(failure, FAILURE_NETWORK, check_proxy, tr("cannot find the proxy %s: unknown host"),
                    ending->proxy);
    else
        failure_set(failure, FAILURE_NETWORK, tr("check the name in the address, and the network (VPN, DNS)"),
                    tr("cannot find %s: unknown host"), ending->place);
}

static void explain_other(const struct ending *ending, struct failure *failure)
{
    failure_set(failure, FAILURE_NETWORK, tr("check the address and the network"), tr("%s from %s: %s"),
                ending->subject, ending->place, ending->detail);
}

static void explain(const struct ending *ending, struct failure *failure)
{
    static const struct {
        CURLcode code;
        void (*explain)(const struct ending *ending, struct failure *failure);
    } endings[] = {
        {CURLE_OUT_OF_MEMORY, explain_too_much},
        {CURLE_COULDNT_RESOLVE_HOST, explain_unknown_host},
        {CURLE_COULDNT_RESOLVE_PROXY, explain_unknown_host},
        {CURLE_COULDNT_CONNECT, explain_connect},
        {CURLE_OPERATION_TIMEDOUT, explain_timeout},
        {CURLE_PEER_FAILED_VERIFICATION, explain_certificate},
        {CURLE_SSL_PINNEDPUBKEYNOTMATCH, explain_pin},
        {CURLE_SSL_CACERT_BADFILE, explain_ca_file},
        {CURLE_SSL_CONNECT_ERROR, explain_tls},
        {CURLE_SSL_ISSUER_ERROR, explain_tls},
        {CURLE_PARTIAL_FILE, explain_cut},
        {CURLE_RECV_ERROR, explain_cut},
        {CURLE_SEND_ERROR, explain_cut},
        {CURLE_GOT_NOTHING, explain_cut},
        {CURLE_WEIRD_SERVER_REPLY, explain_answer},
        {CURLE_UNSUPPORTED_PROTOCOL, explain_answer},
        {CURLE_BAD_CONTENT_ENCODING, explain_answer},
        {CURLE_WRITE_ERROR, explain_answer},
    };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (endings[i].code == ending->code) {
            endings[i].explain(ending, failure);
            return;
        }
    }
    explain_other(ending, failure);
}

/* curl repeats a proxy that it cannot use with the password in it. */
static bool names_proxy(const char *detail, const char *proxy)
{
    return proxy && *proxy && strstr(detail, proxy);
}

void http_explain_code(CURL *easy, CURLcode code, const char *detail, const char *subject,
                       const struct http_options *options, struct failure *failure)
{
    struct ending ending = {.easy = easy, .code = code, .subject = subject, .options = options};
    if ((int)code == TOO_LARGE)
        ending.code = CURLE_OUT_OF_MEMORY;
    put_place(easy, ending.place, sizeof ending.place);
    if (options->proxy)
        proxy_place(ending.proxy, sizeof ending.proxy, options->proxy);
    if (!*detail || names_proxy(detail, options->proxy))
        detail = curl_easy_strerror(code);
    failure_quote(ending.detail, sizeof ending.detail, detail);
    explain(&ending, failure);
}

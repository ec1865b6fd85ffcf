/* Addresses of the API. */
#include "net/api/api.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BASE "https://pbx.company.com/mot/greenbox"

static void expect_base(const char *url, const char *expected)
{
    struct failure failure;
    char *base = api_base(url, &failure);
    assert_non_null(base);
    assert_string_equal(base, expected);
    char *again = api_base(base, &failure);
    assert_string_equal(again, expected);
    free(again);
    free(base);
}

static void expect_refused(const char *url, const char *why)
{
    struct failure failure = {0};
    assert_null(api_base(url, &failure));
    assert_int_equal(failure.kind, FAILURE_USAGE);
    assert_non_null(strstr(failure.what, why));
    assert_true(strlen(failure.advice) > 0);
}

static void expect_text(char *text, const char *expected)
{
    assert_string_equal(text, expected);
    free(text);
}

static void test_base(void **state)
{
    (void)state;
    expect_base(BASE, BASE);
    expect_base(BASE "/", BASE);
    expect_base(BASE "///", BASE);
    expect_base("HTTPS://PBX.Company.COM/MOT/greenbox", BASE);
    expect_base("https://pbx.company.com:443/mot/greenbox", BASE);
    expect_base("https://pbx.company.com:8443/mot/12986/", "https://pbx.company.com:8443/mot/12986");
    expect_base("http://192.168.1.10:80/mot/12986", "http://192.168.1.10/mot/12986");
    expect_base("http://192.168.1.10:443/mot/12986", "http://192.168.1.10:443/mot/12986");
    expect_base("https://pbx.company.com/mot/Greenbox", "https://pbx.company.com/mot/Greenbox");
    expect_base("https://pbx.company.com/mot/grøn boks", "https://pbx.company.com/mot/gr%C3%B8n%20boks");
    expect_base("https://pbx.company.com/mot/gr%C3%B8n", "https://pbx.company.com/mot/gr%C3%B8n");
}

/* Addresses in which nothing has to be mended are taken without curl, which has the slash at the end mended:
 * both give the same. */
static void test_plain_bases(void **state)
{
    static const char *const schemes[] = {"http://", "https://", "HTTP://", "httpx://"};
    static const char *const hosts[] = {
        "pbx.company.com", "a",     "127.0.0.1", "127.1",   "01.2.3.4",  "1.2.3.256",
        "0x7f000001",      "a..b",  "a.",        "-a-",     "",          "a_b",
        "xn--grn-0na.dk",  "A.com", "1.2.3.4.5", "3.a.com", "2130706433"};
    static const char *const ports[] = {"",      ":",    ":80",    ":443",   ":0",
                                        ":8080", ":080", ":65535", ":65536", ":1x"};
    static const char *const accounts[] = {"greenbox", "12986", "A",     ".",   "..",
                                           "a.b",      "",      "a%20b", "a b", "a?b"};
    (void)state;
    for (size_t i = 0; i < (size_t)4 * 17 * 10 * 10; i++) {
        char url[120];
        char with_slash[121];
        struct failure failure;
        snprintf(url, sizeof url, "%s%s%s/mot/%s", schemes[i % 4], hosts[i / 4 % 17], ports[i / 68 % 10],
                 accounts[i / 680]);
        snprintf(with_slash, sizeof with_slash, "%s/", url);
        char *base = api_base(url, &failure);
        char *mended = api_base(with_slash, &failure);
        if (base && mended)
            assert_string_equal(base, mended);
        assert_true((base == NULL) == (mended == NULL) || strchr(url, '?'));
        free(base);
        free(mended);
    }
}

static void test_base_ipv6(void **state)
{
    (void)state;
    expect_base("http://[::1]:8080/mot/a", "http://[::1]:8080/mot/a");
    expect_base("https://[FE80::1]/mot/a/", "https://[fe80::1]/mot/a");
    expect_refused("https://[::1/mot/a", "is not the address");
    expect_refused("https://[zz::1]/mot/a", "is not the address");
}

static void test_base_refused(void **state)
{
    (void)state;
    expect_refused("", "");
    expect_refused("pbx.company.com/mot/greenbox", "must begin with https://");
    expect_refused("ftp://pbx.company.com/mot/greenbox", "must begin with https://");
    expect_refused("https://pbx.company.com", "does not end with /mot/");
    expect_refused("https://pbx.company.com/mot", "does not end with /mot/");
    expect_refused("https://pbx.company.com/mot/", "does not end with /mot/");
    expect_refused("https://pbx.company.com/motor/greenbox", "does not end with /mot/");
    expect_refused(BASE "/agents", "does not end with /mot/");
    expect_refused(BASE "?state=any", "goes on after the account");
    expect_refused(BASE "#top", "goes on after the account");
    expect_refused("https://pbx.company.com:99999/mot/greenbox", "port");
    expect_refused("https://pbx.company.com:0/mot/greenbox", "port");
    expect_refused("https://pbx company.com/mot/greenbox", "is not the address");
    expect_refused("https:///", "");
    expect_refused("https://a\nb/mot/greenbox", "\\x0ab");
}

static void test_base_keeps_passwords_to_itself(void **state)
{
    (void)state;
    static const char *const urls[] = {"https://me:hunter2@pbx.company.com/mot/greenbox",
                                       "https://me:hunter2@pbx company.com/mot/greenbox",
                                       "me:hunter2@pbx/mot/a"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct failure failure;
        assert_null(api_base(urls[i], &failure));
        assert_null(strstr(failure.what, "hunter2"));
        assert_null(strstr(failure.advice, "hunter2"));
    }
}

/* Where a secret may have been put by mistake. */
static void test_base_repeats_no_secret(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "hunter2",
        "hunter2/mot/greenbox",
        "https://pbx.company.com/mot/greenbox?hunter2",
        "https://pbx.company.com/mot/greenbox?secret=hunter2#top",
        "https://pbx.company.com/mot/greenbox#hunter2",
        "ftp://pbx.company.com/mot/greenbox?hunter2",
        "https://pbx.company.com:99999/mot/greenbox?hunter2",
        "https://pbx.company.com/agents?hunter2",
        "https://pbx company.com/mot/greenbox?hunter2",
        "https://hunter2@pbx.company.com/mot/greenbox",
        "https:///hunter2@pbx.company.com:99999/mot/greenbox",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct failure failure;
        assert_null(api_base(urls[i], &failure));
        if (strstr(failure.what, "hunter2") || strstr(failure.advice, "hunter2"))
            fail_msg("%s; %s", failure.what, failure.advice);
        assert_true(strlen(failure.what) > 10);
    }
}

/* The archive's file is named by it. */
static void test_base_is_short(void **state)
{
    (void)state;
    char url[5100] = "https://pbx.company.com/mot/";
    memset(url + strlen(url), 'a', 5000);
    expect_refused(url, "5028 bytes long");
}

static void test_label(void **state)
{
    (void)state;
    expect_text(api_account_label(BASE), "greenbox@pbx.company.com");
    expect_text(api_account_label("https://pbx.company.com:8443/mot/12986"), "12986@pbx.company.com:8443");
    expect_text(api_account_label("http://[::1]:8080/mot/a"), "a@[::1]:8080");
}

static void test_addresses(void **state)
{
    (void)state;
    expect_text(api_agents_url(BASE), BASE "/agents?state=any");
    expect_text(api_audio_url(BASE, 47610), BASE "/queues/calls/recordings/47610");
    expect_text(api_recordings_url(BASE, API_REFERENCE_ID, "103", -1), BASE "/agents/id/103/recordings");
    expect_text(api_recordings_url(BASE, API_REFERENCE_ID, "103", 0),
                BASE "/agents/id/103/recordings?fromQueueCallId=0");
    expect_text(api_recordings_url(BASE, API_REFERENCE_SYNC_ID, "f4fd9e5f-017d", INT64_MAX),
                BASE "/agents/syncId/f4fd9e5f-017d/recordings?fromQueueCallId=9223372036854775807");
}

static void test_identifications_are_encoded(void **state)
{
    (void)state;
    expect_text(api_recordings_url(BASE, API_REFERENCE_EMAIL, "derek.a@company.local", -1),
                BASE "/agents/email/derek.a%40company.local/recordings");
    expect_text(api_recordings_url(BASE, API_REFERENCE_SIP_URI, "sip:lp1@company.local", 7),
                BASE "/agents/sipUri/sip%3Alp1%40company.local/recordings?fromQueueCallId=7");
    expect_text(api_recordings_url(BASE, API_REFERENCE_EMAIL, "a/b c?d#e%41&æ", -1),
                BASE "/agents/email/a%2Fb%20c%3Fd%23e%2541%26%C3%A6/recordings");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base),
        cmocka_unit_test(test_plain_bases),
        cmocka_unit_test(test_base_ipv6),
        cmocka_unit_test(test_base_refused),
        cmocka_unit_test(test_base_keeps_passwords_to_itself),
        cmocka_unit_test(test_base_repeats_no_secret),
        cmocka_unit_test(test_base_is_short),
        cmocka_unit_test(test_label),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_identifications_are_encoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

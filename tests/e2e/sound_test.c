/* The audio of the demo server: its length, its forms, its ranges, what is heard, and what it does wrong on demand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/clock.h"
#include "tests/e2e/http.h"
#include "tests/e2e/listen.h"
#include "tests/e2e/tapedeck.h"

enum { RATE = 8000, LIMIT = 30000 };

#define TALK "--agents 1 --recordings 0 --until 2024-05-17"
#define TONES TALK " --audio tones"
#define SECRET "X-Miralix-Shared-Secret: " TAPEDECK_TEST_SECRET "\r\n"

/* By the last digit of the id. */
static const struct form {
    int digit, channels;
    const char *begin; /* the first bytes */
    bool is_exact;     /* decoders give as many samples as the call has, else up to a frame more */
    bool varies;       /* in the size of its frames */
} forms[] = {
    {0, 1, "\xff\xe3", false, false}, {5, 1, "ID3", false, false},      {6, 1, "\xff\xe3", false, true},
    {7, 1, "\xff\xe3", true, true},   {8, 2, "\xff\xe3", false, false}, {9, 1, "RIFF", true, false},
};
enum { FORMS = sizeof forms / sizeof forms[0], FRAME = 576 };

/* A new call of that length with an id that ends so. */
static long add_call(struct server *server, int seconds, int digit)
{
    char order[64];
    snprintf(order, sizeof order, "add?agent=101&seconds=%d&digit=%d", seconds, digit);
    char *line = server_control(server, order);
    assert_non_null(line);
    long id = strtol(line, NULL, 10);
    free(line);
    assert_int_equal(id % 10, digit);
    return id;
}

/* Asks for its audio, for a range of it if `range` is not NULL. Fails the test if there is no answer. */
static struct http_answer fetch(struct server *server, long id, const char *range)
{
    struct http_answer answer;
    char path[64], fields[256];
    snprintf(path, sizeof path, "/mot/greenbox/queues/calls/recordings/%ld", id);
    snprintf(fields, sizeof fields, SECRET "%s%s%s", range ? "Range: bytes=" : "", range ? range : "",
             range ? "\r\n" : "");
    if (!http_exchange(server_port(server), path, fields, &answer, LIMIT))
        fail_msg("no answer for call %ld", id);
    return answer;
}

static void expect_same(struct http_answer *left, struct http_answer *right)
{
    assert_int_equal(left->length, right->length);
    assert_memory_equal(left->body, right->body, left->length);
    http_clear(right);
}

/* A whole answer, and what is heard in it. */
static struct http_answer fetch_heard(struct server *server, long id, struct heard *heard)
{
    struct http_answer answer = fetch(server, id, NULL);
    assert_int_equal(answer.status, 200);
    assert_true(answer.is_whole);
    assert_true(listen_to(answer.body, answer.length, heard));
    assert_int_equal(heard->rate, RATE);
    return answer;
}

static void gives_the_same_each_time(void **state)
{
    struct fixture *fixture = *state;
    struct server *server = fixture_serve(fixture, TALK);
    struct http_answer answers[FORMS], again;
    long ids[FORMS];
    for (int i = 0; i < FORMS; i++) {
        ids[i] = add_call(server, 12 + i, forms[i].digit);
        answers[i] = fetch(server, ids[i], NULL);
        assert_true(answers[i].is_whole);
        again = fetch(server, ids[i], NULL);
        expect_same(&answers[i], &again);
    }
    server = fixture_serve(fixture, TALK);
    for (int i = 0; i < FORMS; i++) {
        assert_int_equal(add_call(server, 12 + i, forms[i].digit), ids[i]);
        again = fetch(server, ids[i], NULL);
        expect_same(&answers[i], &again);
        http_clear(&answers[i]);
    }
}

/* Whether the frames of MP3 without a tag before it differ in size. */
static bool varies(const struct http_answer *answer)
{
    const unsigned char *at = (const unsigned char *)answer->body, *end = at + answer->length;
    int first = at[2] >> 4, rate = first;
    for (; at < end && rate == first; at += (size_t)rate * 72)
        rate = at[2] >> 4;
    return at < end;
}

static void is_as_long_as_the_call(void **state)
{
    struct server *server = fixture_serve(*state, TALK);
    for (int i = 0; i < FORMS; i++) {
        const struct form *form = &forms[i];
        size_t samples = (size_t)RATE * (size_t)(50 + i);
        struct heard heard;
        struct http_answer answer = fetch_heard(server, add_call(server, 50 + i, form->digit), &heard);
        assert_memory_equal(answer.body, form->begin, strlen(form->begin));
        assert_int_equal(heard.channels, form->channels);
        assert_in_range(heard.count, samples, samples + (form->is_exact ? 0 : FRAME - 1));
        if (form->begin[0] == '\xff')
            assert_int_equal(varies(&answer), form->varies);
        assert_int_equal(strncmp(answer.body + 13, "Xing", 4) == 0, form->digit == 7);
        heard_clear(&heard);
        http_clear(&answer);
    }
}

static void expect_range(struct server *server, long id, const struct http_answer *whole, size_t from,
                         size_t to)
{
    char range[64], told[80];
    snprintf(range, sizeof range, "%zu-%zu", from, to - 1);
    snprintf(told, sizeof told, "\r\nContent-Range: bytes %zu-%zu/%zu\r\n", from, to - 1, whole->length);
    struct http_answer part = fetch(server, id, range);
    assert_int_equal(part.status, 206);
    assert_true(part.is_whole);
    assert_non_null(strstr(part.head, told));
    assert_int_equal(part.length, to - from);
    assert_memory_equal(part.body, whole->body + from, to - from);
    http_clear(&part);
}

static void gives_ranges(void **state)
{
    enum { PIECE = 20011 };
    struct server *server = fixture_serve(*state, TALK);
    for (int i = 0; i < FORMS; i++) {
        char behind[32];
        long id = add_call(server, 40, forms[i].digit);
        struct http_answer whole = fetch(server, id, NULL);
        for (size_t from = 0; from < whole.length; from += PIECE)
            expect_range(server, id, &whole, from, from + PIECE < whole.length ? from + PIECE : whole.length);
        struct http_answer end = fetch(server, id, "-1000");
        assert_int_equal(end.status, 206);
        assert_int_equal(end.length, 1000);
        assert_memory_equal(end.body, whole.body + whole.length - 1000, 1000);
        http_clear(&end);
        snprintf(behind, sizeof behind, "%zu-", whole.length);
        end = fetch(server, id, behind);
        assert_int_equal(end.status, 416);
        http_clear(&end);
        http_clear(&whole);
    }
}

/* And nothing else is heard, where pieces that are made by themselves meet neither. */
static void tones_tell_where_one_is(void **state)
{
    enum { SECONDS = 40, STEP = RATE / 20 };
    struct server *server = fixture_serve(*state, TONES);
    for (int i = 0; i < FORMS; i++) {
        struct heard heard;
        struct http_answer answer = fetch_heard(server, add_call(server, SECONDS, forms[i].digit), &heard);
        for (int tenth = 0; tenth < SECONDS * 10; tenth++)
            assert_int_equal(heard_second(&heard, (size_t)tenth), tenth % 10 == 9 ? -1 : tenth / 10);
        size_t begin = forms[i].is_exact ? 0 : FRAME; /* of MP3 without a lead half of it is missing */
        double level = heard_level(&heard, 0, RATE / 2, STEP);
        for (size_t from = 0; from < (size_t)SECONDS * RATE; from += STEP) {
            bool sounds = from % RATE >= STEP && from % RATE < RATE * 4 / 5 && from >= begin;
            assert_true(!sounds || fabs(heard_level(&heard, 0, from, STEP) - level) < level / 50);
        }
        heard_clear(&heard);
        http_clear(&answer);
    }
}

/* Of hundredths of a second in which a channel is heard, or both are, how many there are of a thousand. */
static int share(const struct heard *heard, bool caller, bool agent)
{
    enum { STEP = RATE / 100, LOUD = 200 };
    size_t steps = heard->count / STEP, found = 0;
    for (size_t i = 0; i < steps; i++)
        found += (heard_level(heard, 0, i * STEP, STEP) > LOUD) == caller &&
                 (heard_level(heard, 1, i * STEP, STEP) > LOUD) == agent;
    return steps > 0 ? (int)(found * 1000 / steps) : 0;
}

/* Seconds of the longest time in which the agent's channel never falls silent: music does not breathe. */
static int longest_sound(const struct heard *heard)
{
    enum { STEP = RATE / 4, LOUD = 60 };
    int longest = 0, now = 0;
    for (size_t i = 0; i + STEP <= heard->count; i += STEP) {
        now = heard_level(heard, 1, i, STEP) > LOUD ? now + 1 : 0;
        longest = now > longest ? now : longest;
    }
    return longest / 4;
}

static void sounds_like_two_who_talk(void **state)
{
    struct server *server = fixture_serve(*state, TALK);
    for (int i = 0; i < 3; i++) {
        struct heard heard;
        struct http_answer answer = fetch_heard(server, add_call(server, 300, 8), &heard);
        print_message("# of 1000: caller %d, agent %d, both %d, nobody %d; %d s without a breath\n",
                      share(&heard, true, false), share(&heard, false, true), share(&heard, true, true),
                      share(&heard, false, false), longest_sound(&heard));
        assert_in_range(share(&heard, true, false), 100, 600);
        assert_in_range(share(&heard, false, true), 100, 700);
        assert_in_range(share(&heard, true, true), 5, 200);
        assert_in_range(share(&heard, false, false), 150, 700);
        assert_true(longest_sound(&heard) >= 10);
        heard_clear(&heard);
        http_clear(&answer);
    }
}

/* Two recordings of one call have one audio. */
static void has_one_audio_for_a_call(void **state)
{
    struct server *server = fixture_serve(*state, "--agents 1 --recordings 400 --until 2024-05-17");
    char *list = server_control(server, "list?agent=101");
    assert_non_null(list);
    long id = 0, before = -1;
    char *rest = NULL;
    for (char *line = strtok_r(list, "\n", &rest); line && id != before; line = strtok_r(NULL, "\n", &rest)) {
        before = id;
        id = strtol(line, NULL, 10);
    }
    assert_int_equal(id, before);
    struct http_answer first = fetch(server, id, NULL), again = fetch(server, id, NULL);
    assert_int_equal(first.status, 200);
    expect_same(&first, &again);
    http_clear(&first);
    free(list);
}

/* Each fault alone, on a call of 20 seconds: 60,048 bytes. */
static const struct spoilt {
    const char *fault;
    const char *range; /* asked for; NULL: everything */
    int status;
    bool is_whole;
    size_t length;
    const char *head; /* is in the head */
    const char *body; /* is how the body begins; NULL: audio */
} faults[] = {
    {"cut&after=5000", NULL, 200, false, 5000, "Content-Length: 60048", NULL},
    {"cut&after=5000", "10000-", 206, false, 5000, "Content-Range: bytes 10000-60047/60048", NULL},
    {"short&n=5000", NULL, 200, true, 5000, "Content-Length: 5000", NULL},
    {"short&n=5000", "1000-", 206, true, 4000, "Content-Range: bytes 1000-4999/5000", NULL},
    {"html", NULL, 200, true, 0, "Content-Type: text/html", "<!DOCTYPE html>"},
    {"status&status=200&text=gone", NULL, 200, true, 18, "Content-Type: application/json",
     "{\"Message\":\"gone\"}"},
    {"status&status=404", NULL, 404, true, 0, "Content-Type: application/json", "{\"Message\":"},
    {"status&status=403", NULL, 403, true, 0, "Content-Type: application/json", "{\"Message\":"},
    {"empty", NULL, 200, true, 0, "Content-Length: 0", ""},
    {"empty", "1000-", 200, true, 0, "Content-Length: 0", ""},
    {"type&text=text/plain", NULL, 200, true, 60048, "Content-Type: text/plain", NULL},
    {"drip&rate=200000", NULL, 200, true, 60048, "Content-Length: 60048", NULL},
    {"no-range", "1000-", 200, true, 60048, "Content-Length: 60048", NULL},
    {"chunked", NULL, 200, true, 60048, "Transfer-Encoding: chunked", NULL},
    {"wrong-range", "1000-", 206, true, 59049, "Content-Range: bytes 999-60047/60048", NULL},
    {"wrong-range&n=2000", "1000-1999", 206, true, 1, "Content-Range: bytes 1999-1999/60048", NULL},
    {"other-audio", NULL, 200, true, 75168, "Content-Length: 75168", NULL},
    {"other-audio&n=0", "1000-", 206, true, 59048, "Content-Range: bytes 1000-60047/60048", NULL},
};

/* The audio that is spoilt is that of the call, but where another one is asked for. */
static void expect_audio(const struct spoilt *fault, const struct http_answer *answer,
                         const struct http_answer *whole)
{
    const char *told = strstr(answer->head, "Content-Range: bytes ");
    size_t from = told ? strtoul(told + strlen("Content-Range: bytes "), NULL, 10) : 0;
    bool is_same =
        memcmp(answer->body, whole->body + from, answer->length < 5000 ? answer->length : 5000) == 0;
    assert_int_equal(is_same, strncmp(fault->fault, "other", 5) != 0);
}

static void misbehaves_on_demand(void **state)
{
    struct server *server = fixture_serve(*state, TALK);
    long id = add_call(server, 20, 0);
    struct http_answer whole = fetch(server, id, NULL);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const struct spoilt *fault = &faults[i];
        char order[96];
        snprintf(order, sizeof order, "fault?times=1&match=calls/recordings/&kind=%s", fault->fault);
        assert_true(server_tell(server, order));
        struct http_answer answer = fetch(server, id, fault->range);
        print_message("# %s: %zu bytes\n", fault->fault, answer.length);
        assert_int_equal(answer.status, fault->status);
        assert_int_equal(answer.is_whole, fault->is_whole);
        assert_non_null(strstr(answer.head, fault->head));
        if (fault->length > 0 || (fault->body && !*fault->body))
            assert_int_equal(answer.length, fault->length);
        if (fault->body)
            assert_memory_equal(answer.body, fault->body, strlen(fault->body));
        else
            expect_audio(fault, &answer, &whole);
        http_clear(&answer);
        server_tell(server, "clear-faults");
        answer = fetch(server, id, NULL);
        expect_same(&whole, &answer);
    }
    http_clear(&whole);
}

static void tells_what_was_asked(void **state)
{
    struct server *server = fixture_serve(*state, TALK);
    struct http_answer answer = fetch(server, add_call(server, 20, 0), "1000-");
    assert_int_equal(server_count(server, "requests", " bytes=1000-"), 1);
    http_clear(&answer);
}

/* At 20,000 bytes a second those of 10 seconds of audio take a second and a half, and no machine is faster. */
static void is_slow_on_demand(void **state)
{
    struct server *server = fixture_serve(*state, TALK);
    long id = add_call(server, 10, 0);
    assert_true(server_tell(server, "fault?kind=drip&rate=20000"));
    int64_t begin = clock_now();
    struct http_answer answer = fetch(server, id, NULL);
    assert_int_equal(answer.length, 30024);
    assert_true(clock_now() - begin >= INT64_C(1400000000));
    http_clear(&answer);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(gives_the_same_each_time), TEST(is_as_long_as_the_call),   TEST(gives_ranges),
        TEST(tones_tell_where_one_is),  TEST(sounds_like_two_who_talk), TEST(has_one_audio_for_a_call),
        TEST(misbehaves_on_demand),     TEST(tells_what_was_asked),     TEST(is_slow_on_demand),
    };
    return cmocka_run_group_tests_name("sound", tests, NULL, NULL);
}

#include "tests/e2e/oracle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "tests/e2e/buffer.h"

enum { FIRST_AGENT = 101, KEY_SIZE = 128, DIGITS_SIZE = 24, MOST_CHANGES = 64 };

struct recording {
    char key[KEY_SIZE]; /* id, file name and start: what a list must give */
    long id;
    int agent;
    char start[ORACLE_TIME_SIZE];
    char digits[DIGITS_SIZE]; /* of the caller's number */
    char appeared[ORACLE_TIME_SIZE];
    char gone[ORACLE_TIME_SIZE]; /* empty while it is there */
    bool is_unsure;              /* claims may be right or wrong about it */
    unsigned seen;               /* the number of the last look that had it */
};

struct oracle {
    struct server *server;
    unsigned agents;
    unsigned looks;
    bool losses_are_told;
    struct recording *recordings; /* by key */
    size_t count, capacity;
    char changes[MOST_CHANGES][ORACLE_TIME_SIZE]; /* times of the looks */
    size_t change_count;
};

const char *oracle_time(char text[ORACLE_TIME_SIZE], double seconds_ago)
{
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    double whole = floor(seconds_ago);
    now.tv_sec -= (time_t)whole;
    now.tv_nsec -= (long)((seconds_ago - whole) * 1e9);
    if (now.tv_nsec < 0) {
        now.tv_sec--;
        now.tv_nsec += 1000000000L;
    }
    gmtime_r(&now.tv_sec, &parts);
    size_t length = strftime(text, ORACLE_TIME_SIZE, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text + length, ORACLE_TIME_SIZE - length, ".%07ldZ", now.tv_nsec / 100 % 10000000);
    return text;
}

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "-";
}

static long number_of(const cJSON *object, const char *name)
{
    return (long)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static const char *key_of(char key[KEY_SIZE], const cJSON *object)
{
    snprintf(key, KEY_SIZE, "%012ld %s %s", number_of(object, "QueueCallId"),
             text_of(object, "RecordingFileName"), text_of(object, "ConversationStartedUtc"));
    return key;
}

static int compare(const void *left, const void *right)
{
    return strcmp(((const struct recording *)left)->key, ((const struct recording *)right)->key);
}

static struct recording *find(const struct oracle *oracle, const char *key)
{
    struct recording wanted = {0};
    snprintf(wanted.key, sizeof wanted.key, "%s", key);
    return oracle->count == 0 ? NULL
                              : bsearch(&wanted, oracle->recordings, oracle->count, sizeof wanted, compare);
}

static void add(struct oracle *oracle, const cJSON *object, int agent, const char *now)
{
    if (oracle->count == oracle->capacity) {
        oracle->capacity = oracle->capacity ? 2 * oracle->capacity : 256;
        oracle->recordings = realloc(oracle->recordings, oracle->capacity * sizeof *oracle->recordings);
        assert_non_null(oracle->recordings);
    }
    struct recording *recording = &oracle->recordings[oracle->count++];
    *recording = (struct recording){.id = number_of(object, "QueueCallId"), .agent = agent};
    key_of(recording->key, object);
    snprintf(recording->start, sizeof recording->start, "%s", text_of(object, "ConversationStartedUtc"));
    snprintf(recording->appeared, sizeof recording->appeared, "%s", oracle->looks > 1 ? now : "");
    recording->seen = oracle->looks;
    size_t length = 0;
    for (const char *at = text_of(object, "Caller"); *at && length + 1 < sizeof recording->digits; at++)
        if (*at >= '0' && *at <= '9')
            recording->digits[length++] = *at;
}

/* An id is as old as the youngest of the ids above it, or as its own start where there is none. The list is
 * in order; of what has just come only what is old stays unsure. */
static void settle_young(struct oracle *oracle, const char *now)
{
    char young[ORACLE_TIME_SIZE];
    bool old = false;
    oracle_time(young, ORACLE_LOOK_BACK);
    for (size_t i = oracle->count; i-- > 0;) {
        struct recording *recording = &oracle->recordings[i];
        old |= strcmp(recording->start, young) < 0;
        if (strcmp(recording->appeared, now) == 0)
            recording->is_unsure &= old;
    }
}

static void look_at_agent(struct oracle *oracle, int agent, const char *now, bool young_only)
{
    char request[64], key[KEY_SIZE];
    snprintf(request, sizeof request, "objects?agent=%d", agent);
    char *json = server_control(oracle->server, request);
    assert_non_null(json);
    cJSON *array = cJSON_Parse(json);
    assert_true(cJSON_IsArray(array));
    size_t known = oracle->count;
    const cJSON *object;
    cJSON_ArrayForEach(object, array)
    {
        size_t all = oracle->count;
        oracle->count = known; /* those behind are not sorted yet */
        struct recording *old = find(oracle, key_of(key, object));
        oracle->count = all;
        if (old) {
            old->seen = oracle->looks;
        } else {
            add(oracle, object, agent, now);
            oracle->recordings[oracle->count - 1].is_unsure = young_only && oracle->looks > 1;
        }
    }
    cJSON_Delete(array);
    free(json);
    if (oracle->count > 0)
        qsort(oracle->recordings, oracle->count, sizeof *oracle->recordings, compare);
}

void oracle_look(struct oracle *oracle, enum oracle_notice notice)
{
    char now[ORACLE_TIME_SIZE], young[ORACLE_TIME_SIZE];
    oracle->looks++;
    oracle_time(now, 0);
    oracle_time(young, ORACLE_LOOK_BACK);
    for (unsigned i = 0; i < oracle->agents; i++)
        look_at_agent(oracle, FIRST_AGENT + (int)i, now, notice == ORACLE_IF_YOUNG);
    settle_young(oracle, now);
    for (size_t i = 0; i < oracle->count; i++) {
        struct recording *recording = &oracle->recordings[i];
        if (recording->seen == oracle->looks || recording->gone[0])
            continue;
        memcpy(recording->gone, now, sizeof recording->gone);
        recording->is_unsure |= notice == ORACLE_IF_YOUNG && strcmp(recording->start, young) < 0;
    }
    assert_true(oracle->change_count < MOST_CHANGES);
    memcpy(oracle->changes[oracle->change_count++], now, ORACLE_TIME_SIZE);
}

struct oracle *oracle_new(struct server *server, unsigned agents)
{
    struct oracle *oracle = allocate(1, sizeof *oracle);
    oracle->server = server;
    oracle->agents = agents;
    oracle_look(oracle, ORACLE_AT_ONCE);
    return oracle;
}

void oracle_free(struct oracle **oracle)
{
    if (!*oracle)
        return;
    free((*oracle)->recordings);
    free(*oracle);
    *oracle = NULL;
}

void oracle_verified(struct oracle *oracle)
{
    for (size_t i = 0; i < oracle->count; i++)
        oracle->recordings[i].is_unsure = false;
}

void oracle_losses_are_told(struct oracle *oracle, bool reported)
{
    oracle->losses_are_told = reported;
}

static bool matches(const struct recording *recording, const struct oracle_claim *claim)
{
    return (claim->agent == 0 || recording->agent == claim->agent) &&
           (!claim->since || strcmp(recording->start, claim->since) >= 0) &&
           (!claim->until || strcmp(recording->start, claim->until) < 0) &&
           (!claim->digits || strstr(recording->digits, claim->digits));
}

static bool was_there(const struct recording *recording, const char *when)
{
    return strcmp(recording->appeared, when) <= 0 &&
           (!recording->gone[0] || strcmp(recording->gone, when) > 0);
}

/* One line of a list; NULL if nothing is wrong with it. */
static char *judge_row(const struct oracle *oracle, const struct oracle_claim *claim, const char *as_of,
                       const char *key, struct recording **found)
{
    struct buffer why = {0};
    struct recording *recording = find(oracle, key);
    *found = recording;
    if (!recording)
        buffer_format(&why, "lists what the server never had: %s", key);
    else if (claim && !matches(recording, claim))
        buffer_format(&why, "lists what does not match: %s of %d, %s", key, recording->agent,
                      recording->digits);
    else if (claim && recording->gone[0] && strcmp(recording->gone, as_of) <= 0 && !recording->is_unsure &&
             !oracle->losses_are_told)
        buffer_format(&why, "lists what was gone at %s: %s of %d (as of %s)", recording->gone, key,
                      recording->agent, as_of);
    return why.data;
}

static char *judge_lines(const struct oracle *oracle, const struct oracle_claim *claim, const char *as_of,
                         const char *json_lines, bool *listed)
{
    for (const char *line = json_lines; *line; line += strcspn(line, "\n") + 1) {
        char key[KEY_SIZE];
        struct recording *recording;
        cJSON *object = cJSON_ParseWithLength(line, strcspn(line, "\n"));
        if (!object)
            return copy_text("lists a line that is no JSON");
        char *why = judge_row(oracle, claim, as_of, key_of(key, object), &recording);
        cJSON_Delete(object);
        if (why)
            return why;
        if (listed[recording - oracle->recordings]) {
            struct buffer twice = {0};
            buffer_format(&twice, "lists twice: %s", key);
            return twice.data;
        }
        listed[recording - oracle->recordings] = true;
        if (line[strcspn(line, "\n")] == '\0')
            break;
    }
    return NULL;
}

char *oracle_judge(const struct oracle *oracle, const struct oracle_claim *claim, const char *json_lines)
{
    char now[ORACLE_TIME_SIZE];
    const char *as_of = claim->as_of ? claim->as_of : oracle_time(now, 0);
    bool *listed = allocate(oracle->count + 1, sizeof *listed);
    char *why = judge_lines(oracle, claim->only_lacks ? NULL : claim, as_of, json_lines, listed);
    for (size_t i = 0; i < oracle->count && !why; i++) {
        const struct recording *recording = &oracle->recordings[i];
        /* What has gone since may have been noticed already. */
        bool missing = was_there(recording, as_of) && !recording->gone[0];
        if (listed[i] || recording->is_unsure || !matches(recording, claim) || !missing)
            continue;
        struct buffer lacks = {0};
        buffer_format(&lacks, "lacks %s of %d, %s, there since %s (as of %s)", recording->key,
                      recording->agent, recording->digits,
                      recording->appeared[0] ? recording->appeared : "the start", as_of);
        why = lacks.data;
    }
    free(listed);
    return why;
}

char *oracle_judge_rows(const struct oracle *oracle, const char *json_lines)
{
    bool *listed = allocate(oracle->count + 1, sizeof *listed);
    char *why = judge_lines(oracle, NULL, NULL, json_lines, listed);
    free(listed);
    return why;
}

static void count_at(const struct oracle *oracle, const struct oracle_claim *claim, const char *when,
                     size_t *least, size_t *most)
{
    size_t sure = 0, all = 0;
    for (size_t i = 0; i < oracle->count; i++) {
        const struct recording *recording = &oracle->recordings[i];
        if (!matches(recording, claim))
            continue;
        bool there = was_there(recording, when);
        bool may_be_kept = recording->gone[0] && oracle->losses_are_told;
        sure += there && !recording->is_unsure;
        all += there || recording->is_unsure || may_be_kept;
    }
    *least = sure < *least ? sure : *least;
    *most = all > *most ? all : *most;
}

void oracle_count(const struct oracle *oracle, const struct oracle_claim *claim, size_t *least, size_t *most)
{
    *least = SIZE_MAX;
    *most = 0;
    count_at(oracle, claim, claim->as_of, least, most);
    for (size_t i = 0; i < oracle->change_count; i++)
        if (strcmp(oracle->changes[i], claim->as_of) > 0)
            count_at(oracle, claim, oracle->changes[i], least, most);
}

const char *oracle_digits(const struct oracle *oracle, unsigned choice, unsigned count, char digits[9])
{
    size_t index = oracle->count ? choice % oracle->count : 0;
    const char *of = oracle->count ? oracle->recordings[index].digits : "";
    size_t length = strlen(of);
    if (length < count)
        of = "99999999", length = 8;
    size_t from = (choice / 7) % (length - count + 1);
    if (of[from] == '0')
        from = 0; /* a leading 0 is read as that of a number within the country */
    snprintf(digits, 9, "%.*s", (int)count, of + from);
    return digits;
}

unsigned oracle_agents(const struct oracle *oracle)
{
    return oracle->agents;
}

long oracle_id(const struct oracle *oracle, unsigned choice)
{
    for (size_t i = 0; i < oracle->count; i++) {
        const struct recording *recording = &oracle->recordings[(choice + i) % oracle->count];
        if (!recording->gone[0])
            return recording->id;
    }
    return 0;
}

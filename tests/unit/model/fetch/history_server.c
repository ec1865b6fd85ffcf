#include "tests/unit/model/fetch/history_server.h"

#include "net/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_CAP 2 /* of a cap that varies */

#define BEGINNING (INT64_C(1600000000) * HISTORY_SECOND)
#define CALLBACK_WAIT (4 * HISTORY_DAY)
#define OLD_TIME "1980-01-01T00:00:00.0000000Z"
#define FUTURE_TIME "2150-06-01T00:00:00.0000000Z"

unsigned history_pick(struct history_server *server, unsigned below)
{
    server->random = server->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(server->random >> 33) % below;
}

bool history_chance(struct history_server *server, unsigned one_in)
{
    return history_pick(server, one_in) == 0;
}

static struct history_recording *add(struct history_server *server)
{
    server->recordings =
        memory_grow(server->recordings, &server->capacity, server->count + 1, sizeof *server->recordings);
    struct history_recording *added = &server->recordings[server->count++];
    memset(added, 0, sizeof *added);
    added->file = server->next_file++;
    added->disappears = INT64_MAX;
    return added;
}

static enum history_time draw_time(struct history_server *server)
{
    if (!server->has_odd_times || !history_chance(server, 8))
        return HISTORY_TIME;
    return HISTORY_NO_TIME + history_pick(server, HISTORY_FUTURE_TIME - HISTORY_NO_TIME + 1);
}

/* Callers who asked to be called back wait up to four days. */
static int64_t draw_wait(struct history_server *server)
{
    if (!server->has_callbacks || !history_chance(server, 4))
        return 0;
    return (int64_t)(history_pick(server, 10000) / 10000.0 * (double)(CALLBACK_WAIT));
}

/* Most appear within the hour, some at the very end of the settle time; none at the moment when it begins, of
 * which nobody could say whether an answer of that moment has it. */
static int64_t draw_delay(struct history_server *server)
{
    if (history_chance(server, 12))
        return HISTORY_SECOND +
               (int64_t)(history_pick(server, 10000) / 10000.0 * (double)(HISTORY_DAY - HISTORY_HOUR));
    return (1 + history_pick(server, 3600)) * HISTORY_SECOND;
}

static void add_call(struct history_server *server, int64_t when)
{
    server->next_id += 1 + history_pick(server, (unsigned)server->id_step);
    unsigned agent = history_pick(server, server->agents);
    unsigned recordings = history_chance(server, 10) ? 2 : 1;
    int64_t wait = draw_wait(server);
    bool nameless = server->has_nameless && history_chance(server, 30);
    bool jumps = server->jumps > 0 && history_chance(server, 20);
    server->jumps -= jumps;
    for (unsigned i = 0; i < recordings; i++) {
        struct history_recording *added = add(server);
        added->id = nameless ? INT64_MIN : server->next_id + (jumps ? HISTORY_JUMP : 0);
        added->agent = agent;
        added->time = draw_time(server);
        added->started = when + wait;
        added->appears = added->started + draw_delay(server);
        added->is_broken = server->has_broken && history_chance(server, 40);
        if (history_chance(server, 5)) /* the call goes on with another agent */
            agent = history_pick(server, server->agents);
    }
}

void history_pass(struct history_server *server, int64_t time, unsigned calls)
{
    int64_t from = server->now;
    for (unsigned i = 0; i < calls; i++)
        add_call(server, from + time / calls * i);
    server->now = from + time;
}

static void draw_dialect(struct history_server *server)
{
    unsigned dialect = history_pick(server, 10);
    server->agents = 1 + history_pick(server, HISTORY_AGENTS);
    if (dialect < 2)
        server->order = HISTORY_SHUFFLED + history_pick(server, 2);
    if (dialect == 2 || dialect == 3 || dialect == 1)
        server->cap =
            2 + history_pick(server, 49); /* the second recording of a call hides behind a cap of 1 */
    server->cap_varies = dialect == 3;
    server->ignores_cursor = dialect == 0 || dialect == 4;
    server->has_odd_times = history_chance(server, 3);
    server->jumps = history_chance(server, 6) ? 1 + history_pick(server, 5) : 0;
    server->has_jumps = server->jumps > 0;
    server->has_callbacks = history_chance(server, 3);
    server->settle = HISTORY_DAY + (server->has_callbacks ? CALLBACK_WAIT : 0);
    server->has_nameless = !server->cap && !server->cap_varies &&
                           history_chance(server, 6); /* they come first and would fill it */
    bool roomy = !server->cap || (server->cap > 20 && !server->cap_varies); /* they cannot fill it */
    server->has_broken = roomy && history_chance(server, 8);
    server->id_step = history_chance(server, 3) ? 1 : 1 + history_pick(server, 60);
}

void history_server_begin(struct history_server *server, uint64_t seed)
{
    *server = (struct history_server){.random = seed, .now = BEGINNING};
    for (int i = 0; i < 8; i++)
        history_pick(server, 2);
    draw_dialect(server);
    server->next_id = history_pick(server, 5000);
    for (unsigned i = history_pick(server, 4); i > 0; i--) {
        unsigned calls = history_pick(server, history_chance(server, 12) ? 400 : 70);
        int64_t days = 1 + history_pick(server, history_chance(server, 3) ? 3 : 300);
        if (history_chance(server, 3))
            server->next_id += history_pick(server, 20000);
        history_pass(server, days * HISTORY_DAY, calls);
    }
}

void history_server_end(struct history_server *server)
{
    free(server->recordings);
    memset(server, 0, sizeof *server);
}

bool history_is_there(const struct history_recording *recording, int64_t when)
{
    return recording->appears <= when && recording->disappears > when;
}

static void disappear(struct history_server *server, struct history_recording *recording)
{
    if (recording->disappears <= server->now)
        return;
    recording->disappears = server->now;
    server->has_deleted = true;
}

void history_delete_some(struct history_server *server, unsigned count)
{
    for (unsigned i = 0; i < count && server->count; i++)
        disappear(server, &server->recordings[history_pick(server, (unsigned)server->count)]);
}

void history_delete_oldest(struct history_server *server)
{
    size_t count = server->count ? history_pick(server, (unsigned)server->count) : 0;
    for (size_t i = 0; i < count; i++)
        disappear(server, &server->recordings[i]);
}

/* More recordings of one call than an answer may have can be asked for by nobody. */
static bool has_room_beside(const struct history_server *server, const struct history_recording *recording)
{
    unsigned count = 0, least = server->cap_varies ? LEAST_CAP : server->cap;
    for (size_t i = 0; i < server->count; i++)
        count += server->recordings[i].agent == recording->agent && server->recordings[i].id == recording->id;
    return !least || count < least;
}

void history_call_back(struct history_server *server, unsigned count)
{
    for (unsigned i = 0; i < count && server->count; i++) {
        struct history_recording late = server->recordings[history_pick(server, (unsigned)server->count)];
        if (!has_room_beside(server, &late))
            continue;
        late.file = server->next_file++;
        late.appears = server->now;
        late.disappears = INT64_MAX;
        *add(server) = late;
    }
}

void history_restore(struct history_server *server)
{
    size_t share = server->count / 12,
           first = server->count - (share ? history_pick(server, (unsigned)share) : 0);
    for (size_t i = first; i < server->count; i++) {
        disappear(server, &server->recordings[i]);
        if (server->recordings[i].id > 0 && server->recordings[i].id < HISTORY_JUMP &&
            server->recordings[i].id <= server->next_id)
            server->next_id = server->recordings[i].id - 1;
    }
}

static int compare(const void *left, const void *right)
{
    const struct history_recording *a = *(const struct history_recording *const *)left;
    const struct history_recording *b = *(const struct history_recording *const *)right;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return a->file < b->file ? -1 : a->file > b->file;
}

static void swap(struct history_answer *answer, size_t a, size_t b)
{
    const struct history_recording *swapped = answer->recordings[a];
    answer->recordings[a] = answer->recordings[b];
    answer->recordings[b] = swapped;
}

static void put_out_of_order(struct history_server *server, struct history_answer *answer)
{
    if (server->order == HISTORY_SHUFFLED) {
        for (size_t i = answer->count; i > 1; i--)
            swap(answer, i - 1, history_pick(server, (unsigned)i));
        return;
    }
    for (size_t i = 0; server->order == HISTORY_BLOCKS_REVERSED && i + 1 < answer->count; i += 2)
        swap(answer, i, i + 1);
}

static bool belongs(const struct history_server *server, const struct history_recording *recording,
                    unsigned agent, int64_t from)
{
    if (recording->agent != agent || !history_is_there(recording, server->now))
        return false;
    return from == 0 || server->ignores_cursor || recording->id > from;
}

void history_ask(struct history_server *server, unsigned agent, int64_t from, struct history_answer *answer)
{
    size_t capacity = 0;
    *answer = (struct history_answer){0};
    for (size_t i = 0; i < server->count; i++) {
        if (!belongs(server, &server->recordings[i], agent, from))
            continue;
        answer->recordings = memory_grow(answer->recordings, &capacity, answer->count + 1,
                                         sizeof(const struct history_recording *));
        answer->recordings[answer->count++] = &server->recordings[i];
    }
    if (answer->count)
        qsort(answer->recordings, answer->count, sizeof(const struct history_recording *), compare);
    unsigned cap = server->cap_varies ? LEAST_CAP + history_pick(server, 49) : server->cap;
    if (cap && !server->ignores_cursor && answer->count > cap)
        answer->count = cap;
    put_out_of_order(server, answer);
}

void history_answer_clear(struct history_answer *answer)
{
    free(answer->recordings);
    *answer = (struct history_answer){0};
}

int64_t history_start_read(const struct history_recording *recording)
{
    switch (recording->time) {
    case HISTORY_TIME:
        return recording->started;
    case HISTORY_OLD_TIME:
        return timestamp_parse(OLD_TIME, strlen(OLD_TIME));
    case HISTORY_FUTURE_TIME:
        return timestamp_parse(FUTURE_TIME, strlen(FUTURE_TIME));
    case HISTORY_NO_TIME:
    case HISTORY_BROKEN_TIME:
        break;
    }
    return TIMESTAMP_NONE;
}

size_t history_text(char text[HISTORY_TEXT_SIZE], const struct history_recording *recording)
{
    if (recording->is_broken)
        return (size_t)snprintf(text, HISTORY_TEXT_SIZE, "{\"QueueCallId\":");
    char number[40] = "null";
    char start[TIMESTAMP_TEXT_SIZE + 2] = "null";
    if (recording->id != INT64_MIN)
        snprintf(number, sizeof number, "%lld", (long long)recording->id);
    if (recording->time == HISTORY_BROKEN_TIME)
        snprintf(start, sizeof start, "\"0001-01-01T00:00:00\"");
    int64_t started = history_start_read(recording);
    char utc[TIMESTAMP_TEXT_SIZE];
    if (started != TIMESTAMP_NONE)
        snprintf(start, sizeof start, "\"%s\"", timestamp_utc_text(utc, started));
    int length = snprintf(text, HISTORY_TEXT_SIZE,
                          "{\"QueueCallId\":%s,\"ConversationStartedUtc\":%s,\"RecordingFileName\":\"r%u\","
                          "\"Caller\":\"+45%u\"}",
                          number, start, recording->file, recording->file % 7);
    return (size_t)length;
}

#include "tests/server/render.h"

#include "tests/server/dice.h"
#include "tests/server/ticks.h"

#include <stdio.h>
#include <string.h>

#define DIGITS(tens) tens "0" tens "1" tens "2" tens "3" tens "4" tens "5" tens "6" tens "7" tens "8" tens "9"
#define HEX(high)                                                                                            \
    high "0" high "1" high "2" high "3" high "4" high "5" high "6" high "7" high "8" high "9" high "a" high  \
         "b" high "c" high "d" high "e" high "f"

static const char decimal[] = DIGITS("0") DIGITS("1") DIGITS("2") DIGITS("3") DIGITS("4") DIGITS("5")
    DIGITS("6") DIGITS("7") DIGITS("8") DIGITS("9");
static const char hexadecimal[] = HEX("0") HEX("1") HEX("2") HEX("3") HEX("4") HEX("5") HEX("6") HEX("7")
    HEX("8") HEX("9") HEX("a") HEX("b") HEX("c") HEX("d") HEX("e") HEX("f");

#define LITERAL(string) string, sizeof(string) - 1

/* From behind the QueueCallId to the opening quote of the start. */
struct middle {
    const char *text;
    size_t length;
};

#define MIDDLE(type, culture)                                                                                \
    {                                                                                                        \
        LITERAL(",\"QueueCallType\":\"" type "\"" culture ",\"ConversationStartedUtc\":\"")                  \
    }
#define MIDDLES(type)                                                                                        \
    {                                                                                                        \
        MIDDLE(type, ",\"Culture\":\"da-DK\""), MIDDLE(type, ",\"Culture\":\"en-GB\""),                      \
            MIDDLE(type, ",\"Culture\":\"\""), MIDDLE(type, "")                                              \
    }

static const struct middle middles[TYPES][CULTURES] = {MIDDLES("QueueCall"), MIDDLES("CallbackCall")};

/* The documented sample, to the letter. */
static const char sample_first[] =
    "{\"QueueCallId\":47610,\"ConversationStartedUtc\":\"2020-10-22T10:29:53.1696606Z\","
    "\"ConversationEndedUtc\":\"2020-10-22T10:30:00.2458428Z\",\"AgentName\":\"Claus Clausen\",\"AgentId\":1,"
    "\"RecordingFileName\":\"fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3\",\"Caller\":\"+4583123456\"}";
static const char sample_second[] =
    "{\"QueueCallId\":47611,\"ConversationStartedUtc\":\"2020-10-23T07:06:21.0090962Z\","
    "\"ConversationEndedUtc\":\"2020-10-23T07:06:24.4242813Z\",\"AgentName\":\"Claus Clausen\",\"AgentId\":1,"
    "\"RecordingFileName\":\"27a4f95f-cc25-432b-904b-7e4d9342e519.mp3\",\"Caller\":\"+4583123456\"}";

static const char *const sample_names[2] = {"fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3",
                                            "27a4f95f-cc25-432b-904b-7e4d9342e519.mp3"};

static char *put(char *out, const char *text, size_t length)
{
    memcpy(out, text, length);
    return out + length;
}

static char *put_two(char *out, unsigned number)
{
    memcpy(out, decimal + (size_t)number * 2, 2);
    return out + 2;
}

static char *put_id(char *out, int64_t id)
{
    char digits[24];
    char *begin = digits + sizeof digits;
    uint64_t rest = id < 0 ? -(uint64_t)id : (uint64_t)id;

    for (; rest >= 100; rest /= 100)
        memcpy(begin -= 2, decimal + rest % 100 * 2, 2);
    if (rest >= 10)
        memcpy(begin -= 2, decimal + rest * 2, 2);
    else
        *--begin = (char)('0' + rest);
    if (id < 0)
        *--begin = '-';
    return put(out, begin, (size_t)(digits + sizeof digits - begin));
}

static void set_day(struct renderer *renderer, int64_t ticks)
{
    char text[TICKS_TEXT_SIZE];

    renderer->day = (ticks / TICKS_PER_DAY - (ticks % TICKS_PER_DAY < 0)) * TICKS_PER_DAY;
    ticks_text(renderer->day, text);
    memcpy(renderer->date, text, 11);
}

static char *put_time(struct renderer *renderer, int64_t ticks, char *out)
{
    uint64_t in_day = (uint64_t)(ticks - renderer->day);

    if (in_day >= (uint64_t)TICKS_PER_DAY || renderer->date[0] == '\0') {
        set_day(renderer, ticks);
        in_day = (uint64_t)(ticks - renderer->day);
    }
    unsigned second = (unsigned)(in_day / (uint64_t)TICKS_PER_SECOND);
    unsigned fraction = (unsigned)(in_day % (uint64_t)TICKS_PER_SECOND);
    out = put(out, renderer->date, 11);
    out = put_two(out, second / 3600);
    *out++ = ':';
    out = put_two(out, second / 60 % 60);
    *out++ = ':';
    out = put_two(out, second % 60);
    *out++ = '.';
    *out++ = (char)('0' + fraction / 1000000);
    out = put_two(out, fraction / 10000 % 100);
    out = put_two(out, fraction / 100 % 100);
    out = put_two(out, fraction % 100);
    *out++ = 'Z';
    return out;
}

static char *put_hex(char *out, uint64_t bits, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--) {
        memcpy(out, hexadecimal + (bits >> (i * 8) & 255) * 2, 2);
        out += 2;
    }
    return out;
}

static char *put_file_name(const struct renderer *renderer, const struct recording *row, char *out)
{
    uint64_t mark = (uint64_t)row->agent << 48 | (uint64_t)row->part << 56;
    uint64_t high = dice_mix(((uint64_t)row->id ^ mark) + renderer->seed * UINT64_C(0x9e3779b97f4a7c15));
    uint64_t low = dice_mix(high + (uint64_t)row->part);

    if (row->sample)
        return put(out, row->id == 47610 ? sample_names[0] : sample_names[1], 40);
    out = put_hex(out, high >> 32, 4);
    *out++ = '-';
    out = put_hex(out, high >> 16, 2);
    *out++ = '-';
    out = put_hex(out, (high & 0x0fff) | 0x4000, 2);
    *out++ = '-';
    out = put_hex(out, (low >> 48 & 0x3fff) | 0x8000, 2);
    *out++ = '-';
    out = put_hex(out, low, 6);
    return put(out, LITERAL(".mp3"));
}

static char *put_recording(struct renderer *renderer, const struct recording *row, char *out)
{
    const struct queue *queue = &renderer->people->queues[row->queue];
    bool is_misnamed = renderer->misnamed != NULL && row->id % 4 == 0;
    const struct agent *agent = is_misnamed ? renderer->misnamed : &renderer->people->agents[row->agent];
    const struct middle *middle = &middles[row->type][row->culture];
    const struct caller *caller = &renderer->callers[row->caller];

    if (row->sample)
        return row->id == 47610 ? put(out, LITERAL(sample_first)) : put(out, LITERAL(sample_second));
    out = put(out, queue->json, queue->json_length);
    out = put_id(out, row->id);
    out = put(out, middle->text, middle->length);
    out = put_time(renderer, row->start, out);
    out = put(out, LITERAL("\",\"ConversationEndedUtc\":\""));
    out = put_time(renderer, row->start + (int64_t)row->length, out);
    out = put(out, agent->json, agent->json_length);
    out = put_file_name(renderer, row, out);
    out = put(out, LITERAL("\",\"Caller\":\""));
    memcpy(out, caller->text, sizeof caller->text);
    out += caller->length;
    return put(out, LITERAL("\"}"));
}

static char *put_direct(struct renderer *renderer, const struct recording *row, char *out)
{
    const struct agent *agent = &renderer->people->agents[row->agent];

    out = put(out, LITERAL("{\"Id\":"));
    out = put_id(out, row->id);
    out = put(out, LITERAL(",\"ConversationStartedUtc\":\""));
    out = put_time(renderer, row->start, out);
    out = put(out, LITERAL("\",\"ConversationEndedUtc\":\""));
    out = put_time(renderer, row->start + (int64_t)row->length, out);
    out = put(out, LITERAL("\",\"UserName\":\""));
    out = put(out, agent->name, strlen(agent->name));
    out = put(out, LITERAL("\",\"UserId\":"));
    out = put_id(out, agent->id);
    *out++ = '}';
    return out;
}

static char *put_line(struct renderer *renderer, const struct recording *row, char *out)
{
    out = put_id(out, row->id);
    *out++ = ' ';
    out = put_file_name(renderer, row, out);
    *out++ = ' ';
    out = put_time(renderer, row->start, out);
    *out++ = '\n';
    return out;
}

char *render_row(struct renderer *renderer, const struct recording *row, char *out)
{
    switch (renderer->form) {
    case RENDER_DIRECT:
        return put_direct(renderer, row, out);
    case RENDER_LINE:
        return put_line(renderer, row, out);
    case RENDER_RECORDING:
        break;
    }
    return put_recording(renderer, row, out);
}

void render_file_name(const struct renderer *renderer, const struct recording *row,
                      char name[RENDER_FILE_NAME])
{
    *put_file_name(renderer, row, name) = '\0';
}

#include "tests/server/audio/answer.h"

#include "tests/server/audio/audio.h"

#include <stdio.h>

/* The bytes that are sent: from `from` up to, not including, `to`, of `size`. */
struct range {
    int64_t from;
    int64_t to;
    int64_t size;
};

/* Reads `bytes=a-b`, `bytes=a-` or `bytes=-n`; false if it is nothing of that kind. */
static bool read_range(const char *text, struct range *range)
{
    long long first;
    long long last;

    if (sscanf(text, "bytes=-%lld", &last) == 1 && last >= 0) { // NOLINT(cert-err34-c)
        range->from = last < range->size ? range->size - last : 0;
        return true;
    }
    int found = sscanf(text, "bytes=%lld-%lld", &first, &last); // NOLINT(cert-err34-c)
    if (found < 1 || first < 0)
        return false;
    range->from = first;
    range->to = found == 2 && last < range->size - 1 ? last + 1 : range->size;
    return true;
}

/* Some bytes before what was asked for, or behind it where there are none; told as it is. */
static void move_range(struct range *range, int64_t bytes)
{
    range->from += range->from >= bytes ? -bytes : bytes;
    if (range->from >= range->to)
        range->from = range->to - 1;
}

static void answer_part(const struct plan *plan, struct range *range, struct reply *reply)
{
    const struct fault_effect *wrong = &plan->effects[FAULT_WRONG_RANGE];

    if (range->from >= range->to) {
        snprintf(reply->content_range, sizeof reply->content_range, "bytes */%lld", (long long)range->size);
        reply_error(reply, 416, "The range lies outside of the recording.");
        return;
    }
    if (wrong->on)
        move_range(range, wrong->amount);
    snprintf(reply->content_range, sizeof reply->content_range, "bytes %lld-%lld/%lld",
             (long long)range->from, (long long)range->to - 1, (long long)range->size);
    reply->status = 206;
}

static void send_audio(const struct request *request, const struct plan *plan, struct audio *audio,
                       struct reply *reply)
{
    const struct fault_effect *cropped = &plan->effects[FAULT_SHORT];
    struct range range = {0, audio_size(audio), audio_size(audio)};

    if (cropped->on && cropped->amount < range.size)
        range.to = range.size = cropped->amount;
    reply->accepts_ranges = !plan->effects[FAULT_NO_RANGE].on;
    if (reply->accepts_ranges && request->range != NULL && read_range(request->range, &range))
        answer_part(plan, &range, reply);
    if (reply->body != NULL) {
        audio_free(&audio);
        return;
    }
    reply->type = audio_type(audio);
    reply->body = audio_body(audio, range.from, range.to);
    if (plan->effects[FAULT_CHUNKED].on)
        reply->body->length = -1;
}

/* What is heard in the place of a call: another one of its form, which is longer. */
static void exchange_call(struct recording *call, int64_t seconds)
{
    call->id += 1000000;
    call->length += (uint64_t)(seconds * TICKS_PER_SECOND);
}

void audio_answer(const struct server *server, const struct request *request, const struct plan *plan,
                  struct reply *reply)
{
    const struct fault_effect *other = &plan->effects[FAULT_OTHER_AUDIO];
    struct recording call;
    int64_t id;

    if (!query_read_number(request->segments[5], &id)) {
        reply_error(reply, 400, "The queueCallId is not a number.");
        return;
    }
    if (!history_find(server->history, id, &call)) {
        reply_error(reply, 404, "There is no recording of that call.");
        return;
    }
    if (other->on)
        exchange_call(&call, other->amount);
    send_audio(request, plan, audio_new(server->options.audio, &call), reply);
}

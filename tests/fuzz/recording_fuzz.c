/* What is read in the fast way is what the thorough one reads, and what is not read is left as it was. */
#include "model/recording/recording_decode.h"
#include "model/recording/recording_plain.h"
#include "net/base/memory.h"
#include "tests/fuzz/mutation.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_same_text(const char *left, const char *right)
{
    return left && right ? strcmp(left, right) == 0 : left == right;
}

static bool is_same(const struct recording *left, const struct recording *right)
{
    return left->queue_call_id == right->queue_call_id && left->queue_id == right->queue_id &&
           left->agent_id == right->agent_id && left->started == right->started &&
           left->ended == right->ended && is_same_text(left->queue_name, right->queue_name) &&
           is_same_text(left->type, right->type) && is_same_text(left->culture, right->culture) &&
           is_same_text(left->agent_name, right->agent_name) &&
           is_same_text(left->file_name, right->file_name) && is_same_text(left->caller, right->caller);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct recording plain;
    struct recording thorough;
    char *text = size ? memory_resize(NULL, size, 1) : NULL; /* a sanitizer sees every byte too far */
    if (!text)
        return 0;
    memcpy(text, data, size);
    struct recording_decoder *decoder = recording_decoder_new();
    if (!recording_read_plain(text, size, &plain)) {
        if (memcmp(text, data, size) != 0)
            abort();
    } else if (!recording_decode_any(decoder, (const char *)data, size, &thorough) ||
               !is_same(&plain, &thorough)) {
        abort();
    }
    recording_decoder_free(&decoder);
    free(text);
    return 0;
}

static const char *const seeds[] = {
    "{\"QueueId\":307,\"QueueName\":\"\xc3\x98konomi\",\"QueueCallId\":41001,\"QueueCallType\":\"QueueCall\","
    "\"Culture\":\"da-DK\",\"ConversationStartedUtc\":\"2021-05-05T03:36:13.7948993Z\","
    "\"ConversationEndedUtc\":\"2021-05-05T03:37:52.0948300Z\",\"AgentName\":\"S\xc3\xb8rine\",\"AgentId\":"
    "101,"
    "\"RecordingFileName\":\"c86c888d-136b-4953-b8b1-94304ab38270.mp3\",\"Caller\":\"+4551907487\"}",
    "{\"QueueCallId\":47610}",
    "{ \"Caller\" : null , \"AgentId\" : 0 }\n",
    "{\"Caller\":\"\",\"QueueCallId\":123456789012345}",
    "{\"Caller\":\"a\\\"\\u00e6\",\"QueueCallId\":\"12\",\"QueueId\":1.5e1}",
    "{\"Caller\":\"a\",\"Caller\":\"b\",\"AgentId\":-1,\"QueueId\":9007199254740993}",
    "{}",
};

const struct mutation_plan mutation_plan = {
    .name = "the fast way reads what the thorough one does",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "{}\":,\\ \n0123456789-+.eEnulT\xc3\xb8\x01",
    .prefix = 0,
};

/* Reads elements of a listing of agents: who is named can be named again by what is shown of it, and every
 * text is there and is UTF-8. What is typed as a reference is refused or read to one that stays the same. */
#include "model/recording/agent.h"
#include "net/base/memory.h"
#include "net/base/utf8.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/mutation.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void check_reference(const struct agent_reference *reference)
{
    char text[sizeof reference->identification + 16];
    struct agent_reference again;
    agent_reference_text(text, sizeof text, reference);
    check(agent_reference_parse(&again, text));
    check(again.type == reference->type && strcmp(again.identification, reference->identification) == 0);
}

static void check_text(const char *text)
{
    check(text != NULL);
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        bool valid;
        at += utf8_sequence(text + at, length - at, &valid);
        check(valid && at <= length);
    }
}

static void check_entry(const struct agent_entry *entry)
{
    check_reference(&entry->reference);
    check_text(entry->reference.identification);
    check_text(entry->name);
    check_text(entry->email);
    check_text(entry->department);
    check_text(entry->status);
    check(entry->name[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct agent_entry entry;
    struct agent_reference reference;
    char *text = memory_text_part((const char *)data, size);
    if (agent_reference_parse(&reference, text))
        check_reference(&reference);
    free(text);
    char *copy = size ? memory_resize(NULL, size, 1) : NULL; /* a sanitizer sees every byte too far */
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    if (agent_entry_decode(&entry, copy, size)) {
        check_entry(&entry);
        agent_entry_clear(&entry);
    }
    free(copy);
    return 0;
}

static const char *const seeds[] = {
    "{\"AgentId\":103,\"AgentName\":\"Ida Holm\",\"AgentEmail\":\"ida@company.local\",\"Status\":\"Ready\"}",
    "{\"Id\":\"0104\",\"Forename\":\"S\xc3\xb8ren\",\"Surname\":\"\\u00c6gir\",\"Department\":null}",
    "{\"AgentSyncId\":\"f4fd9e5f-017d-4350-adf8-8dd811bc1a2e\",\"agentname\":\" \"}",
    "{\"SipUri\":\"sip:lp1@company.local;transport=tcp\",\"AgentId\":-1}",
    "{\"AgentEmail\":\"a@b\",\"AgentId\":9223372036854775808,\"Name\":\"\\ud83d\\ude00\\u0000\"}",
    "id:103",
    "email:derek.a@company.local",
    "SIPS:lp1@company.local",
    "{}",
};

const struct mutation_plan mutation_plan = {
    .name = "agents: listed and named ones read, or refused",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "{}[]\":,\\u0 1-AIdEmailNtSsync@.:\xc3\xb8\xff\x01",
};

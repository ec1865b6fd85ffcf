#include "model/recording/recording_copy.h"

#include "net/base/memory.h"

#include <stddef.h>
#include <string.h>

static const size_t texts[] = {
    offsetof(struct recording, queue_name),   offsetof(struct recording, type),
    offsetof(struct recording, culture),      offsetof(struct recording, agent_name),
    offsetof(struct recording, file_name),    offsetof(struct recording, caller),
    offsetof(struct recording, unread_start), offsetof(struct recording, unread_end),
};

enum { TEXTS = sizeof texts / sizeof *texts };

static const char **text_of(const struct recording *recording, size_t index)
{
    return (const char **)((char *)recording + texts[index]);
}

struct recording *recording_copy(const struct recording *recording)
{
    size_t size = sizeof *recording + (recording->distinction ? RECORDING_DISTINCTION_SIZE : 0);
    for (size_t i = 0; i < TEXTS; i++)
        size += *text_of(recording, i) ? strlen(*text_of(recording, i)) + 1 : 0;
    struct recording *copy = memory_new(size);
    char *at = (char *)(copy + 1);
    *copy = *recording;
    if (recording->distinction) {
        copy->distinction = memcpy(at, recording->distinction, RECORDING_DISTINCTION_SIZE);
        at += RECORDING_DISTINCTION_SIZE;
    }
    for (size_t i = 0; i < TEXTS; i++) {
        const char *text = *text_of(recording, i);
        if (text)
            *text_of(copy, i) = memcpy(at, text, strlen(text) + 1);
        at += text ? strlen(text) + 1 : 0;
    }
    return copy;
}

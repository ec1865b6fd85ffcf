#include "tui/list/messages.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>

/* True if there was one. */
static bool drop_note(struct messages *messages)
{
    bool was = messages->note.text != NULL;
    free(messages->note.text);
    messages->note.text = NULL;
    return was;
}

void messages_add(struct messages *messages, enum account_level level, const char *text)
{
    size_t place = (messages->first + messages->count) % MESSAGES_KEPT;
    if (messages->count == MESSAGES_KEPT) {
        messages->first = (messages->first + 1) % MESSAGES_KEPT;
        free(messages->kept[place].text);
    } else {
        messages->count++;
    }
    messages->kept[place] = (struct message){timestamp_now(), level, memory_text(text)};
    messages->shown = true;
    drop_note(messages);
}

void messages_note(struct messages *messages, const char *text)
{
    drop_note(messages);
    messages->note = (struct message){timestamp_now(), ACCOUNT_INFORMATION, memory_text(text)};
}

void messages_clear(struct messages *messages)
{
    for (size_t i = 0; i < messages->count; i++)
        free(messages->kept[(messages->first + i) % MESSAGES_KEPT].text);
    drop_note(messages);
    messages->first = messages->count = 0;
    messages->shown = false;
}

const struct message *messages_at(const struct messages *messages, size_t index)
{
    return &messages->kept[(messages->first + index) % MESSAGES_KEPT];
}

const struct message *messages_shown(const struct messages *messages)
{
    if (messages->note.text != NULL)
        return &messages->note;
    return messages->shown && messages->count > 0 ? messages_at(messages, messages->count - 1) : NULL;
}

bool messages_seen(struct messages *messages)
{
    bool noted = drop_note(messages);
    const struct message *message = messages_shown(messages);
    if (noted || message == NULL || timestamp_now() - message->at < TIMESTAMP_SECOND)
        return noted;
    messages->shown = false;
    return true;
}

/* Messages for the user, with their times: the bottom line shows the newest one until it has been read, and the log
 * shows the last MESSAGES_KEPT. */
#ifndef TUI_LIST_MESSAGES_H
#define TUI_LIST_MESSAGES_H

#include "model/account/account.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MESSAGES_KEPT = 500 };

struct message {
    int64_t at; /* ticks */
    enum account_level level;
    char *text; /* owned */
};

struct messages {
    struct message kept[MESSAGES_KEPT]; /* a ring */
    size_t first;
    size_t count;
    bool shown;          /* the newest one stands in the bottom line */
    struct message note; /* stands there instead; none if its text is NULL */
};

/* Adds a copy of the text, and shows it. */
void messages_add(struct messages *messages, enum account_level level, const char *text);

/* Shows a copy of the text until the next key; it does not come into the log. */
void messages_note(struct messages *messages, const char *text);

/* Frees what is owned. */
void messages_clear(struct messages *messages);

/* From 0, the oldest, to `count` - 1. */
const struct message *messages_at(const struct messages *messages, size_t index);

/* The message for the bottom line; NULL if there is none. */
const struct message *messages_shown(const struct messages *messages);

/* To be called at each key: removes a note from the bottom line, or else the message, unless that is younger than a
 * second. True if one was removed. */
bool messages_seen(struct messages *messages);

#endif

/* What the user was told, newest last, with the time: the bottom line shows the newest until it has been
 * read, the log shows the last MESSAGES_KEPT of them. */
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
    bool shown;          /* the newest still stands in the bottom line */
    struct message note; /* stands there instead; no text: none */
};

void messages_add(struct messages *messages, enum account_level level, const char *text);

/* Says something until the next key only: the log does not keep it. */
void messages_note(struct messages *messages, const char *text);

void messages_clear(struct messages *messages);

/* 0 is the oldest. */
const struct message *messages_at(const struct messages *messages, size_t index);

/* The one for the bottom line, NULL if there is none. */
const struct message *messages_shown(const struct messages *messages);

/* A key was pressed: a note goes, and the message has been seen unless it came less than a second ago. True
 * if one of them went. */
bool messages_seen(struct messages *messages);

#endif

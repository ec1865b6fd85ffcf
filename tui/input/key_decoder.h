/* From the bytes of a terminal to keys. Control sequences (ECMA-48: CSI, SS3, and the strings OSC, DCS, APC,
 * PM, SOS) are read by their grammar, so that one that is not known is swallowed whole and never taken for
 * commands; characters are UTF-8 whatever the locale. Bytes may come in any portions. Pure: the caller keeps
 * the time. */
#ifndef TUI_INPUT_KEY_DECODER_H
#define TUI_INPUT_KEY_DECODER_H

#include "tui/input/key_strings.h"
#include "tui/input/keys.h"
#include "tui/input/mouse_sequence.h"

#include <stdbool.h>
#include <stddef.h>

enum { KEY_DECODER_SEQUENCE = 64 /* bytes; longer ones are swallowed */ };

struct key_decoder_events {
    void (*key)(void *context, key_code key);
    void (*pasted)(void *context,
                   key_code character); /* one character of a paste; the end of a line is a blank */
    void (*answered)(
        void *context); /* the terminal is ready (CSI 0 n), as CSI 5 n asks it; NULL: nobody asks */
    void (*mouse)(void *context, const struct mouse_event *event); /* NULL: nobody listens */
    void (*background)(void *context, bool is_light); /* the terminal tells of its own (OSC 11); likewise */
    void *context;
};

enum key_decoder_state {
    KEY_DECODER_GROUND,
    KEY_DECODER_ESCAPE,        /* ESC; what follows decides */
    KEY_DECODER_CSI,           /* behind ESC [ */
    KEY_DECODER_CONSOLE,       /* behind ESC [ [ */
    KEY_DECODER_SS3,           /* behind ESC O */
    KEY_DECODER_MOUSE,         /* the three bytes behind ESC [ M */
    KEY_DECODER_STRING,        /* until ST */
    KEY_DECODER_STRING_ESCAPE, /* ESC in it: the first half of ST, or what comes next */
};

/* What the decoder waits for, with decreasing hurry; after a while without bytes key_decoder_give_up. */
enum key_decoder_wait {
    KEY_DECODER_WAITS_NOT,
    KEY_DECODER_WAITS_ESCAPE,   /* the key Esc, or the start of a sequence */
    KEY_DECODER_WAITS_SEQUENCE, /* the rest of a sequence or character */
    KEY_DECODER_WAITS_PASTE,    /* the end of a paste */
};

/* Plain data. */
struct key_decoder {
    struct key_decoder_events events;
    const struct key_strings *strings;
    enum key_decoder_state state;
    bool alt; /* one ESC more stood before the sequence */
    bool pasting;
    bool rested;                         /* within a paste: its rest has not come for a while */
    key_code pasted;                     /* the last character of this paste; 0: none yet */
    char sequence[KEY_DECODER_SEQUENCE]; /* from ESC on */
    size_t length;                       /* may be more than its size */
    char character[4];                   /* a character as far as it has come */
    size_t character_length;
};

/* `strings` must stay. */
void key_decoder_open(struct key_decoder *decoder, const struct key_strings *strings,
                      const struct key_decoder_events *events);

void key_decoder_take(struct key_decoder *decoder, const char *bytes, size_t length);

enum key_decoder_wait key_decoder_waits(const struct key_decoder *decoder);

/* Nothing more has come for as long as is waited: an ESC is the key Esc, ESC and [ are Alt-[, the rest of a
 * sequence is forgotten. The rest of a paste is still text when it comes, for a slow line may hold it back;
 * but a key that is no text, typed by itself, ends the paste from now on: Enter, Esc, an arrow. Ctrl-C always
 * does. */
void key_decoder_give_up(struct key_decoder *decoder);

#endif

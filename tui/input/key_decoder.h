/* Turns the bytes that a terminal sends into keys. Control sequences (ECMA-48: CSI, SS3, and the strings OSC, DCS,
 * APC, PM, SOS) are read by their grammar, so that an unknown one is dropped whole and its bytes are never taken for
 * keys. Characters are UTF-8 whatever the locale. Bytes may come in any portions. Pure: the caller has the timer. */
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
                   key_code character); /* one character of a paste; line ends and tabs are blanks */
    void (*answered)(void *context);    /* the terminal has answered CSI 5 n; as all below, NULL: ignored */
    void (*mouse)(void *context, const struct mouse_event *event);
    void (*background)(void *context, bool is_light); /* the answer to OSC 11 */
    void *context;
};

enum key_decoder_state {
    KEY_DECODER_GROUND,
    KEY_DECODER_ESCAPE,        /* behind ESC */
    KEY_DECODER_CSI,           /* behind ESC [ */
    KEY_DECODER_CONSOLE,       /* behind ESC [ [ */
    KEY_DECODER_SS3,           /* behind ESC O */
    KEY_DECODER_MOUSE,         /* the three bytes behind ESC [ M */
    KEY_DECODER_STRING,        /* until ST */
    KEY_DECODER_STRING_ESCAPE, /* behind an ESC in a string: the first half of ST, or the start of a sequence */
};

/* What the decoder is waiting for. The caller waits for a time that depends on it, and calls key_decoder_give_up if no
 * bytes have come. */
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
    bool alt;        /* the sequence had one more ESC in front */
    bool pasting;    /* between the start and the end of a bracketed paste */
    bool rested;     /* nothing of the paste has come for a while; its end may never come */
    key_code pasted; /* the last character of this paste; 0: none yet */
    char sequence[KEY_DECODER_SEQUENCE]; /* from ESC on */
    size_t length;                       /* of the sequence; more than its array holds if it is too long */
    char character[4];                   /* the bytes of a UTF-8 character so far */
    size_t character_length;
};

/* `strings` must outlive the decoder. */
void key_decoder_open(struct key_decoder *decoder, const struct key_strings *strings,
                      const struct key_decoder_events *events);

/* Takes bytes and calls the events for all that is complete. */
void key_decoder_take(struct key_decoder *decoder, const char *bytes, size_t length);

enum key_decoder_wait key_decoder_waits(const struct key_decoder *decoder);

/* To be called when nothing has come for the time that is waited. An ESC is the key Esc then, ESC [ is Alt-[, and an
 * incomplete sequence is dropped. The rest of a paste is still taken for text, since a slow line may hold it back,
 * but from now on a key that is no text and comes alone (Enter, Esc, an arrow) ends the paste. Ctrl-C always ends
 * one. */
void key_decoder_give_up(struct key_decoder *decoder);

#endif

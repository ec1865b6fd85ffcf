#include "tui/input/key_decoder.h"

#include "net/base/unicode.h"
#include "net/base/utf8.h"
#include "tui/input/background_sequence.h"
#include "tui/input/key_sequence.h"

#include <string.h>

enum {
    INTERRUPT = 3, /* Ctrl-C */
    BELL = 7,
    CANCEL = 0x18,
    SUBSTITUTE = 0x1A,
    DELETE = 0x7F,
    REPLACEMENT = 0xFFFD,
    C1_BEGIN = 0x80, /* controls that stand for ESC and a character from '@' on (ECMA-48, 5.3) */
    C1_END = 0xA0,
    C1_FIRST_BYTE = 0xC2, /* of their two in UTF-8 */
    STRING_END = 0x9C,    /* ST among them */
    INTRODUCER = 2,       /* bytes of ESC [ */
    MOUSE_BYTES = 3,
};

static void take_byte(struct key_decoder *decoder, unsigned char byte);

static void answered(const struct key_decoder *decoder)
{
    if (decoder->events.answered != NULL)
        decoder->events.answered(decoder->events.context);
}

static void set_pasting(struct key_decoder *decoder, bool pasting)
{
    decoder->pasting = pasting;
    decoder->rested = false;
    decoder->pasted = 0;
}

static bool ends_word(key_code character)
{
    return character == '\t' || character == '\n' || character == '\r';
}

/* The ends of lines and cells become one blank between what they part, and none at either end. */
static void paste(struct key_decoder *decoder, key_code character)
{
    const struct key_decoder_events *events = &decoder->events;
    bool is_end = ends_word(character);
    if (!is_end && !keys_is_text(character))
        return;
    if (!is_end && ends_word(decoder->pasted))
        events->pasted(events->context, ' ');
    if (!is_end)
        events->pasted(events->context, character);
    if (!is_end || decoder->pasted != 0)
        decoder->pasted = character;
}

static void give(struct key_decoder *decoder, key_code key)
{
    if (key == KEY_SEQUENCE_ANSWER)
        answered(decoder);
    else if (key == KEY_SEQUENCE_PASTE_BEGIN || key == KEY_SEQUENCE_PASTE_END)
        set_pasting(decoder, key == KEY_SEQUENCE_PASTE_BEGIN);
    else if (key == KEYS_NONE)
        return;
    else if (!decoder->pasting)
        decoder->events.key(decoder->events.context, key);
    else
        paste(decoder, key);
}

static void begin_escape(struct key_decoder *decoder);
static void take_escape(struct key_decoder *decoder, unsigned char byte);

/* A sequence that begins with a control of C1, as terminals in 8-bit mode send it; true if it is one. */
static bool begin_c1(struct key_decoder *decoder, key_code character)
{
    bool is_c1 = character >= C1_BEGIN && character < C1_END;
    unsigned char stands_for = is_c1 ? (unsigned char)(character - C1_BEGIN + '@') : 0;
    if (!is_c1 || decoder->pasting || strchr("[O]P_^X", stands_for) == NULL)
        return false;
    begin_escape(decoder);
    take_escape(decoder, stands_for);
    return true;
}

/* A character or control that was typed by itself, or behind one ESC. */
static void give_typed(struct key_decoder *decoder, key_code character)
{
    key_code modifiers = decoder->alt ? KEYS_ALT : 0;
    decoder->alt = false;
    if (character == 0)
        character = KEYS_CONTROL | ' ';
    if (!begin_c1(decoder, character) && (character < C1_BEGIN || keys_is_text(character)))
        give(decoder, keys_combine(character, modifiers));
}

static void enter(struct key_decoder *decoder, enum key_decoder_state state)
{
    decoder->state = state;
    if (state == KEY_DECODER_GROUND)
        decoder->length = 0;
}

static void note(struct key_decoder *decoder, unsigned char byte)
{
    size_t last = KEY_DECODER_SEQUENCE - 1;
    decoder->sequence[decoder->length < last ? decoder->length : last] = (char)byte;
    decoder->length++;
}

static void begin_escape(struct key_decoder *decoder)
{
    decoder->length = 0;
    note(decoder, KEYS_ESCAPE);
    enter(decoder, KEY_DECODER_ESCAPE);
}

static void give_character(struct key_decoder *decoder);

/* A character that has begun does not go on: a key came in its middle. */
static void give_begun(struct key_decoder *decoder)
{
    bool alt = decoder->alt;
    if (decoder->character_length == 0)
        return;
    decoder->alt = false;
    give_character(decoder);
    decoder->alt = alt;
}

/* A sequence that was broken off: this byte begins something new. */
static void start_over(struct key_decoder *decoder, unsigned char byte)
{
    give_begun(decoder);
    decoder->alt = false;
    enter(decoder, KEY_DECODER_GROUND);
    take_byte(decoder, byte);
}

static void give_character(struct key_decoder *decoder)
{
    uint32_t point;
    unicode_read(decoder->character, decoder->character_length, &point);
    decoder->character_length = 0;
    give_typed(decoder, point == UNICODE_NONE ? REPLACEMENT : point);
}

/* A byte of a character. One that cannot go on with what has come stands for itself: nothing else is lost. */
static void take_text(struct key_decoder *decoder, unsigned char byte)
{
    bool valid = false;
    char *character = decoder->character;
    if (decoder->character_length > 0) {
        character[decoder->character_length] = (char)byte;
        size_t taken = utf8_sequence(character, decoder->character_length + 1, &valid);
        if (taken <= decoder->character_length) {
            give_character(decoder);
            take_byte(decoder, byte);
            return;
        }
    } else {
        character[0] = (char)byte;
        utf8_sequence(character, 1, &valid);
    }
    decoder->character_length++;
    bool can_go_on = !valid && (unsigned char)character[0] >= 0xC2 && (unsigned char)character[0] <= 0xF4;
    if (!can_go_on)
        give_character(decoder);
}

/* The terminal's answer may come between two bytes of a character, which then goes on. */
static void take_ground(struct key_decoder *decoder, unsigned char byte)
{
    if (byte == KEYS_ESCAPE && (decoder->character_length == 0 || !decoder->alt))
        begin_escape(decoder);
    else
        take_text(decoder, byte);
}

/* The whole sequence, if it is a key. */
static key_code known(const struct key_decoder *decoder)
{
    if (decoder->length > KEY_DECODER_SEQUENCE)
        return KEYS_NONE;
    key_code key = key_sequence_read(decoder->sequence, decoder->length);
    return key != KEYS_NONE ? key : key_strings_find(decoder->strings, decoder->sequence, decoder->length);
}

static void give_mouse(struct key_decoder *decoder)
{
    struct mouse_event event;
    bool is_whole = decoder->length <= KEY_DECODER_SEQUENCE && !decoder->pasting;
    if (is_whole && decoder->events.mouse != NULL &&
        mouse_sequence_read(&event, decoder->sequence, decoder->length))
        decoder->events.mouse(decoder->events.context, &event);
}

static void finish(struct key_decoder *decoder)
{
    key_code key = known(decoder);
    bool is_mouse = key == KEYS_NONE && !decoder->pasting && decoder->length == INTRODUCER + 1 &&
                    decoder->sequence[1] == '[' && decoder->sequence[INTRODUCER] == 'M';
    bool is_report = key >= KEY_SEQUENCE_PASTE_BEGIN && key <= KEY_SEQUENCE_ANSWER;
    bool is_key = key != KEYS_NONE && !is_report;
    if (key != KEY_SEQUENCE_ANSWER)
        give_begun(decoder);
    if (decoder->rested && is_key)
        set_pasting(decoder, false);
    if (decoder->alt && is_key)
        key = keys_combine(key, KEYS_ALT);
    else if (decoder->alt) /* that ESC was typed just before the terminal reported something */
        give(decoder, KEYS_ESCAPE);
    decoder->alt = false;
    if (key == KEYS_NONE)
        give_mouse(decoder);
    enter(decoder, is_mouse ? KEY_DECODER_MOUSE : KEY_DECODER_GROUND);
    if (!is_mouse)
        give(decoder, key);
}

/* Behind an ESC: what kind of sequence it is, or a key together with Alt. */
static void take_escape(struct key_decoder *decoder, unsigned char byte)
{
    if (byte != '[')
        give_begun(decoder);
    if (decoder->pasting && !decoder->rested && byte != '[') {
        start_over(decoder, byte);
        return;
    }
    if (byte == KEYS_ESCAPE) {
        if (decoder->alt)
            give(decoder, KEYS_ESCAPE);
        decoder->alt = true;
        begin_escape(decoder);
        return;
    }
    note(decoder, byte);
    key_code key = key_strings_find(decoder->strings, decoder->sequence, decoder->length);
    if (key != KEYS_NONE) {
        finish(decoder);
    } else if (byte == '[') {
        enter(decoder, KEY_DECODER_CSI);
    } else if (byte == 'O') {
        enter(decoder, KEY_DECODER_SS3);
    } else if (byte != 0 && strchr("]P_^X", byte) != NULL) {
        if (decoder->alt)
            give(decoder, KEYS_ESCAPE);
        decoder->alt = false;
        enter(decoder, KEY_DECODER_STRING);
    } else {
        if (decoder->alt)
            give(decoder, KEYS_ESCAPE);
        enter(decoder, KEY_DECODER_GROUND);
        decoder->alt = true;
        take_text(decoder, byte);
    }
}

/* rxvt ends the sequences of keys with Shift by $, which elsewhere is not the end. */
static bool is_rxvt_shift(const struct key_decoder *decoder, unsigned char byte)
{
    bool numbers = decoder->length > INTRODUCER && decoder->length < KEY_DECODER_SEQUENCE;
    for (size_t i = INTRODUCER; i < decoder->length && numbers; i++)
        numbers = decoder->sequence[i] >= '0' && decoder->sequence[i] <= '9';
    return byte == '$' && numbers;
}

static void take_csi(struct key_decoder *decoder, unsigned char byte)
{
    if (byte < ' ' || byte >= DELETE) {
        start_over(decoder, byte);
        return;
    }
    bool is_last = byte >= '@' || is_rxvt_shift(decoder, byte);
    note(decoder, byte);
    if (byte == '[' && decoder->length == INTRODUCER + 1)
        enter(decoder, KEY_DECODER_CONSOLE);
    else if (is_last)
        finish(decoder);
}

static void take_console(struct key_decoder *decoder, unsigned char byte)
{
    if (byte < ' ' || byte >= DELETE) {
        start_over(decoder, byte);
        return;
    }
    note(decoder, byte);
    finish(decoder);
}

static void take_ss3(struct key_decoder *decoder, unsigned char byte)
{
    if (byte < ' ' || byte >= DELETE) {
        start_over(decoder, byte);
        return;
    }
    note(decoder, byte);
    bool goes_on = (byte >= '0' && byte <= '9') || byte == ';';
    if (!goes_on)
        finish(decoder);
}

/* Three bytes of any value; a character above 0x5F may come as UTF-8. */
static void take_mouse(struct key_decoder *decoder, unsigned char byte)
{
    if (byte < ' ') {
        start_over(decoder, byte);
        return;
    }
    bool continues = (byte & 0xC0) == 0x80 && decoder->length > INTRODUCER + 1;
    if (!continues)
        note(decoder, byte);
    if (decoder->length == INTRODUCER + 1 + MOUSE_BYTES)
        enter(decoder, KEY_DECODER_GROUND);
}

/* A string has ended. */
static void finish_string(struct key_decoder *decoder)
{
    bool is_light = false, is_whole = decoder->length <= KEY_DECODER_SEQUENCE && !decoder->pasting;
    if (is_whole && decoder->events.background != NULL &&
        background_sequence_read(&is_light, decoder->sequence, decoder->length))
        decoder->events.background(decoder->events.context, is_light);
    enter(decoder, KEY_DECODER_GROUND);
}

/* What the terminal answers or reports. Any control but those in its text ends it: keys always work again. */
static void take_string(struct key_decoder *decoder, unsigned char byte)
{
    size_t last = (decoder->length < KEY_DECODER_SEQUENCE ? decoder->length : KEY_DECODER_SEQUENCE) - 1;
    bool is_c1_end = byte == STRING_END && (unsigned char)decoder->sequence[last] == C1_FIRST_BYTE;
    note(decoder, byte);
    if (byte == KEYS_ESCAPE)
        enter(decoder, KEY_DECODER_STRING_ESCAPE);
    else if (byte == BELL || is_c1_end)
        finish_string(decoder);
    else if (byte == CANCEL || byte == SUBSTITUTE)
        enter(decoder, KEY_DECODER_GROUND);
    else if (byte < ' ' && byte != '\t' && byte != '\r' && byte != '\n')
        start_over(decoder, byte);
}

static void take_string_escape(struct key_decoder *decoder, unsigned char byte)
{
    decoder->alt = false;
    if (byte == '\\') {
        finish_string(decoder);
        return;
    }
    begin_escape(decoder);
    take_escape(decoder, byte);
}

static void take_byte(struct key_decoder *decoder, unsigned char byte)
{
    static void (*const takers[])(struct key_decoder *, unsigned char) = {
        [KEY_DECODER_GROUND] = take_ground, [KEY_DECODER_ESCAPE] = take_escape,
        [KEY_DECODER_CSI] = take_csi,       [KEY_DECODER_CONSOLE] = take_console,
        [KEY_DECODER_SS3] = take_ss3,       [KEY_DECODER_MOUSE] = take_mouse,
        [KEY_DECODER_STRING] = take_string, [KEY_DECODER_STRING_ESCAPE] = take_string_escape,
    };
    takers[decoder->state](decoder, byte);
}

void key_decoder_open(struct key_decoder *decoder, const struct key_strings *strings,
                      const struct key_decoder_events *events)
{
    *decoder = (struct key_decoder){.events = *events, .strings = strings};
}

/* A paste of which the end does not come: what has begun in it is forgotten. */
static void end_paste(struct key_decoder *decoder)
{
    enter(decoder, KEY_DECODER_GROUND);
    if (decoder->character_length > 0)
        give_character(decoder);
    decoder->alt = false;
    set_pasting(decoder, false);
}

void key_decoder_take(struct key_decoder *decoder, const char *bytes, size_t length)
{
    /* A Ctrl-C that nothing follows was typed; within a paste it would be part of its text. */
    if (decoder->pasting && length > 0 && bytes[length - 1] == INTERRUPT) {
        key_decoder_take(decoder, bytes, length - 1);
        if (decoder->pasting)
            end_paste(decoder);
        else
            take_byte(decoder, INTERRUPT);
        return;
    }
    /* A paste that has rested goes on with text in one piece. A control that comes alone was typed. */
    bool is_control = length == 1 && (unsigned char)bytes[0] < ' ' && bytes[0] != KEYS_ESCAPE;
    if (decoder->rested && is_control)
        end_paste(decoder);
    else if (length > 1 && bytes[0] != KEYS_ESCAPE)
        decoder->rested = false;
    for (size_t i = 0; i < length; i++)
        take_byte(decoder, (unsigned char)bytes[i]);
}

enum key_decoder_wait key_decoder_waits(const struct key_decoder *decoder)
{
    if (decoder->pasting && !decoder->rested)
        return KEY_DECODER_WAITS_PASTE;
    if (decoder->state == KEY_DECODER_ESCAPE && !decoder->pasting)
        return KEY_DECODER_WAITS_ESCAPE;
    bool waits = decoder->state != KEY_DECODER_GROUND || decoder->character_length > 0;
    return waits ? KEY_DECODER_WAITS_SEQUENCE : KEY_DECODER_WAITS_NOT;
}

/* ESC and one of the characters that begin a sequence, and no more of it: that key with Alt. */
static void give_introducer(struct key_decoder *decoder)
{
    unsigned char byte = (unsigned char)decoder->sequence[1];
    decoder->alt = true;
    give_typed(decoder, byte);
}

void key_decoder_give_up(struct key_decoder *decoder)
{
    if (decoder->pasting && !decoder->rested) {
        decoder->rested = true; /* the line may hold the rest back, in the middle of whatever it is */
        return;
    }
    enum key_decoder_state state = decoder->state;
    bool is_introducer = decoder->length == INTRODUCER && state != KEY_DECODER_STRING_ESCAPE;
    bool twice = decoder->alt;
    enter(decoder, KEY_DECODER_GROUND);
    if (decoder->character_length > 0)
        give_character(decoder);
    decoder->alt = false;
    if (state == KEY_DECODER_ESCAPE) {
        set_pasting(decoder, false);
        if (twice)
            give(decoder, KEYS_ESCAPE);
        give(decoder, KEYS_ESCAPE);
    } else if (state != KEY_DECODER_GROUND && is_introducer && !decoder->pasting) {
        give_introducer(decoder);
    }
}

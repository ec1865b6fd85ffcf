/* From the terminal's bytes to keys: what is a key, what is swallowed, and what a portion of bytes cannot
 * change. */
#include "tests/unit/use_utf8.h"
#include "tui/input/key_decoder.h"
#include "tui/terminal/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct heard {
    struct key_decoder decoder;
    struct key_strings strings;
    unsigned answers;
    char text[512]; /* names of keys, blanks between them; "<x>" was pasted */
};

static void add(struct heard *heard, const char *before, key_code key, const char *behind)
{
    char name[KEYS_NAME_SIZE];
    size_t length = strlen(heard->text);
    snprintf(heard->text + length, sizeof(heard->text) - length, "%s%s%s%s", length > 0 ? " " : "", before,
             keys_name(name, key), behind);
}

static void on_key(void *context, key_code key)
{
    add(context, "", key, "");
}

static void on_pasted(void *context, key_code character)
{
    add(context, "<", character, ">");
}

/* "left@12,40": row and column. */
static void on_mouse(void *context, const struct mouse_event *event)
{
    static const char *const names[] = {
        [MOUSE_LEFT] = "left", [MOUSE_WHEEL_UP] = "up", [MOUSE_WHEEL_DOWN] = "down"};
    struct heard *heard = context;
    size_t length = strlen(heard->text);
    snprintf(heard->text + length, sizeof(heard->text) - length, "%s%s@%d,%d", length > 0 ? " " : "",
             names[event->button], event->row, event->column);
}

static void on_background(void *context, bool is_light)
{
    struct heard *heard = context;
    size_t length = strlen(heard->text);
    snprintf(heard->text + length, sizeof(heard->text) - length, "%s%s", length > 0 ? " " : "",
             is_light ? "light" : "dark");
}

static void on_answered(void *context)
{
    ((struct heard *)context)->answers++;
}

static void start(struct heard *heard)
{
    const struct key_decoder_events events = {on_key, on_pasted, on_answered, on_mouse, on_background, heard};
    memset(heard, 0, sizeof(*heard));
    key_decoder_open(&heard->decoder, &heard->strings, &events);
}

static void take(struct heard *heard, const char *bytes)
{
    key_decoder_take(&heard->decoder, bytes, strlen(bytes));
}

/* What has been heard since the last time. */
static void expect(struct heard *heard, const char *names)
{
    assert_string_equal(heard->text, names);
    heard->text[0] = '\0';
}

/* The bytes give these keys, in one portion and byte by byte, and leave nothing that swallows what follows.
 */
static void expect_keys(const char *bytes, const char *names)
{
    struct heard heard;
    start(&heard);
    take(&heard, bytes);
    assert_int_equal(key_decoder_waits(&heard.decoder), KEY_DECODER_WAITS_NOT);
    expect(&heard, names);
    for (size_t i = 0; i < strlen(bytes); i++)
        key_decoder_take(&heard.decoder, bytes + i, 1);
    assert_int_equal(key_decoder_waits(&heard.decoder), KEY_DECODER_WAITS_NOT);
    expect(&heard, names);
    take(&heard, "j");
    expect(&heard, "j");
}

static void characters_and_controls_are_keys(void **state)
{
    (void)state;
    expect_keys("jQ/", "j Q /");
    expect_keys("\001\003\x1a", "Ctrl-A Ctrl-C Ctrl-Z");
    expect_keys("\r\n\t", "Enter Enter Tab");
    expect_keys("\x7f\b", "Backspace Backspace");
    expect_keys("\xc3\xb8\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xb8 \xe2\x82\xac \xf0\x9f\x98\x80");
}

static void keys_that_terminals_send_are_known(void **state)
{
    (void)state;
    expect_keys("\033[A\033OB\033[C\033OD", "↑ ↓ → ←");
    expect_keys("\033[H\033OF\033[1~\033[8~", "Home End Home End");
    expect_keys("\033[2~\033[3~\033[5~\033[6~", "Ins Del PgUp PgDn");
    expect_keys("\033OP\033OS\033[15~\033[24~\033[25~\033[34~", "F1 F4 F5 F12 F13 F20");
    expect_keys("\033[[A\033[[E", "F1 F5"); /* the Linux console */
    expect_keys("\033OM\033Oj\033Op\033Oy", "Enter * 0 9");
}

static void modifiers_are_known(void **state)
{
    (void)state;
    expect_keys("\033[1;5C\033[1;3D\033[1;2A\033[1;6B", "Ctrl-→ Alt-← Shift-↑ Ctrl-Shift-↓");
    expect_keys("\033[5C\033O5D", "Ctrl-→ Ctrl-←");
    expect_keys("\033[3;5~\033[15;2~\033[1;5P\033O1;2Q", "Ctrl-Del Shift-F5 Ctrl-F1 Shift-F2");
    expect_keys("\033Oa\033[b\033[7^\033[8$\033[3@\033[23$",
                "Ctrl-↑ Shift-↓ Ctrl-Home Shift-End Ctrl-Shift-Del "
                "Shift-F11"); /* rxvt */
    expect_keys("\033\033[C\033\033OA", "Alt-→ Alt-↑");
    expect_keys("\033[Z", "Shift-Tab");
}

static void kitty_and_other_keys_are_known(void **state)
{
    (void)state;
    expect_keys("\033[97;5u\033[27u\033[13u\033[127u", "Ctrl-A Esc Enter Backspace");
    expect_keys("\033[97;3u\033[97;2u\033[248u\033[97:65;2u", "Alt-a A \xc3\xb8 A");
    expect_keys("\033[97;5:1u\033[97;5:3u", "Ctrl-A"); /* pressed, released */
    expect_keys("\033[1;5:3C", "");
    expect_keys("\033[57399u\033[57414u\033[57376u\033[57358u", "0 Enter F13"); /* and Caps Lock */
    expect_keys("\033[27;5;97~\033[27;6;9~", "Ctrl-A Ctrl-Shift-Tab");
    expect_keys("\033[9;2u", "Shift-Tab");
}

static void alt_and_a_character_are_one_key(void **state)
{
    (void)state;
    expect_keys("\033f\033Q\033\xc3\xb8\033\x7f\033\r", "Alt-f Alt-Q Alt-\xc3\xb8 Alt-Backspace Alt-Enter");
    expect_keys("\033\033f", "Esc Alt-f");
    expect_keys("\033[113;9u\033[113;17u\033[1;9A", "Alt-q Alt-q Alt-\xe2\x86\x91"); /* Super, Hyper, Meta */
}

static void what_is_not_known_is_swallowed_whole(void **state)
{
    (void)state;
    expect_keys("\033[?62;22c\033[>0;276;0c\033[12;40R\033[?2026;1$y", ""); /* answers */
    expect_keys("\033]10;rgb:1e1e/1e1e/1e1e\033\\\033]52;c;cXVpdCBROw==\a", "");
    expect_keys("\033P1+r544e=787465726d\033\\\033_Gi=31;OK\033\\\033^quit\033\\\033XQ\033\\", "");
    expect_keys("\033[I\033[O\033[200z\033[99;99;99;99;99Q\033[1;5W\033Ox5", "8 5");
    expect_keys("\033[M !!\033[<0;12;40m\033[32;12;40M", "");
    expect_keys("\033[M\xc3\xa1\xc3\xa2!", "");
    expect_keys("\033[\"q\033[ q", "");
}

/* xterm in 8-bit mode, which writes the controls in UTF-8 where that is its encoding. */
static void controls_of_c1_begin_and_end_sequences(void **state)
{
    (void)state;
    expect_keys("\xc2\x9b\x31;5C\xc2\x8fQ\xc2\x9bM !!", "Ctrl-\xe2\x86\x92 F2");
    expect_keys("\xc2\x9b?62;22c\xc2\x9d\x31\x31;rgb:quit\xc2\x9cj", "j");
    expect_keys("\xc2\x90q0123456789012345678901234567890123456789012345678901234567890123456789\xc2\x9cj",
                "j");
    expect_keys("\xc2\x85\xc2\x9aj", "j"); /* begin nothing */
    expect_keys("\033[200~\xc2\x9b\x31\033[201~", "<1>");
}

static void the_mouse_is_told_apart(void **state)
{
    (void)state;
    expect_keys("\033[<0;13;5M\033[<0;13;5m", "left@4,12");
    expect_keys("\033[<64;1;1M\033[<65;200;60M", "up@0,0 down@59,199");
    expect_keys("j\033[<0;1;2Mk", "j left@1,0 k");
    expect_keys("\033[<0;9999;9999M", "left@9998,9998");
    expect_keys("\033\033[<0;1;2M", "Esc left@1,0");
    /* other buttons, motion, and what comes with Shift, Alt or Ctrl */
    expect_keys("\033[<1;1;1M\033[<2;1;1M\033[<3;1;1M\033[<32;1;1M\033[<35;1;1M\033[<128;1;1M", "");
    expect_keys("\033[<4;1;1M\033[<8;1;1M\033[<16;1;1M\033[<68;1;1M\033[<66;1;1M\033[<80;1;1M", "");
    /* broken ones */
    expect_keys("\033[<M\033[<0M\033[<0;1M\033[<0;1;M\033[<;1;1M\033[<0;;1M\033[<0;1;1;1M", "");
    expect_keys("\033[<0;1;10000M\033[<99999999999999999999;1;1M\033[<-1;1;1M\033[<0:1;1;1M", "");
    expect_keys("\033[0;1;1M\033[<<0;1;1M\033[?0;1;1M\033[<0;1;1 M", "");
    expect_keys("\033[200~\033[<0;1;1M\033[201~", "");
}

static void the_background_is_told_apart(void **state)
{
    (void)state;
    expect_keys("\033]11;rgb:1e1e/1e1e/1e1e\033\\", "dark");
    expect_keys("j\033]11;rgb:ffff/ffff/dddd\ak", "j light k");
    expect_keys("\033]11;rgb:f/f/e\a\033]11;rgb:00/ff/00\a\033]11;rgb:0000/0000/ffff\a", "light light dark");
    expect_keys("\033]11;rgba:ffff/ffff/ffff/c000\a\033]11;rgb:9000/9000/9000\a", "light light");
    expect_keys("\033]11;rgb:1e1e/1e1e/quit\033\\\033]11;?\a\033]11;rgb\a\033]11;rgb:\a\033]11;\a", "");
    expect_keys("\033]11;rgb:ffff/ffff\a\033]11;rgb:fffff/ffff/ffff\a\033]11;rgb:ff/ff/ffx\a", "");
    expect_keys("\033]11;rgb:ffff/ffff/ffff\030\033P11;rgb:ffff/ffff/ffff\033\\", "");
    expect_keys(
        "\033[200~\033]11;rgb:ffff/ffff/ffff\033\\\033[201~",
        "<]> <1> <1> <;> <r> <g> <b> <:> <f> <f> <f> <f> </> <f> <f> <f> <f> </> <f> <f> <f> <f> <\\>");
}

static void long_ones_are_swallowed(void **state)
{
    struct heard heard;
    (void)state;
    start(&heard);
    take(&heard, "\033[");
    for (int i = 0; i < 1000; i++)
        take(&heard, "1;5");
    take(&heard, "Cj");
    expect(&heard, "j");
    take(&heard, "\033]52;c;");
    for (int i = 0; i < 1000; i++)
        take(&heard, "QQQQ");
    take(&heard, "\033\\j");
    expect(&heard, "j");
}

static void a_broken_one_ends_where_another_begins(void **state)
{
    (void)state;
    expect_keys("\033[1;\033[A", "↑");
    expect_keys("\033[1;\rj", "Enter j");
    expect_keys("\033]11;rgb\033[A", "↑");
    expect_keys("\033]11;rgb\x18j", "j");
    expect_keys("\033P1+r\003", "Ctrl-C");
    expect_keys("\033[1;\xc3\xb8", "\xc3\xb8");
}

static void escape_alone_is_the_key(void **state)
{
    struct heard heard;
    (void)state;
    start(&heard);
    take(&heard, "\033");
    assert_int_equal(key_decoder_waits(&heard.decoder), KEY_DECODER_WAITS_ESCAPE);
    expect(&heard, "");
    key_decoder_give_up(&heard.decoder);
    expect(&heard, "Esc");
    assert_int_equal(key_decoder_waits(&heard.decoder), KEY_DECODER_WAITS_NOT);
    take(&heard, "\033\033");
    key_decoder_give_up(&heard.decoder);
    expect(&heard, "Esc Esc");
}

static void an_unfinished_one_is_forgotten(void **state)
{
    struct heard heard;
    static const char *const begun[] = {"\033[1;5",     "\033O1",  "\033]11;rgb",
                                        "\033]11;\033", "\033[M!", "\033[["};
    (void)state;
    for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
        start(&heard);
        take(&heard, begun[i]);
        assert_int_equal(key_decoder_waits(&heard.decoder), KEY_DECODER_WAITS_SEQUENCE);
        key_decoder_give_up(&heard.decoder);
        assert_int_equal(key_decoder_waits(&heard.decoder), KEY_DECODER_WAITS_NOT);
        take(&heard, "j");
        expect(&heard, "j");
    }
}

/* What begins a sequence can be typed with Alt. */
static void an_introducer_alone_is_alt(void **state)
{
    struct heard heard;
    static const char *const introducers[] = {"[", "O", "]", "P", "_", "^", "X"};
    (void)state;
    for (size_t i = 0; i < sizeof(introducers) / sizeof(introducers[0]); i++) {
        char name[KEYS_NAME_SIZE];
        start(&heard);
        take(&heard, "\033");
        take(&heard, introducers[i]);
        key_decoder_give_up(&heard.decoder);
        snprintf(name, sizeof(name), "Alt-%s", introducers[i]);
        expect(&heard, name);
    }
}

static void bytes_that_are_no_text_swallow_nothing(void **state)
{
    struct heard heard;
    (void)state;
    expect_keys("s\xf8g", "s \xef\xbf\xbd g"); /* Latin-1 */
    expect_keys("\xe6j\xc3\033[A\xff", "\xef\xbf\xbd j \xef\xbf\xbd ↑ \xef\xbf\xbd");
    start(&heard);
    take(&heard, "\xe2\x82");
    assert_int_equal(key_decoder_waits(&heard.decoder), KEY_DECODER_WAITS_SEQUENCE);
    key_decoder_give_up(&heard.decoder);
    take(&heard, "j");
    expect(&heard, "\xef\xbf\xbd j");
}

static void a_paste_is_text(void **state)
{
    (void)state;
    expect_keys("\033[200~Q8\xc3\xb8\r\033[31mq\033[201~j", "<Q> <8> <\xc3\xb8> <Space> <q> j");
    expect_keys("\033[200~\033OQ\033[M\033[201~j", "<O> <Q> j");
}

/* The end of a line or of a cell parts words: two numbers do not become one. */
static void lines_of_a_paste_stay_apart(void **state)
{
    (void)state;
    expect_keys("\033[200~\r\n83\r\n12\t7\n\n\033[201~j", "<8> <3> <Space> <1> <2> <Space> <7> j");
    expect_keys("\033[200~ 8\n\033[201~\033[200~1 \033[201~", "<Space> <8> <1> <Space>");
}

static void a_paste_without_an_end_ends(void **state)
{
    struct heard heard;
    (void)state;
    start(&heard);
    take(&heard, "\033[200~83");
    assert_int_equal(key_decoder_waits(&heard.decoder), KEY_DECODER_WAITS_PASTE);
    take(&heard, "\003");
    take(&heard, "j");
    expect(&heard, "<8> <3> j");
    take(&heard, "\033[200~83\033[20"); /* cut in its end */
    take(&heard, "\003");
    take(&heard, "j");
    expect(&heard, "<8> <3> j");
    take(&heard, "\033[200~83\033[201~\003"); /* behind one that has ended it is a key */
    expect(&heard, "<8> <3> Ctrl-C");
}

static void start_rested_paste(struct heard *heard, const char *text)
{
    start(heard);
    take(heard, "\033[200~");
    take(heard, text);
    key_decoder_give_up(&heard->decoder);
}

/* A line that holds back the rest of a paste, for however long, makes no commands of it. */
static void the_rest_of_a_paste_may_come_late(void **state)
{
    struct heard heard;
    (void)state;
    start_rested_paste(&heard, "83");
    take(&heard, "12QR\rj\033[Aq");
    key_decoder_give_up(&heard.decoder);
    take(&heard, "Q");
    take(&heard, "\r\033[31mR\033[201~j");
    expect(&heard, "<8> <3> <1> <2> <Q> <R> <Space> <j> <q> <Q> <Space> <R> j");
    start_rested_paste(&heard, "\303"); /* in the middle of a letter */
    take(&heard, "\270Q\033[201~j");
    expect(&heard, "<\303\270> <Q> j");
    static const char end[] = "\033[201~";
    for (size_t at = 1; at < strlen(end); at++) { /* in the middle of the end */
        start(&heard);
        take(&heard, "\033[200~8");
        key_decoder_take(&heard.decoder, end, at);
        key_decoder_give_up(&heard.decoder);
        take(&heard, end + at);
        take(&heard, "j");
        expect(&heard, "<8> j");
    }
}

/* If the end never comes a key that is no text is one. */
static void a_key_ends_a_paste_that_rests(void **state)
{
    static const char *const keys[][2] = {{"\r", "<8> Enter j"}, {"\033[A", "<8> ↑ j"},
                                          {"\033OB", "<8> ↓ j"}, {"\t", "<8> Tab j"},
                                          {"\003", "<8> j"},     {"\025", "<8> Ctrl-U j"}};
    struct heard heard;
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        start_rested_paste(&heard, "8");
        take(&heard, keys[i][0]);
        take(&heard, "j");
        expect(&heard, keys[i][1]);
    }
    start_rested_paste(&heard, "8");
    take(&heard, "\033");
    key_decoder_give_up(&heard.decoder);
    take(&heard, "j");
    expect(&heard, "<8> Esc j");
}

/* Esc, and what the terminal says at that moment. */
static void an_escape_before_an_answer_is_the_key(void **state)
{
    (void)state;
    expect_keys("\033\033[0n", "Esc");
    expect_keys("\033\033[?62;22c", "Esc");
    expect_keys("\033\033]11;rgb:1e1e/1e1e/1e1e\033\\", "Esc dark");
    expect_keys("\033\033[200~8\033[201~", "Esc <8>");
}

static void the_answer_is_told_apart(void **state)
{
    struct heard heard;
    (void)state;
    start(&heard);
    take(&heard, "\033[0n\033[3n\033[?0n\033[200~\033[0n\033[201~");
    expect(&heard, "");
    assert_int_equal(heard.answers, 2);
}

static void an_answer_within_a_character_parts_it_not(void **state)
{
    struct heard heard;
    (void)state;
    start(&heard);
    take(&heard, "s\303");
    take(&heard, "\033[0n\270g");
    expect(&heard, "s ø g");
    assert_int_equal(heard.answers, 1);
    expect_keys("\303\033[Bx", "\357\277\275 ↓ x"); /* but a key does */
    expect_keys("\303\033x", "\357\277\275 Alt-x");
}

static void an_escape_is_waited_for_longer_over_ssh(void **state)
{
    (void)state;
    unsetenv("ESCDELAY");
    unsetenv("SSH_CONNECTION");
    unsetenv("SSH_CLIENT");
    unsetenv("SSH_TTY");
    unsigned here = input_escape_delay();
    setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22", 1);
    assert_true(here > 30 && input_escape_delay() > 2 * here);
    setenv("ESCDELAY", "25", 1);
    assert_int_equal(input_escape_delay(), 25);
    setenv("ESCDELAY", "soon", 1);
    assert_true(input_escape_delay() > 2 * here);
}

/* What is no form of a sequence that is known elsewhere: the key pad of a Sun, F1 of a SCO console. */
static void terminfo_knows_more(void **state)
{
    struct heard heard;
    (void)state;
    start(&heard);
    key_strings_add(&heard.strings, "\033[224z", KEYS_FUNCTION + 1);
    key_strings_add(&heard.strings, "\033[M", KEYS_FUNCTION + 2);
    key_strings_add(&heard.strings, "\033A", KEYS_UP);
    key_strings_add(&heard.strings, "\010",
                    KEYS_LEFT); /* one byte: what the keyboard sends by itself stays */
    take(&heard, "\033[224z\033[Mj\033A\010");
    expect(&heard, "F1 F2 j ↑ Backspace");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_and_controls_are_keys),
        cmocka_unit_test(keys_that_terminals_send_are_known),
        cmocka_unit_test(modifiers_are_known),
        cmocka_unit_test(kitty_and_other_keys_are_known),
        cmocka_unit_test(alt_and_a_character_are_one_key),
        cmocka_unit_test(what_is_not_known_is_swallowed_whole),
        cmocka_unit_test(controls_of_c1_begin_and_end_sequences),
        cmocka_unit_test(the_mouse_is_told_apart),
        cmocka_unit_test(the_background_is_told_apart),
        cmocka_unit_test(long_ones_are_swallowed),
        cmocka_unit_test(a_broken_one_ends_where_another_begins),
        cmocka_unit_test(escape_alone_is_the_key),
        cmocka_unit_test(an_unfinished_one_is_forgotten),
        cmocka_unit_test(an_introducer_alone_is_alt),
        cmocka_unit_test(bytes_that_are_no_text_swallow_nothing),
        cmocka_unit_test(a_paste_is_text),
        cmocka_unit_test(lines_of_a_paste_stay_apart),
        cmocka_unit_test(a_paste_without_an_end_ends),
        cmocka_unit_test(the_rest_of_a_paste_may_come_late),
        cmocka_unit_test(a_key_ends_a_paste_that_rests),
        cmocka_unit_test(an_escape_before_an_answer_is_the_key),
        cmocka_unit_test(the_answer_is_told_apart),
        cmocka_unit_test(an_answer_within_a_character_parts_it_not),
        cmocka_unit_test(an_escape_is_waited_for_longer_over_ssh),
        cmocka_unit_test(terminfo_knows_more),
    };
    return cmocka_run_group_tests_name("key decoder", tests, use_utf8, NULL);
}

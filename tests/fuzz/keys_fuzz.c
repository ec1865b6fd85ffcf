/* Decodes a terminal's bytes: in whatever portions they come the keys are the same, what was begun ends, and
 * then keys work again. */
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/mutation.h"
#include "tui/input/key_decoder.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { HEARD_MOST = 2048, INTERRUPT = 3 };

struct heard {
    struct key_decoder decoder;
    struct key_strings strings;
    size_t count;
    key_code keys[HEARD_MOST];
};

static void hear(struct heard *heard, key_code key)
{
    char name[KEYS_NAME_SIZE];
    check(key != KEYS_NONE && heard->count < HEARD_MOST);
    check(strlen(keys_name(name, key)) > 0);
    heard->keys[heard->count++] = key;
}

static void on_key(void *context, key_code key)
{
    hear(context, key);
}

static void on_pasted(void *context, key_code character)
{
    check(keys_is_text(character));
    hear(context, character);
}

static void on_mouse(void *context, const struct mouse_event *event)
{
    check(event->row >= -1 && event->column >= -1);
    hear(context, (key_code)('A' + event->button));
    hear(context, (key_code)('a' + (event->row + event->column) % 16));
}

static void on_background(void *context, bool is_light)
{
    hear(context, is_light ? 'L' : 'D');
}

static void start(struct heard *heard)
{
    const struct key_decoder_events events = {on_key, on_pasted, NULL, on_mouse, on_background, heard};
    memset(heard, 0, sizeof(*heard));
    key_strings_add(&heard->strings, "\033[224z", KEYS_FUNCTION + 1);
    key_strings_add(&heard->strings, "\033A", KEYS_UP);
    key_decoder_open(&heard->decoder, &heard->strings, &events);
}

/* Nothing that came before swallows a key once the wait is over, or Ctrl-C has ended a paste, and nothing
 * waits then. */
static void check_end(struct heard *heard)
{
    static const char interrupt = INTERRUPT;
    key_decoder_give_up(&heard->decoder);
    if (heard->decoder.pasting)
        key_decoder_take(&heard->decoder, &interrupt, 1);
    check(key_decoder_waits(&heard->decoder) == KEY_DECODER_WAITS_NOT);
    size_t count = heard->count;
    key_decoder_take(&heard->decoder, "j", 1);
    check(heard->count == count + 1 && heard->keys[count] == 'j');
}

/* The first byte says how long the portions are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct heard whole, parts;
    if (size < 1)
        return 0;
    size_t portion = data[0] % 7 + 1U;
    /* One at the end of a portion ends a paste, which is the exception. */
    bool same = memchr(data + 1, INTERRUPT, size - 1) == NULL;
    start(&whole);
    start(&parts);
    key_decoder_take(&whole.decoder, (const char *)data + 1, size - 1);
    for (size_t at = 1; at < size; at += portion)
        key_decoder_take(&parts.decoder, (const char *)data + at, size - at < portion ? size - at : portion);
    check_end(&whole);
    check_end(&parts);
    if (same) {
        check(whole.count == parts.count);
        check(memcmp(whole.keys, parts.keys, whole.count * sizeof(whole.keys[0])) == 0);
    }
    return 0;
}

static const char *const seeds[] = {
    "jk/8312\r\033[A\033OB\033[1;5C\033[3~",
    "\033[200~+45 83 12\r\033[31mq\033[201~Q",
    "\033[200~83\003j",
    "\033]11;rgb:1e1e/1e1e/1e1e\033\\\033[?62;22c\033[12;40R",
    "\033P1+r544e=78\033\\\033_Gi=31;OK\033\\\033]52;c;cXVp\a",
    "\033[97;5:1u\033[97:65;2u\033[27;5;97~\033[57414u",
    "\033[917565;2u\033[131071u\033[8203u",
    "\033[<0;12;40M\033[<64;1;1M\033[<65;999999999;1M\033[<0;;M\033[<0;1;1;1M",
    "\033[M !!\033[<0;12;40M\033\033[C\033f\033\xc3\xb8",
    "s\xf8g\xc3\xb8\xe2\x82\xac\xf0\x9f\x98\x80\xff",
    "\033[[A\033[7^\033[8$\033Oa\033[224z\033A\033O1;2Q",
};

const struct mutation_plan mutation_plan = {
    .name = "keys: the same in any portions, and none is swallowed for ever",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "\033\033[]OPMuX_^\\\a\003\x18;:?$~0125678ABCDjq \xc3\xb8\xe2\x9f\xff",
    .prefix = 1,
};

/* Reads files of kept filters: each of them is a line of the file, as it stands there, and the prompt can
 * hold it. */
#include "net/base/memory.h"
#include "net/base/utf8.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/mutation.h"
#include "tui/input/filter_history_file.h"
#include "tui/input/prompt.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static void check_filter(const char *text)
{
    size_t length = strlen(text);
    check(length > 0 && length < PROMPT_SIZE);
    for (size_t at = 0; at < length;) {
        bool valid;
        check((unsigned char)text[at] >= 0x20 && text[at] != 0x7f);
        at += utf8_sequence(text + at, length - at, &valid);
        check(valid);
    }
}

/* Where the line behind the one at `at` begins. */
static size_t next_line(const char *data, size_t size, size_t at)
{
    const char *end = memchr(data + at, '\n', size - at);
    return end ? (size_t)(end - data) + 1 : size + 1;
}

/* The first byte asks for lines that are longer than any filter, the second for a NUL. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { LONG = 1100 };
    static char text[1 << 22];
    if (size < 2 || size + LONG > sizeof text)
        return 0;
    size_t length = data[0] % 8 ? 0 : LONG - data[1] % 64U;
    memset(text, 'a', length);
    memcpy(text + length, data + 2, size - 2);
    length += size - 2;
    if (length > 0 && data[1] % 8 == 0)
        text[data[0] % length] = '\0';
    struct name_list lines = {NULL, 0, 0};
    filter_history_file_read(file_of(text, length), &lines);
    size_t at = 0;
    for (size_t i = 0; i < lines.count; i++) {
        size_t filter = strlen(lines.names[i]), next = 0;
        check_filter(lines.names[i]);
        for (; at <= length; at = next) {
            next = next_line(text, length, at);
            if (next - 1 - at == filter && memcmp(text + at, lines.names[i], filter) == 0)
                break;
        }
        check(at <= length);
        at = next;
    }
    name_list_clear(&lines);
    return 0;
}

static const char *const seeds[] = {
    "8312\n+45 83 12 34 56\nagent:\"ida holm\" -sales\n",
    "s\xc3\xb8ren\n\n\nafter:yesterday",
    "type:callback\r\n caller:none \n\x1b[31m\n",
    "\xff\xfe\nlonger:5m\n\xe2\x82\xac",
    "",
};

const struct mutation_plan mutation_plan = {
    .name = "filters kept: each a line of the file",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "\n\n\r 0123456789:\"ag-\x1b\x7f\xc3\xb8\xe2\xff",
    .prefix = 2,
};

#include "tui/input/prompt.h"

#include "net/base/unicode.h"

#include <stdio.h>
#include <string.h>

void prompt_start(struct prompt *prompt, const char *text)
{
    snprintf(prompt->text, sizeof(prompt->text), "%s", text);
    prompt->length = prompt->cursor = strlen(prompt->text);
}

bool prompt_type(struct prompt *prompt, key_code character)
{
    char bytes[4];
    if (!keys_is_text(character))
        return false;
    size_t length = unicode_write(bytes, character);
    if (prompt->length + length >= sizeof(prompt->text))
        return false;
    memmove(prompt->text + prompt->cursor + length, prompt->text + prompt->cursor,
            prompt->length - prompt->cursor + 1);
    memcpy(prompt->text + prompt->cursor, bytes, length);
    prompt->length += length;
    prompt->cursor += length;
    return true;
}

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static size_t before(const struct prompt *prompt, size_t at)
{
    while (at > 0 && continues(prompt->text[--at]))
        continue;
    return at;
}

static size_t behind(const struct prompt *prompt, size_t at)
{
    if (at < prompt->length)
        at++;
    while (at < prompt->length && continues(prompt->text[at]))
        at++;
    return at;
}

static size_t word_before(const struct prompt *prompt, size_t at)
{
    while (at > 0 && prompt->text[at - 1] == ' ')
        at--;
    while (at > 0 && prompt->text[at - 1] != ' ')
        at--;
    return at;
}

static size_t word_behind(const struct prompt *prompt, size_t at)
{
    while (at < prompt->length && prompt->text[at] == ' ')
        at++;
    while (at < prompt->length && prompt->text[at] != ' ')
        at++;
    return at;
}

static bool delete_range(struct prompt *prompt, size_t from, size_t to)
{
    memmove(prompt->text + from, prompt->text + to, prompt->length - to + 1);
    prompt->length -= to - from;
    prompt->cursor = from;
    return to > from;
}

/* Where the cursor goes by an edit that moves it; else it stays. */
static size_t moved(const struct prompt *prompt, enum prompt_edit edit)
{
    switch (edit) {
    case PROMPT_LEFT:
        return before(prompt, prompt->cursor);
    case PROMPT_RIGHT:
        return behind(prompt, prompt->cursor);
    case PROMPT_WORD_LEFT:
        return word_before(prompt, prompt->cursor);
    case PROMPT_WORD_RIGHT:
        return word_behind(prompt, prompt->cursor);
    case PROMPT_START:
        return 0;
    case PROMPT_END:
        return prompt->length;
    default:
        return prompt->cursor;
    }
}

bool prompt_edit(struct prompt *prompt, enum prompt_edit edit)
{
    size_t cursor = prompt->cursor;
    switch (edit) {
    case PROMPT_CLEAR:
        return delete_range(prompt, 0, prompt->length);
    case PROMPT_WORD:
        return delete_range(prompt, word_before(prompt, cursor), cursor);
    case PROMPT_WORD_AFTER:
        return delete_range(prompt, cursor, word_behind(prompt, cursor));
    case PROMPT_BACKSPACE:
        return delete_range(prompt, before(prompt, cursor), cursor);
    case PROMPT_DELETE:
        return delete_range(prompt, cursor, behind(prompt, cursor));
    default:
        prompt->cursor = moved(prompt, edit);
        return false;
    }
}

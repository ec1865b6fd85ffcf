#include "net/http/charset.h"

#include "net/base/memory.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 8 /* bytes of a character and what goes with it, in and out */ };

struct charset {
    iconv_t converter;
    char *given; /* owned: what was cut at the end of the block before, and the block */
    size_t given_capacity;
    size_t cut;
    char *text; /* owned */
    size_t text_capacity;
};

/* The name of the charset; false if there is none, or none that could be one. */
static bool read_name(const char *content_type, char name[CHARSET_NAME_SIZE])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:+";
    static const char parameter[] = "charset=";
    const char *at = content_type ? strchr(content_type, ';') : NULL;
    while (at) {
        at += 1 + strspn(at + 1, " \t");
        if (strncasecmp(at, parameter, strlen(parameter)) == 0)
            break;
        at = strchr(at, ';');
    }
    if (!at)
        return false;
    at += strlen(parameter);
    at += *at == '"';
    size_t length = strspn(at, letters);
    if (length == 0 || length >= CHARSET_NAME_SIZE)
        return false;
    memcpy(name, at, length);
    name[length] = '\0';
    return true;
}

/* As browsers do (encoding.spec.whatwg.org): what calls itself ISO-8859-1 is mostly windows-1252, which has
 * letters where the other has controls. */
static const char *meant_by(const char *name)
{
    static const char *const names[] = {"iso-8859-1", "iso8859-1", "latin1", "l1", "cp1252"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(name, names[i]) == 0)
            return "windows-1252";
    }
    return name;
}

struct charset *charset_new(const char *content_type, char unknown[CHARSET_NAME_SIZE])
{
    static const char *const utf8[] = {"utf-8", "utf8", "us-ascii", "ascii"};
    char name[CHARSET_NAME_SIZE];
    unknown[0] = '\0';
    if (!read_name(content_type, name))
        return NULL;
    for (size_t i = 0; i < sizeof utf8 / sizeof *utf8; i++) {
        if (strcasecmp(name, utf8[i]) == 0)
            return NULL;
    }
    iconv_t converter = iconv_open("UTF-8", meant_by(name));
    if (converter == (iconv_t)-1) { /* NOLINT: that is what iconv_open is documented to return */
        memcpy(unknown, name, sizeof name);
        return NULL;
    }
    struct charset *charset = memory_new(sizeof *charset);
    charset->converter = converter;
    return charset;
}

void charset_free(struct charset **charset)
{
    if (!*charset)
        return;
    iconv_close((*charset)->converter);
    free((*charset)->given);
    free((*charset)->text);
    free(*charset);
    *charset = NULL;
}

const char *charset_convert(struct charset *charset, const char *bytes, size_t *length)
{
    static const char replacement[] = "\xef\xbf\xbd";
    size_t left = charset->cut + *length;
    charset->given = memory_grow(charset->given, &charset->given_capacity, left + LONGEST, 1);
    charset->text = memory_grow(charset->text, &charset->text_capacity, (left + 1) * LONGEST, 1);
    memcpy(charset->given + charset->cut, bytes, *length);
    char *from = charset->given;
    char *to = charset->text;
    size_t room = charset->text_capacity;
    while (left && iconv(charset->converter, &from, &left, &to, &room) == (size_t)-1 && errno == EILSEQ) {
        memcpy(to, replacement, strlen(replacement));
        to += strlen(replacement);
        room -= strlen(replacement);
        from++;
        left--;
    }
    charset->cut = left;
    memmove(charset->given, from, left);
    *length = (size_t)(to - charset->text);
    return charset->text;
}

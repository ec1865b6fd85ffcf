#include "model/audio/audio_kind.h"

#include "model/audio/mp3_frame.h"
#include "net/base/translate.h"
#include "net/base/unicode.h"

#include <stdio.h>
#include <string.h>

enum {
    RIFF_SIZE = 12,  /* "RIFF", a size, "WAVE" */
    SHOWN_BYTES = 8, /* of unknown content, in a message */
    TEXT_BYTES = 64, /* that are examined for text */
};

static bool begins_with(const char *bytes, size_t length, const char *with)
{
    size_t count = strlen(with);
    return length >= count && memcmp(bytes, with, count) == 0;
}

/* The kind by a magic number at the start; AUDIO_UNDECIDED if there is none. */
static enum audio_kind marked_kind(const char *bytes, size_t length)
{
    if (begins_with(bytes, length, "ID3"))
        return AUDIO_MP3;
    if (begins_with(bytes, length, "OggS"))
        return AUDIO_OGG;
    if (begins_with(bytes, length, "fLaC"))
        return AUDIO_FLAC;
    if (length >= RIFF_SIZE && begins_with(bytes, length, "RIFF") && memcmp(bytes + 8, "WAVE", 4) == 0)
        return AUDIO_WAV;
    return AUDIO_UNDECIDED;
}

/* Skips a byte order mark of UTF-8, and blanks. */
static const char *skip_blanks(const char *bytes, size_t *length)
{
    if (begins_with(bytes, *length, "\xef\xbb\xbf")) {
        bytes += 3;
        *length -= 3;
    }
    for (; *length && *bytes && strchr(" \t\r\n", *bytes); bytes++)
        --*length;
    return bytes;
}

static bool is_text(const char *bytes, size_t length)
{
    for (size_t left = length < TEXT_BYTES ? length : TEXT_BYTES; left;) {
        uint32_t character;
        size_t taken = unicode_read(bytes, left, &character);
        bool is_cut = length > TEXT_BYTES && left < 4; /* maybe within a character */
        if (!unicode_is_printable(character) && !unicode_is_blank(character) && !is_cut &&
            character != '\r' && character != '\n')
            return false;
        bytes += taken;
        left -= taken;
    }
    return true;
}

/* The kind of what is no audio. */
static enum audio_kind written_kind(const char *bytes, size_t length)
{
    const char *text = skip_blanks(bytes, &length);
    if (!length)
        return AUDIO_NOTHING;
    if (*text == '<')
        return AUDIO_PAGE;
    if ((*text && strchr("{[\"", *text)) || begins_with(text, length, "null"))
        return AUDIO_JSON;
    return is_text(text, length) ? AUDIO_TEXT : AUDIO_OTHER;
}

enum audio_kind audio_kind_of(const char *bytes, size_t length, bool is_all)
{
    static const struct mp3_frame none;
    struct mp3_frame frame;
    size_t skip;
    enum audio_kind kind = marked_kind(bytes, length);
    if (kind != AUDIO_UNDECIDED || (length < RIFF_SIZE && !is_all))
        return kind;
    enum mp3_found found = mp3_find(&none, (const unsigned char *)bytes, length, is_all, &skip, &frame);
    if (found == MP3_FRAME)
        return AUDIO_MP3;
    kind = written_kind(bytes, length);
    bool is_enough = is_all || length >= AUDIO_KIND_BYTES || kind == AUDIO_PAGE || kind == AUDIO_JSON;
    return is_enough ? kind : AUDIO_UNDECIDED;
}

const char *audio_kind_name(enum audio_kind kind)
{
    static const char *const names[] = {
        [AUDIO_MP3] = "MP3", [AUDIO_WAV] = "WAV", [AUDIO_OGG] = "Ogg", [AUDIO_FLAC] = "FLAC"};
    return audio_kind_is_audio(kind) ? names[kind] : "";
}

/* In hexadecimal: "1f 8b 08". */
static void show_bytes(char *buffer, const char *bytes, size_t length)
{
    *buffer = '\0';
    for (size_t i = 0; i < length && i < SHOWN_BYTES; i++)
        buffer += snprintf(buffer, 4, i ? " %02x" : "%02x", (unsigned char)bytes[i]);
}

void audio_kind_explain(enum audio_kind kind, const char *subject, const char *bytes, size_t length,
                        struct failure *failure)
{
    static const char ask[] = N_("the recording may have been deleted; ask the server's administrator");
    char shown[3 * SHOWN_BYTES + 1];
    show_bytes(shown, bytes, length);
    if (kind == AUDIO_NOTHING)
        failure_set(failure, FAILURE_ANSWER, ask, tr("%s: the server gave nothing"), subject);
    else if (kind == AUDIO_PAGE)
        failure_set(failure, FAILURE_ANSWER,
                    tr("is the address right? maybe a proxy or a login page answered"),
                    tr("%s: got a web page, not audio"), subject);
    else if (kind == AUDIO_JSON || kind == AUDIO_TEXT)
        failure_set(failure, FAILURE_ANSWER, ask, tr("%s: got %s, not audio"), subject,
                    kind == AUDIO_JSON ? tr("data (JSON)") : tr("text"));
    else
        failure_set(failure, FAILURE_ANSWER, tr("tell the server's administrator"),
                    tr("%s: what came is no audio that is known here; it begins with %s"), subject, shown);
    failure->is_lasting = kind != AUDIO_NOTHING;
}

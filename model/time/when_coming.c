#include "model/time/when_coming.h"

#include "model/time/timestamp.h"
#include "model/time/when_resolve.h"
#include "model/time/when_written.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { TEXT_SIZE = 96 };

#define DAY_TICKS (INT64_C(86400) * TIMESTAMP_SECOND)
#define YEAR_TICKS                                                                                           \
    (364 * DAY_TICKS) /* two of a week are no further apart, as of what has no year at the least */

/* What may stand before what is to come, and what that reads as. */
struct coming_word {
    const char *word;
    const char *instead;
    bool is_next;
};

static const struct coming_word *word_of(const char *text)
{
    static const struct coming_word words[] = {
        {"+", "", false},
        {"in ", "", false},
        {"om ", "", false},
        {"tomorrow", "1 day", false},
        {"i morgen", "1 day", false},
        {"imorgen", "1 day", false},
        {"next ", "", true},
        {"n\xc3\xa6ste ", "", true},
        {"naeste ", "", true},
        {"coming ", "", true},
        {"kommende ", "", true},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncasecmp(text, words[i].word, strlen(words[i].word)) == 0)
            return &words[i];
    return NULL;
}

/* A span is read as one back, "3 months ago", and turned; so is the period of now, "this week". */
static bool read_turned(struct when_written *written, const char *text, enum when_day what)
{
    char whole[TEXT_SIZE];
    bool is_span = what == WHEN_DAY_BACK;
    int length = snprintf(whole, sizeof whole, "%s%s%s", is_span ? "" : "this ", text, is_span ? " ago" : "");
    if (length >= TEXT_SIZE || *text == '-' || !when_written_read(written, whole) || written->what != what)
        return false;
    written->count = is_span ? -written->count : -1;
    return true;
}

static bool read_coming(struct when_written *written, const char *text, bool is_next)
{
    return (is_next && read_turned(written, text, WHEN_DAY_PERIOD)) ||
           read_turned(written, text, WHEN_DAY_BACK) || when_written_read(written, text);
}

/* In ticks, how far apart two of it are at the least; 0: there is one. */
static int64_t distance_of(const struct when_written *written)
{
    switch (written->what) {
    case WHEN_DAY_NONE:
        return DAY_TICKS;
    case WHEN_DAY_WEEKDAY:
        return written->count > 0 ? 0 : 7 * DAY_TICKS;
    case WHEN_DAY_DATE:
    case WHEN_DAY_MONTH:
    case WHEN_DAY_WEEK:
    case WHEN_DAY_QUARTER:
        return written->year < 0 ? YEAR_TICKS : 0;
    default:
        return 0;
    }
}

bool when_parse_coming(struct when *when, const char *text, int64_t now, bool utc, struct failure *failure)
{
    struct when read;
    struct when_written written = {0};
    struct when_question question = {text, now, utc};
    const char *begin = text + strspn(text, " \t");
    const struct coming_word *word = word_of(begin);
    char rest[TEXT_SIZE];
    bool is_next = word && word->is_next;
    int length = word ? snprintf(rest, sizeof rest, "%s%s", word->instead, begin + strlen(word->word)) : 0;
    if (length >= TEXT_SIZE || !read_coming(&written, word ? rest : begin, is_next))
        return when_refuse(&written, text, failure);
    struct when_written dated = written;
    dated.has_weekday = false;
    int64_t distance = distance_of(&written);
    while (distance && when_resolve(&read, &dated, &question, NULL) &&
           (is_next ? read.begin : read.end) <= now)
        question.now += distance;
    return when_resolve(when, &written, &question, failure);
}

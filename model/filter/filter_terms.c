#include "model/filter/filter_terms.h"

#include "model/filter/filter_number.h"
#include "model/filter/filter_token.h"
#include "model/time/timestamp.h"
#include "model/time/week_hours.h"
#include "model/time/when.h"
#include "net/base/likeness.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NOTHING_LEFT tr("leaves nothing: no call can match this and what stands before")
#define HALF_SECOND (TIMESTAMP_SECOND / 2)

enum term_name {
    AFTER,
    AGENT,
    BEFORE,
    CALL,
    CALLER,
    FILE_NAME,
    HELD,
    HOUR,
    IS,
    LONGER,
    MARK,
    NOTE,
    ON,
    QUEUE,
    SHORTER,
    TAG,
    TYPE,
    WEEKDAY,
    TERM_NAMES
};

typedef void take_value(struct filter_parser *parser, struct filter_token *token);
static take_value take_date, take_length, take_values, take_caller, take_week, take_yes, take_is;

static const struct {
    const char *name;
    take_value *take;
    const char *wanted; /* the expected value in words; NULL where `take` says it */
    enum filter_subject subject;
    const char *help;
} term_rows[TERM_NAMES] = {
    [AFTER] = {"after:", take_date, NULL, FILTER_START,
               N_("started from the start of a day, month, year or time on: after:2024-05-03, after:-2w")},
    [AGENT] = {"agent:", take_values, N_("the name or number of an agent"), FILTER_AGENT,
               N_("part of the name, the number, or the start of a number in the name; any of several: "
                  "agent:ida,lars")},
    [BEFORE] =
        {"before:", take_date, NULL, FILTER_START,
         N_("started before the start of a day, month, year or time: before:may, before:\"3 May 14:00\"")},
    [CALL] = {"call:", take_values, N_("the number of a call"), FILTER_CALL,
              N_("the number of the call (QueueCallId): call:47610, call:47610,47611")},
    [CALLER] = {"caller:", take_caller, N_("none, or a part of the caller"), FILTER_CALLER,
                N_("none for no number, or a part of the caller as the server gives it (caller:sip)")},
    [FILE_NAME] = {"file:", take_values, N_("the name of a recording's file, or a part of it"), FILTER_FILE,
                   N_("part of the name of the recording's file: file:0a1b2c")},
    [HELD] = {"held:", take_yes, N_("yes or no"), FILTER_HELD,
              N_("whether it is on hold: held:yes, held:no")},
    [HOUR] =
        {"hour:", take_week, N_("hours of the day: 8, 8-10 or 22-6"), FILTER_WEEK,
         N_("started in an hour of the day: hour:8 (8:00 to 9:00), hour:8-10 (8:00 to 10:00), hour:22-6")},
    [IS] =
        {"is:", take_is, N_("new, heard or unheard"), FILTER_HEARD,
         N_("is:new: ended since your last visit, the end of the last session of the screen; is:unheard: you "
            "have "
            "played nothing of the call here, is:heard: you have")},
    [LONGER] = {"longer:", take_length, NULL, FILTER_LENGTH,
                N_("longer than 90, 90s, 5m, 10 min, 1h30m or 1:30; also >5m")},
    [MARK] = {"mark:", take_yes, N_("yes or no"), FILTER_MARK,
              N_("whether you have marked it: mark:yes, mark:no")},
    [NOTE] = {"note:", take_values, N_("a part of your note"), FILTER_NOTE,
              N_("part of the note that you have written")},
    [ON] =
        {"on:", take_date, NULL, FILTER_START,
         N_("started on that day, or in that week, month or year: on:yesterday, on:w18, on:1/5..3/5, on:last "
            "7 days")},
    [QUEUE] =
        {"queue:", take_values, N_("the name or number of a queue"), FILTER_QUEUE,
         N_("part of the name, or the number, of the queue: queue:sales,support, queue:301, queue:89403330")},
    [SHORTER] = {"shorter:", take_length, NULL, FILTER_LENGTH,
                 N_("shorter than 90, 90s, 5m, 10 min, 1h30m or 1:30; also <5m")},
    [TAG] = {"tag:", take_values, N_("a part of a tag of yours"), FILTER_TAG,
             N_("part of a tag that you have given it: tag:coaching, tag:case-12,case-13")},
    [TYPE] = {"type:", take_values, N_("queue, callback or a part of another type"), FILTER_TYPE,
              N_("queue, callback or a part of another type")},
    [WEEKDAY] = {"weekday:", take_week, N_("days of the week: tue, mon-fri, tirsdag or weekend"), FILTER_WEEK,
                 N_("started on a day of the week: weekday:tue, weekday:mon-fri, weekday:weekend")},
};

const char *filter_term_name(size_t index)
{
    return index < TERM_NAMES ? term_rows[index].name : NULL;
}

const char *filter_term_help(size_t index)
{
    return index < TERM_NAMES ? term_rows[index].help : NULL;
}

/* The length in bytes of the letters at the start of a text. Those of all alphabets count, as "før:" may be meant as
 * a term. */
static size_t letters_at(const char *text)
{
    size_t word = filter_word(text), length = 0;
    while (length < word && ((unsigned char)text[length] >= 0x80
                                 ? filter_quote(text + length) == 0
                                 : (text[length] | 0x20) >= 'a' && (text[length] | 0x20) <= 'z'))
        length++;
    return length;
}

size_t filter_term_find(const char *text, size_t *length)
{
    size_t letters = letters_at(text);
    *length = letters > 0 && text[letters] == ':' ? letters + 1 : 0;
    bool is_compared = (*text == '<' || *text == '>') && text[1] >= '0' && text[1] <= '9';
    if (is_compared) {
        *length = 1;
        return *text == '<' ? SHORTER : LONGER;
    }
    for (size_t term = 0; *length && term < TERM_NAMES; term++)
        if (strncasecmp(text, term_rows[term].name, *length) == 0 && !term_rows[term].name[*length])
            return term;
    return *length ? FILTER_UNKNOWN_TERM : FILTER_NO_TERM;
}

const char *filter_term_like(const char *letters, size_t length)
{
    char written[LIKENESS_LONGEST + 1];
    struct likeness best = {NULL, 0};
    snprintf(written, sizeof written, "%.*s", (int)length, letters);
    for (size_t term = 0; term < TERM_NAMES; term++)
        likeness_take(&best, written, term_rows[term].name);
    return best.name;
}

void filter_term_take(struct filter_parser *parser, struct filter_token *token)
{
    term_rows[token->term].take(parser, token);
}

/* FILTER_UNFINISHED becomes FILTER_WRONG in a token that more typing cannot extend. */
static enum filter_verdict verdict_at(const struct filter_parser *parser, const struct filter_token *token,
                                      enum filter_verdict verdict)
{
    return verdict == FILTER_UNFINISHED && !filter_token_is_open(parser, token) ? FILTER_WRONG : verdict;
}

/* Reports what is wrong with a value. */
static void refuse_value(struct filter_parser *parser, const struct filter_token *token,
                         enum filter_verdict verdict, const char *what)
{
    filter_complain(parser, verdict_at(parser, token, verdict), token->begin, token->end, "%s %s",
                    term_rows[token->term].name, what);
}

/* Reports a value of the wrong kind, and which one the term takes. */
static void refuse_other(struct filter_parser *parser, const struct filter_token *token,
                         enum filter_verdict verdict)
{
    filter_complain(parser, verdict_at(parser, token, verdict), token->begin, token->end, tr("%s takes %s"),
                    term_rows[token->term].name, tr(term_rows[token->term].wanted));
}

/* Extends the token to the longest run of words that is a date, "3 May 2024", "1. maj til 3. maj"; false if none is.
 * *tail is the longest run that was tried. */
static bool take_longest_date(struct filter_parser *parser, struct filter_token *token,
                              struct filter_token *tail, struct when *when)
{
    enum { MORE_WORDS = 7 };
    const struct filter_clock *clock = &parser->clock;
    bool (*parse)(struct when * when, const char *text, int64_t now, bool utc, struct failure *failure) =
        token->term == ON ? when_parse_period : when_parse;
    bool is_date = false;
    *tail = *token;
    for (int i = 0; i <= MORE_WORDS; i++) {
        if (parse(when, tail->value, clock->now, clock->utc, NULL)) {
            is_date = true;
            *token = *tail;
            parser->at = token->end;
        }
        if (!filter_extend(parser, tail))
            break;
    }
    return is_date;
}

static enum filter_verdict read_date(struct filter_parser *parser, struct filter_token *token,
                                     struct when *when, char what[FILTER_WHAT_SIZE])
{
    struct filter_token tail;
    enum filter_verdict (*read)(const char *text, const struct filter_clock *clock, struct when *when,
                                char what[FILTER_WHAT_SIZE]) =
        token->term == ON ? filter_read_period : filter_read_date;
    if (take_longest_date(parser, token, &tail, when))
        return FILTER_GOOD;
    bool is_last = !parser->text[tail.end] && tail.end > token->end;
    if (is_last && read(tail.value, &parser->clock, when, what) == FILTER_UNFINISHED) {
        *token = tail;
        parser->at = token->end;
        return FILTER_UNFINISHED;
    }
    return read(token->value, &parser->clock, when, what);
}

/* Whether a term of a span excludes all that earlier terms of its subject allow. */
static bool contradicts(const struct filter *filter, const struct filter_term *term)
{
    struct filter_term both = *term;
    bool has_other = false;
    for (size_t i = 0; i < filter->term_count; i++) {
        const struct filter_term *other = &filter->terms[i];
        if (other->subject != term->subject || other->negated)
            continue;
        has_other = true;
        both.least = other->least > both.least ? other->least : both.least;
        both.less_than = other->less_than < both.less_than ? other->less_than : both.less_than;
    }
    return has_other && both.least >= both.less_than;
}

/* Adds a term about a start or a length. */
static void add_span(struct filter_parser *parser, const struct filter_token *token, struct filter_term term)
{
    if (!token->negated && contradicts(parser->filter, &term))
        refuse_value(parser, token, FILTER_WRONG, NOTHING_LEFT);
    else
        filter_add(parser, token, term);
}

static void take_date(struct filter_parser *parser, struct filter_token *token)
{
    char what[FILTER_WHAT_SIZE];
    struct when when = {0, 0};
    struct filter_term term = {.subject = FILTER_START, .least = INT64_MIN, .less_than = INT64_MAX};
    enum filter_verdict verdict = read_date(parser, token, &when, what);
    if (verdict != FILTER_GOOD) {
        refuse_value(parser, token, verdict, what);
        return;
    }
    parser->filter->has_date = true;
    parser->filter->date_begin = when.begin;
    parser->filter->date_end = when.end;
    if (token->term != BEFORE)
        term.least = when.begin;
    if (token->term != AFTER)
        term.less_than = token->term == ON ? when.end : when.begin;
    add_span(parser, token, term);
}

/* Lengths are shown rounded to seconds; the bound is half a second off, so that rounded lengths are compared. */
static void take_length(struct filter_parser *parser, struct filter_token *token)
{
    char what[80];
    int64_t seconds;
    struct filter_term term = {.subject = FILTER_LENGTH, .least = 0, .less_than = INT64_MAX};
    size_t end = token->end + filter_blanks(parser->text + token->end);
    if (!token->is_quoted && filter_unit(parser->text + end) && filter_extend(parser, token)) /* "10 min" */
        parser->at = token->end;
    enum filter_verdict verdict = filter_read_length(token->value, &seconds, what, sizeof what);
    if (verdict != FILTER_GOOD) {
        refuse_value(parser, token, verdict, what);
        return;
    }
    if (token->term == LONGER)
        term.least = seconds * TIMESTAMP_SECOND + HALF_SECOND;
    else
        term.less_than = seconds * TIMESTAMP_SECOND - HALF_SECOND;
    add_span(parser, token, term);
}

/* Whether the term can take the value; reports the error if not. */
static bool check_value(struct filter_parser *parser, const struct filter_token *token)
{
    const char *odd = token->is_quoted ? NULL : filter_odd_text(token->value);
    size_t digits = strspn(token->value, "0123456789");
    if (token->term == CALL && (token->value[digits] || token->is_quoted))
        odd = tr("is a number: call:47610");
    if (odd)
        refuse_value(parser, token, FILTER_WRONG, odd);
    return !odd;
}

/* Parses one value, or several separated by commas, any of which may match. */
static void take_values(struct filter_parser *parser, struct filter_token *token)
{
    struct filter_term term = {.subject = term_rows[token->term].subject};
    bool is_text = term.subject == FILTER_TYPE || term.subject == FILTER_FILE || term.subject == FILTER_TAG ||
                   term.subject == FILTER_NOTE;
    bool more = true, good = true;
    parser->at = token->colon;
    while (more) {
        parser->at += filter_blanks(parser->text + parser->at);
        filter_take_value(parser, token, ',');
        if (token->value[0])
            good = check_value(parser, token) && good &&
                   filter_add_value(parser->filter, token, &term, !is_text);
        more = parser->text[parser->at] == ',';
        parser->at += more;
        token->end = parser->at;
    }
    if (!good)
        return;
    if (term.count == 0)
        refuse_other(parser, token, FILTER_UNFINISHED);
    else
        filter_add(parser, token, term);
}

/* A word that a term takes, and the term to add for it. */
struct answer {
    const char *word;
    struct filter_term term;
};

static void take_answer(struct filter_parser *parser, struct filter_token *token,
                        const struct answer *answers, size_t count)
{
    bool is_beginning = false;
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(token->value, answers[i].word) == 0) {
            filter_add(parser, token, answers[i].term);
            return;
        }
        is_beginning = is_beginning || strncasecmp(token->value, answers[i].word, strlen(token->value)) == 0;
    }
    refuse_other(parser, token, is_beginning ? FILTER_UNFINISHED : FILTER_WRONG);
}

static void take_yes(struct filter_parser *parser, struct filter_token *token)
{
    const enum filter_subject subject = term_rows[token->term].subject;
    const struct answer answers[] = {{"no", {.subject = subject, .least = 0}},
                                     {"yes", {.subject = subject, .least = 1}}};
    take_answer(parser, token, answers, sizeof answers / sizeof *answers);
}

static void take_is(struct filter_parser *parser, struct filter_token *token)
{
    static const struct answer answers[] = {{"new", {.subject = FILTER_NEW, .least = INT64_MIN}},
                                            {"heard", {.subject = FILTER_HEARD, .least = 1}},
                                            {"unheard", {.subject = FILTER_HEARD, .least = 0}}};
    take_answer(parser, token, answers, sizeof answers / sizeof *answers);
}

/* Parses the value of caller:. A number may have blanks in it, as one without a term. */
static void take_caller(struct filter_parser *parser, struct filter_token *token)
{
    if (!token->value[0]) {
        refuse_other(parser, token, FILTER_UNFINISHED);
        return;
    }
    if (!token->is_quoted && filter_odd_text(token->value)) {
        refuse_value(parser, token, FILTER_WRONG, filter_odd_text(token->value));
        return;
    }
    const char *value = parser->text + token->end - strlen(token->value);
    size_t length = strlen(token->value), number = filter_digits(token->is_quoted ? token->value : value);
    if (!token->is_quoted && number > length)
        parser->at = token->end += number - length;
    if (number >= length)
        filter_add_number(parser, token, token->is_quoted ? token->value : value, number);
    else if (!token->is_quoted && strcasecmp(token->value, "none") == 0)
        filter_add(parser, token, (struct filter_term){.subject = FILTER_NO_CALLER});
    else
        filter_add_text(parser, token, (struct filter_term){.subject = FILTER_CALLER});
}

/* Extends days or hours behind a blank after a comma or at a dash: "8 - 10", "mon, tue". */
static void take_rest(struct filter_parser *parser, struct filter_token *token)
{
    bool more = !token->is_quoted;
    while (more) {
        const char *rest = parser->text + token->end + filter_blanks(parser->text + token->end);
        size_t length = strlen(token->value);
        more = (length > 0 && strchr(",-", token->value[length - 1])) || (*rest == '-' && rest[1] == ' ');
        more = more && filter_extend(parser, token);
    }
    parser->at = token->end;
}

/* Parses days or hours, which are intersected with those of earlier terms; an empty intersection is an error. */
static void take_week(struct filter_parser *parser, struct filter_token *token)
{
    struct week_hours week = WEEK_HOURS_ANY;
    take_rest(parser, token);
    enum week_reading reading = token->term == WEEKDAY ? week_hours_read_days(&week.days, token->value)
                                                       : week_hours_read_hours(&week.hours, token->value);
    struct filter_term term = {.subject = FILTER_WEEK, .least = week.days, .less_than = week.hours};
    struct week_hours both = parser->filter->by_week ? parser->filter->week : week;
    if (reading != WEEK_READ) {
        refuse_other(parser, token, reading == WEEK_WRONG ? FILTER_WRONG : FILTER_UNFINISHED);
        return;
    }
    both = (struct week_hours){both.days & week.days, both.hours & week.hours, parser->clock.utc};
    if (!token->negated && (!both.days || !both.hours)) {
        refuse_value(parser, token, FILTER_WRONG, NOTHING_LEFT);
        return;
    }
    if (filter_add(parser, token, term) && !token->negated) {
        parser->filter->by_week = true;
        parser->filter->week = both;
    }
}

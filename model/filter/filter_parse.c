/* Numbers, words and terms, one after the other. */
#include "model/filter/filter_parse.h"

#include "model/filter/filter_number.h"
#include "model/time/timestamp.h"
#include "model/time/when.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum term_name {
    AFTER,
    AGENT,
    BEFORE,
    CALLER,
    LONGER,
    ON,
    QUEUE,
    SHORTER,
    TYPE,
    TERM_NAMES,
    NO_TERM,
    UNKNOWN_TERM
};

static const struct {
    const char *name;
    const char *help;
} term_rows[TERM_NAMES] = {
    [AFTER] = {"after:",
               "started from the start of a day, month, year or time on: after:2024-05-03, after:-2w"},
    [AGENT] = {"agent:",
               "part of the agent's name, or the agent's number, or the start of a number in the name"},
    [BEFORE] = {"before:", "started before the start of that: before:may, before:\"3 May 14:00\""},
    [CALLER] = {"caller:", "none for no number, or a part of the caller as the server gives it (caller:sip)"},
    [LONGER] = {"longer:", "longer than 90, 90s, 5m, 10 min, 1h30m or 1:30; also >5m"},
    [ON] = {"on:", "started on that day, or in that week, month or year: on:yesterday, on:w18, on:1/5..3/5"},
    [QUEUE] = {"queue:", "the same of the queue: queue:sales, queue:301, queue:89403330"},
    [SHORTER] = {"shorter:", "shorter than that; also <5m"},
    [TYPE] = {"type:", "queue, callback or a part of another type"},
};

#define HALF_SECOND (TIMESTAMP_SECOND / 2)

struct parser {
    struct filter *filter;
    const char *text;
    size_t at;
    struct filter_clock clock;
    struct filter_error *error;
};

/* A word or a term with its value. */
struct token {
    size_t begin;
    size_t end;
    bool negated;
    enum term_name name;
    bool is_quoted;
    bool is_closed; /* the quotes are */
    size_t colon;   /* where the value may begin */
    char value[FILTER_SIZE];
};

const char *filter_term_name(size_t index)
{
    return index < TERM_NAMES ? term_rows[index].name : NULL;
}

const char *filter_term_help(size_t index)
{
    return index < TERM_NAMES ? term_rows[index].help : NULL;
}

/* Notes what is wrong, if nothing has been before. */
__attribute__((format(printf, 5, 6))) static void complain(struct parser *parser, enum filter_verdict verdict,
                                                           size_t begin, size_t end, const char *format, ...)
{
    struct filter_error *error = parser->error;
    if (error->verdict == FILTER_WRONG)
        return;
    error->verdict = verdict;
    error->begin = begin;
    error->end = end;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->what, sizeof error->what, format, arguments);
    va_end(arguments);
    error->what[failure_fit(error->what, sizeof error->what)] = '\0';
}

/* Adds a term, to the words or to the others. False, with a complaint, if there are too many. */
static bool add(struct parser *parser, const struct token *token, struct filter_term term)
{
    struct filter *filter = parser->filter;
    bool is_word = term.subject <= FILTER_QUEUE;
    size_t *count = is_word ? &filter->word_count : &filter->term_count;
    if (*count == FILTER_TERMS) {
        complain(parser, FILTER_WRONG, token->begin, token->end, "more than %d words", FILTER_TERMS);
        return false;
    }
    term.negated = token->negated;
    (is_word ? filter->words : filter->terms)[(*count)++] = term;
    filter->by_caller =
        filter->by_caller || (term.subject >= FILTER_NUMBER && term.subject <= FILTER_NO_CALLER);
    filter->by_type = filter->by_type || term.subject == FILTER_TYPE;
    filter->by_time = filter->by_time || term.subject >= FILTER_START;
    return true;
}

static void add_text(struct parser *parser, const struct token *token, struct filter_term term)
{
    struct filter *filter = parser->filter;
    term.place = filter->letter_count;
    size_t room = sizeof filter->letters / sizeof *filter->letters - filter->letter_count;
    size_t count = filter_fold(filter->letters + term.place, room, token->value, strlen(token->value));
    if (count > 0 && add(parser, token, term))
        filter->letter_count += count + 1;
}

/* Gives a number a place for a term; false, with a complaint, if there are too many. */
static bool keep_number(struct parser *parser, const struct token *token, const struct telephone *number,
                        struct filter_term *term)
{
    struct filter *filter = parser->filter;
    if (filter->number_count == FILTER_NUMBERS) {
        complain(parser, FILTER_WRONG, token->begin, token->end, "more than %d numbers", FILTER_NUMBERS);
        return false;
    }
    term->number = filter->number_count++;
    filter->numbers[term->number] = *number;
    return true;
}

/* Adds a number, or as a text what an address of a telephone has instead. */
static void add_number(struct parser *parser, struct token *token, const char *text, size_t length)
{
    struct filter *filter = parser->filter;
    struct telephone number;
    telephone_read(&number, text, length);
    if (number.count == 0 && length == telephone_scheme(text, length)) {
        complain(parser, FILTER_UNFINISHED, token->begin, token->end, "the address of a telephone");
        return;
    }
    const char *odd = number.count ? filter_odd_number(text, length) : filter_odd_address(text, length);
    if (odd) {
        complain(parser, FILTER_WRONG, token->begin, token->end, "%s", odd);
        return;
    }
    if (number.count == 0) {
        snprintf(token->value, sizeof token->value, "%.*s", (int)length, text);
        add_text(parser, token, (struct filter_term){.subject = FILTER_CALLER});
        return;
    }
    struct filter_term term = {.subject = FILTER_NUMBER};
    if (keep_number(parser, token, &number, &term) && !add(parser, token, term))
        filter->number_count--;
}

/* Takes a number that stands alone; false if something else does. */
static bool take_number(struct parser *parser)
{
    const char *text = parser->text + parser->at;
    size_t sign = filter_sign(text), begin = 0, length = filter_named_number(text + sign, &begin);
    struct token token = {.begin = parser->at, .negated = sign > 0};
    begin += sign;
    if (length == 0) {
        begin = *text == '!' ? sign : 0; /* a dash is one of the signs of a number */
        length = filter_digits(text + begin);
        sign = begin;
    }
    if (length == 0)
        return false;
    parser->at = token.end = token.begin + sign + length;
    add_number(parser, &token, text + begin, sign + length - begin);
    return true;
}

/* The term whose name and colon stand at `at`. *length is that of both. */
static enum term_name find_term(const char *at, size_t *length)
{
    size_t letters = 0;
    while ((at[letters] | 0x20) >= 'a' && (at[letters] | 0x20) <= 'z')
        letters++;
    *length = 0;
    if (letters == 0 || at[letters] != ':')
        return NO_TERM;
    *length = letters + 1;
    for (enum term_name name = AFTER; name < TERM_NAMES; name++)
        if (strlen(term_rows[name].name) == *length && strncasecmp(at, term_rows[name].name, *length) == 0)
            return name;
    return UNKNOWN_TERM;
}

/* How many bytes stand before the quotation mark that ends a quoted text, or before its end: what a " begins
 * only another one ends. */
static size_t quoted_length(const char *text, bool is_plain)
{
    size_t length = 0;
    while (text[length] && (is_plain ? text[length] != '"' : filter_quote(text + length) == 0))
        length++;
    return length;
}

/* The value runs to the next blank, or between quotes; a quote that is still open ends with the text. */
static void take_value(struct parser *parser, struct token *token)
{
    const char *text = parser->text;
    size_t quote = filter_quote(text + parser->at);
    bool is_plain = text[parser->at] == '"';
    token->is_quoted = quote > 0;
    parser->at += quote;
    size_t length = quote ? quoted_length(text + parser->at, is_plain) : filter_word(text + parser->at);
    memcpy(token->value, text + parser->at, length);
    token->value[length] = '\0';
    parser->at += length;
    quote = token->is_quoted ? filter_quote(text + parser->at) : 0;
    token->is_closed = quote > 0;
    parser->at += quote;
    token->end = parser->at;
}

static void take_token(struct parser *parser, struct token *token)
{
    const char *text = parser->text;
    size_t length, sign = filter_sign(text + parser->at);
    token->begin = parser->at;
    token->negated = sign > 0;
    parser->at += sign;
    token->name = find_term(text + parser->at, &length);
    bool is_compared = strchr("<>", text[parser->at]) && strchr("0123456789", text[parser->at + 1]);
    if (text[parser->at] && text[parser->at + 1] && is_compared) {
        token->name = text[parser->at] == '<' ? SHORTER : LONGER;
        length = 1;
    }
    token->colon = parser->at += length;
    if (token->name < TERM_NAMES)
        parser->at += filter_blanks(text + parser->at);
    take_value(parser, token);
}

/* True if what is typed next may belong to the token. */
static bool is_open(const struct parser *parser, const struct token *token)
{
    return !parser->text[token->end] && !token->is_closed;
}

/* Complains of a value, as being typed only if that is where the user types. */
static void refuse_value(struct parser *parser, const struct token *token, enum filter_verdict verdict,
                         const char *what)
{
    bool unfinished = verdict == FILTER_UNFINISHED && is_open(parser, token);
    complain(parser, unfinished ? FILTER_UNFINISHED : FILTER_WRONG, token->begin, token->end, "%s %s",
             term_rows[token->name].name, what);
}

/* Lets the value run on over the next word; false if there is none. */
static bool extend(const struct parser *parser, struct token *token)
{
    const char *text = parser->text + token->end;
    size_t blanks = filter_blanks(text), word = filter_word(text + blanks);
    if (token->is_quoted || word == 0)
        return false;
    size_t used = strlen(token->value);
    memcpy(token->value + used, text, blanks + word);
    token->value[used + blanks + word] = '\0';
    token->end += blanks + word;
    return true;
}

/* A value that is no date may be the first words of one, "3 May 2024": of as many as make one. What is a date
 * ends there. */
static enum filter_verdict read_date(struct parser *parser, struct token *token, struct when *when,
                                     char what[FILTER_WHAT_SIZE])
{
    enum { MORE_WORDS = 3 };
    char ignored[FILTER_WHAT_SIZE];
    struct token longer = *token;
    enum filter_verdict verdict = token->name == ON
                                      ? filter_read_period(token->value, &parser->clock, when, what)
                                      : filter_read_date(token->value, &parser->clock, when, what);
    bool is_date = verdict == FILTER_GOOD;
    for (int i = 0; !is_date && i < MORE_WORDS && extend(parser, &longer); i++) {
        enum filter_verdict as_longer = token->name == ON
                                            ? filter_read_period(longer.value, &parser->clock, when, ignored)
                                            : filter_read_date(longer.value, &parser->clock, when, ignored);
        if (as_longer == FILTER_WRONG || (as_longer == FILTER_UNFINISHED && parser->text[longer.end]))
            continue;
        verdict = as_longer;
        memcpy(what, ignored, FILTER_WHAT_SIZE);
        *token = longer;
        parser->at = token->end;
    }
    return verdict;
}

/* Whether a term leaves nothing that can match beside one that is there. */
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
static void add_span(struct parser *parser, const struct token *token, struct filter_term term)
{
    if (!token->negated && contradicts(parser->filter, &term))
        refuse_value(parser, token, FILTER_WRONG,
                     "leaves nothing: no call can match this and what stands before");
    else
        add(parser, token, term);
}

static void take_date(struct parser *parser, struct token *token)
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
    if (token->name != BEFORE)
        term.least = when.begin;
    if (token->name != AFTER)
        term.less_than = token->name == ON ? when.end : when.begin;
    add_span(parser, token, term);
}

/* Lengths are compared as they are shown, rounded to seconds. */
static void take_length(struct parser *parser, struct token *token)
{
    char what[80];
    int64_t seconds;
    struct filter_term term = {.subject = FILTER_LENGTH, .least = 0, .less_than = INT64_MAX};
    size_t end = token->end + filter_blanks(parser->text + token->end);
    if (!token->is_quoted && filter_unit(parser->text + end) && extend(parser, token)) /* "10 min" */
        parser->at = token->end;
    enum filter_verdict verdict = filter_read_length(token->value, &seconds, what, sizeof what);
    if (verdict != FILTER_GOOD) {
        refuse_value(parser, token, verdict, what);
        return;
    }
    if (token->name == LONGER)
        term.least = seconds * TIMESTAMP_SECOND + HALF_SECOND;
    else
        term.less_than = seconds * TIMESTAMP_SECOND - HALF_SECOND;
    add_span(parser, token, term);
}

static void take_name(struct parser *parser, const struct token *token)
{
    struct filter_term term = {.subject = token->name == AGENT ? FILTER_AGENT : FILTER_QUEUE};
    size_t digits = strspn(token->value, "0123456789");
    term.by_id = !token->is_quoted && token->value[digits] == '\0' && digits <= 18;
    if (term.by_id)
        term.least = strtoll(token->value, NULL, 10);
    add_text(parser, token, term);
}

/* A number runs on behind blanks, as where it stands alone. */
static void take_caller(struct parser *parser, struct token *token)
{
    const char *value = parser->text + token->end - strlen(token->value);
    size_t length = strlen(token->value), number = filter_digits(token->is_quoted ? token->value : value);
    if (!token->is_quoted && number > length)
        parser->at = token->end += number - length;
    if (number >= length)
        add_number(parser, token, token->is_quoted ? token->value : value, number);
    else if (!token->is_quoted && strcasecmp(token->value, "none") == 0)
        add(parser, token, (struct filter_term){.subject = FILTER_NO_CALLER});
    else
        add_text(parser, token, (struct filter_term){.subject = FILTER_CALLER});
}

static const char *wanted_value(enum term_name name)
{
    switch (name) {
    case AGENT:
        return "the name or number of an agent";
    case QUEUE:
        return "the name or number of a queue";
    case CALLER:
        return "none, or a part of the caller";
    default:
        return "queue, callback or a part of another type";
    }
}

static void take_term(struct parser *parser, struct token *token)
{
    bool is_date = token->name == AFTER || token->name == BEFORE || token->name == ON;
    if (is_date)
        take_date(parser, token);
    else if (token->name == LONGER || token->name == SHORTER)
        take_length(parser, token);
    else if (token->value[0] == '\0')
        refuse_value(parser, token, FILTER_UNFINISHED, wanted_value(token->name));
    else if (!token->is_quoted && filter_odd_text(token->value))
        refuse_value(parser, token, FILTER_WRONG, filter_odd_text(token->value));
    else if (token->name == TYPE)
        add_text(parser, token, (struct filter_term){.subject = FILTER_TYPE});
    else if (token->name == CALLER)
        take_caller(parser, token);
    else
        take_name(parser, token);
}

/* A number in quotes is looked for in names and among callers. */
static void take_quoted(struct parser *parser, const struct token *token)
{
    struct filter_term term = {.subject = FILTER_NAMES, .by_number = filter_is_number(token->value)};
    struct telephone number;
    size_t length = strlen(token->value);
    const char *odd = term.by_number ? filter_odd_number(token->value, length) : NULL;
    telephone_read(&number, token->value, length);
    if (odd)
        complain(parser, FILTER_WRONG, token->begin, token->end, "%s", odd);
    else if (!term.by_number || keep_number(parser, token, &number, &term))
        add_text(parser, token, term);
}

static void take_word(struct parser *parser, const struct token *token)
{
    const char *odd = filter_odd_word(token->value);
    bool is_sign = !token->is_quoted && (strcmp(token->value, "-") == 0 || strcmp(token->value, "!") == 0);
    if (is_sign && is_open(parser, token))
        complain(parser, FILTER_UNFINISHED, token->begin, token->end, "what is to be left out");
    else if (token->is_quoted)
        take_quoted(parser, token);
    else if (odd)
        complain(parser, FILTER_WRONG, token->begin, token->end, "%s", odd);
    else
        add_text(parser, token, (struct filter_term){.subject = FILTER_NAMES});
}

static void parse(struct parser *parser)
{
    struct token token;
    while (parser->text[parser->at += filter_blanks(parser->text + parser->at)]) {
        if (take_number(parser))
            continue;
        take_token(parser, &token);
        if (token.name == UNKNOWN_TERM)
            complain(parser, FILTER_WRONG, token.begin, token.end,
                     "%.*s is no term; in quotes it is looked for in names", (int)(token.colon - token.begin),
                     parser->text + token.begin);
        else if (token.name == NO_TERM)
            take_word(parser, &token);
        else
            take_term(parser, &token);
    }
}

enum filter_verdict filter_parse(struct filter *filter, const char *text, int64_t now, bool utc,
                                 struct filter_error *error)
{
    struct filter_error ignored = {.verdict = FILTER_GOOD};
    struct parser parser = {
        .filter = filter, .text = text, .clock = {now, utc}, .error = error ? error : &ignored};
    memset(filter, 0, sizeof *filter);
    memset(parser.error, 0, sizeof *parser.error);
    if (strlen(text) >= FILTER_SIZE)
        complain(&parser, FILTER_WRONG, FILTER_SIZE - 1, strlen(text), "the filter is too long");
    else
        parse(&parser);
    filter->now = now;
    filter->utc = utc;
    snprintf(filter->text, sizeof filter->text, "%s", text);
    return parser.error->verdict;
}

/* What is typed as a filter: numbers, words and terms, one after the other. */
#include "model/filter_state.h"
#include "model/timestamp.h"

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
               "started from the begin of a day, month, year or time on: after:2024-05-03, after:-2w"},
    [AGENT] = {"agent:", "part of the agent's name, or the agent's number"},
    [BEFORE] = {"before:", "started before the begin of that: before:may, before:\"3 May 14:00\""},
    [CALLER] = {"caller:", "none for no number, or a part of the caller as the server gives it"},
    [LONGER] = {"longer:", "longer than 90, 90s, 5m, 1h30m or 1:30"},
    [ON] = {"on:", "started on that day, or in that month or year: on:yesterday"},
    [QUEUE] = {"queue:", "part of the queue's name, or the queue's number"},
    [SHORTER] = {"shorter:", "shorter than that"},
    [TYPE] = {"type:", "queue, callback or a part of another type"},
};

#define BLANKS " \t"
#define HALF_SECOND (TIMESTAMP_SECOND / 2)

struct parser {
    struct filter *filter;
    const char *text;
    size_t at;
    int64_t now;
    bool utc;
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
    char value[PAGE_FILTER_SIZE];
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

static void add_text(struct parser *parser, const struct token *token, enum filter_subject subject)
{
    struct filter *filter = parser->filter;
    struct filter_term term = {.subject = subject, .place = filter->letter_count};
    size_t room = sizeof filter->letters / sizeof *filter->letters - filter->letter_count;
    size_t count = filter_fold(filter->letters + term.place, room, token->value, strlen(token->value));
    if (count > 0 && add(parser, token, term))
        filter->letter_count += count + 1;
}

static void add_number(struct parser *parser, const struct token *token, const char *text, size_t length)
{
    struct filter *filter = parser->filter;
    if (filter->number_count == FILTER_NUMBERS) {
        complain(parser, FILTER_WRONG, token->begin, token->end, "more than %d numbers", FILTER_NUMBERS);
        return;
    }
    telephone_read(&filter->numbers[filter->number_count], text, length);
    if (add(parser, token, (struct filter_term){.subject = FILTER_NUMBER, .place = filter->number_count}))
        filter->number_count++;
}

enum number_part { PART_OF_NONE, PART_SIGNS, PART_DIGITS };

static enum number_part number_part(const char *text, size_t length)
{
    bool has_digits = false;
    for (size_t i = 0; i < length; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (!is_digit && !strchr("+-()./", text[i]))
            return PART_OF_NONE;
        has_digits = has_digits || is_digit;
    }
    return has_digits ? PART_DIGITS : length ? PART_SIGNS : PART_OF_NONE;
}

/* The end of the number that begins at `at`, blanks between its parts included; `at` if there is none. A plus
 * begins another. */
static size_t number_end(const char *text, size_t at)
{
    size_t end = at + strcspn(text + at, BLANKS), next = end + strspn(text + end, BLANKS);
    size_t length = strcspn(text + next, BLANKS);
    enum number_part part = number_part(text + at, end - at), next_part = number_part(text + next, length);
    if (part == PART_OF_NONE || (part == PART_SIGNS && next_part != PART_DIGITS))
        return at;
    while (next_part != PART_OF_NONE && (part == PART_SIGNS || text[next] != '+')) {
        part = next_part;
        end = next + length;
        next = end + strspn(text + end, BLANKS);
        length = strcspn(text + next, BLANKS);
        next_part = number_part(text + next, length);
    }
    return end;
}

/* Takes a number that stands alone; false if something else does. */
static bool take_number(struct parser *parser)
{
    const char *text = parser->text;
    size_t begin = parser->at;
    bool excludes = text[begin] == '!' || (text[begin] == '-' && !strchr(BLANKS, text[begin + 1]));
    struct token token = {.begin = begin, .negated = excludes};
    size_t number = text[begin] == '!' ? begin + 1 : begin;
    token.end = number_end(text, number);
    if (token.end == number)
        return false;
    add_number(parser, &token, text + number, token.end - number);
    parser->at = token.end;
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

/* The value runs to the next blank, or between quotes; a quote that is still open ends with the text. */
static void take_value(struct parser *parser, struct token *token)
{
    const char *text = parser->text;
    token->is_quoted = text[parser->at] == '"';
    parser->at += token->is_quoted;
    size_t length = strcspn(text + parser->at, token->is_quoted ? "\"" : BLANKS);
    memcpy(token->value, text + parser->at, length);
    token->value[length] = '\0';
    parser->at += length;
    token->is_closed = token->is_quoted && text[parser->at];
    parser->at += token->is_closed;
    token->end = parser->at;
}

static void take_token(struct parser *parser, struct token *token)
{
    const char *text = parser->text;
    size_t length;
    token->begin = parser->at;
    token->negated =
        strchr("-!", text[parser->at]) && text[parser->at + 1] && !strchr(BLANKS, text[parser->at + 1]);
    parser->at += token->negated;
    token->name = find_term(text + parser->at, &length);
    token->colon = parser->at += length;
    if (token->name < TERM_NAMES)
        parser->at += strspn(text + parser->at, BLANKS);
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

static void take_date(struct parser *parser, const struct token *token)
{
    char what[sizeof parser->error->what - sizeof "before: "];
    struct when when = {0, 0};
    struct filter_term term = {.subject = FILTER_START, .least = INT64_MIN, .less_than = INT64_MAX};
    enum filter_verdict verdict =
        filter_read_date(token->value, parser->now, parser->utc, &when, what, sizeof what);
    if (verdict != FILTER_GOOD) {
        refuse_value(parser, token, verdict, what);
        return;
    }
    if (token->name != BEFORE)
        term.least = when.begin;
    if (token->name != AFTER)
        term.less_than = token->name == ON ? when.end : when.begin;
    add(parser, token, term);
}

/* Lengths are compared as they are shown, rounded to seconds. */
static void take_length(struct parser *parser, const struct token *token)
{
    char what[80];
    int64_t seconds;
    struct filter_term term = {.subject = FILTER_LENGTH, .least = 0, .less_than = INT64_MAX};
    enum filter_verdict verdict = filter_read_length(token->value, &seconds, what, sizeof what);
    if (verdict != FILTER_GOOD) {
        refuse_value(parser, token, verdict, what);
        return;
    }
    if (token->name == LONGER)
        term.least = seconds * TIMESTAMP_SECOND + HALF_SECOND;
    else
        term.less_than = seconds * TIMESTAMP_SECOND - HALF_SECOND;
    add(parser, token, term);
}

static void take_name(struct parser *parser, const struct token *token)
{
    enum filter_subject subject = token->name == AGENT ? FILTER_AGENT : FILTER_QUEUE;
    size_t digits = strspn(token->value, "0123456789");
    bool is_id = !token->is_quoted && token->value[digits] == '\0' && digits <= 18;
    if (is_id)
        add(parser, token,
            (struct filter_term){
                .subject = subject, .by_id = true, .least = strtoll(token->value, NULL, 10)});
    else
        add_text(parser, token, subject);
}

static void take_caller(struct parser *parser, const struct token *token)
{
    size_t length = strlen(token->value);
    if (number_end(token->value, 0) == length)
        add_number(parser, token, token->value, length);
    else if (!token->is_quoted && strcasecmp(token->value, "none") == 0)
        add(parser, token, (struct filter_term){.subject = FILTER_NO_CALLER});
    else
        add_text(parser, token, FILTER_CALLER);
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

static void take_term(struct parser *parser, const struct token *token)
{
    bool is_date = token->name == AFTER || token->name == BEFORE || token->name == ON;
    if (is_date)
        take_date(parser, token);
    else if (token->name == LONGER || token->name == SHORTER)
        take_length(parser, token);
    else if (token->value[0] == '\0')
        refuse_value(parser, token, FILTER_UNFINISHED, wanted_value(token->name));
    else if (token->name == TYPE)
        add_text(parser, token, FILTER_TYPE);
    else if (token->name == CALLER)
        take_caller(parser, token);
    else
        take_name(parser, token);
}

static void take_word(struct parser *parser, const struct token *token)
{
    bool is_sign = !token->is_quoted && (strcmp(token->value, "-") == 0 || strcmp(token->value, "!") == 0);
    if (is_sign && is_open(parser, token))
        complain(parser, FILTER_UNFINISHED, token->begin, token->end, "what is to be left out");
    else
        add_text(parser, token, FILTER_NAMES);
}

static void parse(struct parser *parser)
{
    struct token token;
    while (parser->text[parser->at += strspn(parser->text + parser->at, BLANKS)]) {
        if (take_number(parser))
            continue;
        take_token(parser, &token);
        if (token.name == UNKNOWN_TERM)
            complain(parser, FILTER_WRONG, token.begin, token.end,
                     "%.*s is no term; in quotes it is sought in names", (int)(token.colon - token.begin),
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
        .filter = filter, .text = text, .now = now, .utc = utc, .error = error ? error : &ignored};
    memset(filter, 0, sizeof *filter);
    memset(parser.error, 0, sizeof *parser.error);
    if (strlen(text) >= PAGE_FILTER_SIZE)
        complain(&parser, FILTER_WRONG, PAGE_FILTER_SIZE - 1, strlen(text), "the filter is too long");
    else
        parse(&parser);
    return parser.error->verdict;
}

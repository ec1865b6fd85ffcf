#include "model/filter/filter_token.h"

#include "model/filter/filter_number.h"
#include "net/base/failure.h"
#include "net/base/translate.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void filter_complain(struct filter_parser *parser, enum filter_verdict verdict, size_t begin, size_t end,
                     const char *format, ...)
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

/* The length in bytes of a quoted text up to its closing quotation mark or the end. `is_plain`: it started with ",
 * which only another " closes. */
static size_t quoted_length(const char *text, bool is_plain)
{
    size_t length = 0;
    while (text[length] && (is_plain ? text[length] != '"' : filter_quote(text + length) == 0))
        length++;
    return length;
}

void filter_take_value(struct filter_parser *parser, struct filter_token *token, char end)
{
    const char *text = parser->text;
    size_t quote = filter_quote(text + parser->at);
    bool is_plain = text[parser->at] == '"';
    token->is_quoted = quote > 0;
    parser->at += quote;
    size_t length = quote ? quoted_length(text + parser->at, is_plain) : filter_word(text + parser->at);
    const char *sign = end && !quote ? memchr(text + parser->at, end, length) : NULL;
    length = sign ? (size_t)(sign - text) - parser->at : length;
    memcpy(token->value, text + parser->at, length);
    token->value[length] = '\0';
    parser->at += length;
    quote = token->is_quoted ? filter_quote(text + parser->at) : 0;
    token->is_closed = quote > 0;
    parser->at += quote;
    token->end = parser->at;
}

bool filter_extend(const struct filter_parser *parser, struct filter_token *token)
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

bool filter_token_is_open(const struct filter_parser *parser, const struct filter_token *token)
{
    return !parser->text[token->end] && !token->is_closed;
}

bool filter_add(struct filter_parser *parser, const struct filter_token *token, struct filter_term term)
{
    struct filter *filter = parser->filter;
    bool is_word = term.subject <= FILTER_QUEUE;
    size_t *count = is_word ? &filter->word_count : &filter->term_count;
    if (*count == FILTER_TERMS) {
        filter_complain(parser, FILTER_WRONG, token->begin, token->end, tr("more than %d words"),
                        FILTER_TERMS);
        return false;
    }
    term.negated = token->negated;
    (is_word ? filter->words : filter->terms)[(*count)++] = term;
    filter->by_caller =
        filter->by_caller || (term.subject >= FILTER_NUMBER && term.subject <= FILTER_NO_CALLER);
    filter->by_call = filter->by_call || term.subject == FILTER_CALL || term.subject == FILTER_FILE;
    filter->by_note = filter->by_note || (term.subject >= FILTER_MARK && term.subject <= FILTER_HEARD);
    filter->by_type = filter->by_type || term.subject == FILTER_TYPE;
    filter->by_time = filter->by_time || term.subject >= FILTER_START;
    return true;
}

/* Stores the value in both foldings; false if nothing is left of it, or there is no room. */
static bool keep_letters(struct filter *filter, const struct filter_token *token, struct filter_value *value)
{
    enum { LETTERS = sizeof filter->letters / sizeof *filter->letters };
    wchar_t *letters = filter->letters;
    size_t place = filter->letter_count, room = LETTERS - place;
    size_t count = filter_fold(letters + place, room, token->value, strlen(token->value));
    if (count == 0 || room < 3 * (count + 1))
        return false;
    value->place = (uint16_t)place;
    value->plain = (uint16_t)(place + count + 1);
    filter->letter_count = value->plain + filter_fold_plain(letters + value->plain, letters + place) + 1;
    return true;
}

bool filter_add_value(struct filter *filter, const struct filter_token *token, struct filter_term *term,
                      bool may_be_number)
{
    enum { MOST_DIGITS = 18 };
    struct filter_value value = {.is_number = false};
    size_t digits = strspn(token->value, "0123456789");
    if (filter->value_count == FILTER_VALUES || !keep_letters(filter, token, &value))
        return false;
    value.is_number =
        may_be_number && !token->is_quoted && token->value[digits] == '\0' && digits <= MOST_DIGITS;
    if (value.is_number)
        value.number = strtoll(token->value, NULL, 10);
    term->by_id = term->by_id || value.is_number;
    term->by_name = term->by_name || !value.is_number;
    term->value = term->count ? term->value : filter->value_count;
    term->count++;
    filter->values[filter->value_count++] = value;
    return true;
}

void filter_add_text(struct filter_parser *parser, const struct filter_token *token, struct filter_term term)
{
    if (filter_add_value(parser->filter, token, &term, false))
        filter_add(parser, token, term);
}

bool filter_keep_number(struct filter_parser *parser, const struct filter_token *token,
                        const struct telephone *number, struct filter_term *term)
{
    struct filter *filter = parser->filter;
    if (filter->number_count == FILTER_NUMBERS) {
        filter_complain(parser, FILTER_WRONG, token->begin, token->end, tr("more than %d numbers"),
                        FILTER_NUMBERS);
        return false;
    }
    term->number = filter->number_count++;
    filter->numbers[term->number] = *number;
    return true;
}

void filter_add_number(struct filter_parser *parser, struct filter_token *token, const char *text,
                       size_t length)
{
    struct filter *filter = parser->filter;
    struct telephone number;
    telephone_read(&number, text, length);
    if (number.count == 0 && length == telephone_scheme(text, length)) {
        filter_complain(parser, FILTER_UNFINISHED, token->begin, token->end,
                        tr("the address of a telephone"));
        return;
    }
    const char *odd = number.count ? filter_odd_number(text, length) : filter_odd_address(text, length);
    if (odd) {
        filter_complain(parser, FILTER_WRONG, token->begin, token->end, "%s", odd);
        return;
    }
    if (number.count == 0) {
        snprintf(token->value, sizeof token->value, "%.*s", (int)length, text);
        filter_add_text(parser, token, (struct filter_term){.subject = FILTER_CALLER});
        return;
    }
    struct filter_term term = {.subject = FILTER_NUMBER};
    if (filter_keep_number(parser, token, &number, &term) && !filter_add(parser, token, term))
        filter->number_count--;
}

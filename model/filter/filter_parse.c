#include "model/filter/filter_parse.h"

#include "model/filter/filter_number.h"
#include "model/filter/filter_terms.h"
#include "model/filter/filter_token.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <string.h>

/* Parses a number that is no value of a term; false, with nothing consumed, if there is none. */
static bool take_number(struct filter_parser *parser)
{
    const char *text = parser->text + parser->at;
    size_t sign = filter_sign(text), begin = 0, length = filter_named_number(text + sign, &begin);
    struct filter_token token = {.begin = parser->at, .negated = sign > 0};
    begin += sign;
    if (length == 0) {
        begin = *text == '!' ? sign : 0; /* a dash is one of the signs of a number */
        length = filter_digits(text + begin);
        sign = begin;
    }
    if (length == 0)
        return false;
    parser->at = token.end = token.begin + sign + length;
    filter_add_number(parser, &token, text + begin, sign + length - begin);
    return true;
}

static void take_token(struct filter_parser *parser, struct filter_token *token)
{
    const char *text = parser->text;
    size_t length, sign = filter_sign(text + parser->at);
    token->begin = parser->at;
    token->negated = sign > 0;
    parser->at += sign;
    token->term = filter_term_find(text + parser->at, &length);
    token->colon = parser->at += length;
    if (token->term < FILTER_UNKNOWN_TERM)
        parser->at += filter_blanks(text + parser->at);
    filter_take_value(parser, token, 0);
}

/* Adds a quoted text; a number in quotes is looked for in names and among callers. */
static void take_quoted(struct filter_parser *parser, const struct filter_token *token)
{
    struct filter_term term = {.subject = FILTER_NAMES, .by_number = filter_is_number(token->value)};
    struct telephone number;
    size_t length = strlen(token->value);
    const char *odd = term.by_number ? filter_odd_number(token->value, length) : NULL;
    telephone_read(&number, token->value, length);
    if (odd)
        filter_complain(parser, FILTER_WRONG, token->begin, token->end, "%s", odd);
    else if (!term.by_number || filter_keep_number(parser, token, &number, &term))
        filter_add_text(parser, token, term);
}

static void take_word(struct filter_parser *parser, const struct filter_token *token)
{
    const char *odd = filter_odd_word(token->value);
    bool is_sign = !token->is_quoted && (strcmp(token->value, "-") == 0 || strcmp(token->value, "!") == 0);
    if (is_sign && filter_token_is_open(parser, token))
        filter_complain(parser, FILTER_UNFINISHED, token->begin, token->end,
                        tr("- and ! leave out the word behind them; it is missing"));
    else if (token->is_quoted)
        take_quoted(parser, token);
    else if (odd)
        filter_complain(parser, FILTER_WRONG, token->begin, token->end, "%s", odd);
    else
        filter_add_text(parser, token, (struct filter_term){.subject = FILTER_NAMES});
}

static void refuse_term(struct filter_parser *parser, const struct filter_token *token)
{
    int length = (int)(token->colon - token->begin);
    const char *written = parser->text + token->begin;
    size_t sign = filter_sign(written);
    const char *meant = filter_term_like(written + sign, (size_t)length - sign - 1);
    if (meant)
        filter_complain(parser, FILTER_WRONG, token->begin, token->end,
                        tr("%.*s is no term; did you mean %s?"), length, written, meant);
    else
        filter_complain(parser, FILTER_WRONG, token->begin, token->end,
                        tr("%.*s is no term; in quotes it is looked for in names"), length, written);
}

static void parse(struct filter_parser *parser)
{
    struct filter_token token;
    while (parser->text[parser->at += filter_blanks(parser->text + parser->at)]) {
        if (take_number(parser))
            continue;
        take_token(parser, &token);
        if (token.term == FILTER_UNKNOWN_TERM)
            refuse_term(parser, &token);
        else if (token.term == FILTER_NO_TERM)
            take_word(parser, &token);
        else
            filter_term_take(parser, &token);
    }
}

enum filter_verdict filter_parse(struct filter *filter, const char *text, int64_t now, bool utc,
                                 struct filter_error *error)
{
    struct filter_error ignored = {.verdict = FILTER_GOOD};
    struct filter_parser parser = {
        .filter = filter, .text = text, .clock = {now, utc}, .error = error ? error : &ignored};
    memset(filter, 0, sizeof *filter);
    memset(parser.error, 0, sizeof *parser.error);
    if (strlen(text) >= FILTER_SIZE)
        filter_complain(&parser, FILTER_WRONG, FILTER_SIZE - 1, strlen(text), tr("the filter is too long"));
    else
        parse(&parser);
    filter->now = now;
    filter->utc = utc;
    snprintf(filter->text, sizeof filter->text, "%s", text);
    return parser.error->verdict;
}

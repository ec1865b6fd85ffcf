#include "model/recording/json_integer.h"

#include <string.h>

#define EXPONENT_LIMIT INT64_C(1000000000) /* beyond any text that fits in memory */

/* A number taken apart: mantissa (digits and at most one point) times ten to the exponent. */
struct number {
    bool negative;
    const char *mantissa;
    size_t mantissa_length;
    int64_t exponent;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* value * 10 - digit, so that the most negative value fits, too. */
static bool append_digit(int64_t *value, int digit)
{
    return !__builtin_mul_overflow(*value, 10, value) && !__builtin_sub_overflow(*value, digit, value);
}

/* Turns a value gathered by append_digit into the one that was written. */
static bool finish(int64_t *value, bool negative)
{
    return negative || !__builtin_sub_overflow(0, *value, value);
}

bool json_integer_digits(const char *text, size_t length, int64_t *value)
{
    bool negative = length && *text == '-';
    *value = 0;
    if (length == negative)
        return false;
    for (size_t i = negative; i < length; i++)
        if (!is_digit(text[i]) || !append_digit(value, text[i] - '0'))
            return false;
    return finish(value, negative);
}

static bool parse_exponent(const char *text, size_t length, int64_t *exponent)
{
    bool negative = length && *text == '-';
    size_t at = length && (*text == '-' || *text == '+');
    if (at == length)
        return false;
    int64_t value = 0;
    for (; at < length; at++) {
        if (!is_digit(text[at]))
            return false;
        if (value < EXPONENT_LIMIT)
            value = value * 10 + (text[at] - '0');
    }
    *exponent = negative ? -value : value;
    return true;
}

/* Digits behind the point count into the exponent; false if the mantissa is none. */
static bool check_mantissa(struct number *number)
{
    bool point = false;
    size_t digits = 0;
    for (size_t i = 0; i < number->mantissa_length; i++) {
        if (number->mantissa[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(number->mantissa[i]))
            return false;
        digits++;
        number->exponent -= point;
    }
    return digits > 0;
}

static bool take_apart(struct number *number, const char *text, size_t length)
{
    *number = (struct number){.negative = length && *text == '-'};
    number->mantissa = text + number->negative;
    const char *end = text + length;
    const char *at = number->mantissa;
    while (at < end && *at != 'e' && *at != 'E')
        at++;
    number->mantissa_length = (size_t)(at - number->mantissa);
    if (at < end && !parse_exponent(at + 1, (size_t)(end - at - 1), &number->exponent))
        return false;
    return check_mantissa(number);
}

/* Moves zeros at the end of the mantissa into the exponent. */
static void strip_zeros(struct number *number)
{
    while (number->mantissa_length) {
        char last = number->mantissa[number->mantissa_length - 1];
        if (last != '0' && last != '.')
            return;
        number->exponent += last == '0';
        number->mantissa_length--;
    }
}

bool json_integer_number(const char *text, size_t length, int64_t *value)
{
    struct number number;
    *value = 0;
    if (!take_apart(&number, text, length))
        return false;
    strip_zeros(&number);
    if (number.mantissa_length == 0)
        return true;
    if (number.exponent < 0)
        return false;
    for (size_t i = 0; i < number.mantissa_length; i++)
        if (number.mantissa[i] != '.' && !append_digit(value, number.mantissa[i] - '0'))
            return false;
    for (; number.exponent && *value; number.exponent--)
        if (!append_digit(value, 0))
            return false;
    return finish(value, number.negative);
}

/* White space as cJSON takes it. */
static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (unsigned char)*at <= ' ')
        at++;
    return at;
}

/* From an opening quotation mark to behind the closing one, or the end. */
static const char *skip_string(const char *at, const char *end)
{
    at++;
    while (at < end && *at != '"')
        at += *at == '\\' && end - at > 1 ? 2 : 1;
    return at < end ? at + 1 : end;
}

/* From the beginning of a value to the comma or bracket that ends it. */
static const char *skip_value(const char *at, const char *end)
{
    size_t depth = 0;
    while (at < end) {
        if (*at == '"') {
            at = skip_string(at, end);
            continue;
        }
        bool closes = *at == '}' || *at == ']';
        if (depth == 0 && (closes || *at == ','))
            return at;
        depth += *at == '{' || *at == '[';
        depth -= closes;
        at++;
    }
    return end;
}

const char *json_integer_member(const char *text, size_t length, size_t index, size_t *value_length)
{
    const char *end = text + length;
    const char *at = skip_space(text, end);
    while (at < end && (*at == '{' || *at == ',')) {
        at = skip_space(at + 1, end);
        if (at == end || *at != '"')
            return NULL;
        at = skip_space(skip_string(at, end), end);
        if (at == end || *at != ':')
            return NULL;
        const char *value = skip_space(at + 1, end);
        at = skip_value(value, end);
        if (index-- == 0) {
            while (at > value && (unsigned char)at[-1] <= ' ')
                at--;
            *value_length = (size_t)(at - value);
            return value;
        }
    }
    return NULL;
}

#include "tests/bench/table.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { FIGURE_WIDTH = 58, VALUE_WIDTH = 18, BESIDE_WIDTH = 36, TEXT_SIZE = 128 };

const struct table_scale table_milliseconds = {"ms", 1e6};
const struct table_scale table_microseconds = {"µs", 1e3};

const char *table_number(char buffer[TABLE_NUMBER_SIZE], uint64_t number)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    char *out = buffer;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            *out++ = ',';
        *out++ = digits[i];
    }
    *out = '\0';
    return buffer;
}

static void rule(void)
{
    for (int i = 0; i < FIGURE_WIDTH + VALUE_WIDTH + BESIDE_WIDTH + 4; i++)
        putchar('-');
    putchar('\n');
}

void table_begin(const char *format, ...)
{
    va_list arguments;
    putchar('\n');
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n%-*s  %*s  %s\n", FIGURE_WIDTH, "figure", VALUE_WIDTH, "value", "ratio or budget");
    rule();
    fflush(stdout);
}

/* Columns that the text takes: its UTF-8 characters. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

static void pad(int columns)
{
    if (columns > 0)
        printf("%*s", columns, "");
}

static void line(const char *figure, const char *value, const char *beside)
{
    fputs(figure, stdout);
    pad(FIGURE_WIDTH - width_of(figure) + 2 + VALUE_WIDTH - width_of(value));
    printf("%s%s%s\n", value, *beside ? "  " : "", beside);
    fflush(stdout);
}

/* Whole numbers as they are, others with three significant digits. */
static const char *value_text(char *buffer, size_t size, double value, const char *unit)
{
    char number[TABLE_NUMBER_SIZE];
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    if (value >= 1000 || value == (double)(uint64_t)value)
        table_number(number, (uint64_t)(value + 0.5));
    else
        snprintf(number, sizeof number, "%.*f", decimals, value);
    snprintf(buffer, size, "%s%s%s", number, *unit ? " " : "", unit);
    return buffer;
}

void table_value(const char *figure, double value, const char *unit, const char *beside)
{
    char text[TEXT_SIZE];
    line(figure, value_text(text, sizeof text, value, unit), beside);
}

static void budget_line(const char *figure, double value, const char *unit, const char *kind, double budget,
                        bool kept)
{
    char limit[TEXT_SIZE];
    char beside[TEXT_SIZE * 2];
    snprintf(beside, sizeof beside, "%s %s%s", kind, value_text(limit, sizeof limit, budget, unit),
             kept ? "" : ": missed");
    table_value(figure, value, unit, beside);
}

void table_at_most(const char *figure, double value, const char *unit, double budget)
{
    budget_line(figure, value, unit, "at most", budget, value <= budget);
}

void table_at_least(const char *figure, double value, const char *unit, double budget)
{
    budget_line(figure, value, unit, "at least", budget, value >= budget);
}

void table_ratio(const char *figure, double part, double whole, const char *beside)
{
    char text[TEXT_SIZE];
    double ratio = whole > 0 ? part / whole : 0;
    snprintf(text, sizeof text, "%.*f", ratio < 1 ? 3 : 2, ratio);
    line(figure, text, beside);
}

void table_latency(const char *figure, struct latency *latency, const struct table_scale *scale,
                   double budget)
{
    static const struct {
        const char *name;
        double share;
    } shares[] = {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"max", 1.0}};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        char text[TEXT_SIZE];
        char samples[TEXT_SIZE] = "";
        double value = (double)latency_percentile(latency, shares[i].share) / scale->nanoseconds;
        snprintf(text, sizeof text, "%s, %s", figure, shares[i].name);
        if (i == 0)
            snprintf(samples, sizeof samples, "%zu samples", latency_count(latency));
        if (budget > 0 && shares[i].share == 0.99)
            table_at_most(text, value, scale->unit, budget);
        else
            table_value(text, value, scale->unit, samples);
    }
}

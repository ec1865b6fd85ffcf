#include "tui/list/shape_line.h"

#include "tui/draw/text.h"

/* What one cell stands for: columns of the shape, at least one. */
static struct audio_span span_of(const struct shape_line *line, size_t cell)
{
    size_t begin = cell * line->columns / line->cells, end = (cell + 1) * line->columns / line->cells;
    return (struct audio_span){begin, end > begin ? end : begin + 1};
}

/* How many columns of a span lie in some of others, which are in their order. Those that end before it are left
 * behind. */
static size_t covered(struct audio_span span, const struct audio_span **spans, const struct audio_span *end)
{
    size_t columns = 0;
    while (*spans < end && (*spans)->end <= span.begin)
        (*spans)++;
    for (const struct audio_span *at = *spans; at < end && at->begin < span.end; at++) {
        size_t from = at->begin > span.begin ? at->begin : span.begin;
        size_t to = at->end < span.end ? at->end : span.end;
        columns += to - from;
    }
    return columns;
}

/* The mean of the peaks of a channel there, 8 bits behind the point. */
static unsigned loudness(const struct audio_shape *shape, unsigned channel, struct audio_span span)
{
    size_t end = span.end < shape->count ? span.end : shape->count;
    uint64_t sum = 0;
    for (size_t i = span.begin; i < end; i++)
        sum += shape->columns[channel][i].peak;
    return end > span.begin ? (unsigned)(sum * 256 / (end - span.begin)) : 0;
}

/* That of a line: of its channel, or of the louder one of all. */
static unsigned loudness_of_line(const struct shape_line *line, unsigned number, struct audio_span span)
{
    unsigned most = 0;
    if (line->lines > 1)
        return loudness(line->shape, number, span);
    for (unsigned channel = 0; channel < line->shape->channels; channel++) {
        unsigned level = loudness(line->shape, channel, span);
        most = level > most ? level : most;
    }
    return most;
}

/* Where there is sound in any channel none of them is silent. */
static void mark(const struct shape_line *line, struct shape_cell *cells)
{
    const struct audio_span *sounds = line->sound->spans, *heard = line->heard;
    for (size_t i = 0; i < line->cells; i++) {
        struct audio_span span = span_of(line, i);
        bool is_there = span.begin < line->shape->count;
        bool is_silent = !covered(span, &sounds, line->sound->spans + line->sound->count);
        size_t heard_columns = covered(span, &heard, line->heard + line->heard_count);
        for (unsigned number = 0; number < line->lines; number++) {
            struct shape_cell *cell = &cells[number * line->cells + i];
            *cell = (struct shape_cell){!is_silent, is_there, heard_columns * 2 > span.end - span.begin};
        }
    }
}

void shape_line_fill(const struct shape_line *line, struct shape_cell *cells)
{
    unsigned most = 1;
    mark(line, cells);
    for (unsigned number = 0; number < line->lines; number++)
        for (size_t i = 0; i < line->cells; i++) {
            unsigned level = loudness_of_line(line, number, span_of(line, i));
            most = level > most ? level : most;
        }
    for (size_t i = 0; i < line->cells * line->lines; i++) {
        unsigned level = loudness_of_line(line, (unsigned)(i / line->cells), span_of(line, i % line->cells));
        if (cells[i].level > 0)
            cells[i].level = 1 + level * (TEXT_BARS - 1) / most;
    }
}

size_t shape_line_cell(const struct shape_line *line, int64_t position_ms)
{
    int64_t column = position_ms / AUDIO_COLUMN_MS;
    if (column <= 0 || line->columns == 0)
        return 0;
    if ((uint64_t)column >= line->columns)
        return line->cells - 1;
    return (((size_t)column + 1) * line->cells - 1) / line->columns;
}

int64_t shape_line_position(const struct shape_line *line, size_t cell)
{
    return (int64_t)span_of(line, cell).begin * AUDIO_COLUMN_MS;
}

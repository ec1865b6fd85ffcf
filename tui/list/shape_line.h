/* The shape of a call (waveform) as lines of character cells: how loud it is, where there is silence, and what was
 * heard. Pure. */
#ifndef TUI_LIST_SHAPE_LINE_H
#define TUI_LIST_SHAPE_LINE_H

#include "model/audio/audio_shape.h"
#include "model/audio/audio_sound.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shape_cell {
    unsigned level; /* of TEXT_BARS, relative to the loudest cell; 0: silence */
    bool is_there;  /* it has been decoded */
    bool is_heard;  /* most of it */
};

struct shape_line {
    const struct audio_shape *shape;
    const struct audio_sound *sound; /* where the shape has sound */
    const struct audio_span *heard;  /* what was heard, in columns of the shape, ascending */
    size_t heard_count;
    size_t columns; /* of the shape for all cells of a line; more than it has while audio is arriving */
    size_t cells;   /* of a line, at least 1 */
    unsigned lines; /* 1, or a line for each channel */
};

/* Fills `cells` times `lines` cells, one line after the other. */
void shape_line_fill(const struct shape_line *line, struct shape_cell *cells);

/* The cell of a line in which a position lies. */
size_t shape_line_cell(const struct shape_line *line, int64_t position_ms);

/* The position at which a cell starts, in ms. */
int64_t shape_line_position(const struct shape_line *line, size_t cell);

#endif

/* How fast a fetch is: rows a second, over the last second or so. Pure. */
#ifndef TUI_WORDS_PROGRESS_H
#define TUI_WORDS_PROGRESS_H

#include <stdint.h>

struct progress {
    int64_t agent;
    uint64_t rows;  /* at `since` */
    uint64_t since; /* ms */
    uint64_t rate;  /* rows a second; 0: not known yet */
};

/* `rows` have arrived by `now` (ms). Another agent, or fewer rows than before, starts the measurement again. */
void progress_update(struct progress *progress, int64_t agent, uint64_t rows, uint64_t now);

#endif

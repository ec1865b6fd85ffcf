#include "tui/words/progress.h"

enum { SPAN = 1000, FIRST_SPAN = 200 }; /* ms */

void progress_update(struct progress *progress, int64_t agent, uint64_t rows, uint64_t now)
{
    if (agent != progress->agent || rows < progress->rows) {
        *progress = (struct progress){.agent = agent, .rows = rows, .since = now};
        return;
    }
    uint64_t elapsed = now - progress->since;
    if (elapsed < (progress->rate == 0 ? FIRST_SPAN : SPAN))
        return;
    progress->rate = (rows - progress->rows) * 1000 / elapsed;
    progress->rows = rows;
    progress->since = now;
}

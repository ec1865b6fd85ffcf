#include "tui/screen/pane.h"

const struct pane *pane_at(enum layout_pane place)
{
    switch (place) {
    case LAYOUT_AGENTS:
        return pane_agents();
    case LAYOUT_DETAILS:
        return pane_details();
    default:
        return pane_recordings();
    }
}

int64_t pane_lines(enum action_id action, int height)
{
    int64_t page = height > 1 ? height - 1 : 1, half = height > 2 ? height / 2 : 1;
    switch (action) {
    case ACTION_UP:
        return -1;
    case ACTION_DOWN:
        return 1;
    case ACTION_PAGE_UP:
        return -page;
    case ACTION_PAGE_DOWN:
        return page;
    case ACTION_HALF_UP:
        return -half;
    case ACTION_HALF_DOWN:
        return half;
    default:
        return 0;
    }
}

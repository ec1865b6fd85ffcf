#include "tui/terminal/pace.h"

bool pace_send(struct pace *pace, size_t bytes)
{
    pace->sent += bytes;
    if (pace->asked || bytes == 0)
        return false;
    pace->asked = true;
    pace->asked_at = pace->sent;
    return true;
}

void pace_answered(struct pace *pace)
{
    pace->answers = true;
    if (pace->asked)
        pace->seen = pace->asked_at;
    pace->asked = false;
}

void pace_give_up(struct pace *pace)
{
    pace->answers = false;
    pace->seen = pace->sent;
}

bool pace_is_behind(const struct pace *pace)
{
    return pace->answers && pace->asked && pace->sent - pace->seen > PACE_WINDOW;
}

#include "model/coverage/id_jump.h"

void id_jump_begin(struct id_jump *jump, int64_t from)
{
    *jump = (struct id_jump){from > 0 ? from : 0, INT64_MAX, 0};
}

static bool is_above(int64_t id, int64_t other)
{
    return id > other && id - other > ID_JUMP_IDS && id - other > other / ID_JUMP_SHARE;
}

bool id_jump_take(struct id_jump *jump, int64_t id)
{
    if (id <= jump->greatest)
        return true;
    if (!is_above(id, jump->greatest)) {
        jump->greatest = id;
        return true;
    }
    if (is_above(id, jump->least) || is_above(jump->least, id)) { /* another one, above or below that */
        jump->least = id;
        jump->count = 0;
    }
    if (id < jump->least)
        jump->least = id;
    if (++jump->count <= ID_JUMP_RECORDINGS)
        return false;
    id_jump_begin(jump, id);
    return true;
}

bool id_jump_down_take(struct id_jump_down *down, int64_t id, struct id_jump *jump)
{
    bool jumps = is_above(down->least, id), is_few = down->count <= ID_JUMP_RECORDINGS;
    if (jumps && is_few && jump)
        *jump = (struct id_jump){id, down->count ? down->least : INT64_MAX, down->count};
    if (jumps)
        down->count = 0;
    down->least = id;
    down->count++;
    return jumps && is_few;
}

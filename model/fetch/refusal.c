#include "model/fetch/refusal.h"

#include <stddef.h>

#define UNAUTHORIZED 401
#define ENOUGH 2 /* refusals in a row with another status, such as 403, which may concern one agent only */

bool refusal_may_ask(const struct refusal *refusal, bool others_under_way)
{
    return refusal->accepted || !others_under_way;
}

bool refusal_take(struct refusal *refusal, const struct failure *failure)
{
    if (!failure || failure->kind == FAILURE_NONE) {
        *refusal = (struct refusal){.accepted = true};
        return false;
    }
    if (failure->kind != FAILURE_REFUSED)
        return false;
    bool is_over = failure->status == UNAUTHORIZED || !refusal->accepted || refusal->in_a_row + 1 >= ENOUGH;
    refusal->in_a_row++;
    refusal->accepted = false;
    return is_over;
}

#include "tui/input/actions.h"

#include <string.h>

unsigned actions_run(const struct action *action, struct app *app)
{
    return action->run ? action->run(app) : action->run_by(app, action->argument);
}

const struct action *actions_find(const struct action *table, const char *name)
{
    for (; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

int64_t actions_lines(enum move move, int height)
{
    int64_t page = height > 1 ? height - 1 : 1, half = height > 2 ? height / 2 : 1;
    switch (move) {
    case MOVE_UP:
        return -1;
    case MOVE_DOWN:
        return 1;
    case MOVE_PAGE_UP:
        return -page;
    case MOVE_PAGE_DOWN:
        return page;
    case MOVE_HALF_UP:
        return -half;
    case MOVE_HALF_DOWN:
        return half;
    default:
        return 0;
    }
}

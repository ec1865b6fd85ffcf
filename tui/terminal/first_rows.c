#include "tui/terminal/first_rows.h"

static void on_late(uv_timer_t *timer)
{
    struct first_rows *rows = timer->data;
    rows->are_shown = rows->are_read;
    rows->are_read = true;
}

void first_rows_open(struct first_rows *rows, uv_loop_t *loop)
{
    uv_timer_init(loop, &rows->patience);
    rows->patience.data = rows;
    rows->are_read = rows->are_shown = false;
}

void first_rows_close(struct first_rows *rows)
{
    uv_close((uv_handle_t *)&rows->patience, NULL);
}

static void begin_patience(struct first_rows *rows)
{
    if (!uv_is_active((uv_handle_t *)&rows->patience))
        uv_timer_start(&rows->patience, on_late, FIRST_ROWS_PATIENCE, 0);
}

bool first_rows_await_reader(struct first_rows *rows, bool are_coming)
{
    if (rows->are_read)
        return false;
    rows->are_read = !are_coming;
    if (rows->are_read)
        uv_timer_stop(&rows->patience);
    else
        begin_patience(rows);
    return !rows->are_read;
}

bool first_rows_await_terminal(struct first_rows *rows)
{
    if (!rows->are_shown)
        begin_patience(rows);
    return !rows->are_shown;
}

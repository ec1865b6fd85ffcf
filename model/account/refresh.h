/* Periodic refresh of what is displayed. */
#ifndef MODEL_ACCOUNT_REFRESH_H
#define MODEL_ACCOUNT_REFRESH_H

#include "model/account/fetch_slots.h"
#include "model/account/listing.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct refresh {
    struct listing *listing;
    const struct fetch_slots *slots;
    uint64_t pace;    /* interval in ms; 0: off */
    int64_t watched;  /* agent or PAGE_ALL_AGENTS */
    uv_timer_t timer; /* closed by the owner */
    bool is_under_way;
    uint64_t started; /* ms, by the loop's clock */
};

void refresh_open(struct refresh *refresh, uv_loop_t *loop);

/* Plans the next refresh once the jobs of the last one are done. */
void refresh_go_on(struct refresh *refresh);

#endif

/* What an account does by itself: refresh what is on the screen. */
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
    uint64_t pace;    /* ms from one to the next; 0: none */
    int64_t watched;  /* agent or PAGE_ALL_AGENTS */
    uv_timer_t timer; /* until the next one; closed by the owner */
    bool is_under_way;
    uint64_t started; /* ms, by the loop's clock */
};

void refresh_open(struct refresh *refresh, uv_loop_t *loop);

/* After the jobs that a refresh has led to: plans the next one. */
void refresh_go_on(struct refresh *refresh);

#endif

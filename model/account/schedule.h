/* Which job runs when: what somebody waits for first, then news, then history, a few at a time. */
#ifndef MODEL_ACCOUNT_SCHEDULE_H
#define MODEL_ACCOUNT_SCHEDULE_H

#include <uv.h>

struct account;

/* In each turn of the loop in which something is due; its data are the account. Starts jobs while there is room
 * and something is wanted; brings the summaries up to date. */
void schedule_turn(uv_timer_t *turn);

/* Anew, which histories wait for what is more urgent. */
void schedule_hold_back(struct account *account);

#endif

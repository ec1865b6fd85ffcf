/* Schedules fetch jobs: what the user waits for, then news, then history, a few at a time. */
#ifndef MODEL_ACCOUNT_SCHEDULE_H
#define MODEL_ACCOUNT_SCHEDULE_H

#include <uv.h>

struct account;

/* The report's turn; turn->data is the account. Starts jobs while slots are free and updates the summaries. */
void schedule_turn(uv_timer_t *turn);

/* Re-evaluates which histories pause for more urgent work. */
void schedule_hold_back(struct account *account);

#endif

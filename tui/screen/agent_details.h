/* What is known of the chosen agent, or of all, and of the recordings that are listed: how many, from when to
 * when, how long. */
#ifndef TUI_SCREEN_AGENT_DETAILS_H
#define TUI_SCREEN_AGENT_DETAILS_H

#include "tui/draw/lines.h"

struct app;

enum { AGENT_DETAILS_LABEL_COLUMNS = 12 };

const char *agent_details_title(const struct app *app);
void agent_details_put(const struct app *app, struct lines *lines);

/* "0:12:05", "12 h 34 min", "1,234 h", with "about" where the half seconds that lengths are counted in are
 * not exact enough for that: of so many calls, in half seconds. Returns buffer. */
enum { AGENT_DETAILS_TOTAL_SIZE = 64 };
const char *agent_details_total(char buffer[AGENT_DETAILS_TOTAL_SIZE], uint64_t half_seconds, uint64_t calls);

#endif

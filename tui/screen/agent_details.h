/* The details of the chosen agent, or of all agents: what has been fetched, and of the listed recordings how many
 * they are, from when to when, and how long. */
#ifndef TUI_SCREEN_AGENT_DETAILS_H
#define TUI_SCREEN_AGENT_DETAILS_H

#include "tui/draw/lines.h"

struct app;

enum { AGENT_DETAILS_LABEL_COLUMNS = 12 };

const char *agent_details_title(const struct app *app);
void agent_details_put(const struct app *app, struct lines *lines);

/* The length of `calls` calls together, each of which was rounded down to half seconds: "0:12:05", "12 h 34 min",
 * "1,234 h"; with "about" in front if that rounding can change what is written. Returns buffer. */
enum { AGENT_DETAILS_TOTAL_SIZE = 64 };
const char *agent_details_total(char buffer[AGENT_DETAILS_TOTAL_SIZE], uint64_t half_seconds, uint64_t calls);

#endif

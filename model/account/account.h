/* One account of one server being browsed: its archive, what is fetched and the queries, on a libuv loop. The
 * facade that the screen and the commands use. All calls and callbacks happen on the loop's thread and return
 * at once; decoding, filing and reading run on threads of their own. */
#ifndef MODEL_ACCOUNT_ACCOUNT_H
#define MODEL_ACCOUNT_ACCOUNT_H

#include "model/account/account_types.h"
#include "model/audio/audio.h"
#include "model/audio/deck.h"
#include "model/config/config.h"
#include "model/hold/holds.h"
#include "model/notes/notes.h"
#include "model/query/queries.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct account;
struct archive_opening;

/* Begins to open the archive, on a thread of its own: it is given to account_open, or freed (archive_opening.h). NULL
 * where that cannot be. Config and options must outlive it. */
struct archive_opening *account_open_ahead(const struct config *config,
                                           const struct account_options *options);

/* Opens the archive, or what was opened `ahead` (NULL: nothing was) and becomes the account's. Its agents are there then,
 * and it can be asked. The config must outlive the account. Returns NULL with *failure filled. */
struct account *account_open(uv_loop_t *loop, const struct config *config,
                             const struct account_options *options, const struct account_events *events,
                             struct archive_opening *ahead, struct failure *failure);

/* From then on it fetches and files what it is told to, which may be before; before there are no notes, holds and audio.
 * False with *failure filled: it can only be closed. */
bool account_start(struct account *account, struct failure *failure);

/* Cancels what runs, files what has arrived, closes everything; `closed` is called from the loop at the end. Before
 * that `message` may still tell what could not be kept. */
void account_close(struct account **account, void (*closed)(void *context), void *context);

const struct account_status *account_status(const struct account *account);

/* The agents in the order in which they are shown (by name). Valid until the next return to the loop. */
size_t account_agent_count(const struct account *account);
const struct agent_summary *account_agent(const struct account *account, size_t index);
const struct agent_summary *account_agent_by_number(const struct account *account, int64_t agent);

/* When the server has listed the agents, ticks: there may be others since. TIMESTAMP_NONE: never. */
int64_t account_listed_at(const struct account *account);

/* The agent that `reference` names, made if the archive does not know it yet. Asynchronous because it may be
 * filed: it appears with ACCOUNT_ROSTER. Returns its number or 0 when it is not known yet. */
int64_t account_find_agent(const struct account *account, const struct agent_reference *reference);
void account_add_agent(struct account *account, const struct agent_reference *reference);

/* Deletes from the archive what started before a time (ticks), or only counts it: agent_summary.purged says
 * how many recordings, once the account is not busy any more. Recordings without a start stay as long as
 * any other of the agent does. By itself an account does so with the configuration's retention, at its
 * start and as recordings come to that age. */
void account_purge(struct account *account, int64_t agent, int64_t before, bool dry_run);

/* Says what is on the screen, is to be refreshed and can be searched at any key: an agent, or
 * PAGE_ALL_AGENTS.
 */
void account_watch(struct account *account, int64_t agent);

/* Whether somebody waits for a list, or for what was drawn to be shown: meanwhile no history is read on. What has been read
 * before keeps the writer busy. */
void account_give_way(struct account *account, bool gives_way);

/* The audio of calls, which is fetched ahead of all else, or read where it is on hold; set up when it is first asked for.
 * NULL where neither can be. Owned by the account. */
struct audio *account_audio(struct account *account);

/* What plays it, likewise; of its changes ACCOUNT_AUDIO tells. */
struct deck *account_deck(struct account *account);

/* The user's marks, tags and notes; NULL where nothing is kept on the disk. Owned by the account. */
struct notes *account_notes(const struct account *account);

/* What is on hold, likewise. */
struct holds *account_holds(const struct account *account);

/* What its archive is asked. */
struct queries *account_queries(const struct account *account);

#endif

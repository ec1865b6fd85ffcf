/* The facade of the model for the screen and the commands: one account of one server, with its archive, its fetches
 * and its queries, on a libuv loop. All calls and callbacks on the loop's thread; none blocks. Decoding, writing
 * and reading run on threads of their own. */
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

/* Starts opening the archive on a thread of its own. The result goes to account_open, or is freed
 * (archive_opening.h). NULL if this is not possible. Config and options must outlive it. */
struct archive_opening *account_open_ahead(const struct config *config,
                                           const struct account_options *options);

/* Opens the account; takes ownership of `ahead`, the result of account_open_ahead or NULL. Its agents are known
 * then and it can be queried. The config must outlive the account. NULL with *failure filled. */
struct account *account_open(uv_loop_t *loop, const struct config *config,
                             const struct account_options *options, const struct account_events *events,
                             struct archive_opening *ahead, struct failure *failure);

/* Starts fetching and writing. Fetches may be requested before; notes, holds and audio exist only after it. False
 * with *failure filled: the account can only be closed. */
bool account_start(struct account *account, struct failure *failure);

/* Cancels fetches, writes what has arrived and closes everything; `closed` is called from the loop at the end.
 * Until then `message` may still report what could not be saved. */
void account_close(struct account **account, void (*closed)(void *context), void *context);

const struct account_status *account_status(const struct account *account);

/* The agents sorted by name. Summaries are valid until the next return to the loop; NULL for an unknown number. */
size_t account_agent_count(const struct account *account);
const struct agent_summary *account_agent(const struct account *account, size_t index);
const struct agent_summary *account_agent_by_number(const struct account *account, int64_t agent);

/* The reference of an agent, by which notes, holds and the access log name it; "" if there is no such agent. Returns
 * buffer. */
const char *account_agent_reference(const struct account *account, int64_t agent,
                                    char buffer[AGENT_REFERENCE_SIZE]);

/* When the server last listed its agents, in ticks; TIMESTAMP_NONE if never. Agents added since are unknown. */
int64_t account_listed_at(const struct account *account);

/* account_find_agent returns the archive's number of an agent, 0 if it is unknown. account_add_agent adds it
 * asynchronously; it appears with ACCOUNT_ROSTER. */
int64_t account_find_agent(const struct account *account, const struct agent_reference *reference);
void account_add_agent(struct account *account, const struct agent_reference *reference);

/* Deletes an agent's recordings that started before a time (ticks) from the archive, or with `dry_run` only counts
 * them. The count is agent_summary.purged once account_is_busy is false. Recordings without a start are kept as
 * long as any other of the agent is. The configured retention is applied by itself, at start and as recordings
 * reach its age. */
void account_purge(struct account *account, int64_t agent, int64_t before, bool dry_run);

/* Sets what is refreshed periodically and kept ready for searching: an agent or PAGE_ALL_AGENTS. */
void account_watch(struct account *account, int64_t agent);

/* While true, fetching of histories pauses because the user waits for a list or a redraw. Data that were already
 * received are still written. */
void account_give_way(struct account *account, bool gives_way);

/* The audio of calls: created by the first call, owned by the account, fetched before everything else or read from
 * the held copy. NULL if there is neither a server nor a hold. */
struct audio *account_audio(struct account *account);

/* The player; created by the first call, owned by the account. Changes are reported by ACCOUNT_AUDIO. NULL if there
 * is no audio. */
struct deck *account_deck(struct account *account);

/* The user's marks, tags and notes; NULL if nothing is stored on disk. Owned by the account. */
struct notes *account_notes(const struct account *account);

/* The recordings on hold; NULL and ownership likewise. */
struct holds *account_holds(const struct account *account);

/* The queries of its archive. Owned by the account. */
struct queries *account_queries(const struct account *account);

#endif

/* Writes the account's entries of the access log. */
#ifndef MODEL_ACCOUNT_ACCOUNT_AUDIT_H
#define MODEL_ACCOUNT_ACCOUNT_AUDIT_H

#include "model/audit/audit_log.h"
#include "model/keep/saver.h"
#include "model/query/page.h"

#include <stdbool.h>
#include <stdint.h>

struct account;

/* Logs an action of this account. Does nothing if the configuration disables the log or nothing may be stored on
 * disk. `agent` is one of the account's, 0 for none. If it cannot be written the user gets a message. */
void account_note(struct account *account, int64_t agent, const struct audit_entry *entry);

/* The same for a list: adds its agent and its filter. */
void account_note_list(struct account *account, const struct list_query *query,
                       const struct audit_entry *entry);

/* The same for a recording that was saved or failed to be. */
void account_note_saved(struct account *account, const struct saver_result *result);

/* Blocks until all logged lines are written, also while the account is being closed: before the program exits
 * abruptly. */
void account_finish_notes(struct account *account);

/* The `result` of an entry for a finished or stopped batch of saves. */
const char *account_saved_result(const struct saver_counts *counts, bool is_stopped);

#endif

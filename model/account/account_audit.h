/* The access log of who uses an account. */
#ifndef MODEL_ACCOUNT_ACCOUNT_AUDIT_H
#define MODEL_ACCOUNT_ACCOUNT_AUDIT_H

#include "model/audit/audit_log.h"
#include "model/keep/saver.h"
#include "model/query/page.h"

#include <stdbool.h>
#include <stdint.h>

struct account;

/* Notes what was done, as the account's; unless the configuration says otherwise or nothing is to be left on the
 * disk. The agent is one of the account's; 0: none. A message tells where it cannot be written. */
void account_note(struct account *account, int64_t agent, const struct audit_entry *entry);

/* The same of a list: its agent, and what it is narrowed to. */
void account_note_list(struct account *account, const struct list_query *query,
                       const struct audit_entry *entry);

/* The same of a recording that was saved, or was to be. */
void account_note_saved(struct account *account, const struct saver_result *result);

/* Blocks until the lines are written that were noted, also of an account that is being closed: for a program that is about to
 * end where it stands. */
void account_finish_notes(struct account *account);

/* What came of all that was to be saved, as a result of an entry. */
const char *account_saved_result(const struct saver_counts *counts, bool is_stopped);

#endif

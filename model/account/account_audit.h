/* The access log of who uses an account. */
#ifndef MODEL_ACCOUNT_ACCOUNT_AUDIT_H
#define MODEL_ACCOUNT_ACCOUNT_AUDIT_H

#include "model/account/account.h"
#include "model/audit/audit_log.h"

/* Notes what was done, as the account's; unless the configuration says otherwise or nothing is to be left on the
 * disk. The agent is one of the account's; 0: none. A message tells where it cannot be written. */
void account_note(struct account *account, int64_t agent, const struct audit_entry *entry);

#endif

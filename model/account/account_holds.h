/* The recordings on hold of an account: opened beside its archive, and heeded by its writer. For account.c. */
#ifndef MODEL_ACCOUNT_ACCOUNT_HOLDS_H
#define MODEL_ACCOUNT_ACCOUNT_HOLDS_H

struct account;
struct archive_opening;
struct writer;

/* Takes what is known of them since the archive was opened. */
void account_holds_take(struct account *account, struct archive_opening *opening);

/* Before the writer has a thread of its own. */
void account_holds_open(struct account *account, struct writer *writer);

/* After that has ended. */
void account_holds_clear(struct account *account);

#endif

/* The recordings on hold of an account: opened beside its archive, and heeded by its writer. For account.c. */
#ifndef MODEL_ACCOUNT_ACCOUNT_HOLDS_H
#define MODEL_ACCOUNT_ACCOUNT_HOLDS_H

struct account;
struct writer;

/* What is on hold and lacks in the archive gets its row again. First of all. */
void account_holds_restore(struct account *account, struct writer *writer);

/* Before the writer has a thread of its own. */
void account_holds_open(struct account *account, struct writer *writer);

/* After that has ended. */
void account_holds_clear(struct account *account);

#endif
